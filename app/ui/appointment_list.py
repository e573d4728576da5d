"""The list of appointments by day: the keys of a row and its menu. What they do is the page's."""

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu

from app.i18n import _
from app.ui import paint
from app.ui.rows import TaskList, TaskRow
from app.ui.theme import T

MISS, CALL_OFF, GO_ON, SLIP, REMOVE, AGAIN = "miss", "call_off", "go_on", "slip", "remove", "again"
_KEYS = {Qt.Key.Key_N: MISS, Qt.Key.Key_A: CALL_OFF, Qt.Key.Key_W: GO_ON, Qt.Key.Key_Z: SLIP,
         Qt.Key.Key_Delete: REMOVE}


class AppointmentList(TaskList):
    """Leertaste: wahrgenommen, N: nicht erschienen, 1 and 7: later; `wanted(act, key)` brings the other acts."""

    wanted = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.more.connect(self.open_menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters of this list; the others as in every list of tasks."""
        act = _KEYS.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() and self.current_key() is not None:
            self.wanted.emit(act, self.current_key())
        else:
            super().keyPressEvent(event)

    def _signs(self, p: QPainter, rect: QRectF, entry: TaskRow) -> float:
        """A check in the circle once somebody has come; the word stands in the pill."""
        x = super()._signs(p, rect, entry)
        if entry.pill_kind == "ok":
            d, left = T.px(18), rect.x() + T.px(16)
            paint.box(p, QRectF(left, rect.center().y() - d / 2, d, d), "ok_soft", "ok", d / 2, 1.4)
            paint.sign(p, "check", left + T.px(3), rect.center().y(), 12, "ok_text")
        return x

    def open_menu(self, key: Hashable, point: QPoint) -> None:
        """The menu of a row at a point of the screen."""
        menu = QMenu(self)
        menu.addAction(f"{_('Wahrgenommen')}\t{_('Leertaste')}").triggered.connect(lambda: self.done.emit(key))
        self._offer(menu, _("Nicht erschienen"), "N", MISS, key)
        self._offer(menu, _("Abgesagt"), "A", CALL_OFF, key)
        self._offer(menu, _("Doch wieder geplant"), "", AGAIN, key)
        menu.addSeparator()
        menu.addAction(f"{_('Um einen Tag verschieben')}\t1").triggered.connect(lambda: self.snoozed.emit(key, 1))
        menu.addAction(f"{_('Um eine Woche verschieben')}\t7").triggered.connect(lambda: self.snoozed.emit(key, 7))
        menu.addSeparator()
        self._offer(menu, _("Zettel als PDF …"), "Z", SLIP, key)
        menu.addAction(f"{_('Akte öffnen')}\t{_('Eingabe')}").triggered.connect(lambda: self.opened.emit(key))
        self._offer(menu, _("Termin löschen"), _("Entf"), REMOVE, key)
        menu.popup(point)

    def _offer(self, menu: QMenu, words: str, name: str, act: str, key: Hashable) -> None:
        menu.addAction(f"{words}\t{name}" if name else words).triggered.connect(lambda: self.wanted.emit(act, key))
