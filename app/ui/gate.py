"""The window before a Klientendatei is open: one card in its middle, long work, known errors. Knows no card inside."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from app import VERSION
from app.domain.errors import UserError
from app.i18n import _, text_of
from app.ui import geometry
from app.ui.components import Banner
from app.ui.controls import announce, button, label
from app.ui.focus import FocusRing
from app.ui.layouts import card, column, row, scroll
from app.ui.problems import Problems
from app.ui.tasks import Failed, Job, TaskRunner
from app.ui.theme import T

R = TypeVar("R")
NARROW, BROAD = 380, 620


class Card(QWidget):
    """One card of the gate: a body, and room above it for a sentence that belongs to no field.

    With `begins` nothing is half done on it, and the foot leads on to what the program is.
    """

    begins = False

    def __init__(self, title: str, width: int = NARROW) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.width_wanted = width
        self.inside = column(gap=10, margins=(16, 12, 16, 8))
        self._banner: Banner | None = None
        self._place = column(gap=0)
        self.setLayout(column(card(self._place, self.inside, gap=0)))

    def say(self, kind: str, sentence: str) -> None:
        """Shows a sentence at the top of the card; "" takes it away. A reader hears it."""
        if self._banner is not None:
            self._place.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if sentence:
            self._banner = Banner(kind, sentence)
            self._place.addWidget(self._banner)
            announce(self._banner, sentence)

    @property
    def sentence(self) -> str:
        """What stands at the top, "" for nothing."""
        return self._banner.sentence if self._banner is not None else ""

    def refuse(self, error: UserError) -> None:
        """Says a refusal; cards put it to the field it belongs to."""
        self.say("bad", text_of(error))

    def first_focus(self) -> QWidget | None:
        """The widget that gets the keyboard when the card opens."""
        return None


class _Ground(QWidget):
    """The ground with its rings; the only picture of the program."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints circles that fade outwards (Qt)."""
        p = QPainter(self)
        p.fillRect(self.rect(), T.color("page"))
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        for ring in range(5):
            p.setPen(QPen(T.color("line", 255 - 40 * ring), 1))
            p.drawEllipse(middle, T.sp(301 + 120 * ring), T.sp(301 + 120 * ring))


class Gate(QWidget):
    """Shows one card at a time; `painted` comes once, when the first one is on the screen."""

    painted = Signal()
    closing = Signal()
    about_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Klientendatei"))
        self.resize(geometry.SIZE)
        self.card: Card | None = None
        self._drawn = False
        self.problems = Problems(self._say)
        self.tasks = TaskRunner(self.problems.show, self)
        self._foot = label("", "caption")
        # a row, because an item with an alignment gets its size hint and its wrapped sentences are cut
        self._line = row(None, None, gap=0)
        ground = _Ground()
        self._about = button(_("Über Klientendatei"), "link", call=self.about_wanted.emit)
        foot = row(None, self._foot, self._about, None)
        ground.setLayout(column(None, self._line, 16, foot, None, gap=0, margins=(12, 12, 12, 12)))
        self.setLayout(column(scroll(ground), gap=0))
        self.ring = FocusRing(self)

    def open(self, shown: Card, name: str = "") -> None:
        """Replaces the card; `name` is that of the folder, the only thing said about a file that is closed."""
        if self.card is not None:
            self._line.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
        self.card = shown
        self._fit()
        self._line.insertWidget(1, shown)
        self._about.setVisible(shown.begins)
        facts = (name, _("Version {version}").format(version=VERSION), _("arbeitet ohne Internet"))
        self._foot.setText(" · ".join(fact for fact in facts if fact))
        first = shown.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self, job: Job[R], done: Callable[[R], object], failed: Failed | None = None) -> None:
        """Runs work beside the window for the card that is shown; a known error goes to that card."""
        if self.card is not None:
            self.tasks.run(self.card, job, done, failed)

    def _say(self, sentence: str) -> None:
        if self.card is not None:
            self.card.say("bad", sentence)

    def _fit(self) -> None:
        if self.card is not None:
            self.card.setFixedWidth(min(T.px(self.card.width_wanted), self.width() - 2 * T.sp(12) - 12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card inside a small window."""
        super().resizeEvent(event)
        T.window = self.width()
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notes the first paint (Qt)."""
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops what is running (Qt)."""
        self.tasks.end()
        self.closing.emit()
        super().closeEvent(event)
