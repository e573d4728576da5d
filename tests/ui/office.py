"""An office for the tests of the pages: a Klientendatei with invented people, a window on it, a clock that stands."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app import resources
from app.domain.dates import PartialDate
from app.settings import Settings
from app.store.casefile import CaseFile
from app.store.queries import client, offers
from app.ui import theme
from app.ui.shell import Page, PageEntry, Shell
from app.ui.theme import T
from app.ui.window import Window
from app.usecases import casework, catalogue, intake
from tests import casefiles
from tests.catalogues import of_gfs
from tests.ui.looks import settle

NOW = datetime(2026, 11, 3, 14, 3, 22)
OPENED = datetime(2026, 8, 3, 9, 0)


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def case_file(folder: Path, clock: Callable[[], datetime]) -> CaseFile:
    """An empty Klientendatei."""
    return casefiles.new_file(folder / "m.klientendatei", "ein Kennwort zum Testen", clock, ags="05978020", muster=True)


def person(file: CaseFile, clock: Clock, given: str) -> str:
    """A person whose case was opened in August, with paper and level; returns the case."""
    now, clock.now = clock.now, OPENED
    client_id = intake.take_in(file, {
        "family_name": "MUSTER", "given_name": given, "birth": PartialDate(2003, 3, 12), "ags": "05978020",
        "sex": "female", "paper_kind": "toleration_60a", "paper_valid_to": date(2027, 1, 20)})
    casework.add_level(file, client_id, on=date(2026, 7, 20), oral="a1", written="a1", basis="test")
    case_id = client.page(file, client_id).case.id
    intake.open_case(file, case_id, intake.Opening(on=OPENED.date(), override_reason="Übung"))
    clock.now = now
    return case_id


def sample(number: int) -> Path:
    """One of the two shipped catalogues."""
    return resources.path("samples", f"katalog_muster_{number}.csv")


def take_catalogue(file: CaseFile, number: int = 1) -> None:
    """Puts a shipped catalogue in force, as that of the GfS."""
    catalogue.apply(file, of_gfs(catalogue.read(sample(number)).source))


def offering(file: CaseFile, title: str) -> str:
    """The key of the first running offering with that title."""
    return next(o.key for o in offers.current(file).listed if o.title == title and o.lifecycle == "active")


class Away(Page):
    """A page to go to, which remembers where one wanted to go."""

    title = "Anderswo"

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    def arrive(self, **where: object) -> None:
        """Remembers."""
        self.asked.append(where)

    def build(self, parent: QWidget) -> QWidget:
        """Nothing to see."""
        return QWidget(parent)

    def refresh(self, change: object) -> None:
        """Nothing to show."""


def window(app: QApplication, file: CaseFile, pages: dict[str, Callable[[Shell], Page]], *, zoom: float = 1.0,
           size: tuple[int, int] = (1366, 768), dark: bool = False) -> Window:
    """A window on these pages, active and drawn."""
    settings = Settings(zoom=zoom, theme="dark" if dark else "light")
    theme.apply_settings(app, settings)
    T.window = size[0]
    made = Window(app, settings, lambda _settings: None, lambda _text: [])
    made.resize(*size)
    made.add_pages([PageEntry(id=name, label=name, icon="users", factory=factory) for name, factory in pages.items()])
    file.subscribe(made.refresh)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def opener(app: QApplication, file: CaseFile, pages: dict[str, Callable[[Shell], Page]], first: str,
           ) -> Iterator[Callable[..., Window]]:
    """For a fixture: opens a window on its first page, with what is read beside it shown, and closes it afterwards."""
    made: list[Window] = []

    def opened(zoom: float = 1.0, dark: bool = False) -> Window:
        one = window(app, file, pages, zoom=zoom, dark=dark)
        made.append(one)
        one.desk.go(first)
        settle()
        # what was read is laid out
        settle()
        return one

    yield opened
    for one in made:
        one.close()
    T.window = 1366
    theme.apply(app, dark=False, zoom=1.0)


def work_done(made: Window) -> None:
    """Waits until the worker has nothing left and its results are shown."""
    for _round in range(4):
        settle()


def texts(root: QWidget) -> str:
    """All words on the page that can be seen, one label a line."""
    labels = [one.text() for one in root.findChildren(QLabel) if one.isVisible()]
    return "\n".join([*labels, *(one.text() for one in root.findChildren(QPushButton) if one.isVisible())])


def press(root: QWidget, word: str) -> None:
    """Goes to the visible button with that word and presses it by keyboard."""
    found = [one for one in root.findChildren(QPushButton) if one.isVisible() and one.text() == word]
    assert found, f"no button {word!r} among {[b.text() for b in root.findChildren(QPushButton) if b.isVisible()]}"
    found[-1].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(found[-1], Qt.Key.Key_Space)
    settle()


def named(root: QWidget, kind: type[QWidget], name: str) -> QWidget:
    """The visible widget of a kind whose accessible name begins so."""
    return next(w for w in root.findChildren(kind) if w.isVisible() and w.accessibleName().startswith(name))


def typed(text: str, widget: QWidget | None = None) -> None:
    """Types where the keyboard is, or into a widget."""
    target = widget or QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)
    settle()


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key where the keyboard is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, code, modifier)
    settle()
