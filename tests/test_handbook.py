"""The chapter of the handbook that restates what the monthly report promises: its words are those of the program."""

import re
from pathlib import Path

import pytest

from app import resources
from app.statistics.plan import load_plan
from app.statistics.report_format import PROMISE
from installer import dev, handbook

CHAPTER, IT = (resources.path("handbuch", name) for name in ("monatsmeldung.md", "einrichten-it.md"))


def _text() -> str:
    return CHAPTER.read_text(encoding="utf-8")


def _rows(heading: str) -> list[str]:
    """The lines of the first table below a heading, without its head."""
    lines = _text().split(f"## {heading}\n")[1].splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("|"))
    table = lines[first:lines.index("", first)]
    return table[2:]


def test_the_promise_is_given_word_for_word() -> None:
    assert PROMISE in _text().splitlines()


def test_every_table_that_leaves_is_named() -> None:
    named = {row.split("|")[1].strip() for row in _rows("Was hinausgeht")}
    assert named == {table.no.rstrip("abcdefgh") for table in load_plan().tables} | {"Kopf"}


def test_all_that_is_not_protected_is_said_with_what_to_do() -> None:
    rows = [row.strip("|").split("|") for row in _rows("Was nicht geschützt ist")]
    words = ("fast alle anderen", "seit dem Anlegen", "Mindestens eine", "Schlüssel", "Genaue Zahlen", "zwei Laptops",
             "zurückgehaltene Tabelle")
    assert len(rows) == len(words)
    assert all(word in row[0] and len(row[1]) > 40 for word, row in zip(words, rows, strict=True))


def test_departments_read_every_exit_code_of_the_setup() -> None:
    source = (dev.ROOT / "installer" / "windows" / "klientendatei.nsi").read_text(encoding="utf-8")
    codes = {"0", "1", "2", *re.findall(r"^!define (?:IS_RUNNING|IS_NEWER|TOO_OLD|NOT_WRITTEN) (\d+)$", source, re.M)}
    said = IT.read_text(encoding="utf-8").split("Rückgabe des Setups: ")[1].split(". ")[0]
    named = {code for part in said.split("; ") for code in re.findall(r"^\d|(?<=oder )\d", part)}
    assert len(codes) == 7 and named == codes


@pytest.mark.parametrize("chapter", [CHAPTER, IT, resources.path("handbuch", "erste-schritte.md")],
                         ids=lambda path: path.stem)
def test_the_printed_chapter_is_the_written_one(chapter: Path) -> None:
    assert chapter.with_suffix(".pdf").read_bytes() == handbook.drawn(chapter)
