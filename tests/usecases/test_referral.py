"""Bringing a person into an offer: consent first, then dated steps, each with the reminders that follow from it."""

from datetime import date

import pytest

from app.domain.referral import ReferralState as S
from app.domain.steps import NOT_FROM_HERE, REASON_NEEDED, STEP_IN_FUTURE
from app.store.casefile import CaseFile
from app.store.queries import referral as query
from app.store.queries.client import ClientPage, page
from app.usecases import catalogue, closing, referral
from app.usecases.consent import withdraw_consent
from app.usecases.referral import (
    CASE_OVER,
    CONSENT_NEEDED,
    ENDS_BEFORE_START,
    EXIT_NEEDED,
    NOT_BEGUN,
    NOT_OFFERED,
    SENT_ALREADY,
    TITLE_MISSING,
    Outcome,
)
from tests.casefiles import Clock, after, every_row, opened_case, refusal
from tests.catalogues import course, issue


@pytest.fixture
def ids(file: CaseFile) -> tuple[str, str]:
    """A person with an open case, and a catalogue of two offerings of one provider."""
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2"), course("K-2-1", traeger="MUSTER-Zweite")))
    return opened_case(file)


def states(shown: ClientPage) -> list[str]:
    return [step.state for step in shown.referral_steps]


def reminders(shown: ClientPage) -> list[tuple[str, date | None]]:
    return sorted((f.rule, f.due_on) for f in shown.follow_ups if f.state == "open")


def test_with_consent_a_referral_is_sent_at_once(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True, supports=("travel",), note=" eilig ")
    shown = page(file, client_id)
    (made,) = shown.referrals
    assert (made.title, made.provider, made.starts_on, made.supports, made.note) == (
        "MUSTER-Kurs K-1-1", "MUSTER-Träger", date(2026, 12, 1), ("travel",), "eilig")
    assert states(shown) == ["draft", "ready", "sent"]
    (consent,) = shown.consents
    assert (consent.kind, consent.recipients, consent.given_on) == ("disclosure", ("MUSTER-Träger",), after(0))
    assert consent.expires_on == date(2028, 3, 30)
    assert reminders(shown) == [("referral_no_reply", after(14))]
    assert shown.case.phase == "implementation"


def test_without_consent_it_waits_and_nothing_is_passed_on(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0))
    shown = page(file, client_id)
    assert (states(shown), reminders(shown), shown.case.phase) == (["draft", "consent_missing"], [], "assessment")
    before = every_row(file)
    assert refusal(lambda: referral.send(file, referral_id, on=after(0))) == CONSENT_NEEDED
    assert every_row(file) == before
    referral.send(file, referral_id, on=after(0), consent_given=True)
    assert states(page(file, client_id))[-2:] == ["ready", "sent"]


def test_a_consent_covers_its_provider_alone_and_not_after_withdrawal(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    covered = referral.begin(file, case_id, "K-1-2", on=after(0))
    other = referral.begin(file, case_id, "K-2-1", on=after(0))
    withdraw_consent(file, page(file, client_id).consents[0].id, after(0))
    late = referral.begin(file, case_id, "K-1-2", on=after(0))
    last = {step.referral_id: step.state for step in page(file, client_id).referral_steps}
    assert [last[one] for one in (covered, other, late)] == ["sent", "consent_missing", "consent_missing"]
    assert len(page(file, client_id).consents) == 1


def test_a_reason_overrides_missing_consent_and_is_kept_with_the_step(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral.begin(file, case_id, "K-1-1", on=after(0), reason="mündlich erteilt")
    assert [step.reason for step in page(file, client_id).referral_steps] == ["", *["mündlich erteilt"] * 2]
    waiting = referral.begin(file, case_id, "K-2-1", on=after(0))
    referral.send(file, waiting, on=after(0), reason="mündlich erteilt")
    assert page(file, client_id).consents == ()


def test_an_offer_outside_the_catalogue_or_a_future_date_is_refused(file: CaseFile, ids: tuple[str, str]) -> None:
    before = every_row(file)
    assert refusal(lambda: referral.begin(file, ids[1], "K-9-9", on=after(0))) == NOT_OFFERED
    assert refusal(lambda: referral.begin(file, ids[1], "K-1-1", on=after(1))) == STEP_IN_FUTURE
    assert every_row(file) == before


def test_a_referral_runs_through_its_states_with_their_reminders(
    file: CaseFile, ids: tuple[str, str], clock: Clock,
) -> None:
    client_id, case_id = ids
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    clock.go_to(after(20))
    referral.record(file, referral_id, S.NO_REPLY, on=after(15))
    # who heard nothing asks again two weeks later
    assert reminders(page(file, client_id)) == [("referral_no_reply", after(29))]
    referral.record(file, referral_id, S.CONFIRMED, on=after(16))
    assert reminders(page(file, client_id)) == [("course_start_check", date(2026, 12, 4))]
    referral.record(file, referral_id, S.STARTED, on=after(18))
    shown = page(file, client_id)
    assert [(p.planned_end, p.exit_kind) for p in shown.participations] == [(date(2027, 3, 31), "")]
    assert reminders(shown) == [("course_end_after", date(2027, 4, 7)), ("course_end_before", date(2027, 3, 17))]
    assert shown.case.phase == "monitoring"
    referral.record(file, referral_id, S.COMPLETED, on=after(20), outcome=Outcome(
        exit_kind="to_training", situation="training_company", certificate_seen=True))
    shown = page(file, client_id)
    assert [(p.exit_kind, p.situation_at_exit, p.certificate_seen) for p in shown.participations] == [
        ("to_training", "training_company", True)]
    assert reminders(shown) == [("course_end_after", after(27))]
    assert states(shown) == ["draft", "ready", "sent", "no_reply", "confirmed", "started", "completed"]


def test_a_planned_end_heard_from_the_provider_counts(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    referral.record(file, referral_id, S.CONFIRMED, on=after(0))
    referral.record(file, referral_id, S.STARTED, on=after(0), planned_end=after(60))
    assert reminders(page(file, client_id)) == [("course_end_after", after(67)), ("course_end_before", after(46))]


@pytest.mark.parametrize("outcome", [None, Outcome(exit_kind="")])
def test_an_end_without_a_result_leaves_no_trace(file: CaseFile, ids: tuple[str, str], outcome: Outcome | None) -> None:
    referral_id = referral.begin(file, ids[1], "K-1-1", on=after(0), consent_given=True)
    for state in (S.CONFIRMED, S.STARTED):
        referral.record(file, referral_id, state, on=after(0))
    before = every_row(file)
    assert refusal(lambda: referral.record(file, referral_id, S.COMPLETED, on=after(0), outcome=outcome)) == EXIT_NEEDED
    assert refusal(lambda: referral.record(file, referral_id, S.DROPPED, on=after(0), outcome=outcome)) == REASON_NEEDED
    assert refusal(lambda: referral.record(file, referral_id, S.CONFIRMED, on=after(0))) == NOT_FROM_HERE
    assert every_row(file) == before


def test_what_did_not_come_about_keeps_its_reason_and_wants_nothing_more(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    referral.record(file, referral_id, S.REJECTED, on=after(0), reason="full")
    shown = page(file, client_id)
    assert (shown.referral_steps[-1].reason, reminders(shown), shown.participations) == ("full", [], ())


def test_moved_dates_move_the_reminders(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    referral.record(file, referral_id, S.CONFIRMED, on=after(0))
    referral.revise(file, referral_id, starts_on=after(30), ends_on=after(90), note="verschoben")
    assert reminders(page(file, client_id)) == [("course_start_check", after(33))]
    referral.record(file, referral_id, S.STARTED, on=after(0))
    referral.revise(file, referral_id, starts_on=after(0), ends_on=after(100), note="verlängert")
    shown = page(file, client_id)
    assert reminders(shown) == [("course_end_after", after(107)), ("course_end_before", after(86))]
    assert (shown.referrals[0].note, shown.participations[0].planned_end) == ("verlängert", after(100))


def test_a_later_catalogue_does_not_change_what_was_referred_to(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    catalogue.apply(file, issue(2, course("K-1-2", titel="Anders")))
    (made,) = page(file, client_id).referrals
    assert (made.title, made.starts_on) == ("MUSTER-Kurs K-1-1", date(2026, 12, 1))


def test_recording_is_no_way_around_consent(file: CaseFile, ids: tuple[str, str]) -> None:
    referral_id = referral.begin(file, ids[1], "K-1-1", on=after(0))
    referral.record(file, referral_id, S.READY, on=after(0))
    before = every_row(file)
    assert refusal(lambda: referral.record(file, referral_id, S.SENT, on=after(0))) == CONSENT_NEEDED
    assert every_row(file) == before
    referral.send(file, referral_id, on=after(0), consent_given=True)
    assert refusal(lambda: referral.send(file, referral_id, on=after(0), reason="noch einmal")) == SENT_ALREADY


def test_a_case_that_is_over_gets_no_referral(file: CaseFile, ids: tuple[str, str]) -> None:
    closing.close(file, ids[1], closing.Closing(on=after(0), reason="own_wish", outcome_situation="unknown"))
    before = every_row(file)
    assert refusal(lambda: referral.begin(file, ids[1], "K-1-1", on=after(0), reason="Probe")) == CASE_OVER
    assert every_row(file) == before


def test_a_course_does_not_end_before_it_begins(file: CaseFile, ids: tuple[str, str]) -> None:
    referral_id = referral.begin(file, ids[1], "K-1-1", on=after(0), consent_given=True)
    before = every_row(file)
    assert refusal(lambda: referral.revise(file, referral_id, starts_on=after(9), ends_on=after(8),
                                           note="")) == ENDS_BEFORE_START
    assert every_row(file) == before


def begun(file: CaseFile, case_id: str, key: str = "K-1-1") -> str:
    """A referral whose course runs."""
    referral_id = referral.begin(file, case_id, key, on=after(0), consent_given=True)
    for state in (S.CONFIRMED, S.STARTED):
        referral.record(file, referral_id, state, on=after(0))
    return referral_id


def test_an_end_keeps_units_and_certificate_and_each_can_be_said_anew(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    referral_id = begun(file, case_id)
    referral.record(file, referral_id, S.COMPLETED, on=after(0), outcome=Outcome(
        exit_kind="completed", certificate=" telc  B1 ", units=120.0))
    referral.correct(file, referral_id, situation_at_exit="school")
    referral.correct(file, referral_id, units_attended=118.0)
    shown = page(file, client_id)
    (part,), (paper,) = shown.participations, shown.certificates
    assert (part.exit_kind, part.situation_at_exit, part.units_attended, part.certificate_seen) == (
        "completed", "school", 118.0, False)
    assert (paper.title, paper.issuer, paper.seen) == ("telc B1", "MUSTER-Träger", False)
    assert refusal(lambda: referral.correct(file, referral_id, exit_kind=None)) == EXIT_NEEDED
    with pytest.raises(ValueError, match="not correctable"):
        referral.correct(file, referral_id, planned_end=after(1))


def test_a_certificate_often_comes_later_and_counts_once_it_was_seen(file: CaseFile, ids: tuple[str, str]) -> None:
    client_id, case_id = ids
    waiting = referral.begin(file, case_id, "K-1-2", on=after(0), consent_given=True)
    referral_id = begun(file, case_id)

    def seen() -> bool:
        return page(file, client_id).participations[0].certificate_seen

    one = referral.add_certificate(file, referral_id, title="telc B1", on=after(-1))
    assert not seen()
    referral.see_certificate(file, one)
    assert seen()
    two = referral.add_certificate(file, referral_id, title="Teilnahme", seen=True)
    referral.remove_certificate(file, one)
    assert seen()
    referral.remove_certificate(file, two)
    assert not seen() and page(file, client_id).certificates == ()
    file.undo()
    assert seen() and [paper.title for paper in page(file, client_id).certificates] == ["Teilnahme"]
    before = every_row(file)
    assert refusal(lambda: referral.add_certificate(file, referral_id, title=" ")) == TITLE_MISSING
    assert refusal(lambda: referral.add_certificate(file, waiting, title="telc B1")) == NOT_BEGUN
    assert every_row(file) == before


def test_what_is_agreed_is_changed_alone_and_leaves_the_rest(file: CaseFile, ids: tuple[str, str]) -> None:
    referral_id = referral.begin(file, ids[1], "K-1-1", on=after(0), consent_given=True, supports=("travel",),
                                 wish=" Pflege ", channel="mail", contact_person="Frau MUSTER", note=" zwei\nZeilen ")
    referral.revise(file, referral_id, channel="phone")
    referral.revise(file, referral_id, supports=("travel", "interpreter"))
    (made,) = page(file, ids[0]).referrals
    assert (made.wish, made.channel, made.contact_person) == ("Pflege", "phone", "Frau MUSTER")
    assert (made.note, made.supports, made.starts_on) == (
        "zwei\nZeilen", ("travel", "interpreter"), date(2026, 12, 1))
    with pytest.raises(ValueError, match="not revisable"):
        referral.revise(file, referral_id, provider="anders")


def test_a_second_running_course_of_component_4_is_told_of_and_not_barred(
        file: CaseFile, ids: tuple[str, str]) -> None:
    catalogue.apply(file, issue(2, course("K-4-1", baustein="4"), course("K-4-2", baustein="4"),
                                course("K-1-1", baustein="1")))
    first = begun(file, ids[1], "K-4-1")
    coaching = begun(file, ids[1], "K-1-1")
    second = referral.begin(file, ids[1], "K-4-2", on=after(0), consent_given=True)
    running = {one: [other.title for other in query.page(file, one).running] for one in (first, second, coaching)}
    assert running == {first: [], second: ["MUSTER-Kurs K-4-1"], coaching: []}
    for state in (S.CONFIRMED, S.STARTED):
        referral.record(file, second, state, on=after(0))
    assert len(page(file, ids[0]).participations) == 3
