"""Consent: what for, to whom, from when until when; a blanket disclosure is void (domain.md § 5.2)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given as examples
from hypothesis import strategies as st

from app.domain.consent import CASEWORK, DISCLOSURE, Consent, given, holds

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
