"""The forms of the list itself: keep it under a name, rename it, choose its columns, hand it out as a table."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.errors import N_, UserError
from app.domain.saved_list import SavedList
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries.clients import ClientLine
from app.ui.client_parts import ActPanel
from app.ui.clients_chosen import Chosen, sort_text
from app.ui.clients_columns import NAME, columns
from app.ui.columns import Column
from app.ui.editors import Chips, Text
from app.ui.form import Field
from app.ui.history import undo
from app.ui.sealing import Sealing
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import lists

NO_PLACE = N_("Es wurde kein Ort gewählt und nichts ausgegeben.")
NO_PASSWORD = N_("Es fehlt das Kennwort für die ZIP-Datei. Es wurde nichts ausgegeben.")
Values = Mapping[str, object]


def keep_panel(shell: Shell, file: CaseFile, chosen: Chosen, shown: tuple[str, ...],
               kept: Callable[[str], object]) -> ActPanel:
    """Asks for the name under which everything that is chosen is kept."""
    def run(values: Values) -> None:
        name = str(values["name"])
        made = lists.keep(file, name, filters=chosen.filters, search=chosen.search, sort=sort_text(chosen.sort),
                          columns=shown)
        kept(made)
        shell.toast(_("Liste „{name}“ gemerkt. Sie steht links unter „Gemerkte Listen“.").format(name=name),
                    partial(undo, shell, file))

    return ActPanel(_("Als Liste merken"), _("Gemerkt werden Filter, Suche, Reihenfolge und Spalten. Die Personen "
                                             "darin ändern sich mit ihren Angaben."),
                    (Field("name", _("Name der Liste"), Text(max_length=60), required=True, width="half"),),
                    _("Merken"), run)


def rename_panel(shell: Shell, file: CaseFile, saved: SavedList, kept: Callable[[str], object]) -> ActPanel:
    """Asks for another name."""
    def run(values: Values) -> None:
        lists.rename(file, saved.id, str(values["name"]))
        kept(saved.id)
        shell.toast(_("Die Liste heißt jetzt „{name}“.").format(name=values["name"]), partial(undo, shell, file))

    panel = ActPanel(_("Gemerkte Liste umbenennen"), "",
                     (Field("name", _("Name der Liste"), Text(max_length=60), required=True, width="half"),),
                     _("Umbenennen"), run)
    panel.form.set_values({"name": saved.name})
    return panel


def columns_panel(file: CaseFile, shown: tuple[str, ...], show: Callable[[tuple[str, ...]], object]) -> ActPanel:
    """All columns as chips, in the order of use; the name always stands first."""
    every = columns(file.today(), wide=True)
    options = tuple((one, column.title) for one, column in every.items() if one != NAME)

    def run(values: Values) -> None:
        chosen = values["columns"]
        wanted = set(chosen) if isinstance(chosen, tuple | list | set | frozenset) else set()
        show(tuple(one for one in every if one in wanted | {NAME}))

    panel = ActPanel(_("Spalten wählen"), _("Der Name steht immer vorn. Die Wahl bleibt auf diesem Rechner gemerkt."),
                     (Field("columns", _("Spalten"), Chips(options=options, several=True), width="full"),),
                     _("Übernehmen"), run)
    panel.form.set_values({"columns": tuple(one for one in shown if one != NAME)})
    return panel


def export_panel(shell: Shell, file: CaseFile, owner: QWidget, title: str, rows: Sequence[ClientLine],
                 shown: Mapping[str, Column[ClientLine]]) -> ActPanel:
    """Warns that a plain file is not protected, or takes a password, then asks for the place; `owner` outlives it."""
    count = ngettext("{n} Person", "{n} Personen", len(rows)).format(n=number(len(rows)))
    about = _("{count} mit den Spalten {columns}, wie sie in der Liste stehen.").format(
        count=count, columns=", ".join(column.title for column in shown.values()))
    sealing = Sealing()
    header = [_("Nummer"), *(column.title for column in shown.values())]

    def run(values: Values) -> None:
        kind, password = f".{values['kind'] or 'xlsx'}", sealing.chosen() if values["sealed"] else ""
        if values["sealed"] and not password:
            raise UserError(NO_PASSWORD)
        suffix = ".zip" if password else kind
        chosen, _filter = QFileDialog.getSaveFileName(
            owner, _("Liste ausgeben"), str(Path.home() / f"{title}-{file.today()}{suffix}"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if not chosen:
            raise UserError(NO_PLACE)
        target = Path(chosen if chosen.endswith(suffix) else chosen + suffix)
        # texts as the list says them, made here: the words of a column are the page's
        table = [[f"K-{line.number:04d}", *(_cell(column, line) for column in shown.values())] for line in rows]

        def job(_step: Step) -> None:
            # xlsxwriter and its kind are loaded only by whoever hands a table out
            from app.usecases import own_list

            own_list.write(file, target, title, header, table, suffix=kind, password=password)

        shell.run_task(owner, job, lambda _none: shell.toast(
            _("Ausgegeben und eingetragen: {place}").format(place=target)))

    panel = ActPanel(_("Liste als Tabelle ausgeben"), about, (
        Field("kind", _("Form"), Chips(options=(("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))))),
        Field("sealed", _("Schutz"), Chips(options=((False, _("offen")), (True, _("als verschlüsselte ZIP")))))),
        _("Ort wählen …"), run, below=sealing)
    panel.form.set_values({"kind": "xlsx", "sealed": False})
    panel.form.committed.connect(lambda _name, _value: sealing.show_for(bool(panel.form.values()["sealed"])))
    sealing.finished.connect(panel.confirm)
    return panel


def _cell(column: Column[ClientLine], line: ClientLine) -> str:
    """The words of a cell, without the file number, which has a column of its own."""
    if column.text(line) == line.name:
        return line.name
    return column.spoken(line)
