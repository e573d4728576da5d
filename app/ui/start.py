"""The start of the window: the unlock page first, everything else imported beside it; lock, restart, first folder."""

import contextlib
import gc
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QObject, QProcess, QSettings, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import i18n, paths, resources
from app import settings as kept_settings
from app.domain.errors import UserError
from app.i18n import _
from app.settings import Settings
from app.ui import geometry, theme
from app.ui.garbage import GarbageInThisThread
from app.ui.gate import Gate
from app.ui.unlock import SUFFIX, passphrase_of_muster
from app.ui.ways import Ways, case_file_of, restored_words
from app.vault import traces

if TYPE_CHECKING:
    from app.ui.office import Office

Clock = Callable[[], datetime]
# a time of day is all that the next process learns from the one that locked itself
LOCKED_AT = "KLIENTENDATEI_LOCKED_AT"
# the moment of a backup that was brought back, or that it could not be put in its place
RESTORED = "KLIENTENDATEI_RESTORED"
NOT_RESTORED = "-"
# the folder to go back to from the practice file, and what is wanted of the next process: to practise, or to choose
CAME_FROM = "KLIENTENDATEI_CAME_FROM"
WANTED = "KLIENTENDATEI_WANTED"
PRACTISE, CHOOSE = "practise", "choose"
_KEPT_ASIDE = re.compile(r"-vor-Wiederherstellung-\d+$")


def run(path: Path | None, *, now: Clock) -> int:
    """Opens the window on a Klientendatei, or on the way to one; returns the exit code of the process.

    ``path`` is what was named or opened by double click: a folder, a backup, or something that is told in a sentence.
    """
    no_history_of_places()
    app = QApplication.instance() or QApplication([paths.APP])
    assert isinstance(app, QApplication)
    app.setApplicationName(paths.APP)
    # by this name a desktop finds the entry of its menu, and with it the icon (Wayland)
    app.setDesktopFileName("klientendatei")
    GarbageInThisThread(app)
    start = Start(app, path, now)
    # not quit(), which a page with something half done could refuse
    start.locked.connect(lambda: app.exit(0))
    start.show()
    code = app.exec()
    start.wait()
    if start.locked_folder is not None:
        restart(start.next_folder, None if start.moves_on else now())
    return code


def no_history_of_places() -> None:
    """Qt's own file dialog keeps the folders visited in a file of its settings; here there is no place to write it."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


def restart_command(folder: Path | None) -> list[str]:
    """How this program is started again, on a folder if there is one: the built one by itself, a checkout by its
    interpreter."""
    program = [sys.executable] if paths.is_frozen() else [sys.executable, "-m", "app"]
    return [*program, *([str(folder)] if folder is not None else [])]


def restart(folder: Path | None, at: datetime | None) -> None:
    """Replaces this process, whose memory cannot be erased, by a new one in the unlock page.

    ``at`` is the time of the lock, None where another file was asked for.
    """
    if at is not None:
        os.environ[LOCKED_AT] = f"{at:%H:%M}"
    # the built program must not inherit what its own starter prepared for this process
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    command = restart_command(folder)
    if not paths.is_frozen():
        os.chdir(resources.ROOT.parent)
    if sys.platform == "win32":
        # execv of Windows starts a second process too, but before this one has ended
        QProcess.startDetached(command[0], command[1:])
    else:
        os.execv(command[0], command)


def qt_text(key: str) -> str:
    """Qt's own word for a button such as „Cancel“ in German, "" where its translation is not shipped."""
    translator = QTranslator()
    translator.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return translator.translate("QPlatformTheme", key) or ""


def only_folder(place: Path) -> Path | None:
    """The one Klientendatei at the usual place; None for none, and for several, which nobody may guess between.

    A practice file beside it is never meant; alone it is.
    """
    found = [one for one in sorted(place.glob(f"*{SUFFIX}")) if not _KEPT_ASIDE.search(one.name.removesuffix(SUFFIX))]
    own = [one for one in found if not passphrase_of_muster(one)] or found
    return own[0] if len(own) == 1 else None


def _office() -> Any:
    """Everything behind the unlock page; the one late import: before the first paint it would double the wait."""
    from app.ui import office

    return office


class Start(QObject):
    """Holds the gate until a file is open, then the office; after `locked` the process ends, to begin anew."""

    locked = Signal()

    def __init__(self, app: QApplication, path: Path | None, now: Clock, place: Path | None = None,
                 settings_file: Path | None = None) -> None:
        super().__init__()
        self._app, self._now = app, now
        self._place = place or paths.case_file_dir()
        self._settings_file = settings_file or paths.settings_file()
        folder = case_file_of(path) if path is not None else None
        # neither opened nor refused before the first paint: both need what is loaded after it
        self._asked_for = path if path is not None and (folder is None or not folder.exists()) else None
        self._locked_at, self._restored = os.environ.pop(LOCKED_AT, ""), os.environ.pop(RESTORED, "")
        self._wanted, came_from = os.environ.pop(WANTED, ""), os.environ.pop(CAME_FROM, "")
        self._file: Any = None
        self.settings = kept_settings.load(self._settings_file)
        self.locked_folder: Path | None = None
        # where the next process begins, and whether this one was left for another file
        self.next_folder: Path | None = None
        self.moves_on = False
        self.office: Office | None = None
        i18n.install(self.settings.language)
        theme.apply_settings(app, self.settings)
        self.gate = Gate()
        self.ways = Ways(self.gate, self._place, folder or only_folder(self._place), now, _office, self._unlock)
        self.ways.told = self._what_was()
        self.ways.came_from = Path(came_from) if came_from else None
        self.ways.opened.connect(self._opened)
        geometry.put(self.gate, self.settings.geometry)
        self._loading = threading.Thread(target=self._load, daemon=True)
        self.gate.painted.connect(self._painted, Qt.ConnectionType.QueuedConnection)
        self.gate.closing.connect(self._given_up)
        self.gate.problems.install()

    def show(self) -> None:
        """Shows the unlock page, or the choices where there is no file to unlock, or what was asked for."""
        if self._wanted == PRACTISE:
            self.ways.practise()
        elif self._wanted == CHOOSE:
            self.ways.offer()
        else:
            self.ways.begin()
        self.gate.show()
        self.gate.activateWindow()

    def _painted(self) -> None:
        # one turn later the paint is on the screen, and the import no longer competes with it
        QTimer.singleShot(0, self._loading.start)
        theme.use_language(self._app, self.settings.language)
        self._app.setWindowIcon(QIcon(str(resources.path("pictures", "klientendatei.svg"))))
        if self._asked_for is not None:
            self.ways.take(self._asked_for)

    @staticmethod
    def _load() -> None:
        # whoever needs it first meets the error again, in a place where it can be told
        with contextlib.suppress(ImportError):
            _office()
            traces.quiet_logs()
            # what was imported stays: looking through it for garbage would stop the window for a tenth of a second
            gc.freeze()

    def wait(self) -> None:
        """Waits for the import, which must not run into the end of the process."""
        if self._loading.is_alive():
            self._loading.join()

    def _what_was(self) -> str:
        """Why the program asks for the password again."""
        if self._restored == NOT_RESTORED:
            return _("Die Sicherung ließ sich nicht einsetzen. Ihre Klientendatei ist unverändert.")
        if self._restored:
            return restored_words(datetime.fromisoformat(self._restored))
        since = _("Gesperrt seit {time}. Ihre Angaben sind gesichert.").format(time=self._locked_at)
        return since if self._locked_at else ""

    def _unlock(self, folder: Path, password: str) -> Any:
        """In the worker; the file is held for the case that the gate is closed meanwhile."""
        begun = time.monotonic()
        self._file = _office().unlock(folder, password, self._now)
        traces.took("unlock", time.monotonic() - begun)
        return self._file

    def _opened(self, file: Any) -> None:
        """The office takes over from the gate."""
        self.gate.problems.remove()
        self.office = _office().Office(self._app, self.settings, self._keep, file)
        assert self.office is not None
        self.office.lock_wanted.connect(self.lock)
        self.office.other_wanted.connect(self._change_over)
        self.office.show()
        self._file = None
        self.gate.hide()
        self.gate.deleteLater()

    def _given_up(self) -> None:
        """A file that was opened when the gate was closed is given back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _change_over(self, practise: bool) -> None:
        """From one's own file to the practice file, there to a fresh one, or back from it; each in a new process."""
        if self.office is None or self.locked_folder is not None:
            return
        here, ways = self.office.file.folder, self.ways
        then: Path | None = here
        if not passphrase_of_muster(here):
            ways.came_from = here
        elif not practise:
            then = ways.came_from or only_folder(self._place)
            then = then if then is not None and then.is_dir() and then != here else None
            ways.came_from = None
        os.environ.update({WANTED: PRACTISE} if practise else {WANTED: CHOOSE} if then is None else {})
        self.lock()
        self.next_folder, self.moves_on = then, True

    def lock(self) -> None:
        """Gives the file back and ends this process, which `run` then replaces by a new one."""
        if self.office is None or self.locked_folder is not None:
            return
        self.locked_folder = self.next_folder = self.office.file.folder
        if self.ways.came_from is not None:
            os.environ[CAME_FROM] = str(self.ways.came_from)
        try:
            self.office.leave()
            self._put_in_place(self.office)
        finally:
            # whatever could not be kept: the process with the key in its memory must go
            self.locked.emit()

    @staticmethod
    def _put_in_place(office: "Office") -> None:
        try:
            made = office.put_in_place()
        except UserError:
            os.environ[RESTORED] = NOT_RESTORED
        else:
            if made is not None:
                os.environ[RESTORED] = made.isoformat()

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        # a disk that takes no settings must not stop the work; they hold until the program is closed
        with contextlib.suppress(OSError):
            kept_settings.save(settings, self._settings_file)
