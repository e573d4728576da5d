"""What holds on every page of the real window: nothing cut, a ring at each Tab stop, names for screen readers."""

import gettext
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app import i18n
from app.ui.components import EmptyState
from app.ui.entry_grid import EntryGrid
from app.ui.listing import EntryList
from app.ui.settings_page import PartList
from app.ui.sidebar import NavItem
from app.ui.table import TableView
from app.ui.theme import T
from app.ui.veil import Veil
from tests import stage as stages
from tests.stage import Stage, press
from tests.test_words import ENGLISH, FORBIDDEN
from tests.ui.looks import OWN_FOCUS, cut, too_wide
from tests.ui.walk import ground, places, prepare

Staged = Callable[..., Stage]
PADDING = " etwas länger gesagt als sonst, damit jedes Wort Platz braucht"
LISTS = (EntryList, TableView)
# the largest text with two columns beside each other: what has room here has room at 100 %
TIGHTEST = 1.1
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# 18 persons: who asks for each of them sends a statement 18 times
AGAIN = 6
WRONG = re.compile("(?i:" + "|".join(each.replace("(?i)", "") for each in (*FORBIDDEN, ENGLISH.pattern)) + ")")


@dataclass(slots=True)
class Survey:
    """What one walk over all pages found; each list is empty when all is well."""

    places: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    round: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    heard: dict[str, list[str]] = field(default_factory=dict)


def walk(stage: Stage) -> Survey:
    """One walk for all questions."""
    prepare(stage)
    found = Survey()
    with statements() as sent:
        for place in places(stage):
            shown = ground(stage)
            found.places.append(place)
            found.asked += [f"{place}: {n} times {sql}" for sql, n in sent.items() if n > AGAIN]
            found.bare += [f"{place}: {text}" for text in bare(stage, shown)]
            found.unfit += [f"{place}: {text}" for text in unfit(shown)]
            found.nameless += [f"{place}: {_about(widget)}" for widget in controls(shown) if not _named(widget)]
            found.words += [f"{place}: {text}" for text in wrong_words(shown)]
            for view in shown.findChildren(QAbstractItemView):
                if view.isVisible() and isinstance(view, LISTS) and view.model().rowCount():
                    found.heard[f"{place}: {view.accessibleName()}"] = _spoken(view)
            found.lost += [f"{place}: {text}" for text in lost(stage)]
            if not isinstance(shown.parentWidget(), Veil):
                found.round += [f"{place}: {text}" for text in round_gaps(stage)]
            sent.clear()
    return found


@contextmanager
def statements() -> Iterator[Counter[str]]:
    """Counts what is sent to the store, transactions aside."""
    sent: Counter[str] = Counter()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(TRANSACTIONS):
            sent[statement] += 1

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def wide(qapp: QApplication, muster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """All pages with two columns beside each other, light."""
    # only then Qt forgets what it told about rows that are no longer there, as with a reader running
    QAccessible.setActive(True)
    stage = stages.open_stage(qapp, stages.copied(muster, tmp_path_factory.mktemp("wide")), zoom=TIGHTEST)
    assert T.wide
    found = walk(stage)
    # while it is open each look put in force for a test is put on all of its widgets
    stage.close()
    QAccessible.setActive(False)
    yield found


class _Lengthened(gettext.NullTranslations):
    """A language in which everything takes about 40 % more room."""

    def gettext(self, message: str) -> str:
        return message + PADDING[:max(2, round(0.4 * len(message)))].rstrip()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(scope="module")
def large(qapp: QApplication, muster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """All pages at 200 %, dark, in a language with longer words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_catalogue", _Lengthened())
        place = stages.copied(muster, tmp_path_factory.mktemp("large"))
        stage = stages.open_stage(qapp, place, zoom=2.0, dark=True)
        found = walk(stage)
        stage.close()
    yield found


def test_every_page_and_part_that_is_announced_is_walked_and_has_something_to_show(wide: Survey,
                                                                                   large: Survey) -> None:
    assert [*wide.bare, *large.bare] == []
    assert wide.places == large.places


def test_nothing_is_cut_on_any_page(wide: Survey) -> None:
    assert wide.unfit == []


def test_nothing_is_cut_at_200_percent_in_the_dark_in_a_language_with_longer_words(large: Survey) -> None:
    assert large.unfit == []


def test_tab_reaches_everything_on_every_page_shows_where_it_is_and_comes_back(wide: Survey, large: Survey) -> None:
    assert [*wide.round, *large.round] == []


def test_the_keyboard_is_never_out_of_sight(wide: Survey, large: Survey) -> None:
    assert [*wide.lost, *large.lost] == []


def test_every_control_has_a_name_and_a_role(wide: Survey, large: Survey) -> None:
    assert [*wide.nameless, *large.nameless] == []


def test_no_page_asks_the_store_again_for_each_row(wide: Survey, large: Survey) -> None:
    assert [*wide.asked, *large.asked] == []


def test_what_stands_on_a_page_keeps_to_the_words_of_the_house(wide: Survey) -> None:
    assert wide.words == []


def bare(stage: Stage, shown: QWidget) -> list[str]:
    """Why this place tells nothing of the page: it is another one, empty, or the program stumbled on the way."""
    desk = stage.office.window.desk
    found = [f"empty: {one.accessibleName() or [each.text() for each in one.findChildren(QLabel)]}"
             for one in shown.findChildren(EmptyState) if one.isVisible()]
    if desk.problems.open_box is not None:
        desk.problems.open_box.close()
        found.append("the crash dialog came")
    if QApplication.focusWidget() is None:
        found.append("nothing has the keyboard")
    return found


def lost(stage: Stage) -> list[str]:
    """The row one goes to with the arrows, and the ring, where they are not seen with what they stand for."""
    window: Any = stage.office.window
    focus, found = QApplication.focusWidget(), []
    if window.ring.isVisible() and focus is not None and focus.visibleRegion().isEmpty():
        found.append(f"the ring stays behind: {_about(focus)}")
    if isinstance(focus, LISTS) and not isinstance(focus, PartList) and focus.model().rowCount() > 1:
        key = focus.current_key()
        last = focus.model().index(focus.model().rowCount() - 1, 0)
        focus.setCurrentIndex(last)
        if not focus.viewport().visibleRegion().intersects(focus.visualRect(last)):
            found.append(f"the last row: {_about(focus)}")
        focus.set_current(key)
    return found


def unfit(shown: QWidget) -> list[str]:
    """Everything on the page shown that has less room than it needs."""
    # a box shows as much of its value as there is room for; the open list shows all of it
    texts = [text for text in cut(shown) if not text.startswith("QComboBox")]
    return [*texts, *too_wide(shown), *low(shown), *heads(shown), *hints(shown)]


def low(root: QWidget) -> list[str]:
    """Fields and buttons that a layout has squeezed below the height of their text."""
    kinds = (QAbstractItemView, QPlainTextEdit)
    return [f"squeezed: {type(widget).__name__} {widget.accessibleName()!r} {widget.height()} px"
            for widget in root.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, kinds)
            and not isinstance(widget.parentWidget(), QComboBox)
            and widget.height() + 1 < widget.minimumSizeHint().height()]


def heads(root: QWidget) -> list[str]:
    """Heads of columns that are wider than their column."""
    found, font = [], QFontMetrics(T.font("caption"))
    for head in root.findChildren(QHeaderView):
        for i in range(head.count() if head.isVisible() and head.orientation() == Qt.Orientation.Horizontal else 0):
            text = str(head.model().headerData(i, Qt.Orientation.Horizontal) or "")
            sign = head.model().headerData(i, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole)
            # the padding of the style sheet, and what Qt leaves between a sign and its word
            need = font.horizontalAdvance(text) + 2 * T.px(10) + (T.px(13) + 4 if sign is not None else 0)
            if text and not head.isSectionHidden(i) and head.sectionSize(i) < need:
                found.append(f"head {text!r}: {head.sectionSize(i)} of {need} px")
    return found


def hints(root: QWidget) -> list[str]:
    """Grey words of empty lines that are longer than the line."""
    return [f"hint {line.placeholderText()!r} in {line.width()} px" for line in root.findChildren(QLineEdit)
            if line.isVisible() and line.placeholderText() and not line.text()
            and line.width() < line.fontMetrics().horizontalAdvance(line.placeholderText()) + T.px(18)]


def wrong_words(root: QWidget) -> list[str]:
    """Words the house does not use, wherever they come from: code lists and composed sentences are no marked texts."""
    said = {widget.accessibleName() for widget in root.findChildren(QWidget) if widget.isVisible()}
    said |= {widget.text() for kind in (QLabel, QAbstractButton) for widget in root.findChildren(kind)
             if widget.isVisible()}
    return [text for text in {" ".join(text.split()) for text in said} if WRONG.search(text)]


def round_gaps(stage: Stage) -> list[str]:
    """One Tab round: stops at which nothing shows where the keyboard is, controls it never comes to, and whether it
    comes back. The keyboard is then where it was."""
    window: Any = stage.office.window
    before, wanted = QApplication.focusWidget(), controls(window)
    grids = window.findChildren(EntryGrid)
    focus = start = wanted[0]
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen, found = {start}, []
    for _turn in range(400):
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus is start:
            break
        # the ring follows in the next turn of the event loop, which would paint everything as well
        window.ring._place()
        row = isinstance(focus, QAbstractItemView) and focus.currentIndex().isValid()
        if not (isinstance(focus, OWN_FOCUS) or row or window.ring.isVisible()):
            found.append(f"shows nothing: {_about(focus)}")
        # the fields of a grid come and go: who is in one is in the grid
        seen |= {focus, *(grid for grid in grids if grid.isAncestorOf(focus))}
    # the arrows go through words of which one is chosen; Tab comes to that one
    groups = {one.parentWidget() for one in seen if isValid(one) and isinstance(one, QAbstractButton)
              and one.autoExclusive() and not isinstance(one, NavItem)}
    found += [f"never reached: {_about(widget)}" for widget in wanted
              if isValid(widget) and widget not in seen and widget.parentWidget() not in groups]
    if focus is not start:
        found.append("does not come back")
    if before is not None and isValid(before):
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        window.desk.pages.focus_first()
    return found


def controls(window: QWidget) -> list[QWidget]:
    """Everything that takes the keyboard."""
    found = [widget for widget in window.findChildren(QWidget) if widget.isVisible() and widget.isEnabled()
             and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None]
    assert found
    return found


def _named(widget: QWidget) -> bool:
    spoken = QAccessible.queryAccessibleInterface(widget)
    assert spoken is not None
    return bool(spoken.text(QAccessible.Text.Name).strip()) and spoken.role() not in (
        QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window)


def _about(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget)
    parents, parent = [], widget.parentWidget()
    while parent is not None and len(parents) < 3:
        parents.append(f"{type(parent).__name__} {parent.accessibleName()!r}")
        parent = parent.parentWidget()
    said = spoken.role() if spoken is not None else "no interface"
    return f"{type(widget).__name__}, {said}, in {parents}"


def test_lists_and_tables_speak_one_sentence_for_each_row(wide: Survey) -> None:
    mute = {name: rows for name, rows in wide.heard.items() if not all(_is_sentence(row) for row in rows)}
    assert mute == {}
    people = next(row for row in wide.heard["clients: Klienten"] if row.startswith("MUSTER"))
    assert "Phase" in people and "Aufenthaltspapier" in people


def _spoken(view: QAbstractItemView) -> list[str]:
    """What a screen reader hears of the first rows, asked of the accessibility interface itself."""
    whole = QAccessible.queryAccessibleInterface(view)
    assert whole is not None
    model, found = view.model(), []
    for row in range(min(4, model.rowCount())):
        index = model.index(row, 0)
        cell = _child_named(whole, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        found.append(cell or "")
    return found


def _child_named(whole: QAccessibleInterface, name: str) -> str:
    for i in range(min(whole.childCount(), 60)):
        child = whole.child(i)
        if child is not None and child.text(QAccessible.Text.Name) == name:
            return name
    return ""


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
