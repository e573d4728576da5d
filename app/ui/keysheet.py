"""Strg+/: all keys that hold now, drawn from the list of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _
from app.ui.actions import MENUS, ActionList
from app.ui.controls import button, label
from app.ui.layouts import column, holder, row, scroll
from app.ui.theme import T
from app.ui.veil import Veil


class KeySheet(Veil):
    """A sheet over the window; made anew each time it is opened, because the page's keys change."""

    def __init__(self, window: QWidget, actions: ActionList) -> None:
        close = button(_("Schließen"), call=self.close_veil, shortcut="Esc")
        self._first = close
        area = scroll(_keys(actions), plain=True)
        area.setMinimumHeight(min(T.px(420), window.height() // 2))
        layout = column(row(label(_("Tasten"), "lead"), None, close), area, gap=10, margins=(20, 16, 12, 16))
        super().__init__(window, layout, width=560)

    def start(self) -> None:
        """Opens the sheet."""
        self.open(self._first)

    def close_veil(self) -> None:
        """Closes it for good."""
        super().close_veil()
        self.deleteLater()


def _keys(actions: ActionList) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, T.sp(12), 0)
    grid.setHorizontalSpacing(T.sp(16))
    grid.setVerticalSpacing(T.sp(6))
    grid.setColumnStretch(0, 1)
    line = 0
    for title in (*MENUS, ""):
        members = [action for action in actions.all() if action.menu == title and action.shortcut]
        if members:
            grid.addWidget(label(_(title) if title else _("Auf dieser Seite"), "label"), line, 0, 1, 2)
            for action in members:
                line += 1
                grid.addWidget(label(action.label, wrap=True), line, 0)
                grid.addWidget(label(action.key_text(), "caption"), line, 1, Qt.AlignmentFlag.AlignRight)
            line += 1
    grid.setRowStretch(line, 1)
    return holder(grid)
