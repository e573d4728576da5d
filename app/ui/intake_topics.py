"""The topics of Aufnahme under each other, built while the window goes on. What one does in them is in intake_form."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.ui.caret import resume
from app.ui.components import Disclosure
from app.ui.form import FormView
from app.ui.intake_fields import Topic
from app.ui.layouts import column
from app.ui.quick_choice import enter_takes_first

# between two turns the window paints and hears keys
BETWEEN_MS = 5


class TopicForm(FormView):
    """The fields of one topic; `left` comes on Umschalt+Enter in the first of them."""

    left = Signal()

    def advance(self, attribute: str, step: int) -> None:
        """As in every form, and before the first field back into the topic before."""
        if step < 0 and attribute == next(iter(self.texts())):
            self.left.emit()
        else:
            super().advance(attribute, step)


class TopicStack(QWidget):
    """The topics follow one by one, each in two turns of the event loop (`completed`); whoever asks for one of them
    before that has it built on the spot.

    With the keyboard on the stack itself the field `wanted` gets it as soon as it is there, and with it what was typed
    meanwhile. `added(index)` tells of each new topic.
    """

    added = Signal(int)
    completed = Signal()

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__()
        self.names = tuple(field.attribute for topic in topics for field in topic.fields)
        self.wanted = self.names[0]
        self._later = list(topics)
        self._steps = self._build()
        self._typed_early = ""
        # where the caret of a draft stood, until it is there again
        self.caret = ""
        self._forms: list[TopicForm] = []
        self._topics: list[Disclosure] = []
        self._values: dict[str, object] = {}
        self._texts: dict[str, str] = {}
        self._last_stop: list[QWidget] = []
        self._column = column(None, gap=4, margins=(20, 10, 20, 10))
        self.setLayout(self._column)
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: next(self._steps, None))
        self._timer.start(BETWEEN_MS)

    def _build(self) -> Iterator[None]:
        while self._later:
            topic = self._later[0]
            form = TopicForm(topic.fields)
            # fields take 25 ms, their place on the page the same again: a turn for each
            yield
            self._later.pop(0)
            self._put_in_place(topic, form)
            if self._later:
                yield
        self._timer.stop()
        self.completed.emit()

    def _put_in_place(self, topic: Topic, form: TopicForm) -> None:
        i = len(self._forms)
        form.set_values(self._values)
        shown = Disclosure(topic.title, form, topic.state, topic.opened)
        self._forms.append(form)
        self._topics.append(shown)
        self._put_back(i, self._texts)
        self._column.insertWidget(i, shown)
        enter_takes_first(shown)
        self._chain(shown, form)
        self.added.emit(i)
        if self.hasFocus() and self.wanted in form.texts():
            form.focus(self.wanted)
            # at once: whoever types on must not write over what taking the focus has selected
            resume(form, self.caret)
            self.caret = ""
            line = form.box(self.wanted).control.targets()[0]
            if self._typed_early and isinstance(line, QLineEdit):
                line.insert(self._typed_early)
                line.textEdited.emit(line.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that come before the first field (Qt)."""
        if event.text().isprintable() and event.text():
            self._typed_early += event.text()
        else:
            super().keyPressEvent(event)

    def _chain(self, shown: Disclosure, form: TopicForm) -> None:
        # what comes late would be the last of the whole window for the Tab key
        stops: list[QWidget] = [*self._last_stop, *shown.findChildren(QPushButton)[:1]]
        stops += [target for name in form.texts() for target in form.box(name).control.targets()]
        for before, stop in pairwise(stops):
            QWidget.setTabOrder(before, stop)
        self._last_stop = stops[-1:]

    def has(self, attribute: str) -> bool:
        """True once that field is there."""
        return any(attribute in form.texts() for form in self._forms)

    @property
    def whole(self) -> bool:
        """True once every topic is there."""
        return not self._later

    @property
    def forms(self) -> tuple[TopicForm, ...]:
        """The form of every topic."""
        while self._later:
            next(self._steps, None)
        return tuple(self._forms)

    @property
    def topics(self) -> tuple[Disclosure, ...]:
        """Every topic with its heading."""
        return tuple(self._topics[:len(self.forms)])

    def set_values(self, values: Mapping[str, object]) -> None:
        """Shows ready-made values, also in the topics that are still to come."""
        self._values.update(values)
        for form in self._forms:
            form.set_values(values)

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Puts a draft back, also in the topics that are still to come; a topic with a text in it opens."""
        self._texts.update(texts)
        for i in range(len(self._forms)):
            self._put_back(i, texts)

    def _put_back(self, i: int, texts: Mapping[str, str]) -> None:
        form, topic = self._forms[i], self._topics[i]
        form.set_texts(texts)
        if not topic.opened and any(texts.get(name) for name in form.texts()):
            topic.toggle()
