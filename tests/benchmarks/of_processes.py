"""What only fresh processes show: the cold start to the painted unlock page, the lock, and the memory on Heute."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app import resources
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target

STARTS = 9
LOCKS = 5
WORKED = 3  # seconds between unlock and lock: the start check may still run
RESTING = 10  # seconds after the unlock
EMPTY, OFFICE = "tests.benchmarks.child_empty", "tests.benchmarks.child_office"


def start(run: Run) -> list[Figure]:
    """Each start beside one of an empty window, in turn: both meet the same machine. The first pair warms up."""
    folder = caseload.folder_of(run.clients, run.contacts)
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        command = [OFFICE, str(folder), f"{place}/settings.json", caseload.PASSWORD, "0"]
        for _ in range(STARTS + 1):
            bare.append(_painted_after([EMPTY]))
            ours.append(_painted_after(command))
    return [Figure(name="Cold start to the painted unlock page", unit="ms", samples=ours[1:], bare=bare[1:],
                   bare_words="an empty PySide6 window", target=Target(of="ratio", limit=3))]


def lock(run: Run) -> list[Figure]:
    """From Ctrl+L in the open window to the painted unlock page of the process that took its place."""
    folder = caseload.folder_of(run.clients, run.contacts)
    samples: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        for _ in range(LOCKS):
            told = _told([OFFICE, str(folder), f"{place}/settings.json", caseload.PASSWORD, str(WORKED), "lock"])
            # both processes say when they painted; the later one counts
            samples.append((told["painted"] - told["pressed"]) * 1000)
            bare.append(_painted_after([EMPTY]))
    return [Figure(name="Lock: Ctrl+L to the painted unlock page of a new process", unit="ms", samples=samples,
                   bare=bare, bare_words="an empty PySide6 window", target=Target(of="worst", limit=1000))]


def memory(run: Run) -> list[Figure]:
    """Resident memory of a fresh process with the window on Heute."""
    folder = caseload.folder_of(run.clients, run.contacts)
    with tempfile.TemporaryDirectory() as place:
        switch = [] if run.memory_security else ["off"]
        ours = _told([OFFICE, str(folder), f"{place}/settings.json", caseload.PASSWORD, str(RESTING), *switch])
        bare = _told([EMPTY, "1"])
    return [Figure(name=f"Resident memory {RESTING} s after unlock, on Heute", unit="MB", samples=[ours["resident"]],
                   bare=[bare["resident"]], bare_words="an empty PySide6 window", target=Target(of="p50", limit=180))]


def _painted_after(arguments: list[str]) -> float:
    begun = time.monotonic()
    return (_told(arguments)["painted"] - begun) * 1000


def _told(arguments: list[str]) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=Path(resources.ROOT).parent, check=True, text=True,
                          stdout=subprocess.PIPE)
    return {words[0]: float(words[1]) for words in map(str.split, done.stdout.splitlines())}
