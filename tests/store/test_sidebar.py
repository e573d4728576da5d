"""The numbers of the sidebar and the persons behind drafts, counted on a real file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.referral import Referral, ReferralState, ReferralStep
from app.store.queries import clients, drafts, sidebar
from app.usecases import closing, followup, merge
from tests.casefiles import opened_case, taken_in


def test_an_empty_file_waits_for_nothing(file):
    assert (sidebar.due(file), sidebar.running(file), sidebar.unanswered(file)) == (0, 0, 0)
    assert sidebar.month_waits(file) is False


def test_overdue_and_today_are_due_and_tomorrow_is_not(file):
    for days in (-1, 0, 1):
        followup.add(file, None, title="Rückruf", due_on=file.today() + timedelta(days=days))
    followup.add(file, None, title="irgendwann", due_on=None)
    assert sidebar.due(file) == 2


def test_a_case_runs_from_the_intake_until_it_is_closed(file):
    taken_in(file)
    _amira, case = opened_case(file, given_name="Ali")
    assert sidebar.running(file) == 2
    closing.close(file, case, closing.Closing(on=file.today(), reason="moved_away", outcome_situation="unknown"))
    assert sidebar.running(file) == 1


def test_whoever_has_two_cases_after_a_merge_is_one_person(file):
    keep, _case = taken_in(file)
    give, _other = taken_in(file, given_name="Ali")
    merge.merge(file, keep, give, ())
    assert sidebar.running(file) == len(clients.lines(file)) == 1


@pytest.mark.parametrize(("last", "waits"), [
    (ReferralState.DRAFT, 0), (ReferralState.SENT, 1), (ReferralState.WAITING_LIST, 1), (ReferralState.CONFIRMED, 0),
])
def test_a_referral_waits_between_sending_and_the_answer(file, last, waits):
    _amira, case = taken_in(file)
    step = ReferralStep(id="s0", referral_id="r", state=ReferralState.DRAFT, on=file.today(), recorded_at=file.now())
    with file.write("Vermittlung") as work:
        work.add(Referral(id="r", case_id=case, component="FB4"))
        work.add(step)
        if last is not ReferralState.DRAFT:
            work.add(replace(step, id="s1", state=last, recorded_at=file.now() + timedelta(minutes=1)))
    assert sidebar.unanswered(file) == waits


def test_the_month_before_waits_once_somebody_was_there_in_it(file, clock):
    taken_in(file)
    assert sidebar.month_waits(file) is False
    clock.go_to(date(2026, 12, 1))
    assert sidebar.month_waits(file) is True


def test_a_draft_leads_to_its_person_by_the_case_or_by_the_person(file):
    amira, case = taken_in(file)
    owner = drafts.Owner(client_id=amira, name="MUSTER, Amira")
    assert drafts.owners(file, {case, amira, "gone"}) == {case: owner, amira: owner}
