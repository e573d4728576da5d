"""The order of matching: the written rule, its stability, and that knowing more never makes an answer worse."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.domain.catalogue import Lifecycle, Offering
from app.domain.conditions import NO, UNKNOWN, YES, Condition, PersonFacts
from app.domain.language import LEVELS
from app.domain.matching import FIT_WORDS, RULE, Candidate, Fit, Match, conditions, entry_day, gap_reason, rank
from app.domain.policy import policies
from tests.matches import (
    DUESSELDORF,
    KOELN,
    MINDEN,
    SOON,
    TODAY,
    fitting,
    level,
    offering,
    offerings,
    persons,
    said,
    without,
)

HER = PersonFacts(ags=KOELN, sex="w", childcare="no", level=level("a2", "a1"))
BETTER = {NO: 0, UNKNOWN: 1, YES: 2}


def keys(matches: tuple[Match, ...]) -> list[str]:
    return [match.offering.key for match in matches]


def test_each_step_of_the_rule_outweighs_all_that_follow() -> None:
    later, far = SOON + timedelta(30), {"ags": MINDEN}
    best = offering(key="best")
    farther = offering(key="farther", **far)
    latest = offering(key="later", start=later)
    unwanted = offering(key="unwanted", component="R")
    asking = offering(key="asking", seats_free=None)
    violating = offering(key="violating", german_oral="b1")
    worst = offering(key="worst", german_oral="b1", german_written="b1")
    wanting = replace(HER, wanted=frozenset({"R"}))
    order = (best, farther, latest, asking, violating, worst)
    shuffled = random.Random(1).sample(order, len(order))
    assert keys(rank(wanting, shuffled, TODAY)) == ["best", "farther", "later", "asking", "violating", "worst"]
    # a Baustein nobody waits for stands behind the wanted one, however near and soon it is
    wanted = offering(key="wanted", component="1", start=later, **far)
    looking = replace(HER, wanted=frozenset({"1"}), assessed=fitting(wanted, later)["assessed"])
    assert keys(rank(looking, (unwanted, wanted), TODAY)) == ["wanted", "unwanted"]


def test_running_entry_counts_as_today_and_an_unknown_start_as_last() -> None:
    running = offering(key="running", start=None, continuous_entry=True)
    soon, open_ = offering(key="soon"), offering(key="open", start=None)
    found = rank(HER, (open_, soon, running), TODAY)
    assert keys(found) == ["running", "soon", "open"]
    assert [match.order[3] for match in found[:2]] == [0, 20]


def test_what_is_equal_stands_by_title_and_key() -> None:
    pair = [offering(key="2", title="Kurs"), offering(key="1", title="Kurs"), offering(key="3", title="Amt")]
    assert keys(rank(HER, pair, TODAY)) == keys(rank(HER, pair[::-1], TODAY)) == ["3", "1", "2"]


def test_three_words_say_how_an_offering_suits() -> None:
    found = rank(HER, (offering(key="a"), offering(key="b", seats_free=None), offering(key="c", seats_free=0)), TODAY)
    assert [FIT_WORDS[match.fit] for match in found] == ["passt", "fast – Angabe fehlt", "passt nicht"]
    assert [(match.fulfilled, match.questions, match.violated) for match in found] == [(4, 0, 0), (3, 1, 0), (3, 0, 1)]


@given(persons(), st.lists(offerings(), max_size=6))
def test_the_order_follows_from_the_answers_alone(facts: PersonFacts, of: list[Offering]) -> None:
    found = rank(facts, of, TODAY)
    assert sorted(map(id, of)) == sorted(id(match.offering) for match in found)
    assert [match.order for match in found] == sorted(match.order for match in found)
    for match in found:
        verdicts = [one.verdict for one in match.conditions]
        assert match.order[:2] == (verdicts.count(NO), verdicts.count(UNKNOWN))
        assert (match.fit == Fit.FITS) == (set(verdicts) == {YES})
        # what was remembered for another offering is the answer this one gets alone
        assert match.conditions == conditions(facts, match.offering, TODAY)


@given(st.lists(persons(), min_size=1, max_size=4), st.lists(offerings(), min_size=1, max_size=4))
def test_both_directions_say_the_same(people: list[PersonFacts], of: list[Offering]) -> None:
    answers: dict[object, Condition] = {}
    for one in of:
        for facts in people:
            there = Candidate(facts, TODAY, answers=answers).match(one)
            back = next(match for match in rank(facts, of, TODAY) if match.offering is one)
            assert there == back


@given(persons(), offerings())
def test_an_answer_never_gets_worse_when_a_fact_becomes_known_and_fits(facts: PersonFacts, of: Offering) -> None:
    for name, value in fitting(of, entry_day(of, TODAY)).items():
        asking = without(facts, name)
        before, after = said(asking, of), said(replace(asking, **{name: value}), of)
        worse = {key: (before[key], after[key]) for key in before if BETTER[after[key].verdict]
                 < BETTER[before[key].verdict]}
        assert worse == {}, name


@given(persons(), offerings(), st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_more_german_is_never_worse(facts: PersonFacts, of: Offering, one: str, other: str) -> None:
    less, more = sorted((one, other), key=LEVELS.index)
    weaker = Candidate(replace(facts, level=level(less, less)), TODAY).match(of)
    stronger = Candidate(replace(facts, level=level(more, more)), TODAY).match(of)
    assert stronger.order <= weaker.order
    missing = Candidate(replace(facts, level=None), TODAY).match(of)
    assert missing.violated <= weaker.violated


def test_a_fact_that_is_missing_never_counts_as_a_no() -> None:
    of = offering(component="2", german_oral="b1", german_written="a2", age_min=18, residence=("duldung",),
                  women_only=True, childcare=False)
    found = Candidate(PersonFacts(), TODAY).match(of)
    assert (found.violated, found.fit) == (0, Fit.ALMOST)
    assert {one.fact for one in found.conditions if one.verdict is UNKNOWN} == {
        "eligibility", "paper", "work_permission", "employment", "birth", "german_oral", "german_written", "sex",
        "childcare", "ags"}


def test_the_rules_are_those_of_the_day_of_entry_unless_others_are_given() -> None:
    of, (programme, today) = offering(component="4"), policies()
    facts = replace(HER, assessed=fitting(of, SOON)["assessed"])
    checked = replace(facts, assessed=(replace(facts.assessed[0], rule_version=today.id),))
    assert not next(one for one in conditions(checked, of, TODAY) if one.key == "eligibility").remark
    assert next(one for one in conditions(checked, of, TODAY, programme) if one.key == "eligibility").remark


@pytest.mark.parametrize(("course", "reason"), [
    ({"seats_free": 0}, "full"), ({"lifecycle": Lifecycle.FULL}, "full"), ({"german_oral": "c1"}, "wrong_level"),
    ({"start": TODAY - timedelta(1)}, "none_exists"), ({"ags": MINDEN}, "too_far"), ({}, ""),
    ({"women_only": True, "key": "men"}, ""), ({"lifecycle": Lifecycle.CANCELLED}, "none_exists"),
])
def test_a_gap_gets_the_reason_that_stands_in_the_way_of_the_nearest_offering(
    course: dict[str, object], reason: str,
) -> None:
    facts = replace(HER, sex="m" if course.get("key") == "men" else "w")
    assert gap_reason(rank(facts, (offering(**course),), TODAY), "R") == reason
    assert gap_reason(rank(facts, (offering(**course),), TODAY), "3") == "none_exists"


def test_nearer_places_come_first_of_what_is_equal_otherwise() -> None:
    found = rank(HER, [offering(key=ags, ags=ags) for ags in (MINDEN, DUESSELDORF, KOELN)], TODAY)
    assert keys(found) == [KOELN, DUESSELDORF, MINDEN]


def test_the_handbook_says_the_rule_word_for_word() -> None:
    assert RULE in resources.path("handbuch", "angebote.md").read_text(encoding="utf-8").splitlines()
