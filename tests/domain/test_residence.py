"""Residence papers: dates that contradict each other are refused; the latest begun one counts, expired or not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import code_list
from app.domain.errors import UserError
from app.domain.residence import (
    ENDS_BEFORE_START,
    ResidenceDocument,
    asks_for_place,
    checked,
    current,
    is_toleration,
    like_azr_number,
    replaced_on,
)

DAY = date(2026, 11, 23)
DAYS = st.integers(-9, 9).map(lambda offset: DAY + timedelta(offset))


def paper(identity: str, begins: date, ends: date | None = None) -> ResidenceDocument:
    return ResidenceDocument(id=identity, client_id="client", kind="toleration_60a", valid_from=begins, valid_to=ends)


PAPERS = st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6).map(
    lambda spans: [paper(str(number), *span) for number, span in enumerate(spans)])


def test_a_paper_may_end_on_its_first_day_but_not_before() -> None:
    same_day = paper("a", DAY, DAY)
    assert checked(same_day) is same_day
    assert checked(paper("b", DAY)).valid_to is None
    with pytest.raises(UserError) as refused:
        checked(paper("c", DAY, DAY - timedelta(1)))
    assert refused.value.msgid == ENDS_BEFORE_START


def test_an_expired_paper_counts_until_the_next_begins() -> None:
    old = paper("a", DAY - timedelta(60), DAY - timedelta(30))
    new = paper("b", DAY, DAY + timedelta(90))
    assert current([new, old], DAY - timedelta(1)) == old
    assert current([new, old], DAY) == new


def test_a_paper_that_has_not_begun_does_not_count() -> None:
    assert current([paper("a", DAY + timedelta(1))], DAY) is None


@given(PAPERS)
def test_the_current_paper_is_the_latest_begun_whatever_the_order(papers: list[ResidenceDocument]) -> None:
    found = current(papers, DAY)
    assert current(list(reversed(papers)), DAY) == found
    begun = [p for p in papers if p.valid_from <= DAY]
    assert (found is None) == (begun == [])
    if found:
        rivals = [p for p in begun if p.valid_from >= found.valid_from]
        assert all(p.valid_from == found.valid_from for p in rivals)
        # of two begun on one day the longer one; without an end is longest
        assert all((p.valid_to or date.max) <= (found.valid_to or date.max) for p in rivals)


def test_a_paper_is_replaced_on_the_day_the_next_one_begins() -> None:
    old, new = paper("a", DAY - timedelta(60), DAY - timedelta(30)), paper("b", DAY, DAY + timedelta(90))
    assert replaced_on([new, old], old, DAY - timedelta(1)) is None
    assert replaced_on([new, old], old, DAY) == DAY
    assert replaced_on([new, old], new, DAY) is None


@given(PAPERS, DAYS)
def test_of_the_papers_that_have_begun_only_the_current_one_is_not_replaced(papers: list[ResidenceDocument],
                                                                            day: date) -> None:
    left = [one for one in papers if one.valid_from <= day and replaced_on(papers, one, day) is None]
    assert left == [one for one in papers if one == current(papers, day)]


@pytest.mark.parametrize(("text", "like"), [
    ("123456789012", True), ("AZR 123 456 789 012, Kopie", True), ("1234-5678-9012", True), ("12345678901", False),
    ("1234567890123", False), ("Tel. 0150 0000042", False), ("01.02.2027 03.04.2027", False), ("", False),
])
def test_twelve_digits_look_like_a_number_of_the_register(text: str, like: bool) -> None:
    assert like_azr_number(text) is like


def test_a_place_belongs_to_a_condition_that_names_one() -> None:
    asks = [kind for kind in code_list("residence_condition").ids if asks_for_place(kind)]
    assert asks == ["municipality", "district", "facility"]
    tolerated = [kind for kind in code_list("residence_kind").ids if is_toleration(kind)]
    assert tolerated == [code.id for code in code_list("residence_kind").in_group("duldung")]
