"""The page Verlauf der Schritte: the last hundred acts of the whole file, any of which can be taken back."""

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.errors import N_
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import history as steps
from app.store.queries.history import LAST, Step
from app.ui import history
from app.ui.client_history_words import BACK
from app.ui.client_parts import keys
from app.ui.columns import Column
from app.ui.components import EmptyState, PageHeader
from app.ui.controls import button, key_hint
from app.ui.layouts import FlowBox, card, column, framed, holder, page, row
from app.ui.page_parts import tall_page
from app.ui.paint import Pill
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.theme import T

SHOWN = 2
CANNOT = N_("„{title}“ lässt sich nicht zurücknehmen: {reason}. Es bleibt alles, wie es ist.")


def title_of(step: Step) -> str:
    """The act in words; what takes another back says which."""
    return _(BACK[step.kind]).format(title=_(step.title)) if step.kind in BACK else _(step.title)


def people_of(step: Step) -> str:
    """The first names, and how many more."""
    first = ", ".join(step.people[:SHOWN])
    more = len(step.people) - SHOWN
    return _("{people} und {n} weitere").format(people=first, n=more) if more > 0 else first


def why_not(step: Step) -> str:
    """Why it cannot be taken back as far as the history knows, "" when it can."""
    if step.taken_back:
        return _("schon zurückgenommen")
    if step.kind == "undo":
        return _("ist selbst eine Rücknahme")
    if step.erased:
        return _("Inhalt gelöscht")
    return "" if step.undoable else _("endgültig")


def _pill(step: Step) -> Pill | None:
    reason = why_not(step)
    return Pill(text=reason) if reason else None


def _columns() -> tuple[Column[Step], ...]:
    return (
        Column(title=_("Schritt"), text=title_of),
        Column(title=_("Person"), text=people_of, width=260),
        Column(title=_("Wann"), text=lambda step: f"{german(step.at.date())}, {step.at:%H:%M}", width=140),
        Column(title=_("Stand"), text=lambda step: "", pill=_pill, width=200),
    )


def _speak(step: Step) -> str:
    return ", ".join(part for part in (title_of(step), people_of(step), f"{german(step.at.date())} {step.at:%H:%M}",
                                       why_not(step)) if part)


class HistoryPage(Page):
    """`go("history")`: what was done last, newest first; Entf takes the current step back."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Verlauf der Schritte")
        self._shell, self._file = shell, file
        self._table: TableView[Step] | None = None

    def build(self, parent: QWidget) -> QWidget:
        """The list with its one act."""
        table = self._table = TableView(_("Schritte"), _columns(), key=lambda step: step.number, speak=_speak,
                                        several=False)
        keys(table, ("Del",), self.take_back)
        back = button(_("Diesen Schritt zurücknehmen"), "primary", "undo-2", self.take_back, shortcut="Del")
        table.opened.connect(lambda _key: back.setFocus())
        hint = key_hint(_("Entf nimmt zurück"))
        foot = holder(row(hint, None, back, margins=(14, 8, 14, 10)) if T.wide else
                      column(FlowBox(back, right=True), margins=(14, 8, 14, 10)))
        self._list = framed(table, foot, main=table)
        self._nothing = card(EmptyState("history", _("Noch kein Schritt"), _(
            "Hier stehen die letzten Schritte in dieser Klientendatei, jeder lässt sich einzeln zurücknehmen.")))
        head = PageHeader(self.title, _("Die letzten {n} Schritte. Jeder lässt sich zurücknehmen, solange sich seitdem "
                                        "nichts daran geändert hat.").format(n=LAST))
        if T.wide:
            return tall_page(head, self._list, self._nothing, main=self._list)
        return page(head, self._list, self._nothing, gap=12, scrolls=True)

    def refresh(self, change: object) -> None:
        """Reads the steps again."""
        if self._table is None:
            return
        lines = steps.last(self._file)
        self._table.set_lines(lines)
        if self._table.current_key() is None and lines:
            self._table.set_current(lines[0].number)
        if not T.wide:
            self._table.fit()
        self._list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self._table

    def take_back(self) -> None:
        """Takes the current step back; UserError where it no longer stands."""
        step = self._table.current_line() if self._table is not None else None
        if step is None:
            return
        if reason := why_not(step):
            self._shell.toast(_(CANNOT).format(title=title_of(step), reason=reason))
        else:
            history.undo(self._shell, self._file, step.number)
