"""The page Hinweise der Ämter: what the offices say about offerings, by offering, and the way to read their files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.domain.codes import code_list
from app.domain.dates import german
from app.domain.names import isolated
from app.i18n import _, ngettext, number, text_of
from app.store.casefile import CaseFile, Change
from app.store.queries import received_feedback as query
from app.store.queries.received_feedback import AboutOffering
from app.ui.actions import Action
from app.ui.columns import Column
from app.ui.components import Banner, EmptyState, Facts, PageHeader, SectionTitle
from app.ui.controls import button, label
from app.ui.history import undo
from app.ui.layouts import FlowBox, beside, card, column, framed, holder, page, scroll
from app.ui.page_parts import Slot, tall_page
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.ui.theme import T
from app.usecases import received_feedback
from app.usecases.received_feedback import Preview


def kinds_in_words(about: AboutOffering) -> str:
    """`2 × ist voll, findet nicht statt`, the most frequent first."""
    kinds = code_list("offering_feedback")
    return ", ".join(f"{n} × {_(kinds.label(kind))}" if n > 1 else _(kinds.label(kind))
                     for kind, n in about.counts.items())


def _offices(about: AboutOffering) -> str:
    n = len(about.offices)
    return number(n) if T.wide else ngettext("{n} Amt", "{n} Ämter", n).format(n=number(n))


def _columns() -> tuple[Column[AboutOffering], ...]:
    return (
        Column(title=_("Angebot"), text=lambda one: one.title or one.offering_key,
               caption=lambda one: one.provider),
        Column(title=_("Hinweise"), text=kinds_in_words, width=250),
        Column(title=_("Ämter"), text=_offices, width=70, sort=lambda one: len(one.offices)),
        Column(title=_("Zuletzt"), text=lambda one: german(one.newest), width=100, sort=lambda one: one.newest),
    )


class GfsFeedbackPage(Page):
    """Offerings left, what was said about the current one right; files are shown before they are stored."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Hinweise der Ämter")
        self._shell, self._file = shell, file
        self._preview: Preview | None = None
        self._about: tuple[AboutOffering, ...] = ()
        self._wanted: tuple[Path, ...] = ()

    def arrive(self, **where: object) -> None:
        """``paths`` reads these files at once."""
        self._wanted = tuple(Path(str(one)) for one in paths) if isinstance(paths := where.get("paths"), tuple) else ()

    def build(self, parent: QWidget) -> QWidget:
        """Table and side, the preview of files above them."""
        self._owner = parent
        self._read = button(_("Dateien einlesen …"), "primary", "file-down", call=self.ask_files)
        self._header = PageHeader(self.title, "", self._read)
        self._shown, self._empty, self._side = Slot(), Slot(), Slot()
        self._table: TableView[AboutOffering] = TableView(
            self.title, _columns(), key=lambda one: one.offering_key, several=False, height=44)
        self._table.current_changed.connect(lambda _key: self._show_side())
        listed = framed(self._table, main=self._table)
        side = scroll(holder(column(self._side, None))) if T.wide else self._side
        self._body = beside(listed, side, 360) if T.wide else holder(column(listed, side, gap=12))
        items = (self._header, self._shown, self._empty, self._body)
        return tall_page(*items, main=self._body) if T.wide else page(*items, None, gap=12, scrolls=True)

    def refresh(self, change: object) -> None:
        """Reads the notices again."""
        self._show_preview()
        if self._wanted:
            wanted, self._wanted = self._wanted, ()
            self.look(wanted)
        if isinstance(change, Change) and "offering_feedback" not in change.entities:
            return
        self._about = query.by_offering(self._file)
        self._body.setVisible(bool(self._about))
        said = sum(len(one.said) for one in self._about)
        words = ngettext("{n} Hinweis zu {of} Angeboten", "{n} Hinweise zu {of} Angeboten", said)
        self._header.set_context(words.format(n=number(said), of=number(len(self._about))) if said else "")
        self._empty.put(None if self._about else card(EmptyState(
            "message-square-text", _("Noch keine Hinweise"),
            _("Die Teilhabemanagements schreiben ihre Hinweise zu Angeboten in eine Datei. Lesen Sie eine oder mehrere "
              "davon ein; dieselbe Datei zählt nur einmal."))))
        self._table.set_lines(self._about)
        if self._about and not T.wide:
            self._table.fit()
        self._show_side()

    def _show_side(self) -> None:
        about = self._table.current_line()
        if about is None:
            self._side.put(None)
            return
        kinds, facts = code_list("offering_feedback"), Facts(96)
        for one in about.said:
            facts.add(german(one.on), f"{_(kinds.label(one.kind))} – {isolated(one.office)}", isolated(one.note))
        key = label(_("Kennung {key}").format(key=about.offering_key), "caption", wrap=True, select=True)
        self._side.put(card(SectionTitle(about.title or about.offering_key), key, facts, gap=8))

    # --- files --------------------------------------------------------------------------------------------------------

    def ask_files(self) -> None:
        """Asks for one file or many."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            QApplication.activeWindow(), _("Hinweise einlesen"), "", _("Hinweise (*.json);;Alle Dateien (*)"))
        if chosen:
            self.look([Path(one) for one in chosen])

    def look(self, paths: Sequence[Path]) -> None:
        """Reads the files beside the window and shows what is in them."""
        self._shell.run_task(self._owner, lambda _step: received_feedback.look(self._file, paths), self._have_read)

    def _have_read(self, preview: Preview) -> None:
        self._preview = preview
        self._show_preview()
        if (first := self._shown.findChild(QWidget, "take")) is not None:
            first.setFocus()

    def _show_preview(self) -> None:
        preview = self._preview
        if preview is None:
            self._shown.put(None)
            return
        lines = [_("{office}: {n} Hinweise in {name}").format(office=isolated(one.office), n=number(len(one.found)),
                                                               name=one.name) for one in preview.files]
        if preview.known:
            lines.append(_("{n} davon sind schon eingelesen und zählen nicht noch einmal.").format(
                n=number(preview.known)))
        if preview.refused:
            lines.append(_("{n} Einträge sind nicht, wie das Format es sagt, und bleiben weg.").format(
                n=number(preview.refused)))
        take = button(ngettext("{n} Hinweis übernehmen", "{n} Hinweise übernehmen", len(preview.new)).format(
            n=number(len(preview.new))), icon="check", call=self._take)
        leave = button(_("Abbrechen") if preview.new else _("Schließen"), "quiet", call=self._close)
        (take if preview.new else leave).setObjectName("take")
        title = _("Noch nichts übernommen") if preview.new else _("Darin ist nichts Neues")
        self._shown.put(card(
            SectionTitle(title, icon="file-down"), *(Banner("bad", text_of(one)) for one in preview.problems),
            *(label(line, wrap=True) for line in lines), FlowBox(*([take] if preview.new else []), leave), gap=8))

    def _take(self) -> None:
        preview = self._preview
        if preview is not None:
            self._preview = None
            self._shell.run_task(self._owner, lambda _step: received_feedback.take(self._file, preview), self._taken)

    def _taken(self, n: int) -> None:
        self._close()
        self._shell.toast(ngettext("{n} Hinweis übernommen", "{n} Hinweise übernommen", n).format(n=number(n)),
                          lambda: undo(self._shell, self._file))

    def _close(self) -> None:
        self._preview = None
        self._show_preview()
        self._read.setFocus()

    def first_focus(self) -> QWidget | None:
        """The table, or the button that fills it."""
        return self._table if self._about else self._read

    def areas(self) -> Sequence[QWidget]:
        """Button, preview, table."""
        return tuple(one for one in (self._read, self._shown, self._table) if one.isVisible())

    def actions(self) -> Sequence[Action]:
        """Reading files."""
        return (Action(id="feedback.read", label=_("Hinweise der Ämter einlesen …"), call=self.ask_files,
                       icon="file-down", menu="Datei"),)
