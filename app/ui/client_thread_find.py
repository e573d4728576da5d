"""Finding inside the thread: a field, how many entries have the words („3 von 12“), and the way from hit to hit."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui.client_parts import keys
from app.ui.controls import announce, label, search_field, tool
from app.ui.layouts import row
from app.ui.theme import T


class FindBar(QWidget):
    """`typed(text)` wants hits for other words, `moved(key)` the entry that is the current hit, `left()` ends it."""

    typed = Signal(str)
    moved = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[Hashable, ...] = ()
        self._at = 0
        self.field = search_field(_("In diesem Verlauf suchen"), _("In diesem Verlauf suchen"))
        self.field.textChanged.connect(lambda text: self.typed.emit(text.strip()))
        self.field.returnPressed.connect(self.following)
        self.count = label("", "caption")
        self._ways = [tool("chevron-up", _("Vorheriger Treffer"), self.previous, "Shift+F3"),
                      tool("chevron-down", _("Nächster Treffer"), self.following, "F3")]
        keys(self, ("Esc",), self.left.emit)
        line = row(self.field, self.count, *self._ways, gap=2)
        line.setStretch(0, 1)
        self.setLayout(line)
        if T.wide:
            # the count takes its room from the field, so that the chips beside it stay where they are
            self.field.setMinimumWidth(T.px(96))
            self.setFixedWidth(T.px(254))
        self._say()

    def show_hits(self, hits: Sequence[Hashable], here: int) -> None:
        """Takes the entries that have the words; ``here`` is how many of them stand above the current entry."""
        self._hits, self._at = tuple(hits), min(here, max(0, len(hits) - 1))
        self._say()

    def following(self) -> None:
        """The next hit, after the last the first."""
        self._step(1)

    def previous(self) -> None:
        """The hit before, before the first the last."""
        self._step(-1)

    def go(self) -> None:
        """To the hit that is the current one."""
        if self._hits:
            self.moved.emit(self._hits[self._at])

    def _step(self, step: int) -> None:
        if self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._say()
            self.go()
            announce(self.field, self.count.text())

    def _say(self) -> None:
        n = len(self._hits)
        said = _("{at} von {n}").format(at=self._at + 1, n=n) if n else _("nichts gefunden")
        self.count.setText(said if self.field.text().strip() else "")
        self.count.setVisible(bool(self.count.text()))
        for way in self._ways:
            way.setVisible(n > 1)

    def begin(self) -> None:
        """Puts the keyboard into the field, with everything in it selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
