"""The card Wohnen: commune, kind of accommodation, the shelter – a known one by typing, or a new one – and the room."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.accommodation import Accommodation, named
from app.domain.codes import code_list
from app.domain.names import folded, isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import shelters
from app.store.queries.client import ClientPage as Record
from app.ui.choice import Choice
from app.ui.client_cards import FactsCard
from app.ui.client_fields import choice, partial_day, shown_values, word
from app.ui.controls import button, label
from app.ui.editors import Option, Text
from app.ui.form import Field
from app.ui.layouts import FlowBox, column, holder
from app.ui.shell import Shell
from app.ui.suggest import Suggested

OFFERED = 8


def commune_field() -> Field:
    """The commune, required because the report needs it."""
    communes = tuple((c.id, c.label) for c in code_list("commune").active())
    return Field("ags", _("Kommune"), Choice(options=communes), required=True, width="half")


def place_of(shelter: Accommodation) -> str:
    """``Gemeinschaftsunterkunft der Kommune, Arnsberg``: what is known of a shelter, in a line."""
    kind = word("accommodation", shelter.kind) if shelter.kind not in ("unknown", "refused") else ""
    return ", ".join(part for part in (kind, word("commune", shelter.ags) if shelter.ags else "") if part)


class HomeCard(FactsCard):
    """Where the person lives. Shelters are read once somebody types one, and again after the next write."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._known: tuple[Accommodation, ...] | None = None
        shelter = Suggested(find=self._found, free=True, words=self._said)
        super().__init__(file, _("Wohnen"), (
            commune_field(),
            Field("accommodation", _("Art der Unterkunft"), choice("accommodation"), width="half"),
            Field("shelter", _("Unterkunft"), shelter, width="half", help=_("Name oder Straße"), doubt=self._elsewhere),
            Field("room", _("Zimmer"), Text(max_length=40), width="half"),
            Field("arrived", _("In Deutschland seit"), partial_day(file.today), width="half",
                  help=_("zum Beispiel 2023 oder 5.2023")),
        ), partial(_about_shelter, shell))

    def show_record(self, record: Record) -> None:
        """Shows the stored facts."""
        self._known = None
        super().show_record(record)

    def values(self, record: Record) -> dict[str, Any]:
        """What the fields show; the shelter by its name."""
        own = [name for name in self.form.attributes if name != "shelter"]
        return {**shown_values(record.client, own), "shelter": record.shelter.name if record.shelter else ""}

    def told(self, attribute: str, value: object) -> dict[str, Any]:
        """What a left field says."""
        return {"shelter": value or ""} if attribute == "shelter" else super().told(attribute, value)

    def _all(self) -> tuple[Accommodation, ...]:
        if self._known is None:
            self._known = tuple(line.shelter for line in shelters.lines(self._file))
        return self._known

    def _found(self, typed: str) -> list[Option]:
        words = folded(typed).split()
        hits = [one.name for one in self._all() if all(part in folded(one.name) for part in words)]
        return [(name, name) for name in hits[:OFFERED]]

    def _named(self, value: object) -> Accommodation | None:
        own = self.record.shelter if self.record is not None else None
        if own is not None and own.name == value:
            return own
        return named(self._all(), str(value), self.record.client.ags if self.record is not None else "")

    def _said(self, value: object) -> str:
        shelter = self._named(value)
        return _("neu, wird angelegt") if shelter is None else place_of(shelter)

    def _elsewhere(self, value: object) -> str:
        shelter = self._named(value)
        own = self.record.client.ags if self.record is not None else ""
        if shelter is None or not shelter.ags or shelter.ags == own:
            return ""
        return _("Die Unterkunft liegt in {place}, die Kommune der Person ist {own}.").format(
            place=word("commune", shelter.ags), own=word("commune", own))


def _about_shelter(shell: Shell, record: Record) -> QWidget | None:
    """What one asks of the shelter itself, and the way to it."""
    shelter = record.shelter
    if shelter is None:
        return None
    facts = [_("Besuch: {days}").format(days=isolated(shelter.visiting_days)) if shelter.visiting_days else "",
             isolated(shelter.address), isolated(shelter.contact)]
    said = " · ".join(fact for fact in facts if fact)
    opened = button(_("Unterkunft öffnen"), "quiet", "building-2",
                    partial(shell.go, "shelters", shelter_id=shelter.id))
    lines = [label(said, "muted", wrap=True)] if said else []
    return holder(column(*lines, FlowBox(opened), gap=4))
