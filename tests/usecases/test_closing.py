"""The end of a case in one act, taking it back, and the new case of a person who comes again."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from app.domain.appointment import by_time
from app.domain.completeness import EXIT, exit_share, missing, percent, share
from app.domain.dates import Month
from app.domain.errors import UserError
from app.domain.followup import FOLLOWUP_6M
from app.domain.referral import ReferralState
from app.domain.steps import NOT_FROM_HERE, STEP_TOO_EARLY
from app.statistics.counting import count, prove
from app.statistics.plan import STOCK, cell, load_plan
from app.store.casefile import CaseFile
from app.store.history import CHANGED_SINCE
from app.store.queries import clients, monthly, referrals
from app.store.queries.client import ClientPage, page
from app.store.queries.completeness import of_page
from app.usecases import (
    appointments,
    casework,
    catalogue,
    closing,
    consent,
    eligibility,
    followup,
    intake,
    needs,
    plan,
    referral,
)
from app.usecases.closing import NO_CLOSING, NOT_OVER, STILL_RUNNING, Closing, CourseEnd
from tests.casefiles import Clock, after, every_row, opened_case, refusal, taken_in
from tests.catalogues import course, issue

CLOSING = Closing(on=after(0), reason="goals_reached", outcome_situation="training_company")
S = ReferralState


def open_rules(shown: ClientPage) -> list[tuple[str, object]]:
    return [(f.rule, f.due_on) for f in shown.follow_ups if f.state == "open"]


def test_closing_is_one_act_and_cancels_what_is_open(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    kept = followup.add(file, case_id, title="erledigt", due_on=None)
    followup.finish(file, kept)
    followup.add(file, case_id, title="offen", due_on=None)
    closing.close(file, case_id, CLOSING)
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
    closing.close(file, case_id, Closing(on=after(10), reason="own_wish", outcome_situation="unknown"))
    assert page(file, client_id).case_steps[-1].on == after(10)
    file.undo()
    assert refusal(lambda: closing.close(file, case_id, Closing(on=after(-1), reason="own_wish",
                                                                 outcome_situation="unknown"))) == STEP_TOO_EARLY


@pytest.mark.parametrize("states", [[ReferralState.CONFIRMED], [ReferralState.CONFIRMED, ReferralState.STARTED]])
def test_a_case_with_a_running_course_is_not_closed(file: CaseFile, states: list[ReferralState]) -> None:
    _, case_id = opened_case(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    for state in states:
        referral.record(file, referral_id, state, on=after(0))
    before = every_row(file)
    assert refusal(lambda: closing.close(file, case_id, CLOSING)) == STILL_RUNNING
    assert every_row(file) == before
    ends: dict[str, Any] = {"outcome": referral.Outcome(exit_kind="dropped"), "reason": "illness"}
    last = ReferralState.DROPPED if states[-1] == ReferralState.STARTED else ReferralState.WITHDRAWN
    referral.record(file, referral_id, last, on=after(0), **ends)
    closing.close(file, case_id, CLOSING)


def test_a_prospect_is_not_closed_but_discarded(file: CaseFile) -> None:
    _, case_id = taken_in(file)
    assert refusal(lambda: closing.close(file, case_id, CLOSING)) == NOT_FROM_HERE


def test_a_returning_person_gets_a_new_episode_and_the_paper_is_watched_again(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    assert refusal(lambda: closing.begin_again(file, client_id, access_route="self")) == NOT_OVER
    closing.close(file, case_id, CLOSING)
    again = closing.begin_again(file, client_id, access_route="volunteers")
    shown = page(file, client_id)
    assert (shown.case.id, shown.case.episode, shown.case.former_case_id, shown.case.access_route) == (
        again, 2, case_id, "volunteers")
    assert [f.case_id for f in shown.follow_ups if f.state == "open"] == [again]
    assert refusal(lambda: closing.begin_again(file, client_id, access_route="self")) == NOT_OVER
    intake.open_case(file, again, intake.Opening(on=after(0), override_reason="Probe"))
    assert page(file, client_id).state == "open"


def test_closing_withdraws_what_still_waited_for_an_answer(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("D-1")))
    client_id, case_id = opened_case(file)
    referral_id = referral.begin(file, case_id, "D-1", on=file.today(), reason="eilig")
    closing.close(file, case_id, CLOSING)
    step = next(line for line in referrals.lines(file, client_id) if line.referral_id == referral_id)
    assert (step.state, step.reason) == ("withdrawn", "by_case_manager")


def running(file: CaseFile, case_id: str, *states: ReferralState, key: str = "K-1-1") -> str:
    referral_id = referral.begin(file, case_id, key, on=after(0), consent_given=True)
    for state in states:
        referral.record(file, referral_id, state, on=after(0))
    return referral_id


def test_courses_and_goals_end_with_the_case_in_one_act(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    keys = ("A-1", "A-2", "A-3", "A-4")
    catalogue.apply(file, issue(1, *(course(key) for key in keys)))
    ended, dropped, goes_on = (running(file, case_id, S.CONFIRMED, S.STARTED, key=key) for key in keys[:3])
    promised = running(file, case_id, S.CONFIRMED, key="A-4")
    reached = plan.add_goal(file, case_id, title="Arbeit", area="work", agreed_on=after(0), steps=({"title": "Anruf"},))
    open_goal = plan.add_goal(file, case_id, title="Wohnung", area="housing", agreed_on=after(0),
                              steps=({"title": "Suche", "due_on": after(5)},))
    before = every_row(file)
    closing.close(file, case_id, Closing(
        on=after(0), reason="handed_over", outcome_situation="employed_part", handed_over_to="  Jobcenter ",
        satisfaction="very", goals={reached: "partly"}, courses={
            ended: CourseEnd(state=S.TRANSFERRED, exit_kind="to_work"), goes_on: CourseEnd(state=None),
            dropped: CourseEnd(state=S.DROPPED, reason="travel", exit_kind="dropped"),
            promised: CourseEnd(state=S.NOT_STARTED, reason="took_job")}))
    shown = page(file, client_id)
    assert {line.referral_id: line.state for line in referrals.lines(file, client_id)} == {
        ended: "transferred", dropped: "dropped", goes_on: "started", promised: "not_started"}
    assert {(p.exit_kind, p.situation_at_exit) for p in shown.participations} == {
        ("to_work", "employed_part"), ("dropped", "employed_part"), ("", "")}
    assert {goal.id: (goal.result, goal.ended_on) for goal in shown.goals} == {
        reached: ("partly", after(0)), open_goal: ("open", None)}
    assert {step.state for step in shown.plan_steps} == {"dropped"} and open_rules(shown) == []
    assert (shown.case.handed_over_to, shown.case.satisfaction) == ("Jobcenter", "very")
    known = of_page(shown, after(0))
    assert exit_share(known) == 0.75
    (line,) = clients.lines(file)
    assert (line.filled, line.filled_exit) == (percent(share(known)), 75)
    # whoever hears later how the course went records it
    referral.record(file, goes_on, S.COMPLETED, on=after(0), outcome=referral.Outcome(exit_kind="completed"))
    file.undo()
    assert closing.take_back(file, case_id) == "Fall abschließen"
    # the history knows of it; everything else is as before
    kept = every_row(file)
    assert {name for name in kept if kept[name] != before[name]} <= {
        "act", "act_payload", "act_subject", "client_search_content", "client_search_data", "client_search_ref",
        "client_search_segdir", "client_search_segments", "client_search_docsize", "client_search_stat"}


def test_what_was_only_promised_does_not_run_on(file: CaseFile) -> None:
    _, case_id = opened_case(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    promised = running(file, case_id, S.CONFIRMED)
    before = every_row(file)
    said = Closing(on=after(0), reason="own_wish", outcome_situation="unknown",
                   courses={promised: CourseEnd(state=None)})
    assert refusal(lambda: closing.close(file, case_id, said)) == STILL_RUNNING
    assert every_row(file) == before


@pytest.mark.parametrize(("reason", "asked"), [("goals_reached", True), ("consent_withdrawn", False)])
def test_who_agreed_is_asked_after_six_months_and_the_follow_up_outlasts_the_case(
        file: CaseFile, reason: str, asked: bool) -> None:
    client_id, case_id = opened_case(file)
    closing.close(file, case_id, Closing(on=after(0), reason=reason, outcome_situation="unknown",
                                         six_months_form="oral_note"))
    shown = page(file, client_id)
    assert [one.kind for one in shown.consents] == ["followup_6m"]
    due = date(2027, 5, 23)
    assert open_rules(shown) == ([(FOLLOWUP_6M, due)] if asked else [])
    assert [one.warn_days for one in shown.follow_ups if one.rule == FOLLOWUP_6M] == ([(14,)] if asked else [])
    again = closing.begin_again(file, client_id, access_route="self")
    intake.open_case(file, again, intake.Opening(on=after(0), override_reason="Probe"))
    assert ((FOLLOWUP_6M, due) in open_rules(page(file, client_id))) is asked


def test_what_a_closed_case_had_planned_is_called_off_in_the_same_step(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    for on, at in ((after(-2), None), (after(0), None), (after(0), time(9)), (after(0), time(16)), (after(8), None)):
        appointments.add(file, case_id, on=on, at=at)
    closing.close(file, case_id, CLOSING)

    def states() -> list[str]:
        return [one.state for one in sorted(page(file, client_id).appointments, key=by_time)]

    # what lay before it still waits to be told what became of it
    assert states() == ["planned", "planned", "planned", "called_off", "called_off"]
    closing.take_back(file, case_id)
    assert set(states()) == {"planned"}
    clock.go_to(after(1))
    closing.close(file, case_id, CLOSING)
    assert states() == [*["planned"] * 4, "called_off"]


def test_a_closing_is_taken_back_only_while_nothing_of_it_was_changed(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    assert refusal(lambda: closing.take_back(file, case_id)) == NO_CLOSING
    closing.close(file, case_id, CLOSING)
    other, _ = taken_in(file, given_name="Bilal")
    assert closing.take_back(file, case_id) == closing.CLOSE
    assert page(file, client_id).state == "open" and page(file, other).state == "prospect"
    closing.close(file, case_id, CLOSING)
    casework.change_case(file, case_id, outcome_situation="school")
    with pytest.raises(UserError) as refused:
        closing.take_back(file, case_id)
    assert refused.value.msgid == CHANGED_SINCE and page(file, client_id).state == "closed"


def test_a_person_who_returns_is_one_person_with_two_entries(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    closing.close(file, case_id, CLOSING)
    clock.go_to(after(4))
    again = closing.begin_again(file, client_id, access_route="self", entry_employment="care")
    intake.open_case(file, again, intake.Opening(on=after(4), override_reason="Probe"))
    shown = page(file, client_id)
    assert (shown.case.entry_employment, shown.cases[0].id, shown.cases[0].closing_reason) == (
        "care", case_id, "goals_reached")
    month = Month.of(after(0))
    load = monthly.facts(file).caseload
    counts = count(load_plan(), load, month)
    prove(load, counts)
    assert counts[cell(STOCK)] == 1
    year = str(month.year)
    assert (counts[cell("intake_ytd", year)], counts[cell("closed_ytd", year)]) == (2, 1)
    assert len(clients.lines(file)) == 1


def test_the_fill_at_exit_is_told_while_the_closing_is_typed(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    goal = plan.add_goal(file, case_id, title="Arbeit", area="work", agreed_on=after(0))

    def missing_of(closing_typed: Closing) -> list[str]:
        known = closing.at_exit(page(file, client_id), file.today(), closing_typed)
        return [fact.key for fact in missing(known, EXIT)]

    handed = Closing(on=after(0), reason="handed_over", outcome_situation="unknown", handed_over_to="  ")
    assert missing_of(handed) == ["outcome_situation", "goals", "handed_over_to"]
    assert missing_of(replace(handed, handed_over_to="VHS", goals={goal: "open"})) == ["outcome_situation", "goals"]
    said = replace(CLOSING, goals={goal: "reached"})
    assert missing_of(said) == []
    # what the case says already is not asked twice
    casework.change_case(file, case_id, outcome_situation="job_seeking")
    assert missing_of(replace(said, outcome_situation="unknown")) == []
    assert exit_share(of_page(page(file, client_id), file.today())) is None
    closing.close(file, case_id, said)
    assert exit_share(of_page(page(file, client_id), file.today())) == 1


def test_the_list_and_the_page_of_a_person_count_alike(file: CaseFile) -> None:
    blank, _ = taken_in(file)
    full, case_id = opened_case(file, sex="w", nationalities=("423",), contact_language="prs", interpreter="refused",
                                messenger="amira", accommodation="own_flat", access_route="self",
                                paper_kind="permission", paper_work_permission="banned")
    casework.change_case(file, case_id, entry_employment="care", entry_school_years="0", entry_certificate="none")
    casework.add_level(file, full, on=after(0), oral="a2", written="refused")
    agreed = consent.add_consent(file, full, kind="casework", given_on=after(-5), expires_on=after(0))
    filled = {line.client_id: line.filled for line in clients.lines(file)}
    assert filled == {blank: percent(2 / 19), full: percent(17 / 19)}
    needs.rate(file, case_id, "work", on=after(0), level="2")
    eligibility.assess(file, case_id, component="4", result="eligible", checked_on=after(0))
    assert alike(file, full) == 100
    consent.withdraw_consent(file, agreed, after(0))
    assert alike(file, full) == percent(18 / 19)
    assert alike(file, blank) == percent(2 / 19)


def alike(file: CaseFile, client_id: str) -> int:
    """The Füllstand in the list, which is that on the page."""
    (line,) = clients.lines(file, only=[client_id])
    assert line.filled == percent(share(of_page(page(file, client_id), file.today())))
    return line.filled
