"""Short runs of the harness: killed, cut off, refused by the disk, altered; the long ones are `tests.harness soak`."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.store import casefile
from app.store.connection import DISK_FULL
from app.store.queries import clients
from tests.harness import acts, shim
from tests.harness.flips import flips, torn
from tests.harness.fuzz import imports
from tests.harness.loads import backups

# other processes open the files by their password
pytestmark = pytest.mark.derives
without_shim = pytest.mark.skipif(bool(shim.missing()), reason=shim.missing() or "there is a shim")


def harness(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "tests.harness", *arguments], capture_output=True, text=True,
                          check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_harness_writes_acknowledges_and_verifies_by_number(tmp_path: Path) -> None:
    folder = tmp_path / "lauf.klientendatei"
    acts.new(folder)
    assert harness("write", str(folder), "0", "--count", "7").split("\n") == [f"ACK {n}" for n in range(1, 8)] + [""]
    assert harness("verify", str(folder), "2") == "MAX 7 COUNT 5 OK\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killing forked writers needs fork")
def test_killed_writers_lose_nothing_that_was_acknowledged() -> None:
    figure = json.loads(harness("kills", "--times", "24", "--seed", "1", "--memory-unlocked"))
    assert figure["kills"] == 24 and figure["result"] > 24


@without_shim
def test_a_disk_that_refuses_any_call_costs_nothing_acknowledged_and_is_told_in_a_sentence(tmp_path: Path) -> None:
    figure = shim.faults(tmp_path / "lauf.klientendatei", 12, random.Random(1))
    assert figure["calls in a session"] > 200 and figure["sentences"] > 10


@without_shim
def test_after_a_power_cut_at_any_moment_all_acknowledged_acts_are_there(tmp_path: Path) -> None:
    assert shim.cuts(tmp_path / "lauf.klientendatei", 20, random.Random(1))["images"] == 20


def test_every_flipped_bit_is_found_by_the_start_check(tmp_path: Path) -> None:
    assert flips(tmp_path / "lauf.klientendatei", 200, random.Random(1)) == 200


def test_torn_and_zeroed_copies_are_flagged_and_altered_key_files_refused(tmp_path: Path) -> None:
    assert torn(tmp_path / "lauf.klientendatei", 60, random.Random(1)) == 60


def test_backups_made_while_somebody_writes_hold_the_same_rows(tmp_path: Path) -> None:
    figure = backups(tmp_path / "lauf.klientendatei", 3, random.Random(1))
    assert figure["rows"] > 10


def test_altered_files_that_come_in_are_read_or_refused_in_a_sentence_and_change_nothing(tmp_path: Path) -> None:
    figure = imports(tmp_path / "lauf.klientendatei", 150, random.Random(1))
    assert figure["read"] > 5 and figure["refused"] > 50


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; skipped where this user may mount none."""
    place = tmp_path / "platte"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "klein", str(place)], capture_output=True,
                             text=True, check=False) if sys.platform.startswith("linux") else None
    if mounted is None or mounted.returncode:
        pytest.skip("no small disk: " + (mounted.stderr.strip() if mounted else "mounting needs Linux"))
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_and_everything_saved_before_stays(small_disk: Path) -> None:
    folder = small_disk / "lauf.klientendatei"
    secret = acts.new(folder)
    filler = small_disk / "fremd"
    file = casefile.unlock(folder, secret, clock=acts.clock)
    case_id = clients.lines(file)[0].case_id
    acts.act(file, case_id, 1)
    status = os.statvfs(small_disk)
    filler.write_bytes(bytes(status.f_bavail * status.f_frsize))
    with pytest.raises(UserError) as refused:
        for number in range(2, 2000):
            acts.act(file, case_id, number)
    assert refused.value.msgid == DISK_FULL
    kept = number - 1
    filler.unlink()
    acts.act(file, case_id, number)
    file.close()
    assert acts.verify(folder, secret, 0, kept + 1) == kept + 1
