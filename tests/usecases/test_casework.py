"""Everyday acts: each is one entry of the history, refuses what cannot be, and leaves no trace of a refusal."""

from datetime import time
from functools import partial
from typing import Any

import pytest

from app.domain.client import NAME_MISSING
from app.domain.dates import PartialDate
from app.domain.referral import ReferralState
from app.domain.residence import ENDS_BEFORE_START
from app.domain.steps import NOT_FROM_HERE, REASON_NEEDED, STEP_TOO_EARLY
from app.store.casefile import CaseFile
from app.store.queries import clients, referrals
from app.store.queries.client import ClientPage, page
from app.usecases import casework, catalogue, followup, intake, referral
from app.usecases.casework import IN_FUTURE, NOT_OVER, STILL_RUNNING, Closing
from tests.casefiles import Clock, after, every_row, opened_case, refusal, taken_in
from tests.catalogues import course, issue

CLOSING = Closing(on=after(0), reason="goals_reached", outcome_situation="training_company")


def open_rules(shown: ClientPage) -> list[tuple[str, object]]:
    return [(f.rule, f.due_on) for f in shown.follow_ups if f.state == "open"]


def test_a_changed_field_is_tidied_and_checked(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, family_name="  MUSTER-LAND ", birth=PartialDate(2002), interpreter="lay")
    client = page(file, client_id).client
    assert (client.family_name, client.birth, client.interpreter) == ("MUSTER-LAND", PartialDate(2002), "lay")
    before = every_row(file)
    assert refusal(lambda: casework.change_client(file, client_id, family_name=" ", given_name="")) == NAME_MISSING
    assert every_row(file) == before


def test_facts_of_the_case_are_changed_as_one_step(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    casework.change_case(file, case_id, phase="planning", entry_employment="care")
    case = page(file, client_id).case
    assert (case.phase, case.entry_employment) == ("planning", "care")
    assert file.undo() == "Angabe zum Fall ändern"
    assert page(file, client_id).case.phase == "access"


def test_a_new_paper_keeps_the_old_one_and_takes_over_its_reminder(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    first = casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    assert open_rules(page(file, client_id)) == [("doc_expiry", after(9))]
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(0), valid_to=after(99))
    shown = page(file, client_id)
    assert first in [paper.id for paper in shown.papers]
    assert open_rules(shown) == [("doc_expiry", after(99))]


def test_a_corrected_paper_moves_its_reminder(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    paper_id = casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    casework.change_paper(file, paper_id, valid_to=after(19))
    assert open_rules(page(file, client_id)) == [("doc_expiry", after(19))]
    casework.change_paper(file, paper_id, valid_to=None)
    assert open_rules(page(file, client_id)) == []
    before = every_row(file)
    assert refusal(lambda: casework.change_paper(file, paper_id, valid_to=after(-91))) == ENDS_BEFORE_START
    assert refusal(lambda: casework.add_paper(file, client_id, kind="permission", valid_from=after(0),
                                              valid_to=after(-1))) == ENDS_BEFORE_START
    assert every_row(file) == before


def test_a_level_has_its_day_and_basis(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    level_id = casework.add_level(file, client_id, on=after(-3), oral="a2", written="a1", basis="certificate")
    casework.change_level(file, level_id, written="a2")
    (level,) = page(file, client_id).levels
    assert (level.on, level.oral, level.written, level.basis) == (after(-3), "a2", "a2", "certificate")
    before = every_row(file)
    assert refusal(lambda: casework.add_level(file, client_id, on=after(1), oral="b1")) == IN_FUTURE
    assert refusal(lambda: casework.change_level(file, level_id, on=after(1))) == IN_FUTURE
    assert every_row(file) == before


def test_a_contact_with_a_next_step_makes_its_follow_up_in_the_same_act(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_contact(file, case_id, on=after(0), at=time(9, 30), text=" Gespräch ", kind="phone", minutes=20,
                         topics=("housing",), next_step=" Amt anrufen ", next_on=after(3))
    shown = page(file, client_id)
    (contact,) = shown.contacts
    assert (contact.text, contact.at, contact.minutes, contact.topics) == ("Gespräch", time(9, 30), 20, ("housing",))
    assert [(f.title, f.due_on, f.rule) for f in shown.follow_ups] == [("Amt anrufen", after(3), "")]
    file.undo()
    assert (page(file, client_id).contacts, page(file, client_id).follow_ups) == ((), ())


def test_a_contact_cannot_lie_in_the_future(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    contact_id = casework.add_contact(file, case_id, on=after(0), text="Gespräch")
    before = every_row(file)
    assert refusal(lambda: casework.add_contact(file, case_id, on=after(1), text="Plan")) == IN_FUTURE
    assert refusal(lambda: casework.change_contact(file, contact_id, on=after(1))) == IN_FUTURE
    assert every_row(file) == before
    casework.change_contact(file, contact_id, on=after(-1), text="Besuch")
    assert [(c.on, c.text) for c in page(file, client_id).contacts] == [(after(-1), "Besuch")]
    assert clients.lines(file)[0].last_contact == after(-1)


def test_consent_is_given_and_withdrawn(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    consent_id = casework.add_consent(file, client_id, kind="casework", given_on=after(-1), form="signed")
    casework.withdraw_consent(file, consent_id, after(0))
    assert [(c.given_on, c.withdrawn_on) for c in page(file, client_id).consents] == [(after(-1), after(0))]
    assert refusal(lambda: casework.add_consent(file, client_id, kind="casework", given_on=after(1))) == IN_FUTURE


def test_a_pause_keeps_its_reason_and_asks_on_the_day_of_return(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    assert refusal(lambda: casework.pause(file, case_id, on=after(0), reason="")) == REASON_NEEDED
    casework.pause(file, case_id, on=after(0), reason="hospital", resume_on=after(30))
    shown = page(file, client_id)
    assert (shown.state, shown.case_steps[-1].reason) == ("paused", "hospital")
    assert [(f.title, f.due_on) for f in shown.follow_ups] == [("Fall fortsetzen", after(30))]
    clock.go_to(after(30))
    casework.resume(file, case_id, on=after(30))
    assert page(file, client_id).state == "open"
    assert refusal(lambda: casework.resume(file, case_id, on=after(30))) == NOT_FROM_HERE


def test_closing_is_one_act_and_cancels_what_is_open(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    kept = followup.add(file, case_id, title="erledigt", due_on=None)
    followup.finish(file, kept)
    followup.add(file, case_id, title="offen", due_on=None)
    casework.close(file, case_id, CLOSING)
    shown = page(file, client_id)
    assert [step.state for step in shown.case_steps] == ["prospect", "open", "closing", "closed"]
    assert (shown.case.closing_reason, shown.case.outcome_situation, shown.case.phase) == (
        "goals_reached", "training_company", "closing")
    assert sorted(f.state for f in shown.follow_ups) == ["cancelled", "cancelled", "done"]
    assert file.undo() == "Fall abschließen"
    assert page(file, client_id).state == "open"
    assert len(open_rules(page(file, client_id))) == 2


def test_closing_may_be_backdated_but_not_before_the_last_step(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    clock.go_to(after(30))
    casework.close(file, case_id, Closing(on=after(10), reason="own_wish", outcome_situation="unknown"))
    assert page(file, client_id).case_steps[-1].on == after(10)
    file.undo()
    assert refusal(lambda: casework.close(file, case_id, Closing(on=after(-1), reason="own_wish",
                                                                 outcome_situation="unknown"))) == STEP_TOO_EARLY


@pytest.mark.parametrize("states", [[ReferralState.CONFIRMED], [ReferralState.CONFIRMED, ReferralState.STARTED]])
def test_a_case_with_a_running_course_is_not_closed(file: CaseFile, states: list[ReferralState]) -> None:
    _, case_id = opened_case(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    for state in states:
        referral.record(file, referral_id, state, on=after(0))
    before = every_row(file)
    assert refusal(lambda: casework.close(file, case_id, CLOSING)) == STILL_RUNNING
    assert every_row(file) == before
    ends: dict[str, Any] = {"outcome": referral.Outcome(exit_kind="dropped"), "reason": "illness"}
    last = ReferralState.DROPPED if states[-1] == ReferralState.STARTED else ReferralState.WITHDRAWN
    referral.record(file, referral_id, last, on=after(0), **ends)
    casework.close(file, case_id, CLOSING)


def test_a_prospect_is_not_closed_but_discarded(file: CaseFile) -> None:
    _, case_id = taken_in(file)
    assert refusal(lambda: casework.close(file, case_id, CLOSING)) == NOT_FROM_HERE


def test_a_returning_person_gets_a_new_episode_and_the_paper_is_watched_again(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    assert refusal(lambda: casework.begin_again(file, client_id, access_route="self")) == NOT_OVER
    casework.close(file, case_id, CLOSING)
    again = casework.begin_again(file, client_id, access_route="volunteers")
    shown = page(file, client_id)
    assert (shown.case.id, shown.case.episode, shown.case.former_case_id, shown.case.access_route) == (
        again, 2, case_id, "volunteers")
    assert [f.case_id for f in shown.follow_ups if f.state == "open"] == [again]
    assert refusal(lambda: casework.begin_again(file, client_id, access_route="self")) == NOT_OVER
    intake.open_case(file, again, intake.Opening(on=after(0), override_reason="Probe"))
    assert page(file, client_id).state == "open"


def test_closing_withdraws_what_still_waited_for_an_answer(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("D-1")))
    client_id, case_id = opened_case(file)
    referral_id = referral.begin(file, case_id, "D-1", on=file.today(), reason="eilig")
    casework.close(file, case_id, CLOSING)
    step = next(line for line in referrals.lines(file, client_id) if line.referral_id == referral_id)
    assert (step.state, step.reason) == ("withdrawn", "by_case_manager")


def test_a_withdrawal_lies_between_the_consent_and_today(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    consent_id = casework.add_consent(file, client_id, kind="health", given_on=file.today())
    for wrong in (after(-1), after(1)):
        assert refusal(partial(casework.withdraw_consent, file, consent_id, wrong)) == casework.WITHDRAWN_WHEN
    casework.withdraw_consent(file, consent_id, file.today())
    assert next(c for c in page(file, client_id).consents if c.id == consent_id).withdrawn_on == file.today()


def test_the_history_of_a_person_names_papers_notes_and_referrals_too(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=file.today())
    casework.add_contact(file, case_id, on=file.today(), text="Gespräch")
    titles = {act.title for act in page(file, client_id).acts}
    assert {casework.ADD_PAPER, casework.ADD_CONTACT, "Fall eröffnen", "Person aufnehmen"} <= titles
