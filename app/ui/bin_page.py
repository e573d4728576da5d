"""The page Papierkorb: files taken out, for 30 days to be brought back or erased for good; and the panel that puts
one there."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.names import isolated
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.actions import Action
from app.ui.client_parts import ActPanel, keys
from app.ui.client_words import name_of
from app.ui.columns import Column
from app.ui.components import EmptyState, PageHeader, SectionTitle, setting_line
from app.ui.controls import button, key_hint, label
from app.ui.editors import Text
from app.ui.focus import let_go
from app.ui.form import Field
from app.ui.layouts import FlowBox, card, column, framed, holder, page, row
from app.ui.page_parts import Slot
from app.ui.paint import Pill
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.theme import T
from app.usecases import bin as bins
from app.usecases.bin import Binned

DISCARD = "bin"
SOON = 7


def days_words(line: Binned) -> str:
    """„noch 12 Tage“; the last day says that it is the last."""
    if line.days_left == 0:
        return _("bis heute")
    return ngettext("noch {n} Tag", "noch {n} Tage", line.days_left).format(n=line.days_left)


def _pill(line: Binned) -> Pill:
    return Pill(text=days_words(line), kind="warn" if line.days_left <= SOON else "plain")


def _columns() -> tuple[Column[Binned], ...]:
    return (
        Column(title=_("Name"), text=lambda line: line.name, caption=lambda line: line.reference),
        Column(title=_("Grund"), text=lambda line: isolated(line.reason), width=330),
        Column(title=_("Im Papierkorb seit"), text=lambda line: f"{german(line.at.date())}, {line.at:%H:%M}", width=160,
               sort=lambda line: line.at),
        Column(title=_("Wird gelöscht"), text=lambda line: "", pill=_pill, width=130, sort=lambda line: line.days_left),
    )


def _speak(line: Binned) -> str:
    return ", ".join(part for part in (line.name, line.reference, line.reason, german(line.at.date()),
                                       days_words(line)) if part)


class BinPage(Page):
    """What lies in the bin, latest first. Enter brings a file back, Entf asks before it erases one."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Papierkorb")
        self._shell, self._file = shell, file
        self._table: TableView[Binned] | None = None

    def build(self, parent: QWidget) -> QWidget:
        """The list with its two acts, or what belongs here."""
        table = self._table = TableView(_("Papierkorb"), _columns(), key=lambda line: line.number, speak=_speak,
                                        height=44, several=False)
        table.opened.connect(lambda _key: self.restore())
        keys(table, ("Del",), self.ask)
        self.sure = Slot()
        erase = button(_("Endgültig löschen …"), "danger", "trash-2", self.ask, shortcut="Del")
        back = button(_("Wiederherstellen"), "primary", "undo-2", self.restore)
        hint = [key_hint(_("Eingabe stellt wieder her"), _("Entf löscht endgültig")), None] if T.wide else []
        foot = holder(row(*hint, erase, back, margins=(14, 8, 14, 10)) if T.wide else
                      column(FlowBox(erase, back, right=True), margins=(14, 8, 14, 10)))
        self._list = framed(table, foot)
        self._nothing = card(EmptyState(
            "trash-2", _("Der Papierkorb ist leer"),
            _("Hier liegen Akten, die Sie aus der Klientendatei genommen haben, 30 Tage lang. Danach werden sie von "
              "selbst endgültig gelöscht.")))
        head = PageHeader(self.title, _("Akten bleiben hier 30 Tage und zählen nirgends mit. Dann werden sie endgültig "
                                        "gelöscht."))
        return page(head, self.sure, self._list, self._nothing, None, gap=12, scrolls=True)

    def refresh(self, change: object) -> None:
        """Reads the bin again."""
        if self._table is None:
            return
        lines = bins.contents(self._file)
        self._table.set_lines(lines)
        if self._table.current_key() is None and lines:
            self._table.set_current(lines[0].number)
        self._table.fit()
        if not lines:
            # else the keyboard would land on the menu of the sidebar
            let_go(self._list)
        self._list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        if not lines:
            self.sure.put(None)

    def first_focus(self) -> QWidget | None:
        """The list, where there is one."""
        return self._table if self._table is not None and not self._list.isHidden() else None

    def actions(self) -> Sequence[Action]:
        """Both acts by their names."""
        def blocked() -> str:
            return "" if self._current() is not None else _("Der Papierkorb ist leer")

        return (Action(id="bin.restore", label=_("Akte aus dem Papierkorb wiederherstellen"), call=self.restore,
                       icon="undo-2", menu="Klient", blocked=blocked),
                Action(id="bin.erase", label=_("Akte endgültig löschen …"), call=self.ask, icon="trash-2",
                       menu="Klient", blocked=blocked))

    def areas(self) -> Sequence[QWidget]:
        """The question, then the list."""
        return [self.sure, self._list] if self._table is not None else []

    def _current(self) -> Binned | None:
        return self._table.current_line() if self._table is not None else None

    def restore(self) -> None:
        """Brings the current file back."""
        line = self._current()
        if line is None or self._table is None:
            return
        said = _("Die Akte {name} ist wieder da.").format(name=isolated(line.name))

        def again() -> None:
            bins.discard(self._file, line.client_id, line.reason)

        self._shell.run_task(self._table, lambda _step: bins.restore(self._file, line.number),
                             lambda _nothing: self._shell.toast(said, again))

    def ask(self) -> None:
        """Asks before the current file is erased: nothing brings it back."""
        line = self._current()
        if line is None:
            return
        keep = button(_("Behalten"), call=self._keep)
        title = _("1 Akte endgültig löschen? {name}, {reference}").format(name=isolated(line.name),
                                                                          reference=line.reference)
        what = ngettext("Gelöscht wird {n} Eintrag mit allem, was der Verlauf davon weiß. Das lässt sich nicht "
                        "rückgängig machen.", "Gelöscht werden {n} Einträge mit allem, was der Verlauf davon weiß. Das "
                        "lässt sich nicht rückgängig machen.", line.records).format(n=number(line.records))
        copies = _("In Sicherungen, die vorher gemacht wurden, steht die Akte noch, bis diese ersetzt sind.")
        buttons = FlowBox(keep, button(_("1 Akte löschen"), "danger", "trash-2", partial(self.erase, line)), right=True)
        self.sure.put(card(SectionTitle(title), label(what, wrap=True), label(copies, "muted", wrap=True), buttons,
                           gap=8))
        keys(self.sure, ("Esc",), self._keep)
        keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self.sure.put(None)
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def erase(self, line: Binned) -> None:
        """Erases a file for good, beside the window."""
        self.sure.put(None)

        def done(_nothing: None) -> None:
            self.refresh(None)
            self._shell.toast(_("1 Akte ist endgültig gelöscht."))

        if self._table is not None:
            self._shell.run_task(self._table, lambda _step: bins.erase(self._file, line.number), done)


def discard_panel(shell: Shell, file: CaseFile, record: Record) -> ActPanel:
    """The panel that puts a file into the bin; afterwards the list of clients is shown."""
    name = name_of(record.client)

    def done(_nothing: None) -> None:
        shell.go("clients")
        shell.toast(_("Die Akte {name} liegt im Papierkorb.").format(name=isolated(name)),
                    partial(history.undo, shell, file))

    def run(values: Mapping[str, object]) -> None:
        # taking the words of all notes out of the search is a matter of tenths of a second
        shell.run_task(panel.window(), lambda _step: bins.discard(file, record.client.id, str(values["reason"])), done)

    sentence = _("Die Person und alles zu ihr verschwindet aus allen Listen und Zahlen. 30 Tage lang lässt es sich "
                 "zurückholen. Ausgegebene Monatsmeldungen ändern sich nicht. Endet die Begleitung, so schließen Sie "
                 "stattdessen den Fall ab.")
    panel = ActPanel(_("Akte in den Papierkorb legen"), sentence,
                     (Field("reason", _("Grund"), Text(max_length=200), width="full",
                            help=_("zum Beispiel: doppelt angelegt")),),
                     _("In den Papierkorb legen"), run)
    return panel


def bin_card(shell: Shell) -> QWidget:
    """The way to the bin from Einstellungen."""
    return card(label(_("Papierkorb"), "lead"), setting_line(
        _("Gelöschte Akten"), _("30 Tage lang lassen sie sich zurückholen, danach werden sie endgültig gelöscht."),
        button(_("Papierkorb öffnen"), icon="trash-2", call=partial(shell.go, "bin"))), gap=10)
