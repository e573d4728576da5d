"""At the Geschäftsführende Stelle (GfS): how many persons of the target group live in a commune, in figures of others
(Ausländerzentralregister, annex of the state); entered by hand, read from a table, or taken from the shipped annex."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import resources
from app.documents import tables
from app.documents.tables import Table
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.monthly import Potential
from app.domain.names import clean
from app.domain.typed_dates import parse_past
from app.statistics.reach import places
from app.store.casefile import CaseFile
from app.store.queries import received
from app.store.work import Work
from app.usecases.received_reports import Step, check_role, silent

PUT, REMOVE, TAKE = N_("Potenzial eintragen"), N_("Potenzial löschen"), N_("Potenziale einlesen")
SOURCE_LENGTH, MOST_PERSONS = 200, 999_999
SHOWN = 40  # characters of a cell that a sentence repeats
ANNEX_OF = date(2020, 12, 8)
COLUMNS = {"ags": "ags", "as_of": "as_of", "stand": "as_of", "persons": "persons", "personen": "persons",
           "source": "source", "quelle": "source"}
NEEDED = frozenset({"ags", "as_of", "persons"})

NO_COLUMNS = N_("Der Tabelle fehlt eine Spalte: Gebraucht werden „ags“, „stand“ und „personen“, dazu „quelle“, wo sie "
                "bekannt ist. Es wurde nichts übernommen.")
NO_PLACE = N_("„{typed}“ ist kein Schlüssel (AGS) einer Kommune oder eines Kreises in Nordrhein-Westfalen. Nichts "
              "davon wurde übernommen. Gemeint sind acht Ziffern für eine Kommune oder fünf für einen Kreis.")
NO_NUMBER = N_("„{typed}“ ist keine Zahl von Personen. Nichts davon wurde übernommen. Gemeint ist eine ganze Zahl; "
               "leer heißt: nicht gemeldet.")
TOO_LONG = N_("Die Quelle hat mehr als {limit} Zeichen. Nichts davon wurde übernommen. Kürzen Sie sie.")
TWICE = N_("Diese Kommune steht mit diesem Stand schon weiter oben in der Tabelle. Nichts davon wurde übernommen.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One potential as a table or a person says it; ``persons`` None = not reported."""

    ags: str
    as_of: date
    persons: int | None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line of a table that was not taken, by its number in the file, and why."""

    line: int
    problem: UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of potentials as it was read."""

    lines: tuple[Line, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What taking a table has done."""

    new: int
    changed: int
    same: int


def lines(file: CaseFile) -> tuple[Potential, ...]:
    """All potentials by commune, the newest first."""
    return received.potentials(file)


def put(file: CaseFile, ags: str, as_of: date, persons: int | None, source: str = "") -> None:
    """Enters the potential of an area on a day, instead of the one it had for that day. Raises UserError."""
    check_role(file)
    line = _checked(Line(ags=ags, as_of=as_of, persons=persons, source=clean(source)))
    with file.write(PUT) as work:
        _store(work, [line])


def remove(file: CaseFile, identity: str) -> None:
    """Takes a potential out; UserError where it has gone meanwhile."""
    check_role(file)
    with file.write(REMOVE) as work:
        work.remove(work.get(Potential, identity))


def look(path: Path, today: date, step: Step = silent) -> Sheet:
    """Reads a table (CSV or a spreadsheet); a line that says nothing usable is refused alone. Raises UserError."""
    return _sheet(tables.read(path, step=step), today)


def annex(area: str = "") -> Sheet:
    """The figures of the state for Gestattete and Geduldete by commune in the annex of Landtag NRW, Vorlage 17/4367,
    of 8 December 2020; ``area`` is how the AGS begins, so that a Kreis takes only what lies in it."""
    path = resources.path("statistics", "potentials_2020.csv")
    sheet = _sheet(tables.read(path), ANNEX_OF)
    return Sheet(lines=tuple(line for line in sheet.lines if line.ags.startswith(area)), refused=sheet.refused)


def take(file: CaseFile, sheet: Sheet) -> Counts:
    """Enters the potentials of a table, in one act; for the same area and day the table replaces what is there."""
    check_role(file)
    with file.write(TAKE) as work:
        return _store(work, sheet.lines)


def _store(work: Work, told: Sequence[Line]) -> Counts:
    known = {(one.ags, one.as_of): one for one in received.potentials(work.connection)}
    new = [line for line in told if (line.ags, line.as_of) not in known]
    pairs = [(old, replace(old, persons=line.persons, source=line.source)) for line in told
             if (old := known.get((line.ags, line.as_of))) is not None]
    changed = [(old, one) for old, one in pairs if old != one]
    work.add_all(Potential(id=new_id(), ags=line.ags, as_of=line.as_of, persons=line.persons, source=line.source)
                 for line in new)
    work.put_all(changed)
    return Counts(new=len(new), changed=len(changed), same=len(pairs) - len(changed))


def _sheet(table: Table, today: date) -> Sheet:
    columns = {COLUMNS[name]: at for at, cell in enumerate(table.header)
               if (name := cell.strip().casefold()) in COLUMNS}
    if not columns.keys() >= NEEDED:
        raise UserError(NO_COLUMNS)
    found: dict[tuple[str, date], Line] = {}
    refused = []
    for row in table.rows:
        said = {name: row.cells[at].strip() if at < len(row.cells) else "" for name, at in columns.items()}
        try:
            line = _line(said, today)
            if (line.ags, line.as_of) in found:
                raise UserError(TWICE)
            found[line.ags, line.as_of] = line
        except UserError as problem:
            refused.append(Refused(line=row.line, problem=problem))
    return Sheet(lines=tuple(found.values()), refused=tuple(refused))


def _line(said: Mapping[str, str], today: date) -> Line:
    typed, count = said["ags"], said["persons"]
    # a spreadsheet takes the key for a number and drops its leading zero
    ags = f"0{typed}" if re.fullmatch("5[0-9]{3}([0-9]{3})?", typed, re.ASCII) else typed
    if count and not re.fullmatch(r"[0-9]{1,6}|[0-9]{1,3}\.[0-9]{3}", count, re.ASCII):
        raise UserError(NO_NUMBER, typed=count[:SHOWN])
    return _checked(Line(ags=ags, as_of=parse_past(said["as_of"], today), source=clean(said.get("source", "")),
                         persons=int(count.replace(".", "")) if count else None))


def _checked(line: Line) -> Line:
    if line.ags not in places():
        raise UserError(NO_PLACE, typed=line.ags[:SHOWN])
    if line.persons is not None and not 0 <= line.persons <= MOST_PERSONS:
        raise UserError(NO_NUMBER, typed=line.persons)
    if len(line.source) > SOURCE_LENGTH:
        raise UserError(TOO_LONG, limit=SOURCE_LENGTH)
    return line
