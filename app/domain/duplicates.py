"""Is it the same person? Evidence from names, birth and phone as logarithms of odds: what two people rarely have in
common by chance says much, a blank says nothing. No database; who is compared comes from the caseload."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

from app.domain.dates import PartialDate
from app.domain.names import Transliterate
from app.domain.sounds import words
from app.domain.spelling import Level, level

# How much likelier a likeness is between two records of one person than between two people (natural logarithm).
SAME_DAY, SAME_MONTH, TURNED, SAME_ASSIGNED, ASSIGNED, SAME_YEAR = 7.5, 5.0, 5.0, 3.2, .9, 2.2
DAY_OFF, YEAR_OFF, OTHER_DAY, NEAR_ASSIGNED, BOTH_ASSIGNED, OTHER_YEAR = .5, 2.0, -2.0, -2.2, .5, -11.0
SAME_SEX, OTHER_SEX, SAME_NATION, OTHER_NATION = .3, -3.0, .3, -1.5
PHONE, PHONE_SHARED, PHONE_FOR_YEAR = 4.5, 1.0, 1.5
# What a difference in a name costs, since one person's records seldom show it.
WORSE: dict[Level, float] = {Level.SAME: 0.0, Level.VARIANT: .5, Level.SHORT: 1.5, Level.SLIP: 3.0, Level.LOOSE: 4.5}
_SEXES = ("m", "w")
LEFT_OVER, TURNED_NAMES, OTHER_FORM, OTHER_NAME, TOGETHER = 1.2, .7, .5, 9.0, .3


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of a person, typed or recorded; blank for what is not known."""

    family: str = ""
    given: str = ""
    aliases: tuple[str, ...] = ()
    original_script: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    nationalities: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much speaks for one person: ``score`` in natural logarithms, ``reasons`` as short codes."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One name of a person, in words; ``kind`` is name, alias or script."""

    kind: str
    family: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All words of it."""
        return self.given + self.family

    def in_family(self, places: range) -> bool:
        """Whether the words at these places belong to the family name."""
        return places.start >= len(self.given)


@dataclass(frozen=True, slots=True)
class Known:
    """Traits ready to be compared."""

    traits: Traits
    forms: tuple[Form, ...]
    phone: str


def known(traits: Traits, transliterate: Transliterate | None = None) -> Known:
    """The traits with their names taken apart."""
    forms = [Form("name", words(traits.family, transliterate), words(traits.given, transliterate))]
    forms += [Form("alias", (), words(alias, transliterate)) for alias in traits.aliases]
    forms.append(Form("script", (), words(traits.original_script, transliterate)))
    digits = "".join(char for char in traits.phone if char.isdigit())
    return Known(traits, tuple(form for form in forms if form.words), digits[-8:] if len(digits) >= 6 else "")


def birth_evidence(one: PartialDate | None, two: PartialDate | None) -> tuple[float, str]:
    """What two dates of birth say, with the reason to show; a 1 January is mostly given by an office."""
    if one is None or two is None:
        return 0.0, ""
    if one.year != two.year:
        return _other_year(one, two)
    if one.month is None or two.month is None:
        return SAME_YEAR, "same_year"
    if one.day is None or two.day is None:
        return (SAME_MONTH, "same_month") if one.month == two.month else (OTHER_DAY, "")
    if (one.month, one.day) == (two.month, two.day):
        return (SAME_ASSIGNED, "same_assigned") if one.is_assigned_looking else (SAME_DAY, "same_birth")
    if one.is_assigned_looking or two.is_assigned_looking:
        return ASSIGNED, "assigned"
    if (one.month, one.day) == (two.day, two.month):
        return TURNED, "day_month"
    return (DAY_OFF, "same_month") if one.month == two.month or one.day == two.day else (OTHER_DAY, "")


def _other_year(one: PartialDate, two: PartialDate) -> tuple[float, str]:
    apart = abs(one.year - two.year)
    if apart == 1 and any(birth.year_only or birth.is_assigned_looking or birth.estimated for birth in (one, two)):
        # brothers and sisters are registered like this
        both = one.is_assigned_looking and two.is_assigned_looking
        return NEAR_ASSIGNED - BOTH_ASSIGNED * both, "near_year"
    same_day = one.day and (one.month, one.day) == (two.month, two.day) and not one.is_assigned_looking
    if same_day and (apart in (1, 10) or sorted(str(one.year)) == sorted(str(two.year))):
        return YEAR_OFF, "year_slip"
    return OTHER_YEAR, ""


def beside_evidence(one: Traits, two: Traits) -> float:
    """What sex and nationality say; unknown, refused and blank say nothing."""
    found = 0.0
    if one.sex in _SEXES and two.sex in _SEXES:
        found += SAME_SEX if one.sex == two.sex else OTHER_SEX
    if one.nationalities and two.nationalities:
        found += SAME_NATION if set(one.nationalities) & set(two.nationalities) else OTHER_NATION
    return found


def phone_evidence(one: str, two: str, others: int) -> float:
    """One number is worth less the more people of the caseload have it: a shelter, a family."""
    if not one or one != two:
        return 0.0
    return max(PHONE_SHARED, PHONE - 1.2 * log(max(others, 1)))


Rarity = Callable[[str, Level], float]
Match = tuple[float, Level, range, range]


def name_evidence(one: Form, two: Form, rarity: Rarity) -> tuple[float, tuple[str, ...]]:
    """What two names say: every word they share by how rare it is, a word left on both sides against them."""
    left, right = set(range(len(one.words))), set(range(len(two.words)))
    levels: set[Level] = set()
    crossed = 0
    gains: list[float] = []
    for gain, like, here, there in sorted(_matches(one.words, two.words, rarity), key=_by_gain):
        if left.issuperset(here) and right.issuperset(there):
            left.difference_update(here)
            right.difference_update(there)
            gains.append(gain)
            levels.add(like)
            crossed += one.in_family(here) != two.in_family(there)
    if not gains or max(gains) < 0:
        return -OTHER_NAME, ()
    # who bears one name of a region mostly bears the other from there too
    score = sum(gains) - TOGETHER * (sum(gains) - max(gains))
    score -= OTHER_NAME if left and right else LEFT_OVER * (len(left) + len(right))
    reasons = [reason for like, reason in _SPELLED.items() if like in levels]
    both = one.family and two.family and one.given and two.given
    if both and crossed == len(gains):
        score -= TURNED_NAMES
        reasons.insert(0, "turned")
    if left and right:
        reasons.append("other_name")
    elif left or right:
        reasons.append("part")
    elif levels == {Level.SAME} and not crossed and one.kind == two.kind == "name":
        reasons.append("same_name")
    if {one.kind, two.kind} != {"name"}:
        score -= OTHER_FORM
        reasons.insert(0, "script" if "script" in (one.kind, two.kind) else "alias")
    return score, tuple(reasons)


_SPELLED = {Level.VARIANT: "spelled", Level.SHORT: "short", Level.SLIP: "slip", Level.LOOSE: "loose"}


def _by_gain(match: Match) -> tuple[int, float]:
    return match[1], -match[0]


def _matches(one: tuple[str, ...], two: tuple[str, ...], rarity: Rarity) -> Iterator[Match]:
    """Every word of one that may be a word of the other, also two words written as one."""
    for i, word in enumerate(one):
        for j, other in enumerate(two):
            if (like := level(word, other)) is not None:
                gain = 0.0 if like == Level.LOOSE else min(rarity(word, like), rarity(other, like))
                yield gain - WORSE[like], like, range(i, i + 1), range(j, j + 1)
    for turned, (few, many) in enumerate(((one, two), (two, one))):
        for j in range(len(many) - 1):
            for i, word in enumerate(few):
                like = level(word, many[j] + many[j + 1])
                if like is not None and like <= Level.VARIANT:
                    apart = rarity(many[j], like) + rarity(many[j + 1], like)
                    gain = min(rarity(word, like), apart) - WORSE[Level.VARIANT]
                    here, there = range(i, i + 1), range(j, j + 2)
                    yield (gain, like, there, here) if turned else (gain, like, here, there)


def likeness(one: Known, two: Known, rarity: Rarity, sharing: int = 1) -> Likeness:
    """All that speaks for one person; ``sharing`` is how many people of the caseload have the phone of ``two``."""
    of_names, names = max((name_evidence(a, b, rarity) for a in one.forms for b in two.forms),
                          key=lambda found: found[0], default=(0.0, ()))
    of_birth, birth = birth_evidence(one.traits.birth, two.traits.birth)
    # with another name on either side a common phone speaks for a family
    of_phone = 0.0 if "other_name" in names else phone_evidence(one.phone, two.phone, sharing)
    if of_phone and birth == "near_year":
        of_phone += PHONE_FOR_YEAR
    if "loose" in names and birth in ("same_assigned", "near_year"):
        # Hassan and Hussein, with the 1 January and the phone of their family
        of_phone = min(of_phone, PHONE_SHARED)
    score = of_names + of_birth + of_phone + beside_evidence(one.traits, two.traits)
    return Likeness(score=score, reasons=tuple(filter(None, (*names, birth, "phone" if of_phone else ""))))
