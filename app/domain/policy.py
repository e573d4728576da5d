"""Rules as dated data (`resources/policy/*.json`): ages, exclusions, retention, offsets. They warn, they never block;
which of them are sourced and which are proposals stands beside each value in its file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from app import resources

# Lies beside them, with periods of its own: the rules of follow-ups, read by `rules`.
RULES_FILE = "wiedervorlagen.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one period. ``…_days`` and ``…_months`` are offsets from the event in the name.

    ``valid_to`` None means until further notice; ``sources`` says per value where it comes from or that it is
    a proposal. Both age limits are included: completed years from ``age_min`` to ``age_max``.
    """

    id: str
    valid_from: date
    valid_to: date | None
    law_profile: str
    age_min: int
    age_max: int
    excluded_accommodation: tuple[str, ...]
    fb2_excluded_work_permission: tuple[str, ...]
    no_contact_days: int
    sleeping_days: int
    plan_review_days: int
    doc_expiry_warn_days: tuple[int, ...]
    doc_missing_date_days: int
    course_start_check_days: int
    course_end_days: tuple[int, int]
    referral_no_reply_days: int
    followup_6m_months: int
    month_export_workday: int
    catalogue_stale_days: int
    retention_contact_only_months: int
    retention_lock_months: int
    retention_erase_months: int
    sources: Mapping[str, str]

    def __contains__(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def policy_on(day: date) -> Policy:
    """The rules in force on a day; before the first period those of the first, so that old dates can be typed."""
    periods = policies()
    return next((policy for policy in periods if day in policy), periods[0])


@lru_cache(maxsize=1)
def policies() -> tuple[Policy, ...]:
    """All shipped periods by date; ValueError unless they follow each other without gap and the last is open."""
    files = [file for file in resources.path("policy").glob("*.json") if file.name != RULES_FILE]
    periods = sorted((_read(file) for file in files), key=lambda p: p.valid_from)
    if not periods or periods[-1].valid_to is not None:
        raise ValueError("the last policy has an end")
    # A day between two periods would have no rules, a day in both would have two.
    for earlier, later in pairwise(periods):
        if earlier.valid_to is None or (later.valid_from - earlier.valid_to).days != 1:
            raise ValueError(f"gap or overlap between policies {earlier.id} and {later.id}")
    return tuple(periods)


def _read(file: Path) -> Policy:
    """One file: every field by its name; dates as ISO text, lists as tuples."""
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    # A rule missing in one period, or misspelt, would silently be another period's or none at all.
    wanted = {field.name for field in fields(Policy)}
    if set(values) != wanted:
        raise ValueError(f"policy {file.stem}: {sorted(set(values) ^ wanted)}")
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
        elif name in ("valid_from", "valid_to") and value is not None:
            values[name] = date.fromisoformat(value)
    return Policy(**values)
