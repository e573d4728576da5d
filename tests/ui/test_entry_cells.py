"""Cells read what people type: part of a word, one letter, short days; what is impossible says so and stays."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile
from app.store.queries import shelter_day
from app.ui import batch_cells, day_cells
from app.ui.entry_cells import Cell, listed, values_of
from app.usecases.shelter_day import Noted
from tests.ui.clientdesk import amira, record


def cell(cells: tuple[Cell, ...], attribute: str) -> Cell:
    return next(one for one in cells if one.attribute == attribute)


def test_a_word_of_a_list_is_found_by_its_beginning_its_code_or_any_part() -> None:
    sex, paper = listed("sex", "Geschlecht", 80, "sex"), listed("paper", "Papier", 80, "residence_kind", short=True)
    assert [sex.value(text) for text in ("w", "Männlich", "div", "")] == ["w", "m", "d", None]
    assert (paper.value("duldung"), paper.in_full("Duldung")) == ("toleration_60a", "Duldung")
    assert paper.value("60c Abs") == "toleration_60c_search"
    assert (paper.problem("auf") != "", sex.problem("xyz") != "", sex.in_full("xyz")) == (True, True, "xyz")
    nation = listed("nation", "Staat", 80, "nationality")
    assert nation.find is not None and nation.find("gha")[0] == "Ghana"


def test_what_was_typed_short_stands_in_full_with_its_echo(file: CaseFile) -> None:
    cells = batch_cells.cells(file)
    birth, until = cell(cells, "birth"), cell(cells, "paper_valid_to")
    assert (birth.in_full("5.3.01"), until.in_full("2301")) == ("05.03.2001", "23.01.2027")
    assert birth.note("ca. 2001")[0] == "echo" and until.note("31.2.")[0] == "error" and birth.note("")[0] == "caption"


def test_a_line_is_empty_complete_or_says_the_first_thing_it_asks_for(file: CaseFile) -> None:
    cells = batch_cells.cells(file)
    full = {"family_name": "MUSTER", "given_name": "Ali", "birth": "2001", "nationality": "Syr", "room": " 12 "}
    assert batch_cells.line_of(cells, {"nr": "3", "room": " "}) == batch_cells.Line()
    values = batch_cells.line_of(cells, full).values
    assert values is not None
    assert (values["birth"], values["nationalities"], values["room"], values["sex"]) == (
        PartialDate(2001), ("475",), "12", "unknown")
    asks = [batch_cells.line_of(cells, {**full, **more}).asks for more in (
        {"family_name": "", "given_name": ""}, {"birth": ""}, {"paper_valid_to": "31.2."})]
    assert ["Name" in asks[0], "Geburtsjahr" in asks[1], asks[2].startswith("Gültig bis: ")] == [True] * 3


@pytest.mark.parametrize("typed", ['„Sam“', '"Sam"', "»Sam«"])
def test_a_name_in_quotation_marks_is_an_alias(file: CaseFile, typed: str) -> None:
    values = batch_cells.line_of(batch_cells.cells(file), {"family_name": typed, "birth": "2001"}).values
    assert values is not None
    assert (values["family_name"], values["aliases"]) == ("", ("Sam",))


def test_one_person_in_two_lines_is_noticed_whichever_name_comes_first() -> None:
    rows = [{"family_name": "MUSTER", "given_name": "Ali", "birth": "2001"}, {},
            {"family_name": "ali", "given_name": "Muster", "birth": "2001"},
            {"family_name": "MUSTER", "given_name": "Ali", "birth": "2002"}]
    assert batch_cells.twins((), rows) == {2: 0}


def test_a_line_of_a_day_means_a_contact_when_anything_was_noted(file: CaseFile) -> None:
    shown = record(file, amira(file))
    assert shown.shelter is not None
    (one,) = shelter_day.day(file, shown.shelter.id).residents
    cells = day_cells.cells(file)

    def noted(**texts: str) -> Noted | None:
        return day_cells.line_of(cells, texts, one).noted

    assert noted() is None
    assert noted(text="Kurs") == Noted(case_id=one.case_id, result="reached", text="Kurs")
    assert noted(result="n", kind="Tel") == Noted(case_id=one.case_id, result="not_met", kind="phone")
    only_ticked = noted(done="alle")
    assert only_ticked is not None and (only_ticked.result, len(only_ticked.done)) == ("", len(one.waiting))
    step = noted(next_step="Anrufen", next_on="+7")
    assert step is not None and (step.next_on, step.result) == (date(2026, 11, 10), "reached")
    asks = [day_cells.line_of(cells, texts, one).asks for texts in (
        {"next_on": "+7"}, {"done": "9"}, {"done": "x"}, {"minutes": "viele"})]
    assert all(asks) and "9" in asks[1]
    assert day_cells.assumed_result({"text": "Kurs"}) == "erreicht"
    assert day_cells.assumed_result({"text": "Kurs", "result": "abgesagt"}) == ""


def test_a_cell_that_is_only_shown_holds_no_value() -> None:
    assert values_of([Cell(attribute="who", label="Person", width=1, shown=True)], {"who": "MUSTER"}) == ({}, {})
