"""What can be done with the list of persons: keep it, choose columns, hand it out, one act for several. The forms stand
in the page, in place of the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import lists as query
from app.store.queries.clients import ClientLine
from app.ui import bulk_panels, list_panels
from app.ui.client_parts import ActPanel
from app.ui.clients_body import ListBody
from app.ui.clients_chosen import Chosen
from app.ui.columns import Column
from app.ui.controls import button
from app.ui.history import undo
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.usecases import lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the page tells of itself: what is chosen, everybody found, the columns, the saved list that is open."""

    chosen: Callable[[], Chosen]
    rows: Callable[[], Sequence[ClientLine]]
    columns: Mapping[str, Column[ClientLine]]
    show_columns: Callable[[tuple[str, ...]], object]
    show_filters: Callable[[], object]
    kept: Callable[[str], object]
    saved: str


class ListActs:
    """`panel` is the form that is open."""

    def __init__(self, shell: Shell, file: CaseFile, place: Slot, body: ListBody, telling: Telling) -> None:
        self._shell, self._file, self._place, self._body, self._telling = shell, file, place, body, telling
        self.panel: ActPanel | None = None
        self._saved = next((one for one in query.lists(file) if one.id == telling.saved), None)

    def buttons(self) -> Sequence[QPushButton]:
        """Those of the header; the primary one last."""
        return (
            button(_("Als Liste merken"), "quiet", "pin", partial(self.open, "save"), shortcut="Ctrl+Shift+L"),
            button(_("Spalten"), "quiet", "layers", partial(self.open, "columns"), shortcut="Ctrl+Shift+C"),
            button(_("Ausgeben"), "quiet", "file-down", partial(self.open, "export"), shortcut="Ctrl+E"),
            button(_("Neue Person"), "primary", "user-plus", partial(self._shell.go, "intake"), shortcut="Ctrl+N"))

    def list_words(self) -> str:
        """Which saved list is open."""
        return _("Gemerkte Liste „{name}“").format(name=self._saved.name) if self._saved is not None else ""

    def blocked(self, act: str) -> str:
        """Why an act cannot be done now, "" where it can."""
        if act in ("rename", "remove") and self._saved is None:
            return _("Öffnen Sie zuerst eine gemerkte Liste.")
        if act in ("follow_up", "phase", "letters") and not self._body.selected():
            return _("Wählen Sie zuerst Personen aus, zum Beispiel mit Umschalt+↓ oder Strg+A.")
        return ""

    def open(self, act: str) -> None:
        """Opens the form of an act, or does it where it needs none."""
        if act == "filter":
            self._telling.show_filters()
        elif act == "remove":
            self._remove()
        else:
            self._show(self._panel(act))

    def _panel(self, act: str) -> ActPanel:
        telling, shell, file = self._telling, self._shell, self._file
        if act == "save":
            return list_panels.keep_panel(shell, file, telling.chosen(), tuple(telling.columns), telling.kept)
        if act == "rename" and self._saved is not None:
            return list_panels.rename_panel(shell, file, self._saved, telling.kept)
        if act == "columns":
            return list_panels.columns_panel(file, tuple(telling.columns), telling.show_columns)
        if act == "export":
            title = self._saved.name if self._saved is not None else _("Klienten")
            return list_panels.export_panel(shell, file, self._body, title, telling.rows(), telling.columns)
        return bulk_panels.panel(act, shell, file, self._body, self._body.selected())

    def _show(self, panel: ActPanel) -> None:
        self.panel = panel
        panel.closed.connect(self._close)
        self._body.hide()
        self._body.foot.hide()
        self._place.put(panel)
        panel.first().setFocus()

    def _close(self) -> None:
        self.panel = None
        self._place.put(None)
        self._body.show()
        self._body.foot.setVisible(self._body.instead is None)
        first: QWidget = self._body.table if self._body.instead is None else self._body.instead
        first.setFocus()

    def _remove(self) -> None:
        if self._saved is not None:
            name = self._saved.name
            lists.remove(self._file, self._saved.id)
            self._telling.kept("")
            self._shell.toast(_("Liste „{name}“ entfernt. Die Personen sind unverändert.").format(name=name),
                              partial(undo, self._shell, self._file))
