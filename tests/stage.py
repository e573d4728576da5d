"""The whole program on a Musterdatei without a screen: made once, copied, opened. For pictures and tests; no pytest."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.settings import Settings
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.clients import ClientLine
from app.ui import theme
from app.ui.client_mixed import Parts
from app.ui.intake_topics import TopicStack
from app.ui.office import Office
from app.ui.theme import T
from app.ui.turns import pending
from app.usecases import demo, keys
from app.vault.slot import LIGHT_KDF

NOW = datetime(2026, 11, 3, 14, 3, 22)
SIZE = (1366, 768)
NONE = Qt.KeyboardModifier.NoModifier
FOLDER, CATALOGUES = "muster.klientendatei", "kataloge"


@dataclass(slots=True)
class Clock:
    """A wall clock that stands still: Tuesday, 3 November 2026, until it is set."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.moment


clock = Clock()


def make(place: Path, people: int = 60, months: int = 4) -> Path:
    """A Musterdatei with its catalogues below ``place``; the same people every time."""
    demo.make(place, clients=people, seed=1, months=months, truth=None, now=clock, say=lambda _line: None,
              kdf=LIGHT_KDF)
    return place


def make_empty(place: Path) -> Path:
    """A Klientendatei without anybody below ``place``, with the password of every Musterdatei."""
    casefile.create(place / FOLDER, demo.PASSPHRASE, office="Amt Musterstadt", ags="05978036", clock=clock,
                    kdf=LIGHT_KDF).close()
    return place


def settle(turns: int = 4) -> None:
    """Lets layouts, timers and focus changes happen."""
    for _turn in range(turns):
        QApplication.processEvents()
        QTest.qWait(0)
    QTest.qWait(1)
    while pending():
        QTest.qWait(1)


def wait_until(met: Callable[[], object], what: str) -> None:
    """Turns the event loop until something holds; fails after ten seconds."""
    late = time.monotonic() + 10
    while not met():
        assert time.monotonic() < late, f"never came: {what}"
        QTest.qWait(1)


def press(widget: QWidget, *names: str) -> None:
    """Keys as ui.md writes them (`Ctrl+Shift+N`, `Return`) to the widget with the keyboard, else to ``widget``."""
    for name in names:
        *held, last = name.split("+") if name != "Ctrl++" else ["Ctrl", "Plus"]
        modifiers = NONE
        for one in held:
            modifiers |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier,
                          "Alt": Qt.KeyboardModifier.AltModifier}[one]
        key = getattr(Qt.Key, f"Key_{last}")
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or widget
        QTest.keyClick(target, key, modifiers)
        settle()


def write(text: str) -> None:
    """Types into the widget that has the keyboard."""
    focus = QApplication.focusWidget()
    assert focus is not None, f"nothing has the keyboard for {text!r}"
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(focus, letter)
        else:
            # QTest knows no key for it and would end the process
            QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, NONE, letter))
    settle()


@dataclass(slots=True, kw_only=True)
class Stage:
    """One open window on a copy of a Musterdatei."""

    app: QApplication
    office: Office
    place: Path
    clock: Clock
    kept: list[Settings] = field(default_factory=list)

    @property
    def file(self) -> CaseFile:
        """The Klientendatei behind the window."""
        return self.office.file

    @property
    def window(self) -> QWidget:
        """The window."""
        return self.office.window

    def lines(self) -> tuple[ClientLine, ...]:
        """All persons, as the page Klienten reads them."""
        return clients.lines(self.file)

    def go(self, page: str, **where: object) -> None:
        """Opens a page and waits for the work it began."""
        self.office.window.desk.go(page, **where)
        self.calm()

    def calm(self) -> None:
        """Waits until no work runs and long tabs and forms are whole."""
        settle()
        wait_until(lambda: not self.office.window.desk.tasks.busy, "the end of the work")
        for parts in self.office.window.findChildren(Parts):
            parts.all()
        for topics in self.office.window.findChildren(TopicStack):
            wait_until(lambda topics=topics: topics.whole, "the last topic")
        settle()

    def look(self, *, dark: bool = False, zoom: float = 1.0) -> None:
        """Another theme and text size, as the settings page would do it."""
        self.office.window.change_settings(theme="dark" if dark else "light", zoom=zoom)
        settle()

    def close(self) -> None:
        """Gives the file back; drafts are kept."""
        self.office.leave()
        self.office.window.deleteLater()
        settle()


def open_stage(app: QApplication, place: Path, *, dark: bool = False, zoom: float = 1.0,
               size: tuple[int, int] = SIZE) -> Stage:
    """Opens the Musterdatei below ``place`` in a window of its own."""
    settings = Settings(zoom=zoom, theme="dark" if dark else "light")
    theme.use_language(app, "de")
    T.window = size[0]
    theme.apply_settings(app, settings)
    kept: list[Settings] = []
    own_clock = Clock()
    file = keys.unlock(place / FOLDER, demo.PASSPHRASE, clock=own_clock)
    stage = Stage(app=app, clock=own_clock, office=Office(app, settings, kept.append, file), place=place, kept=kept)
    stage.office.window.resize(*size)
    stage.office.show()
    stage.calm()
    return stage


def copied(pattern: Path, place: Path) -> Path:
    """A copy of what `make` made."""
    shutil.copytree(pattern, place, dirs_exist_ok=True)
    return place
