"""The commands of the harness: new, write, verify (vault.md), kills, faults, cuts, flips, backups and the soak."""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from app.store import casefile, connection
from tests.harness import acts, soak
from tests.harness.flips import flips, torn
from tests.harness.fuzz import imports
from tests.harness.kills import kills
from tests.harness.loads import backups
from tests.harness.shim import cuts, faults


def main() -> int:
    """Runs one command; figures go to standard output as JSON, a failed assertion ends with its sentence."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("new", "write", "verify"):
        command = commands.add_parser(name)
        command.add_argument("folder", type=Path)
        if name != "new":
            command.add_argument("seq", type=int)
        if name == "write":
            command.add_argument("--count", type=int)
    for name in ("kills", "faults", "cuts", "flips", "torn", "backups", "imports"):
        command = commands.add_parser(name)
        command.add_argument("--times", type=int, required=True)
        command.add_argument("--seed", type=int, default=0)
        command.add_argument("--memory-unlocked", action="store_true", help="faster; changes nothing on the disk")
    command = commands.add_parser("soak")
    command.add_argument("--hours", type=float, required=True)
    command.add_argument("--seed", type=int, default=None)
    command.add_argument("--acts", type=int, default=3000, help="acts already in the file of every second turn")
    chosen = parser.parse_args()
    if getattr(chosen, "memory_unlocked", False):
        connection.BEFORE_KEY = connection.BEFORE_KEY[:1]
    return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "new":
        acts.new(chosen.folder)
    elif chosen.command == "write":
        file = casefile.unlock(chosen.folder, acts.secret_of(chosen.folder), clock=acts.clock)
        upto = None if chosen.count is None else chosen.seq + chosen.count
        acts.write(file, chosen.seq, lambda number: print(f"ACK {number}", flush=True), upto)
        file.close()
    elif chosen.command == "verify":
        found = [n for n in acts.numbers(chosen.folder, acts.secret_of(chosen.folder)) if n > chosen.seq]
        print(f"MAX {max(found, default=chosen.seq)} COUNT {len(set(found))} OK")
    elif chosen.command == "soak":
        soak.soak(chosen.hours, chosen.seed, chosen.acts)
    else:
        with tempfile.TemporaryDirectory(prefix="klientendatei-harness-") as directory:
            folder = Path(directory) / "lauf.klientendatei"
            run = {"kills": kills, "faults": faults, "cuts": cuts, "flips": flips, "torn": torn, "backups": backups,
                   "imports": imports}
            figure = run[chosen.command](folder, chosen.times, random.Random(chosen.seed))
            print(json.dumps({chosen.command: chosen.times, "result": figure}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
