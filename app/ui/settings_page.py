"""Einstellungen: the list of parts left, one part right, saved at once. What a part sets, its own module says."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.errors import N_
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui import paint
from app.ui.bin_page import bin_card
from app.ui.components import PageHeader
from app.ui.controls import label
from app.ui.layouts import column, framed, holder, page, row, scroll
from app.ui.listing import EntryList
from app.ui.page_parts import tall_page
from app.ui.settings_backup import BackupPart
from app.ui.settings_check import CheckPart
from app.ui.settings_diagnosis import DiagnosisCard
from app.ui.settings_keys import KeysPart
from app.ui.settings_look import LookPart
from app.ui.settings_office import OfficePart
from app.ui.settings_outgoing import OutgoingPart
from app.ui.settings_own_data import OwnDataPart
from app.ui.settings_part import Look, Part
from app.ui.settings_texts import TextsPart
from app.ui.settings_values import ValuesPart
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.ui.trust_part import TrustPart
from app.usecases import role

_OF_PERSONS = frozenset({"texts", "values"})

# id, name and sign of each part, in the order of the list
PARTS = (
    ("look", N_("Darstellung"), "monitor"), ("keys", N_("Sperren und Kennwort"), "lock"),
    ("backup", N_("Sicherung"), "download"), ("trust", N_("Schlüssel"), "signature"),
    ("texts", N_("Textbausteine"), "sticky-note"), ("values", N_("Eigene Werte"), "layers"),
    ("outgoing", N_("Ausgang"), "send"), ("data", N_("Eigene Daten"), "file-down"),
    ("office", N_("Dienststelle"), "building-2"), ("check", N_("Prüfung und Version"), "shield-check"),
)


def parts(file: CaseFile) -> Sequence[tuple[str, str, str]]:
    """The parts a file has: the Geschäftsführende Stelle keeps nobody's words."""
    return [part for part in PARTS if part[0] not in _OF_PERSONS or not role.is_gfs(file)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """A line of the list of parts."""

    key: str
    name: str
    icon: str
    make: Callable[[], Part]

    @property
    def spoken(self) -> str:
        """The line in words."""
        return self.name


class PartList(EntryList):
    """Signs and words; the current one is the part that is shown."""

    hairlines = False

    def measure(self, entry: Any, width: int) -> int:
        """34 for every line."""
        return T.px(34)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints one line."""
        entry, x = self.entries.entries[row], rect.x() + T.px(16)
        current = row == self.currentIndex().row()
        paint.sign(p, entry.icon, x, rect.center().y(), 17, "accent" if current else "text2")
        x += T.px(28)
        paint.text(p, QRectF(x, rect.y(), rect.right() - x, rect.height()), entry.name, "body")


class SettingsPage(Page):
    """`go("settings", part="backup", start="usb")` opens a part and begins its act."""

    def __init__(self, shell: Shell, file: CaseFile, look: Look) -> None:
        self.title = _("Einstellungen")
        made: dict[str, Callable[[], Part]] = {
            "look": lambda: LookPart(look), "keys": lambda: KeysPart(shell, file, look),
            "backup": lambda: _backup_part(shell, file), "trust": lambda: _trust_part(shell, file),
            "texts": lambda: TextsPart(shell, file), "values": lambda: ValuesPart(shell, file),
            "outgoing": lambda: OutgoingPart(shell, file), "data": lambda: OwnDataPart(shell, file),
            "office": lambda: OfficePart(shell, file),
            "check": lambda: CheckPart(shell, file).and_card(DiagnosisCard(shell, file, look)),
        }
        self._entries = tuple(PartEntry(key=key, name=_(name), icon=icon, make=made[key])
                              for key, name, icon in parts(file))
        self._key = "look"
        self._start = ""
        self._built = False
        self._part: Part | None = None
        self._list: PartList | None = None
        self._box: QComboBox | None = None

    def arrive(self, **where: object) -> None:
        """Another part, and whether its act shall begin."""
        if where.get("part"):
            self._key = str(where["part"])
            self._start = str(where.get("start") or "")
            if self._built:
                self._mark()
                self._show(self._key)

    def build(self, parent: QWidget) -> QWidget:
        """List and part beside each other, or a box above the part."""
        head = PageHeader(self.title, _("Änderungen sind sofort gespeichert."))
        self._right = column(gap=0)
        right = holder(self._right, "page")
        self._part = self._list = self._box = None
        ground = self._wide(head, right) if T.wide else self._narrow(head, right)
        self._built = True
        self._show(self._key)
        return ground

    def _wide(self, head: QWidget, right: QWidget) -> QWidget:
        self._list = PartList(_("Bereiche"))
        self._list.show_entries(self._entries)
        self._list.set_current(self._key)
        self._list.current_changed.connect(self._chosen)
        left = framed(self._list, main=self._list)
        left.setFixedWidth(T.px(230))
        whole = row(left, gap=16)
        whole.addWidget(scroll(right), 1)
        body = holder(whole)
        return tall_page(head, body, main=body)

    def _narrow(self, head: QWidget, right: QWidget) -> QWidget:
        self._box = QComboBox()
        for entry in self._entries:
            self._box.addItem(entry.name, entry.key)
        self._mark()
        self._box.setAccessibleName(_("Bereich"))
        self._box.activated.connect(lambda i: self._chosen(self._entries[i].key))
        words = label(_("Bereich"), "label")
        words.setBuddy(self._box)
        return page(head, holder(column(words, self._box, gap=4)), right, gap=12, scrolls=True)

    def _mark(self) -> None:
        if self._list is not None:
            self._list.set_current(self._key)
        if self._box is not None:
            self._box.setCurrentIndex(self._box.findData(self._key))

    def _chosen(self, key: Hashable) -> None:
        if isinstance(key, str) and key != self._key:
            self._key = key
            self._show(key)

    def _show(self, key: str) -> None:
        if self._part is not None:
            self._right.removeWidget(self._part)
            self._part.hide()
            self._part.deleteLater()
        self._part = next(entry.make() for entry in self._entries if entry.key == key)
        self._right.addWidget(self._part)
        self._part.show_facts()

    def refresh(self, change: object) -> None:
        """Shows the facts again, and begins the act that was asked for."""
        if self._part is not None:
            self._part.show_facts()
        part = self._part
        act = _act_of(part, self._start) if self._start else None
        if part is not None and act is not None:
            self._start = ""
            # after the page has its place: the file dialog stands over it
            QTimer.singleShot(0, part, act)

    def where(self) -> dict[str, str]:
        """The part that is shown."""
        return {"part": self._key}

    def first_focus(self) -> QWidget | None:
        """The control used last, else the list of parts."""
        wanted = self._part.first_focus() if isinstance(self._part, LookPart | OwnDataPart) else None
        return wanted or self._list or self._box

    def areas(self) -> Sequence[QWidget]:
        """The list, then the part."""
        found = [self._list or self._box, self._part]
        return [area for area in found if area is not None]


def _act_of(part: Part | None, start: str) -> Callable[[], object] | None:
    """What ``start`` begins in a part."""
    if isinstance(part, CheckPart):
        return part.updates.show_news if start == "news" else part.updates.start
    if isinstance(part, BackupPart):
        return part.start_usb if start == "usb" else part.start
    return part.start if isinstance(part, OwnDataPart) else None


def _backup_part(shell: Shell, file: CaseFile) -> Part:
    part = BackupPart(shell, file)
    return part if role.is_gfs(file) else part.and_card(bin_card(shell))


def _trust_part(shell: Shell, file: CaseFile) -> Part:
    if not role.is_gfs(file):
        return TrustPart(shell, file)
    # offices never load it
    from app.ui.gfs_keys_part import GfsKeysPart

    return GfsKeysPart(shell, file)
