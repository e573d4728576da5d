"""The person: what intake requires, the short number, the age and what is still missing."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.client import (
    BIRTH_IN_FUTURE,
    BIRTH_MISSING,
    COMMUNE_MISSING,
    NAME_MISSING,
    Client,
    age,
    checked,
)
from app.domain.dates import PartialDate
from app.domain.errors import UserError

TODAY = date(2026, 11, 23)
AMIRA = Client(id="1", number=42, family_name="MUSTER", given_name="Amira", birth=PartialDate(2001, 3, 5),
               ags="05315000")


@pytest.mark.parametrize("names", [
    {"family_name": "MUSTER"}, {"given_name": "Abdul"}, {"aliases": ("Sam",)},
])
def test_one_name_of_any_kind_is_enough(names: dict[str, object]) -> None:
    client = replace(AMIRA, **{"family_name": "", "given_name": "", **names})
    assert checked(client, TODAY) is client


@pytest.mark.parametrize(("fields", "why"), [
    ({"family_name": "", "given_name": ""}, NAME_MISSING),
    ({"birth": None}, BIRTH_MISSING),
    ({"birth": PartialDate(2026, 12)}, BIRTH_IN_FUTURE),
    ({"ags": ""}, COMMUNE_MISSING),
    ({"family_name": "", "given_name": "", "birth": None, "ags": ""}, NAME_MISSING),
])
def test_the_first_thing_missing_is_named(fields: dict[str, object], why: str) -> None:
    with pytest.raises(UserError) as refused:
        checked(replace(AMIRA, **fields), TODAY)
    assert refused.value.msgid == why


def test_an_estimated_year_and_the_birth_of_today_are_accepted() -> None:
    assert checked(replace(AMIRA, birth=PartialDate(2001, estimated=True)), TODAY).birth == PartialDate(
        2001, estimated=True)
    assert checked(replace(AMIRA, birth=PartialDate.of(TODAY)), TODAY).birth == PartialDate.of(TODAY)


def test_the_short_number_has_at_least_four_digits() -> None:
    assert AMIRA.reference == "K-0042"
    assert replace(AMIRA, number=12345).reference == "K-12345"


def test_the_age_is_counted_in_completed_years_or_not_known() -> None:
    assert age(AMIRA, date(2026, 3, 4)) == 24
    assert age(AMIRA, date(2026, 3, 5)) == 25
    assert age(replace(AMIRA, birth=None), TODAY) is None
