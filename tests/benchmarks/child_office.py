"""A fresh process that starts as ``python -m app FOLDER`` does: the unlock page, and if told the office behind it.

``… FOLDER SETTINGS_FILE PASSWORD SECONDS [off]`` prints when the unlock page was painted; with SECONDS > 0 it types the
password and prints what it holds SECONDS after the office is shown."""

import os
import sys
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import paths
from app.ui import start
from tests.benchmarks.first_paint import FirstPaint, resident

NOW = datetime(2026, 11, 3, 14, 3, 22)
TYPING = 1500  # ms a person needs at least for a password; the program is imported meanwhile


class Run:
    """One start, watched from outside."""

    def __init__(self, folder: Path, settings_file: Path, password: str, seconds: float, off: bool) -> None:
        start.no_core_dumps()
        self._app = QApplication([paths.APP])
        self._app.setApplicationName(paths.APP)
        self._password, self._seconds, self._off = password, seconds, off
        self._start = start.Start(self._app, folder, lambda: NOW, folder.parent, settings_file)
        FirstPaint(self._start.gate, self._painted)

    def play(self) -> None:
        """Until everything is measured."""
        self._start.show()
        self._app.exec()

    def _painted(self, at: float) -> None:
        print("painted", at, flush=True)
        if not self._seconds:
            os._exit(0)
        QTimer.singleShot(TYPING, self._type)

    def _type(self) -> None:
        if self._off:
            from tests.benchmarks import raw  # only now: it imports the store

            raw.without_memory_security()
        card = self._start.gate.card
        assert isinstance(card, start.UnlockCard)
        card.control.set_text(self._password)
        card.submit()
        self._wait()

    def _wait(self) -> None:
        if self._start.office is None:
            QTimer.singleShot(20, self._wait)
        else:
            QTimer.singleShot(round(self._seconds * 1000), self._rested)

    def _rested(self) -> None:
        print("resident", resident(), flush=True)
        assert self._start.office is not None
        self._start.office.file.close()
        os._exit(0)


if __name__ == "__main__":
    os.umask(0o077)
    Run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]), "off" in sys.argv[5:]).play()
