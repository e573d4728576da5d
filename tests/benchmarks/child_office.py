"""A fresh process that starts as ``python -m app FOLDER`` does: the unlock page, and if told the office behind it.

``… FOLDER SETTINGS_FILE PASSWORD SECONDS [off|lock]`` prints when the unlock page was painted; with SECONDS > 0 types
the password and prints what it holds SECONDS after the office is shown, or then locks itself by Ctrl+L."""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app import paths
from app.ui import start
from app.ui.unlock import UnlockCard
from app.vault import traces
from tests.benchmarks.first_paint import FirstPaint, resident

NOW = datetime(2026, 11, 3, 14, 3, 22)
TYPING = 1500  # ms a person needs at least for a password; the program is imported meanwhile


class Run:
    """One start, watched from outside."""

    def __init__(self, folder: Path, settings_file: Path, password: str, seconds: float, wish: str) -> None:
        traces.no_dumps()
        start.no_history_of_places()
        self._app = QApplication([paths.APP])
        self._app.setApplicationName(paths.APP)
        self._password, self._seconds, self._wish = password, seconds, wish
        self._start = start.Start(self._app, folder, lambda: NOW, folder.parent, settings_file)
        FirstPaint(self._start.gate, self._painted)

    def play(self) -> None:
        """Until everything is measured."""
        self._start.show()
        self._start.locked.connect(lambda: self._app.exit(0))
        self._app.exec()
        self._start.wait()
        if self._start.locked_folder is not None:
            again = [sys.executable, "-m", "tests.benchmarks.child_office", *sys.argv[1:4], "0"]
            start.restart_command = lambda _folder: again
            start.restart(self._start.locked_folder, NOW)

    def _painted(self, at: float) -> None:
        print("painted", at, flush=True)
        if not self._seconds:
            os._exit(0)
        QTimer.singleShot(TYPING, self._type)

    def _type(self) -> None:
        if self._wish == "off":
            from tests.benchmarks import raw  # only now: it imports the store

            raw.without_memory_security()
        card = self._start.gate.card
        assert isinstance(card, UnlockCard)
        card.control.set_text(self._password)
        card.submit()
        self._wait()

    def _wait(self) -> None:
        if self._start.office is None:
            QTimer.singleShot(20, self._wait)
        else:
            QTimer.singleShot(round(self._seconds * 1000), self._rested)

    def _rested(self) -> None:
        assert self._start.office is not None
        if self._wish == "lock":
            from PySide6.QtTest import QTest  # nothing that is measured elsewhere may hold it

            print("pressed", time.monotonic(), flush=True)
            QTest.keyClick(self._start.office.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            return
        print("resident", resident(), flush=True)
        self._start.office.file.close()
        os._exit(0)


if __name__ == "__main__":
    os.umask(0o077)
    Run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]), "".join(sys.argv[5:])).play()
