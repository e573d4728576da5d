"""Follow-ups as acts: add, finish, postpone, change, reopen – and rules that respect what a person decided."""

from collections.abc import Callable

import pytest

from app.domain.followup import TITLE_MISSING, FollowUp
from app.store.casefile import CaseFile
from app.store.queries import today
from app.store.queries.client import page
from app.store.work import GONE
from app.usecases import casework, followup
from tests.casefiles import Clock, after, every_row, opened_case, refusal


def only(file: CaseFile, client_id: str) -> FollowUp:
    (found,) = page(file, client_id).follow_ups
    return found


def test_a_follow_up_needs_only_a_title(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    followup.add(file, case_id, title="  Amt anrufen ", due_on=None, note=" Zimmer 3 ")
    made = only(file, client_id)
    assert (made.title, made.note, made.due_on, made.state) == ("Amt anrufen", "Zimmer 3", None, "open")
    before = every_row(file)
    assert refusal(lambda: followup.add(file, case_id, title=" ", due_on=after(1))) == TITLE_MISSING
    assert refusal(lambda: followup.change(file, made.id, title="", due_on=after(1))) == TITLE_MISSING
    assert every_row(file) == before


def test_one_without_a_person_is_kept_too(file: CaseFile) -> None:
    made = followup.add(file, None, title="Team", due_on=after(0))
    assert [(line.follow_up_id, line.client_id) for line in today.page(file).groups["today"]] == [(made, "")]


def test_finishing_postponing_and_reopening_stand_in_the_history(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    made = followup.add(file, case_id, title="Anruf", due_on=after(0))
    followup.postpone(file, made, 1)
    followup.postpone(file, made, 7)
    assert (only(file, client_id).due_on, only(file, client_id).postponements) == (after(8), 2)
    clock.go_to(after(9))
    followup.finish(file, made)
    assert (only(file, client_id).state, only(file, client_id).done_on) == ("done", after(9))
    followup.reopen(file, made)
    assert (only(file, client_id).state, only(file, client_id).done_on) == ("open", None)
    assert [file.undo() for _ in range(5)] == [
        "Wiedervorlage wieder öffnen", "Wiedervorlage erledigen", "Wiedervorlage verschieben",
        "Wiedervorlage verschieben", "Wiedervorlage anlegen"]


def test_an_overdue_one_is_postponed_from_today(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    made = followup.add(file, case_id, title="Anruf", due_on=after(0))
    clock.go_to(after(30))
    followup.postpone(file, made, 7)
    assert only(file, client_id).due_on == after(37)


def test_putting_off_the_warning_of_a_deadline_moves_no_deadline(file: CaseFile, clock: Clock) -> None:
    client_id, _ = opened_case(file)
    paper_id = casework.add_paper(file, client_id, kind="permission", valid_from=after(-9), valid_to=after(40))

    def seen() -> bool:
        return [line.due_on for line in today.page(file).papers] == [after(40)]

    assert seen()
    followup.postpone(file, only(file, client_id).id, 7)
    assert (only(file, client_id).due_on, only(file, client_id).warn_days) == (after(40), (33, 21, 7))
    assert not seen()
    clock.go_to(after(7))
    assert seen()
    casework.change_paper(file, paper_id, valid_to=after(90))
    assert (only(file, client_id).due_on, only(file, client_id).warn_days) == (after(90), (42, 21, 7))


@pytest.mark.parametrize("decide", [
    lambda file, made: followup.postpone(file, made, 30),
    lambda file, made: followup.change(file, made, title="eigener Text", due_on=after(3)),
    lambda file, made: followup.finish(file, made),
], ids=["postponed", "changed", "finished"])
def test_what_a_person_decided_about_a_rule_stays(file: CaseFile, decide: Callable[[CaseFile, str], None]) -> None:
    client_id, _ = opened_case(file)
    paper_id = casework.add_paper(file, client_id, kind="permission", valid_from=after(-9), valid_to=after(20))
    decide(file, only(file, client_id).id)
    decided = only(file, client_id)
    casework.change_paper(file, paper_id, valid_to=after(90))
    assert only(file, client_id) == decided


def test_reconciling_again_writes_nothing(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-9), valid_to=after(20))
    before = every_row(file)
    with file.write("noch einmal") as work:
        followup.refresh(work, case_id, file.today())
    assert every_row(file) == before


def test_an_act_on_a_follow_up_that_has_gone_is_refused(file: CaseFile) -> None:
    for act in (followup.finish, followup.reopen, lambda file, made: followup.postpone(file, made, 1)):
        assert refusal(lambda act=act: act(file, "gone")) == GONE


def test_a_repeated_one_makes_the_next_with_its_finishing_and_undo_takes_both_back(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    made = followup.add(file, case_id, title="Anruf", due_on=after(-3), note="Büro", repeat="weekly",
                        priority="deadline")
    before = every_row(file)
    followup.finish(file, made)
    first, again = sorted(page(file, client_id).follow_ups, key=lambda one: one.due_on or after(0))
    assert (first.state, again.state, again.due_on) == ("done", "open", after(4))
    assert (again.note, again.repeat, again.priority) == ("Büro", "weekly", "deadline")
    file.undo()
    assert every_row(file)["follow_up"] == before["follow_up"]


def test_reopening_takes_the_next_one_away_unless_somebody_touched_it(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    made = followup.add(file, case_id, title="Anruf", due_on=after(0), repeat="monthly")
    followup.finish(file, made)
    followup.reopen(file, made)
    assert only(file, client_id).state == "open"
    followup.finish(file, made)
    (again,) = (one for one in page(file, client_id).follow_ups if one.state == "open")
    followup.postpone(file, again.id, 1)
    followup.reopen(file, made)
    assert len(page(file, client_id).follow_ups) == 2


def test_repeat_priority_and_note_are_changed_only_where_they_are_said(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    made = followup.add(file, case_id, title="Anruf", due_on=after(0), note="Büro", repeat="weekly")
    followup.change(file, made, title="Anruf", due_on=None)
    shown = only(file, client_id)
    assert (shown.due_on, shown.note, shown.repeat, shown.priority) == (None, "Büro", "weekly", "normal")
    followup.change(file, made, title="Anruf", due_on=None, note="", repeat="", priority="deadline")
    shown = only(file, client_id)
    assert (shown.note, shown.repeat, shown.priority) == ("", "", "deadline")
