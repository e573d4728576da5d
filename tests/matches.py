"""Invented persons and offerings for the tests of matching, drawn or made by hand. The day is the clocks' Monday."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain.case import Eligibility
from app.domain.catalogue import Lifecycle, Offering
from app.domain.codes import shipped
from app.domain.conditions import Condition, PersonFacts, Underway
from app.domain.dates import PartialDate
from app.domain.language import LEVELS, LanguageAssessment
from app.domain.matching import conditions
from app.domain.referral import OVER, ReferralState
from app.domain.residence import ResidenceDocument

TODAY = date(2026, 11, 23)
SOON = TODAY + timedelta(20)
KOELN, DUESSELDORF, MINDEN = "05315000", "05111000", "05770032"


def offering(**fields: Any) -> Offering:
    """A course of the Regelangebot that asks for nothing but childcare, place, start and a seat."""
    return Offering(**{"key": "A-1", "offer_key": "A", "component": "R", "title": "MUSTER-Kurs", "ags": KOELN,
                       "provider": "MUSTER-Träger", "start": SOON, "seats_free": 5, "childcare": True, **fields})


def paper(kind: str = "toleration_60a", **fields: Any) -> ResidenceDocument:
    """A Duldung since a month, valid for a year."""
    return ResidenceDocument(**{"id": "p1", "client_id": "c", "kind": kind, "valid_from": TODAY - timedelta(30),
                                "valid_to": TODAY + timedelta(365), **fields})


def level(oral: str = "unknown", written: str = "unknown") -> LanguageAssessment:
    """An assessment of this month."""
    return LanguageAssessment(id="l1", client_id="c", on=TODAY - timedelta(10), oral=oral, written=written)


def assessed(component: str, result: str = "eligible", **fields: Any) -> Eligibility:
    """An assessment of a Baustein under the rules of today."""
    return Eligibility(**{"id": "e1", "case_id": "f", "component": component, "result": result,
                          "rule_version": "kim_2023", "checked_on": TODAY - timedelta(5), **fields})


def said(facts: PersonFacts, of: Offering) -> dict[str, Condition]:
    """The conditions by their keys."""
    return {one.key: one for one in conditions(facts, of, TODAY)}


_DAYS = st.dates(TODAY - timedelta(400), TODAY + timedelta(400))
_OTHER = "of no list"


def _of_list(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from((*shipped(name).ids, "unknown", _OTHER))


def offerings() -> st.SearchStrategy[Offering]:
    """Any offering a catalogue could hold, sensible or not."""
    levels = st.sampled_from(("", *LEVELS))
    return st.builds(
        Offering, key=st.sampled_from("ABC"), offer_key=st.just("A"), lifecycle=st.sampled_from(Lifecycle),
        component=st.sampled_from("12345R"), title=st.sampled_from(("Kurs", "Lehrgang")), provider=st.just("MUSTER"),
        ags=st.sampled_from((KOELN, DUESSELDORF, MINDEN, "", "09162000")), start=st.none() | _DAYS,
        end=st.none() | _DAYS, register_until=st.none() | _DAYS, continuous_entry=st.booleans(), german_oral=levels,
        german_written=levels, age_min=st.none() | st.integers(14, 40), age_max=st.none() | st.integers(14, 40),
        residence=st.sampled_from(((), ("duldung",), ("gestattung", "duldung"), ("aufenthaltserlaubnis",), (_OTHER,))),
        women_only=st.booleans(), childcare=st.booleans(), seats_free=st.none() | st.integers(-1, 3),
        seats_as_of=st.none() | _DAYS)


def births() -> st.SearchStrategy[PartialDate | None]:
    """Nothing, a year, a month or a day, estimated or not."""
    days = st.dates(date(1985, 1, 1), date(2012, 12, 31))
    return st.none() | st.builds(
        lambda day, parts, about: PartialDate(
            day.year, day.month if parts > 1 else None, day.day if parts > 2 else None, about),
        days, st.integers(1, 3), st.booleans())


def persons() -> st.SearchStrategy[PersonFacts]:
    """Any person, with any part not recorded and some codes of no list."""
    papers = st.builds(paper, _of_list("residence_kind"), id=st.sampled_from("xyz"), valid_from=_DAYS,
                       valid_to=st.none() | _DAYS, work_permission=_of_list("work_permission"),
                       permission_until=st.none() | _DAYS)
    assessments = st.builds(assessed, st.sampled_from("12345"), _of_list("eligibility_result"), id=st.uuids().map(str),
                            checked_on=_DAYS, reason=st.sampled_from(("", "Grund")))
    going = st.sampled_from([state for state in ReferralState if state not in OVER])
    underway = st.builds(Underway, offering_key=st.sampled_from(("A", "B", "")), component=st.sampled_from("14R"),
                         title=st.just("MUSTER"), state=going, since=_DAYS)
    levels = st.none() | st.builds(level, _of_list("cefr"), _of_list("cefr"))
    return st.builds(
        PersonFacts, birth=births(), sex=_of_list("sex"), ags=st.sampled_from((KOELN, MINDEN, "", "09162000")),
        accommodation=_of_list("accommodation"), childcare=_of_list("yes_no"), employment=_of_list("employment"),
        certificate=_of_list("certificate"), papers=st.lists(papers, max_size=3), level=levels,
        assessed=st.lists(assessments, max_size=3), underway=st.lists(underway, max_size=2),
        wanted=st.frozensets(st.sampled_from("1234"), max_size=2))


def fitting(of: Offering, day: date) -> dict[str, Any]:
    """Per attribute of PersonFacts what suits this offering on that day, where anything can."""
    years = [age for age in range(18, 28) if (of.age_min or 0) <= age <= (999 if of.age_max is None else of.age_max)]
    kinds = {"gestattung": "asylum_permission", "duldung": "toleration_60a", "aufenthaltserlaubnis": "permit_25b"}
    admitted = [kinds[group] for group in of.residence if group in kinds] if of.residence else list(kinds.values())
    suits: dict[str, Any] = {
        "sex": "w", "ags": of.ags, "childcare": "no", "employment": "employed_full", "certificate": "none",
        "level": level("c2", "c2"), "assessed": (assessed(of.component, rule_version=""),)}
    if admitted:
        suits["papers"] = (paper(admitted[0], valid_from=TODAY - timedelta(500), valid_to=None, work_permission="any"),)
    if years:
        suits["birth"] = PartialDate(day.year - years[0] - 1, day.month, 28) if day.day < 28 else PartialDate(
            day.year - years[0], day.month, 1)
    return suits


def without(facts: PersonFacts, name: str) -> PersonFacts:
    """The same person of whom one thing is not recorded."""
    return replace(facts, **{name: getattr(PersonFacts(), name)})
