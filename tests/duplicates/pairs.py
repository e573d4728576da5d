"""Reads the benchmark of pairs for the duplicate finder; nothing here compares. Whoever builds or adjusts a finder
reads `pairs("tune")` only: the held part is opened once, when the finder stands."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.dates import PartialDate

FOLDER = Path(__file__).parent.parent / "files" / "duplicates"
SPLITS = ("tune", "held")
FIELDS = ("family", "given", "aliases", "original_script", "birth", "sex", "nationality", "phone")
COLUMNS = ("id", "kind", "origin", "difference", "split", "roots",
           *(f"{side}_{field}" for side in "ab" for field in FIELDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A person as one colleague typed them; blank means not asked, `nationality` is a Destatis code."""

    family: str = ""
    given: str = ""
    aliases: tuple[str, ...] = ()
    original_script: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    phone: str = ""

    def cells(self) -> tuple[str, ...]:
        """As the columns FIELDS of the file."""
        return (self.family, self.given, "|".join(self.aliases), self.original_script,
                self.birth.iso() if self.birth else "", self.sex, self.nationality, self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records and what is known of them: ``same`` says whether they are one person.

    `difference` names what differs (true pairs) or what misleads (false ones), `roots` the names spelled in it.
    """

    id: str
    same: bool
    origin: str
    difference: tuple[str, ...]
    split: str
    roots: tuple[str, ...]
    a: Record
    b: Record

    def cells(self) -> tuple[str, ...]:
        """As the columns COLUMNS of the file."""
        return (self.id, "true" if self.same else "false", self.origin, "+".join(self.difference), self.split,
                "|".join(self.roots), *self.a.cells(), *self.b.cells())


def pairs(split: str) -> tuple[Pair, ...]:
    """The pairs of a part, ``tune`` or ``held``; ValueError for another one or a broken file."""
    if split not in SPLITS:
        raise ValueError(f"no part {split!r}")
    with path(split).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"other columns in {path(split).name}")
        return tuple(_pair(row) for row in reader)


def path(split: str) -> Path:
    """Where the pairs of a part lie."""
    return FOLDER / f"{split}.csv"


def write(file: Path, found: Iterable[Pair]) -> None:
    """Writes pairs as the file they are read from."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(pair.cells() for pair in found)


def _pair(row: dict[str, str]) -> Pair:
    return Pair(id=row["id"], same={"true": True, "false": False}[row["kind"]], origin=row["origin"],
                difference=_parts(row["difference"], "+"), split=row["split"], roots=_parts(row["roots"], "|"),
                a=_record([row[f"a_{field}"] for field in FIELDS]), b=_record([row[f"b_{field}"] for field in FIELDS]))


def _record(cells: Sequence[str]) -> Record:
    family, given, aliases, original_script, birth, sex, nationality, phone = cells
    return Record(family=family, given=given, aliases=_parts(aliases, "|"), original_script=original_script,
                  birth=PartialDate.parse_iso(birth) if birth else None, sex=sex, nationality=nationality, phone=phone)


def _parts(cell: str, sign: str) -> tuple[str, ...]:
    return tuple(cell.split(sign)) if cell else ()
