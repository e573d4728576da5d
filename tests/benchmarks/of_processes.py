"""What only fresh processes show: the cold start to the painted unlock page, and the memory held on Heute."""

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
