"""Matching on a real file: row 31's check, whose case counts, what is read, and never a statement per row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from app.domain.catalogue import Lifecycle, Offering
from app.domain.conditions import NO, UNKNOWN, YES, Condition, phrase
from app.domain.identity import new_id
from app.domain.listing import listed
from app.domain.matching import Fit, Match
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import matching
from app.store.work import GONE
from app.usecases import casework, eligibility, gaps, intake, referral
from tests.casefiles import after, opened_case, refusal, taken_in
from tests.matches import DUESSELDORF, offering

A2 = {"german_oral": "a2", "key": "A2"}
B1 = {"german_oral": "b1", "german_written": "a2", "key": "B1"}


@contextmanager
def statements(file: CaseFile) -> Iterator[list[str]]:
    """Every statement the readers run inside."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(file._readers, "before_cursor_execute", note)
    yield seen
    event.remove(file._readers, "before_cursor_execute", note)


def offer(file: CaseFile, *courses: dict[str, Any], series: str = "", until: int | None = None) -> None:
    """These courses as the catalogue of that series has them, or had them before its issue ``until``."""
    with file.write("Katalog") as work:
        work.add_all(replace(listed(offering(**fields), new_id(), 1, series), until=until) for fields in courses)


def by_key(matches: tuple[Match, ...]) -> dict[str, dict[str, Condition]]:
    return {match.offering.key: {one.key: one for one in match.conditions} for match in matches}


def keys(matches: tuple[Match, ...]) -> list[str]:
    return [match.offering.key for match in matches]


def test_a_higher_level_changes_the_list_with_its_reason_and_a_missing_one_is_a_question(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    offer(file, {**A2, "start": after(60)}, {**B1, "start": after(20)})
    missing = by_key(matching.offers_for(file, case_id))
    for key, skill in (("A2", "german_oral"), ("B1", "german_oral"), ("B1", "german_written")):
        assert (missing[key][skill].verdict, missing[key][skill].fact) == (UNKNOWN, skill)

    casework.add_level(file, client_id, on=after(-20), oral="a2", written="a2")
    found = matching.offers_for(file, case_id)
    assert [(match.offering.key, match.fit) for match in found] == [("A2", Fit.FITS), ("B1", Fit.NOT)]
    reason = by_key(found)["B1"]["german_oral"]
    assert (reason.verdict, phrase(reason.asks, reason.values), phrase(reason.has, reason.values)) == (
        NO, "ab B1", "A2, Stand 03.11.2026")

    casework.add_level(file, client_id, on=after(0), oral="b1", written="a2")
    found = matching.offers_for(file, case_id)
    assert [(match.offering.key, match.fit) for match in found] == [("B1", Fit.FITS), ("A2", Fit.FITS)]
    reason = by_key(found)["B1"]["german_oral"]
    assert (reason.verdict, phrase(reason.has, reason.values)) == (YES, "B1, Stand 23.11.2026")


def test_both_directions_say_the_same_of_a_person_in_the_file(file: CaseFile) -> None:
    client_id, case_id = opened_case(file, sex="w", childcare="yes", employment="employed_part", certificate="none",
                                     ags=DUESSELDORF)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-30), valid_to=after(10),
                       work_permission="employer_specific", permission_until=after(5))
    casework.add_level(file, client_id, on=after(0), oral="a2")
    eligibility.assess(file, case_id, component="2", result="eligible", checked_on=after(0))
    gaps.add(file, case_id, component="2", reason="too_far")
    offer(file, {**B1, "component": "2", "residence": ("duldung",), "age_min": 18, "women_only": True},
          {**A2, "component": "3", "childcare": False, "seats_free": None})
    for match in matching.offers_for(file, case_id):
        (there,) = matching.people_for(file, match.offering.key)
        assert (there.case_id, there.client_id, there.name) == (case_id, client_id, "MUSTER, Amira")
        assert (there.match.conditions, there.match.order) == (match.conditions, match.order)
    asked = by_key(matching.offers_for(file, case_id))["B1"]
    assert (asked["residence"].remark, asked["work"].remark, asked["place"].remark) == (True, True, True)
    assert asked["eligibility"].values["on"] == after(0)


def test_the_people_of_an_offering_stand_by_the_rule_and_then_by_name(file: CaseFile) -> None:
    offer(file, A2)
    for name, oral in (("Zahra", "a2"), ("Änne", "a2"), ("Berta", "unknown"), ("Ali", "a1")):
        client_id, _case_id = opened_case(file, given_name=name)
        casework.add_level(file, client_id, on=after(0), oral=oral, written="a1")
    found = matching.people_for(file, "A2")
    assert [(one.name, one.match.fit) for one in found] == [
        ("MUSTER, Änne", Fit.FITS), ("MUSTER, Zahra", Fit.FITS), ("MUSTER, Berta", Fit.ALMOST),
        ("MUSTER, Ali", Fit.NOT)]


def test_only_persons_whose_case_runs_are_proposed(file: CaseFile) -> None:
    offer(file, A2)
    _client, prospect = taken_in(file, given_name="Neu")
    _client, paused = opened_case(file, given_name="Pause")
    casework.pause(file, paused, on=file.today(), reason="hospital")
    _client, discarded = taken_in(file, given_name="Verworfen")
    intake.discard(file, discarded, reason="no_consent", on=file.today())
    found = {one.case_id for one in matching.people_for(file, "A2")}
    assert found == {prospect, paused}


def test_a_referral_that_is_not_over_is_seen_and_one_that_is_over_is_not(file: CaseFile) -> None:
    _client_id, case_id = opened_case(file)
    offer(file, {**A2, "component": "4"}, {**B1, "component": "4"})
    begun = referral.begin(file, case_id, "A2", on=after(0), reason="eilt")
    found = by_key(matching.offers_for(file, case_id))
    assert found["A2"]["referral"].values["since"] == file.today()
    assert not {"referral", "parallel"} & found["B1"].keys()
    referral.record(file, begun, ReferralState.CONFIRMED, on=after(0))
    referral.record(file, begun, ReferralState.STARTED, on=after(0))
    assert by_key(matching.offers_for(file, case_id))["B1"]["parallel"].remark
    referral.record(file, begun, ReferralState.COMPLETED, on=after(0), outcome=referral.Outcome(exit_kind="completed"))
    found = by_key(matching.offers_for(file, case_id))
    assert not {"referral", "parallel"} & (found["A2"].keys() | found["B1"].keys())


def test_every_catalogue_in_force_is_ranked_and_nothing_that_is_gone(file: CaseFile) -> None:
    _client_id, case_id = opened_case(file)
    offer(file, A2, {"key": "weg", "lifecycle": Lifecycle.WITHDRAWN}, {"key": "ab", "lifecycle": Lifecycle.CANCELLED})
    offer(file, {"key": "Eigene/1"}, series="Eigene")
    offer(file, {"key": "früher"}, until=2)
    assert sorted(keys(matching.offers_for(file, case_id))) == ["A2", "Eigene/1", "ab"]
    assert refusal(lambda: matching.people_for(file, "früher")) == matching.NOT_LISTED
    assert refusal(lambda: matching.offers_for(file, "niemand")) == GONE


def test_what_the_page_has_read_already_is_not_read_again(file: CaseFile) -> None:
    _client_id, case_id = opened_case(file)
    offer(file, A2, B1)
    own: list[Offering] = [offering(key="nur das"), offering(key="weg", lifecycle=Lifecycle.WITHDRAWN)]
    with statements(file) as seen:
        assert keys(matching.offers_for(file, case_id, own)) == ["nur das"]
    assert not any("FROM offering" in one for one in seen)


@pytest.mark.parametrize("read", [
    lambda file, case_id: matching.offers_for(file, case_id), lambda file, _case_id: matching.people_for(file, "K0")],
    ids=["offers", "people"])
def test_neither_direction_asks_the_file_once_per_row(file: CaseFile, read: Callable[[CaseFile, str], Any]) -> None:
    def measured() -> int:
        with statements(file) as seen:
            read(file, case_id)
        return len(seen)

    _client_id, case_id = opened_case(file)
    offer(file, {"key": "K0"})
    few = measured()
    offer(file, *({"key": f"K{number}", "component": "4"} for number in range(1, 30)))
    for number in range(4):
        client_id, other = opened_case(file, given_name=f"Person{number}")
        casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-90))
        referral.begin(file, other, "K1", on=after(0), reason="eilt")
    assert measured() == few <= 11
