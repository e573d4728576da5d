"""The register as a PDF, which is itself entered in the register. Not in `outgoing`: drawing loads slowly."""

from pathlib import Path

from app.documents import outgoing_list
from app.domain.errors import N_
from app.domain.outgoing import KINDS
from app.store.casefile import CaseFile
from app.store.queries import outgoing as register
from app.usecases import outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down

SUBJECT = N_("Liste der Ausgänge")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Die Liste ist unverändert. Wählen Sie einen anderen Ort.")


def write_pdf(file: CaseFile, target: Path, kind: str = "") -> None:
    """Writes the lines of a kind, or all, to a new file and enters that; raises UserError where it cannot."""
    shown = [(line.entry, line.number) for line in register.lines(file) if kind in ("", line.entry.kind)]
    content = outgoing_list.draw_pdf(shown, office=file.meta("office"), kind=kind, now=file.now(),
                                     muster=is_muster(file))
    put_down(target, content, CANNOT_WRITE)
    outgoing.note(file, "print", f"{SUBJECT}: {KINDS.get(kind, kind)}" if kind else SUBJECT)
