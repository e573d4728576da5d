"""The tiles above Heute: each number is the length of the list that its click shows."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from app.store.queries.today import TodayPage
from app.ui import today_rows
from app.ui.layouts import FlowBox, column, holder, row
from app.ui.painted import Tile
from app.ui.theme import T


class Tiles(QWidget):
    """One line of them, wrapping where there is no room for all."""

    def __init__(self, today: date, choose: Callable[[str], object]) -> None:
        super().__init__()
        self._tiles = {words.key: Tile(0, words.word, words.icon, words.kind) for words in today_rows.tiles(today)}
        for key, tile in self._tiles.items():
            tile.clicked.connect(partial(self._choose, choose, key))
        tiles = self._tiles.values()
        self._row = holder(row(*tiles, gap=8)) if T.wide else FlowBox(*tiles, gap=8)
        self.setLayout(column(self._row, gap=0))

    @staticmethod
    def _choose(choose: Callable[[str], object], key: str, _checked: bool = False) -> None:
        choose(key)

    def show_page(self, data: TodayPage, chosen: str, today: date) -> None:
        """Shows the numbers of a page, and which list is shown."""
        for key, tile in self._tiles.items():
            tile.set_number(today_rows.count_of(data, key, today))
            tile.setChecked(key == chosen)
        if isinstance(self._row, FlowBox):
            self._row.refit()
