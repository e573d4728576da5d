"""Proposals of the rules as acts: shown, accepted or declined, and true to the dates they were computed from."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.case import CaseState
from app.domain.catalogue import Catalogue, Mode
from app.domain.dates import PartialDate
from app.domain.family import Child
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.monthly import IssuedMonth
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.usecases import casework, closing, followup, person, proposals, records
from app.usecases.closing import Closing
from app.usecases.proposals import Proposal
from tests.casefiles import MONDAY, Clock, after, every_row, opened_case

BIRTH = PartialDate(2001, 3, 5)


def tolerated(file: CaseFile) -> str:
    """A person with a Duldung, born 5 March 2001; the case is open."""
    client_id, _ = opened_case(file, birth=BIRTH)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9), valid_to=after(90),
                       work_permission="any")
    return client_id


def proposed(file: CaseFile, client_id: str, rule: str = "age_25a") -> Proposal:
    return next(one for one in proposals.proposals(file, client_id) if one.rule.id == rule)


def rules(file: CaseFile, client_id: str) -> list[str]:
    return [one.rule.id for one in proposals.proposals(file, client_id)]


def made(file: CaseFile, client_id: str, rule: str = "age_25a") -> list[tuple[str, date | None]]:
    return [(one.state, one.due_on) for one in page(file, client_id).follow_ups if one.rule == rule]


def only(file: CaseFile, client_id: str) -> FollowUp:
    (found,) = (one for one in page(file, client_id).follow_ups if one.rule == "age_25a")
    return found


def test_a_proposal_says_what_when_and_why_before_anything_is_made(file: CaseFile) -> None:
    client_id = tolerated(file)
    before = every_row(file)
    one = proposed(file, client_id)
    assert (one.title, one.due_on, one.exact_on) == ("Antrag nach § 25a vor dem 27. Geburtstag", date(2028, 3, 4), None)
    assert (one.why, one.disclaimer) == ("Geburtsdatum: 05.03.2001", "Hinweis, keine Rechtsberatung")
    assert one.client_id == client_id and not one.estimated
    assert every_row(file) == before
    assert rules(file, client_id) == ["age_25a", "programme_age"]


def test_a_guessed_date_is_told_as_a_span(file: CaseFile) -> None:
    client_id = tolerated(file)
    for birth, words in ((PartialDate(2001), "2001 (geschätzt: frühestens 31.12.2027, spätestens 30.12.2028)"),
                         (PartialDate(2001, 3, 5, True), "ca. 05.03.2001 (geschätzt)")):
        casework.change_client(file, client_id, birth=birth)
        assert (proposed(file, client_id).why, proposed(file, client_id).estimated) == (f"Geburtsdatum: {words}", True)


def test_accepting_makes_all_chosen_in_one_act(file: CaseFile) -> None:
    client_id = tolerated(file)
    before = every_row(file)
    chosen = proposals.proposals(file, client_id)
    assert len(proposals.accept(file, chosen)) == 2
    one = only(file, client_id)
    assert (one.state, one.due_on, one.priority) == ("open", date(2028, 3, 4), "deadline")
    assert one.warn_days == (365, 180, 60)
    assert rules(file, client_id) == []
    assert proposals.accept(file, chosen) == ()
    assert file.undo() == proposals.ACCEPT
    assert every_row(file)["follow_up"] == before["follow_up"]


def test_a_declined_one_is_not_shown_again_until_its_date_is_another(file: CaseFile) -> None:
    client_id = tolerated(file)
    proposals.decline(file, proposed(file, client_id))
    assert rules(file, client_id) == ["programme_age"]
    casework.change_client(file, client_id, phone="0211 555")
    assert rules(file, client_id) == ["programme_age"]
    casework.change_client(file, client_id, birth=PartialDate(2001, 5, 3))
    assert rules(file, client_id) == ["age_25a", "programme_age"]
    casework.change_client(file, client_id, birth=BIRTH)
    assert rules(file, client_id) == ["programme_age"]
    assert [state for state, _ in made(file, client_id)] == ["declined"]


def test_an_accepted_one_goes_along_with_its_date_and_a_re_dated_one_does_not(file: CaseFile) -> None:
    client_id = tolerated(file)
    proposals.accept(file, [proposed(file, client_id)])
    casework.change_client(file, client_id, birth=PartialDate(2001, 5, 3))
    assert made(file, client_id) == [("open", date(2028, 5, 2))]
    followup.postpone(file, only(file, client_id).id, 7)
    decided = only(file, client_id)
    casework.change_client(file, client_id, birth=BIRTH)
    assert only(file, client_id) == decided
    assert "age_25a" not in rules(file, client_id)


def test_it_goes_with_its_reason_and_comes_back_with_it(file: CaseFile) -> None:
    client_id = tolerated(file)
    proposals.accept(file, [proposed(file, client_id)])
    paper = casework.add_paper(file, client_id, kind="permit_25_5", valid_from=after(0), valid_to=after(300))
    assert made(file, client_id) == [("cancelled", date(2028, 3, 4))]
    casework.change_paper(file, paper, kind="toleration_60a")
    assert made(file, client_id) == [("open", date(2028, 3, 4))]


def test_a_finished_one_is_proposed_again_only_for_another_date(file: CaseFile) -> None:
    client_id = tolerated(file)
    proposals.accept(file, [proposed(file, client_id)])
    followup.finish(file, only(file, client_id).id)
    assert "age_25a" not in rules(file, client_id)
    casework.change_client(file, client_id, birth=PartialDate(2002, 3, 5))
    assert "age_25a" in rules(file, client_id)


def test_a_child_that_is_entered_moves_the_accepted_follow_up_to_the_other_rule(file: CaseFile) -> None:
    client_id = tolerated(file)
    casework.change_client(file, client_id, arrived=PartialDate(2025, 1))
    proposals.accept(file, [proposed(file, client_id, "stay_25b")])
    child = person.add(file, Child, client_id, birth_year=2024, lives_with="with_person")
    assert [state for state, _ in made(file, client_id, "stay_25b")] == ["cancelled"]
    assert "stay_25b_child" in rules(file, client_id)
    records.remove(file, next(one for one in page(file, client_id).children if one.id == child))
    assert [state for state, _ in made(file, client_id, "stay_25b")] == ["open"]


def test_an_accepted_one_is_no_record_to_delete_and_closing_cancels_it(file: CaseFile) -> None:
    client_id = tolerated(file)
    proposals.accept(file, proposals.proposals(file, client_id))
    case_id = page(file, client_id).case.id
    closing.close(file, case_id, Closing(on=after(0), reason="goals_reached", outcome_situation="school"))
    assert {state for state, _ in made(file, client_id)} == {"cancelled"}
    assert rules(file, client_id) == ["retention_review"]
    proposals.accept(file, proposals.proposals(file, client_id))
    assert page(file, client_id).state == CaseState.CLOSED
    assert made(file, client_id, "retention_review") == [("open", date(2027, 11, 23))]
    casework.change_client(file, client_id, birth=PartialDate(2001))
    assert made(file, client_id, "retention_review") == [("open", date(2027, 11, 23))]


DATES = st.sampled_from([BIRTH, PartialDate(2001), PartialDate(2003, 7), None])
ACTS = st.lists(st.tuples(st.sampled_from(["accept", "decline", "finish", "postpone"]), st.integers(0, 3)), max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, st.lists(DATES, max_size=3))
def test_whatever_was_answered_nothing_open_is_proposed_and_nothing_stands_twice(
    file: CaseFile, acts: list[tuple[str, int]], dates: list[PartialDate | None],
) -> None:
    client_id = tolerated(file)
    for number, (act, index) in enumerate(acts):
        open_ones = [one for one in page(file, client_id).follow_ups if one.state == "open"]
        asked = proposals.proposals(file, client_id)
        if act == "accept":
            proposals.accept(file, asked[index:])
        elif act == "decline" and asked:
            proposals.decline(file, asked[index % len(asked)])
        elif act == "finish" and open_ones:
            followup.finish(file, open_ones[index % len(open_ones)].id)
        elif act == "postpone" and open_ones:
            followup.postpone(file, open_ones[index % len(open_ones)].id, 7)
        if number < len(dates):
            casework.change_client(file, client_id, arrived=dates[number])
    now = [one.rule for one in page(file, client_id).follow_ups if one.state == "open"]
    assert len(now) == len(set(now))
    assert set(now).isdisjoint(rules(file, client_id))


def test_the_months_report_is_reminded_of_from_the_first_until_it_is_issued(file: CaseFile, clock: Clock) -> None:
    assert proposals.file_reminders(file, file.today()) == ()
    opened_case(file)
    assert proposals.file_reminders(file, file.today()) == ()
    clock.go_to(date(2026, 12, 1))
    (one,) = proposals.file_reminders(file, file.today())
    assert (one.rule.id, one.title, one.due_on, one.why) == (
        "month_export", "Monatsmeldung November 2026 ausgeben", date(2026, 12, 7), "Monat: November 2026")
    issue(file, "2026-11")
    assert proposals.file_reminders(file, file.today()) == ()


def test_of_two_months_the_older_one_comes_first(file: CaseFile, clock: Clock) -> None:
    opened_case(file)
    issue(file, "2026-10")
    clock.go_to(date(2027, 1, 4))
    (one,) = proposals.file_reminders(file, file.today())
    assert (one.title, one.due_on) == ("Monatsmeldung November 2026 ausgeben", date(2026, 12, 7))


def issue(file: CaseFile, period: str) -> None:
    with file.write("Monat") as work:
        work.keep([IssuedMonth(id=new_id(), period=period, schema_id="x", content=b"", sha256="", issued_at=MONDAY)])


def test_the_catalogue_of_the_gfs_grows_old_and_own_lists_do_not(file: CaseFile) -> None:
    def received(number: int, days: int, series: str = "") -> None:
        with file.write("Katalog") as work:
            work.add(Catalogue(id=new_id(), name="MUSTER", number=number, as_of=after(-200), mode=Mode.FULL,
                               series=series, imported_at=MONDAY + timedelta(days), sha256=f"{number} {series}",
                               rows=0))

    received(1, -90, series="eigene Liste")
    assert proposals.file_reminders(file, file.today()) == ()
    received(3, -45)
    (one,) = proposals.file_reminders(file, file.today())
    assert (one.rule.id, one.due_on, one.why) == ("catalogue_age", after(0), "Katalog eingelesen am: 09.10.2026")
    received(4, -44)
    assert proposals.file_reminders(file, file.today()) == ()
