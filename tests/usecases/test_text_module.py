"""Own text modules as acts, and what fills a text for a person."""

from datetime import time

from app.domain.text_module import PLACEHOLDERS, SHORT_TAKEN, delivered, fill
from app.store.casefile import CaseFile
from app.store.queries import text_modules
from app.store.queries.client import page
from app.usecases import followup, text_module
from tests.casefiles import after, opened_case, refusal, taken_in


def test_an_own_module_is_added_changed_removed_and_brought_back(file: CaseFile) -> None:
    made = text_module.add(file, short="/Bus", title="Buskarte", text="Buskarte für {name}")
    text_module.change(file, made, text="Fahrkarte für {name}")
    assert [(m.short, m.title, m.text) for m in text_modules.own(file)] == [("bus", "Buskarte", "Fahrkarte für {name}")]
    assert refusal(lambda: text_module.add(file, short="bus", title="", text="x")) == SHORT_TAKEN
    text_module.remove(file, made)
    assert text_modules.own(file) == ()
    file.undo()
    assert [m.id for m in text_modules.own(file)] == [made]


def test_a_text_is_filled_with_what_is_known_of_the_person(file: CaseFile) -> None:
    client_id, case_id = opened_case(file, contact_language="prs", shelter="GU Hafenstraße")
    followup.add(file, case_id, title="Amt", due_on=after(3))
    followup.add(file, case_id, title="später", due_on=after(9))
    followup.add(file, case_id, title="vorbei", due_on=after(-3))
    values = text_module.values_for(page(file, client_id), on=after(-1), at=time(9, 5), today=after(0), office="Amt")
    assert set(values) == set(PLACEHOLDERS)
    assert fill("{name}, {vorname}, {nummer}, {datum} {uhrzeit}, {termin}, {unterkunft}, {dienststelle}", values).text \
        == "Amira MUSTER, Amira, K-0001, 22.11.2026 09:05, 26.11.2026, GU Hafenstraße, Amt"
    assert values["sprache"].startswith("Dari")


def test_what_nobody_knows_stays_a_gap(file: CaseFile) -> None:
    client_id, _case = taken_in(file, family_name="", given_name="", aliases=("Sam",))
    values = text_module.values_for(page(file, client_id), on=after(0), at=time(9), today=after(0), office="")
    assert (values["name"], values["vorname"]) == ("Sam", "Sam")
    first = next(module for module in delivered() if module.short == "folge")
    filled = fill(first.text, values)
    assert "Sam" in filled.text and "[termin]" in filled.text
