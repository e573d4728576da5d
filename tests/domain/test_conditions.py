"""Each condition by itself: what is fulfilled, what is not, what is a question, and the words for it."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given

from app.domain.catalogue import Lifecycle, Offering
from app.domain.client import Client
from app.domain.completeness import FACTS
from app.domain.conditions import LABELS, NO, UNKNOWN, YES, PersonFacts, Underway, Verdict, phrase, years_on
from app.domain.dates import PartialDate
from app.domain.matching import conditions
from tests.matches import (
    DUESSELDORF,
    KOELN,
    MINDEN,
    SOON,
    TODAY,
    assessed,
    births,
    level,
    offering,
    offerings,
    paper,
    persons,
    said,
)

NOBODY = PersonFacts()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


@given(persons(), offerings())
def test_no_person_and_no_offering_make_a_condition_fail(facts: PersonFacts, of: Offering) -> None:
    found = conditions(facts, of, TODAY)
    assert len({one.key for one in found}) == len(found)
    facts_known = {*FACTS, *(field.name for field in fields(Client))}
    for one in found:
        assert one.key in LABELS
        assert one.fact in {"", *facts_known}
        assert not one.fact or one.verdict is UNKNOWN
        assert not one.remark or one.verdict is YES
        words = phrase(one.asks, one.values) + phrase(one.has, one.values)
        assert words and "{" not in words


def test_the_offering_that_asks_for_nothing_has_four_conditions() -> None:
    assert {key: one.verdict for key, one in said(PersonFacts(ags=KOELN), offering()).items()} == {
        "childcare": YES, "place": YES, "start": YES, "seats": YES}


@pytest.mark.parametrize(("birth", "verdict", "words"), [
    (PartialDate(2008, 12, 13), YES, "18 Jahre bei Beginn"),
    (PartialDate(2008, 12, 14), NO, "17 Jahre bei Beginn"),
    (PartialDate(2008, 12), UNKNOWN, "17 bis 18 Jahre bei Beginn"),
    (PartialDate(2007), YES, "18 bis 19 Jahre bei Beginn"),
    (PartialDate(2007, 6, 1, estimated=True), YES, "18 bis 20 Jahre bei Beginn"),
    (PartialDate(2008, 6, 1, estimated=True), UNKNOWN, "17 bis 19 Jahre bei Beginn"),
    (PartialDate(1999, 12, 13), YES, "27 Jahre bei Beginn"),
    (PartialDate(1998, 12, 13), NO, "28 Jahre bei Beginn"),
    (None, UNKNOWN, "nicht erhoben"),
])
def test_the_age_is_that_of_the_day_on_which_the_course_begins(
    birth: PartialDate | None, verdict: Verdict, words: str,
) -> None:
    found = said(PersonFacts(birth=birth), offering(age_min=18, age_max=27))["age"]
    assert (found.verdict, phrase(found.has, found.values)) == (verdict, words)
    assert found.fact == ("birth" if verdict is UNKNOWN else "")
    assert phrase(found.asks, found.values) == "18 bis 27 Jahre"


@given(births())
def test_the_band_of_an_age_holds_every_age_the_birth_can_mean(birth: PartialDate | None) -> None:
    band = years_on(birth, SOON)
    if birth is None or band is None:
        assert (birth, band) == (None, None)
        return
    exact = years_on(PartialDate.of(birth.last_day()), SOON), years_on(PartialDate.of(birth.first_day()), SOON)
    assert all(one is not None and band.least <= one.least <= one.most <= band.most for one in exact)
    assert band.most - band.least <= 1 + 2 * birth.estimated


def test_the_paper_of_the_first_day_counts_not_that_of_today() -> None:
    asks = offering(residence=("aufenthaltserlaubnis",))
    coming = paper("permit_25b", id="p2", valid_from=SOON, valid_to=None)
    assert said(PersonFacts(papers=(paper(),)), asks)["residence"].verdict is NO
    assert said(PersonFacts(papers=(paper(), coming)), asks)["residence"].verdict is YES


def test_a_paper_that_ends_before_the_course_is_remarked_on_and_one_that_has_ended_is_a_question() -> None:
    asks = offering(residence=("gestattung", "duldung"))
    ends = said(PersonFacts(papers=(paper(valid_to=TOMORROW),)), asks)["residence"]
    assert (ends.verdict, ends.remark) == (YES, True)
    assert phrase(ends.has, ends.values) == (
        "Duldung (§ 60a AufenthG), endet am 24.11.2026 und damit vor dem Beginn")
    assert phrase(ends.asks, ends.values) == "Gestattung, Duldung"
    ended = said(PersonFacts(papers=(paper(valid_to=YESTERDAY),)), asks)["residence"]
    assert (ended.verdict, ended.fact) == (UNKNOWN, "paper")
    # the last day is a day on which it holds
    assert not said(PersonFacts(papers=(paper(valid_to=SOON),)), asks)["residence"].remark
    assert said(PersonFacts(papers=(paper(valid_to=TODAY),)), asks)["residence"].verdict is YES


@pytest.mark.parametrize("kind", ["none_unclear", "unknown", ""])
def test_no_paper_and_an_unclear_one_are_questions(kind: str) -> None:
    papers = (paper(kind),) if kind else ()
    found = said(PersonFacts(papers=papers), offering(residence=("duldung",)))["residence"]
    assert (found.verdict, found.fact) == (UNKNOWN, "paper")


def test_an_offering_that_names_no_status_admits_every_one() -> None:
    assert "residence" not in said(PersonFacts(papers=(paper("none_unclear"),)), offering())


def test_the_latest_assessment_of_the_baustein_decides() -> None:
    of = offering(component="4")
    assert said(NOBODY, of)["eligibility"].fact == "eligibility"
    earlier = assessed("4", id="e0", checked_on=TODAY - timedelta(50))
    refused = assessed("4", "not_eligible", reason="wohnt außerhalb")
    no = said(PersonFacts(assessed=(refused, earlier)), of)["eligibility"]
    assert no.verdict is NO
    assert phrase(no.has, no.values) == "gehört nicht zur Zielgruppe, geprüft am 18.11.2026: wohnt außerhalb"
    assert said(PersonFacts(assessed=(earlier,)), of)["eligibility"].verdict is YES
    assert said(PersonFacts(assessed=(assessed("3"),)), of)["eligibility"].verdict is UNKNOWN
    assert said(PersonFacts(assessed=(assessed("4", checked_on=TOMORROW),)), of)["eligibility"].verdict is UNKNOWN
    assert said(PersonFacts(assessed=(assessed("4", checked_on=TODAY),)), of)["eligibility"].verdict is YES
    assert "eligibility" not in said(NOBODY, offering(component="R"))


def test_an_assessment_under_other_rules_holds_and_is_remarked_on() -> None:
    old = said(PersonFacts(assessed=(assessed("4", rule_version="programm_2018"),)), offering(component="4"))
    assert (old["eligibility"].verdict, old["eligibility"].remark) == (YES, True)
    new = said(PersonFacts(assessed=(assessed("4"),)), offering(component="4"))["eligibility"]
    assert (new.verdict, new.remark) == (YES, False)


def test_what_the_rules_exclude_is_a_no_until_somebody_finds_an_exception() -> None:
    of, old = offering(component="4"), PartialDate(1990, 1, 2)
    aged = said(PersonFacts(birth=old), of)["eligibility"]
    assert aged.verdict is NO
    assert phrase(aged.has, aged.values).startswith("36 Jahre, in der Regel 18 bis 27")
    assert said(PersonFacts(accommodation="land_zue"), of)["eligibility"].verdict is NO
    excepted = PersonFacts(birth=old, accommodation="land_zue", assessed=(assessed("4", "eligible_by_exception"),))
    assert said(excepted, of)["eligibility"].verdict is YES
    # a year that may lie inside the limits is asked about
    assert said(PersonFacts(birth=PartialDate(1998)), of)["eligibility"].verdict is UNKNOWN


def test_baustein_2_needs_no_work_ban_and_a_job() -> None:
    of = offering(component="2")
    banned = said(PersonFacts(papers=(paper(work_permission="banned"),), employment="employed_part"), of)
    assert (banned["work"].verdict, banned["job"].verdict) == (NO, YES)
    free = said(PersonFacts(papers=(paper(work_permission="employment"),), employment="job_seeking"), of)
    assert (free["work"].verdict, free["job"].verdict) == (YES, NO)
    open_ = said(PersonFacts(papers=(paper(),)), of)
    assert (open_["work"].verdict, open_["work"].fact) == (UNKNOWN, "work_permission")
    assert (open_["job"].verdict, open_["job"].fact) == (UNKNOWN, "employment")
    internship = said(PersonFacts(employment="introductory_training"), of)["job"]
    assert (internship.verdict, internship.fact) == (UNKNOWN, "")
    assert not {"work", "job"} & said(NOBODY, offering(component="4")).keys()


def test_a_permission_that_ends_before_the_course_is_remarked_on() -> None:
    ends = paper(work_permission="employer_specific", permission_until=TOMORROW)
    found = said(PersonFacts(papers=(ends,)), offering(component="2"))["work"]
    assert (found.verdict, found.remark) == (YES, True)
    assert said(PersonFacts(papers=(ends,)), offering(component="2", start=TOMORROW))["work"].remark is False


@pytest.mark.parametrize(("own", "verdict"), [
    ("a2", NO), ("alpha", NO), ("0", NO), ("b1", YES), ("c2", YES), ("unknown", UNKNOWN), ("refused", UNKNOWN),
])
def test_a_level_that_is_missing_is_a_question_not_a_no(own: str, verdict: Verdict) -> None:
    found = said(PersonFacts(level=level(oral=own)), offering(german_oral="b1"))["german_oral"]
    assert (found.verdict, found.fact) == (verdict, "german_oral" if verdict is UNKNOWN else "")
    assert said(NOBODY, offering(german_oral="b1"))["german_oral"].verdict is UNKNOWN


def test_what_is_spoken_says_nothing_of_what_is_written() -> None:
    found = said(PersonFacts(level=level(oral="c1")), offering(german_oral="b2", german_written="a1"))
    assert (found["german_oral"].verdict, found["german_written"].verdict) == (YES, UNKNOWN)
    assert found["german_written"].fact == "german_written"
    assert phrase(found["german_oral"].has, found["german_oral"].values) == "C1, Stand 13.11.2026"


def test_a_course_without_previous_knowledge_asks_nobody_for_a_level() -> None:
    assert said(NOBODY, offering(german_oral="0"))["german_oral"].verdict is YES
    assert "german_oral" not in said(NOBODY, offering(german_oral=""))


@pytest.mark.parametrize(("certificate", "verdict", "remark"), [
    ("none", YES, False), ("foreign_upper_secondary", YES, False), ("special_needs", YES, False), ("esa", YES, True),
    ("eesa", NO, False), ("abitur", NO, False), ("unknown", UNKNOWN, False), ("refused", UNKNOWN, False),
])
def test_baustein_3_is_for_a_certificate_that_is_still_ahead(certificate: str, verdict: Verdict, remark: bool) -> None:
    found = said(PersonFacts(certificate=certificate), offering(component="3"))["schooling"]
    assert (found.verdict, found.remark) == (verdict, remark)
    assert "schooling" not in said(PersonFacts(certificate=certificate), offering(component="4"))


@pytest.mark.parametrize(("sex", "verdict", "fact"), [
    ("w", YES, ""), ("m", NO, ""), ("d", UNKNOWN, ""), ("x", UNKNOWN, "sex"), ("unknown", UNKNOWN, "sex"),
])
def test_a_course_for_women_asks_for_the_sex(sex: str, verdict: Verdict, fact: str) -> None:
    found = said(PersonFacts(sex=sex), offering(women_only=True))["women_only"]
    assert (found.verdict, found.fact) == (verdict, fact)
    assert "women_only" not in said(PersonFacts(sex=sex), offering())


@pytest.mark.parametrize(("needed", "offered", "verdict"), [
    ("yes", True, YES), ("yes", False, NO), ("no", False, YES), ("no", True, YES), ("unknown", True, YES),
    ("unknown", False, UNKNOWN), ("refused", False, UNKNOWN),
])
def test_who_needs_childcare_needs_a_course_that_has_it(needed: str, offered: bool, verdict: Verdict) -> None:
    found = said(PersonFacts(childcare=needed), offering(childcare=offered))["childcare"]
    assert (found.verdict, found.fact) == (verdict, "childcare" if verdict is UNKNOWN else "")


@pytest.mark.parametrize(("home", "there", "verdict", "remark", "words"), [
    (KOELN, KOELN, YES, False, "in der eigenen Kommune"),
    (KOELN, "05378004", YES, False, "14 km von Köln"),
    (KOELN, DUESSELDORF, YES, True, "34 km von Köln, mehr als 30"),
    (KOELN, "09162000", UNKNOWN, False, "Entfernung von Köln nicht bekannt"),
    (KOELN, "", UNKNOWN, False, "Entfernung nicht bekannt"),
    ("", MINDEN, UNKNOWN, False, "nicht erhoben"),
])
def test_a_long_way_is_a_remark_and_never_a_no(
    home: str, there: str, verdict: Verdict, remark: bool, words: str,
) -> None:
    found = said(PersonFacts(ags=home), offering(ags=there))["place"]
    assert (found.verdict, found.remark, phrase(found.has, found.values)) == (verdict, remark, words)
    assert found.fact == ("" if home else "ags")


@pytest.mark.parametrize(("dates", "verdict", "asks", "has"), [
    ({"start": TODAY}, YES, "Beginn 23.11.2026", "noch möglich"),
    ({"start": YESTERDAY}, NO, "Beginn 22.11.2026", "hat schon begonnen"),
    ({"start": YESTERDAY, "continuous_entry": True}, YES, "laufender Einstieg", "noch möglich"),
    ({"start": SOON, "register_until": TODAY}, YES, "Beginn 13.12.2026, Anmeldung bis 23.11.2026", "noch möglich"),
    ({"start": SOON, "register_until": YESTERDAY}, NO, "Beginn 13.12.2026, Anmeldung bis 22.11.2026",
     "Anmeldung war bis 22.11.2026 möglich"),
    ({"start": None, "continuous_entry": True, "end": YESTERDAY}, NO, "laufender Einstieg",
     "zu Ende seit 22.11.2026"),
    ({"start": YESTERDAY, "continuous_entry": True, "end": TODAY}, YES, "laufender Einstieg", "noch möglich"),
    ({"start": None}, UNKNOWN, "Beginn nicht angegeben", "beim Träger zu erfragen"),
])
def test_one_enters_while_registration_is_open(
    dates: dict[str, date | bool | None], verdict: Verdict, asks: str, has: str,
) -> None:
    found = said(NOBODY, offering(**dates))["start"]
    assert (found.verdict, phrase(found.asks, found.values), phrase(found.has, found.values)) == (verdict, asks, has)


def test_no_free_seat_is_a_no_and_an_unknown_number_a_question() -> None:
    assert said(NOBODY, offering(seats_free=0))["seats"].verdict is NO
    assert said(NOBODY, offering(seats_free=None))["seats"].verdict is UNKNOWN
    free = said(NOBODY, offering(seats_free=2, seats_as_of=YESTERDAY))["seats"]
    assert (free.verdict, phrase(free.has, free.values)) == (YES, "2 frei, Stand 22.11.2026")


def test_a_full_a_cancelled_and_a_withdrawn_offering_say_so() -> None:
    for state, words in ((Lifecycle.FULL, "voll"), (Lifecycle.CANCELLED, "abgesagt"),
                         (Lifecycle.WITHDRAWN, "zurückgezogen")):
        found = said(NOBODY, offering(lifecycle=state))
        assert (found["lifecycle"].verdict, phrase(found["lifecycle"].has, found["lifecycle"].values)) == (NO, words)
    # that it is full is said once
    assert "seats" not in said(NOBODY, offering(lifecycle=Lifecycle.FULL, seats_free=0))


def test_a_referral_to_the_same_offering_and_a_running_course_are_seen() -> None:
    course = Underway(offering_key="B-1", component="4", title="MUSTER-Sprachkurs", state="started", since=YESTERDAY)
    there = said(PersonFacts(underway=(course,)), offering(key="B-1", component="4"))
    assert there["referral"].verdict is NO
    assert phrase(there["referral"].has, there["referral"].values) == "angetreten seit 22.11.2026"
    assert "parallel" not in there
    second = said(PersonFacts(underway=(course,)), offering(component="4"))
    assert "referral" not in second
    assert (second["parallel"].verdict, second["parallel"].remark) == (YES, True)
    assert phrase(second["parallel"].has, second["parallel"].values) == "„MUSTER-Sprachkurs“ läuft seit 22.11.2026"
    beside = said(PersonFacts(underway=(course,)), offering(component="1"))
    assert not {"referral", "parallel"} & beside.keys()


def test_words_are_translated_piece_by_piece() -> None:
    found = said(PersonFacts(level=level(oral="a2")), offering(german_oral="b1"))["german_oral"]
    english = {"{own}, Stand {on}": "{own} as of {on}", "A2": "A two"}
    assert phrase(found.has, found.values, lambda text: english.get(text, text)) == "A two as of 13.11.2026"
