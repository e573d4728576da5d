"""Planted faults: each makes files as broken code would and says by which sentence the audit refused one, if it did."""

import json
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

from app.domain.dates import Month
from app.statistics.audit import AuditRefused
from app.statistics.rounding import cell_id, offset
from tests.audit.exporting import Desk, blind, keyed, thoughtless
from tests.audit.movements import PLAN, Counts, Person, person, series, stock

MONTHS = 12
HONEST_BEFORE = 4
SEXES = PLAN.attributes["sex"].codes
# The sentence of the refusal, or "" where the fault slipped through.
Fault = Callable[[int, Random], str]
File = tuple[Month, bytes, Counts]


def constant_offset(size: int, random: Random) -> str:
    """Rounded without a key: every cell with the same offset."""
    same = random.randrange(5)

    def file(month: Month, counts: Counts) -> File:
        return month, thoughtless(month, lambda c: counts[c] and (counts[c] + same) // 5 * 5), counts
    return _caught(_blind_desk(random), (file(*one) for one in series(size, MONTHS, random)))


def key_change(size: int, random: Random) -> str:
    """From some month on with another key."""
    keys = random.randbytes(32), random.randbytes(32)
    return _caught(_blind_desk(random), (
        (month, thoughtless(month, keyed(keys[number >= HONEST_BEFORE], counts)), counts)
        for number, (month, counts) in enumerate(series(size, MONTHS, random))))


def redrawn_offsets(size: int, random: Random) -> str:
    """A new key every month."""
    return _caught(_blind_desk(random), (
        (month, thoughtless(month, keyed(random.randbytes(32), counts)), counts)
        for month, counts in series(size, MONTHS, random)))


def no_multiple(size: int, random: Random) -> str:
    """One number of one month is no multiple of five."""
    def beside(raw: Any) -> bool:
        one = random.choice([c for table in raw["tables"] for c in table["cells"] if c["value"] is not None])
        one["value"] += random.randrange(1, 5)
        return True
    return _caught(_blind_desk(random), _changed_at_last(size, random, beside))


def changed_repeat(size: int, random: Random) -> str:
    """A month that was issued comes again with another number."""
    def other(raw: Any) -> bool:
        one = random.choice([c for table in raw["tables"] for c in table["cells"] if c["value"]])
        one["value"] += random.choice((-5, 5))
        return True

    def twice() -> Iterator[File]:
        *before, (month, content, counts) = _honest(size, random)
        yield from (*before, (month, content, counts), (month, changed(content, other) or b"", counts))
    return _caught(_blind_desk(random), twice())


def small_margin(size: int, random: Random) -> str:
    """A two-way cell that the group rule keeps back is printed, true and well rounded."""
    def printed(raw: Any) -> bool:
        left = [c for table in raw["tables"] for c in table["cells"] if c["value"] is None]
        if left:
            random.choice(left)["value"] = 0
        return bool(left)
    return _caught(_blind_desk(random), _changed_at_last(size, random, printed))


def missing_margin(size: int, random: Random) -> str:
    """A two-way table is printed, but one of its margins is not."""
    def cut(raw: Any) -> bool:
        told = {name for table in raw["tables"] for c in table["cells"] if c["value"] is not None and len(c["of"]) == 2
                for name in c["of"] if name != "status"}
        lost = [table for table in raw["tables"] if {tuple(c["of"]) for c in table["cells"]} & {(n,) for n in told}
                and table["cells"][0]["measure"] == "stock"]
        if lost:
            raw["tables"].remove(random.choice(lost))
        return bool(lost)
    return _caught(_blind_desk(random), _changed_at_last(size, random, cut))


def computable_group(size: int, random: Random) -> str:
    """The margins of sex all round up by four, so that the one person left over stands there within two counts."""
    many = size // 10 * 5 + 6
    return _caught(Desk(key=bytes(32)), by_sex([(many, many, 1)], random, key_with_four(random)))


def tracked_group(size: int, random: Random) -> str:
    """No month tells it alone: the first tells the number of women, the second that of men, and one person is left."""
    many = size // 10 * 5 + 5
    return _caught(Desk(key=bytes(32)), by_sex([(many, many + 1, 1), (many + 1, many + 3, 1)], random,
                                               key_with_four(random)))


FAULTS: dict[str, Fault] = {
    "constant offset": constant_offset, "key change": key_change, "redrawn offsets": redrawn_offsets,
    "no multiple of five": no_multiple, "changed repeat": changed_repeat, "small margin": small_margin,
    "missing margin": missing_margin, "computable group": computable_group, "tracked group": tracked_group,
}
# Below, a file prints five cells: too few to judge a constant, and another key may well round these five alike.
LARGE_ENOUGH = {"constant offset": 30, "key change": 30}


def by_sex(months: Iterable[tuple[int, int, int]], random: Random, key: bytes) -> Iterator[File]:
    """Files of a thoughtless desk with so many men, women and others in stock; persons join, and nobody leaves."""
    persons: dict[str, list[Person]] = {sex: [] for sex in SEXES}
    month = Month(2026, 10)
    for numbers in months:
        for sex, number in zip(persons, numbers, strict=True):
            persons[sex] += [person(random) | {"sex": sex} for _ in range(number - len(persons[sex]))]
        counts = stock([one for of in persons.values() for one in of], month.year)
        yield month, thoughtless(month, keyed(key, counts)), counts
        month = month.next()


def key_with_four(random: Random) -> bytes:
    """A key under which the cells of all sexes have the offset 4."""
    while True:
        key = random.randbytes(32)
        if all(offset(key, cell_id("stock", "", [("sex", sex)])) == 4 for sex in SEXES):
            return key


def changed(content: bytes, change: Callable[[Any], bool]) -> bytes | None:
    """The file with a change, written in the canonical way; None where there was nothing to change."""
    raw = json.loads(content)
    return (json.dumps(raw, sort_keys=True, separators=(",", ":")) + "\n").encode() if change(raw) else None


def _blind_desk(random: Random) -> Desk:
    return Desk(key=random.randbytes(32), bounds=blind)


def _honest(size: int, random: Random) -> Iterator[File]:
    key = random.randbytes(32)
    for month, counts in series(size, random.randrange(1, 6), random):
        yield month, thoughtless(month, keyed(key, counts)), counts


def _changed_at_last(size: int, random: Random, change: Callable[[Any], bool]) -> list[File]:
    """Honest months with a changed one at the end; another series where there is nothing to change."""
    for _ in range(100):
        *before, (month, content, counts) = _honest(size, random)
        altered = changed(content, change)
        if altered is not None:
            return [*before, (month, altered, counts)]
    raise ValueError("no series of this size has anything to change")


def _caught(desk: Desk, files: Iterable[File]) -> str:
    for month, content, counts in files:
        try:
            desk.audited(month, content, counts)
        except AuditRefused as refusal:
            return refusal.msgid
    return ""
