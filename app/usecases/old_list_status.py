"""What becomes of each row of an older list: new, named before, taken over already, or not to be taken, and why.
Nothing is read or written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from app.documents.old_list import OldRow
from app.documents.tables import Step, silent
from app.domain.caseload import Caseload
from app.domain.client import Client
from app.domain.duplicates import Traits, birth_evidence
from app.domain.errors import N_
from app.domain.names import folded, shown
from app.store.queries import duplicates
from app.store.queries.recorded import Recorded

NEW, DUPLICATE, KNOWN, ERROR = "new", "duplicate", "known", "error"
STATUSES = (NEW, DUPLICATE, KNOWN, ERROR)
# What can be done with a row: a new person of it, or the blanks of the person it names filled from it.
TAKE, FILL = "take", "fill"
# The words of the suggestions beside intake.
REASONS: Mapping[str, str] = {
    "same_name": N_("gleicher Name"), "turned": N_("Namen vertauscht"), "alias": N_("Alias gleich"),
    "script": N_("gleiche Schrift"), "spelled": N_("ähnlich geschrieben"), "short": N_("Name abgekürzt"),
    "slip": N_("vielleicht vertippt"), "loose": N_("klingt ähnlich"), "part": N_("Namen teilweise gleich"),
    "other_name": N_("ein Name ist anders"), "same_birth": N_("gleiches Geburtsdatum"),
    "day_month": N_("Tag und Monat vertauscht"), "same_assigned": N_("gleiches Jahr, beide 01.01."),
    "assigned": N_("nur Jahr gleich (01.01.)"), "same_month": N_("Geburtsdatum fast gleich"),
    "same_year": N_("gleiches Geburtsjahr"), "near_year": N_("Geburtsjahr um eins verschieden"),
    "year_slip": N_("Tag und Monat gleich, Jahr anders"), "phone": N_("gleiche Telefonnummer"),
}
IN_LINE = N_("Zeile {line}")
LIKE = N_("Wie {of}: {why}")
TAKEN_BEFORE = N_("Diese Zeile wurde schon übernommen.")
_STEP = 25
_Key = tuple[tuple[str, ...], tuple[int, int | None, int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """A row with what would become of it. ``why`` is a German sentence without names.

    Of whom a row speaks that is a duplicate or known: ``client_id`` of a recorded person, or ``earlier``, the line of
    this list; ``of`` is their number or line to be shown, ``of_name`` the name.
    """

    row: OldRow
    status: str
    name: str
    why: str = ""
    client_id: str = ""
    earlier: int = 0
    of: str = ""
    of_name: str = ""

    @property
    def line(self) -> int:
        """Its line in the list."""
        return self.row.line

    @property
    def told(self) -> str:
        """``why`` with the number or the line it speaks of, for where no name shall stand."""
        return LIKE.format(of=self.of, why=self.why) if self.status == DUPLICATE and not self.row.same_as else self.why

    @property
    def choices(self) -> tuple[str, ...]:
        """What a person can decide for it."""
        if self.status == DUPLICATE and not self.row.same_as:
            return FILL, TAKE
        return (TAKE,) if self.status == NEW else ()


def judged(rows: Sequence[OldRow], recorded: Recorded, step: Step = silent) -> tuple[PreviewRow, ...]:
    """Every row compared with all persons recorded and with the rows above it; raises only what ``step`` raises."""
    lines = _Lines(recorded, rows)
    found: list[PreviewRow] = []
    for number, row in enumerate(rows, start=1):
        if number % _STEP == 0:
            step(number, len(rows))
        found.append(lines.judge(row))
    return tuple(found)


class _Lines:
    """The persons recorded and all rows in one caseload: rows that come later are told apart by who is asked."""

    def __init__(self, recorded: Recorded, rows: Iterable[OldRow]) -> None:
        self._recorded = recorded
        self._caseload = Caseload(anyascii)
        self._namesakes: dict[_Key, str] = {}
        self._judged: dict[str, PreviewRow] = {}
        for client in recorded.people.values():
            self._put(client.id, duplicates.traits(client))
        fresh = [row for row in rows if not row.error and row.fingerprint not in recorded.rows]
        # all at once: each one that came in later would make the caseload count its names anew
        for row in fresh:
            self._caseload.put(row.fingerprint, _traits_of(row))
        self._later = {row.fingerprint for row in fresh}

    def _put(self, identity: str, traits: Traits) -> None:
        self._caseload.put(identity, traits)
        if (key := _key(traits)) is not None:
            self._namesakes.setdefault(key, identity)

    def judge(self, row: OldRow) -> PreviewRow:
        """What becomes of a row; they are asked in the order of the list."""
        name = _name(row)
        if row.same_as:
            return PreviewRow(row=row, status=DUPLICATE, name=name, why=row.error, earlier=row.same_as,
                              of=IN_LINE.format(line=row.same_as))
        if row.fingerprint in self._recorded.rows:
            client = self._recorded.people[self._recorded.rows[row.fingerprint]]
            return PreviewRow(row=row, status=KNOWN, name=name, why=TAKEN_BEFORE, client_id=client.id,
                              of=client.reference, of_name=_name_of(client))
        if row.error:
            return PreviewRow(row=row, status=ERROR, name=name, why=row.error)
        traits = _traits_of(row)
        match = self._match(traits)
        self._later.discard(row.fingerprint)
        if (key := _key(traits)) is not None:
            self._namesakes.setdefault(key, row.fingerprint)
        self._judged[row.fingerprint] = judged = (
            PreviewRow(row=row, status=NEW, name=name) if match is None else self._duplicate(row, name, *match))
        return judged

    def _match(self, traits: Traits) -> tuple[str, tuple[str, ...]] | None:
        # In a list sex and nationality are mistyped more often than two people share all names and the birth.
        if (key := _key(traits)) is not None and (identity := self._namesakes.get(key)):
            return identity, ("same_name", birth_evidence(traits.birth, traits.birth)[1])
        found = self._caseload.similar(traits, at_most=1, but=self._later)
        return (found[0].id, found[0].likeness.reasons) if found else None

    def _duplicate(self, row: OldRow, name: str, identity: str, reasons: tuple[str, ...]) -> PreviewRow:
        said = ", ".join(REASONS[reason] for reason in reasons)
        why = f"{said[:1].upper()}{said[1:]}".rstrip(".") + "."
        client = self._recorded.people.get(identity)
        if client is not None:
            return PreviewRow(row=row, status=DUPLICATE, name=name, why=why, client_id=client.id, of=client.reference,
                              of_name=_name_of(client))
        first = self._judged[identity]
        if first.status == DUPLICATE:
            # who names somebody for the third time means the first
            return PreviewRow(row=row, status=DUPLICATE, name=name, why=why, client_id=first.client_id,
                              earlier=first.earlier, of=first.of, of_name=first.of_name)
        return PreviewRow(row=row, status=DUPLICATE, name=name, why=why, earlier=first.line,
                          of=IN_LINE.format(line=first.line), of_name=first.name)


def _key(traits: Traits) -> _Key | None:
    """All words of the name and the birth as far as it is known; None where that is too little to tell people apart."""
    name = f"{traits.family} {traits.given}".strip() or next(iter(traits.aliases), "")
    words, birth = folded(name, anyascii).split(), traits.birth
    if not words or birth is None or (len(words) < 2 and birth.day is None):
        return None
    return tuple(sorted(words)), (birth.year, birth.month, birth.day)


def _traits_of(row: OldRow) -> Traits:
    values = row.values
    return Traits(family=values.get("family_name", ""), given=values.get("given_name", ""), birth=values.get("birth"),
                  aliases=values.get("aliases", ()), original_script=values.get("original_script", ""),
                  sex=values.get("sex", ""), nationalities=values.get("nationalities", ()),
                  phone=values.get("phone", ""))


def _name(row: OldRow) -> str:
    values = row.values
    return shown(family=values.get("family_name", ""), given=values.get("given_name", ""),
                 alias=next(iter(values.get("aliases", ())), ""))


def _name_of(client: Client) -> str:
    return shown(family=client.family_name, given=client.given_name, alias=next(iter(client.aliases), ""))
