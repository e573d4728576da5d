"""A window on pages without a store, in every theme and text size."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.ui import theme
from app.ui.palette import Hit
from app.ui.shell import PageEntry
from app.ui.theme import T
from app.ui.window import Window
from tests import stage as stages
from tests.stage import Stage
from tests.ui.looks import settle
from tests.ui.parts import PartsPage

SWEEP_OVER = 30_000
PEOPLE = (Hit(key="1", title="MUSTER, Mohammed", caption="K-0031"),
          Hit(key="2", title="MUSTER, Amira", caption="K-0042"))
ENTRIES = (PageEntry(id="parts", label="Bauteile", icon="layers", factory=PartsPage, shortcut="Ctrl+1",
                     count=lambda: 7),
           PageEntry(id="other", label="Andere", icon="users", factory=PartsPage, shortcut="Ctrl+2", warn=lambda: True),
           PageEntry(id="client", label="Klient", icon="users", factory=PartsPage, shown=False, nav="other"))


@pytest.fixture(autouse=True, scope="session")
def german(qapp: QApplication) -> None:
    """Qt's own words and the names of keys as people see them, whichever test comes first."""
    theme.use_language(qapp, "de")


@pytest.fixture(autouse=True, scope="session")
def garbage_in_this_thread() -> None:
    """As in the program: widgets never die in a worker, which ends the process."""
    gc.disable()


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Sweeps closed windows away now and then; each one still alive makes the next style sheet dearer."""
    yield
    if gc.get_count()[0] > SWEEP_OVER:
        gc.collect()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """Puts theme and text size in force for one test."""
    def put(dark: bool = False, zoom: float = 1.0, width: int = 1366) -> None:
        T.window = width
        theme.apply(qapp, dark, zoom)

    put()
    yield put
    put()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., Window]]:
    """Opens windows on the component page."""
    made: list[Window] = []

    def opened(zoom: float = 1.0, theme_name: str = "light", size: tuple[int, int] = (1366, 768)) -> Window:
        settings = Settings(zoom=zoom, theme=theme_name)
        theme.apply_settings(qapp, settings)
        T.window = size[0]
        result = Window(qapp, settings, lambda _settings: None,
                        lambda text: [hit for hit in PEOPLE if text.lower() in hit.title.lower()])
        qtbot.addWidget(result)
        made.append(result)
        result.resize(*size)
        result.add_pages(ENTRIES)
        result.desk.go("parts")
        result.show()
        result.activateWindow()
        settle()
        return result

    yield opened
    for one in made:
        one.close()
    settle()
    T.window = 1366
    theme.apply(qapp, dark=False, zoom=1.0)


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
    T.window = 1366
    theme.apply(qapp, dark=False, zoom=1.0)
