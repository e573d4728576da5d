"""The built program beside the source: from the start of the process to the unlock page on the screen, and its size."""

import os
import sys
import tempfile

from app import resources
from build_installer import BUNDLE, INSIDE, SOLVER, megabytes
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.seen import painted_after

STARTS = 15
ROOT = resources.ROOT.parent


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
    return [
        Figure(name="Start of the built program to the unlock page on the screen", unit="ms", samples=built[1:],
               bare=source[1:], bare_words="the source", target=Target(of="ratio", limit=1.2)),
        Figure(name="Bundle", unit="MB", samples=[megabytes(BUNDLE)], target=Target(of="p50", limit=190)),
        Figure(name="Bundle: of it the solver", unit="MB", samples=[sum(megabytes(INSIDE / one) for one in SOLVER)],
               target=Target(of="p50", limit=50)),
    ]
