"""What is missing, what is old and what is asked on the page of a person, by keyboard on a real file."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.completeness import ENTRY
from app.domain.freshness import FactCheck
from app.domain.identity import new_id
from app.store.queries import outgoing as register
from app.ui.caret import caret_in
from app.ui.client_gaps import gaps
from app.ui.client_questions import QuestionsPanel
from app.ui.form import FormView
from app.usecases import casework, consent, intake
from tests.ui.clientdesk import (
    CTRL,
    SHIFT,
    TODAY,
    Desk,
    Key,
    amira,
    case_of,
    click,
    focused,
    opened_amira,
    part,
    press,
    record,
    texts,
    type_in,
    unfit,
    view,
)
from tests.ui.kept import d, kept
from tests.ui.looks import settle

__all__ = ["d", "kept"]


def told(d: Desk, client_id: str, fact: str, days: int) -> None:
    """The fact was last told so many days ago."""
    with d.file.write("Probe") as work:
        for check in work.find(FactCheck, client_id=client_id, fact=fact):
            work.remove(check)
        work.add(FactCheck(id=new_id(), client_id=client_id, fact=fact, on=TODAY - timedelta(days)))


def checked_on(d: Desk, client_id: str) -> dict[str, object]:
    return {check.fact: (TODAY - check.on).days for check in record(d.file, client_id).fact_checks}


def test_every_gap_has_a_place_with_the_keyboard_in_it(d: Desk) -> None:
    client_id = intake.take_in(d.file, {"family_name": "MUSTER", "birth": record(d.file, amira(d.file)).client.birth,
                                        "ags": "05315000"})
    intake.open_case(d.file, case_of(d.file, client_id), intake.Opening(on=TODAY, override_reason="Probe"))
    d.go("client", client_id=client_id)
    wanted = {"nationalities": "nationality_1", "paper": "kind", "work_permission": "work_permission",
              "consent": "kind", "eligibility": "component", "german_oral": "oral", "german_written": "written"}
    missing = gaps(record(d.file, client_id), TODAY)
    assert {fact.key for fact in ENTRY} - {fact.key for fact in missing} == {"birth", "ags"}
    for fact in missing:
        view(d).show_fact(fact.key)
        settle()
        assert view(d).tabs.current == fact.place
        if fact.key == "needs":
            assert focused().accessibleName() == "Bedarf"
        else:
            assert caret_in(view(d).ground) == wanted.get(fact.key, fact.key), fact.key
    assert part(d, "consents").new.form.values()["kind"] == "casework"


def test_a_prospect_is_asked_for_consent_and_bausteine_in_the_panel_that_opens_the_case(d: Desk) -> None:
    d.go("client", client_id=amira(d.file))
    for key, field in (("consent", "consent_form"), ("eligibility", "eligible_for")):
        view(d).show_fact(key)
        settle()
        assert view(d).acts.act == "open" and caret_in(view(d).ground) == field


def test_a_consent_that_holds_on_the_day_of_opening_is_not_asked_for_again(d: Desk) -> None:
    client_id = amira(d.file)
    consent.add_consent(d.file, client_id, kind="casework", given_on=TODAY - timedelta(3))
    d.go("client", client_id=client_id)
    view(d).show_fact("eligibility")
    settle()
    assert "Einwilligung in die Fallarbeit" not in texts(d)
    (form,) = (one for one in view(d).ground.findChildren(FormView) if "eligible_for" in one.attributes)
    form.focus("on")
    type_in((TODAY - timedelta(5)).strftime("%d.%m.%Y"))
    assert "Einwilligung in die Fallarbeit" in texts(d)
    form.set_values({"consent_form": "signed", "eligible_for": ("1",)})
    press(Key.Key_A, CTRL)
    type_in("h")
    press(Key.Key_Return, CTRL)
    stored = record(d.file, client_id)
    assert (stored.case_steps[-1].state, len(stored.consents)) == ("open", 1)


def test_an_old_number_is_asked_at_a_glance_and_at_its_field_and_one_key_confirms_it(d: Desk) -> None:
    client_id = amira(d.file, phone="0150 0000042")
    told(d, client_id, "phone", 123)
    d.go("client", client_id=client_id, tab="facts")
    assert "seit 4 Monaten nicht bestätigt" in texts(d)
    box = part(d, "facts").parts.all()[3].form.box("phone")
    assert box._note.text() == "seit 4 Monaten nicht bestätigt"
    press(Key.Key_Period, CTRL)
    assert d.toast == "Telefon „0150 0000042“ bestätigt, Stand heute."
    assert checked_on(d, client_id)["phone"] == 0
    assert "seit 4 Monaten nicht bestätigt" not in texts(d) and box._note.text() == ""
    d.file.undo()
    settle()
    assert checked_on(d, client_id)["phone"] == 123
    click(d, "Stimmt die Nummer noch?", part(d, "facts"))
    assert checked_on(d, client_id)["phone"] == 0 and caret_in(view(d).ground) == "phone"


def test_the_key_takes_the_field_with_the_keyboard_then_the_oldest_and_last_a_new_paper(d: Desk) -> None:
    client_id = amira(d.file, phone="0150 0000042", paper_valid_to=TODAY - timedelta(1))
    casework.change_client(d.file, client_id, employment="care")
    for fact, days in (("phone", 100), ("employment", 300)):
        told(d, client_id, fact, days)
    d.go("client", client_id=client_id, tab="facts")
    view(d).show_fact("phone")
    press(Key.Key_Period, CTRL)
    assert checked_on(d, client_id) == {"phone": 0, "employment": 300, "accommodation": 0}
    press(Key.Key_Period, CTRL)
    assert d.toast == "Telefon ist heute schon bestätigt."
    view(d).enter_tab("thread")
    press(Key.Key_Period, CTRL)
    assert checked_on(d, client_id)["employment"] == 0
    view(d).enter_tab("thread")
    press(Key.Key_Period, CTRL)
    assert view(d).tabs.current == "papers" and part(d, "papers").new is not None
    assert caret_in(view(d).ground) == "kind"


def test_a_level_of_last_year_is_confirmed_without_a_new_one(d: Desk) -> None:
    client_id = opened_amira(d.file)
    casework.add_level(d.file, client_id, on=TODAY - timedelta(400), oral="a2", written="a1")
    assert len(gaps(record(d.file, client_id), TODAY)) == 7
    d.go("client", client_id=client_id)
    press(Key.Key_Period, CTRL)
    assert d.toast == "Deutschstand bestätigt, Stand heute."
    assert checked_on(d, client_id)["level"] == 0 and len(record(d.file, client_id).levels) == 1
    press(Key.Key_Period, CTRL)
    assert d.toast.startswith("Nichts ist zu bestätigen")


def test_questions_are_answered_in_place_written_to_a_sheet_or_lead_to_their_field(
        d: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client_id = opened_amira(d.file)
    casework.change_client(d.file, client_id, phone="0150 0000042")
    told(d, client_id, "phone", 123)
    d.go("client", client_id=client_id)
    press(Key.Key_F, CTRL | SHIFT)
    panel = view(d).acts.panel
    assert isinstance(panel, QuestionsPanel)
    assert {"Person und Erreichbarkeit", "Erreichen wir Sie noch unter dieser Nummer?"} <= set(texts(d))
    assert unfit(d) == []
    click(d, "Erreichen wir Sie noch unter dieser Nummer? Stimmt noch")
    assert checked_on(d, client_id)["phone"] == 0
    assert "Erreichen wir Sie noch unter dieser Nummer?" not in texts(d)
    target = tmp_path / "fragen"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a, **_k: (str(target), "")))
    monkeypatch.setattr(d.window.desk, "run_task",
                        lambda _owner, job, done, failed=None: done(job(lambda _done, _all: None)))
    press(Key.Key_Return, CTRL)
    assert (tmp_path / "fragen.pdf").read_bytes().startswith(b"%PDF-") and view(d).acts.act == "questions"
    assert [line.entry.kind for line in register.lines(d.file)] == ["print"]
    click(d, "Wie viele Jahre waren Sie in der Schule? Eintragen")
    assert view(d).acts.act == "" and caret_in(view(d).ground) == "entry_school_years"
