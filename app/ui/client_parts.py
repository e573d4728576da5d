"""Small pieces the parts of the client page share: acts in a card, keys of an area, rows kept in view."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.i18n import _, text_of
from app.ui.components import Banner, SectionTitle
from app.ui.controls import announce, button, label
from app.ui.focus import areas_of, show_row
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column, holder, scroll
from app.ui.listing import EntryList
from app.ui.page_parts import Slot
from app.ui.quick_choice import enter_takes_first
from app.ui.theme import T


def keys(owner: QWidget, shortcuts: Sequence[str], call: Callable[[], object]) -> None:
    """Binds keys that hold only while the keyboard is inside `owner`."""
    for shortcut in shortcuts:
        bound = QShortcut(QKeySequence(shortcut), owner)
        bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bound.activated.connect(lambda: call())


SAVE_KEYS = ("Ctrl+Return", "Ctrl+Enter")


def give_way(place: QWidget) -> None:
    """Leaves the keys that save to the action of the page: of two that want them Qt would do neither."""
    for bound in place.findChildren(QShortcut):
        if bound.key() in map(QKeySequence, SAVE_KEYS):
            bound.setEnabled(False)


def follow_current(view: EntryList) -> None:
    """Keeps the current row in view where the page scrolls and not the list inside it."""
    view.current_changed.connect(lambda _key: show_row(view) if view.hasFocus() else None)


def come_into_view(place: QWidget) -> None:
    """Scrolls to a form that was just opened, and to the field in it that has the keyboard where both do not fit.

    When it gets the keyboard it has no size yet, so what scrolls to every new focus cannot know where it stands.
    """
    QTimer.singleShot(0, place, partial(_show_whole, place))


def _show_whole(place: QWidget) -> None:
    # sizes that wait for the event loop count now
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    focus = place.window().focusWidget()
    for area in areas_of(place):
        area.ensureWidgetVisible(place, 0, T.px(12))
        if focus is not None and area.isAncestorOf(focus):
            area.ensureWidgetVisible(focus, 0, T.px(24))


class ActPanel(QWidget):
    """One act in the page: a sentence, its fields, what it warns of, and the two buttons.

    Esc closes, Strg+Eingabe does it. `run(values)` may raise UserError, whose sentence then stands in the panel;
    nothing typed is lost. Without a word to `confirm` it is there to be read.
    """

    closed = Signal()

    def __init__(self, title: str, sentence: str, fields: Sequence[Field], confirm: str,
                 run: Callable[[Mapping[str, object]], object], extra: QWidget | None = None,
                 scrolls: bool = True, leave: str = "", below: QWidget | None = None) -> None:
        super().__init__()
        self._run = run
        self.form = FormView(fields)
        self._trouble = Slot()
        away = button(leave or _("Abbrechen"), "quiet", call=self.closed.emit)
        acts = [button(confirm, "primary", "check", self.confirm, shortcut=SAVE_KEYS[0])] if confirm else []
        buttons = FlowBox(away, *acts, right=True)
        self._last = (away, *acts)[-1]
        about = [label(sentence, "muted", wrap=True)] if sentence else []
        more = [extra] if extra is not None else []
        parts = (SectionTitle(title), *about, *more, self.form, *([below] if below else []), self._trouble, buttons)
        inner = holder(column(card(*parts, gap=10), None))
        self.setLayout(column(scroll(inner) if T.wide and scrolls else inner, gap=0))
        self.setAccessibleName(title)
        self.form.finished.connect(lambda: self._last.setFocus(Qt.FocusReason.TabFocusReason))
        keys(self, SAVE_KEYS, self.confirm)
        keys(self, ("Esc",), self.closed.emit)
        enter_takes_first(self)

    def first(self) -> QWidget:
        """The first field, without any the last button."""
        names = self.form.attributes
        return self.form.box(names[0]).control.targets()[0] if names else self._last

    def confirm(self) -> None:
        """Does the act, or says what stands in its way."""
        if not self.form.check():
            return
        try:
            self._run(self.form.values())
        except UserError as error:
            sentence = text_of(error)
            self._trouble.put(Banner("bad", sentence))
            announce(self, sentence)
            return
        self.closed.emit()
