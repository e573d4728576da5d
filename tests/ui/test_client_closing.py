"""Closing, taking it back and coming again on the page of a person, by keyboard on a real file."""

from datetime import timedelta

from PySide6.QtWidgets import QMenu

from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.ui.client_acts import fill_case_menu
from app.ui.client_closing_panel import ClosingPanel
from app.ui.client_thread_rows import rows_of
from app.usecases import appointments, catalogue, closing, followup, plan, referral
from tests.catalogues import course, issue
from tests.ui.clientdesk import (
    CTRL,
    NOW,
    TODAY,
    Desk,
    Key,
    banners,
    case_of,
    fields,
    opened_amira,
    part,
    press,
    record,
    texts,
    unfit,
    view,
)
from tests.ui.kept import d, kept
from tests.ui.looks import settle

__all__ = ["d", "kept"]


def with_catalogue(file: CaseFile) -> None:
    """A catalogue with a course that has begun is in force."""
    if offers.current(file).catalogue is None:
        catalogue.apply(file, issue(1, course("K-1", beginn="01.10.2026")))


def with_course(d: Desk) -> str:
    """A person with a running course, a goal and a follow-up."""
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    with_catalogue(d.file)
    sent = referral.begin(d.file, case_id, "K-1", on=TODAY, consent_given=True)
    for state in (ReferralState.CONFIRMED, ReferralState.STARTED):
        referral.record(d.file, sent, state, on=TODAY)
    plan.add_goal(d.file, case_id, title="Arbeit finden", area="work", agreed_on=TODAY)
    followup.add(d.file, case_id, title="Zeugnis ansehen", due_on=TODAY)
    return client_id


def panel(d: Desk, act: str) -> ClosingPanel:
    view(d).open_panel(act)
    settle()
    found = view(d).acts.panel
    assert isinstance(found, ClosingPanel)
    return found


def test_everything_that_ends_with_a_case_is_said_in_one_panel(d: Desk) -> None:
    client_id = with_course(d)
    appointments.add(d.file, case_of(d.file, client_id), on=TODAY + timedelta(5))
    d.go("client", client_id=client_id)
    made = panel(d, "close")
    assert f"1 geplanter Termin wird in der Akte abgesagt: {TODAY + timedelta(5):%d.%m.%Y}." in banners(d)
    assert any("Zeugnis ansehen" in said and "entfallen" in said for said in texts(d))
    assert made.form.box("handed_over_to").isHidden()
    fields("", "Übergabe", "Schule", "Jobcenter", "Abbruch")
    assert "Es fehlt noch: Ergebnis jedes Ziels" in texts(d)
    fields("Fahrt", "erreicht", "", "unter")
    assert any(said.startswith("Die Wiedervorlage „Nach 6 Monaten") for said in texts(d))
    assert unfit(d) == []
    press(Key.Key_Return, CTRL)
    shown = record(d.file, client_id)
    assert (shown.state, shown.case.handed_over_to, shown.case.outcome_situation) == ("closed", "Jobcenter", "school")
    assert [(p.exit_kind, shown.referral_steps[-1].reason) for p in shown.participations] == [("dropped", "travel")]
    assert [goal.result for goal in shown.goals] == ["reached"]
    assert [one.rule for one in shown.follow_ups if one.state == "open"] == ["followup_6m"]
    assert "Austritt" in texts(d) and "Austritt –" not in texts(d)
    # nobody opens a closed file to look: what the rules ask of it is told right then
    assert {"Vorschläge", "der erste zum 03.11.2027"} <= set(texts(d))
    press(Key.Key_Z, CTRL)
    assert record(d.file, client_id).state == "open" and "Austritt –" in texts(d)


def test_a_course_of_which_nothing_is_said_holds_the_closing_up_or_goes_on(d: Desk) -> None:
    client_id = with_course(d)
    d.go("client", client_id=client_id)
    made = panel(d, "close:consent_withdrawn")
    assert made.form.values()["reason"] == "consent_withdrawn" and made.form.box("six_months").isHidden()
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).state == "open"
    fields("läuft ohne")
    press(Key.Key_Return, CTRL)
    shown = record(d.file, client_id)
    assert (shown.state, shown.referral_steps[-1].state) == ("closed", "started")
    view(d).show_fact("outcome_situation")
    fields("Schule")
    assert record(d.file, client_id).case.outcome_situation == "school"


def test_a_gap_at_exit_leads_to_the_goal_that_was_left_open(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    plan.add_goal(d.file, case_id, title="Arbeit finden", area="work", agreed_on=TODAY)
    closing.close(d.file, case_id, closing.Closing(on=TODAY, reason="own_wish", outcome_situation="care"))
    d.go("client", client_id=client_id)
    view(d).show_fact("goals")
    settle()
    assert part(d, "plan").edit is not None
    fields("nicht erreicht")
    assert [goal.result for goal in record(d.file, client_id).goals] == ["not_reached"]


def test_a_closing_by_mistake_is_taken_back_from_the_menu(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    closing.close(d.file, case_id, closing.Closing(on=TODAY, reason="wrong_entry", outcome_situation="unknown"))
    followup.add(d.file, None, title="Stempel", due_on=None)
    d.go("client", client_id=client_id)
    menu = QMenu()
    view(d).header._calls["more"](menu)
    next(one for one in menu.actions() if one.text() == "Abschluss zurücknehmen …").trigger()
    settle()
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).state == "open"


def test_a_person_who_returns_is_asked_anew_and_both_periods_can_be_read(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    closing.close(d.file, case_id, closing.Closing(on=TODAY, reason="contact_lost", outcome_situation="not_reached"))
    d.go("client", client_id=client_id)
    view(d).open_panel("return")
    settle()
    assert any(said == "beim letzten Mal: aufsuchend (Unterkunft, Treffpunkt)" for said in texts(d))
    fields("von sich", "arbeitsuch")
    press(Key.Key_Return, CTRL)
    shown = record(d.file, client_id)
    assert (shown.case.episode, shown.case.access_route, shown.case.entry_employment) == (2, "self", "job_seeking")
    steps = [(row.title, row.caption) for row in rows_of(shown) if row.sign == "flag"]
    assert ("Fall abgeschlossen", "Fall 1 · Kontakt abgebrochen") in steps
    assert ("Aufgenommen, in Klärung", "Fall 2") in steps
    assert "Fall 2 von 2" in texts(d)
    view(d).open_panel("episodes")
    settle()
    said = texts(d)
    assert {f"Fall 1 · {NOW:%d.%m.%Y} bis {NOW:%d.%m.%Y}", f"Fall 2 · seit {NOW:%d.%m.%Y}", "Kontakt abgebrochen",
            "nicht erreichbar"} <= set(said)
    press(Key.Key_Escape)
    assert view(d).acts.act == ""


def test_phases_go_forward_by_what_happens_and_back_by_hand(d: Desk) -> None:
    file = d.file
    client_id = opened_amira(file)
    assert record(file, client_id).case.phase == "assessment"
    with_catalogue(file)
    referral.begin(file, case_of(file, client_id), "K-1", on=TODAY, consent_given=True)
    assert record(file, client_id).case.phase == "implementation"
    menu = QMenu()
    fill_case_menu(menu, file, record(file, client_id), lambda _act: None)
    phases = next(one.menu() for one in menu.actions() if one.text() == "Phase")
    assert isinstance(phases, QMenu)
    phases.actions()[1].trigger()
    assert record(file, client_id).case.phase == "assessment"
