"""Versions are ordered by their numbers; what is said of an installer comes back as it was said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import VERSION
from app.domain.release import (
    BUILT,
    ENDS,
    FORM,
    MOST_BYTES,
    Release,
    between,
    comment,
    file_name,
    is_newer,
    kind_of,
    parts,
    read_comment,
    read_news,
)

numbers = st.lists(st.integers(0, 999_999), min_size=1, max_size=4)
sentences = st.lists(st.text(max_size=400), max_size=5).map(tuple)
some_news = st.dictionaries(numbers.map(lambda n: ".".join(map(str, n))), sentences, max_size=6)


def text(version: list[int]) -> str:
    return ".".join(str(number) for number in version)


@settings(max_examples=50)
@given(numbers, numbers)
def test_of_two_versions_one_is_newer_or_they_are_the_same(one: list[int], other: list[int]) -> None:
    padded = [version + [0] * (4 - len(version)) for version in (one, other)]
    assert is_newer(text(one), text(other)) is (padded[0] > padded[1])
    assert is_newer(text(other), text(one)) is (padded[1] > padded[0])
    assert (parts(text(one)) == parts(text(other))) is (padded[0] == padded[1])


@pytest.mark.parametrize(("newer", "older"), [("0.10.0", "0.9.9"), ("1.0", "0.99"), ("0.1.0.1", "0.1.0")])
def test_versions_are_numbers_and_not_texts(newer: str, older: str) -> None:
    assert is_newer(newer, older) and not is_newer(older, newer)


@pytest.mark.parametrize("version", ["", "1.", ".1", "1..2", "01.2", "1.2rc1", "v1", "1.2.3.4.5", "-1", "1,2", "١.٢",
                                     "1000000", "1.0\n"])
def test_anything_else_is_no_version(version: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        parts(version)


def test_this_program_has_a_version_that_can_be_compared() -> None:
    assert parts(VERSION) and not is_newer(VERSION, VERSION)


def said(news: dict[str, tuple[str, ...]], kind: str = "deb") -> Release:
    return Release(version="0.2.0", platform="linux-x86_64", kind=kind, sha256="ab" * 32, file="k.deb", news=news)


@settings(max_examples=50)
@given(some_news, st.sampled_from(sorted(ENDS)))
def test_what_is_said_of_an_installer_comes_back_in_one_short_line(news: dict[str, tuple[str, ...]], kind: str) -> None:
    line = comment(said(news, kind))
    again = read_comment(line)
    assert len(line.encode("utf-8", "surrogatepass")) <= MOST_BYTES and "\n" not in line
    assert again == said(dict(again.news), kind)
    # the oldest go first where there is no room
    left_out = [version for version in news if version not in again.news]
    assert not any(is_newer(old, new) for old in left_out for new in again.news)


@pytest.mark.parametrize("line", [
    "klientendatei-catalogue/1 {}", "klientendatei-update/2 {}", FORM, FORM + "[]", FORM + "{}", FORM + "{",
    comment(said({})).replace("0.2.0", "zwei"), comment(said({})).replace("deb\"", "rpm\"", 1),
    comment(said({})).replace("abab", "xyxy"), comment(said({})).replace('"news":{}', '"news":["Satz"]'),
    comment(said({})).replace('"news":{}', '"news":{"0.2.0":"Satz"}'),
    comment(said({})).replace('"news":{}', '"news":{"neu":[]}')])
def test_another_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_comment(line)


def test_the_names_of_installers_are_known_by_their_end() -> None:
    assert [kind_of(file_name("0.2.0", *built)) for built in BUILT] == [kind for _platform, kind in BUILT]
    assert file_name("0.1.0", "linux-x86_64", "deb") == "klientendatei_0.1.0_amd64.deb"
    assert file_name("0.1.0", "windows-x86_64", "setup") == "klientendatei-0.1.0-windows-x86_64-setup.exe"
    assert [kind_of(name) for name in ("anderes-0.2.0-setup.exe", "klientendatei.txt", "klientendatei.deb.minisig")] \
        == ["", "", ""]


def test_the_news_are_read_by_version_and_those_between_are_told() -> None:
    news = read_news("# Titel\n* vor jeder Version\n## 0.2.0\n\n* Zwei.\nkein Satz\n## 0.10.0\n* Zehn.\n* Elf.\n")
    assert list(news.items()) == [("0.10.0", ("Zehn.", "Elf.")), ("0.2.0", ("Zwei.",))]
    assert list(between(news, "0.2", "0.10.0")) == ["0.10.0"]
    assert list(between(news, "0.1.0", "0.9")) == ["0.2.0"]
