"""The topics of Aufnahme as one form: Enter goes on, Umschalt+Enter back, Strg+↓ to the next topic."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.client import BIRTH_MISSING, COMMUNE_MISSING, NAME_MISSING
from app.i18n import _
from app.ui.client_parts import keys
from app.ui.form import FieldBox
from app.ui.intake_fields import Topic
from app.ui.intake_topics import TopicForm, TopicStack

NAMES = ("family_name", "given_name", "aliases")
_MISSING = {NAMES[0]: NAME_MISSING, "birth": BIRTH_MISSING, "ags": COMMUNE_MISSING}


class IntakeForm(TopicStack):
    """All topics as one. `edited` with each key, `finished` on Enter in the last open field."""

    edited = Signal(str)
    moved = Signal()
    finished = Signal()

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__(topics)
        self.added.connect(self._listen)
        keys(self, ("Ctrl+Down",), self.next_topic)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def _listen(self, i: int) -> None:
        form = self._forms[i]
        form.edited.connect(self.edited)
        form.finished.connect(partial(self._go, i, 1))
        form.left.connect(partial(self._go, i, -1))

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
        while self._later and not self.has(attribute):
            next(self._steps, None)
        return next(form for form in self._forms if attribute in form.texts())

    def box(self, attribute: str) -> FieldBox:
        """A field on screen."""
        return self.form_of(attribute).box(attribute)

    def focus(self, attribute: str) -> None:
        """Opens the topic of a field and goes into it."""
        self.open(attribute).take_focus()

    def open(self, attribute: str) -> FieldBox:
        """Opens the topic of a field, without going there."""
        form = self.form_of(attribute)
        topic = self._topics[self._forms.index(form)]
        if not topic.opened:
            topic.toggle()
        return form.box(attribute)

    def values(self) -> dict[str, object]:
        """All valid values."""
        return {name: value for form in self.forms for name, value in form.values().items()}

    def so_far(self) -> dict[str, object]:
        """The valid values of the topics that are there already."""
        return {name: value for form in self._forms for name, value in form.values().items()}

    def texts(self) -> dict[str, str]:
        """What stands in every field, valid or not."""
        return {name: text for form in self.forms for name, text in form.texts().items()}

    def wrong(self) -> list[str]:
        """The fields whose text is no possible value, or that are required and empty; each is marked. Where there is
        no name at all, that is the first one.
        """
        wrong = [name for form in self.forms for name in form.texts() if not form.box(name).check()]
        values, texts = self.values(), self.texts()
        if not any(values.get(name) for name in NAMES):
            wrong.insert(0, NAMES[0])
        for name, sentence in _MISSING.items():
            if name in wrong and not texts[name].strip():
                self.form_of(name).box(name).show_error(_(sentence))
        return wrong
