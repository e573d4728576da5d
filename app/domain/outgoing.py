"""The register of what left the laptop (Ausgang): what, when, for whom; never its content."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import N_

# Kinds in the order of the register's filter; a kind nobody knows any more is shown by its own word.
KINDS = {
    "backup": N_("Sicherung"), "report": N_("Monatsmeldung"), "attachment": N_("Anlage"),
    "recovery_sheet": N_("Wiederherstellungsblatt"), "diagnosis": N_("Diagnose"), "print": N_("Ausdruck"),
    "handover": N_("Übergabe"), "list": N_("Eigene Liste"), "catalogue": N_("Katalog"),
    "own_data": N_("Alle eigenen Daten"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One thing that left: ``kind`` is backup, report, attachment, recovery_sheet, diagnosis, print, handover, list,
    catalogue or own_data.

    ``subject`` says what in plain words, ``recipient`` for whom ("" where nobody was named); ``client_id`` only where
    it concerns one person, so that an access request finds it and an erasure takes it along. ``consent_id`` is the
    consent it went by, ``reason`` why it went without one.
    """

    id: str
    at: datetime
    kind: str
    subject: str
    recipient: str = ""
    client_id: str | None = None
    consent_id: str | None = None
    reason: str = ""
