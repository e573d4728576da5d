"""The practice file begun anew: the old one goes only when it is one for certain and the new one is there."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from app.domain.errors import N_, UserError
from app.store.casefile import SUFFIX
from app.store.lock import refuse_open
from app.usecases import keys
from app.usecases.demo import PASSPHRASE
from app.usecases.muster import is_muster
from app.vault.errors import Damaged, WrongSecret

ASIDE = f"muster-wird-ersetzt{SUFFIX}"
NOT_PRACTICE = N_("Was an diesem Ort liegt, lässt sich nicht als Übungsdatei öffnen: {folder}. Es wurde nichts "
                  "gelöscht. Verschieben Sie den Ordner, wenn Sie hier neu üben wollen.")
CANNOT_REPLACE = N_("Die Übungsdatei lässt sich nicht ersetzen. Sie ist unverändert. Prüfen Sie, ob ein anderes "
                    "Programm den Ordner benutzt: {folder}")


def begin_anew(folder: Path, make: Callable[[Path], Path], now: Callable[[], datetime]) -> Path:
    """Makes a fresh practice file in the place of ``folder`` by ``make(parent)``; returns its folder.

    Raises UserError where ``folder`` is open, or is no practice file under its published password; nothing is lost
    then, nor when ``make`` fails.
    """
    if not folder.exists():
        return make(folder.parent)
    _check(folder, now)
    aside = folder.with_name(ASIDE)
    try:
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    except OSError:
        raise UserError(CANNOT_REPLACE, folder=folder.name) from None
    with ExitStack() as undone:
        # the last is done first
        undone.callback(aside.rename, folder)
        undone.callback(shutil.rmtree, folder, ignore_errors=True)
        made = make(folder.parent)
        undone.pop_all()
    shutil.rmtree(aside, ignore_errors=True)
    return made


def _check(folder: Path, now: Callable[[], datetime]) -> None:
    refuse_open(folder)
    try:
        file = keys.unlock(folder, PASSPHRASE, clock=now)
    except (Damaged, WrongSecret):
        raise UserError(NOT_PRACTICE, folder=folder.name) from None
    practice = is_muster(file)
    file.close()
    if not practice:
        raise UserError(NOT_PRACTICE, folder=folder.name)
