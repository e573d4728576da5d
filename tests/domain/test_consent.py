"""Consent: what for, to whom, from when until when; a blanket disclosure is void (domain.md § 5.2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from app.domain.consent import (
    CASEWORK,
    DISCLOSURE,
    ENDS_BEFORE,
    HEALTH,
    NAMES_MISSING,
    WHY,
    Consent,
    Weighed,
    checked,
    given,
    holds,
    holds_health,
    is_own,
    running_out,
    weigh,
)
from app.domain.errors import UserError

DAY = date(2026, 11, 23)
CONSENT = Consent(id="1", client_id="client", kind=CASEWORK, given_on=DAY)
DISCLOSED = replace(CONSENT, kind=DISCLOSURE, recipients=("MUSTER-Träger",))
DAYS = st.integers(-5, 5).map(lambda offset: DAY + timedelta(offset))


@examples(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_consent_holds_from_its_day_until_it_is_withdrawn_or_expired(
    given_on: date, withdrawn_on: date | None, expires_on: date | None, day: date,
) -> None:
    consent = replace(CONSENT, given_on=given_on, withdrawn_on=withdrawn_on, expires_on=expires_on)
    last = min(withdrawn_on - timedelta(1) if withdrawn_on else date.max, expires_on or date.max)
    assert holds(consent, day) == (given_on <= day <= last)


def test_withdrawal_counts_from_the_day_itself_and_expiry_from_the_next() -> None:
    assert not holds(replace(CONSENT, withdrawn_on=DAY), DAY)
    assert holds(replace(CONSENT, expires_on=DAY), DAY)
    assert not holds(replace(CONSENT, expires_on=DAY), DAY + timedelta(1))


def test_a_disclosure_must_name_its_recipient() -> None:
    assert given([DISCLOSED], DISCLOSURE, DAY, "MUSTER-Träger") == DISCLOSED
    assert given([DISCLOSED], DISCLOSURE, DAY, "anderer Träger") is None
    assert given([replace(DISCLOSED, recipients=())], DISCLOSURE, DAY) is None


def test_consent_for_one_purpose_is_none_for_another() -> None:
    assert given([CONSENT], DISCLOSURE, DAY, "MUSTER-Träger") is None
    assert given([CONSENT], CASEWORK, DAY) == CONSENT


def test_a_second_consent_counts_where_the_first_was_withdrawn() -> None:
    gone = replace(CONSENT, withdrawn_on=DAY)
    again = replace(CONSENT, id="2")
    assert given([gone, again], CASEWORK, DAY) == again


CONSENTS = st.lists(st.builds(
    Consent, id=st.uuids().map(str), client_id=st.just("client"), kind=st.sampled_from((CASEWORK, DISCLOSURE, HEALTH)),
    given_on=DAYS, withdrawn_on=st.none() | DAYS, expires_on=st.none() | DAYS,
    recipients=st.lists(st.sampled_from(("MUSTER-Träger", "Jobcenter", "VHS")), max_size=2).map(tuple)), max_size=5)


@settings(max_examples=50)
@examples(CONSENTS, st.sampled_from((CASEWORK, DISCLOSURE, HEALTH)), DAYS, st.sampled_from(("Jobcenter", "VHS", "")))
def test_either_a_consent_that_holds_is_found_or_a_sentence_says_why_not(
    consents: list[Consent], kind: str, day: date, recipient: str,
) -> None:
    found = weigh(consents, kind, day, recipient)
    assert (found.consent is None) == (found.why in WHY)
    assert found.consent == given(sorted(consents, key=lambda c: c.given_on), kind, day, recipient)
    if found.consent is not None:
        assert found.consent.kind == kind and holds(found.consent, day)
        assert kind != DISCLOSURE or recipient in found.consent.recipients


@pytest.mark.parametrize(("consent", "recipient", "why"), [
    (replace(DISCLOSED, withdrawn_on=DAY), "MUSTER-Träger", "withdrawn_for"),
    (replace(DISCLOSED, given_on=DAY - timedelta(9), expires_on=DAY - timedelta(1)), "muster-trager", "expired_for"),
    (replace(DISCLOSED, given_on=DAY + timedelta(1)), "MUSTER-Träger", "later_for"),
    (DISCLOSED, "Jobcenter", "others"), (DISCLOSED, " ", "nobody"), (CONSENT, "Jobcenter", "missing_for"),
])
def test_each_fault_of_a_disclosure_has_its_own_sentence(consent: Consent, recipient: str, why: str) -> None:
    assert weigh([consent], DISCLOSURE, DAY, recipient).why == why


def test_what_was_withdrawn_last_is_named_and_not_what_expired_before_it() -> None:
    old = replace(CONSENT, id="0", given_on=DAY - timedelta(90), expires_on=DAY - timedelta(50))
    assert weigh([replace(CONSENT, withdrawn_on=DAY), old], CASEWORK, DAY).why == "withdrawn"
    assert weigh([old], CASEWORK, DAY) == Weighed(why="expired", day=DAY - timedelta(50))


def test_a_consent_names_its_receiver_and_does_not_end_before_it_begins() -> None:
    assert checked(DISCLOSED) == DISCLOSED
    for wrong, sentence in ((replace(DISCLOSED, recipients=()), NAMES_MISSING),
                            (replace(CONSENT, expires_on=DAY - timedelta(1)), ENDS_BEFORE)):
        with pytest.raises(UserError) as refused:
            checked(wrong)
        assert refused.value.msgid == sentence


def test_facts_about_health_need_a_consent_of_their_own() -> None:
    assert not holds_health([CONSENT, DISCLOSED], DAY)
    assert holds_health([replace(CONSENT, kind=HEALTH)], DAY)
    assert not holds_health([replace(CONSENT, kind=HEALTH, withdrawn_on=DAY)], DAY)


def test_the_person_is_known_by_word_and_by_name_in_any_order() -> None:
    assert is_own("Die Person selbst", ()) and is_own("muster, amira", ("Amira MUSTER",))
    assert not is_own("", ("",)) and not is_own("Amira", ("Amira MUSTER",))


def test_only_what_is_still_needed_and_not_replaced_runs_out() -> None:
    ends = replace(CONSENT, expires_on=DAY)
    assert running_out([ends, CONSENT, replace(ends, withdrawn_on=DAY)]) == ()
    assert running_out([ends]) == (ends,)
    assert running_out([replace(ends, id="1"), replace(ends, id="2")]) == (replace(ends, id="1"),)
    shared = replace(DISCLOSED, expires_on=DAY)
    assert running_out([shared]) == running_out([shared], [("MUSTER-Träger", DAY), ("VHS", None)]) == ()
    assert running_out([shared], [("MUSTER-Träger", DAY + timedelta(1))]) == (shared,)
    assert running_out([shared], [("MUSTER-Träger", None)]) == (shared,)
    wider = replace(shared, id="2", recipients=("VHS",), expires_on=None)
    assert running_out([shared, wider], [("MUSTER-Träger", None)]) == (shared,)
