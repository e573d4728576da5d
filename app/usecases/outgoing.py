"""The register of what left the laptop (Ausgang): each thing that leaves is entered here, once, and stays entered."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean
from app.domain.outgoing import Outgoing
from app.store.casefile import CaseFile

NOTE = N_("Ausgang eintragen")
# The schema holds no more; a longer subject is cut, because an entry must never fail for the length of a file name.
SUBJECT_LENGTH, RECIPIENT_LENGTH, REASON_LENGTH = 500, 200, 500


def write(folder: Path, stem: str, drawn: Iterable[tuple[str, bytes]], refused: str) -> tuple[Path, ...]:
    """Writes files that differ in their ending beside each other; UserError ``refused`` where that fails."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in drawn:
            path = folder / f"{stem}{suffix}"
            path.write_bytes(content)
            written.append(path)
    except OSError:
        raise UserError(refused) from None
    return tuple(written)


def note(file: CaseFile, kind: str, subject: str, recipient: str = "", client_id: str | None = None, *,
         reason: str = "", consent_id: str | None = None) -> Outgoing:
    """Enters what has just left: kind of ``app.domain.outgoing``, what in plain words, for whom ("" = nobody named).

    Not undoable: what left does not come back. ``client_id`` only where it concerns that one person; then
    ``consent_id`` or ``reason`` say why it might go (``usecases.consent.release``).
    """
    entry = Outgoing(id=new_id(), at=file.now(), kind=kind, subject=clean(subject)[:SUBJECT_LENGTH].rstrip(),
                     recipient=clean(recipient)[:RECIPIENT_LENGTH].rstrip(), client_id=client_id,
                     reason=clean(reason)[:REASON_LENGTH].rstrip(), consent_id=consent_id)
    with file.write(NOTE, undoable=False) as work:
        work.add(entry)
    return entry
