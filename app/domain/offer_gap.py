"""Bedarf ohne passendes Angebot: what a person needs and no catalogue offers, with the reason; counted for the GfS."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferGap:
    """``component`` is of the list referral_target, ``course_kind`` and ``reason`` of the lists course_kind and
    gap_reason, ``german`` of cefr ("" not said); open while ``resolved_on`` is None."""

    id: str
    case_id: str
    component: str
    course_kind: str = ""
    german: str = ""
    ags: str = ""
    since: date
    reason: str
    note: str = ""
    resolved_on: date | None = None
