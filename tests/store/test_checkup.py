"""The start check: found and told once, never because of a write in its way, gone at once when somebody writes."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import UserError
from app.store import checkup as checkups
from app.store.casefile import CaseFile
from app.store.checkup import QUIET, Checkup, Verdict
from app.store.connection import BUSY, READ_ONLY, UNREADABLE
from app.vault import keyfile
from app.vault.errors import Damaged
from tests.casefiles import MONDAY, Opener, taken_in

ENOUGH = 10
PAGE = 4096
ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"


class Seconds:
    """A clock that stands until it is moved; whoever waits for it then looks again."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def go_on(self, seconds: float, checkup: Checkup) -> None:
        with checkup._turn:
            self.now += seconds
            checkup._turn.notify_all()


class Told:
    """Hears the verdict and can be waited for."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        self.heard = threading.Event()

    def __call__(self, verdict: Verdict) -> None:
        self.verdicts.append(verdict)
        self.heard.set()

    def problems(self) -> list[tuple[str, ...]]:
        assert self.heard.wait(ENOUGH)
        return [verdict.problems for verdict in self.verdicts]


class Scripted:
    """Stands in for one of both checks: gives its answers in turn, then finds nothing."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, path: object, key: object, during: object = None) -> tuple[str, ...]:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else ()
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


def scripted(patch: pytest.MonkeyPatch, pages: Any = None, structure: Any = None) -> tuple[Any, Any]:
    pages, structure = pages or Scripted(), structure or Scripted()
    patch.setattr(checkups, "check_pages", pages)
    patch.setattr(checkups, "check_structure", structure)
    return pages, structure


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def checkup(file: CaseFile, seconds: Seconds) -> Iterator[Checkup]:
    made = Checkup(file.database, lambda: keyfile.hkdf(file.secret, "db"), file.now, seconds)
    yield made
    made.stop()


def thread_of(checkup: Checkup) -> threading.Thread:
    assert checkup._thread is not None
    return checkup._thread


def test_a_whole_file_is_told_once_with_the_moment(file: CaseFile, checkup: Checkup) -> None:
    taken_in(file)
    told = Told()
    checkup.start(told)
    checkup.start(told)
    assert told.problems() == [()]
    assert checkup.verdict == Verdict(at=MONDAY, problems=())
    thread_of(checkup).join(ENOUGH)
    assert not thread_of(checkup).is_alive()


def test_a_damaged_page_is_found_and_told(opener: Opener, seconds: Seconds) -> None:
    file = opener()
    taken_in(file)
    with file.database.open("r+b") as database:
        database.seek(5 * PAGE + 100)
        database.write(b"\0\0\0\0")
    checkup = Checkup(file.database, lambda: keyfile.hkdf(file.secret, "db"), file.now, seconds)
    told = Told()
    checkup.start(told)
    (problems,) = told.problems()
    assert any("page 6" in line for line in problems)
    checkup.stop()


def test_the_pages_come_first_and_of_damaged_ones_nothing_more_is_asked(
    checkup: Checkup, monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages, structure = scripted(monkeypatch, Scripted(("page 7",), ("page 7",)))
    told = Told()
    checkup.start(told)
    assert told.problems() == [("page 7",)]
    assert (pages.asked, structure.asked) == (2, 0)


@pytest.mark.parametrize("passing", [("HMAC verification failed for page 2",), Damaged(), UserError(UNREADABLE)])
def test_what_is_not_found_a_second_time_is_not_told(
    checkup: Checkup, monkeypatch: pytest.MonkeyPatch, passing: Any,
) -> None:
    pages, structure = scripted(monkeypatch, Scripted(passing), Scripted(passing))
    told = Told()
    checkup.start(told)
    assert told.problems() == [()]
    assert (pages.asked, structure.asked) == (2, 2)


@pytest.mark.parametrize(("failure", "words"), [(Damaged(), Damaged.sentence), (UserError(UNREADABLE), UNREADABLE)])
def test_a_failure_that_stays_is_told_as_damage(
    checkup: Checkup, monkeypatch: pytest.MonkeyPatch, failure: Exception, words: str,
) -> None:
    scripted(monkeypatch, structure=Scripted(failure, failure))
    told = Told()
    checkup.start(told)
    assert told.problems() == [(words,)]


def test_what_is_found_while_somebody_writes_does_not_count(
    checkup: Checkup, seconds: Seconds, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def beside_a_write() -> tuple[str, ...]:
        with checkup.giving_way():
            return ("HMAC verification failed for page 2",)

    pages, _ = scripted(monkeypatch, Scripted(beside_a_write, beside_a_write, beside_a_write))
    told = Told()
    checkup.start(told)
    # each attempt writes, and the next one is due only when the clock has gone on after that write
    for _moment in range(1000 * ENOUGH):
        seconds.go_on(QUIET, checkup)
        if told.heard.wait(0.001):
            break
    assert told.problems() == [()]
    assert pages.asked == 4


@pytest.mark.parametrize("refusal", [BUSY, READ_ONLY])
def test_a_place_that_cannot_be_read_just_now_is_no_damage(
    checkup: Checkup, seconds: Seconds, monkeypatch: pytest.MonkeyPatch, refusal: str,
) -> None:
    asked = threading.Event()

    def refuses() -> tuple[str, ...]:
        asked.set()
        raise UserError(refusal)

    pages, _ = scripted(monkeypatch, Scripted(refuses))
    told = Told()
    checkup.start(told)
    assert asked.wait(ENOUGH)
    while not told.heard.is_set():
        seconds.go_on(QUIET, checkup)
    assert (told.problems(), pages.asked) == ([()], 2)


class Endless:
    """A structure check that runs until the driver interrupts it, as often as ``times``; then the real one."""

    def __init__(self, times: int) -> None:
        self.left, self.begun, self.really = times, threading.Semaphore(0), checkups.check_structure

    def __call__(self, path: object, key: object, during: Any) -> tuple[str, ...]:
        if not self.left:
            return ()
        self.left -= 1
        connection = sqlcipher.connect(":memory:", check_same_thread=False)
        try:
            with during(connection):
                self.begun.release()
                connection.execute(ENDLESS).fetchall()
        finally:
            connection.close()
        return ("never",)


def test_a_write_ends_a_running_check_at_once_and_it_begins_again_after_thirty_seconds(
    checkup: Checkup, seconds: Seconds, monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, endless = scripted(monkeypatch, structure=Endless(2))
    told = Told()
    checkup.start(told)
    assert endless.begun.acquire(timeout=ENOUGH)
    with checkup.giving_way():
        assert checkup._connection is None
        seconds.go_on(QUIET, checkup)
    seconds.go_on(QUIET - 1, checkup)
    with checkup.giving_way():
        pass
    seconds.go_on(QUIET - 1, checkup)
    assert not endless.begun.acquire(timeout=0.05)
    seconds.go_on(1, checkup)
    assert endless.begun.acquire(timeout=ENOUGH)
    with checkup.giving_way():
        pass
    seconds.go_on(QUIET, checkup)
    assert told.problems() == [()]


def test_what_was_written_before_does_not_keep_the_check_waiting(checkup: Checkup) -> None:
    with checkup.giving_way():
        pass
    told = Told()
    checkup.start(told)
    assert told.problems() == [()]


def test_a_check_that_was_about_to_begin_gives_way_too(checkup: Checkup, seconds: Seconds) -> None:
    with checkup.giving_way(), pytest.raises(checkups._GivesWay), checkup._interruptible(None):
        raise AssertionError("begun beside a write")
    with pytest.raises(checkups._GivesWay), checkup._interruptible(None):
        raise AssertionError("begun just after a write")
    seconds.go_on(QUIET, checkup)
    with checkup._interruptible(None):
        pass
    checkup.stop()
    with pytest.raises(checkups._GivesWay), checkup._interruptible(None):
        raise AssertionError("begun after the end")


def test_an_act_interrupts_the_check_of_its_file_and_is_saved(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, endless = scripted(monkeypatch, structure=Endless(1))
    file.checkup.start()
    assert endless.begun.acquire(timeout=ENOUGH)
    taken_in(file)
    assert file.checkup._connection is None
    file.save_draft("intake", {}, "")


def test_closing_ends_a_running_check_and_gives_the_lock_back(
    opener: Opener, monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, endless = scripted(monkeypatch, structure=Endless(1))
    file, told = opener(), Told()
    file.checkup.start(told)
    assert endless.begun.acquire(timeout=ENOUGH)
    file.close()
    assert not thread_of(file.checkup).is_alive()
    assert (told.verdicts, file.checkup.verdict) == ([], None)
    opener().close()
    file.checkup.start(told)
    assert not thread_of(file.checkup).is_alive()


def test_a_check_that_waits_for_quiet_ends_with_the_file(
    opener: Opener, monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripted(monkeypatch, structure=Scripted(UserError(BUSY)))
    file = opener()
    file.checkup.start()
    taken_in(file)
    file.close()
    assert not thread_of(file.checkup).is_alive()


def test_a_stopped_check_never_begins(checkup: Checkup) -> None:
    checkup.stop()
    checkup.start()
    assert checkup._thread is None


def test_a_defect_in_the_check_is_not_taken_for_damage(checkup: Checkup, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, Scripted(sqlcipher.OperationalError("no such table: x")))
    with pytest.raises(sqlcipher.OperationalError, match="no such table"):
        checkup._run()
    assert checkup.verdict is None


def test_each_attempt_asks_for_the_key_because_it_may_have_changed(file: CaseFile, seconds: Seconds) -> None:
    right = keyfile.hkdf(file.secret, "db")
    keys = iter([b"k" * 32, right, right])
    checkup, told = Checkup(file.database, lambda: next(keys), file.now, seconds), Told()
    checkup.start(told)
    assert told.problems() == [()]
    checkup.stop()
