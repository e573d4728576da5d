"""A window with client page and Aufnahme on a real Klientendatei, and a keyboard to use them. No pytest here."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.domain.dates import PartialDate
from app.settings import Settings
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries.client import ClientPage as Record
from app.ui import office_actions, theme
from app.ui.bin_page import BinPage
from app.ui.client_mixed import Parts
from app.ui.client_page import ClientPage
from app.ui.client_view import ClientView
from app.ui.components import Banner, PageHeader
from app.ui.form import FormView
from app.ui.history_page import HistoryPage
from app.ui.intake_page import IntakePage
from app.ui.layouts import page
from app.ui.shell import Page, PageEntry, Shell
from app.ui.theme import T
from app.ui.window import Window
from app.usecases import intake
from tests import casefiles
from tests.ui.looks import cut, settle, too_wide

NOW = datetime(2026, 11, 3, 14, 3, 22)
TODAY = NOW.date()
PASSWORD = "nur für Proben gedacht 7291"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


class OtherPage(Page):
    """Where `go` leads that is not under test: remembers what it was given."""

    def __init__(self, title: str, seen: list[tuple[str, dict[str, object]]], _shell: Shell) -> None:
        self.title, self._seen = title, seen

    def arrive(self, **where: object) -> None:
        self._seen.append((self.title, where))

    def build(self, parent: QWidget) -> QWidget:
        return page(PageHeader(self.title))

    def refresh(self, change: object) -> None:
        pass


def _made(kind: Callable[[Shell, CaseFile], Page], file: CaseFile, shell: Shell) -> Page:
    return kind(shell, file)


class Desk:
    """The window of one file; `seen` lists the other pages that were opened."""

    def __init__(self, app: QApplication, file: CaseFile, zoom: float = 1.0) -> None:
        self.file = file
        self.seen: list[tuple[str, dict[str, object]]] = []
        settings = Settings(theme="light", zoom=zoom)
        theme.apply_settings(app, settings)
        T.window = 1366
        self.window = Window(app, settings, lambda _settings: None, lambda _text: ())
        self.window.resize(1366, 768)
        others = [PageEntry(id=name, label=name, icon="users", factory=partial(OtherPage, name, self.seen))
                  for name in ("clients", "referral", "shelters")]
        pages = {"client": ClientPage, "intake": IntakePage, "bin": BinPage, "history": HistoryPage}
        self.window.add_pages([*others, *(
            PageEntry(id=name, label=name, icon="users", factory=partial(_made, kind, file), shown=False)
            for name, kind in pages.items())])
        self.window.add_actions(office_actions.actions(self.window, file))
        file.subscribe(self.window.refresh)
        self.window.show()
        self.window.activateWindow()
        settle()

    def go(self, page_id: str, **where: object) -> None:
        # each act written before is one refresh of the page that is shown when it is heard of
        QApplication.processEvents()
        self.window.desk.go(page_id, **where)
        settle()
        for parts in self.window.findChildren(Parts):
            # long tabs come bit by bit
            parts.all()
        settle()

    @property
    def toast(self) -> str:
        return self.window.desk.strip.text

    def clear(self) -> None:
        """Leaves the person; nothing that was typed, said or opened is left for the next one."""
        self.window.desk.go("clients")
        QApplication.processEvents()
        for draft in self.file.drafts():
            self.file.discard_draft(draft.kind)
        self.window.desk.strip.hide()
        self.seen.clear()

    def close(self) -> None:
        self.window.hide()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.file.close()


def new_file(folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> CaseFile:
    """An empty Klientendatei whose key costs nothing."""
    return casefiles.new_file(folder / "probe.klientendatei", PASSWORD, clock)


def amira(file: CaseFile, **more: object) -> str:
    """A prospect with a paper that expires in 17 days; her id."""
    return intake.take_in(file, {
        "family_name": "MUSTER", "given_name": "Amira", "birth": PartialDate(2003, 3, 12), "ags": "05315000",
        "sex": "w", "nationalities": ("423",), "contact_language": "prs", "interpreter": "professional",
        "access_route": "outreach", "shelter": "GU Hafenstraße", "paper_kind": "toleration_60a",
        "paper_valid_to": date(2026, 11, 20), **more})


def opened_amira(file: CaseFile) -> str:
    """Amira with an open case; her id."""
    client_id = amira(file)
    intake.open_case(file, case_of(file, client_id),
                     intake.Opening(on=TODAY, consent_form="signed", eligible_for=("4",)))
    return client_id


def at_amira(d: Desk, **where: object) -> str:
    """Opens the page of a new Amira with an open case; her id."""
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, **where)
    return client_id


def record(file: CaseFile, client_id: str) -> Record:
    """Everything stored of a person."""
    return clients.page(file, client_id)


def case_of(file: CaseFile, client_id: str) -> str:
    """The id of the last case of a person."""
    return record(file, client_id).case.id


def focused() -> QWidget:
    """The widget with the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_in(text: str) -> None:
    """Types into whatever has the keyboard."""
    for char in text:
        if char.isascii():
            QTest.keyClicks(focused(), char)
        else:
            # QTest knows the keys of ASCII only
            QApplication.sendEvent(focused(), QKeyEvent(QEvent.Type.KeyPress, 0, NONE, char))


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Presses a key where the keyboard is, and lets the window answer."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        # without a screen a list of proposals would stay the active window after it has closed
        popup.hide()
        focused().window().activateWindow()
        settle()
    QTest.keyClick(focused(), key, modifiers)
    settle()


def fields(*texts: str) -> None:
    """Types one text per field and goes on with Enter alone."""
    for text in texts:
        type_in(text)
        press(Key.Key_Return)


def quick(*texts: str) -> None:
    """The same without waiting for the window: as fast as keys can be heard."""
    for text in texts:
        type_in(text)
        if (popup := QApplication.activePopupWidget()) is not None:
            window = focused().window()
            popup.hide()
            window.activateWindow()
            QTest.qWaitForWindowActive(window)
        QTest.keyClick(focused(), Key.Key_Return)
    settle()


def view(desk: Desk) -> ClientView:
    page = desk.window.desk.pages.page
    assert isinstance(page, ClientPage) and page._view is not None
    return page._view


def part(desk: Desk, key: str) -> Any:
    """The open part of the page behind a tab."""
    return view(desk).tabs._part(key)


def select_all() -> None:
    """What is typed next replaces the field."""
    press(Key.Key_A, CTRL)


def texts(desk: Desk) -> list[str]:
    """Every visible label and button of the page."""
    root = desk.window.desk.pages
    return [w.text() for kind in (QLabel, QPushButton) for w in root.findChildren(kind) if w.isVisible() and w.text()]


def click(d: Desk, words: str, place: QWidget | None = None) -> None:
    """Presses the one button in sight, or in a place of the page, that says or is called so."""
    seen = [b for b in (place or d.window).findChildren(QPushButton) if b.isVisible()]
    found = [b for b in seen if words in (b.text(), b.accessibleName())]
    assert len(found) == 1, [b.accessibleName() or b.text() for b in seen]
    found[0].click()
    settle()


def strong(d: Desk) -> list[str]:
    """The buttons in the strong colour, of which there may be one."""
    found = d.window.desk.pages.findChildren(QPushButton)
    return [b.text() for b in found if b.isVisible() and b.property("kind") == "primary"]


def banners(d: Desk) -> list[str]:
    """What the banners in sight say."""
    return [banner.sentence for banner in d.window.findChildren(Banner) if banner.isVisible()]


def control(form: FormView, field: str) -> Any:
    """The widget a field is typed into."""
    return form.box(field).control.targets()[0]


def said_at(form: FormView, field: str) -> str:
    """What a reader hears at a field beside its name: help, doubt or refusal."""
    return str(control(form, field).accessibleDescription())


def unfit(d: Desk) -> list[str]:
    """Everything in sight that has less room than it needs."""
    return [*cut(d.window), *too_wide(d.window)]
