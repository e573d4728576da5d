"""Attachments (Anlagen): what is known of a scan or photo; its bytes stay in the store until somebody looks at them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of a client; ``kind`` was read from its content (``pdf``, ``jpeg``, ``png``), ``size`` is in bytes.

    ``name`` is what the person calls it, at first the name the file had; ``sha256`` (hex) recognises a second copy.
    """

    id: str
    client_id: str
    name: str
    kind: str
    size: int
    sha256: str
    added_at: datetime
