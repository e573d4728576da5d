"""The start check: both integrity checks in a thread after each unlock, giving way to every write (vault.md)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import UserError
from app.store.check import check_pages, check_structure
from app.store.connection import UNREADABLE
from app.vault.errors import Damaged

QUIET = 30.0
# An interrupt that comes before the statement has begun is lost, so it is repeated until the check has stopped.
_AGAIN = 0.001
Stage = Callable[[], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the start check found and when; no problems means that every page and every index was whole."""

    at: datetime
    problems: tuple[str, ...]


class _GivesWay(Exception):
    """Somebody began to write, or to close, just before the check began."""


class Checkup:
    """One run of both checks beside the work: ``start`` once, ``giving_way`` around every write, ``stop`` at the end.

    The first check goes on while somebody writes, because it blocks nobody; the second stops at once and begins anew
    after 30 s without a write. What either finds counts only if it finds it again on a fresh connection while nobody
    wrote. ``running`` is a clock in seconds that never goes back.
    """

    def __init__(self, database: Path, key: Callable[[], bytes], now: Callable[[], datetime],
                 running: Callable[[], float] = time.monotonic) -> None:
        # asked for at each attempt, because it may change between two
        self._database, self._key = database, key
        self._now, self._running = now, running
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None
        self._told: Callable[[Verdict], object] = lambda verdict: None
        self._connection: Any = None
        self._writers = self._writes = 0
        self._due = running()
        self._stopping = False
        self.verdict: Verdict | None = None

    def start(self, told: Callable[[Verdict], object] = lambda verdict: None) -> None:
        """Checks in a thread and calls ``told`` there, once; nothing happens after ``stop`` or a second time."""
        if self._thread is None and not self._stopping:
            self._told = told
            # writes that were over before the first attempt are in nobody's way
            self._due = self._running()
            self._thread = threading.Thread(target=self._run, name="checkup", daemon=True)
            self._thread.start()

    @contextmanager
    def giving_way(self) -> Iterator[None]:
        """Around a write: a running check that would make its COMMIT wait is over when the block begins."""
        with self._turn:
            self._writers += 1
            self._interrupt()
        try:
            yield
        finally:
            with self._turn:
                self._writers -= 1
                self._writes += 1
                self._due = self._running() + QUIET
                self._turn.notify_all()

    def stop(self) -> None:
        """Ends the check and its thread; waits for the page check to end, which nothing can interrupt."""
        with self._turn:
            self._stopping = True
            self._turn.notify_all()
            self._interrupt()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _interrupt(self) -> None:
        """Returns when no check holds a lock on the database any more; the condition is held."""
        while self._connection is not None:
            self._connection.interrupt()
            self._turn.wait(_AGAIN)

    @contextmanager
    def _interruptible(self, connection: Any) -> Iterator[None]:
        """Around the second check, in its thread: it is not begun, or given up, when somebody wants to write."""
        with self._turn:
            if self._stopping or not self._quiet:
                raise _GivesWay
            self._connection = connection
        try:
            yield
        finally:
            with self._turn:
                self._connection = None
                self._turn.notify_all()
                # closing unlocks the memory of the cache page by page and holds the interpreter: 16 ms
                self._turn.wait_for(lambda: not self._writers)

    @property
    def _quiet(self) -> bool:
        return not self._writers and self._due <= self._running()

    def _run(self) -> None:
        problems = self._certain(self._pages)
        if problems == ():
            # of damaged pages it would say nothing new
            problems = self._certain(self._structure)
        if problems is not None:
            self.verdict = Verdict(at=self._now(), problems=problems)
            self._told(self.verdict)

    def _pages(self) -> tuple[str, ...]:
        return check_pages(self._database, self._key())

    def _structure(self) -> tuple[str, ...]:
        return check_structure(self._database, self._key(), self._interruptible)

    def _certain(self, stage: Stage) -> tuple[str, ...] | None:
        """What the stage finds twice, each time on a fresh connection; None when it was stopped."""
        before = False
        while self._wait_for_quiet():
            writes = self._writes
            found = self._attempt(stage)
            if found == ():
                return found
            with self._turn:
                alone = not self._writers and writes == self._writes
                if found is None and alone:
                    self._due = self._running() + QUIET
            if found and before and alone:
                return found
            before = bool(found) and alone
        return None

    def _wait_for_quiet(self) -> bool:
        with self._turn:
            while not self._stopping and not self._quiet:
                self._turn.wait(None if self._writers else self._due - self._running())
            return not self._stopping

    @staticmethod
    def _attempt(stage: Stage) -> tuple[str, ...] | None:
        """What the stage finds; None where it was interrupted or could not read for a reason that is no damage."""
        try:
            return stage()
        except _GivesWay:
            return None
        except UserError as refusal:
            damage = isinstance(refusal, Damaged) or refusal.msgid == UNREADABLE
            return (refusal.msgid,) if damage else None
        except sqlcipher.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            return None
