"""Text of every script on paper: order, brackets, line breaks, replacements, and that nothing is read as markup."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import pdf, scripts
from app.documents.fonts import REPLACEMENT
from tests.documents.printed import copied, drawn, pages_of

ARABIC = "نود أن نتحدث معكم وندعوكم إلى لقاء في البلدية يوم الثلاثاء القادم صباحا"
WORDS = st.lists(st.sampled_from([*ARABIC.split(), "Sprachkurs", "A1", "(12)", "ሰላም", "መጸዋዕታ", "שלום", "10.11.2026"]),
                 min_size=1, max_size=25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Something printed."""

    name: str
    rows: tuple[str, ...]
    count: int = 0


def shown(text: str, to_left: bool) -> str:
    return scripts.visual(scripts.cleaned(text), to_left)


@pytest.mark.parametrize(("text", "to_left", "expected"), [
    ("محمد (12)", False, "(12) ﺪﻤﺤﻣ"),
    ("محمد (12)", True, "(12) ﺪﻤﺤﻣ"),
    ("שלום ((א))", True, "((א)) םולש"),
    ("לך [A1]!", True, "![A1] ךל"),
    ("(Deutsch A1)", True, "(Deutsch A1)"),
    ("a (b) «c»", False, "a (b) «c»"),
    ("10.11.2026 موعد", True, "ﺪﻋﻮﻣ 10.11.2026"),
])
def test_a_line_is_drawn_from_left_to_right_with_brackets_and_numbers_in_place(text: str, to_left: bool,
                                                                               expected: str) -> None:
    assert shown(text, to_left) == expected


def test_what_is_set_apart_keeps_its_own_order() -> None:
    name, number = scripts.set_apart("محمد (12)"), scripts.set_apart("K-0042")
    assert shown(f"Brief an {name}, 5 Seiten", False) == "Brief an (12) ﺪﻤﺤﻣ, 5 Seiten"
    assert shown(f"رقم {number} (Sprachkurs A1)", True) == "(Sprachkurs A1) K-0042 ﻢﻗﺭ"
    assert shown(f"هاتف {scripts.set_apart('+49 221 12-34')}.", True) == ".+49 221 12-34 ﻒﺗﺎﻫ"


def test_direction_marks_that_came_with_a_text_cannot_break_out() -> None:
    assert shown(scripts.set_apart("ab\u2069\u202ecd") + " (ef)", False) == "abcd (ef)"


def test_most_letters_decide_the_direction_and_isolates_do_not() -> None:
    assert scripts.runs_to_left("می‌خواهم A1 بخوانم") and scripts.runs_to_left("A1 می‌خواهم بخوانم")
    assert not scripts.runs_to_left("محمد (12) und Teilhabemanagement") and not scripts.runs_to_left("12")
    assert not scripts.runs_to_left(f"An {scripts.set_apart('نود أن نتحدث')}")


def test_plain_text_is_left_to_reportlab() -> None:
    assert scripts.is_plain("Müller, Łukasz, Иван\n") and scripts.is_plain("")
    assert not any(map(scripts.is_plain, ("محمد", "שלום", "ሰላም", "漢", "٣")))


def test_lines_are_broken_in_the_order_of_reading_and_none_is_too_wide() -> None:
    lines = scripts.broken(ARABIC, 120, 10.5)
    assert len(lines) > 2 and " ".join(lines) == ARABIC
    assert lines[0].startswith("نود")


@settings(max_examples=50, deadline=None)
@given(WORDS, st.integers(60, 400), st.booleans())
def test_no_word_is_lost_and_no_line_wider_than_its_room(words: list[str], width: int, bold: bool) -> None:
    lines = scripts.broken(" ".join(words), width, 10.5, bold)
    assert "".join("".join(lines).split()) == "".join(words)
    assert all(scripts._width(line, 10.5, bold) < width + 0.01 for line in lines)


def test_a_word_wider_than_the_line_is_cut_between_letters() -> None:
    name = "MUSTERe\u0301" * 9
    lines = scripts.broken(name, 60, 10.5)
    assert len(lines) > 3 and "".join(lines) == scripts.cleaned(name)
    assert scripts.broken("ab", 0.1, 10.5) == ["a", "b"]


def test_an_isolate_over_two_lines_is_open_in_both() -> None:
    lines = scripts.broken(f"Brief an {scripts.set_apart(ARABIC)} heute", 150, 10.5)
    assert len(lines) > 2
    assert all(line.count("\u2067") == line.count("\u2069") for line in lines)
    assert sum("\u2067" in line for line in lines) >= len(lines) - 1


def test_a_line_break_of_the_text_is_kept() -> None:
    assert scripts.broken("أ\nب", 200, 10.5) == ["أ", "ب"]


def test_what_no_font_has_is_replaced_and_named_once() -> None:
    assert scripts.unprintable(Sheet(name="漢字 Müller", rows=("ሰላም", "漢🙂"))) == ("漢", "字", "🙂")
    assert scripts.unprintable(["محمد", ""]) == () == scripts.unprintable(None)
    content = pdf.document(lambda: [pdf.paragraph("Li 漢 an")], title="T", head="H")
    assert f"Li {REPLACEMENT} an" in "".join(drawn(content))


@pytest.mark.parametrize("text", ["<b>محمد</b>", "محمد & <i>", "</para> ሰላም", "&lt; שלום"])
def test_markup_beside_other_scripts_stays_text(text: str) -> None:
    content = pdf.document(lambda: [pdf.own(text), pdf.cell(text)], title="T", head="")
    # Every character is there; a viewer may turn a bracket that was mirrored back or not.
    page = copied(content)[0].removeprefix("Seite 1 von 1")
    assert characters(page) == characters(2 * text)


def test_text_that_runs_to_the_left_stands_at_the_right_edge_over_pages() -> None:
    part = scripts.ScriptParagraph(" ".join([ARABIC] * 130), pdf._styles()["body"])
    assert part.split(400, 5) == [] and len(part.split(400, 100)) == 2
    content = pdf.document(lambda: [part], title="T", head="H")
    assert pages_of(content) >= 2 and sum(page.count("البلدية") for page in copied(content)) == 130
    assert content == pdf.document(lambda: [part], title="T", head="H")


def characters(text: str) -> list[str]:
    return sorted(text.replace(" ", "").replace(">", "<"))
