"""The person in the case file: who they are, how they are reached. No case state, no papers (see case, residence)."""

from dataclasses import dataclass
from datetime import date

from app.domain.dates import PartialDate, age_on
from app.domain.errors import N_, UserError

NAME_MISSING = N_("Es fehlt ein Name. Ein Familienname, ein Vorname oder ein Alias genügt.")
BIRTH_MISSING = N_("Es fehlt das Geburtsjahr. Ein geschätztes Jahr genügt, zum Beispiel „ca. 2001“.")
COMMUNE_MISSING = N_("Es fehlt die Kommune. Sie wird für die Zuordnung zur Geschäftsführenden Stelle gebraucht.")
BIRTH_IN_FUTURE = N_("Das Geburtsdatum liegt in der Zukunft. Gespeichert ist noch nichts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A person; only a name to show, the birth year and the commune are required (domain.md § 13).

    Not stored at all: religion, ethnicity, AZR number. ``channels`` are the ways of contact that are allowed,
    ``accommodation`` the kind of housing, ``accommodation_id`` the shelter; ``employment`` is today's situation, that
    at entry and exit stands in the case.
    """

    id: str
    number: int
    family_name: str = ""
    given_name: str = ""
    order_known: bool = True
    aliases: tuple[str, ...] = ()
    original_script: str = ""
    birth: PartialDate | None = None
    ags: str = ""
    sex: str = "unknown"
    nationalities: tuple[str, ...] = ()
    contact_language: str = "unknown"
    interpreter: str = "unknown"
    phone: str = ""
    mail: str = ""
    messenger: str = ""
    channels: tuple[str, ...] = ()
    safe_hours: str = ""
    contact_note: str = ""
    trusted_person: str = ""
    accommodation: str = "unknown"
    accommodation_id: str | None = None
    room: str = ""
    arrived: PartialDate | None = None
    birth_country: str = ""
    family_status: str = "unknown"
    household: str = "unknown"
    childcare: str = "unknown"
    asylum_state: str = "unknown"
    asylum_applied: PartialDate | None = None
    decision_served_on: date | None = None
    identity_state: str = "unknown"
    identity_on: date | None = None
    first_toleration: PartialDate | None = None
    literacy: str = "unknown"
    school_years: str = "unknown"
    certificate: str = "unknown"
    recognition: str = "unknown"
    vocational: str = "unknown"
    occupation: str = ""
    driving_licence: str = "unknown"
    employment: str = "unknown"
    livelihood: str = "unknown"

    @property
    def reference(self) -> str:
        """The short number that can be said aloud without a name, like ``K-0042``."""
        return f"K-{self.number:04d}"


def checked(client: Client, today: date) -> Client:
    """The client itself, if it has what intake requires; raises UserError naming the first thing missing."""
    if not (client.family_name or client.given_name or client.aliases):
        raise UserError(NAME_MISSING)
    if client.birth is None:
        raise UserError(BIRTH_MISSING)
    if client.birth.first_day() > today:
        raise UserError(BIRTH_IN_FUTURE)
    if not client.ags:
        raise UserError(COMMUNE_MISSING)
    return client


def age(client: Client, day: date) -> int | None:
    """Completed years on ``day``, or None where no birth year is known."""
    return age_on(client.birth, day) if client.birth else None
