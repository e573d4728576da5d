"""What the start check costs: its two parts, the commit that meets it, the window beside it, closing in its midst."""

import time
from collections.abc import Callable

from app.store import checkup
from app.store.casefile import CaseFile
from app.store.check import check_pages, check_structure
from app.store.queries import clients
from app.usecases import casework
from app.vault import keyfile
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.shown import application, office_of, rest, standstill

ROUNDS, COMMITS, PAUSE = 3, 60, 0.07
# seconds instead of 30 until the check begins again, so that most commits meet a running one
QUIET = 0.03
LIMIT = Target(of="worst", limit=50)


def check(run: Run) -> list[Figure]:
    """Durations, longest wait of a commit, longest standstill of the window, and closing while a check runs."""
    with caseload.copy(run) as file:
        size = file.database.stat().st_size / 1e6
        figures = _durations(file, size)
        figures += _commits(file)
    with caseload.copy(run) as file:
        figures.append(_window(file))
    return [*figures, *_closings(run)]


def _durations(file: CaseFile, size: float) -> list[Figure]:
    key = keyfile.hkdf(file.secret, "db")
    parts = (("pages", check_pages), ("structure", check_structure))
    return [Figure(name=f"Start check of {size:.0f} MB: {name}", unit="ms",
                   samples=[_timed(lambda part=part: part(file.database, key)) for _ in range(ROUNDS)])
            for name, part in parts]


def _commits(file: CaseFile) -> list[Figure]:
    people = [line.client_id for line in clients.lines(file)]
    checkup.QUIET = QUIET
    met, waits, times = 0, list[float](), dict[str, list[float]](alone=[], beside=[])
    for room, samples in times.items():
        if room == "beside":
            file.checkup.start()
        for n in range(COMMITS):
            # at another place of the check each time; alone too, because after a pause the processor has forgotten much
            time.sleep(PAUSE + n * 0.001)
            running = file.checkup._connection is not None
            begun = time.perf_counter()
            with file.checkup.giving_way():
                waited = (time.perf_counter() - begun) * 1000
                casework.change_client(file, people[n], room=f"{room} {n}")
                samples.append((time.perf_counter() - begun) * 1000)
            if running:
                met += 1
                waits.append(waited)
    assert met > COMMITS // 2, f"only {met} commits met a running check"
    return [
        Figure(name=f"Commit waits until the start check gives way ({met} met one)", unit="ms", samples=waits,
               target=LIMIT),
        Figure(name="Commit beside the start check, as a whole", unit="ms", samples=times["beside"],
               bare=times["alone"], bare_words="the same commit after the same pause, no check"),
    ]


def _window(file: CaseFile) -> Figure:
    office = office_of(application(), file)
    office.show()
    rest()
    longest = standstill(lambda: file.checkup.start(), lambda: file.checkup.verdict is not None)
    assert file.checkup.verdict is not None and not file.checkup.verdict.problems
    office.window.hide()
    office.window.desk.tasks.end()
    return Figure(name="Window stands still: during the start check", unit="ms", samples=[longest], target=LIMIT)


def _closings(run: Run) -> list[Figure]:
    figures = []
    for name, begun in (("first", lambda file: True), ("second", lambda file: file.checkup._connection is not None)):
        with caseload.copy(run) as file:
            file.checkup.start()
            time.sleep(PAUSE)
            while not begun(file):
                time.sleep(0.001)
            figures.append(Figure(name=f"Close during the {name} part of the start check", unit="ms",
                                  samples=[_timed(file.close)]))
    return figures


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
