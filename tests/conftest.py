"""What every test stands on: Qt without a screen, one Hypothesis profile, storage that need not survive a power cut."""

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from app.domain import codes
from app.store import connection
from app.vault import slot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("house", deadline=None, max_examples=40, print_blob=True)
settings.load_profile("house")

SHIPPED = {"BEFORE_KEY": connection.BEFORE_KEY, "PRAGMAS": connection.PRAGMAS}


@pytest.fixture(autouse=True, scope="session")
def derived_once() -> Iterator[None]:
    """Copies of one file share its salt: the same key is derived from the same password once a session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slot, "_argon2id", cache(slot._argon2id))
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
