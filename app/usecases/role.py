"""Whose file a Klientendatei is: that of a Teilhabemanagement, or that of the Geschäftsführende Stelle (GfS), which
issues catalogues and holds no persons. Chosen once, when the file is made."""

from typing import Protocol

from app.domain.errors import N_, UserError

OFFICE, GFS = "office", "gfs"
ROLE_LABELS = {OFFICE: N_("Für das Teilhabemanagement"), GFS: N_("Für die Geschäftsführende Stelle")}
NO_PERSONS = N_("Das ist die Datei der Geschäftsführenden Stelle, sie nimmt keine Personen auf. Es wurde nichts "
                "geändert. Öffnen Sie dafür die Klientendatei des Teilhabemanagements.")
ONLY_GFS = N_("Das ist die Klientendatei eines Teilhabemanagements. Es wurde nichts geändert. Kataloge gibt die "
              "Geschäftsführende Stelle in ihrer eigenen Datei aus.")


class Facts(Protocol):
    """The file, or the act that is being written in it."""

    def meta(self, name: str) -> str:
        """A fact about the file itself."""


def is_gfs(facts: Facts) -> bool:
    """Whether the file belongs to the GfS; files made before there was a choice belong to an office."""
    return facts.meta("role") == GFS


def check_takes_persons(facts: Facts) -> None:
    """Raises UserError in a file of the GfS."""
    if is_gfs(facts):
        raise UserError(NO_PERSONS)


def check_issues(facts: Facts) -> None:
    """Raises UserError in a file that is not of the GfS."""
    if not is_gfs(facts):
        raise UserError(ONLY_GFS)
