"""Füllstand: what counts, that „keine Angabe“ is an answer, and how full an ended case is."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case, CaseState
from app.domain.client import Client
from app.domain.codes import REFUSED
from app.domain.completeness import ENTRY, EXIT, FACTS, PERSON, Fact, Known, exit_share, missing, percent, share
from app.domain.dates import PartialDate
from app.domain.language import LanguageAssessment
from app.domain.residence import ResidenceDocument

ON = date(2026, 11, 23)
BLANK = Known(client=Client(id="1", number=1), case=Case(id="c", client_id="1"), state=CaseState.OPEN)
FULL = Known(
    client=Client(id="1", number=1, birth=PartialDate(2001), ags="05315000", sex="w", nationalities=("423",),
                  contact_language="prs", interpreter="none", phone="0150 0000042", accommodation="own_flat"),
    case=Case(id="c", client_id="1", access_route="self", entry_employment="care", entry_school_years="5_8",
              entry_certificate="none"),
    state=CaseState.OPEN,
    paper=ResidenceDocument(id="p", client_id="1", kind="permission", valid_from=ON, work_permission="banned"),
    level=LanguageAssessment(id="l", client_id="1", on=ON, oral="a2", written="a1"),
    consent=True, eligibility=True, needs=True)


def keys(facts: tuple[Fact, ...]) -> set[str]:
    return {fact.key for fact in facts}


def changed(**values: Any) -> Client:
    return replace(FULL.client, **values)


def test_nothing_recorded_is_empty_and_everything_recorded_is_full() -> None:
    assert missing(BLANK) == tuple(ENTRY) and share(BLANK) == 0
    assert missing(FULL) == () and share(FULL) == 1
    assert len(ENTRY) == 19 and len(FACTS) == len(ENTRY) + len(EXIT)


def test_each_fact_counts_for_itself_and_not_wanting_to_say_is_an_answer() -> None:
    for name in ("sex", "contact_language", "interpreter", "accommodation"):
        silent, refusing = ({name: value} for value in ("unknown", REFUSED))
        assert keys(missing(replace(FULL, client=changed(**silent)))) == {name}
        assert missing(replace(FULL, client=changed(**refusing))) == ()
    assert keys(missing(replace(FULL, paper=None))) == {"paper", "work_permission"}
    assert keys(missing(replace(FULL, level=None))) == {"german_oral", "german_written"}
    assert keys(missing(replace(FULL, consent=False, needs=False, eligibility=False))) == {
        "consent", "needs", "eligibility"}


def test_whoever_is_reached_in_another_way_needs_no_telephone() -> None:
    client = replace(FULL.client, phone="")
    assert keys(missing(replace(FULL, client=client))) == {"phone"}
    assert missing(replace(FULL, client=replace(client, messenger="amira"))) == ()


def test_before_the_opening_the_situation_of_today_is_that_at_entry() -> None:
    client = replace(FULL.client, employment="care", school_years="5_8", certificate="none")
    case = Case(id="c", client_id="1", access_route="self")
    known = replace(FULL, client=client, case=case)
    assert missing(replace(known, state=CaseState.PROSPECT)) == ()
    assert keys(missing(known)) == {"entry_employment", "entry_school_years", "entry_certificate"}


def test_the_exit_is_counted_once_the_case_has_ended() -> None:
    assert exit_share(FULL) is None and exit_share(replace(FULL, state=CaseState.DISCARDED)) is None
    ended = replace(FULL, state=CaseState.CLOSED, goals_open=True,
                    case=replace(FULL.case, closing_reason="handed_over", outcome_situation="unknown"))
    assert keys(missing(ended, EXIT)) == {"outcome_situation", "goals", "handed_over_to"}
    assert exit_share(ended) == 0.25
    told = replace(ended, goals_open=False, case=replace(ended.case, closing_reason="own_wish",
                                                         outcome_situation="not_reached"))
    assert exit_share(told) == 1


def test_every_place_and_topic_is_known_and_the_person_comes_first() -> None:
    assert {fact.place for fact in FACTS.values()} == {"facts", "papers", "levels", "consents", "plan"}
    assert [fact.topic for fact in ENTRY][:9] == [PERSON] * 9


@settings(max_examples=50)
@given(st.sets(st.sampled_from([fact.key for fact in ENTRY if hasattr(FULL.client, fact.key)])))
def test_the_share_is_the_hand_count(gone: set[str]) -> None:
    client = changed(**{name: getattr(BLANK.client, name) for name in gone})
    known = replace(FULL, client=client)
    assert share(known) == (19 - len(gone)) / 19
    assert percent(share(known)) == 100 if not gone else percent(share(known)) < 100


def test_only_what_is_complete_is_a_hundred() -> None:
    assert [percent(value) for value in (0, 0.5, 0.996, 1)] == [0, 50, 99, 100]
