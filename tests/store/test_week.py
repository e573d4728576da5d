"""The lists of Heute and the days of a week: what stands where, from which facts, and what no list may show."""

from datetime import date, time, timedelta

from app.domain.appointment import KEPT
from app.domain.followup import DEADLINE
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import sidebar, today, week
from app.usecases import appointments, catalogue, followup, referral
from tests.casefiles import MONDAY, Clock, after, opened_case
from tests.catalogues import course as row
from tests.catalogues import issue

TODAY = MONDAY.date()


def course(file: CaseFile, case_id: str, starts_on: date, ends_on: date) -> str:
    """A confirmed referral with these dates."""
    catalogue.apply(file, issue(1, row("K-1-1")))
    made = referral.begin(file, case_id, "K-1-1", on=file.today(), consent_given=True)
    referral.record(file, made, ReferralState.CONFIRMED, on=file.today())
    referral.revise(file, made, starts_on=starts_on, ends_on=ends_on, note="")
    return made


def test_a_week_holds_each_thing_on_its_day_and_what_has_none_apart(file: CaseFile) -> None:
    case_id = opened_case(file)[1]
    course(file, case_id, after(2), after(90))
    for days, at in ((3, None), (3, time(9)), (7, None)):
        appointments.add(file, case_id, on=after(days), at=at, place="Rathaus")
    followup.add(file, case_id, title="Zeugnis", due_on=after(4))
    followup.add(file, case_id, title="Frist am selben Tag", due_on=after(4), priority=DEADLINE)
    followup.add(file, None, title="Regal", due_on=None)
    found = week.week(file, TODAY)
    assert [day.on for day in found.days] == [after(n) for n in range(7)]
    assert [[line.appointment.at for line in day.appointments] for day in found.days] == [
        [], [], [], [None, time(9)], [], [], []]
    assert [(day.on, one.what, one.name) for day in found.days for one in day.courses] == [
        (after(2), week.START, "MUSTER, Amira")]
    assert [line.title for line in found.days[4].follow_ups] == ["Frist am selben Tag", "Zeugnis"]
    assert [line.title for line in found.someday] == ["Regal"]
    assert week.day(file, after(7)).count == 1 and week.day(file, after(8)).count == 0


def test_a_running_course_stands_on_the_day_of_its_planned_end(file: CaseFile) -> None:
    made = course(file, opened_case(file)[1], after(-1), after(5))
    referral.record(file, made, ReferralState.STARTED, on=file.today())
    found = week.week(file, TODAY)
    assert [(day.on, one.what) for day in found.days for one in day.courses] == [(after(5), week.END)]


def test_heute_lists_appointments_until_sunday_and_those_without_a_result(file: CaseFile) -> None:
    case_id = opened_case(file)[1]
    made = [appointments.add(file, case_id, on=after(days)) for days in (-20, -1, 0, 6, 7)]
    assert [line.appointment.id for line in today.page(file).appointments] == made[:4]
    assert sidebar.due(file) == 3
    appointments.keep(file, made[1])
    assert len(today.page(file).appointments) == 3 and sidebar.due(file) == 2
    assert [line.appointment.state for line in week.day(file, after(-1)).appointments] == [KEPT]


def test_a_course_that_begins_this_week_is_told_of_and_asked_about_from_its_day_on(file: CaseFile,
                                                                                  clock: Clock) -> None:
    made = course(file, opened_case(file)[1], after(2), after(60))
    page = today.page(file)
    assert [line.referral_id for line in page.starting] == [made] and not page.courses
    clock.go_to(after(2))
    page = today.page(file)
    assert [line.referral_id for line in page.courses] == [made] and not page.starting
    referral.record(file, made, ReferralState.STARTED, on=file.today())
    page = today.page(file)
    assert not page.courses and not page.starting and not page.ends
    clock.go_to(after(60))
    assert {line.rule for line in today.page(file).ends} <= today.ENDS and today.page(file).ends


def test_a_deadline_that_was_put_off_comes_back_with_its_warning_and_keeps_its_day(file: CaseFile,
                                                                                  clock: Clock) -> None:
    case_id = opened_case(file)[1]
    made = followup.add(file, case_id, title="Widerspruch", due_on=after(4), priority=DEADLINE)
    with file.write("Probe") as work:
        work.change(type(today.follow_up(file, made)), made, warn_days=(14,))
    assert followup.postpone(file, made, 2).due_on == after(4)
    assert [line.title for line in today.page(file).lines] == []
    clock.go_to(after(2))
    assert [(line.title, line.group) for line in today.page(file).lines] == [("Widerspruch", "week")]
    assert [line.title for line in week.day(file, after(4)).follow_ups] == ["Widerspruch"]


def test_monday_is_the_first_day_of_every_week() -> None:
    days = [date(2026, 12, 28) + timedelta(days=n) for n in range(7)]
    assert {week.monday_of(day) for day in days} == {days[0]} and today.week_end(days[3]) == days[6]
