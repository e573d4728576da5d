"""The dated rules: which are in force when, and that each value says where it comes from."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.domain.policy import Policy, policies, policy_on

WHOLE = json.loads((resources.path("policy") / "kim_2023.json").read_text(encoding="utf-8"))


def test_the_programme_ends_with_june_2023() -> None:
    assert policy_on(date(2023, 6, 30)).law_profile == "L22"
    assert policy_on(date(2023, 7, 1)).law_profile == "L26"


def test_a_day_before_the_first_rules_takes_the_first() -> None:
    assert policy_on(date(2010, 1, 1)) is policies()[0]


@given(st.dates(date(2018, 11, 1), date(2100, 1, 1)))
def test_exactly_one_set_of_rules_holds_on_every_day(day: date) -> None:
    assert [policy for policy in policies() if day in policy] == [policy_on(day)]


def test_periods_follow_each_other_without_gap() -> None:
    for earlier, later in pairwise(policies()):
        assert earlier.valid_to is not None and earlier.valid_to + timedelta(1) == later.valid_from


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.id)
def test_every_rule_names_its_source(policy: Policy) -> None:
    rules = {field.name for field in fields(Policy)} - {"id", "valid_from", "valid_to", "sources"}
    assert set(policy.sources) == rules
    assert all(policy.sources.values())


@pytest.mark.parametrize("policy", policies(), ids=lambda policy: policy.id)
def test_the_offsets_are_those_of_the_rule_table(policy: Policy) -> None:
    assert (policy.age_min, policy.age_max) == (18, 27)
    assert policy.doc_expiry_warn_days == (42, 21, 7)
    assert policy.course_end_days == (-14, 7)
    assert (policy.course_start_check_days, policy.referral_no_reply_days, policy.no_contact_days) == (3, 14, 30)
    assert (policy.month_export_workday, policy.catalogue_stale_days) == (5, 60)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder from which the rules are read."""
    (tmp_path / "policy").mkdir()
    monkeypatch.setattr(resources, "ROOT", tmp_path)
    policies.cache_clear()
    yield tmp_path / "policy"
    policies.cache_clear()


def test_a_policy_file_with_a_missing_rule_is_refused(place: Path) -> None:
    (place / "broken.json").write_text('{"id": "broken"}', encoding="utf-8")
    with pytest.raises(ValueError, match="age_min"):
        policies()


@pytest.mark.parametrize(("ends", "why"), [
    ([], "has an end"), ([("2023-01-01", "2023-12-31")], "has an end"),
    ([("2023-01-01", "2023-12-30"), ("2024-01-01", None)], "gap or overlap"),
    ([("2023-01-01", "2024-01-01"), ("2024-01-01", None)], "gap or overlap"),
    ([("2023-01-01", None), ("2024-01-01", None)], "gap or overlap"),
])
def test_a_day_without_rules_or_with_two_sets_of_them_is_refused(
        place: Path, ends: list[tuple[str, str | None]], why: str) -> None:
    for n, (first, last) in enumerate(ends):
        (place / f"{n}.json").write_text(json.dumps({**WHOLE, "valid_from": first, "valid_to": last}), encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        policies()
