"""The long runs of the scoreboard in turns until the hours are over; one line of JSON per turn, a sum at the end."""

import json
import random
import shutil
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from app.store import casefile
from tests.harness import acts
from tests.harness.flips import flips, torn
from tests.harness.fuzz import imports
from tests.harness.kills import kills
from tests.harness.loads import backups
from tests.harness.shim import cuts, faults, missing

RUNS = {"kills": kills, "cuts": cuts, "faults": faults, "flips": flips, "torn": torn, "backups": backups,
        "imports": imports}
SMALL = {"kills": 100, "cuts": 200, "faults": 100, "flips": 200, "torn": 100, "backups": 10, "imports": 1000}
# these begin with whatever folder they are given; the others make their own
GROWN = {"kills": 20, "flips": 50, "torn": 50, "backups": 4}


def soak(hours: float, seed: int | None, filled: int) -> None:
    """Runs all of them with fresh chances until the hours are over; a failed assertion names seed and turn and ends it.

    Every second turn begins with a file in which ``filled`` acts were done before. The lines tell the bytes of the
    databases at the beginning of their turns and the minutes gone.
    """
    first = random.SystemRandom().randrange(2**32) if seed is None else seed
    began, turn, runs, seconds = time.monotonic(), 0, Counter[str](), Counter[str]()
    without_shim = missing()
    left_out = ("cuts", "faults") if without_shim else ()
    _say(begun=f"{datetime.now():%Y-%m-%d %H:%M}", seed=first, left_out=left_out, because=without_shim)
    with tempfile.TemporaryDirectory(prefix="klientendatei-harness-") as home:
        grown = Path(home) / "gewachsen.klientendatei"
        _grow(grown, filled)
        while time.monotonic() < began + hours * 3600:
            rng = random.Random(f"{first}/{turn}")
            times, start = (GROWN, grown) if turn % 2 else (SMALL, None)
            for name in [name for name in times if name not in left_out]:
                since = time.monotonic()
                try:
                    _run(name, times[name], start, rng)
                except BaseException:
                    _say(failed=name, seed=first, turn=turn)
                    raise
                kind = f"{name}, {_size(start)}" if start else name
                runs[kind] += times[name]
                seconds[kind] += round(time.monotonic() - since)
            turn += 1
            _say(turn=turn, minutes=round((time.monotonic() - began) / 60), **runs)
    _say(sum=dict(runs), seconds=dict(seconds), turns=turn, seed=first)


def _grow(folder: Path, filled: int) -> None:
    secret = acts.new(folder)
    file = casefile.unlock(folder, secret, clock=acts.clock)
    acts.write(file, 0, lambda _number: None, filled)
    file.close()


def _run(name: str, times: int, start: Path | None, rng: random.Random) -> None:
    with tempfile.TemporaryDirectory(prefix="klientendatei-harness-") as directory:
        folder = Path(directory) / "lauf.klientendatei"
        if start:
            shutil.copytree(start, folder)
        RUNS[name](folder, times, rng)


def _size(folder: Path) -> str:
    return f"{(folder / casefile.DATABASE).stat().st_size / 1e6:.1f} MB"


def _say(**figures: object) -> None:
    print(json.dumps(figures, ensure_ascii=False), flush=True)
