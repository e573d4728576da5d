"""Measures what the table in the README names: ``python -m tests.benchmarks``; leaves nothing in the repository."""

import argparse
import json
import signal
import sys
from collections.abc import Callable

from tests.benchmarks import (
    caseload,
    machine,
    of_backup,
    of_bundle,
    of_check,
    of_duplicates,
    of_keys,
    of_matching,
    of_merge,
    of_processes,
    of_store,
    of_today,
    of_window,
    of_work,
    raw,
)
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.screen import screen

MEASURES: dict[str, Callable[[Run], list[Figure]]] = {
    "start": of_processes.start, "search": of_window.search, "sort": of_window.sort,
    "unlock": of_window.unlock, "client": of_window.client,
    "commit": of_store.commit, "catalogue": of_store.catalogue_rows, "memory": of_processes.memory,
    "export": of_store.export, "still": of_window.still, "lock": of_processes.lock, "check": of_check.check,
    "backup": of_backup.backup,
    "keys": of_keys.derivation, "duplicates": of_duplicates.typing, "matching": of_matching.matches,
    "work": of_work.quarter, "today": of_today.today, "merge": of_merge.merged, "bundle": of_bundle.bundle,
}


def main() -> None:
    """Measures and prints."""
    chosen = _arguments()
    # a run that is stopped takes its X server with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    run = Run(clients=chosen.clients, contacts=chosen.notes, memory_security=not chosen.memory_security_off)
    if not run.memory_security:
        raw.without_memory_security()
    figures: list[Figure] = []
    with screen() as words:
        lines = machine.lines(words)
        caseload.opened(run.clients, run.contacts).close()
        for name in chosen.only or MEASURES:
            print(f"{name} …", file=sys.stderr)
            figures += MEASURES[name](run)
    size = (f"{run.clients:,} clients, {run.contacts:,} contacts; cipher_memory_security "
            f"{'on, as in the program' if run.memory_security else 'OFF, unlike the program'}")
    if chosen.json:
        print(json.dumps({"machine": lines, "caseload": size, "figures": [one.as_json() for one in figures]}, indent=1,
                         ensure_ascii=False))
    else:
        print("\n".join([*lines, size, "", table(figures)]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--clients", type=int, default=3000)
    parser.add_argument("--notes", type=int, default=40_000, help="contacts in the caseload")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--only", action="append", choices=MEASURES, help="may be given several times")
    parser.add_argument("--memory-security-off", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
