"""A file put down as a new file at the place a person chose; never over a file that is there already."""

from contextlib import ExitStack
from pathlib import Path

from app.domain.errors import N_, UserError
from app.store.check import room_for

CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Ihre Daten sind unverändert. Wählen Sie einen anderen "
                  "Ort.")
ALREADY_THERE = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie bleibt, wie sie ist. "
                   "Wählen Sie einen anderen Namen.")


def put_down(target: Path, content: bytes, cannot_write: str = CANNOT_WRITE) -> None:
    """Writes a file that was not there before; UserError for no room, no right to write or a taken name.

    ``cannot_write`` is the msgid that says what is safe where nothing can be written; half a file never stays.
    """
    room_for(target, len(content))
    try:
        with ExitStack() as undone:
            with target.open("xb") as out:
                undone.callback(target.unlink, missing_ok=True)
                out.write(content)
            undone.pop_all()
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(cannot_write) from None
