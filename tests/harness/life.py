"""The life of a Klientendatei from its first day to its restored backup, each step a run of the real program:
`python -m tests.harness.life FOLDER [PROGRAM …]`. What the steps mean is tested elsewhere; here they have to pass."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app import resources
from app.usecases.demo import PASSPHRASE

SOURCE = (sys.executable, "-m", "app")
ROOT = Path(__file__).parents[2]
OLD_LIST = ROOT / "tests" / "files" / "old_list_20.xlsx"
OWN_ZIP = "ackerblick-teevase-wiesenlied-graskrone-turmlied"


def live(folder: Path, program: Sequence[str] = SOURCE) -> None:
    """AssertionError with what it said where a step fails."""
    def step(*words: object, typed: str = PASSPHRASE) -> dict[str, Any]:
        done = subprocess.run([*program, *map(str, words), "--json"], input=f"{typed}\n", capture_output=True,
                              text=True, cwd=ROOT, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return found

    step("--selftest")
    # create, intake, referral, follow-ups, a signed catalogue, and a month with its attack, solver and four files
    made = step("demo", folder, "--clients", 15, "--months", 2)
    assert made["months"] and made["referrals"], made
    file, given = folder / "muster.klientendatei", "--password-stdin"
    step("catalogue", "import", file, resources.path("formate", "katalog.xml"), "--own-list", "Probe", given)
    step("import-old", file, OLD_LIST, "--dry-run", given)
    step("export-own", file, folder / "eigene.zip", given, typed=f"{PASSPHRASE}\n{OWN_ZIP}")
    step("backup", file, folder / "probe.kdsicherung", given)
    step("restore", folder / "probe.kdsicherung", folder / "zurueck.klientendatei", given)
    step("check", folder / "zurueck.klientendatei", given)


if __name__ == "__main__":
    os.umask(0o077)
    live(Path(sys.argv[1]), sys.argv[2:] or SOURCE)
