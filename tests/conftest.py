"""What every test stands on: Qt without a screen, one Hypothesis profile, storage that need not survive a power cut."""

import gc
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from app.domain import codes
from app.statistics import solver
from app.statistics.solver import Bounds, Problem, Solved, Step, silent
from app.store import connection
from app.vault import slot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# where it is forbidden to keep what was compiled, each worker and each started program compiles everything anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# nearly everything that lives was imported and stays: looking through it again and again took a tenth of the time
gc.set_threshold(100_000, 20, 100)

settings.register_profile("house", deadline=None, max_examples=40, print_blob=True)
settings.load_profile("house")

SHIPPED = {"BEFORE_KEY": connection.BEFORE_KEY, "PRAGMAS": connection.PRAGMAS}


def pytest_collection_finish() -> None:
    """No sweep looks through what was imported and collected."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The tests of the vault derive keys as the program does, and those that hand a file to another process."""
    Derived.for_real = item.path.parent.name == "vault" or item.get_closest_marker("derives") is not None
    Solver.for_real = item.path.name == "test_solver.py"


class Derived:
    """In place of Argon2id: a hash of the same password and salt.

    Tests of the vault prove Argon2id; all others would pay a tenth of a second and more for each file they make or
    open. A salt stays with what it was first derived by; the same key is derived once a session.
    """

    for_real = False

    def __init__(self, argon2id: Callable[[bytes, slot.Kdf, bytes], bytes]) -> None:
        self._argon2id, self.__wrapped__ = cache(argon2id), argon2id
        self._real: dict[bytes, bool] = {}

    def __call__(self, password: bytes, kdf: slot.Kdf, salt: bytes) -> bytes:
        if self._real.setdefault(salt, self.for_real):
            return self._argon2id(password, kdf, salt)
        return hashlib.sha256(password + salt).digest()


class Solver:
    """In place of the child that solves: the same code in this process.

    `test_solver.py` proves the child; to start it for each month that a test issues would take half a second each.
    """

    for_real = False

    def __init__(self, running: Callable[[Step], AbstractContextManager[Bounds]]) -> None:
        self._running = running

    def __call__(self, step: Step = silent) -> AbstractContextManager[Bounds]:
        return self._running(step) if self.for_real else nullcontext(partial(self._solve, step))

    def _solve(self, step: Step, problems: Sequence[Problem]) -> Solved:
        from app.statistics.solver_child import solve  # most workers never need it

        step(0, 0)
        return solve(problems)


@pytest.fixture(autouse=True, scope="session")
def solved_here() -> Iterator[None]:
    """Linear programmes are solved without a child."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "running", Solver(solver.running))
        yield


@pytest.fixture(autouse=True, scope="session")
def derived_once() -> Iterator[None]:
    """Keys are derived once a session, and most of them cheaply."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slot, "_argon2id", Derived(slot._argon2id))
        yield


@pytest.fixture(autouse=True, scope="session")
def cheap_storage() -> Iterator[None]:
    """Real SQLCipher files without locked memory and without waiting for the disk, which take half the time.

    Neither changes what is stored; the opening sequence is tested in a process of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "BEFORE_KEY", SHIPPED["BEFORE_KEY"][:1])
        patch.setattr(connection, "PRAGMAS", tuple(p.replace("=EXTRA", "=OFF") for p in SHIPPED["PRAGMAS"]))
        yield


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    """A statement becomes SQL once a session and not once for every file that is opened."""
    first: list[Engine] = []

    def sharing(*given: Any, **named: Any) -> Engine:
        engine = create_engine(*given, query_cache_size=2000, **named)
        if not first:
            first.append(engine)
        engine.dialect = engine.pool._dialect = first[0].dialect
        engine._compiled_cache = first[0]._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "create_engine", sharing)
        yield


@pytest.fixture(autouse=True)
def no_own_values() -> Iterator[None]:
    """The own values of the file a test had open are words of the whole process."""
    yield
    codes.adopt(())
