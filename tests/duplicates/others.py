"""How two people come to look alike: family, frequent names, assigned dates, one phone for a shelter. Only cases a
careful colleague with both records before them would tell apart."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from app.domain.dates import PartialDate
from tests.duplicates.people import (
    NO_FAMILY_NAMES,
    TWO_GIVEN,
    Draw,
    Name,
    Person,
    Sheet,
    other,
    person,
    phone,
    sheet,
    stock,
)
from tests.duplicates.tables import plain

Two = tuple[Person, Person]
# Of texts as like as this, with one date of birth, the colleague would say: a slip of the finger.
TOO_LIKE = 0.88
Make = Callable[[Draw, str, str], Two | None]


def siblings(draw: Draw, split: str, origin: str) -> Two | None:
    """Brothers or sisters with the 1 January of near years and the family's phone."""
    first = replace(person(draw, split, origin), birth=_january(draw))
    year = _year(first.birth.year, draw.one((1, 2, 3)), draw)
    return first, _relative(draw, split, first, PartialDate(year, 1, 1, draw.chance(0.3)), 0.6)


def twins(draw: Draw, split: str, origin: str) -> Two | None:
    """The same family name and date of birth, another given name."""
    first = person(draw, split, origin)
    return first, _relative(draw, split, first, first.birth, 0.7)


def same_year(draw: Draw, split: str, origin: str) -> Two | None:
    """The same family name and year of birth, another given name; on one side only the year is known."""
    first = person(draw, split, origin)
    second = _relative(draw, split, first, PartialDate(first.birth.year, estimated=draw.chance(0.5)), 0.2)
    return first, replace(second, phone=second.phone if second.phone == first.phone else phone(draw))


def parent(draw: Draw, split: str, origin: str) -> Two | None:
    """Father and child: one family name, or the father's name as the child's second."""
    child = person(draw, split, origin)
    born = PartialDate(child.birth.year - 20 - draw.below(15), 1 + draw.below(12), 1 + draw.below(28))
    father = replace(child, given=(child.family if origin in NO_FAMILY_NAMES else child.father,), birth=born, sex="m",
                     family=child.father if origin in NO_FAMILY_NAMES else child.family)
    if len(child.given) == 2 and draw.chance(0.6):
        father = replace(father, given=(child.given[0],))
    return father, child


def namesakes(draw: Draw, split: str, origin: str) -> Two | None:
    """Two people with one of the most frequent names, born years apart."""
    first = _frequent(draw, split, origin)
    return first, _years_apart(draw, first)


def turned_namesakes(draw: Draw, split: str, origin: str) -> Two | None:
    """Ali Hassan and Hassan Ali, born years apart."""
    first = _frequent(draw, split, origin)
    turned = next((row for row, _ in stock(split, origin, "given", "m") if row.root == first.family.root), None)
    back = next((row for row, _ in stock(split, origin, "family") if row.root == first.given[0].root), None)
    if turned is None or back is None:
        return None
    return first, replace(_years_apart(draw, first), given=(turned,), family=back)


def alike_given(draw: Draw, split: str, origin: str) -> Two | None:
    """Given names of like sound with one family name and the same 1 January: Hassan and Hussein.

    Where a slip of the finger leads from one name to the other, they are born years apart.
    """
    first = replace(person(draw, split, origin), birth=_january(draw))
    like = _alike(draw, split, origin, first.given[0], "given")
    if like is None or like.root == first.family.root:
        return None
    second = replace(first, given=(like,), sex=like.sex)
    if _a_slip(like, first.given[0]):
        second = replace(_years_apart(draw, second), phone=second.phone)
    return replace(first, given=first.given[:1]), second if draw.chance(0.5) else replace(second, phone=phone(draw))


def alike_family(draw: Draw, split: str, origin: str) -> Two | None:
    """Family names of like sound: Ahmadi and Ahmadzai, Karimi and Rahimi, on the same 1 January."""
    first = replace(person(draw, split, origin), birth=_january(draw))
    like = _alike(draw, split, origin, first.family, "family")
    if like is None or like.root in {name.root for name in first.given}:
        return None
    second = replace(first, family=like, phone=phone(draw))
    if _a_slip(like, first.family) or draw.chance(0.5):
        second = replace(second, given=(_another(draw, split, first),))
    return first, second


def shelter_phone(draw: Draw, split: str, origin: str) -> Two | None:
    """Nothing in common but the shelter's phone and the age."""
    first, second = person(draw, split, origin), person(draw, split, origin)
    if {name.root for name in (*first.given, first.family)} & {name.root for name in (*second.given, second.family)}:
        return None
    year = first.birth.year
    return first, replace(second, phone=first.phone, birth=replace(second.birth, year=year))


def one_given(draw: Draw, split: str, origin: str) -> Two | None:
    """One given name in common and the same 1 January, another family name."""
    first = replace(person(draw, split, origin), birth=_january(draw))
    family = other(draw, split, origin, "family", [*first.given, first.family])
    return first, replace(first, family=family, phone=phone(draw), birth=replace(first.birth, estimated=False))


def shared_given(draw: Draw, split: str, origin: str) -> Two | None:
    """Brothers who share the first of two given names: Mohammad Ali and Mohammad Reza, of one family."""
    first = replace(person(draw, split, origin), sex="m")
    if origin not in TWO_GIVEN or len(first.given) < 2:
        return None
    taken = [*first.given, first.family]
    second = other(draw, split, origin, "given", taken, sex="m")
    if second.root in {name.root for name in taken}:
        return None
    year = first.birth.year + draw.one((-2, -1, 1, 2))
    born = PartialDate(year, 1, 1) if first.birth.is_assigned_looking else replace(first.birth, year=year, day=28)
    return first, replace(first, given=(first.given[0], second), birth=born)


def _year(year: int, apart: int, draw: Draw) -> int:
    """A year so far from this one, among those in which the programme's people were born."""
    return year + apart if year < 2000 or (year + apart < 2009 and draw.chance(0.5)) else year - apart


def _january(draw: Draw) -> PartialDate:
    return PartialDate(draw.one((1999, 2000, 2000, 2001, 2002, 2003, 2004)), 1, 1, draw.chance(0.2))


def _relative(draw: Draw, split: str, of: Person, birth: PartialDate, share_phone: float) -> Person:
    """Somebody of the same family; the sex as it comes."""
    sex = of.sex if draw.chance(0.7) else draw.one("mw")
    given = other(draw, split, of.origin, "given", [*of.given, of.family, *_near(split, of)], sex=sex)
    return replace(of, given=(given,), sex=sex, birth=birth, phone=of.phone if draw.chance(share_phone) else "")


def _another(draw: Draw, split: str, of: Person) -> Name:
    return other(draw, split, of.origin, "given", [*of.given, of.family, *_near(split, of)], sex=of.sex)


def _near(split: str, of: Person) -> list[Name]:
    """The given names that could be taken for this one's: a pair with them could not be decided."""
    return [row for sex in "mw" for row, _ in stock(split, of.origin, "given", sex)
            if any(_a_slip(row, name) for name in of.given)]


def _a_slip(one: Name, two: Name) -> bool:
    """Whether one name could be the other, mistyped or cut short."""
    first, second = (plain(name.usual[0]).lower() for name in (one, two))
    return (first.startswith(second) or second.startswith(first)
            or SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.84)


def _alike(draw: Draw, split: str, origin: str, name: Name, part: str) -> Name | None:
    rows = [row for sex in ("m", "w", "") for row, _ in stock(split, origin, part, sex) if row.root in name.alike]
    return draw.one(rows) if rows else None


def _frequent(draw: Draw, split: str, origin: str) -> Person:
    """Somebody with two of the three most frequent names."""
    who = person(draw, split, origin)
    given = draw.one(sorted(stock(split, origin, "given", "m"), key=lambda row: -row[1])[:3])[0]
    families = [row for row, _ in sorted(stock(split, origin, "family"), key=lambda row: -row[1])
                if row.root != given.root]
    return replace(who, given=(given,), family=draw.one(families[:3]), sex="m")


def _years_apart(draw: Draw, of: Person) -> Person:
    birth = of.birth
    year = _year(birth.year, 3 + draw.below(4), draw)
    far = PartialDate(year, 1 + draw.below(12), 2 + draw.below(27))
    if birth.is_assigned_looking and draw.chance(0.4):
        far = PartialDate(year, 1, 1)
    elif not birth.is_assigned_looking and draw.chance(0.2) and (birth.day or 0) <= 12 and birth.month:
        # The day and the month turned as well, which alone would speak for one person.
        far = PartialDate(year, birth.day, birth.month)
    return replace(of, birth=far, phone=phone(draw))


MISLEADING: Mapping[str, tuple[Make, float]] = {
    "siblings": (siblings, 16), "twins": (twins, 9), "same_year": (same_year, 9), "parent": (parent, 8),
    "namesakes": (namesakes, 16), "turned_namesakes": (turned_namesakes, 12), "alike_given": (alike_given, 10),
    "alike_family": (alike_family, 8), "shelter_phone": (shelter_phone, 7), "one_given": (one_given, 9),
    "shared_given": (shared_given, 7),
}


def plan(draw: Draw) -> str:
    """What misleads in a pair."""
    return draw.weighted(tuple((code, weight) for code, (_, weight) in MISLEADING.items()))


def told_apart(draw: Draw, split: str, origin: str, code: str) -> tuple[Sheet, Sheet] | None:
    """Two people as one or two colleagues wrote them; None where the origin has no such case."""
    two = MISLEADING[code][0](draw, split, origin)
    if two is None:
        return None
    a, b = (sheet(draw, who) for who in two)
    if draw.chance(0.65):
        _one_hand(draw, a, b)
    for one in (a, b):
        one.sex = one.sex if draw.chance(0.85) else ""
        one.nationality = one.nationality if draw.chance(0.8) else ""
    if a.phone != b.phone and code != "alike_family":
        a.phone, b.phone = (number if draw.chance(0.6) else "" for number in (a.phone, b.phone))
    return None if _undecidable(a, b) else (a, b)


def _undecidable(a: Sheet, b: Sheet) -> bool:
    """Whether they could as well be one person: one year of birth and the same names, or nearly the same letters."""
    if a.birth.year != b.birth.year:
        return False
    first, second = ({name.root for name, _ in (*sheet.given, *sheet.family)} for sheet in (a, b))
    one, two = (plain(" ".join(text for _, text in (*sheet.given, *sheet.family))).lower() for sheet in (a, b))
    return first <= second or second <= first or SequenceMatcher(None, one, two, autojunk=False).ratio() >= TOO_LIKE


def _one_hand(draw: Draw, a: Sheet, b: Sheet) -> None:
    """The names both have spelled alike, as on papers of one office."""
    known = {name.key: text for name, text in [*a.given, *a.family]}
    for words in (b.given, b.family):
        for place, (name, text) in enumerate(words):
            words[place] = (name, known.get(name.key, text))
