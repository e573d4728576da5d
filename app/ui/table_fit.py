"""Keeps room for the first column of a table: the others give way where all of them together are too wide."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from app.ui.theme import T

# pixels at 100 %: a long name and its number
FIRST = 230


class FitColumns(QObject):
    """Belongs to a table; `widths` are those wished for in pixels, 0 for a column that takes the rest."""

    def __init__(self, view: QTableView, widths: list[int]) -> None:
        super().__init__(view)
        self._view, self._widths = view, widths
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width of the table (Qt)."""
        total = sum(self._widths)
        if event.type() == QEvent.Type.Resize and T.wide and total:
            share = min(1.0, max(0.2, (self._view.viewport().width() - T.px(FIRST)) / total))
            for i, wish in enumerate(self._widths):
                if wish and self._view.columnWidth(i) != int(wish * share):
                    self._view.setColumnWidth(i, int(wish * share))
        return False
