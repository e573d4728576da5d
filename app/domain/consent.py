"""Consent (Einwilligung) as records: what for, to whom, until when (domain.md § 5.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CASEWORK = "casework"
DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One declaration; ``recipients`` names who may learn something, ``paper_location`` where the signed sheet lies."""

    id: str
    client_id: str
    kind: str
    given_on: date
    form: str = "signed"
    recipients: tuple[str, ...] = ()
    language: str = "unknown"
    expires_on: date | None = None
    withdrawn_on: date | None = None
    paper_location: str = ""
    scope: str = ""
    purposes: tuple[str, ...] = ()
    special_categories: bool = False
    interpreter: str = "unknown"
    template_version: str = ""


def holds(consent: Consent, day: date) -> bool:
    """Whether the consent is given, not withdrawn and not expired on ``day``."""
    return (
        consent.given_on <= day
        and (consent.withdrawn_on is None or consent.withdrawn_on > day)
        and (consent.expires_on is None or consent.expires_on >= day)
    )


def given(consents: Iterable[Consent], kind: str, day: date, recipient: str = "") -> Consent | None:
    """A consent of ``kind`` that holds on ``day``; a disclosure must name its recipient: blanket consent is void."""
    for consent in consents:
        if consent.kind == kind and holds(consent, day) and (kind != DISCLOSURE or recipient in consent.recipients):
            return consent
    return None
