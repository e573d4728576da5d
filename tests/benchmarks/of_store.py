"""What the file itself costs: one committed field, a catalogue of 2,000 rows, the export of a month."""

import csv
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app import VERSION
from app.child import Child
from app.domain.catalogue import ChangeKind
from app.store.casefile import CaseFile
from app.store.queries import clients, offers
from app.usecases import casework, catalogue, monthly_export
from tests.benchmarks import caseload, raw
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.raw import Statement
from tests.catalogues import course, csv_of

COMMITS, ROWS, EXPORTS, SMALL = 120, 2000, 3, 250
# as many as a catalogue may have
MOST = 20_000


def commit(run: Run) -> list[Figure]:
    """One field of a client as one act, once one that nobody searches for and once one that is in the index."""
    return [_commits(run, "room", "Commit one field"), _commits(run, "phone", "Commit one field that can be searched")]


def _commits(run: Run, field: str, name: str) -> Figure:
    acts: list[list[Statement]] = []
    ours: list[float] = []
    with caseload.copy(run) as file:
        people = clients.lines(file)[:COMMITS]
        for n, line in enumerate(people):
            # a listener costs time, so the statements are heard on a second copy below
            ours.append(_timed(lambda n=n, who=line.client_id: casework.change_client(file, who, **{field: f"9{n}"})))
    with caseload.copy(run) as file:
        for n, line in enumerate(people):
            with raw.heard() as statements:
                casework.change_client(file, line.client_id, **{field: f"9{n}"})
            acts.append([one for one in statements])
    with caseload.copy(run) as file:
        connection = raw.connected(file)
        bare = [_timed(lambda act=act: raw.repeat(connection, act)) for act in acts]
        connection.close()
    return Figure(name=name, unit="ms", samples=ours, bare=bare, bare_words="the same statements as raw SQL",
                  target=Target(of="p50", limit=5))


def catalogue_rows(run: Run) -> list[Figure]:
    """A catalogue of 2,000 new rows: read and compared for the preview, then written in one transaction."""
    content = csv_of(1000, *(course(f"M{n}-1", titel=f"MUSTER-Kurs {n}") for n in range(ROWS)))
    with tempfile.TemporaryDirectory() as place, caseload.copy(run) as file:
        path = Path(place) / "katalog.csv"
        path.write_bytes(content)
        shown: list[float] = []
        for _ in range(3):
            shown.append(_timed(lambda: catalogue.preview(file, catalogue.read(path))))
        source = catalogue.read(path)
        assert catalogue.preview(file, source).count(ChangeKind.NEW) == ROWS
        parsed = [_timed(lambda: list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";")))
                  for _ in range(3)]
        with raw.heard() as statements:
            written = _timed(lambda: catalogue.apply(file, source))
        assert len(offers.current(file).listed) >= ROWS
    insert = next(one for one in statements if one.many and "INTO offering " in one.sql)
    with caseload.copy(run) as file:
        connection = raw.connected(file)
        bare = _timed(lambda: raw.repeat(connection, [Statement("BEGIN IMMEDIATE"), insert, Statement(raw.COMMIT)]))
        connection.close()
    return [
        Figure(name=f"Catalogue of {ROWS:,} rows, read and preview", unit="ms", samples=shown, bare=parsed,
               bare_words="csv.reader"),
        Figure(name=f"Catalogue of {ROWS:,} rows, apply", unit="ms", samples=[written], bare=[bare],
               bare_words="one raw INSERT of the rows"),
        *_largest(run),
    ]


def _largest(run: Run) -> list[Figure]:
    """A catalogue as large as one may be: all new, then all changed, then taken back again."""
    name, limit = f"Catalogue of {MOST:,} rows", Target(of="p50", limit=15)
    with tempfile.TemporaryDirectory() as place, caseload.copy(run) as file:
        path = Path(place) / "katalog.csv"

        def taken(number: int, title: str) -> float:
            path.write_bytes(csv_of(number, *(course(f"M{n}-1", titel=f"{title} {n}") for n in range(MOST))))
            return _timed(lambda: _read_and_taken(file, path)) / 1000

        new, changed = taken(1000, "MUSTER-Kurs"), taken(1001, "MUSTER-Werkstatt")
        back = [_timed(file.undo) / 1000 for _ in range(2)]
    words = (f"{name}, all new: read, preview, apply", f"{name}, all changed: read, preview, apply",
             f"{name}, all changed: taken back", f"{name}, all new: taken back")
    return [Figure(name=words[n], unit="s", samples=[one], target=limit) for n, one in enumerate((new, changed, *back))]


def _read_and_taken(file: CaseFile, path: Path) -> None:
    incoming = catalogue.read(path)
    catalogue.apply(file, incoming, seen=catalogue.preview(file, incoming).digest)


def export(run: Run) -> list[Figure]:
    """The preview of a month and its issue with all files, for one post and for the whole caseload, the attack in its
    child included; how much memory that takes, the child's with it."""
    small = Run(clients=min(SMALL, run.clients), contacts=run.contacts * min(SMALL, run.clients) // run.clients,
                memory_security=run.memory_security)
    return [figure for one in (small, run) for figure in _export(one)]


def _export(run: Run) -> list[Figure]:
    with tempfile.TemporaryDirectory() as place, caseload.copy(run) as file:
        month = monthly_export.next_month(file)
        before = _memory_now()
        with _solver_heard() as solvers:
            ours = [_timed(lambda: monthly_export.prepare(file, month, VERSION)) for _ in range(EXPORTS)]
        peak = _status("VmHWM")
        with raw.heard() as statements:
            monthly_export.prepare(file, month, VERSION)
        reads = [one for one in statements if one.sql.lstrip().startswith("SELECT")]
        connection = raw.connected(file)
        bare = [_timed(lambda: raw.repeat(connection, reads)) for _ in range(EXPORTS)]
        connection.close()
        # what only repeats the statements for comparison is not of the program
        _memory_now()
        issued = _timed(lambda: _issue(file, Path(place)))
        grown = max(peak, _status("VmHWM")) - before + max(solvers)
    return [
        Figure(name=f"Month of {run.clients:,} clients, preview", unit="ms", samples=ours, bare=bare,
               bare_words="the same SELECTs"),
        Figure(name=f"Month of {run.clients:,} clients, attacked, issued, four files written", unit="ms",
               samples=[issued], target=Target(of="worst", limit=2000 if run.clients <= SMALL else 5000)),
        Figure(name="of that the growth of memory at its peak, child included", unit="MB", samples=[grown],
               target=Target(of="worst", limit=120)),
    ]


def _memory_now() -> float:
    """Resident megabytes; the peak begins anew here (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


@contextmanager
def _solver_heard() -> Iterator[list[float]]:
    """The largest size of each child that ends meanwhile. The usage the system tells of them holds ours before exec."""
    found: list[float] = []
    leave = Child.__exit__

    def heard(child: Child, *reason: object) -> None:
        found.append(_status("VmHWM", str(child._process.pid)))
        leave(child, *reason)

    Child.__exit__ = heard  # type: ignore[method-assign]
    yield found
    Child.__exit__ = leave  # type: ignore[method-assign]


def _status(name: str, process: str = "self") -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1000


def _issue(file: CaseFile, place: Path) -> None:
    prepared = monthly_export.issue(file, monthly_export.next_month(file), VERSION)
    monthly_export.write_files(file, prepared, place)


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
