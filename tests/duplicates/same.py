"""How one person comes to be typed twice: each difference is a change of the second record (or of both). It returns
whether it could be made. Nothing here knows how a finder looks for them."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.dates import PartialDate
from tests.duplicates.people import (
    NO_FAMILY_NAMES,
    PREFIXES,
    Draw,
    Name,
    Person,
    Sheet,
    joined,
    original,
    phone,
    sheet,
    spellings,
    style_of,
    written,
)
from tests.duplicates.tables import plain

Change = Callable[[Draw, Person, Sheet, Sheet], bool]
# The letters beside each letter on a German keyboard.
_BESIDE: Mapping[str, str] = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "kö", "m": "n", "n": "bm", "o": "ip", "p": "oü", "q": "w", "r": "et", "s": "ad", "t": "rz",
    "u": "zi", "v": "cb", "w": "qe", "x": "yc", "y": "x", "z": "tu",
}
# What these two records have in common is little: without more a careful colleague could not decide.
WEAK = frozenset({"assigned_off", "year_only", "no_family", "father_as_family", "script_only"})


def transliteration(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """Another spelling of one or all of the names."""
    words = [(words, place) for words in (b.given, b.family) for place in range(len(words))]
    chosen = words if draw.chance(0.5) else [draw.one(words)]
    changed = [_respell(draw, words, place) for words, place in chosen]
    return any(changed)


def _respell(draw: Draw, words: list[tuple[Name, str]], place: int) -> bool:
    name, before = words[place]
    bare = [row for row in spellings(name) if plain(row[0]).lower() not in plain(before).lower()]
    if not bare:
        return False
    words[place] = (name, joined(name, draw.weighted(bare), style_of(name, before)))
    return True


def order(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """Family and given name in each other's field."""
    b.given, b.family = b.family, b.given
    return bool(b.given and b.family)


def typo(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """A slip of the finger in one word: the key beside, a letter dropped, doubled, or two exchanged."""
    words = [(words, place) for words in (b.given, b.family) for place in range(len(words))
             if len(words[place][1]) >= 5]
    if not words:
        return False
    found, place = draw.one(words)
    name, text = found[place]
    at = 1 + draw.below(len(text) - 2)
    letter = text[at]
    kind = draw.one(("beside", "dropped", "doubled", "exchanged"))
    if not letter.isalpha() or (kind == "beside" and letter not in _BESIDE):
        return False
    middle = {"beside": draw.one(_BESIDE.get(letter, "-")), "dropped": "", "doubled": letter * 2,
              "exchanged": text[at + 1] + letter}[kind]
    slipped = text[:at] + middle + text[at + (2 if kind == "exchanged" else 1):]
    found[place] = (name, slipped)
    return slipped != text


def no_family(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """Only the given name was known."""
    if len(b.given[0][1]) < 4 or not b.family:
        return False
    b.family = []
    return True


def father_as_family(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The father's name stands as family name; where there are none, the grandfather's name slips into its place."""
    father = written(who.father, draw)
    if who.father.root in {name.root for name, _ in (*a.given, *a.family)}:
        return False
    if who.origin in NO_FAMILY_NAMES:
        b.given, b.family = [b.given[0], *b.family], [father]
        return True
    if who.origin not in ("arabic", "dari", "pashto", "maghreb") or len(a.given) > 1:
        return False
    a.given.append(father)
    b.family = [father]
    return True


def prefix(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The particle left out or written otherwise: Al-, El, Abdul, Ben, Ould, Gebre."""
    return _restyle(draw, b, lambda style: True)


def compound(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """Two parts of a name written as one word, with a hyphen or apart."""
    if len(b.given) == 2:
        (name, first), (_, second) = b.given
        b.given = [(name, draw.one((first + second.lower(), f"{first}-{second}", f"{first}{second}")))]
        return True
    return _restyle(draw, b, lambda style: style.split("{")[0].strip(" -").lower() in ("abdul", "gebre", "ben", "al"))


def _restyle(draw: Draw, b: Sheet, allowed: Callable[[str], bool]) -> bool:
    for words in (b.given, b.family):
        for place, (name, before) in enumerate(words):
            if not name.prefix:
                continue
            bare = before[len(style_of(name, before).split("{")[0]):].capitalize()
            others = [text for text in (joined(name, bare, style) for style in PREFIXES[name.prefix] if allowed(style))
                      if text != before]
            if not others:
                return False
            words[place] = (name, draw.one(others))
            return True
    return False


def short(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The given name shortened, as on a list or as friends call the person."""
    for place, (name, _) in enumerate(b.given):
        if name.short:
            b.given[place] = (name, draw.one(name.short))
            return True
    return False


def script_only(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The own script on one side only: in the name itself, or in its field beside another Latin spelling."""
    if not original(who.family):
        return False
    given, family = " ".join(original(name) for name, _ in b.given), " ".join(original(name) for name, _ in b.family)
    if draw.chance(0.5):
        b.given, b.family = [(who.given[0], given)], [(who.family, family)]
        return True
    b.original_script = f"{given} {family}"
    return transliteration(draw, who, a, b)


def alias(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The name on one side is the alias on the other, a name otherwise unknown there."""
    called, how = written(who.called, draw)
    if not b.family or called.root in {name.root for name, _ in (*b.given, *b.family)}:
        return False
    if draw.chance(0.5):
        a.aliases = (f"{how} {b.family[0][1]}",)
        b.given = [(called, how)]
    else:
        b.aliases = (f"{b.given[0][1]} {b.family[0][1]}",)
        b.given, b.family = [(called, how)], []
    return True


def diacritics(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The letters with marks on one side, bare ones on the other."""
    changed = False
    for mine, its in ((a.given, b.given), (a.family, b.family)):
        for place, (name, _) in enumerate(mine):
            marked = [row for row in spellings(name) if plain(row[0]) != row[0]]
            if marked and not name.prefix:
                text = draw.weighted(marked)
                mine[place], its[place] = (name, text), (name, plain(text))
                changed = True
    return changed


def second_given(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """One of two given names missing."""
    if len(b.given) < 2:
        return False
    del b.given[draw.below(2)]
    return True


def day_month(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """Day and month in each other's place."""
    year, month, day = a.birth.year, a.birth.month or 1, a.birth.day or 1
    if month == 1 or day > 12 or day == month:
        return False
    b.birth = PartialDate(year, day, month)
    return True


def assigned(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The day on one side, the 1 January an office has given on the other."""
    b.birth = PartialDate(a.birth.year, 1, 1, draw.chance(0.4))
    return not a.birth.is_assigned_looking


def assigned_off(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """The 1 January of the year before or after."""
    b.birth = PartialDate(a.birth.year + draw.one((-1, 1)), 1, 1, draw.chance(0.4))
    return True


def year_only(draw: Draw, who: Person, a: Sheet, b: Sheet) -> bool:
    """Only the year known, mostly estimated."""
    b.birth = PartialDate(a.birth.year, estimated=draw.chance(0.6))
    return True


OF_NAMES: Mapping[str, tuple[Change, float]] = {
    "transliteration": (transliteration, 22), "order": (order, 8), "typo": (typo, 9), "no_family": (no_family, 4),
    "father_as_family": (father_as_family, 9), "prefix": (prefix, 8), "compound": (compound, 7), "short": (short, 6),
    "script_only": (script_only, 9), "alias": (alias, 6), "diacritics": (diacritics, 8),
    "second_given": (second_given, 5),
}
OF_BIRTH: Mapping[str, tuple[Change, float]] = {
    "day_month": (day_month, 8), "assigned": (assigned, 8), "assigned_off": (assigned_off, 4),
    "year_only": (year_only, 6),
}
# Two of these together leave nothing of the name to go by.
_LEAVE_LITTLE = frozenset({"no_family", "father_as_family", "script_only", "alias", "short", "diacritics"})


# The second would write over the first.
_EXCLUDING = (frozenset({"transliteration", "script_only"}), frozenset({"transliteration", "short"}))
# In this turn: a spelling is chosen before parts are moved or lost, and the finger slips last.
_FIRST, _LAST = ("diacritics", "transliteration", "father_as_family"), ("typo",)
_TURN = (*_FIRST, *(code for code in OF_NAMES if code not in _FIRST + _LAST), *_LAST)


def plan(draw: Draw) -> tuple[str, ...]:
    """What differs in a pair: nothing, one thing or two."""
    of_names = tuple((code, weight) for code, (_, weight) in OF_NAMES.items())
    of_birth = tuple((code, weight) for code, (_, weight) in OF_BIRTH.items())
    kind = draw.weighted((("easy", 11), ("name", 37), ("birth", 12), ("both", 26), ("names", 14)))
    first, birth = draw.weighted(of_names), draw.weighted(of_birth)
    if kind == "names":
        partners = tuple(row for row in of_names
                         if row[0] != first and not {row[0], first} <= _LEAVE_LITTLE
                         and {row[0], first} not in _EXCLUDING)
        return tuple(sorted((first, draw.weighted(partners)), key=_TURN.index))
    return {"easy": ("easy",), "name": (first,), "birth": (birth,), "both": (first, birth)}[kind]


def typed_twice(draw: Draw, who: Person, codes: Sequence[str]) -> tuple[Sheet, Sheet] | None:
    """The person in two records that differ as planned; None where that cannot be made of this person."""
    a = sheet(draw, who)
    if original(who.family) and draw.chance(0.15) and "script_only" not in codes:
        a.original_script = " ".join([*(original(name) for name in who.given), original(who.family)])
    b = a.copy()
    b.original_script = a.original_script if draw.chance(0.3) else ""
    for code in codes:
        if code == "easy":
            continue
        change = (OF_NAMES.get(code) or OF_BIRTH[code])[0]
        if not change(draw, who, a, b):
            return None
    weak = len(WEAK & set(codes))
    if weak and who.birth.is_assigned_looking and not set(codes) & set(OF_BIRTH):
        weak += 1
    _asked(draw, a, b, same_phone=weak > 1 or (weak == 1 and draw.chance(0.8)) or draw.chance(0.3))
    if draw.chance(0.4):
        # Either of the two may be the older record; the sheets change places whole.
        return b, a
    return a, b


def _asked(draw: Draw, a: Sheet, b: Sheet, *, same_phone: bool) -> None:
    if not same_phone:
        b.phone = draw.one(("", "", "", phone(draw)))
        a.phone = a.phone if draw.chance(0.6) else ""
    for one in (a, b):
        one.sex = one.sex if draw.chance(0.8) else ""
        one.nationality = one.nationality if draw.chance(0.75) else ""
