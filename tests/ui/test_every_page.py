"""What holds on every page of the real window: nothing cut, a ring at each Tab stop, names for screen readers."""

import gettext
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QPlainTextEdit, QWidget

from app import i18n
from app.domain.case import CaseState
from app.store import local_backups
from app.ui.client_tabs import TABS
from app.ui.listing import EntryList
from app.ui.table import TableView
from app.ui.veil import Veil
from app.usecases import bin as bins
from app.usecases import flag
from tests import stage as stages
from tests.stage import CATALOGUES, Stage, press, settle
from tests.ui.looks import cut, ring_gaps, too_wide

Staged = Callable[..., Stage]
PADDING = " etwas länger gesagt als sonst, damit jedes Wort Platz braucht"
LISTS = (EntryList, TableView)


def places(stage: Stage) -> Iterator[str]:
    """Goes to every page and every state of it in which other widgets stand."""
    for page in ("today", "clients", "offers", "referral", "export", "intake", "shelters"):
        stage.go(page)
        yield page
    person = next(line for line in stage.lines() if line.state == CaseState.OPEN)
    for tab in TABS:
        stage.go("client", client_id=person.client_id, tab=tab)
        yield f"client, {tab}"
    stage.go("client", client_id=person.client_id, tab=TABS[0], note=True)
    yield "client, note"
    press(stage.window, "Escape")
    stage.go("client", client_id=person.client_id, follow_up=True)
    yield "client, follow-up"
    press(stage.window, "Escape")
    prospect = next(line for line in stage.lines() if line.state == CaseState.PROSPECT)
    for act in ("flag", "bin"):
        stage.go("client", client_id=prospect.client_id, act=act)
        yield f"client, {act}"
        press(stage.window, "Escape")
    flag.put(stage.file, prospect.client_id, kind="protect", reason="Adresse nicht nennen", until=stage.file.today())
    bins.discard(stage.file, next(line.client_id for line in reversed(stage.lines())), "doppelt angelegt")
    stage.go("bin")
    press(stage.window, "Delete")
    yield "bin"
    stage.go("history")
    yield "history"
    stage.go("client", client_id=prospect.client_id)
    stage.office.window.desk.pages.page._view.open_panel("open")  # type: ignore[union-attr]
    settle()
    yield "client, opening"
    stage.go("referral", case_id=person.case_id)
    yield "referral, new"
    press(stage.window, "Escape")
    stage.go("offers", path=max((stage.place / CATALOGUES).iterdir()))
    yield "offers, import"
    press(stage.window, "Escape")
    stage.go("export")
    press(stage.window, "Return")
    stage.calm()
    yield "export, issued month"
    for part in ("look", "keys", "backup", "office", "check"):
        stage.go("settings", part=part)
        yield f"settings, {part}"
    local_backups.keep(stage.file)
    stage.go("restore")
    yield "restore"
    press(stage.window, "Return")
    stage.calm()
    yield "restore, what it holds"
    press(stage.window, "Ctrl+K")
    yield "palette"
    press(stage.window, "Escape", "Ctrl+Slash")
    yield "keys"
    press(stage.window, "Escape")


def unfit(stage: Stage) -> list[str]:
    """Everything on the page shown that has less room than it needs."""
    return [*cut(stage.window), *too_wide(stage.window), *low(stage.window)]


def low(root: QWidget) -> list[str]:
    """Fields and buttons that a layout has squeezed below the height of their text."""
    kinds = (QAbstractItemView, QPlainTextEdit)
    return [f"squeezed: {type(widget).__name__} {widget.accessibleName()!r} {widget.height()} px"
            for widget in root.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, kinds)
            and not isinstance(widget.parentWidget(), QComboBox)
            and widget.height() + 1 < widget.minimumSizeHint().height()]


@dataclass(slots=True)
class Survey:
    """What one walk over all pages at 100 % found."""

    unfit: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)
    heard: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def survey(qapp: QApplication, muster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """One walk for several questions."""
    # only then Qt forgets what it told about rows that are no longer there, as with a reader running
    QAccessible.setActive(True)
    found = Survey()
    stage = stages.open_stage(qapp, stages.copied(muster, tmp_path_factory.mktemp("survey")))
    for place in places(stage):
        found.unfit += [f"{place}: {text}" for text in unfit(stage)]
        found.nameless += [f"{place}: {_about(widget)}" for widget in controls(stage.window) if not _named(widget)]
        for view in stage.window.findChildren(QAbstractItemView):
            if view.isVisible() and isinstance(view, LISTS) and view.model().rowCount():
                found.heard[f"{place}: {view.accessibleName()}"] = _spoken(view)
    stage.close()
    QAccessible.setActive(False)
    yield found


def test_nothing_is_cut_on_any_page(survey: Survey) -> None:
    assert survey.unfit == []


def test_nothing_is_cut_at_150_percent_in_the_dark(stage: Staged) -> None:
    shown = stage(zoom=1.5, dark=True)
    assert [f"{place}: {text}" for place in places(shown) for text in unfit(shown)] == []


class _Lengthened(gettext.NullTranslations):
    """A language in which everything takes about 40 % more room."""

    def gettext(self, message: str) -> str:
        return message + PADDING[:max(2, round(0.4 * len(message)))].rstrip()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_nothing_is_cut_at_200_percent_in_a_language_with_longer_words(stage: Staged,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", _Lengthened())
    shown = stage(zoom=2.0)
    # a box shows as much of its value as there is room for; the open list shows all of it
    assert [f"{place}: {text}" for place in places(shown) for text in unfit(shown) if "QComboBox" not in text] == []


def test_tab_goes_once_round_every_page_and_shows_where_it_is(stage: Staged) -> None:
    shown = stage()
    window = shown.office.window
    for page in ("today", "clients", "offers", "referral", "export", "settings", "intake"):
        shown.go(page)
        stops, gaps = ring_gaps(window, window.ring)
        assert (page, gaps) == (page, [])
        assert 6 < stops < 120, page


def test_every_control_has_a_name_and_a_role(survey: Survey) -> None:
    assert survey.nameless == []


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


def test_lists_and_tables_speak_one_sentence_for_each_row(survey: Survey) -> None:
    mute = {name: rows for name, rows in survey.heard.items() if not all(_is_sentence(row) for row in rows)}
    assert mute == {}
    people = survey.heard["clients: Klienten"][0]
    assert people.startswith("MUSTER") and "Phase" in people and "Aufenthaltspapier" in people


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
