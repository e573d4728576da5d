"""One walk over all pages of the window, and what is asked of each: room, names, the way of the keyboard, words. No
pytest here."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

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

from app.statistics.report_format import PROMISE
from app.ui.components import EmptyState
from app.ui.entry_grid import EntryGrid
from app.ui.listing import EntryList
from app.ui.settings_page import PartList
from app.ui.sidebar import NavItem
from app.ui.table import TableView
from app.ui.theme import T
from app.ui.veil import Veil
from tests.stage import Stage
from tests.test_words import ENGLISH, FORBIDDEN
from tests.ui.looks import OWN_FOCUS, cut, too_wide
from tests.ui.walk import ground

LISTS = (EntryList, TableView)
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# 18 persons: who asks for each of them sends a statement with 18 different values
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


def walk(stage: Stage, way: Callable[[Stage], Iterator[str]], found: Survey) -> Survey:
    """One walk for all questions."""
    stage.calm()  # what opening and filling the file still reads belongs to no page
    with statements() as sent:
        for place in way(stage):
            shown = ground(stage)
            found.places.append(place)
            found.asked += [f"{place}: for {len(values)} values {sql}" for sql, values in sent.items()
                            if len(values) > AGAIN]
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
def statements() -> Iterator[dict[str, set[str]]]:
    """What is sent to the store, transactions aside, each with the values it was sent with. The same twice counts
    once: how often a page is read anew hangs on how fast the machine is, what a row asks for itself does not."""
    sent: dict[str, set[str]] = defaultdict(set)

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if not statement.startswith(TRANSACTIONS):
            sent[statement].add(repr(values))

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


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
    """Words the house does not use, wherever they come from: code lists and composed sentences are no marked texts.

    The promise is said as it stands in every file.
    """
    said = {widget.accessibleName() for widget in root.findChildren(QWidget) if widget.isVisible()}
    said |= {widget.text() for kind in (QLabel, QAbstractButton) for widget in root.findChildren(kind)
             if widget.isVisible()}
    return [text for text in {" ".join(text.split()) for text in said} if text != PROMISE and WRONG.search(text)]


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
              if isValid(widget) and widget not in seen and widget.parentWidget() not in groups
              # what was put anew on the way, because the first row of a list was chosen, waits for its end
              and widget.isVisible()]
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
