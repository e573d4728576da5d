"""Bedarf ohne passendes Angebot: recorded with a reason, changed, resolved, and taken back like every act."""

from typing import Any

import pytest

from app.domain.offer_gap import OfferGap
from app.store.casefile import CaseFile
from app.store.queries import client, matching
from app.usecases import gaps
from app.usecases.casework import change_client
from tests.casefiles import after, every_row, opened_case, refusal


def only_gap(file: CaseFile, client_id: str) -> OfferGap:
    (gap,) = client.page(file, client_id).gaps
    return gap


def test_a_gap_stands_since_today_in_the_commune_of_the_person(file: CaseFile) -> None:
    client_id, case_id = opened_case(file, ags="05111000")
    made = gaps.add(file, case_id, component="3", reason="too_far", course_kind="hauptschulabschluss", german="a2",
                    note="  Abendkurs   gesucht ")
    assert only_gap(file, client_id) == OfferGap(
        id=made, case_id=case_id, component="3", reason="too_far", course_kind="hauptschulabschluss", german="a2",
        ags="05111000", since=file.today(), note="Abendkurs gesucht")


def test_an_open_gap_is_what_the_person_waits_for_and_a_resolved_one_is_not(file: CaseFile) -> None:
    _client_id, case_id = opened_case(file)
    gap = gaps.add(file, case_id, component="4", reason="full")
    assert matching.facts_of(file, case_id).wanted == {"4"}
    gaps.resolve(file, gap)
    assert matching.facts_of(file, case_id).wanted == frozenset()


def test_a_gap_is_changed_resolved_and_opened_again(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    gap = gaps.add(file, case_id, component="4", reason="full", since=after(-30))
    gaps.change(file, gap, reason="wrong_level", german="b1")
    gaps.resolve(file, gap, on=after(-2))
    changed = only_gap(file, client_id)
    assert (changed.reason, changed.german, changed.since, changed.resolved_on) == (
        "wrong_level", "b1", after(-30), after(-2))
    gaps.change(file, gap, resolved_on=None)
    assert only_gap(file, client_id).resolved_on is None


def test_each_act_is_taken_back_as_one_step(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    gap = gaps.add(file, case_id, component="4", reason="full")
    before = only_gap(file, client_id)
    gaps.resolve(file, gap)
    assert file.undo() == gaps.RESOLVE
    assert only_gap(file, client_id) == before
    file.undo()
    assert client.page(file, client_id).gaps == ()


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"component": ""}, gaps.COMPONENT_MISSING),
    ({"component": "6"}, gaps.COMPONENT_MISSING),
    ({"reason": ""}, gaps.REASON_MISSING),
    ({"reason": "no_wish"}, gaps.REASON_MISSING),
    ({"since": after(1)}, gaps.IN_FUTURE),
])
def test_what_cannot_be_counted_is_refused_and_nothing_is_written(
    file: CaseFile, fields: dict[str, Any], sentence: str,
) -> None:
    _client_id, case_id = opened_case(file)
    before = every_row(file)
    assert refusal(lambda: gaps.add(file, case_id, **{"component": "4", "reason": "full", **fields})) == sentence
    assert every_row(file) == before


def test_a_day_before_the_need_or_after_today_does_not_resolve_it(file: CaseFile) -> None:
    _client_id, case_id = opened_case(file)
    gap = gaps.add(file, case_id, component="4", reason="full", since=after(-3))
    assert refusal(lambda: gaps.resolve(file, gap, on=after(-4))) == gaps.RESOLVED_BEFORE
    assert refusal(lambda: gaps.resolve(file, gap, on=after(1))) == gaps.IN_FUTURE


def test_the_same_need_is_not_counted_twice_while_it_is_open(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    first = gaps.add(file, case_id, component="4", reason="full")
    assert refusal(lambda: gaps.add(file, case_id, component="4", reason="full")) == gaps.STANDS_ALREADY
    other = gaps.add(file, case_id, component="4", reason="too_far")
    assert refusal(lambda: gaps.change(file, other, reason="full")) == gaps.STANDS_ALREADY
    gaps.resolve(file, first)
    gaps.add(file, case_id, component="4", reason="full")
    assert len(client.page(file, client_id).gaps) == 3


def test_a_level_or_kind_outside_the_lists_is_a_defect(file: CaseFile) -> None:
    _client_id, case_id = opened_case(file)
    with pytest.raises(ValueError, match="no such level"):
        gaps.add(file, case_id, component="4", reason="full", german="unknown")


def test_a_gap_stays_where_it_was_found_when_the_person_moves(file: CaseFile) -> None:
    client_id, case_id = opened_case(file, ags="05315000")
    gaps.add(file, case_id, component="4", reason="full")
    change_client(file, client_id, ags="05111000")
    assert only_gap(file, client_id).ags == "05315000"
