"""What the duplicate finder finds and what it suggests wrongly: `python -m tests.duplicates.measure [tune|held]`.
Held is measured once, when the finder stands."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from app.domain.caseload import Caseload
from app.domain.duplicates import Traits
from tests.duplicates.pairs import Pair, Record, pairs
from tests.duplicates.population import Resident, caseload, newcomers

PEOPLE, INTAKES = 3000, 2000


def traits(record: Record) -> Traits:
    """A record as the finder takes it."""
    return Traits(family=record.family, given=record.given, aliases=record.aliases,
                  original_script=record.original_script, birth=record.birth, sex=record.sex,
                  nationalities=(record.nationality,) if record.nationality else (), phone=record.phone)


def filled(people: Iterable[Resident]) -> Caseload:
    """A caseload of these residents, by their place."""
    index = Caseload(anyascii)
    for i, one in enumerate(people):
        index.put(str(i), traits(one.record))
    return index


def suggested(index: Caseload, pair: Pair) -> bool:
    """Whether the first record is among the suggestions while the second is typed."""
    index.put("pair", traits(pair.a))
    found = any(hit.id == "pair" for hit in index.similar(traits(pair.b)))
    index.drop("pair")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came out: shares of the pairs, and false suggestions per twenty intakes."""

    recall: float
    false_pairs: float
    missed: tuple[Pair, ...]
    taken: tuple[Pair, ...]


def of_pairs(index: Caseload, found: Sequence[Pair]) -> Figures:
    """Recall over the true pairs and the share of false ones that were suggested."""
    said = {pair.id: suggested(index, pair) for pair in found}
    true, false = [pair for pair in found if pair.same], [pair for pair in found if not pair.same]
    missed = tuple(pair for pair in true if not said[pair.id])
    taken = tuple(pair for pair in false if said[pair.id])
    return Figures(recall=1 - len(missed) / len(true), false_pairs=len(taken) / len(false), missed=missed, taken=taken)


def per_twenty(index: Caseload, people: Sequence[Resident]) -> float:
    """How many suggestions twenty people who are not in the caseload bring; every one is wrong."""
    return 20 * sum(len(index.similar(traits(one.record))) for one in people) / len(people)


def keystrokes(index: Caseload, people: Iterable[Resident]) -> list[float]:
    """Milliseconds of processor time for every key of the names, then for the birth and the rest."""
    took: list[float] = []
    for one in people:
        record = one.record
        steps = [Record(family=record.family[:n]) for n in range(1, len(record.family) + 1)]
        steps += [Record(family=record.family, given=record.given[:n]) for n in range(1, len(record.given) + 1)]
        steps.append(Record(family=record.family, given=record.given, birth=record.birth))
        steps.append(record)
        for step in steps:
            begun = time.process_time()
            index.similar(traits(step))
            took.append(1000 * (time.process_time() - begun))
    return sorted(took)


def main(split: str) -> None:
    """Prints the figures of a part, with those of the invented caseload."""
    residents = caseload(PEOPLE)
    begun = time.perf_counter()
    index = filled(residents)
    print(f"{PEOPLE} people in the index after {time.perf_counter() - begun:.2f} s, bar {index.bar:.2f}")
    found = pairs(split)
    figures = of_pairs(index, found)
    print(f"{split}: recall {figures.recall:.4f}, false pairs suggested {figures.false_pairs:.4f}")
    for name, misses, same in (("missed", figures.missed, True), ("suggested wrongly", figures.taken, False)):
        of = [pair for pair in found if pair.same == same]
        for part in ("origin", "difference"):
            asked = Counter(code for pair in of for code in _codes(pair, part))
            gone = Counter(code for pair in misses for code in _codes(pair, part))
            print(f"  {name} by {part}: " + ", ".join(f"{code} {gone[code]}/{asked[code]}" for code in sorted(asked)))
    fresh = newcomers(INTAKES, among=residents)
    print(f"false suggestions per 20 intakes: {per_twenty(index, fresh):.2f} ({INTAKES} newcomers among {PEOPLE})")
    index = filled(residents)
    begun = time.perf_counter()
    index.warm()
    print(f"warm after {time.perf_counter() - begun:.2f} s")
    took = keystrokes(index, newcomers(60, seed="typists", among=residents))
    print(f"ms per key: p50 {took[len(took) // 2]:.2f}, p95 {took[int(len(took) * .95)]:.2f}, most {took[-1]:.2f}")
    begun = time.perf_counter()
    print(f"all pairs of the caseload: {len(index.pairs())} in {time.perf_counter() - begun:.2f} s")


def _codes(pair: Pair, part: str) -> tuple[str, ...]:
    return (pair.origin,) if part == "origin" else pair.difference


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "tune")
