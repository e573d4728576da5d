"""What the pages read: Heute with its tiles, the lines of the lists, and never a statement per row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from app.domain.dates import PartialDate
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import clients, offers, referrals, today
from app.store.queries.client import ClientPage, page
from app.store.work import Work
from app.usecases import casework, catalogue, closing, followup, intake, referral
from app.usecases.contact import add_contact
from tests.casefiles import Clock, after, opened_case, taken_in
from tests.catalogues import course, issue


@contextmanager
def statements(file: CaseFile) -> Iterator[list[str]]:
    """Every statement the readers run inside."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(file._readers, "before_cursor_execute", note)
    yield seen
    event.remove(file._readers, "before_cursor_execute", note)


def busy_person(file: CaseFile, number: int) -> str:
    """A person with something for every list: paper, level, contact, referral, follow-ups."""
    client_id, case_id = opened_case(file, given_name=f"Person{number}", aliases=("Sam",))
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-90), valid_to=after(2))
    casework.add_level(file, client_id, on=after(0), oral="a2", written="a1")
    add_contact(file, case_id, on=after(0), text="Gespräch", next_step="Anruf", next_on=after(0))
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    referral.record(file, referral_id, ReferralState.CONFIRMED, on=after(0))
    return client_id


def tiles(file: CaseFile) -> dict[str, int]:
    shown = today.page(file)
    counts = {name: len(lines) for name, lines in shown.groups.items()}
    return {**counts, "papers": len(shown.papers), "courses": len(shown.courses), "silent": len(shown.silent)}


READS: dict[str, Callable[[CaseFile], object]] = {
    "Heute": today.page, "Klienten": clients.lines, "Zahlen": clients.counts, "Angebote": offers.current,
    "Vermittlungen": referrals.lines, "Suche": lambda file: clients.search(file, "muster"),
    "Notizen": lambda file: clients.search(file, "gespr"),
}


def test_no_page_asks_the_file_once_per_row(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1", beginn="20.11.2026")))

    def measured() -> dict[str, int]:
        counts = {}
        for name, read in READS.items():
            with statements(file) as seen:
                read(file)
            counts[name] = len(seen)
        return counts

    for number in range(3):
        busy_person(file, number)
    few = measured()
    shown = page(file, clients.lines(file)[0].client_id)
    with file.write("viele") as work:
        _multiply(work, shown, 27)
    assert len(clients.lines(file)) == 30
    assert measured() == few
    assert all(number <= 10 for number in few.values()), few


def _multiply(work: Work, shown: ClientPage, times: int) -> None:
    """Copies of a busy person with fresh identities, in one act because as many intakes would take seconds."""
    for number in range(100, 100 + times):
        renamed = {value.id: f"{value.id}-{number}" for value in (shown.client, *shown.cases, *shown.referrals)}
        work.add(replace(shown.client, id=renamed[shown.client.id], number=number))
        for value in (*shown.cases, *shown.case_steps, *shown.papers, *shown.levels, *shown.contacts, *shown.referrals,
                      *shown.referral_steps, *shown.follow_ups):
            owners = {name: renamed[getattr(value, name)] for name in ("client_id", "case_id", "referral_id")
                      if hasattr(value, name)}
            work.add(replace(value, id=f"{value.id}-{number}", **owners))


def test_each_number_of_heute_rises_with_its_item_and_falls_when_it_is_finished(file: CaseFile) -> None:
    _, case_id = opened_case(file)
    catalogue.apply(file, issue(1, course("K-1-1", beginn="23.11.2026")))
    nothing = tiles(file)
    assert set(nothing.values()) == {0}
    for group, due in (("overdue", after(-1)), ("today", after(0)), ("week", after(6)), ("someday", None)):
        made = followup.add(file, case_id, title="Anruf", due_on=due)
        assert tiles(file) == {**nothing, group: 1}
        followup.finish(file, made)
        assert tiles(file) == nothing
    followup.add(file, case_id, title="nächste Woche", due_on=after(7))
    assert tiles(file) == nothing


def test_an_expiring_paper_stands_on_heute_until_the_next_paper(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-90), valid_to=after(43))
    assert (tiles(file)["papers"], tiles(file)["later"]) == (0, 0)
    casework.change_paper(file, page(file, client_id).papers[0].id, valid_to=after(42))
    assert (tiles(file)["papers"], tiles(file)["later"]) == (1, 1)
    (line,) = today.page(file).papers
    assert (line.name, line.due_on, line.rule) == ("MUSTER, Amira", after(42), "doc_expiry")
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(0), valid_to=after(180))
    assert tiles(file)["papers"] == 0


def test_a_course_that_has_begun_asks_until_it_is_answered(file: CaseFile, clock: Clock) -> None:
    catalogue.apply(file, issue(1, course("K-1-1", beginn="24.11.2026")))
    _, case_id = opened_case(file)
    referral_id = referral.begin(file, case_id, "K-1-1", on=after(0), consent_given=True)
    referral.record(file, referral_id, ReferralState.CONFIRMED, on=after(0))
    assert tiles(file)["courses"] == 0
    clock.go_to(after(1))
    (line,) = today.page(file).courses
    assert (line.referral_id, line.title, line.starts_on) == (referral_id, "MUSTER-Kurs K-1-1", after(1))
    referral.record(file, referral_id, ReferralState.STARTED, on=after(1))
    assert tiles(file)["courses"] == 0


def test_a_running_case_is_silent_after_thirty_days_and_a_contact_ends_that(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    clock.go_to(after(30))
    assert tiles(file)["silent"] == 0
    clock.go_to(after(31))
    (line,) = today.page(file).silent
    assert (line.client_id, line.last_on) == (client_id, None)
    add_contact(file, case_id, on=after(31), kind="third_party", text="mit dem Träger")
    add_contact(file, case_id, on=after(31), kind="phone", result="not_met")
    assert tiles(file)["silent"] == 1
    add_contact(file, case_id, on=after(31), kind="phone")
    assert tiles(file)["silent"] == 0


def test_a_new_episode_or_a_resumed_case_is_not_silent_from_its_first_day(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    add_contact(file, case_id, on=after(0), kind="phone")
    casework.pause(file, case_id, on=after(0), reason="hospital")
    clock.go_to(after(60))
    assert tiles(file)["silent"] == 0
    casework.resume(file, case_id, on=after(60))
    assert tiles(file)["silent"] == 0
    closing.close(file, case_id, closing.Closing(on=after(60), reason="own_wish", outcome_situation="unknown"))
    clock.go_to(after(200))
    again = closing.begin_again(file, client_id, access_route="self")
    intake.open_case(file, again, intake.Opening(on=after(200), override_reason="Probe"))
    assert tiles(file)["silent"] == 0
    clock.go_to(after(231))
    assert [line.last_on for line in today.page(file).silent] == [after(0)]


def test_the_groups_of_heute_hold_every_line_once(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    busy_person(file, 1)
    followup.add(file, None, title="ohne Person", due_on=None)
    shown = today.page(file)
    grouped = [line for lines in shown.groups.values() for line in lines]
    assert sorted(grouped, key=repr) == sorted(shown.lines, key=repr)
    assert {line.follow_up_id for line in shown.papers} <= {line.follow_up_id for line in shown.lines}
    assert [(line.name, line.client_id) for line in shown.groups["someday"]] == [("", "")]


def test_a_line_of_the_list_says_what_is_current(file: CaseFile) -> None:
    client_id, case_id = opened_case(file, sex="w", phone="0200", shelter="Nordhof", accommodation="own_flat")
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(-1))
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-1), valid_to=after(90))
    casework.add_paper(file, client_id, kind="residence_permit", valid_from=after(1))
    casework.add_level(file, client_id, on=after(-5), oral="a1")
    casework.add_level(file, client_id, on=after(0), oral="a2")
    for on in (-3, -9):
        add_contact(file, case_id, on=after(on), kind="phone")
    (line,) = clients.lines(file)
    assert (line.name, line.number, line.state, line.phase) == ("MUSTER, Amira", 1, "open", "assessment")
    assert (line.paper_kind, line.paper_until, line.german) == ("toleration_60a", after(90), "a2")
    assert (line.shelter, line.accommodation, line.last_contact, line.filled) == ("Nordhof", "own_flat", after(-3), 37)
    assert clients.lines(file, only=[client_id]) == (line,)
    assert clients.lines(file, only=[]) == ()


def test_people_without_anything_have_lines_too_in_the_order_of_their_names(file: CaseFile) -> None:
    for names in ({"given_name": "Özlem"}, {"family_name": "", "given_name": "Abdul"}, {"given_name": "Oskar"},
                  {"family_name": "", "given_name": "", "aliases": ("Sam",)}):
        taken_in(file, **names)
    assert [line.name for line in clients.lines(file)] == [
        "Abdul (ein Name)", "MUSTER, Oskar", "MUSTER, Özlem", "Sam (Alias)"]
    assert {(line.german, line.paper_kind, line.last_contact) for line in clients.lines(file)} == {
        ("unknown", "", None)}
    assert clients.counts(file) == {"prospect": 4}


def test_the_page_of_a_person_holds_all_episodes_in_order(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    closing.close(file, case_id, closing.Closing(on=after(0), reason="own_wish", outcome_situation="unknown"))
    clock.go_to(after(1))
    again = closing.begin_again(file, client_id, access_route="self")
    taken_in(file, given_name="Bob", birth=PartialDate(1999))
    shown = page(file, client_id)
    assert [case.id for case in shown.cases] == [case_id, again]
    assert (shown.case.id, shown.state, shown.case.former_case_id) == (again, "prospect", case_id)
    assert [step.state for step in shown.case_steps] == ["prospect", "open", "closing", "closed", "prospect"]
    assert clients.counts(file) == {"prospect": 2}


def test_referrals_stand_latest_first_with_their_state(file: CaseFile, clock: Clock) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    client_id, case_id = opened_case(file)
    first = referral.begin(file, case_id, "K-1-1", on=after(0))
    clock.go_to(after(3))
    second = referral.begin(file, case_id, "K-1-2", on=after(3), consent_given=True)
    assert [(line.referral_id, line.state, line.since) for line in referrals.lines(file)] == [
        (second, "sent", after(3)), (first, "consent_missing", after(0))]
    assert referrals.lines(file, client_id) == referrals.lines(file)
    assert referrals.lines(file, "other") == ()
    assert offers.current(file).referred == {"K-1-1": 1, "K-1-2": 1}


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 29)])
def test_this_week_ends_on_sunday(file: CaseFile, clock: Clock, day: date) -> None:
    clock.go_to(day)
    _, case_id = opened_case(file)
    followup.add(file, case_id, title="Sonntag", due_on=date(2026, 11, 29))
    followup.add(file, case_id, title="Montag", due_on=date(2026, 11, 30))
    assert [line.title for line in today.page(file).lines] == ["Sonntag"]
