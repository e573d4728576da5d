"""A session of the real program without a screen, full of one made-up name: typed, searched, copied, crashed over.

``… FOLDER PASSWORD MARKER SEARCHED ROOT…`` then looks through all files below the roots and through its own open files,
says what it found, and waits to be killed with the file still open."""

import json
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit

from app import __main__
from app.ui import start
from app.ui.client_page import ClientPage
from app.ui.intake_page import IntakePage
from app.ui.start import Start
from app.ui.unlock import UnlockCard
from app.ui.window import Window
from tests.stage import settle, wait_until


def forms(word: str) -> list[bytes]:
    """A word as it may stand in a file: any case, any usual encoding."""
    return [form.encode(code) for form in {word, word.lower(), word.upper()} for code in ("utf-8", "utf-16-le")]


def plain(roots: list[Path], words: list[bytes]) -> list[str]:
    """The files below ``roots`` that hold one of the words."""
    return [str(path) for root in roots for path in root.rglob("*") if path.is_file()
            and any(word in path.read_bytes() for word in words)]


def open_files(words: list[bytes]) -> Iterator[str]:
    """The regular files this process has open that hold one, deleted ones included."""
    for number in os.listdir("/proc/self/fd"):
        path = f"/proc/self/fd/{number}"
        if os.path.isfile(path):
            with open(path, "rb") as file:
                if any(word in file.read() for word in words):
                    yield os.readlink(path)


class Session:
    """The steps, one after the other, while the program's own event loop runs."""

    def __init__(self, folder: Path, password: str, marker: str, searched: str, roots: list[Path]) -> None:
        self._folder, self._password, self._marker, self._searched = folder, password, marker, searched
        self._roots = roots
        self._start: Any = None

    def play(self) -> None:
        """Runs the program as `python -m app FOLDER` does, with somebody at the keyboard."""
        begin = start.Start

        def noted(*values: object) -> Start:
            self._start = begin(*values)
            return self._start

        start.Start = noted
        QTimer.singleShot(0, self._watched)
        __main__.main([str(self._folder)])

    def _watched(self) -> None:
        try:
            self._work()
        except BaseException:  # the program would show a dialog, and the test would wait for ever
            traceback.print_exc(file=sys.stdout)
            sys.stdout.flush()
            os._exit(1)

    def _work(self) -> None:
        one = self._start
        wait_until(lambda: one.gate.isVisible(), "the unlock page")
        card = one.gate.card
        assert isinstance(card, UnlockCard)
        card.control.set_text(self._password)
        card.submit()
        wait_until(lambda: one.office is not None, "the window")
        wait_until(lambda: QApplication.focusWidget() is not None, "the keyboard")
        window = one.office.window
        self._take_in(window)
        self._note(window)
        self._search(window)
        self._break(window)
        said = {"drafts": len(one.office.file.drafts()), "crashed": window.desk.problems.open_box is not None}
        words = [form for word in (self._marker, self._searched) for form in forms(word)]
        print(json.dumps({**said, "plain": plain(self._roots, words), "open": list(open_files(words))}), flush=True)
        sys.stdin.read()

    def _take_in(self, window: Window) -> None:
        window.desk.go("intake")
        page = self._shown(window, IntakePage)
        wait_until(lambda: page._sheet is not None and page._sheet.isVisible(), "the form")
        form = page._sheet.form
        for name in ("family_name", "given_name"):
            form.focus(name)
            self._type(self._marker)
        form.focus("birth")
        self._type("2001")
        page.take_in()
        self._shown(window, ClientPage)

    def _note(self, window: Window) -> None:
        window.desk.go("client", client_id=window.desk.pages.page.client_id, note=True)
        wait_until(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit), "the note")
        self._type(f"{self._marker} hat angerufen")
        QApplication.focusWidget().selectAll()
        QApplication.focusWidget().copy()
        assert self._marker in QApplication.clipboard().text()
        wait_until(lambda: self._start.office.file.drafts(), "the draft")

    def _search(self, window: Window) -> None:
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        wait_until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the search")
        self._type(self._marker)
        self._type(self._searched)
        settle()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    @staticmethod
    def _shown(window: Window, kind: type) -> Any:
        wait_until(lambda: isinstance(window.desk.pages.page, kind) and QApplication.focusWidget(), str(kind))
        settle()
        return window.desk.pages.page

    def _break(self, window: Window) -> None:
        """Defects with the name in their message, in a slot and in a thread; and Qt's own file dialog."""
        def broken() -> None:
            raise KeyError(self._marker)

        QTimer.singleShot(0, window, broken)
        settle()
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
        chosen = self._folder.parent / self._marker
        chosen.mkdir()
        dialog = QFileDialog(window, "", str(chosen))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("x.txt")
        dialog.show()
        dialog.accept()
        # its history is written when it dies
        shiboken6.delete(dialog)

    def _type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)


if __name__ == "__main__":
    Session(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], [Path(root) for root in sys.argv[5:]]).play()
