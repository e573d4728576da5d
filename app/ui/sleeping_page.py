"""„Ruhende Fälle“: running cases nobody had contact with for three months and for which nothing is planned, one key
each: close, plan a contact, or keep with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries.clients import ClientLine
from app.ui.actions import Action
from app.ui.client_fields import due_day
from app.ui.client_parts import ActPanel, keys
from app.ui.clients_columns import columns
from app.ui.clients_filters import quiet_days, sleeping
from app.ui.columns import Column
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import button, key_hint
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.history import undo
from app.ui.layouts import FlowBox, centred, column, framed, holder, page, row
from app.ui.page_parts import Slot, tall_page
from app.ui.people import People
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.theme import T
from app.usecases import followup

# days until a planned contact, and until a kept case is asked for again
PLAN, KEEP = 7, 56
Values = Mapping[str, object]


class SleepingPage(Page):
    """`go("sleeping")`; Eingabe opens a person, A closes the case, K plans a contact, B keeps it."""

    def __init__(self, shell: Shell, file: CaseFile, people: People | None = None) -> None:
        self.title = _("Ruhende Fälle")
        self._shell, self._file = shell, file
        self._people = people or People(shell, file)
        self._people.changed.connect(self._take)
        self._lines: list[ClientLine] = []
        self._then = ""
        self._panel: ActPanel | None = None
        self._built = False

    def arrive(self, **where: object) -> None:
        """Nothing is asked of it."""
        return

    def build(self, parent: QWidget) -> QWidget:
        """The list with its three acts below."""
        self._panel, self._built = None, True
        self._way_on = button(_("Klienten"), "", "users", partial(self._shell.go, "clients"))
        self._header = PageHeader(self.title, " ", self._way_on)
        self._table = TableView(self.title, self._columns(), key=lambda line: line.client_id, several=False)
        self._table.opened.connect(self._shell.open_client)
        acts = (button(_("Abschließen"), "quiet", "archive", self.close_case, shortcut="A"),
                button(_("Kontakt planen"), "quiet", "calendar-clock", self.plan, shortcut="K"),
                button(_("Behalten"), "quiet", "check", self.keep, shortcut="B"))
        for key, act in (("A", self.close_case), ("K", self.plan), ("B", self.keep)):
            keys(self._table, (key,), act)
        self._nobody, self._place = Slot(), Slot()
        if T.wide:
            hint = key_hint(_("A schließt ab"), _("K plant einen Kontakt"), _("B behält"), _("Eingabe öffnet"))
            self._foot = holder(centred(row(*acts, None, hint, gap=6, margins=(14, 5, 14, 5))), "cardfoot")
            self._frame = framed(self._table, self._nobody, self._foot, main=self._table)
            whole = holder(column(self._place, self._frame, gap=0))
            return tall_page(self._header, whole, main=whole)
        self._foot = holder(row(None, FlowBox(*acts, right=True), margins=(24, 6, 24, 6)), "footer")
        self._frame = framed(self._table, self._nobody)
        return page(self._header, self._place, self._frame, scrolls=True, footer=self._foot)

    def _columns(self) -> Sequence[Column[ClientLine]]:
        today = self._file.today()
        every = columns(today, T.wide)

        def days(line: ClientLine) -> str:
            return _("seit {n} Tagen").format(n=number(quiet_days(line, today)))

        return (every["name"], Column(title=_("Ohne Kontakt"), text=days, width=150, tone=lambda _line: "warn_text",
                                      sign=lambda _line: "clock"),
                every["phase"], every["next"], every["shelter"])

    def refresh(self, change: object) -> None:
        """The cases that sleep now, the longest first."""
        if self._people.refresh():
            self._take()

    def _take(self) -> None:
        if not self._built:
            return
        today = self._file.today()
        self._lines = sorted((line for line in self._people.lines or () if sleeping(line, today)),
                             key=lambda line: -quiet_days(line, today))
        count = ngettext("{n} Fall seit drei Monaten ohne Kontakt, für den Sie nichts geplant haben",
                         "{n} Fälle seit drei Monaten ohne Kontakt, für die Sie nichts geplant haben", len(self._lines))
        self._header.set_context(count.format(n=number(len(self._lines))))
        self._table.set_lines(self._lines)
        if self._then:
            self._table.set_current(self._then)
            self._then = ""
        if not T.wide:
            self._table.fit()
        nobody = self._people.lines is not None and not self._lines
        # else Qt would hand the keyboard on to whatever comes next, and Enter would press that
        if nobody and self._table.isVisible():
            self._way_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._nobody.put(EmptyState(
            "check", _("Kein Fall ruht."),
            _("Hier stehen laufende Fälle, mit denen drei Monate lang niemand Kontakt hatte und für die keine "
              "Wiedervorlage angelegt ist.")) if nobody else None)
        self._table.setVisible(not nobody)
        self._foot.setVisible(not nobody)

    def first_focus(self) -> QWidget | None:
        """The form that is open, else the list."""
        if not self._built:
            return None
        return self._panel.first() if self._panel is not None else self._table if self._lines else None

    def close_case(self) -> None:
        """Goes to the person with the form for closing open."""
        line = self._table.current_line()
        if line is not None:
            self._shell.go("client", client_id=line.client_id, act="close")

    def plan(self) -> None:
        """A follow-up to take up contact."""
        fields = (Field("title", _("Woran erinnern"), Text(), required=True, width="half"),
                  Field("due_on", _("Wann"), due_day(self._file.today), required=True, width="half"))
        self._ask(_("Kontakt planen: {name}"), "", fields, _("Planen"),
                  {"title": _("Kontakt aufnehmen"), "due_on": self._in(PLAN)},
                  _("{name}: Kontakt geplant."))

    def keep(self) -> None:
        """The case stays, with the reason in a follow-up; until that day it is not asked for again."""
        fields = (Field("note", _("Warum der Fall bleibt"), Text(max_length=200), required=True, width="half"),
                  Field("due_on", _("Wieder fragen am"), due_day(self._file.today), required=True, width="half"))
        self._ask(_("Behalten: {name}"), _("Bis dahin steht der Fall nicht mehr hier."), fields, _("Behalten"),
                  {"due_on": self._in(KEEP)}, _("{name}: Fall bleibt."))

    def _in(self, days: int) -> date:
        return self._file.today() + timedelta(days=days)

    def _ask(self, title: str, sentence: str, fields: Sequence[Field], confirm: str, ready: Mapping[str, object],
             said: str) -> None:
        line = self._table.current_line()
        if line is None:
            return

        def run(values: Values) -> None:
            due, note = values["due_on"], str(values.get("note") or "")
            after = [one.client_id for one in self._lines]
            place = after.index(line.client_id) if line.client_id in after else 0
            # the keyboard stays at its place when the row has gone
            self._then = next(iter(after[place + 1:] + after[:place][::-1]), "")
            followup.add(self._file, line.case_id, title=str(values.get("title") or _("Ruhenden Fall prüfen")),
                         due_on=due if isinstance(due, date) else None, note=note)
            self._shell.toast(said.format(name=line.name), partial(undo, self._shell, self._file))

        panel = ActPanel(title.format(name=line.name), sentence, fields, confirm, run)
        panel.form.set_values(ready)
        panel.closed.connect(self._close)
        self._panel = panel
        self._frame.hide()
        self._foot.hide()
        self._place.put(panel)
        panel.first().setFocus()

    def _close(self) -> None:
        self._panel = None
        self._place.put(None)
        self._frame.show()
        self._foot.setVisible(bool(self._lines))
        self._table.setFocus()

    def actions(self) -> Sequence[Action]:
        """The three acts by their names; the list has a key for each."""
        def blocked() -> str:
            return "" if self._lines else _("Kein Fall ruht.")

        acts = (("close", _("Ruhenden Fall abschließen …"), self.close_case, "archive"),
                ("plan", _("Kontakt planen …"), self.plan, "calendar-clock"),
                ("keep", _("Ruhenden Fall behalten …"), self.keep, "check"))
        return [Action(id=f"sleeping.{name}", label=words, call=call, icon=icon, menu="Klient", blocked=blocked)
                for name, words, call, icon in acts]

    def person(self) -> str:
        """The person of the current row."""
        return str(self._table.current_key() or "") if self._built else ""


