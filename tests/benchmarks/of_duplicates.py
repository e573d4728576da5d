"""What the duplicate finder costs: a key in Aufnahme, reading everybody, all pairs of the caseload."""

import time

from app.store.queries import duplicates
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.duplicates import population
from tests.duplicates.measure import filled, keystrokes

TYPISTS = 60


def typing(run: Run) -> list[Figure]:
    """Keys among people whose names are as uneven as in life; what is read comes from the file of the benchmarks."""
    residents = population.caseload(run.clients)
    index = filled(residents)
    index.warm()
    took = keystrokes(index, population.newcomers(TYPISTS, "typists", among=residents))
    begun = time.perf_counter()
    index.pairs()
    paired = (time.perf_counter() - begun) * 1000
    with caseload.copy(run) as file:
        begun = time.perf_counter()
        duplicates.known(file).build(file)
        built = (time.perf_counter() - begun) * 1000
    return [
        Figure(name="Duplicates, a key in Aufnahme", unit="ms", samples=took, target=Target(of="p95", limit=30)),
        Figure(name="Duplicates, everybody read (worker)", unit="ms", samples=[built]),
        Figure(name="Duplicates, all pairs of the caseload (worker)", unit="ms", samples=[paired],
               target=Target(of="p50", limit=3000)),
    ]
