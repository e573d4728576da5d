"""What the key derivation costs with the shipped parameters: unlocking, and another password; without a window."""

import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.usecases import keys
from app.vault.slot import DEFAULT_KDF
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.harness.acts import clock

ROUNDS = 5


def derivation(_run: Run) -> list[Figure]:
    """Unlock, proof of the old password and change to a new one, beside the bare Argon2id."""
    unlocked, proven, changed, bare = [], [], [], []
    with tempfile.TemporaryDirectory() as place:
        folder, password, other = Path(place) / "muster.klientendatei", keys.suggest(), keys.suggest()
        keys.create(folder, password, office="MUSTER-Amt", ags="05315000", clock=clock).close()
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            file = keys.unlock(folder, password, clock=clock)
            unlocked.append(_since(begun))
            begun = time.perf_counter()
            proof = keys.prove(file, password)
            proven.append(_since(begun))
            begun = time.perf_counter()
            keys.change_password(file, password, other, proof)
            changed.append(_since(begun))
            file.close()
            password, other = other, password
            begun = time.perf_counter()
            Argon2id(salt=bytes(16), length=32, iterations=DEFAULT_KDF.t, lanes=DEFAULT_KDF.p,
                     memory_cost=DEFAULT_KDF.m).derive(b"muster")
            bare.append(_since(begun))
    words = "Argon2id alone"
    return [
        Figure(name="Unlock with key derivation", unit="ms", samples=unlocked, bare=bare, bare_words=words,
               target=Target(of="worst", limit=1500)),
        Figure(name="Old password proven while the new one is chosen", unit="ms", samples=proven, bare=bare,
               bare_words=words),
        Figure(name="Password changed after that", unit="ms", samples=changed, bare=bare, bare_words=words,
               target=Target(of="worst", limit=1000)),
    ]


def _since(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)
