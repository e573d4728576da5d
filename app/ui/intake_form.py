"""The topics of Aufnahme as one form: Enter goes on, Umschalt+Enter back, Strg+↓ to the next topic."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.ui.client_parts import keys
from app.ui.components import Disclosure
from app.ui.form import FieldBox, FormView
from app.ui.intake_fields import Topic
from app.ui.layouts import column
from app.ui.quick_choice import enter_takes_first

# between two topics the window paints and hears keys
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


class IntakeForm(QWidget):
    """All topics under each other. `edited` with each key, `finished` on Enter in the last open field.

    The first topic is there at once, the others follow one by one while the window goes on (`completed`); whoever asks
    for all of them before that has them built on the spot.
    """

    edited = Signal(str)
    moved = Signal()
    finished = Signal()
    completed = Signal()

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__()
        self.names = tuple(field.attribute for topic in topics for field in topic.fields)
        self._later = list(topics)
        self._forms: list[TopicForm] = []
        self._topics: list[Disclosure] = []
        self._values: dict[str, object] = {}
        self._texts: dict[str, str] = {}
        self._last_stop: list[QWidget] = []
        self._column = column(None, gap=4, margins=(20, 10, 20, 10))
        self.setLayout(self._column)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._build_next)
        keys(self, ("Ctrl+Down",), self.next_topic)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        self._build_next()
        self._timer.start(BETWEEN_MS)

    def _build_next(self) -> None:
        topic, i = self._later.pop(0), len(self._forms)
        form = TopicForm(topic.fields)
        form.set_values(self._values)
        shown = Disclosure(topic.title, form, topic.state, topic.opened)
        self._forms.append(form)
        self._topics.append(shown)
        self._put_back(i, self._texts)
        self._column.insertWidget(i, shown)
        form.edited.connect(self.edited)
        form.finished.connect(lambda: self._go(i, 1))
        form.left.connect(lambda: self._go(i, -1))
        enter_takes_first(shown)
        self._chain(shown, form)
        if not self._later:
            self._timer.stop()
            self.completed.emit()

    def _chain(self, shown: Disclosure, form: TopicForm) -> None:
        # what comes late would be the last of the whole window for the Tab key
        stops: list[QWidget] = [*self._last_stop, *shown.findChildren(QPushButton)[:1]]
        stops += [target for name in form.texts() for target in form.box(name).control.targets()]
        for before, stop in pairwise(stops):
            QWidget.setTabOrder(before, stop)
        self._last_stop = stops[-1:]

    @property
    def whole(self) -> bool:
        """True once every topic is there."""
        return not self._later

    @property
    def forms(self) -> tuple[TopicForm, ...]:
        """The form of every topic."""
        while self._later:
            self._build_next()
        return tuple(self._forms)

    @property
    def topics(self) -> tuple[Disclosure, ...]:
        """Every topic with its heading."""
        return tuple(self._topics[:len(self.forms)])

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self.moved.emit()

    def _go(self, i: int, step: int) -> None:
        """To the first field of the next open topic, or the last field of the one before."""
        places = range(i + 1, len(self.forms)) if step > 0 else range(i - 1, -1, -1)
        target = next((k for k in places if self.topics[k].opened), None)
        if target is not None:
            names = list(self.forms[target].texts())
            self.forms[target].focus(names[0] if step > 0 else names[-1])
        elif step > 0:
            self.finished.emit()

    def next_topic(self) -> None:
        """Strg+↓: to the next topic, which opens."""
        here = self._index_of(QApplication.focusWidget())
        following = (here + 1) % len(self.forms)
        if not self.topics[following].opened:
            self.topics[following].toggle()
        self.forms[following].focus()

    def _index_of(self, widget: QWidget | None) -> int:
        return next((i for i, form in enumerate(self.forms) if widget is not None and form.isAncestorOf(widget)), -1)

    def form_of(self, attribute: str) -> TopicForm:
        """The topic form that has a field."""
        early = next((form for form in self._forms if attribute in form.texts()), None)
        return early or next(form for form in self.forms if attribute in form.texts())

    def box(self, attribute: str) -> FieldBox:
        """A field on screen."""
        return self.form_of(attribute).box(attribute)

    def focus(self, attribute: str) -> None:
        """Opens the topic of a field and goes into it."""
        form = self.form_of(attribute)
        topic = self.topics[self.forms.index(form)]
        if not topic.opened:
            topic.toggle()
        form.focus(attribute)

    def values(self) -> dict[str, object]:
        """All valid values."""
        return {name: value for form in self.forms for name, value in form.values().items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Shows ready-made values, also in the topics that are still to come."""
        self._values.update(values)
        for form in self._forms:
            form.set_values(values)

    def texts(self) -> dict[str, str]:
        """What stands in every field, valid or not."""
        return {name: text for form in self.forms for name, text in form.texts().items()}

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

    def wrong(self) -> list[str]:
        """The fields whose text is no possible value, or that are required and empty; each is marked."""
        return [name for form in self.forms for name in form.texts() if not form.box(name).check()]
