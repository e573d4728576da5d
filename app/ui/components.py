"""Components put together from controls: header, banner, empty state, section title, facts, progress. No page logic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from app.i18n import _, number
from app.ui import paint
from app.ui.controls import button, glyph, label, set_role
from app.ui.layouts import FlowBox, card, column, divider, holder, row
from app.ui.painted import StatusPill
from app.ui.theme import T
from app.ui.tokens import STATUS_ICON

A = Qt.AlignmentFlag


class PageHeader(QWidget):
    """Title, one line of context, actions right (at most one primary, right-most); under the title below 90 letters."""

    def __init__(self, title: str, context: str = "", *actions: QWidget, extra: QWidget | None = None,
                 role: str = "title") -> None:
        super().__init__()
        self._context = label(context, "muted", wrap=not T.wide)
        # only ever hidden here: shown before it has a parent, the label would open as a window of its own
        if not context:
            self._context.hide()
        left = column(label(title, role, wrap=not T.wide), self._context, gap=2)
        top = row(gap=12)
        top.addLayout(left, 1)
        if extra is not None:
            top.addWidget(extra)
        body = column(top, gap=8)
        if T.wide:
            for action in actions:
                top.addWidget(action, 0, A.AlignTop)
        elif actions:
            body.addWidget(FlowBox(*actions))
        self.setLayout(body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_context(self, context: str) -> None:
        """Shows another line under the title."""
        self._context.setText(context)
        self._context.setVisible(bool(context))


class SectionTitle(QWidget):
    """The heading of a card or part: sign, words, a count or pill at the right."""

    def __init__(self, text: str, count: str = "", icon: str = "", token: str = "accent",
                 pill: StatusPill | None = None, action: QWidget | None = None) -> None:
        super().__init__()
        line = row(gap=8)
        if icon:
            line.addWidget(glyph(icon, token, 18))
        line.addWidget(label(text, "strong", wrap=True), 1)
        self._count = label(count, "caption")
        line.addWidget(self._count)
        for widget in (pill, action):
            if widget is not None:
                line.addWidget(widget)
        self.setLayout(line)
        self.setAccessibleName(text)

    def set_count(self, count: str) -> None:
        """Shows another count."""
        self._count.setText(count)


class Banner(QFrame):
    """One or two sentences and at most two buttons, inside the page. `kind`: ok, warn, bad, info, secret."""

    def __init__(self, kind: str, sentence: str, *actions: QPushButton, icon: str = "") -> None:
        super().__init__()
        self._kind = kind
        line = row(glyph(icon or STATUS_ICON[kind], kind, 18), gap=10, margins=(14, 9, 10, 9))
        self._label = label(sentence, wrap=True)
        if T.wide:
            line.addWidget(self._label, 1)
            for action in actions:
                line.addWidget(action, 0, A.AlignVCenter)
        else:
            body = column(self._label, gap=6)
            if actions:
                body.addWidget(FlowBox(*actions))
            line.addLayout(body, 1)
        self.setLayout(line)
        self.setAccessibleName(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._label.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the soft ground (Qt)."""
        paint.box(QPainter(self), QRectF(self.rect()), f"{self._kind}_soft", None, T.radius("banner"))


class EmptyState(QWidget):
    """What belongs here in one sentence, and the one act that begins it."""

    def __init__(self, icon: str, title: str, sentence: str, action: QPushButton | None = None) -> None:
        super().__init__()
        body = label(sentence, "muted", wrap=True)
        body.setAlignment(A.AlignHCenter)
        body.setFixedWidth(T.px(380 if T.wide else 300))
        body.ensurePolished()
        # an item that is aligned gets its size hint, never its height for width
        body.setMinimumHeight(body.heightForWidth(body.minimumWidth()))
        layout = column(None, gap=8, margins=(16, 20, 16, 20))
        for widget in (glyph(icon, "muted", 32), label(title, "lead"), body):
            layout.addWidget(widget, 0, A.AlignHCenter)
        if action is not None:
            layout.addSpacing(T.sp(6))
            layout.addWidget(action, 0, A.AlignHCenter)
        layout.addStretch(1)
        self.setLayout(layout)
        self.setAccessibleName(f"{title}. {sentence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A grey word and a value; below it `note` in `role` (caption, warn, error) and `ask`, a link („Stimmt noch?“)."""

    name: str
    value: str
    note: str = ""
    role: str = "caption"
    ask: QPushButton | None = None


class _Pair:
    """The widgets of one fact, shown again for the next: to make and style them takes longer than to lay them out."""

    def __init__(self, grid: QGridLayout, at: int) -> None:
        self._grid, self._at = grid, at
        self._name, self._value = label("", "caption"), label("", wrap=True, select=True)
        self._note = label("", wrap=True)
        self._ask: QPushButton | None = None
        grid.addWidget(self._name, at, 0, A.AlignTop)
        grid.addWidget(self._value, at, 1)
        grid.addWidget(self._note, at + 1, 1)

    def show(self, fact: Fact | None) -> None:
        """Shows a fact, or nothing."""
        for widget, text in ((self._name, fact.name if fact else ""), (self._value, fact.value if fact else ""),
                             (self._note, fact.note if fact else "")):
            widget.setText(text)
            widget.setVisible(bool(text))
        if self._ask is not None:
            # hidden at once: it stays in the order of the Tab key until Qt gets to it
            self._ask.hide()
            self._ask.deleteLater()
        self._ask = fact.ask if fact else None
        if fact is None:
            return
        self._value.setAccessibleName(f"{fact.name}: {fact.value}")
        set_role(self._note, "role", fact.role)
        if self._ask is not None:
            self._grid.addWidget(self._ask, self._at + 2, 1)


class Facts(QWidget):
    """Pairs of a grey word and a value, as „Auf einen Blick“ shows them; a note stands under its value."""

    def __init__(self, label_width: int = 74) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(T.sp(8))
        self._grid.setVerticalSpacing(T.sp(2))
        self._grid.setColumnMinimumWidth(0, T.px(label_width))
        self._grid.setColumnStretch(1, 1)
        self._pairs: list[_Pair] = []
        self.setLayout(self._grid)

    def add(self, name: str, value: str, note: str = "", role: str = "caption", ask: QPushButton | None = None) -> None:
        """One pair more."""
        self._pairs.append(_Pair(self._grid, 3 * len(self._pairs)))
        self._pairs[-1].show(Fact(name=name, value=value, note=note, role=role, ask=ask))

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Shows these in place of those before."""
        while len(self._pairs) < len(facts):
            self._pairs.append(_Pair(self._grid, 3 * len(self._pairs)))
        for pair, fact in zip_longest(self._pairs, facts):
            pair.show(fact)


class Progress(QWidget):
    """Words with a count („Katalog wird geprüft, Zeile“ 1.240 von 2.000), a thin bar and „Anhalten“."""

    def __init__(self, words: str, cancel: QPushButton | None = None) -> None:
        super().__init__()
        self._words, self._label = words, label(words, wrap=True)
        self._percent = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words)
        line = row(gap=8)
        line.addWidget(self._label, 1)
        line.addWidget(self._percent)
        body = column(line, self._bar, gap=8)
        if cancel is not None:
            body.addLayout(row(None, cancel))
        self.setLayout(body)

    def set_step(self, done: int, total: int) -> None:
        """Shows how far the work is; `total` 0 means that nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        percent = f"{100 * done // total} %" if total else ""
        self._percent.setText(percent)
        counted = _("{words} {done} von {total}")
        self._label.setText(counted.format(words=self._words, done=number(done), total=number(total))
                            if total else self._words)
        self._bar.setAccessibleName(f"{self._words} {percent}".strip())


class Disclosure(QWidget):
    """A topic that opens and closes: heading with a line of state beside it, body below (Aufnahme)."""

    def __init__(self, title: str, body: QWidget, state: str = "", opened: bool = True) -> None:
        super().__init__()
        self._title, self._body = title, body
        self._button = button(title, "topic", call=self.toggle)
        says = label(state, "caption", wrap=not T.wide)
        head = row(self._button, gap=8)
        head.addWidget(says, 1)
        self.setLayout(column(head, body, divider(), gap=4))
        self._show(opened)

    @property
    def opened(self) -> bool:
        """True while the body is shown."""
        return not self._body.isHidden()

    def toggle(self) -> None:
        """Opens a closed topic and closes an open one."""
        self._show(not self.opened)

    def _show(self, opened: bool) -> None:
        self._body.setVisible(opened)
        said = _("{title}, offen") if opened else _("{title}, zugeklappt")
        self._button.setAccessibleName(said.format(title=self._title))
        arrow = button("", "topic", "chevron-down" if opened else "chevron-right")
        self._button.setIcon(arrow.icon())
        self._button.setIconSize(arrow.iconSize())


def titled_card(title: str, *items: QWidget, icon: str = "", token: str = "accent", count: str = "",
                pill: StatusPill | None = None, action: QWidget | None = None, gap: int = 10) -> QWidget:
    """A card with a section title."""
    return card(SectionTitle(title, count, icon, token, pill, action), *items, gap=gap)


def setting_line(name: str, what: str, *controls: QWidget) -> QWidget:
    """One setting: name and what it does left, its control right; under each other below 90 letters."""
    words = column(label(name, wrap=True), label(what, "caption", wrap=True), gap=1)
    if not T.wide:
        return holder(column(words, FlowBox(*controls), gap=6, margins=(0, 4, 0, 4)))
    line = row(gap=8, margins=(0, 4, 0, 4))
    line.addLayout(words, 1)
    for control in controls:
        line.addWidget(control, 0, A.AlignVCenter)
    return holder(line)


