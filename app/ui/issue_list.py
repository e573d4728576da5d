"""The first form of Katalog erstellen: every issue, and what the current one changed against the one before."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.domain.names import isolated
from app.domain.trust import ACTIVE
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import issued_catalogues
from app.store.queries.issued_catalogues import IssuedLine
from app.ui.catalogue_changes import ChangeList, ChangeRow
from app.ui.components import Banner, EmptyState, PageHeader, SectionTitle
from app.ui.controls import button, label
from app.ui.issue_flow import IssueFlow
from app.ui.issue_parts import counted, issued_table, mode_words
from app.ui.layouts import FlowBox, beside, card, column, framed, holder, page
from app.ui.page_parts import Slot, tall_page
from app.ui.theme import T
from app.usecases import trust

SIDE = 540


class IssuedView:
    """The widgets of the form; ``compared`` keeps what was worked out, for an issue never changes."""

    def __init__(self, file: CaseFile, flow: IssueFlow, compared: dict[int, tuple[ChangeRow, ...]],
                 header: tuple[QWidget, QWidget], ask_again: Callable[[IssuedLine], object]) -> None:
        self._file, self._flow, self._compared, self._ask_again = file, flow, compared, ask_again
        self._header = PageHeader(_("Katalog erstellen"), "", *header)
        self._told, self._empty, self._side = Slot(), Slot(), Slot()
        self._table = issued_table()
        self._table.current_changed.connect(lambda _key: self._show_side())
        listed = framed(self._table, main=self._table)
        self._body = (beside(listed, self._side, SIDE) if T.wide else holder(column(listed, self._side, gap=12)))
        items = (self._header, self._told, self._empty, self._body)
        self.ground = tall_page(*items, main=self._body) if T.wide else page(*items, None, gap=12, scrolls=True)
        self.first, self.areas = header[-1], (header[-1], self._table, self._side)

    def refresh(self) -> None:
        """Reads the issues again."""
        lines = issued_catalogues.lines(self._file)
        self._body.setVisible(bool(lines))
        self._header.set_context(_context(lines[0]) if lines else "")
        self._told.put(self._banner())
        self._empty.put(None if lines else card(EmptyState(
            "book-open-text", _("Noch kein Katalog ausgegeben"),
            _("Schreiben Sie die Angebote in die Vorlage und wählen Sie die Tabelle. Geprüft wird wie bei den "
              "Teilhabemanagements; erst danach wird unterschrieben."))))
        self._table.set_lines(lines)
        if lines and not T.wide:
            self._table.fit()
        self._show_side()

    def _banner(self) -> Banner | None:
        """The files that were written, what was refused, or that there is no key yet."""
        if self._flow.refusal is not None:
            return Banner("bad", text_of(self._flow.refusal))
        if (done := self._flow.done) is not None:
            return Banner("ok", _("Katalog {number} ist ausgegeben. Geben Sie beide Dateien weiter: {path} und die "
                                  "Unterschrift mit der Endung „.minisig“ daneben.").format(
                number=done.issued.number, path=done.path))
        if not any(key.role == ACTIVE and key.retired_on is None for key in trust.keys(self._file)):
            make = button(_("Schlüssel anlegen"), icon="key-round",
                          call=lambda: self._flow.shell.go("settings", part="trust"))
            return Banner("info", _("Zum Unterschreiben fehlt noch der Schlüssel. Ohne Unterschrift nehmen die "
                                    "Teilhabemanagements keinen Katalog als Ihren an."), make)
        return None

    def _show_side(self) -> None:
        line = self._table.current_line()
        if line is None:
            self._side.put(None)
        elif (rows := self._compared.get(line.number)) is not None:
            self._side.put(self._differences(line, rows))
        else:
            self._side.put(card(label(_("Katalog {number} wird verglichen …").format(number=line.number), "muted")))
            self._flow.compare(self._table, line.number, lambda found: self._have_compared(line.number, found))

    def _have_compared(self, number: int, rows: tuple[ChangeRow, ...]) -> None:
        self._compared[number] = rows
        line = self._table.current_line()
        if line is not None and line.number == number:
            self._side.put(self._differences(line, rows))

    def _differences(self, line: IssuedLine, rows: tuple[ChangeRow, ...]) -> QWidget:
        again = button(_("Noch einmal schreiben …"), icon="file-down", call=lambda: self._ask_again(line))
        title = SectionTitle(_("Katalog {number}: {counted}").format(number=line.number, counted=counted(rows)))
        said = label(_("{mode} · Stand {as_of} · Schlüssel {key}").format(
            mode=mode_words(line.mode), as_of=german(line.as_of), key=line.key_id), "caption", wrap=True)
        head = holder(column(title, said, FlowBox(again), gap=6, margins=(16, 12, 16, 10)))
        if not rows:
            return holder(column(framed(head), None))
        changes = ChangeList(_("Unterschiede zur Ausgabe davor"), boxes=False)
        changes.set_rows(rows)
        if not T.wide:
            changes.fit()
        return framed(head, changes, main=changes)


def _context(last: IssuedLine) -> str:
    until = german(last.valid_until) if last.valid_until else _("offen")
    return _("Zuletzt Katalog {number} „{name}“, gültig bis {until}").format(
        number=last.number, name=isolated(last.name), until=until)
