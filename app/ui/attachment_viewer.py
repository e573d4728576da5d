"""The viewer of attachments over the window: one page at a time, drawn beside the window from bytes in memory.
No file is ever written to look at one; what is held here goes when the viewer closes."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from app.domain.attachment import PDF, Attachment
from app.domain.errors import UserError
from app.domain.names import isolated
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.ui import attachment_pictures as pictures
from app.ui.controls import announce, label, tool
from app.ui.layouts import centred, column, holder, row
from app.ui.shell import Shell
from app.ui.tasks import Cancelled, Step, Task
from app.ui.theme import T
from app.ui.veil import Veil
from app.usecases import attachments

EDGE = 20
PAGE_WIDTH = 900
LEAST, MOST, STEP = 0.25, 8.0, 1.25
# resizing a window asks for a new page at every pixel
WAIT_MS = 120
Key = Qt.Key
_TURNS = {Key.Key_PageDown: 1, Key.Key_PageUp: -1}
_ENDS = {Key.Key_Home: 0, Key.Key_End: -1}


class Paper(QScrollArea):
    """Shows one image or one sentence; arrows scroll, the keys that turn pages are left to the viewer."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = QLabel()
        self._inside.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._inside.setTextFormat(Qt.TextFormat.PlainText)
        self._inside.setProperty("area", "page")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def sentence(self) -> str:
        """What is said instead of a page, "" while one is shown."""
        return self._inside.text()

    def show_image(self, image: QImage) -> None:
        """Shows a page from its top."""
        self._inside.setWordWrap(False)
        self._inside.setPixmap(QPixmap.fromImage(image))
        self.verticalScrollBar().setValue(0)

    def say(self, sentence: str) -> None:
        """Shows a sentence."""
        self._inside.setWordWrap(True)
        self._inside.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; turning is not this widget's."""
        if event.key() in _TURNS or event.key() in _ENDS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class AttachmentViewer(Veil):
    """One attachment. Bild auf/ab turns, + and - enlarge, 0 shows the whole page, Esc closes."""

    def __init__(self, window: QWidget, shell: Shell, file: CaseFile, attachment: Attachment) -> None:
        self._shell, self._file, self.attachment = shell, file, attachment
        self._content = b""
        self._task: Task | None = None
        self._wish = 0
        self.pages, self.index, self.zoom = 0, 0, 1.0
        # a letter is read in the width of the page, a photo is seen as a whole
        self.whole = attachment.kind != PDF
        self.image = QImage()
        self.paper = Paper()
        self.place_words = label("", "caption")
        self._turns = (tool("arrow-left", _("Vorige Seite"), partial(self.turn, -1), "PgUp"),
                       tool("arrow-right", _("Nächste Seite"), partial(self.turn, 1), "PgDown"))
        super().__init__(window, column(self._head(), self.paper, gap=8, margins=(14, 10, 14, 14)))
        self.setAccessibleName(attachment.name)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep)

    def _keep(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A page built anew below, as with another text size, gives the keyboard to itself: it belongs here."""
        above = new
        while above is not None and not isinstance(above, Veil):
            above = above.parentWidget()
        if not self.isHidden() and new is not None and above is None and new.window() is self._window:
            self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self) -> QWidget:
        name = label(isolated(self.attachment.name), "strong")
        name.setMinimumWidth(T.px(60))
        line = row(gap=4)
        line.addWidget(name, 1)
        for part in (self.place_words, *self._turns, tool("minus", _("Kleiner"), partial(self.enlarge, 1 / STEP), "-"),
                     tool("plus", _("Größer"), partial(self.enlarge, STEP), "+"),
                     tool("file-text", _("Ganze Seite"), self.fit, "0"),
                     tool("x", _("Schließen"), self.close_veil, "Esc")):
            line.addWidget(part)
        return holder(centred(line))

    def start(self) -> None:
        """Opens over the window and fetches the bytes beside it."""
        self.paper.say(_("Wird geöffnet …"))
        self.open(self.paper)
        self._show_place()

        def fetch(_step: Step) -> tuple[bytes, int]:
            content = attachments.content(self._file, self.attachment.id)
            return content, pictures.pages(self.attachment, content)

        self._task = self._shell.run_task(self, fetch, self._fetched, self._refused)

    def _fetched(self, found: tuple[bytes, int]) -> None:
        self._content, self.pages = found
        self._draw()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.paper.say(text_of(error))
        announce(self.paper, text_of(error))

    def turn(self, step: int) -> None:
        """To another page, where there is one."""
        self._go(self.index + step)

    def _go(self, index: int) -> None:
        if 0 <= index < self.pages and index != self.index:
            self.index = index
            self._draw()

    def enlarge(self, factor: float) -> None:
        """Larger or smaller."""
        self.zoom = min(MOST, max(LEAST, self.zoom * factor))
        self._draw()

    def fit(self) -> None:
        """The whole page; once more the width of it."""
        self.whole, self.zoom = not self.whole or self.zoom != 1.0, 1.0
        self._draw()

    def _room(self) -> tuple[float, float]:
        """Pixels of the screen that a page fills at zoom 1."""
        ratio, view = self.paper.devicePixelRatioF(), self.paper.viewport()
        bar = self.paper.verticalScrollBar().sizeHint().width()
        width = max(1, self.paper.width() - bar - 4)
        if self.whole:
            return width * ratio, max(1, view.height() - 4) * ratio
        return min(width, T.px(PAGE_WIDTH)) * ratio, float("inf")

    def _draw(self) -> None:
        """Has the page drawn beside the window; what is shown stays until then."""
        if not self._content:
            return
        if self._task is not None:
            self._task.cancel()
        self._wish += 1
        self._show_place()
        wish, index, room, zoom = self._wish, self.index, self._room(), self.zoom
        ratio = self.paper.devicePixelRatioF()

        def job(step: Step) -> QImage:
            def stop() -> bool:
                try:
                    step(0, 0)
                except Cancelled:
                    return True
                return False

            step(0, 0)
            image = pictures.page(self.attachment, self._content, index, room, zoom, stop)
            image.setDevicePixelRatio(ratio)
            return image

        self._task = self._shell.run_task(self, job, self._drawn, partial(self._not_drawn, wish))

    def _drawn(self, image: QImage) -> None:
        self.image = image
        self.paper.show_image(image)
        self.paper.setAccessibleName(f"{self.place_words.text()}, {self.attachment.name}")

    def _not_drawn(self, wish: int, error: Exception) -> None:
        # a page that was turned over while it was drawn is no failure
        if wish == self._wish:
            self._refused(error)

    def _show_place(self) -> None:
        said = _("Seite {n} von {of}").format(n=self.index + 1, of=self.pages) if self.pages > 1 else ""
        self.place_words.setText(said)
        for button, there in zip(self._turns, (self.index > 0, self.index + 1 < self.pages), strict=True):
            button.setVisible(self.pages > 1)
            button.setEnabled(there)

    def place(self) -> None:
        """Fills the window but for an edge."""
        edge = T.sp(EDGE)
        self.setGeometry(self._free_rect())
        self.box.setGeometry(self.rect().adjusted(edge, edge, -edge, -edge))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draws the page for the new size, once it stays (Qt)."""
        super().resizeEvent(event)
        self._later.start(WAIT_MS)

    def close_veil(self) -> None:
        """Closes and forgets what was shown."""
        if self._task is not None:
            self._task.cancel()
        self._content, self.image = b"", QImage()
        self._later.stop()
        super().close_veil()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turns, enlarges, closes; nothing reaches the page below."""
        key = event.key()
        if key in _TURNS:
            self.turn(_TURNS[Key(key)])
        elif key in _ENDS:
            self._go(_ENDS[Key(key)] % max(1, self.pages))
        elif key in (Key.Key_Plus, Key.Key_Equal):
            self.enlarge(STEP)
        elif key == Key.Key_Minus:
            self.enlarge(1 / STEP)
        elif key == Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
