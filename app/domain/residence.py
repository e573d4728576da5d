"""Residence papers as dated records, typed from the paper (domain.md § 3). Nothing here computes a validity."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.errors import N_, UserError

ENDS_BEFORE_START = N_("„Gültig bis“ liegt vor „Gültig ab“. Es wurde nichts gespeichert. "
                       "Auf dem Papier stehen beide Daten.")

# Health data in the reason of a Duldung: only behind a consent of its own.
MEDICAL = "medical"
BANNED = "banned"
# An AZR number has twelve digits; it is never stored (domain.md § 9).
_AZR_LIKE = re.compile(r"(?<!\d)(?:\d[ /-]?){11}\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceDocument:
    """One paper; history stays. ``work_permission`` is the wording of its Nebenbestimmung (§ 3.3)."""

    id: str
    client_id: str
    kind: str
    valid_from: date
    valid_to: date | None = None
    reason_group: str = "unknown"
    work_permission: str = "unknown"
    residence_condition: str = "unknown"
    condition_text: str = ""
    seen_original: bool = False
    work_ban_reason: str = "unknown"
    permission_until: date | None = None
    condition_ags: str = ""
    condition_until: date | None = None
    spatial_restriction: str = "unknown"
    ends_by_condition: bool = False


def checked(document: ResidenceDocument) -> ResidenceDocument:
    """The paper itself; raises UserError where its dates contradict each other."""
    if document.valid_to and document.valid_to < document.valid_from:
        raise UserError(ENDS_BEFORE_START)
    return document


def current(documents: Iterable[ResidenceDocument], day: date) -> ResidenceDocument | None:
    """The paper that counts on ``day``: the latest begun; an expired one counts until the next (anonymity.md)."""
    begun = [d for d in documents if d.valid_from <= day]
    return max(begun, key=_rank, default=None)


def replaced_on(documents: Iterable[ResidenceDocument], document: ResidenceDocument, day: date) -> date | None:
    """Since when a later paper counts in place of this one, None while none has begun by ``day``.

    Such a paper is history: that it has expired asks nothing of anybody.
    """
    later = (d for d in documents if d.valid_from <= day and _rank(d) > _rank(document))
    return min((d.valid_from for d in later), default=None)


def _rank(document: ResidenceDocument) -> tuple[date, date, str]:
    return document.valid_from, document.valid_to or date.max, document.id


def like_azr_number(text: str) -> bool:
    """Whether a typed text holds what may be an AZR number: twelve digits, perhaps in groups."""
    return _AZR_LIKE.search(text) is not None


def is_toleration(kind: str) -> bool:
    """Whether a paper of that kind is a Duldung, which has a reason."""
    return kind.startswith("toleration")


def asks_for_place(condition: str) -> bool:
    """Whether a Wohnsitzauflage of that kind names a place."""
    return condition not in ("none", "unknown", "land")
