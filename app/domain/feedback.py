"""What a Teilhabemanager tells the Geschäftsführende Stelle about an offering: cancelled, full, wrong. No person."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingFeedback:
    """``kind`` is of the list offering_feedback; ``office`` is "" on the laptop that says it and named at the GfS.

    ``sent_on`` is the day it was written to a stick, at the GfS the day it was read in.
    """

    id: str
    offering_key: str
    title: str
    provider: str
    kind: str
    on: date
    note: str = ""
    office: str = ""
    sent_on: date | None = None
