"""The register as a PDF, which is itself entered in the register. Not in `outgoing`: drawing loads slowly."""

from pathlib import Path

from app.documents import outgoing_list
from app.domain.errors import N_, UserError
from app.domain.outgoing import KINDS
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.queries import outgoing as register
from app.usecases import outgoing

SUBJECT = N_("Liste der Ausgänge")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Die Liste ist unverändert. Wählen Sie einen anderen Ort.")
ALREADY_THERE = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie bleibt, wie sie ist. "
                   "Wählen Sie einen anderen Namen.")


def write_pdf(file: CaseFile, target: Path, kind: str = "") -> None:
    """Writes the lines of a kind, or all, to a new file and enters that; raises UserError where it cannot."""
    shown = [(line.entry, line.number) for line in register.lines(file) if kind in ("", line.entry.kind)]
    content = outgoing_list.draw_pdf(shown, office=file.meta("office"), kind=kind, now=file.now(),
                                     muster=bool(file.meta("muster")))
    room_for(target, len(content))
    try:
        with target.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    outgoing.note(file, "print", f"{SUBJECT}: {KINDS.get(kind, kind)}" if kind else SUBJECT)
