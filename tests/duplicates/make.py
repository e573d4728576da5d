"""Writes the benchmark of pairs anew, byte for byte the same: `python -m tests.duplicates.make`. It was made before
the finder and is not to be fitted to it; a change here is a new benchmark and goes with new figures."""

import sys
from collections.abc import Callable
from pathlib import Path

from tests.duplicates import others, same
from tests.duplicates.pairs import FOLDER, SPLITS, Pair, write
from tests.duplicates.people import Draw, Sheet, person

# Pairs of each kind; two thirds for building, one third held out.
COUNTS = {
    "arabic": 72, "maghreb": 30, "dari": 72, "pashto": 30, "horn": 45, "west": 60, "somali": 24, "turkish": 36,
    "albanian": 18, "serbian": 12, "russian": 9, "ukrainian": 9, "georgian": 6, "armenian": 6,
}
Drawn = tuple[tuple[str, ...], Sheet, Sheet]


def pairs(split: str) -> tuple[Pair, ...]:
    """All the pairs of a part."""
    found: list[Pair] = []
    for origin, count in COUNTS.items():
        number = count // 3 if split == "held" else count - count // 3
        for kind, draw_one in (("true", _true), ("false", _false)):
            # Every origin and kind is drawn for itself: one more pair in one place changes no other.
            draw = Draw(seed=f"{split} {origin} {kind} 1")
            found += _distinct(draw, split, origin, kind, number, draw_one)
    return tuple(found)


def _distinct(draw: Draw, split: str, origin: str, kind: str, number: int,
              draw_one: Callable[[Draw, str, str], Drawn | None]) -> list[Pair]:
    found: list[Pair] = []
    seen: set[frozenset[tuple[str, ...]]] = set()
    while len(found) < number:
        drawn = draw_one(draw, split, origin)
        if drawn is None:
            continue
        codes, a, b = drawn
        both = frozenset({a.record().cells(), b.record().cells()})
        if both in seen or (codes != ("easy",) and len(both) == 1):
            continue
        seen.add(both)
        roots = {name.root for sheet in (a, b) for name, _ in (*sheet.given, *sheet.family)}
        found.append(Pair(id=f"{origin}-{split[0]}{kind[0]}{len(found) + 1:02}", same=kind == "true", origin=origin,
                          difference=codes, split=split, roots=tuple(sorted(roots)), a=a.record(), b=b.record()))
    return found


def _true(draw: Draw, split: str, origin: str) -> Drawn | None:
    codes = same.plan(draw)
    for _ in range(40):
        # The kind of difference stays, the person changes until it fits: else the rare kinds would be lost.
        two = same.typed_twice(draw, person(draw, split, origin), codes)
        if two is not None:
            return codes, *two
    return None


def _false(draw: Draw, split: str, origin: str) -> Drawn | None:
    code = others.plan(draw)
    for _ in range(40):
        two = others.told_apart(draw, split, origin, code)
        if two is not None:
            return (code,), *two
    return None


def main(folder: Path = FOLDER) -> None:
    """Writes the file of each part."""
    for split in SPLITS:
        write(folder / f"{split}.csv", pairs(split))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
