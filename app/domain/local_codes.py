"""Own values of an office in a shipped list, each counted as a value of the state's list (features.md row 72)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import N_, UserError

PREFIX = "own:"
# The lists somebody fills by choosing a word while working with a person. Bausteine and kinds of courses come with the
# catalogue, areas of life are the rows of an assessment: an own one there would stand in no catalogue and no plan.
LISTS: Mapping[str, str] = {
    "access_route": N_("Zugangsweg"), "contact_kind": N_("Kanal einer Notiz"),
    "accommodation": N_("Art der Unterkunft"), "outcome_situation": N_("Situation am Ende"),
    "closing_reason": N_("Grund des Abschlusses"), "flag_kind": N_("Merker"),
}
UNASSIGNED = N_("Noch nicht zugeordnet, aber schon eingetragen: {values}. Es wurde nichts ausgegeben, und keine Angabe "
                "hat sich geändert. Sagen Sie in den Einstellungen unter „Eigene Werte“, als was das zählt.")


class NotAssigned(UserError):
    """Own values in use of which nobody has said what they count as: no month leaves, everything else goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCode:
    """An own value of ``list_name``; stored in records as ``own:<id>``. Without ``counts_as`` no month is exported."""

    id: str
    list_name: str
    label: str
    counts_as: str = ""
    retired: bool = False

    @property
    def code(self) -> str:
        """How records hold this value."""
        return PREFIX + self.id
