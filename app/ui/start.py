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

from PySide6.QtCore import QByteArray, QLibraryInfo, QObject, QProcess, QSettings, Qt, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from app import i18n, paths, resources
from app import settings as kept_settings
from app.domain.errors import UserError
from app.i18n import _
from app.settings import Settings
from app.ui import theme
from app.ui.garbage import GarbageInThisThread
from app.ui.gate import Gate
from app.ui.unlock import SUFFIX, ChoicesCard, UnlockCard, passphrase_of_muster
from app.vault import traces

if TYPE_CHECKING:
    from app.ui.office import Office

Clock = Callable[[], datetime]
# a time of day is all that the next process learns from the one that locked itself
LOCKED_AT = "KLIENTENDATEI_LOCKED_AT"
# the moment of a backup that was brought back, or that it could not be put in its place
RESTORED = "KLIENTENDATEI_RESTORED"
NOT_RESTORED = "-"
_KEPT_ASIDE = re.compile(r"-vor-Wiederherstellung-\d+$")


def run(folder: Path | None, *, now: Clock) -> int:
    """Opens the window on a Klientendatei, or on the way to one; returns the exit code of the process."""
    no_history_of_places()
    app = QApplication.instance() or QApplication([paths.APP])
    assert isinstance(app, QApplication)
    app.setApplicationName(paths.APP)
    GarbageInThisThread(app)
    start = Start(app, folder, now)
    # not quit(), which a page with something half done could refuse
    start.locked.connect(lambda: app.exit(0))
    start.show()
    code = app.exec()
    start.wait()
    if start.locked_folder is not None:
        restart(start.locked_folder, now())
    return code


def no_history_of_places() -> None:
    """Qt's own file dialog keeps the folders visited in a file of its settings; here there is no place to write it."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


def restart_command(folder: Path) -> list[str]:
    """How this program is started again on a folder: the built one by itself, a checkout by its interpreter."""
    if paths.is_frozen():
        return [sys.executable, str(folder)]
    return [sys.executable, "-m", "app", str(folder)]


def restart(folder: Path, at: datetime) -> None:
    """Replaces this process, whose memory cannot be erased, by a new one in the unlock page."""
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
    """The one Klientendatei at the usual place; None for none, and for several, which nobody may guess between."""
    found = [one for one in sorted(place.glob(f"*{SUFFIX}")) if not _KEPT_ASIDE.search(one.name.removesuffix(SUFFIX))]
    return found[0] if len(found) == 1 else None


def _office() -> Any:
    """Everything behind the unlock page; the one late import: before the first paint it would double the wait."""
    from app.ui import office

    return office


class Start(QObject):
    """Holds the gate until a file is open, then the office; after `locked` the process ends, to begin anew."""

    locked = Signal()

    def __init__(self, app: QApplication, folder: Path | None, now: Clock, place: Path | None = None,
                 settings_file: Path | None = None) -> None:
        super().__init__()
        self._app, self._now = app, now
        self._place = place or paths.case_file_dir()
        self._settings_file = settings_file or paths.settings_file()
        self._folder = folder or only_folder(self._place)
        self._locked_at, self._restored = os.environ.pop(LOCKED_AT, ""), os.environ.pop(RESTORED, "")
        self._file: Any = None
        self.settings = kept_settings.load(self._settings_file)
        self.locked_folder: Path | None = None
        self.office: Office | None = None
        i18n.install(self.settings.language)
        theme.apply_settings(app, self.settings)
        self.gate = Gate()
        if self.settings.geometry:
            self.gate.restoreGeometry(QByteArray.fromHex(self.settings.geometry.encode("ascii")))
        self._loading = threading.Thread(target=self._load, daemon=True)
        self.gate.painted.connect(self._painted, Qt.ConnectionType.QueuedConnection)
        self.gate.closing.connect(self._given_up)
        self.gate.problems.install()

    def show(self) -> None:
        """Shows the unlock page, or the choices where there is no file to unlock."""
        if self._folder is not None:
            self._ask_password(self._folder)
        else:
            self._offer()
        self.gate.show()
        self.gate.activateWindow()

    def _painted(self) -> None:
        # one turn later the paint is on the screen, and the import no longer competes with it
        QTimer.singleShot(0, self._loading.start)
        theme.use_language(self._app, self.settings.language)

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

    def _ask_password(self, folder: Path) -> None:
        self._folder = folder
        card = UnlockCard(self.gate, lambda password: self._unlock(folder, password),
                          sentence=self._what_was(), muster=passphrase_of_muster(folder))
        card.restore_wanted.connect(self._restore)
        card.opened.connect(self._opened)
        card.forgotten.connect(self._ask_code)
        card.other_wanted.connect(self._choose)
        card.new_wanted.connect(self._create)
        self.gate.open(card, folder.name.removesuffix(SUFFIX))

    def _what_was(self) -> str:
        """Why the program asks for the password again."""
        if self._restored == NOT_RESTORED:
            return _("Die Sicherung ließ sich nicht einsetzen. Ihre Klientendatei ist unverändert.")
        if self._restored:
            return _("Wiederhergestellt ist der Stand vom {made:%d.%m.%Y, %H:%M} Uhr. Es gilt das Kennwort von damals, "
                     "sonst der Wiederherstellungscode.").format(made=datetime.fromisoformat(self._restored))
        since = _("Gesperrt seit {time}. Ihre Angaben sind gesichert.").format(time=self._locked_at)
        return since if self._locked_at else ""

    def _offer(self) -> None:
        card = ChoicesCard()
        card.restore_wanted.connect(self._restore)
        card.other_wanted.connect(self._choose)
        card.new_wanted.connect(self._create)
        card.practice_wanted.connect(self._practise)
        self.gate.open(card)

    def _back(self) -> None:
        if self._folder is not None:
            self._ask_password(self._folder)
        else:
            self._offer()

    def _ask_code(self) -> None:
        def ready(office: Any) -> None:
            card = office.forgotten_card(self.gate, self._folder, self._now)
            card.opened.connect(self._opened)
            card.left.connect(self._back)
            self.gate.open(card)

        self.gate.run(lambda step: _office(), ready)

    def _restore(self) -> None:
        def restored(folder: Path, made: Any) -> None:
            self._restored = made.created.isoformat()
            self._ask_password(folder)

        def ready(office: Any) -> None:
            card = office.restore_card(self.gate, self._folder, self._place)
            card.restored.connect(restored)
            card.left.connect(self._back)
            self.gate.open(card)

        self.gate.run(lambda step: _office(), ready)

    def _create(self) -> None:
        def ready(office: Any) -> None:
            card = office.creation_card(self.gate, self._place, self._now)
            card.opened.connect(self._opened)
            card.left.connect(self._back)
            self.gate.open(card)

        self.gate.run(lambda step: _office(), ready)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.gate, _("Klientendatei öffnen"), str(self._place))
        if chosen:
            folder = Path(chosen)
            self.gate.run(lambda step: _office().check_place(folder), lambda _none: self._ask_password(folder))

    def _practise(self) -> None:
        card = self.gate.card
        assert isinstance(card, ChoicesCard)
        card.busy(True)

        def failed(error: Exception) -> None:
            card.busy(False)
            self.gate.problems.show(error)

        self.gate.run(lambda step: _office().practice_file(self._place, self._now, step), self._ask_password, failed)

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
        self.office.show()
        self._file = None
        self.gate.hide()
        self.gate.deleteLater()

    def _given_up(self) -> None:
        """A file that was opened when the gate was closed is given back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def lock(self) -> None:
        """Gives the file back and ends this process, which `run` then replaces by a new one."""
        if self.office is None or self.locked_folder is not None:
            return
        self.locked_folder = self.office.file.folder
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
