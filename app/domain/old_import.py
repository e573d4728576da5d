"""What was already taken from an older client list, so that a second import adds nothing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """A row of an older list by its fingerprint (``id``) and the person it became."""

    id: str
    client_id: str
    imported_at: datetime
