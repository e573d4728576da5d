"""The page Unterkünfte: the shelters with how many live there, their facts, and the persons of the current one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.accommodation import Accommodation
from app.i18n import _, ngettext, number
from app.store.casefile import CaseFile
from app.store.queries import shelters
from app.store.queries.clients import ClientLine
from app.store.queries.shelters import ShelterLine
from app.ui import history
from app.ui.client_fields import choice, shown_values, stored_values, word
from app.ui.client_home import commune_field
from app.ui.client_records import Kind, RecordsTab
from app.ui.columns import Column
from app.ui.components import PageHeader, SectionTitle
from app.ui.controls import button, key_hint, label
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.layouts import card, column, framed, holder, page, row
from app.ui.shell import Page, Shell
from app.ui.table import TableView
from app.usecases import accommodation

FACTS = ("name", "kind", "ags", "address", "contact", "visiting_days", "consulting_room", "network")


def shelter_fields() -> tuple[Field, ...]:
    """What one asks of a house before going there."""
    commune = commune_field()
    return (
        Field("name", _("Name"), Text(), required=True, width="half", help=_("wie alle sie nennen")),
        Field("kind", _("Art der Unterkunft"), choice("accommodation"), width="half"),
        Field("ags", _("Kommune"), commune.editor, width="half"),
        Field("address", _("Anschrift"), Text(), width="half"),
        Field("contact", _("Ansprechperson"), Text(), width="half", help=_("Name und Telefon")),
        Field("visiting_days", _("Besuchstage"), Text(), width="half", help=_("zum Beispiel Di und Do ab 14 Uhr")),
        Field("consulting_room", _("Beratungsraum"), choice("yes_no"), width="half"),
        Field("network", _("WLAN"), choice("yes_no"), width="half"),
    )


def shelters_kind(file: CaseFile) -> Kind[ShelterLine]:
    """How shelters are listed, entered and corrected."""
    def stored(values: dict[str, object]) -> dict[str, Any]:
        return {name: "" if value is None else value for name, value in stored_values(Accommodation, values).items()}

    def speak(line: ShelterLine) -> str:
        return f"{line.shelter.name}, {people(line)}"

    def people(line: ShelterLine) -> str:
        return ngettext("{n} Person", "{n} Personen", line.people).format(n=number(line.people))

    def known(name: str, code: str) -> str:
        return word(name, code) if code not in ("", "unknown", "refused") else ""

    return Kind[ShelterLine](
        name="shelter", title=_("Unterkünfte"), key=lambda s: s.shelter.id, speak=speak,
        columns=(
            Column[ShelterLine](title=_("Name"), text=lambda s: s.shelter.name),
            Column[ShelterLine](title=_("Art"), text=lambda s: known("accommodation", s.shelter.kind), width=290),
            Column[ShelterLine](title=_("Kommune"), text=lambda s: known("commune", s.shelter.ags), width=150),
            Column[ShelterLine](title=_("Besuchstage"), text=lambda s: s.shelter.visiting_days, width=190),
            Column[ShelterLine](title=_("Personen"), text=people, width=110, sort=lambda s: s.people),
        ),
        empty=("building-2", _("Noch keine Unterkunft"),
               _("Hier stehen die Häuser, in denen Ihre Klienten wohnen. Wer bei einer Person einen Namen einträgt, "
                 "legt die Unterkunft damit an.")),
        new=_("Neue Unterkunft"), add_word=_("Unterkunft anlegen"), new_fields=shelter_fields,
        new_values=lambda: {"ags": file.meta("ags")},
        add=lambda _owner, values: accommodation.add(file, **stored(values)), edit_fields=shelter_fields,
        values=lambda s: shown_values(s.shelter, FACTS),
        change=lambda key, name, value: accommodation.change(file, key, **stored({name: value})))


class SheltersPage(Page):
    """`go("shelters", shelter_id=…)` opens on one of them."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Unterkünfte")
        self._shell, self._file = shell, file
        self._wanted = ""
        self._tab: RecordsTab[ShelterLine] | None = None

    def arrive(self, **where: object) -> None:
        """Which shelter is wanted."""
        self._wanted = str(where.get("shelter_id") or self._wanted)
        if self._tab is not None:
            self._tab.table.set_current(self._wanted)

    def build(self, parent: QWidget) -> QWidget:
        """The list, the facts of the current one, its persons."""
        self.may_leave()
        tab = self._tab = RecordsTab(self._file, shelters_kind(self._file))
        tab.shown.connect(self._show_people)
        head = PageHeader(self.title, _("Was hier steht, gilt für alle, die dort wohnen."))
        return page(head, tab, gap=12, scrolls=True)

    def refresh(self, change: object) -> None:
        """Reads the shelters again."""
        if self._tab is None:
            return
        lines = shelters.lines(self._file)
        self._tab.show_records("", lines)
        if self._wanted:
            self._tab.table.set_current(self._wanted)
            self._wanted = ""

    def _show_people(self) -> None:
        tab = self._tab
        line = tab.current() if tab is not None else None
        if tab is None or line is None:
            return
        if line.people:
            tab.extra(self._people(line))
            return
        gone = button(_("Unterkunft entfernen"), "quiet", "trash-2", partial(self._remove, line.shelter.id))
        nobody = label(_("Hier wohnt niemand aus Ihrer Klientendatei."), "muted", wrap=True)
        tab.extra(card(SectionTitle(_("Personen")), nobody, holder(row(gone, None))))

    def _people(self, line: ShelterLine) -> QWidget:
        """Who lives there; Enter opens a person."""
        columns = (
            Column[ClientLine](title=_("Name"), text=lambda c: c.name, caption=lambda c: f"K-{c.number:04d}"),
            Column[ClientLine](title=_("Stand"), text=lambda c: word("case_state", c.state), width=160),
        )
        table = TableView(_("Personen"), columns, key=lambda c: c.client_id, several=False)
        table.set_lines(shelters.residents(self._file, line.shelter.id))
        table.opened.connect(lambda key: self._shell.open_client(str(key)))
        table.fit()
        hint = holder(row(key_hint(_("Eingabe öffnet die Person")), margins=(14, 4, 14, 8)))
        title = holder(row(SectionTitle(_("Personen"), number(line.people)), margins=(14, 6, 14, 6)))
        return holder(column(framed(title, table, hint)))

    def _remove(self, shelter_id: str) -> None:
        accommodation.remove(self._file, shelter_id)
        self._shell.toast(_("Unterkunft entfernt."), partial(history.undo, self._shell, self._file))

    def where(self) -> dict[str, str]:
        """The shelter that is shown."""
        key = self._tab.table.current_key() if self._tab is not None else None
        return {"shelter_id": str(key)} if key else {}

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self._tab.first() if self._tab is not None else None

    def areas(self) -> Sequence[QWidget]:
        """The page as a whole."""
        return (self._tab,) if self._tab is not None else ()

    def may_leave(self) -> bool:
        """Keeps a draft; nothing holds anybody up."""
        if self._tab is not None:
            self._tab.flush()
        return True
