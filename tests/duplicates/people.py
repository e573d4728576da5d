"""Invented people for the duplicate benchmark: names with their spellings, drawn from a seed. No pairs made here."""

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

from app.domain.dates import PartialDate
from tests.duplicates.pairs import FOLDER, Record
from tests.duplicates.tables import plain, spelled

T = TypeVar("T")

# Where no family names are in use the second name is the father's given name.
NO_FAMILY_NAMES = ("horn", "somali")
TWO_GIVEN = {"dari": 0.45, "pashto": 0.5, "arabic": 0.12, "west": 0.12}
NATIONALITIES: Mapping[str, Mapping[str, float]] = {
    "arabic": {"475": 6, "438": 4}, "maghreb": {"252": 4, "221": 4, "285": 2}, "dari": {"423": 8, "439": 2},
    "pashto": {"423": 1}, "horn": {"224": 8, "225": 2}, "west": {"261": 5, "237": 3, "251": 2, "232": 1},
    "somali": {"273": 1}, "turkish": {"163": 7, "475": 2, "438": 1}, "albanian": {"121": 5, "150": 5},
    "serbian": {"170": 7, "144": 3}, "russian": {"160": 1}, "ukrainian": {"166": 1}, "georgian": {"430": 1},
    "armenian": {"422": 1},
}
# Which columns of which table an origin's names are met in: script, system, marks kept, how often.
SYSTEMS: Mapping[str, Sequence[tuple[str, str, bool, float]]] = {
    "arabic": (("arabic", "bgn", False, 4), ("arabic", "de", False, 2), ("arabic", "fr", False, 1),
               ("arabic", "iso233", True, 0.4), ("arabic", "alalc", True, 0.4)),
    "maghreb": (("arabic", "fr", False, 5), ("arabic", "bgn", False, 2), ("arabic", "de", False, 1)),
    "dari": (("arabic", "persian", False, 4), ("arabic", "persian_de", False, 2), ("arabic", "bgn", False, 2),
             ("arabic", "persian", True, 0.4)),
    "pashto": (("arabic", "pashto", False, 4), ("arabic", "persian", False, 2), ("arabic", "de", False, 2)),
    "horn": (("ethiopic", "bgn", False, 4), ("ethiopic", "alalc", False, 1)),
    "west": (("french", "english", False, 4), ("french", "de", False, 1)),
    "somali": (("somali", "english", False, 4), ("somali", "de", False, 1)),
    "turkish": (("turkish", "icao", False, 3), ("turkish", "de", True, 2)),
    "albanian": (("albanian", "icao", False, 3), ("albanian", "de", False, 2)),
    "serbian": (("cyrillic", "serbian", True, 4), ("cyrillic", "serbian", False, 4), ("cyrillic", "de", False, 2),
                ("cyrillic", "icao", False, 1)),
    "russian": (("cyrillic", "icao", False, 4), ("cyrillic", "bgn", False, 2), ("cyrillic", "de", False, 3),
                ("cyrillic", "iso9", True, 1)),
    "ukrainian": (("ukrainian", "national", False, 4), ("ukrainian", "bgn", False, 1), ("ukrainian", "de", False, 3),
                  ("ukrainian", "iso9", True, 0.5)),
    "georgian": (("georgian", "bgn", False, 4), ("georgian", "de", False, 2), ("georgian", "bgn", True, 0.5)),
    "armenian": (("armenian", "bgn", False, 4), ("armenian", "de", False, 2), ("armenian", "alalc", True, 0.3)),
}
ORIGINS = tuple(SYSTEMS)
# The ways a particle is joined to a name: {} as it is written alone, {low} with a small letter.
PREFIXES: Mapping[str, Sequence[str]] = {
    "al": ("Al-{}", "Al {}", "El {}", "El-{}", "Al{low}", "{}"),
    "abd": ("Abdul {}", "Abdul{low}", "Abd al-{}", "Abdel {}", "Abdel{low}", "Abdul-{}", "Abdoul{low}", "Abd El {}"),
    "ben": ("Ben {}", "Ben{low}", "Bin {}", "Ben-{}"),
    "ould": ("Ould {}", "Uld {}", "Ould-{}", "{}"),
    "gebre": ("Gebre{low}", "Gebre {}", "Ghebre{low}", "G/{}", "Ghebre {}", "Gebre-{}"),
}
SCRIPT_PREFIXES = {"al": "ال", "abd": "عبد ال", "ben": "بن ", "ould": "ولد ", "gebre": "ገብረ", "": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of one origin; `usual` are its spellings in use, the most usual one first, `alike` roots like in sound."""

    origin: str
    part: str
    sex: str
    root: str
    freq: int
    prefix: str
    original: str
    base: str
    usual: tuple[str, ...]
    short: tuple[str, ...]
    alike: tuple[str, ...]

    @property
    def key(self) -> str:
        """The root with its particle: Abdul Rahman and Rahman are two names."""
        return f"{self.prefix}-{self.root}" if self.prefix == "abd" else self.root


@dataclass(slots=True, kw_only=True)
class Draw:
    """Draws that come out the same everywhere: only `random.random` promises that across Python versions."""

    seed: str
    source: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.source = random.Random(self.seed)

    def below(self, number: int) -> int:
        """0 … number - 1."""
        return int(self.source.random() * number)

    def chance(self, share: float) -> bool:
        """True in about ``share`` of the draws."""
        return self.source.random() < share

    def one(self, things: Sequence[T]) -> T:
        """Any of the things."""
        return things[self.below(len(things))]

    def weighted(self, things: Sequence[tuple[T, float]]) -> T:
        """Any of the things, by its weight."""
        rest = self.source.random() * sum(weight for _, weight in things)
        for thing, weight in things:
            rest -= weight
            if rest < 0:
                return thing
        return things[-1][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who a record is about; `called` is how friends call them.

    Where there are no family names, `family` is the father and `father` the grandfather.
    """

    origin: str
    given: tuple[Name, ...]
    family: Name
    father: Name
    called: Name
    birth: PartialDate
    sex: str
    nationality: str
    phone: str


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A record while it is written: the words of the name beside the names they spell."""

    given: list[tuple[Name, str]]
    family: list[tuple[Name, str]]
    birth: PartialDate
    sex: str
    nationality: str
    phone: str
    aliases: tuple[str, ...] = ()
    original_script: str = ""

    def copy(self) -> "Sheet":
        """The same once more; changing one leaves the other."""
        return replace(self, given=list(self.given), family=list(self.family))

    def record(self) -> Record:
        """As it is stored."""
        return Record(family=" ".join(text for _, text in self.family), given=" ".join(text for _, text in self.given),
                      aliases=self.aliases, original_script=self.original_script, birth=self.birth, sex=self.sex,
                      nationality=self.nationality, phone=self.phone)


@cache
def names(split: str) -> tuple[Name, ...]:
    """The names of a part, the more frequent ones first; both parts together for ``all``."""
    if split == "all":
        return (*names("tune"), *names("held"))
    with (FOLDER / f"names_{split}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_name(row) for row in csv.DictReader(file, delimiter=";"))


def _name(row: dict[str, str]) -> Name:
    usual, short, alike = (tuple(part for part in row[column].split("|") if part)
                           for column in ("usual", "short", "alike"))
    return Name(origin=row["origin"], part=row["part"], sex=row["sex"], root=row["root"], freq=int(row["freq"]),
                prefix=row["prefix"], original=row["original"], base=row["base"], usual=usual, short=short, alike=alike)


@cache
def stock(split: str, origin: str, part: str, sex: str = "") -> tuple[tuple[Name, float], ...]:
    """The names of an origin for a part of the name, with their weights."""
    if part == "family" and origin in NO_FAMILY_NAMES:
        part, sex = "given", "m"
    return tuple((name, float(name.freq)) for name in names(split)
                 if (name.origin, name.part, name.sex) == (origin, part, sex))


@cache
def spellings(name: Name) -> tuple[tuple[str, float], ...]:
    """Every spelling of the bare name with its weight: those in use, then those of the tables."""
    found: dict[str, float] = {text: 3.0 for text in reversed(name.usual)}
    found[name.usual[0]] = 10.0
    for script, system, marks, weight in SYSTEMS[name.origin]:
        text = spelled(name.base or name.original, script, system)
        found.setdefault(text if marks else plain(text), weight)
    return tuple(found.items())


def original(name: Name) -> str:
    """The name in its own script, with its particle; empty for names of Latin orthographies."""
    return SCRIPT_PREFIXES[name.prefix] + name.original if name.original else ""


def joined(name: Name, bare: str, style: str) -> str:
    """The bare spelling with the particle in one of its styles."""
    return style.format(bare, low=bare.lower()) if name.prefix else bare


def style_of(name: Name, text: str) -> str:
    """In which of its styles the particle of a written name stands."""
    fitting = [style for style in PREFIXES.get(name.prefix, ("{}",)) if text.startswith(style.split("{")[0])]
    return max(fitting, key=lambda style: len(style.split("{")[0]), default="{}")


def written(name: Name, draw: Draw, *, usual: bool = True) -> tuple[Name, str]:
    """The name in a spelling: one of those in use, or with ``usual=False`` any."""
    bare = draw.weighted(spellings(name)[:len(name.usual)] if usual else spellings(name))
    return name, joined(name, bare, draw.one(PREFIXES[name.prefix][:2]) if name.prefix else "{}")


def person(draw: Draw, split: str, origin: str) -> Person:
    """Anybody of an origin, 18 to 27 years old in the years of the programme."""
    sex = "w" if draw.chance(0.3) else "m"
    given = [draw.weighted(stock(split, origin, "given", sex))]
    family, father = other(draw, split, origin, "family", given), other(draw, split, origin, "given", given, sex="m")
    if sex == "m" and draw.chance(TWO_GIVEN.get(origin, 0)):
        given.append(other(draw, split, origin, "given", [*given, family], sex="m"))
    called = other(draw, split, origin, "given", [*given, family], sex=sex)
    return Person(origin=origin, given=tuple(given), family=family, father=father, called=called, birth=birth(draw),
                  sex=sex, nationality=draw.weighted(tuple(NATIONALITIES[origin].items())), phone=phone(draw))


def other(draw: Draw, split: str, origin: str, part: str, than: Sequence[Name], *, sex: str = "") -> Name:
    """A name whose root is none of the ones given, if the origin has another."""
    taken = {name.root for name in than}
    choice = stock(split, origin, part, sex)
    return draw.weighted(tuple(row for row in choice if row[0].root not in taken) or choice)


def birth(draw: Draw, assigned: float = 0.35) -> PartialDate:
    """A date of birth; ``assigned`` of them are a 1 January, some of these marked as estimated."""
    year = 1998 + min(draw.below(11), draw.below(14))
    if draw.chance(assigned):
        return PartialDate(year, 1, 1, draw.chance(0.25))
    return PartialDate(year, 1 + draw.below(12), 2 + draw.below(27))


def phone(draw: Draw) -> str:
    """A number nobody has: 0199 is kept for the inner working of the networks."""
    return f"0199 {1000000 + draw.below(9000000)}"


def sheet(draw: Draw, who: Person) -> Sheet:
    """How a first colleague writes the person."""
    return Sheet(given=[written(name, draw) for name in who.given], family=[written(who.family, draw)],
                 birth=who.birth, sex=who.sex, nationality=who.nationality, phone=who.phone)
