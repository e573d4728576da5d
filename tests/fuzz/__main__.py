"""The long run: ``python -m tests.fuzz [--count N] [--seed S] [--form csv|xlsx|json|openqcat]``."""

import argparse
import sys
import time

from tests.fuzz.run import FORMS, many


def main() -> int:
    """Prints for each format how its files ended; a defect ends the run with its traceback, form and number."""
    words = argparse.ArgumentParser(prog="python -m tests.fuzz")
    words.add_argument("--count", type=int, default=100_000, help="files of each format")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--form", choices=FORMS, action="append", help="only this format")
    asked = words.parse_args()
    for form in asked.form or FORMS:
        before = time.perf_counter()
        ends = many(form, asked.count, asked.seed, child_every=1_000)
        said = ", ".join(f"{end} {count}" for end, count in ends.most_common())
        print(f"{form}: {asked.count} files in {time.perf_counter() - before:.1f} s: {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
