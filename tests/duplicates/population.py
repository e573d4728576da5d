"""A caseload of invented people for counting suggestions: few names that many share, many assigned dates, families with
one phone. It says how often an office meets the like; which records belong together is said by the pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.dates import PartialDate
from tests.duplicates.pairs import Record
from tests.duplicates.people import Draw, Person, birth, person, sheet, stock

# About as the programme's people came to North Rhine-Westphalia.
SHARES: Sequence[tuple[str, float]] = (
    ("dari", 20), ("pashto", 7), ("arabic", 24), ("maghreb", 5), ("horn", 8), ("west", 14), ("somali", 4),
    ("turkish", 5), ("albanian", 5), ("serbian", 4), ("russian", 2), ("ukrainian", 0.5), ("georgian", 1),
    ("armenian", 0.5),
)
IN_FAMILIES = 0.3
# How often sex, nationality and phone are recorded.
ASKED = (0.9, 0.85, 0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person with the record made of them; `household` is a number a family shares, `shelter` where they live."""

    who: Person
    record: Record
    household: int
    shelter: int

    @property
    def known_by(self) -> tuple[frozenset[str], int]:
        """Names and year of birth: who has these in common with another cannot be told from them by records."""
        return frozenset(name.key for name in (*self.who.given, self.who.family)), self.who.birth.year


def caseload(number: int, seed: str = "caseload") -> tuple[Resident, ...]:
    """So many different people, the same ones for the same seed; three in ten live with brothers or sisters."""
    draw = Draw(seed=seed)
    found: list[Resident] = []
    household = 0
    while len(found) < number:
        household += 1
        who, shelter = _anybody(draw), draw.below(40)
        found.append(_resident(draw, who, household, shelter))
        # One who comes with one or two more makes three in ten of all, at these shares.
        while len(found) < number and draw.chance(IN_FAMILIES * 0.65):
            found.append(_resident(draw, _relative(draw, who), household, shelter))
    return tuple(found)


def newcomers(number: int, seed: str = "newcomers", *, among: Sequence[Resident] = ()) -> tuple[Resident, ...]:
    """People who are not yet in the caseload: whatever is suggested for them is suggested wrongly.

    One in twenty is the brother or sister of somebody in it. Who has all names and the year of birth in common with
    somebody there is drawn anew: of these two nobody could tell by their records.
    """
    draw = Draw(seed=seed)
    known = {resident.known_by for resident in among}
    found: list[Resident] = []
    while len(found) < number:
        if among and draw.chance(0.05):
            kin = draw.one(among)
            one = _resident(draw, _relative(draw, kin.who), kin.household, kin.shelter)
        else:
            one = _resident(draw, _anybody(draw), -len(found) - 1, draw.below(40))
        if one.known_by not in known:
            found.append(one)
    return tuple(found)


def _anybody(draw: Draw) -> Person:
    return person(draw, "all", draw.weighted(SHARES))


def _relative(draw: Draw, of: Person) -> Person:
    sex = "w" if draw.chance(0.3) else "m"
    taken = {of.family.root, *(name.root for name in of.given)}
    choice = tuple(row for row in stock("all", of.origin, "given", sex) if row[0].root not in taken)
    apart = PartialDate(of.birth.year + draw.one((-3, -2, -1, 1, 2, 3)), of.birth.month, of.birth.day)
    return replace(of, given=(draw.weighted(choice),), sex=sex, birth=apart if draw.chance(0.5) else birth(draw))


def _resident(draw: Draw, who: Person, household: int, shelter: int) -> Resident:
    record = sheet(draw, who).record()
    sex, nationality, number = (value if draw.chance(share) else "" for value, share in
                                zip((record.sex, record.nationality, record.phone), ASKED, strict=True))
    record = replace(record, sex=sex, nationality=nationality, phone=number)
    if draw.chance(0.04):
        record = replace(record, family="")
    if draw.chance(0.06) and who.birth.is_assigned_looking:
        record = replace(record, birth=PartialDate(who.birth.year, estimated=True))
    return Resident(who=who, record=record, household=household, shelter=shelter)
