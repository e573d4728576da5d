"""Course catalogues: offerings, catalogue numbers and what differs between two issues. No files, no storage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from app.domain.codes import code_list
from app.domain.dates import german
from app.domain.errors import N_, UserError


class Lifecycle(StrEnum):
    """State of an offering; ``WITHDRAWN`` stands in no file, it follows from being missing in a full one."""

    ACTIVE = "active"
    FULL = "full"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Mode(StrEnum):
    """Whether a catalogue lists everything or only what changed since the number before it."""

    FULL = "full"
    DELTA = "delta"


class ChangeKind(StrEnum):
    """What a catalogue does to one offering."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"


LIFECYCLE_LABELS = {
    Lifecycle.ACTIVE: N_("aktiv"),
    Lifecycle.FULL: N_("voll"),
    Lifecycle.CANCELLED: N_("abgesagt"),
    Lifecycle.WITHDRAWN: N_("zurückgezogen"),
}
COMPONENT_LABELS = {
    "1": N_("FB1"), "2": N_("FB2"), "3": N_("FB3"), "4": N_("FB4"), "5": N_("FB5"), "R": N_("Regelangebot"),
}
RESIDENCE_LABELS = {
    "gestattung": N_("Gestattung"), "duldung": N_("Duldung"), "aufenthaltserlaubnis": N_("Aufenthaltserlaubnis"),
}
NOT_STATED = N_("nicht angegeben")
EXPIRED = N_("Katalog {number} galt nur bis {until} und ist abgelaufen. Es wurde nichts eingelesen, Ihr Katalog ist "
             "unverändert. Lassen Sie sich einen neueren geben.")
_CODE_LISTS = {"course_kind": "course_kind", "german_oral": "cefr", "german_written": "cefr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """One dated run (Durchführung) of an offer; ``key`` is its lasting id, ``offer_key`` that of the offer.

    Units are lessons of 45 minutes; "" and None mean that the catalogue does not say; ages are years, inclusive;
    an empty ``residence`` admits every status. ``course_kind`` is of the list course_kind, the levels of the list cefr.
    """

    key: str
    offer_key: str
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    component: str
    course_kind: str = ""
    title: str
    description: str = ""
    provider: str
    provider_phone: str = ""
    provider_mail: str = ""
    place: str = ""
    ags: str = ""
    start: date | None = None
    end: date | None = None
    register_until: date | None = None
    continuous_entry: bool = False
    total_units: float | None = None
    weekly_units: float | None = None
    schedule: str = ""
    german_oral: str = ""
    german_written: str = ""
    age_min: int | None = None
    age_max: int | None = None
    residence: tuple[str, ...] = ()
    women_only: bool = False
    childcare: bool = False
    travel_refund: bool = False
    seats_max: int | None = None
    seats_free: int | None = None
    seats_as_of: date | None = None
    certificate: str = ""


FIELDS = tuple(field.name for field in fields(Offering))
FIELD_LABELS = {
    "key": N_("Kennung der Durchführung"),
    "offer_key": N_("Kennung des Angebots"),
    "lifecycle": N_("Zustand"),
    "component": N_("Baustein"),
    "course_kind": N_("Kursart"),
    "title": N_("Titel"),
    "description": N_("Beschreibung"),
    "provider": N_("Träger"),
    "provider_phone": N_("Telefon des Trägers"),
    "provider_mail": N_("E-Mail des Trägers"),
    "place": N_("Ort"),
    "ags": N_("Gemeindeschlüssel"),
    "start": N_("Beginn"),
    "end": N_("Ende"),
    "register_until": N_("Anmeldung bis"),
    "continuous_entry": N_("Laufender Einstieg"),
    "total_units": N_("Unterrichtseinheiten gesamt"),
    "weekly_units": N_("Unterrichtseinheiten je Woche"),
    "schedule": N_("Zeiten"),
    "german_oral": N_("Deutsch mündlich ab"),
    "german_written": N_("Deutsch schriftlich ab"),
    "age_min": N_("Alter ab"),
    "age_max": N_("Alter bis"),
    "residence": N_("Zugelassene Aufenthalte"),
    "women_only": N_("Nur für Frauen"),
    "childcare": N_("Kinderbetreuung"),
    "travel_refund": N_("Fahrtkosten"),
    "seats_max": N_("Plätze"),
    "seats_free": N_("Freie Plätze"),
    "seats_as_of": N_("Stand der Plätze"),
    "certificate": N_("Abschluss"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueHead:
    """What a file says of itself: ``number`` rises with every issue, ``as_of`` is its Stand."""

    name: str
    number: int
    as_of: date
    mode: Mode
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The record of one imported issue; ``sha256`` is the hex digest of its file, ``rows`` the offerings it listed.

    ``series`` is "" for the catalogue of the Geschäftsführende Stelle and the name of an own list: each has numbers of
    its own. ``key_id`` names the key that signed it, "" for an unsigned file; ``form`` is csv, xlsx, json or openqcat.
    """

    id: str
    name: str
    number: int
    as_of: date
    mode: Mode
    valid_until: date | None = None
    imported_at: datetime
    sha256: str
    rows: int
    series: str = ""
    key_id: str = ""
    form: str = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of an offering, old → new; ``field`` is an attribute name of `Offering`."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingChange:
    """What happens to one offering: ``old`` is None only for a new one; ``new`` is what holds afterwards."""

    kind: ChangeKind
    key: str
    old: Offering | None
    new: Offering
    fields: tuple[FieldChange, ...] = ()


class SameCatalogue(UserError):
    """The very file that is already in: nothing to do, nothing wrong."""


class OlderCatalogue(UserError):
    """A number below the one in force: it goes back only by an explicit act with a reason (vault.md)."""


def field_changes(old: Offering, new: Offering) -> tuple[FieldChange, ...]:
    """The fields in which two states of an offering differ, in the order of the form."""
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in FIELDS)
    return tuple(FieldChange(field=name, old=before, new=after) for name, before, after in pairs if before != after)


def _change(old: Offering | None, new: Offering) -> OfferingChange:
    if old is None:
        return OfferingChange(kind=ChangeKind.NEW, key=new.key, old=None, new=new)
    changed = field_changes(old, new)
    if not changed:
        return OfferingChange(kind=ChangeKind.UNCHANGED, key=new.key, old=old, new=new)
    leaves = new.lifecycle is Lifecycle.WITHDRAWN
    return OfferingChange(kind=ChangeKind.WITHDRAWN if leaves else ChangeKind.CHANGED, key=new.key, old=old, new=new,
                          fields=changed)


def compare(
    current: Sequence[Offering], incoming: Sequence[Offering], mode: Mode | str, refused_keys: Collection[str] = (),
) -> tuple[OfferingChange, ...]:
    """What an issue changes: its offerings in file order, then, for a full one, those it no longer lists.

    A full issue withdraws what is missing and deletes nothing; a delta speaks only of what it lists (domain.md § 6.2).
    ``refused_keys`` are rows that stood in the file but could not be read: their offerings stay as they are, because
    a typing error must not withdraw a course. Keys are unique within each sequence.
    """
    before = {offering.key: offering for offering in current}
    changes = [_change(before.get(offering.key), offering) for offering in incoming]
    if Mode(mode) is Mode.DELTA:
        return tuple(changes)
    listed = {offering.key for offering in incoming}
    for old in current:
        if old.key not in listed:
            gone = old if old.key in refused_keys else replace(old, lifecycle=Lifecycle.WITHDRAWN)
            changes.append(_change(old, gone))
    return tuple(changes)


def check_number(head: CatalogueHead, last: Catalogue | None, *, sha256: str, today: date, back: bool = False,
                 waiting: int = 0) -> tuple[UserError, ...]:
    """Whether an issue may follow the last imported one; returns notes for the preview, which are not raised.

    ``back``: a person wants an older number in force again and has said why; ``waiting``: changes of the very file in
    force that were not taken so far. Raises `SameCatalogue` for the file already in with nothing waiting,
    `OlderCatalogue`, and `UserError` for one that has expired, for other content under the same number and for a delta
    that does not follow by exactly one (domain.md § 6.2, vault.md "Files that come in").
    """
    notes = []
    if last is None or (head.number, sha256, waiting) != (last.number, last.sha256, 0):
        _check_valid(head, today)
    if last is None:
        if head.mode is Mode.DELTA:
            raise UserError(N_("Katalog {number} enthält nur Änderungen, und Sie haben noch keinen Katalog. Es wurde "
                               "nichts eingelesen. Lassen Sie sich den vollständigen Katalog geben."),
                            number=head.number)
    elif head.number == last.number and sha256 == last.sha256 and waiting:
        notes.append(UserError(N_("Katalog {number} ist schon eingelesen. Hier stehen die Änderungen, die Sie noch "
                                  "nicht übernommen haben."), number=head.number))
    elif head.number < last.number:
        notes.append(_going_back(head, last, back))
    else:
        _check_follows(head, last, sha256)
    if last is not None and head.name != last.name:
        notes.append(UserError(N_("Der Katalog heißt jetzt „{new}“, bisher „{old}“. Prüfen Sie, ob es der richtige "
                                  "ist."), new=head.name, old=last.name))
    return tuple(notes)


def _check_valid(head: CatalogueHead, today: date) -> None:
    """An old file must not pass for what there is now; before any other refusal, so that nobody is asked for a reason
    in vain. The very file in force is only said to be in."""
    if head.valid_until is not None and head.valid_until < today:
        raise UserError(EXPIRED, number=head.number, until=german(head.valid_until))


def _going_back(head: CatalogueHead, last: Catalogue, wanted: bool) -> UserError:
    """The note on an older number that is wanted; raises where it is not, or where it says only what changed."""
    if not wanted:
        raise OlderCatalogue(N_("Sie haben schon Katalog {last}. Diese Datei ist Katalog {number} und wird nicht "
                                "eingelesen."), last=last.number, number=head.number)
    if head.mode is Mode.DELTA:
        raise UserError(N_("Katalog {number} enthält nur Änderungen, damit lässt sich nicht zu ihm zurückkehren. Ihr "
                           "Katalog ist unverändert. Lassen Sie sich den vollständigen Katalog geben."),
                        number=head.number)
    return UserError(N_("Sie gehen von Katalog {last} zurück zu Katalog {number}."), last=last.number,
                     number=head.number)


def _check_follows(head: CatalogueHead, last: Catalogue, sha256: str) -> None:
    if head.number == last.number:
        if sha256 == last.sha256:
            raise SameCatalogue(N_("Katalog {number} ist schon eingelesen. Es ist nichts zu tun."), number=head.number)
        raise UserError(N_("Katalog {number} ist schon eingelesen, diese Datei hat aber einen anderen Inhalt. Ihr "
                           "Katalog ist unverändert. Lassen Sie sich eine Ausgabe mit höherer Nummer geben."),
                        number=head.number)
    if head.mode is Mode.DELTA and head.number != last.number + 1:
        raise UserError(N_("Katalog {number} enthält nur die Änderungen zu Katalog {before}, Sie haben Katalog {last}. "
                           "Ihr Katalog ist unverändert. Lassen Sie sich den vollständigen Katalog geben."),
                        number=head.number, before=head.number - 1, last=last.number)


def value_in_words(field: str, value: object) -> str:
    """A value of an `Offering` attribute as the preview shows it, in German; codes become their labels.

    Single words are marked msgids, so the page may pass the result on to its translation.
    """
    if value is None or value == "" or value == ():
        return N_("alle") if field == "residence" else NOT_STATED
    if isinstance(value, bool):
        return N_("ja") if value else N_("nein")
    if isinstance(value, date):
        return german(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, tuple):
        return ", ".join(RESIDENCE_LABELS.get(item, str(item)) for item in value)
    if field in _CODE_LISTS:
        code = code_list(_CODE_LISTS[field]).get(str(value))
        return code.label if code else str(value)
    if isinstance(value, Lifecycle):
        return LIFECYCLE_LABELS[value]
    return COMPONENT_LABELS[str(value)] if field == "component" else str(value)
