"""Single records are removed with an undo, or stay with the reason why."""

from datetime import date
from functools import partial

from app.domain.case import CaseStep
from app.domain.consent import Consent
from app.domain.contact import Contact
from app.domain.flag import Flag
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.outgoing import Outgoing
from app.domain.plan import Goal, GoalReview, PlanReview, PlanStep
from app.domain.referral import Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.client import page
from app.usecases import casework, flag, followup, records
from tests.casefiles import after, opened_case, refusal, taken_in
from tests.everything import KINDS, facts, fill, left

EXPECTED = {Contact, ResidenceDocument, Consent, FollowUp, Referral, Goal, PlanStep, PlanReview, Flag}


def test_every_record_that_can_be_removed_goes_and_comes_back(file: CaseFile) -> None:
    other, _ = taken_in(file)
    client_id, case_id = opened_case(file)
    made = fill(file, client_id, case_id, other, tuple(kind for kind in KINDS if kind in records.TITLES))
    assert records.TITLES.keys() >= EXPECTED
    # what hangs on another goes first
    for record in reversed(made):
        kind = type(record)
        if isinstance(record, Consent | FollowUp | Referral):
            continue
        before = facts(file)
        assert records.remove(file, record) == records.TITLES[kind]
        assert record not in left(file, kind)
        file.undo()
        assert facts(file) == before
        file.redo()


def test_a_removed_note_is_found_no_more_until_the_undo(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    with file.write("Notiz") as work:
        note = work.add(Contact(id=new_id(), case_id=case_id, on=file.today(), text="Zeugnis"))
    assert records.remove(file, note) == "Notiz löschen"
    assert (clients.search(file, "zeugnis"), page(file, client_id).contacts) == ((), ())
    assert file.undo() == "Notiz löschen"
    assert [hit.client_id for hit in clients.search(file, "zeugnis")] == [client_id]


def test_a_removed_paper_takes_its_reminder_along(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    paper_id = casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9), valid_to=after(60))
    assert [step.state for step in page(file, client_id).follow_ups] == ["open"]
    (paper,) = page(file, client_id).papers
    assert paper.id == paper_id
    records.remove(file, paper)
    assert [step.state for step in page(file, client_id).follow_ups] == ["cancelled"]


def test_a_goal_with_steps_stays_until_they_are_gone(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    with file.write("Plan") as work:
        goal = work.add(Goal(id=new_id(), case_id=case_id, area="work", title="Ausbildung", agreed_on=file.today()))
        step = work.add(PlanStep(id=new_id(), case_id=case_id, goal_id=goal.id, title="Zeugnis"))
    assert refusal(partial(records.remove, file, goal)) == records.STILL_USED
    records.remove(file, step)
    records.remove(file, goal)
    assert page(file, client_id).goals == ()


def test_what_has_no_meaning_alone_goes_along(file: CaseFile) -> None:
    other, _ = taken_in(file)
    client_id, case_id = opened_case(file)
    fill(file, client_id, case_id, other, (GoalReview,))
    (review,) = left(file, PlanReview)
    records.remove(file, review)
    assert (left(file, PlanReview), left(file, GoalReview)) == ([], [])


def referral_in(file: CaseFile, case_id: str, *states: ReferralState) -> Referral:
    with file.write("Vermittlung") as work:
        made = work.add(Referral(id=new_id(), case_id=case_id, component="4", title="Deutsch A2"))
        work.add_all([ReferralStep(id=new_id(), referral_id=made.id, state=state, on=file.today(),
                                   recorded_at=file.now()) for state in states])
    return made


def test_only_a_referral_that_was_not_sent_can_be_removed(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    draft = referral_in(file, case_id, ReferralState.DRAFT)
    records.remove(file, draft)
    assert (page(file, client_id).referrals, left(file, ReferralStep)) == ((), [])
    sent = referral_in(file, case_id, ReferralState.SENT)
    assert refusal(partial(records.remove, file, sent)) == records.ALREADY_SENT


def test_a_consent_by_which_something_left_stays(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    with file.write("Einwilligung") as work:
        consent = work.add(Consent(id=new_id(), client_id=client_id, kind="disclosure", given_on=file.today()))
        work.add(Outgoing(id=new_id(), at=file.now(), kind="handover", subject="Brief", consent_id=consent.id))
    assert refusal(partial(records.remove, file, consent)) == records.WENT_BY_IT


def test_a_follow_up_of_the_rules_comes_again_and_so_is_not_removed(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9), valid_to=after(60))
    (made,) = page(file, client_id).follow_ups
    assert refusal(partial(records.remove, file, made)) == records.COMES_AGAIN
    own = followup.add(file, case_id, title="Anruf", due_on=None)
    records.remove(file, next(step for step in page(file, client_id).follow_ups if step.id == own))
    assert [step.id for step in page(file, client_id).follow_ups] == [made.id]


def test_steps_of_a_case_are_not_removed_one_by_one(file: CaseFile) -> None:
    opened_case(file)
    step, *_ = left(file, CaseStep)
    assert refusal(partial(records.remove, file, step)) == records.STAYS


def test_a_flag_is_set_changed_cleared_and_its_day_becomes_a_follow_up(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    flag_id = flag.put(file, client_id, kind="deadline", reason="Klage  bis Ende November", until=date(2026, 11, 30))

    def reminders() -> list[tuple[str, date | None, str]]:
        return [(step.title, step.due_on, step.state) for step in page(file, client_id).follow_ups]

    words = "Merker prüfen: Klage bis Ende November"
    assert reminders() == [(words, date(2026, 11, 30), "open")]
    flag.change(file, flag_id, until=date(2026, 12, 7))
    assert reminders() == [(words, date(2026, 12, 7), "open")]
    flag.clear(file, flag_id, "eingereicht")
    assert reminders() == [(words, date(2026, 12, 7), "cancelled")]
    (stored,) = page(file, client_id).flags
    assert (stored.cleared_on, stored.cleared_reason) == (file.today(), "eingereicht")
    assert [change.title for change in page(file, client_id).flag_changes] == [
        "Merker setzen", "Merker ändern", "Merker aufheben"]
    file.undo()
    file.undo()
    assert [change.title for change in page(file, client_id).flag_changes] == ["Merker setzen"]
