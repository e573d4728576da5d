"""What holds on every page of the real window: nothing cut, a ring at each Tab stop, names for screen readers. The same
at 200 % is asked in test_every_page_large, so that two workers share the way."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from app.ui.client_tabs import TABS
from app.ui.theme import T
from app.ui.veil import Veil
from tests import gfs
from tests import stage as stages
from tests.stage import Stage, press
from tests.ui.survey import Survey, walk
from tests.ui.walk import gfs_places, places, prepare

Staged = Callable[..., Stage]
# the largest text with two columns beside each other: what has room here has room at 100 %
TIGHTEST = 1.1


@pytest.fixture(scope="module")
def wide(qapp: QApplication, muster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """All pages with two columns beside each other, light."""
    # only then Qt forgets what it told about rows that are no longer there, as with a reader running
    QAccessible.setActive(True)
    stage = stages.open_stage(qapp, stages.copied(muster, tmp_path_factory.mktemp("wide")), zoom=TIGHTEST)
    assert T.wide
    prepare(stage)
    found = walk(stage, places, Survey())
    # while it is open each look put in force for a test is put on all of its widgets
    stage.close()
    issuing = stages.open_stage(qapp, gfs.make(tmp_path_factory.mktemp("gfs")), zoom=TIGHTEST)
    walk(issuing, partial(gfs_places, gfs.fill(issuing)), found)
    issuing.close()
    QAccessible.setActive(False)
    yield found


def test_every_page_and_part_that_is_announced_is_walked_and_has_something_to_show(wide: Survey) -> None:
    assert wide.bare == []
    assert len(set(wide.places)) == len(wide.places) > len(TABS)


def test_nothing_is_cut_on_any_page(wide: Survey) -> None:
    assert wide.unfit == []


def test_tab_reaches_everything_on_every_page_shows_where_it_is_and_comes_back(wide: Survey) -> None:
    assert wide.round == []


def test_the_keyboard_is_never_out_of_sight(wide: Survey) -> None:
    assert wide.lost == []


def test_every_control_has_a_name_and_a_role(wide: Survey) -> None:
    assert wide.nameless == []


def test_no_page_asks_the_store_again_for_each_row(wide: Survey) -> None:
    assert wide.asked == []


def test_what_stands_on_a_page_keeps_to_the_words_of_the_house(wide: Survey) -> None:
    assert wide.words == []


def test_lists_and_tables_speak_one_sentence_for_each_row(wide: Survey) -> None:
    mute = {name: rows for name, rows in wide.heard.items() if not all(_is_sentence(row) for row in rows)}
    assert mute == {}
    people = next(row for row in wide.heard["clients: Klienten"] if row.startswith("MUSTER"))
    assert "Phase" in people and "Aufenthaltspapier" in people


def _is_sentence(text: str) -> bool:
    return len(text) > 2 and "None" not in text and not text.startswith("PySide6")


def test_the_keyboard_stays_inside_the_palette_and_the_sheet_of_keys(stage: Staged) -> None:
    shown = stage()
    before = QApplication.focusWidget()
    for opening in ("Ctrl+K", "Ctrl+Slash"):
        press(shown.window, opening)
        (veil,) = [veil for veil in shown.window.findChildren(Veil) if veil.isVisible()]
        for _turn in range(5):
            assert veil.isAncestorOf(QApplication.focusWidget())
            press(shown.window, "Tab")
        # the first Esc gives up the person the palette holds since Tab
        press(shown.window, *["Escape"] * (2 if opening == "Ctrl+K" else 1))
        assert QApplication.focusWidget() is before
