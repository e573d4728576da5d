"""A state's merge: the monthly files of many laptops over years, from the bytes on the disk to what is shown."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.domain.codes import shipped
from app.domain.dates import Month
from app.statistics import merging, report_format
from app.statistics.merging import Cycle
from app.statistics.report_reading import ReportReader
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.received import any_numbers, report

LAPTOPS, MONTHS, FIRST = 116, 36, Month(2023, 10)
TIMES = 3


def merged(_run: Run) -> list[Figure]:
    """All files read and added up by month, quarter and year; beside it only reading their bytes."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _write(folder)
        paths = sorted(folder.iterdir())
        bare = [_timed(lambda: [path.read_bytes() for path in paths]) for _ in range(TIMES)]
        return [Figure(name=f"Merge of {LAPTOPS} laptops × {MONTHS} months by {cycle.value}", unit="ms", bare=bare,
                       samples=[_timed(lambda cycle=cycle: _merge(paths, cycle)) for _ in range(TIMES)],
                       bare_words="reading the bytes", target=Target(of="worst", limit=5000))
                for cycle in (Cycle.MONTH, Cycle.QUARTER, Cycle.YEAR)]


def _write(folder: Path) -> None:
    draw, communes = random.Random(7), shipped("commune").ids
    for laptop in range(LAPTOPS):
        for n in range(MONTHS):
            made = report(laptop, FIRST.plus(n), ags=communes[laptop], other=any_numbers(draw))
            (folder / f"{report_format.file_stem(made.head)}.json").write_bytes(report_format.to_bytes(made))


def _merge(paths: list[Path], cycle: Cycle) -> None:
    reader = ReportReader()
    found = merging.merge((reader.read(path.read_bytes()) for path in paths), cycle)
    assert found.reports == LAPTOPS * MONTHS


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
