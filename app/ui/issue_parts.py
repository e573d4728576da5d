"""What the steps of Katalog erstellen have in common: top and foot, issued ones as a table, the head as a form."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.catalogue import CatalogueHead, ChangeKind, Mode
from app.domain.dates import german
from app.i18n import _, ngettext, number, text_of
from app.store.queries.issued_catalogues import IssuedLine
from app.ui.catalogue_changes import REFUSED, ChangeRow
from app.ui.client_fields import due_day, past_day
from app.ui.columns import Column
from app.ui.components import Banner, PageHeader
from app.ui.controls import Chip, button
from app.ui.editors import Chips, Number, Text
from app.ui.form import Field, FormView
from app.ui.issue_flow import IssueFlow
from app.ui.layouts import FlowBox, card, column, footer, holder, row
from app.ui.painted import StepsBar
from app.ui.table import TableView
from app.ui.theme import T
from app.vault.errors import WrongSecret


def mode_words(mode: str) -> str:
    """Full or only changes, in words."""
    return _("vollständig") if mode == Mode.FULL else _("nur Änderungen")


def kind_words() -> dict[str, str]:
    """The kinds of changes in the order of their chips."""
    return {ChangeKind.NEW: _("neu"), ChangeKind.CHANGED: _("geändert"), ChangeKind.WITHDRAWN: _("entfällt"),
            REFUSED: _("abgelehnt")}


def _until(line: IssuedLine) -> str:
    said = german(line.valid_until) if line.valid_until else _("offen")
    return said if T.wide else _("gültig bis {until}").format(until=said)


def _listed(line: IssuedLine) -> str:
    said = ngettext("{n} Angebot", "{n} Angebote", line.rows).format(n=number(line.rows))
    return said if line.mode == Mode.FULL else _("{said} (Änderung)").format(said=said)


def issued_table() -> TableView[IssuedLine]:
    """Every issue, the newest first."""
    columns = (
        Column[IssuedLine](title=_("Katalog"), text=lambda line: _("Katalog {number}").format(number=line.number),
                           caption=_listed, sort=lambda line: line.number),
        Column[IssuedLine](title=_("Ausgegeben"), text=lambda line: german(line.issued_at.date()), width=96,
                           sort=lambda line: line.issued_at),
        Column[IssuedLine](title=_("Gültig bis"), text=_until, width=92,
                           sort=lambda line: line.valid_until or date.max),
    )
    return TableView(_("Ausgegebene Kataloge"), columns, key=lambda line: line.id, several=False, height=44)


class HeadForm(FormView):
    """Name, number, days, mode and form of an issue; `head()` is what stands there."""

    def __init__(self, today: Callable[[], date], first: bool) -> None:
        modes = [(Mode.FULL, mode_words(Mode.FULL)), (Mode.DELTA, mode_words(Mode.DELTA))]
        super().__init__((
            Field("name", _("Name des Katalogs"), Text(max_length=200), required=True, help=_("Immer gleich.")),
            Field("number", _("Nummer"), Number(least=1, most=999_999_999), required=True,
                  help=_("Steigt mit jeder Ausgabe.")),
            Field("as_of", _("Stand"), past_day(today), required=True),
            Field("valid_until", _("Gültig bis"), due_day(today)),
            Field("mode", _("Umfang"), Chips(options=modes[:1] if first else modes), required=True),
            Field("form", _("Dateiform"), Chips(options=[("csv", "CSV"), ("json", "JSON")]), required=True),
        ))

    def show_head(self, head: CatalogueHead, form: str) -> None:
        """Shows what is proposed."""
        self.set_values({"name": head.name, "number": head.number, "as_of": head.as_of, "mode": head.mode,
                         "valid_until": head.valid_until, "form": form})

    def head(self) -> CatalogueHead | None:
        """The head as it stands there; None where a field has the keyboard because it is wrong."""
        if not self.check():
            return None
        said = self.values()
        as_of, until, number_ = said["as_of"], said.get("valid_until"), said["number"]
        assert isinstance(as_of, date) and isinstance(number_, int)
        return CatalogueHead(name=str(said["name"]), number=number_, as_of=as_of, mode=Mode(str(said["mode"])),
                             valid_until=until if isinstance(until, date) else None)

    def chosen_mode(self) -> Mode:
        """Full where nothing is chosen."""
        return Mode(str(self.values().get("mode") or Mode.FULL))


def change_chips(rows: Sequence[ChangeRow], only: str, show_only: Callable[[str], object]) -> FlowBox | None:
    """A chip for every kind that occurs, with its count; None where nothing changes."""
    count = Counter(row.kind for row in rows)
    if not count:
        return None
    chips = {"": Chip(_("Alle Änderungen {n}").format(n=number(len(rows))), not only)}
    chips |= {kind: Chip(f"{word} {number(count[kind])}", only == kind)
              for kind, word in kind_words().items() if count[kind]}
    for kind, chip in chips.items():
        chip.clicked.connect(partial(_choose, kind, chips, show_only))
    return FlowBox(*chips.values())


def _choose(kind: str, chips: dict[str, Chip], show_only: Callable[[str], object], _on: bool = False) -> None:
    for other, chip in chips.items():
        chip.setChecked(other == kind)
    show_only(kind)


def counted(rows: Sequence[ChangeRow]) -> str:
    """`3 neu, 2 geändert`, for the line above the signature; says so where nothing changed."""
    count = Counter(row.kind for row in rows)
    found = [f"{number(count[kind])} {word}" for kind, word in kind_words().items() if count[kind]]
    return ", ".join(found) if found else _("nichts geändert")


def top_of(flow: IssueFlow, context: str) -> tuple[list[QWidget], QPushButton]:
    """Way back, title, steps and what was refused, for the steps after the list; and the way back by itself."""
    back = button(_("Zurück"), "link", "arrow-left", call=flow.back)
    back.setEnabled(flow.task is None)
    head = holder(column(row(back, None), PageHeader(_("Katalog erstellen"), context), gap=2))
    steps = card(StepsBar((_("Tabelle"), _("Prüfen"), _("Unterschreiben")), flow.step), pad=12)
    told = flow.refusal is not None and not isinstance(flow.refusal, WrongSecret)
    return [head, steps, *([Banner("bad", text_of(flow.refusal))] if told and flow.refusal is not None else [])], back


def foot_of(flow: IssueFlow, said: QWidget, act: QPushButton) -> QWidget:
    """The bar at the bottom: what is about to happen, back and forward."""
    back = button(_("Zurück"), call=flow.back, shortcut="Alt+Z")
    back.setEnabled(flow.task is None)
    if not T.wide:
        return footer(holder(column(said, FlowBox(back, act, right=True), gap=4)))
    line = row(said, back, act)
    line.setStretch(0, 1)
    return footer(holder(line))
