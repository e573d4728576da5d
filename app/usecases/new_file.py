"""A print put down as a new file at the place a person chose; never over a file that is there already."""

from pathlib import Path

from app.domain.errors import N_, UserError
from app.store.check import room_for

CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Ihre Daten sind unverändert. Wählen Sie einen anderen "
                  "Ort.")
ALREADY_THERE = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie bleibt, wie sie ist. "
                   "Wählen Sie einen anderen Namen.")


def put_down(target: Path, content: bytes) -> None:
    """Writes a file that was not there before; UserError for no room, no right to write or a taken name."""
    room_for(target, len(content))
    try:
        with target.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(CANNOT_WRITE) from None
