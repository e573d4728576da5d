"""One instance, window or command line: an operating-system lock that the kernel releases when a process dies."""

import os
import platform
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from app.domain.errors import N_, UserError

IN_USE = N_("Diese Klientendatei ist schon geöffnet ({where}). Ihre Daten sind unverändert. "
            "Wechseln Sie zu dem offenen Fenster oder schließen Sie es dort.")
NO_PLACE = N_("In diesem Ordner darf nicht geschrieben werden. Ihre Daten sind unverändert. "
              "Legen Sie die Klientendatei an einen Ort, an dem Sie schreiben dürfen.")
ELSEWHERE = N_("an anderer Stelle")
NAME = "sperre.lock"


class FolderLock:
    """Held while a Klientendatei is open; who holds it stands in the file, only for the sentence."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        # Unlocking runs in a thread while the window paints; any thread must be able to give the lock back.
        self._lock = FileLock(str(self._path), timeout=0, mode=0o600, thread_local=False)

    def acquire(self) -> None:
        """Takes the lock or raises UserError that says where the file is open."""
        holder = self._holder()
        try:
            self._lock.acquire()
        except Timeout:
            raise UserError(IN_USE, where=holder or ELSEWHERE) from None
        except OSError:
            raise UserError(NO_PLACE) from None
        with suppress(OSError):  # Windows refuses a second handle; the sentence then says "elsewhere"
            self._path.write_text(f"{platform.node()}, Prozess {os.getpid()}", encoding="utf-8")

    @property
    def held(self) -> bool:
        """Whether this object has it."""
        return self._lock.is_locked

    def release(self) -> None:
        """Gives the lock back."""
        self._lock.release()

    def _holder(self) -> str:
        with suppress(OSError, UnicodeDecodeError):
            return self._path.read_text(encoding="utf-8").strip()
        return ""


def refuse_open(folder: Path) -> None:
    """Raises UserError while the Klientendatei in ``folder`` is open anywhere; one that cannot be locked is not."""
    lock = FolderLock(folder)
    try:
        lock.acquire()
    except UserError as refusal:
        if refusal.msgid == IN_USE:
            raise
    lock.release()
