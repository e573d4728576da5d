"""The card „Bedarf“ on the tab Teilhabeplan: thirteen areas by keyboard, the words to one of them above the list."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain import needs as areas
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.client_fields import past_day, word
from app.ui.client_needs_list import NeedList
from app.ui.client_needs_words import asked_words, need_rows, own_needs
from app.ui.client_parts import SAVE_KEYS, follow_current, keys
from app.ui.components import SectionTitle
from app.ui.controls import announce, button, key_hint, label
from app.ui.editors import LongText, Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, card, column, framed, row
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import needs, plan

WORDS = ("note", "goal", "next_step")
_DAY_WIDTH = 216


class NeedWords(QWidget):
    """Note, goal and next step of one area; each is saved as it is left."""

    taken = Signal(str)
    closed = Signal()

    def __init__(self, area: str, save: Callable[[str, object], object]) -> None:
        super().__init__()
        self.area = area
        fields = (Field("note", _("Notiz"), LongText(lines=2), width="full"),
                  Field("goal", _("Was die Person erreichen möchte"), Text(), width="half"),
                  Field("next_step", _("Nächster Schritt"), Text(), width="half"))
        self.form = FormView(fields, save)
        buttons = FlowBox(button(_("In den Plan übernehmen"), icon="target", call=partial(self.taken.emit, area)),
                          button(_("Fertig"), call=self.closed.emit, shortcut="Esc"), right=True)
        self.setLayout(column(SectionTitle(word("need_area", area)), self.form, buttons, gap=8))
        self.setAccessibleName(word("need_area", area))
        self.form.finished.connect(self.closed)
        keys(self, ("Esc", *SAVE_KEYS), self.closed.emit)


class NeedsCard(QWidget):
    """The list of areas as they stood on the day above it, which is today until somebody changes it."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self.words: NeedWords | None = None
        self._title = SectionTitle(_("Bedarf"), icon="layers")
        about = label(_("Freiwillig. Was die Person nicht sagen möchte, bleibt „keine Angabe“. Der Bedarf geht in "
                        "keine Meldung ein."), "caption", wrap=True)
        self.day = FormView((Field("on", _("Erhoben am"), past_day(file.today), required=True, width="full"),))
        self.day.set_values({"on": file.today()})
        self.day.committed.connect(lambda _attribute, _value: self._fill())
        self._place = Slot()
        self.list = NeedList(_("Bedarf"))
        self.list.leveled.connect(lambda area, level: self._rate(area, level=level))
        self.list.resourced.connect(self._turn_resource)
        self.list.taken.connect(self.take_over)
        self.list.opened.connect(self.open)
        hint = key_hint(_("0 bis 3 wie viel Bedarf"), _("R Ressource"), _("K keine Angabe"), _("Entf nimmt zurück"),
                        _("Eingabe Notiz, Ziel, Schritt"), _("P in den Plan"))
        hint.setWordWrap(True)
        words = column(self._title, about, None, gap=6)
        if T.wide:
            self.day.setFixedWidth(T.px(_DAY_WIDTH))
            line = row(gap=24)
            line.addLayout(words, 1)
            line.addWidget(self.day)
            head = card(line, self._place, gap=8)
        else:
            head = card(words, self.day, self._place, gap=8)
        self.setLayout(column(head, framed(self.list, main=self.list), hint, gap=6))
        follow_current(self.list)

    @property
    def on(self) -> date:
        """The day that is being rated."""
        day = self.day.values().get("on")
        return day if isinstance(day, date) else self._file.today()

    @property
    def asked(self) -> bool:
        """Whether any area was talked about."""
        return self._record is not None and bool(areas.asked(own_needs(self._record)))

    def show_record(self, record: Record) -> None:
        """Shows the areas of a person's latest episode; another person begins with today and no form open."""
        if self._record is None or self._record.case.id != record.case.id:
            self.close_words()
            self.day.set_values({"on": self._file.today()})
            self._record = record
            self._fill()
            self.list.set_current(areas.areas()[0])
        self._record = record
        self._title.set_count(asked_words(record))
        self._fill()

    def _fill(self) -> None:
        if self._record is None:
            return
        self.list.set_rows(need_rows(self._record, self.on, self._file.today()))
        self.list.fit()
        if self.words is not None:
            self.words.form.set_values(self._values(self.words.area))

    def _values(self, area: str) -> dict[str, object]:
        assert self._record is not None
        need = areas.latest(own_needs(self._record), area, self.on)
        return {name: getattr(need, name) if need else "" for name in WORDS}

    def _may(self, area: str) -> bool:
        """Whether the area may be asked about; else says why not."""
        assert self._record is not None
        if areas.unlocked(area, self._record.consents, self._file.today()):
            return True
        self._shell.toast(_(areas.LOCKED))
        announce(self.list, _(areas.LOCKED))
        return False

    def _rate(self, area: str, **fields: object) -> None:
        if self._record is not None and self._may(area):
            needs.rate(self._file, self._record.case.id, area, on=self.on, **fields)

    def _turn_resource(self, area: str) -> None:
        assert self._record is not None
        need = areas.latest(own_needs(self._record), area, self.on)
        self._rate(area, resource=not (need and need.resource))

    def open(self, area: Hashable) -> None:
        """Opens the words to an area above the list."""
        if self._record is None or not self._may(str(area)):
            return
        self.words = NeedWords(str(area), lambda attribute, value: self._rate(str(area), **{attribute: value}))
        self.words.form.set_values(self._values(str(area)))
        self.words.closed.connect(self._leave)
        self.words.taken.connect(self.take_over)
        self._place.put(self.words)
        self.words.form.focus()

    def _leave(self) -> None:
        self.close_words()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_words(self) -> None:
        """Back to the list alone; what stands in a field is saved."""
        if self.words is not None:
            self.words.form.commit()
        self.words = None
        self._place.put(None)

    def take_over(self, area: str) -> None:
        """Goal and next step of an area go into the plan."""
        if self._record is not None and self._may(area):
            title = plan.take_over(self._file, self._record.case.id, area)
            self._shell.toast(_("Ziel „{title}“ steht im Plan.").format(title=title),
                              partial(history.undo, self._shell, self._file))

    def first(self) -> QWidget:
        """The list, or the words that are open."""
        return self.words.form.box("note").control.targets()[0] if self.words is not None else self.list
