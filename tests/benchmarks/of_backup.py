"""What a backup costs: its own time, the commit that meets it, the window beside it, locking and cancelling in it."""

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.store import copying, local_backups
from app.store.backup import back_up
from app.store.casefile import CaseFile
from app.store.connection import open_connection
from app.store.queries import clients
from app.ui.backup_watch import BackupWatch
from app.usecases import casework
from app.vault import keyfile
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.shown import application, office_of, rest, standstill

ROUNDS, COMMITS = 3, 60
# about every 80 ms, which no person manages: each makes SQLite begin the copy anew
PAUSE = 0.08
LIMIT = Target(of="worst", limit=50)


def backup(run: Run) -> list[Figure]:
    """Durations, longest wait of a commit, longest standstill of the window, cancelling."""
    with caseload.copy(run) as file:
        figures = [_duration(file), _commits(file), _cancelled(file)]
    with caseload.copy(run) as file:
        figures.append(_window(file))
    return figures


def _duration(file: CaseFile) -> Figure:
    size = file.database.stat().st_size / 1e6
    with tempfile.TemporaryDirectory() as place:
        ours = [_timed(lambda n=n: back_up(file, Path(place) / f"{n}.kdsicherung")) for n in range(ROUNDS)]
        bare = [_timed(lambda n=n: _bare(file, Path(place) / f"{n}.bild")) for n in range(ROUNDS)]
    return Figure(name=f"Backup of {size:.0f} MB, checked and read again", unit="ms", samples=ours, bare=bare,
                  bare_words="SQLite's own copy alone", target=Target(of="p50", limit=3000))


def _bare(file: CaseFile, target: Path) -> None:
    source = open_connection(file.database, keyfile.hkdf(file.secret, "db"))
    image = open_connection(target, bytes(32), create=True)
    source.backup(image, pages=500)
    image.close()
    source.close()


def _commits(file: CaseFile) -> Figure:
    people = [line.client_id for line in clients.lines(file)]
    between: list[bool] = []
    whole = copying._copy_between_writes
    copying._copy_between_writes = lambda *given: (between.append(True), whole(*given))  # type: ignore[assignment]
    over = threading.Event()

    def again_and_again() -> None:
        while not over.is_set():
            local_backups.keep(file)

    times: dict[str, list[float]] = {"alone": [], "beside": []}
    for room, samples in times.items():
        thread = threading.Thread(target=again_and_again)
        if room == "beside":
            thread.start()
        for n in range(COMMITS):
            # at another place of the backup each time
            time.sleep(PAUSE + n * 0.001)
            samples.append(_timed(lambda n=n, room=room: casework.change_client(file, people[n], room=f"{room} {n}")))
        over.set()
        if room == "beside":
            thread.join()
        else:
            over.clear()
    copying._copy_between_writes = whole
    assert between, "no backup was overtaken by commits"
    return Figure(name=f"Commit that meets a backup ({len(between)} overtaken)", unit="ms", samples=times["beside"],
                  bare=times["alone"], bare_words="the same commit alone", target=LIMIT)


def _cancelled(file: CaseFile) -> Figure:
    """From the wish to stop to the end, in each part of a backup: locking waits for it."""
    class Stopped(Exception):
        pass

    samples: list[float] = []
    for after in (0.2, 0.8, 1.0, 1.5, 2.0, 2.5):
        stop, ended = threading.Event(), threading.Event()

        def step(done: int, total: int, stop: threading.Event = stop) -> None:
            if stop.is_set():
                raise Stopped

        def work(step: Callable[[int, int], None] = step, ended: threading.Event = ended) -> None:
            try:
                local_backups.keep(file, progress=step)
            except Stopped:
                ended.set()

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(after)
        stop.set()
        waited = _timed(thread.join)
        if ended.is_set():
            samples.append(waited)
    return Figure(name="Backup cancelled, until it has ended", unit="ms", samples=samples,
                  target=Target(of="worst", limit=500))


def _window(file: CaseFile) -> Figure:
    office = office_of(application(), file)
    office.show()
    rest()
    watch = BackupWatch(office.window, file, print)
    samples = []
    for n in range(ROUNDS):
        casework.change_client(file, clients.lines(file)[n].client_id, room=f"still {n}")
        samples.append(standstill(watch.make, lambda: not watch.busy))
    office.window.hide()
    office.window.desk.tasks.end()
    return Figure(name="Window stands still: during an automatic backup", unit="ms", samples=samples, target=LIMIT)


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
