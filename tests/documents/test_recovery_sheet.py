"""The recovery sheet: everything a person needs in the safe, on one page, and the code in both forms."""

from datetime import date

from app.documents.pdf_code import SQUARE, code_with_square
from app.documents.recovery_sheet import draw_pdf
from app.vault.recovery import code_of
from tests.documents.printed import drawn, pages_of

CODE = code_of(b"muster-muster-muster")
DAY = date(2026, 11, 3)


def sheet(office: str = "MUSTER-Amt", *, muster: bool = False) -> bytes:
    return draw_pdf(code=CODE, office=office, name="musterstadt", on=DAY, muster=muster)


def test_it_is_one_page_with_all_nine_groups_in_their_order() -> None:
    texts = drawn(sheet())
    assert pages_of(sheet()) == 1
    groups = CODE.split("-")
    assert [text for text in texts if text in groups] == groups
    assert [text for text in texts if text.isdecimal() and len(text) == 1] == list("123456789")


def test_it_says_what_it_opens_whose_it_is_and_where_it_belongs() -> None:
    text = " ".join(drawn(sheet()))
    for fact in ("Dienststelle: MUSTER-Amt", "Klientendatei: musterstadt", "03.11.2026", "wenn das Kennwort fehlt",
                 "Tresor des Arbeitgebers", "nicht zur Geschäftsführenden Stelle (GfS)", "Ältere Blätter",
                 "löschen Sie die Datei nach dem Drucken"):
        assert fact in text, fact


def test_the_square_holds_the_same_code_and_stands_at_the_right_edge() -> None:
    drawing = code_with_square(CODE)
    square = drawing.contents[-1]
    assert square.contents[0].value == CODE
    assert square.transform[4] + SQUARE == drawing.width


def test_an_office_without_a_name_gets_no_empty_line_and_a_name_with_markup_stays_text() -> None:
    assert not any(text.startswith("Dienststelle") for text in drawn(sheet("")))
    assert "<b>MUSTER</b>" in "".join(drawn(sheet("<b>MUSTER</b>")))


def test_training_sheets_carry_muster_and_the_same_sheet_has_the_same_bytes() -> None:
    assert "MUSTER" in drawn(sheet("", muster=True)) and "MUSTER" not in drawn(sheet(""))
    assert sheet() == sheet()


def test_the_code_stands_in_no_title_and_no_heading_that_a_file_list_shows() -> None:
    content = sheet()
    assert b"/Title (Wiederherstellungsblatt)" in content and CODE.encode() not in content
