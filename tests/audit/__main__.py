"""Runs the audit over many honest series and planted faults: ``python -m tests.audit --series 40``; ends with 1 where
an honest month was refused or a fault slipped through."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import Random
from time import process_time

from app.statistics.audit import AuditRefused
from tests.audit.exporting import Desk
from tests.audit.faults import FAULTS, LARGE_ENOUGH
from tests.audit.movements import series

SIZES = (15, 30, 60, 120, 250)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of one honest series: which plan each month followed, who refused it if anybody, CPU seconds."""

    rungs: tuple[int, ...]
    refused: str
    seconds: float


def honest(size: int, number: int, months: int) -> Run:
    """One honest series, exported and audited month by month."""
    random, started = Random(f"honest {size} {number}"), process_time()
    desk, refused = Desk(key=random.randbytes(32)), ""
    try:
        for month, counts in series(size, months, random):
            desk.audited(month, desk.export(month, counts), counts)
    except AuditRefused as refusal:
        refused = f"n = {size}, series {number}: {refusal}"
    return Run(rungs=tuple(desk.rungs), refused=refused, seconds=process_time() - started)


def planted(name: str, size: int, number: int) -> bool:
    """Whether a fault was caught."""
    return bool(FAULTS[name](size, Random(f"{name} {size} {number}")))


def main() -> int:
    """Runs and prints; the exit code."""
    chosen = _arguments()
    numbers = range(chosen.series)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        runs = {size: [pool.submit(honest, size, number, chosen.months) for number in numbers] for size in SIZES}
        faults = {(name, size): [pool.submit(planted, name, size, number) for number in numbers]
                  for name in FAULTS for size in SIZES if size >= LARGE_ENOUGH.get(name, 0)}
        refused = [line for size in SIZES for line in _of_honest(size, [run.result() for run in runs[size]])]
        caught = {key: sum(one.result() for one in several) for key, several in faults.items()}
        missed = _of_faults(caught, chosen.series)
    print(*refused, sep="\n")
    return 1 if refused or missed else 0


def _of_honest(size: int, runs: Iterable[Run]) -> list[str]:
    runs = list(runs)
    rungs = Counter(rung for run in runs for rung in run.rungs)
    refused = [run.refused for run in runs if run.refused]
    print(f"honest n = {size:3}: {len(runs)} series, {rungs.total()} months, refused {len(refused)}, plans "
          f"{', '.join(f'{rung}: {rungs[rung]}' for rung in sorted(rungs))}; {sum(r.seconds for r in runs):.0f} s CPU",
          flush=True)
    return refused


def _of_faults(caught: dict[tuple[str, int], int], of: int) -> int:
    print(f"{'fault, caught of ' + str(of):24}" + "".join(f"{'n = ' + str(size):>9}" for size in SIZES))
    for name in FAULTS:
        print(f"{name:24}" + "".join(f"{caught.get((name, size), '–'):>9}" for size in SIZES))
    return sum(of - number for number in caught.values())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--series", type=int, default=40, help="series of each size and fault")
    parser.add_argument("--months", type=int, default=12, help="months of an honest series")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
