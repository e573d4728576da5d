"""The topics of Aufnahme as one form: Enter goes on, Umschalt+Enter back, Strg+↓ to the next topic."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.client_parts import keys
from app.ui.components import Disclosure
from app.ui.form import FieldBox, FormView
from app.ui.intake_fields import Topic
from app.ui.layouts import column
from app.ui.quick_choice import enter_takes_first


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
    """All topics under each other. `edited` with each key, `finished` on Enter in the last open field."""

    edited = Signal(str)
    moved = Signal()
    finished = Signal()

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__()
        self.forms = tuple(TopicForm(topic.fields) for topic in topics)
        self.topics = tuple(Disclosure(topic.title, form, topic.state, topic.opened)
                            for topic, form in zip(topics, self.forms, strict=True))
        self.setLayout(column(*self.topics, None, gap=4, margins=(20, 10, 20, 10)))
        for i, form in enumerate(self.forms):
            form.edited.connect(self.edited)
            form.finished.connect(lambda i=i: self._go(i, 1))
            form.left.connect(lambda i=i: self._go(i, -1))
        keys(self, ("Ctrl+Down",), self.next_topic)
        enter_takes_first(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

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
        return next(form for form in self.forms if attribute in form.texts())

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
        """Shows ready-made values."""
        for form in self.forms:
            form.set_values(values)

    def texts(self) -> dict[str, str]:
        """What stands in every field, valid or not."""
        return {name: text for form in self.forms for name, text in form.texts().items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Puts a draft back; a topic with a text in it opens."""
        for form, topic in zip(self.forms, self.topics, strict=True):
            form.set_texts(texts)
            if not topic.opened and any(texts.get(name) for name in form.texts()):
                topic.toggle()

    def wrong(self) -> list[str]:
        """The fields whose text is no possible value, or that are required and empty; each is marked."""
        return [name for form in self.forms for name in form.texts() if not form.box(name).check()]
