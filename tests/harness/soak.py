"""The long runs of the scoreboard in turns until the hours are over; one line of JSON per turn, a sum at the end."""

import json
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.harness.flips import flips, torn
from tests.harness.fuzz import imports
from tests.harness.kills import kills
from tests.harness.loads import backups
from tests.harness.shim import cuts, faults, missing

TURN = {"kills": 100, "cuts": 200, "faults": 100, "flips": 200, "torn": 100, "backups": 10, "imports": 1000}


def soak(hours: float, seed: int | None) -> None:
    """Runs all of them with fresh chances; a failed assertion ends the run and names seed and turn."""
    first = random.SystemRandom().randrange(2**32) if seed is None else seed
    end, turn, runs, seconds = time.monotonic() + hours * 3600, 0, Counter[str](), Counter[str]()
    without_shim = missing()
    if without_shim:
        print(json.dumps({"left out": ["cuts", "faults"], "because": without_shim}), flush=True)
    while time.monotonic() < end:
        rng = random.Random(f"{first}/{turn}")
        for name, run in {"kills": kills, "cuts": cuts, "faults": faults, "flips": flips, "torn": torn,
                          "backups": backups, "imports": imports}.items():
            if name in ("cuts", "faults") and without_shim:
                continue
            began = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="klientendatei-harness-") as directory:
                try:
                    run(Path(directory) / "lauf.klientendatei", TURN[name], rng)
                except BaseException:
                    print(json.dumps({"failed": name, "seed": first, "turn": turn}), flush=True)
                    raise
            runs[name] += TURN[name]
            seconds[name] += round(time.monotonic() - began)
        turn += 1
        print(json.dumps({"turn": turn, "seed": first, **runs}), flush=True)
    print(json.dumps({"sum": dict(runs), "seconds": dict(seconds), "turns": turn, "seed": first}), flush=True)
