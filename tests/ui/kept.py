"""One window and one Klientendatei for the tests of a module, where each test brings a person of its own."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.clientdesk import Desk, new_file


@pytest.fixture(scope="module")
def kept() -> Iterator[list[Desk]]:
    """The window that goes from test to test, if there is one."""
    made: list[Desk] = []
    yield made
    for one in made:
        one.close()


@pytest.fixture
def d(qapp: QApplication, kept: list[Desk], tmp_path_factory: pytest.TempPathFactory,
      request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The window of the module; a new one after a test that failed, whatever state that has left it in."""
    failed = request.session.testsfailed
    if not kept:
        kept.append(Desk(qapp, new_file(tmp_path_factory.mktemp("kept"))))
    kept[0].window.activateWindow()
    yield kept[0]
    if request.session.testsfailed > failed:
        kept.pop().close()
    else:
        kept[0].clear()


@pytest.fixture
def alone(kept: list[Desk], desk: Callable[..., Desk]) -> Callable[..., Desk]:
    """Opens a window of its own; that of the module goes, which another text size would only make slow."""
    while kept:
        kept.pop().close()
    return desk
