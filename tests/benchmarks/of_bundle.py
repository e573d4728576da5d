"""The built program beside the source: from the start of the process to the unlock page on the screen, and its size."""

import os
import sys
import tempfile
from pathlib import Path

from app import resources
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.seen import painted_after

STARTS = 15
ROOT = resources.ROOT.parent
BUNDLE = ROOT / "dist" / "klientendatei"
# what the linear programmes need: the solver, and numpy, from which it takes its arrays
OF_SOLVER = ("highspy", "numpy", "numpy.libs")


def bundle(run: Run) -> list[Figure]:
    """Starts in turn, each with a home of its own; the first pair warms up. Nothing without a bundle in dist/."""
    program = BUNDLE / "klientendatei"
    if not program.exists() or sys.platform != "linux":
        print(f"{program} is not there: python3 build_installer.py makes it", file=sys.stderr)
        return []
    folder = caseload.folder_of(run.clients, run.contacts)
    built: list[float] = []
    source: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": f"{home}/config", "PYTHONPATH": str(ROOT)}
        for _ in range(STARTS + 1):
            source.append(painted_after([sys.executable, "-m", "app", folder], environment))
            built.append(painted_after([program, folder], environment))
    inside = BUNDLE / "_internal"
    return [
        Figure(name="Start of the built program to the unlock page on the screen", unit="ms", samples=built[1:],
               bare=source[1:], bare_words="the source", target=Target(of="ratio", limit=1.2)),
        Figure(name="Bundle", unit="MB", samples=[megabytes(BUNDLE)], target=Target(of="p50", limit=190)),
        Figure(name="Bundle: of it the solver", unit="MB", samples=[sum(megabytes(inside / one) for one in OF_SOLVER)],
               target=Target(of="p50", limit=50)),
    ]


def megabytes(folder: Path) -> float:
    """The files below a folder in 10^6 bytes; a link takes no room."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
