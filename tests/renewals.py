"""Kills inside „Schlüssel erneuern“: `python -m tests.renewals FOLDER KILLS [SEED]`, where processes can be forked.

Each round renews in a process of its own, kills it at a random moment and opens with the same password: exactly one
key must open an undamaged file with all that was in it. Prints `KILLS <n> CUT <k> NEW <m> OK`: k times a renewal was
cut off half-way, m times the new key was in force.
"""

import hashlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.store import casefile
from app.store.check import check_database
from app.store.rekey import opens
from app.usecases import keys
from app.vault import keyfile, slot
from app.vault.keyfile import COPIES, LIGHT_KDF, PENDING, Kdf

PASSWORD = "Muster-Kennwort für Prüfungen"
NOW = datetime(2026, 11, 23, 10, 0)
FILLING = 400


def clock() -> datetime:
    """A wall clock that stands still."""
    return NOW


def cheap(password: bytes, kdf: Kdf, salt: bytes) -> bytes:
    """Instead of Argon2id, so that kills hit the writing and not the deriving."""
    return hashlib.sha256(password + salt).digest()


def made(place: Path) -> Path:
    """A Klientendatei of some two hundred pages."""
    folder = place / "muster.klientendatei"
    file = casefile.create(folder, PASSWORD, office="MUSTER-Amt", ags="05315000", clock=clock, kdf=LIGHT_KDF)
    file.set_meta(**{f"fill{n}": f"{n}:" + "x" * 2000 for n in range(FILLING)})
    file.close()
    return folder


def renewed(folder: Path, say: Callable[[], object] = lambda: None) -> float:
    """Opens, says that it begins, renews, closes; returns the seconds of the renewal alone."""
    file = keys.unlock(folder, PASSWORD, clock=clock)
    say()
    began = time.monotonic()
    keys.renew(file, PASSWORD)
    lasted = time.monotonic() - began
    file.close()
    return lasted


def killed_after(folder: Path, delay: float) -> None:
    """Renews in a child process that is killed ``delay`` seconds after it began."""
    heard, told = os.pipe()
    child = os.fork()
    if not child:
        renewed(folder, lambda: os.write(told, b"."))
        os._exit(0)
    os.read(heard, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)
    os.close(told)


def verified(folder: Path) -> bytes:
    """Opens as a person would; returns the secret that opened. Fails for damage, loss, a second key, leftovers."""
    known = set(keyfile.secrets_of(folder, PASSWORD))
    fitting = [secret for secret in known if opens(folder / casefile.DATABASE, secret)]
    assert len(fitting) == 1, f"{len(fitting)} of {len(known)} keys open it"
    file = keys.unlock(folder, PASSWORD, clock=clock)
    assert file.secret == fitting[0]
    assert file.meta(f"fill{FILLING - 1}").startswith(f"{FILLING - 1}:")
    third = file.meta(casefile.KEY_FILE).encode()
    file.close()
    checked = check_database(folder / casefile.DATABASE, keyfile.hkdf(fitting[0], "db"))
    assert checked.problems == ()
    assert [(folder / name).read_bytes() for name in COPIES] == [third, third]
    assert not any((folder / name).exists() for name in PENDING)
    return fitting[0]


def kills(place: Path, count: int, seed: int = 1) -> tuple[int, int]:
    """So many kills, spread over a renewal; returns how many cut one off and after how many the new key held."""
    slot._argon2id = cheap
    folder, chance = made(place), random.Random(seed)
    lasted = renewed(folder)
    before = verified(folder)
    cut = new = 0
    for _ in range(count):
        killed_after(folder, chance.uniform(0, 1.1 * lasted))
        cut += any((folder / name).exists() for name in PENDING)
        after = verified(folder)
        new += after != before
        before = after
    return cut, new


if __name__ == "__main__":
    number = int(sys.argv[2])
    halves, changes = kills(Path(sys.argv[1]), number, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    print(f"KILLS {number} CUT {halves} NEW {changes} OK")
