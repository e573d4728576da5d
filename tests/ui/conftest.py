"""A window on pages without a store, in every theme and text size."""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from shiboken6 import getCppPointer

from app.settings import Settings
from app.store.casefile import CaseFile
from app.ui import backup_watch, geometry, theme
from app.ui.gate import Gate
from app.ui.palette import Hit
from app.ui.shell import Page, PageEntry, Shell
from app.ui.theme import T
from app.ui.window import Window
from tests import stage as stages
from tests.stage import Stage
from tests.ui import office
from tests.ui.clientdesk import Desk, new_file
from tests.ui.looks import settle
from tests.ui.office import Away, Clock
from tests.ui.parts import PartsPage, PlainPage

SWEEP_OVER = 100_000
PEOPLE = (Hit(key="1", title="MUSTER, Mohammed", caption="K-0031"),
          Hit(key="2", title="MUSTER, Amira", caption="K-0042"))
Pages = dict[str, Callable[[Shell], Page]]


def entries(page: Callable[[Shell], Page]) -> tuple[PageEntry, ...]:
    """Three places for that page: with a count, with a warning, and behind a person."""
    return (PageEntry(id="parts", label="Bauteile", icon="layers", factory=page, shortcut="Ctrl+1", count=lambda: 7),
            PageEntry(id="other", label="Andere", icon="users", factory=page, shortcut="Ctrl+2", warn=lambda: True),
            PageEntry(id="client", label="Klient", icon="users", factory=page, shown=False, nav="other"))


@pytest.fixture(autouse=True, scope="session")
def german(qapp: QApplication) -> None:
    """Qt's own words and the names of keys as people see them, whichever test comes first."""
    theme.use_language(qapp, "de")


@pytest.fixture(autouse=True, scope="session")
def room_for_every_window() -> Iterator[None]:
    """The screen that Qt plays here has 800 × 800 points, which no window shall fill."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(geometry, "has_room", lambda _free: True)
        yield


@pytest.fixture(autouse=True, scope="session")
def garbage_in_this_thread() -> None:
    """As in the program: widgets never die in a worker, which ends the process."""
    gc.disable()
    # what was imported stays; each later sweep would look through all of it again
    gc.freeze()


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> None:
    """Every test begins light, at 100 % and wide; put back here, when the windows of the test before are gone."""
    T.window = 1366
    theme.apply(qapp, dark=False, zoom=1.0)


@pytest.fixture(autouse=True)
def no_backup_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of windows are closed here; who tests the backup before that puts the seconds back."""
    monkeypatch.setattr(backup_watch, "AT_LOCK", 0.0)
    monkeypatch.setattr(backup_watch, "AT_CLOSE", 0.0)


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Ends what a test leaves behind; each widget still alive makes every later style sheet dearer."""
    before = {getCppPointer(one) for one in qapp.topLevelWidgets()}
    yield
    if gc.get_count()[0] > SWEEP_OVER:
        gc.collect()
    left = qapp.topLevelWidgets()
    # a window that several tests share may keep parts of itself beside it
    if any(isinstance(one, QMainWindow) and one.isVisible() for one in left):
        return
    for one in left:
        # popups belong to the completer of a field and go with it
        if one.parent() is None and one.windowType() != Qt.WindowType.Popup and getCppPointer(one) not in before:
            one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def look(qapp: QApplication) -> Callable[..., None]:
    """Puts theme and text size in force for one test."""
    def put(dark: bool = False, zoom: float = 1.0, width: int = 1366) -> None:
        T.window = width
        theme.apply(qapp, dark, zoom)

    return put


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., Window]]:
    """Opens windows on a small page, or on another one."""
    made: list[Window] = []

    def opened(zoom: float = 1.0, theme_name: str = "light", size: tuple[int, int] = (1366, 768),
               page: Callable[[Shell], Page] = PlainPage) -> Window:
        settings = Settings(zoom=zoom, theme=theme_name)
        theme.apply_settings(qapp, settings)
        T.window = size[0]
        result = Window(qapp, settings, lambda _settings: None,
                        lambda text: [hit for hit in PEOPLE if text.lower() in hit.title.lower()])
        qtbot.addWidget(result)
        made.append(result)
        result.resize(*size)
        result.add_pages(entries(page))
        result.desk.go("parts")
        result.show()
        result.activateWindow()
        settle()
        return result

    yield opened
    for one in made:
        one.close()
    settle()


@pytest.fixture
def parts(window: Callable[..., Window]) -> Callable[..., Window]:
    """Opens windows on the page with every component."""
    return partial(window, page=PartsPage)


@pytest.fixture
def gate(qtbot: QtBot) -> Iterator[Gate]:
    """The gate before the office, on the screen."""
    made = Gate()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    settle()
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    """The clock of the page tests: it stands until the test sets it."""
    return Clock()


@pytest.fixture
def file(tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    """An empty Klientendatei, open."""
    made = office.case_file(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def away() -> Away:
    """Where the page under test leads."""
    return Away()


@pytest.fixture
def on_pages(qapp: QApplication, qtbot: QtBot, file: CaseFile) -> Iterator[Callable[..., Window]]:
    """Opens windows on some pages of the file."""
    made: list[Window] = []

    def opened(pages: Pages, **look: Any) -> Window:
        window = office.window(qapp, file, pages, **look)
        qtbot.addWidget(window)
        made.append(window)
        return window

    yield opened
    for window in made:
        window.close()


@pytest.fixture(scope="session")
def muster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Musterdatei with 18 invented people over two months; only for copying."""
    return stages.make(tmp_path_factory.mktemp("muster"), people=18, months=2)


@pytest.fixture
def stage(qapp: QApplication, muster: Path, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Opens the whole program on a copy of the Musterdatei."""
    opened: list[Stage] = []

    def on(**look: Any) -> Stage:
        place = stages.copied(muster, tmp_path / f"stage{len(opened)}")
        opened.append(stages.open_stage(qapp, place, **look))
        return opened[-1]

    yield on
    for one in opened:
        one.close()


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Opens the whole window on an empty Klientendatei, as often as wished; all are closed at the end."""
    made: list[Desk] = []

    def opened(zoom: float = 1.0) -> Desk:
        made.append(Desk(qapp, new_file(tmp_path), zoom))
        return made[-1]

    yield opened
    for one in made:
        one.close()
