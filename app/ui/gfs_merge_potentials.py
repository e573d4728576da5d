"""Zusammenfassung, the potentials: how many persons of the target group live where, entered or read from a table."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.domain.dates import german
from app.domain.monthly import Potential
from app.i18n import _, ngettext, number, text_of
from app.statistics.reach import place_name, places
from app.store.casefile import CaseFile
from app.ui import gfs_merge_work
from app.ui.choice import Choice
from app.ui.client_fields import past_day
from app.ui.client_parts import ActPanel
from app.ui.columns import Column
from app.ui.components import SectionTitle
from app.ui.controls import button, label
from app.ui.editors import Number, Text
from app.ui.form import Field
from app.ui.gfs_merge_funnel import nobody_said
from app.ui.gfs_merge_parts import SummaryPart
from app.ui.gfs_merge_work import Summary
from app.ui.layouts import FlowBox, card, column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.table import TableView
from app.usecases import potentials
from app.usecases.potentials import Counts, Sheet

SOURCE_LENGTH = 200
# refused lines that are listed
LISTED = 6


def _columns() -> tuple[Column[Potential], ...]:
    return (
        Column(title=_("Gebiet"), text=lambda one: place_name(one.ags)),
        Column(title=_("Personen"), width=130, sort=lambda one: -1 if one.persons is None else one.persons,
               text=lambda one: nobody_said() if one.persons is None else number(one.persons),
               tone=lambda one: "muted" if one.persons is None else "text"),
        Column(title=_("Stand"), text=lambda one: german(one.as_of), width=110, sort=lambda one: one.as_of),
        Column(title=_("Quelle"), text=lambda one: one.source, width=230),
    )


class PotentialsPart(SummaryPart):
    """The lines, a form for one, and the preview of a table before it is taken over."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._above = Slot()
        self.table: TableView[Potential] = TableView(_("Potenziale"), _columns(), key=lambda one: one.id, several=False)
        self.table.opened.connect(lambda _key: self.edit(self.table.current_line()))
        self._enter = button(_("Eintragen"), icon="pencil", call=lambda: self.edit(None))
        self._remove = button(_("Entfernen"), "quiet", "trash-2", self._take_away)
        acts = FlowBox(self._enter, button(_("Tabelle einlesen …"), icon="file-up", call=self.ask_file),
                       button(_("Zahlen der Vorlage 17/4367"), icon="download", call=partial(self._look, None)),
                       self._remove)
        said = label(_("Das Potenzial ist, wie viele Personen der Zielgruppe in einem Gebiet leben. Was niemand "
                       "gemeldet hat, bleibt leer und zählt nicht als 0. Eingabe ändert eine Zeile."), "caption",
                     wrap=True)
        self._list = framed(self.table)
        self.setLayout(column(card(SectionTitle(_("Potenziale")), said, acts, gap=8), self._above, self._list, gap=12))
        self.first = self._enter

    def show_summary(self, summary: Summary) -> None:
        """Everything that is known; the same for every period."""
        self.table.set_lines(sorted(summary.potentials, key=lambda one: (place_name(one.ags), one.as_of)))
        self.table.fit()
        self._list.setVisible(bool(summary.potentials))
        self._remove.setEnabled(bool(summary.potentials))

    def edit(self, one: Potential | None) -> None:
        """The form, filled with a line or empty."""
        fields = (
            Field("ags", _("Gebiet"), Choice(options=tuple(places().items())), required=True, width="half"),
            Field("as_of", _("Stand"), past_day(self._file.today), required=True, width="half"),
            Field("persons", _("Personen"), Number(), width="half", help=_("leer heißt: nicht gemeldet")),
            Field("source", _("Quelle"), Text(max_length=SOURCE_LENGTH), width="half"))
        panel = ActPanel(_("Potenzial eintragen"), "", fields, _("Eintragen"), self._put, scrolls=False)
        if one is not None:
            panel.form.set_values({"ags": one.ags, "as_of": one.as_of, "persons": one.persons, "source": one.source})
        panel.closed.connect(self._close)
        self._above.put(panel)
        panel.form.focus("persons" if one is not None else "ags")

    def _put(self, values: Mapping[str, object]) -> None:
        persons, on = values.get("persons"), values["as_of"]
        assert isinstance(on, date)
        potentials.put(self._file, str(values["ags"]), on, persons if isinstance(persons, int) else None,
                       str(values.get("source") or ""))

    def _close(self) -> None:
        self._above.put(None)
        self._enter.setFocus()

    def _take_away(self) -> None:
        one = self.table.current_line()
        if one is not None:
            potentials.remove(self._file, one.id)
            self._shell.toast(_("Potenzial für {area} entfernt").format(area=place_name(one.ags)))

    def ask_file(self) -> None:
        """Asks for a table."""
        chosen, _kind = QFileDialog.getOpenFileName(
            QApplication.activeWindow(), _("Tabelle mit Potenzialen"), "",
            _("Tabellen (*.csv *.xlsx);;Alle Dateien (*)"))
        if chosen:
            self._look(Path(chosen))

    def _look(self, path: Path | None) -> None:
        self._shell.run_task(self, gfs_merge_work.look(self._file, path), self._have_read)

    def _have_read(self, sheet: Sheet) -> None:
        n = len(sheet.lines)
        take = button(ngettext("{n} Zeile übernehmen", "{n} Zeilen übernehmen", n).format(n=number(n)), icon="check",
                      call=partial(self._take, sheet))
        leave = button(_("Abbrechen"), "quiet", call=self._close)
        known = sum(line.persons is not None for line in sheet.lines)
        said = _("{known} mit einer Zahl, {unknown} ohne: nicht gemeldet.").format(
            known=number(known), unknown=number(n - known))
        refused = [label(_("Zeile {n}: {why}").format(n=number(one.line), why=text_of(one.problem)), "error", wrap=True)
                   for one in sheet.refused[:LISTED]]
        shown: list[QWidget] = [SectionTitle(_("Noch nichts übernommen"), icon="file-up"), label(said, wrap=True),
                                *refused]
        if len(sheet.refused) > LISTED:
            more = number(len(sheet.refused) - LISTED)
            shown.append(label(_("und {n} weitere Zeilen, die so nicht gehen").format(n=more), "caption"))
        self._above.put(card(*shown, holder(row(FlowBox(*([take] if n else []), leave))), gap=8))
        (take if n else leave).setFocus()

    def _take(self, sheet: Sheet) -> None:
        self._shell.run_task(self, lambda _step: potentials.take(self._file, sheet), self._taken)

    def _taken(self, counts: Counts) -> None:
        self._close()
        self._shell.toast(_("Potenziale: {new} neu, {changed} geändert, {same} wie vorher").format(
            new=number(counts.new), changed=number(counts.changed), same=number(counts.same)))
