"""The recovery sheet as a file: drawn, written where the person wants it, entered in the register. Slow to import."""

from pathlib import Path

from app.documents import recovery_sheet
from app.domain.errors import N_, UserError
from app.i18n import _
from app.store.casefile import SUFFIX, CaseFile
from app.usecases import keys, outgoing
from app.usecases.muster import is_muster
from app.vault import files

KIND = "recovery_sheet"
BESIDE_THE_DATA = N_("Im Ordner der Klientendatei läge das Blatt neben dem, was es öffnet. Es wurde nichts "
                     "geschrieben. Wählen Sie einen anderen Ort, am besten einen USB-Stick.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Das Wiederherstellungsblatt ist nicht gespeichert; der "
                  "Code gilt. Wählen Sie einen anderen Ort.")
SUBJECT = N_("Wiederherstellungsblatt als PDF: {name}")


def save(file: CaseFile, target: Path) -> None:
    """Writes the sheet of the present key to ``target``, an existing file is replaced; readable by its owner alone.

    UserError where nothing can be written, and for the folder of the Klientendatei itself.
    """
    if target.resolve().is_relative_to(file.folder.resolve()):
        raise UserError(BESIDE_THE_DATA)
    content = recovery_sheet.draw_pdf(
        code=keys.recovery_code(file), office=file.meta("office"), name=file.folder.name.removesuffix(SUFFIX),
        on=file.today(), muster=is_muster(file))
    try:
        files.write_whole(target, content)
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    outgoing.note(file, KIND, _(SUBJECT).format(name=target.name))
