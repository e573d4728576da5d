"""Text modules while a note is typed: „/erst“ or Strg+Leertaste offers them below the caret, Tab or Eingabe inserts.
The offer never takes the keyboard; its keys are watched on the text box."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.text_module import TextModule, fill, matching, typed_short
from app.i18n import _
from app.ui import paint
from app.ui.controls import announce, key_hint
from app.ui.layouts import column, holder
from app.ui.listing import EntryList
from app.ui.theme import T

K = Qt.Key
SHOWN, ROW, WIDTH = 6, 30, 380
STEPS = {K.Key_Up: -1, K.Key_Down: 1}
TAKING = frozenset({K.Key_Tab, K.Key_Return, K.Key_Enter})
OWN_KEYS = TAKING | {K.Key_Escape, *STEPS}


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """One module of the offer."""

    key: str
    short: str
    title: str

    @property
    def spoken(self) -> str:
        """The module in words."""
        return f"{self.title}, /{self.short}"


class ModuleList(EntryList):
    """The modules that fit."""

    hairlines = False

    def measure(self, entry: Any, width: int) -> int:
        """One line."""
        return T.px(ROW)

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Short word and title."""
        entry, x = self.entries.entries[row], rect.x() + T.px(14)
        taken = paint.text(p, QRectF(x, rect.y(), T.px(110), rect.height()), f"/{entry.short}", "strong")
        x += max(taken, T.px(90)) + T.px(10)
        paint.text(p, QRectF(x, rect.y(), rect.right() - x - T.px(10), rect.height()), entry.title, "body", "text2")


class ModuleOffer(QObject):
    """Belongs to one text box; `modules` and `values` are asked when they are needed."""

    def __init__(self, box: QPlainTextEdit, ground: QWidget, modules: Callable[[], Sequence[TextModule]],
                 values: Callable[[], dict[str, str]]) -> None:
        super().__init__(ground)
        self._box, self._ground, self._modules, self._values = box, ground, modules, values
        self._found: tuple[TextModule, ...] = ()
        self._asked = False
        self.list = ModuleList(_("Textbausteine"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda: self._take())
        hint = key_hint(_("Tab oder Eingabe fügt ein"), _("Esc schließt"))
        self.panel = holder(column(self.list, holder(column(hint, margins=(12, 4, 12, 4))), gap=0,
                                   margins=(1, 4, 1, 1)), "card")
        self.panel.setParent(ground)
        self.panel.hide()
        box.installEventFilter(self)
        box.textChanged.connect(self._typed)
        box.cursorPositionChanged.connect(self._moved)

    @property
    def is_open(self) -> bool:
        """Whether modules are offered now."""
        return self.panel.isVisible()

    def ask(self) -> None:
        """Strg+Leertaste: everything, or what fits the word that was begun with a slash."""
        self._asked = True
        self._offer()

    def close(self) -> None:
        """Takes the offer away."""
        self._asked = False
        self.panel.hide()

    def _short(self) -> str | None:
        cursor = self._box.textCursor()
        if cursor.hasSelection():
            return None
        return typed_short(cursor.block().text()[:cursor.positionInBlock()])

    def _typed(self) -> None:
        # text that is put there by a draft or an undo asks for nothing
        if self._box.hasFocus() and self._short() is not None:
            self._offer()
        else:
            self.close()

    def _moved(self) -> None:
        if self.is_open and self._short() is None and not self._asked:
            self.close()

    def _offer(self) -> None:
        self._found = matching(self._modules(), self._short() or "")
        if not self._found:
            self.close()
            return
        self.list.show_entries([ModuleRow(module.id, module.short, module.title) for module in self._found])
        self.list.set_current(self._found[0].id)
        self._place()
        self.panel.show()
        self.panel.raise_()
        self._say(self.list.current_key())

    def _place(self) -> None:
        """Below the caret, as high as the ground leaves room."""
        at = self._box.viewport().mapTo(self._ground, self._box.cursorRect().bottomLeft() + QPoint(0, T.px(4)))
        width = min(T.px(WIDTH), self._ground.width() - 2 * T.px(8))
        self.list.setFixedHeight(min(len(self._found), SHOWN) * T.px(ROW) + 4)
        room = self._ground.height() - at.y() - T.px(4)
        if (over := self._high(width) - room) > 0:
            self.list.setFixedHeight(max(2 * T.px(ROW), self.list.height() - over))
        self.panel.setFixedSize(width, self._high(width))
        self.panel.move(min(at.x(), self._ground.width() - width - T.px(8)), at.y())

    def _high(self, width: int) -> int:
        """How high the panel is; a hint that wraps is taken for narrower than it is here."""
        layout = self.panel.layout()
        assert layout is not None
        return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()

    def _say(self, key: Hashable) -> None:
        row = next((entry for entry in self.list.entries.entries if entry.key == key), None)
        if row is not None:
            announce(self._box, row.spoken)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While modules are offered, their keys are theirs; Strg+Leertaste always."""
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        if not isinstance(event, QKeyEvent):
            return False
        wanted = event.key() == K.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not wanted and not (self.is_open and plain and event.key() in OWN_KEYS):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Esc would close the form, Tab leave the field
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._press(K(event.key()), event)
        return True

    def _press(self, key: Qt.Key, event: QKeyEvent) -> None:
        if key == K.Key_Escape:
            self.close()
        elif key in STEPS:
            self.list.keyPressEvent(event)
            self._say(self.list.current_key())
        elif key in TAKING:
            self._take()
        else:
            self.ask()

    def _take(self) -> None:
        """Puts the current module in the place of what was typed for it, the caret on its first gap."""
        module = next((m for m in self._found if m.id == self.list.current_key()), None)
        short = self._short()
        self.close()
        if module is None:
            return
        filled = fill(module.text, self._values())
        cursor = self._box.textCursor()
        cursor.beginEditBlock()
        if short is not None:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(short) + 1)
        begin = cursor.selectionStart()
        cursor.insertText(filled.text)
        cursor.endEditBlock()
        if filled.gaps:
            at, length = filled.gaps[0]
            cursor.setPosition(begin + at)
            cursor.setPosition(begin + at + length, QTextCursor.MoveMode.KeepAnchor)
        self._box.setTextCursor(cursor)
        announce(self._box, _("Eingefügt: {title}").format(title=module.title))
