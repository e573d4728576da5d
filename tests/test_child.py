"""The program started once more: asked line by line or once, ended when it takes too long, nobody wants it, or it is
left; limited on every system."""

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from app import child
from app.child import Child, TooLate, silent

ECHO = "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(line.upper()); sys.stdout.flush()"
ASLEEP = "import time; time.sleep(60)"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """In place of the program a child starts the Python text that is its word; all that were started are listed."""
    real, all_of_them = subprocess.Popen, []

    def short(command: list[str], **how: Any) -> "subprocess.Popen[bytes]":
        all_of_them.append(real([sys.executable, "-S", "-c", command[-1]], **how))
        return all_of_them[-1]

    monkeypatch.setattr(subprocess, "Popen", short)
    return all_of_them


def test_a_child_answers_line_after_line_and_is_gone_when_it_is_left(started: list[Any]) -> None:
    with Child(ECHO) as one:
        assert one.line(b"eins", step=silent) == b"EINS\n"
        assert one.line(b"x" * 100_000, step=silent) == b"X" * 100_000 + b"\n"
    assert started[0].returncode not in (None, 0)


def test_a_child_that_is_asked_once_ends_by_itself(started: list[Any]) -> None:
    with Child(ECHO) as one:
        assert one.all(b"eins\nzwei", step=silent) == (0, b"EINS\nZWEI")


def test_a_child_that_ended_answers_an_empty_line(started: list[Any]) -> None:
    with Child("import sys; sys.exit(4)") as one:
        assert one.line(b"x" * 1_000_000, step=silent) == b""


def test_a_child_that_is_too_late_is_ended(started: list[Any]) -> None:
    with Child(ASLEEP) as one, pytest.raises(TooLate):
        one.line(b"x" * 1_000_000, step=silent, seconds=0.1)
    assert started[0].returncode not in (None, 0)


def test_who_stops_the_work_ends_the_child(started: list[Any]) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyError

    with pytest.raises(KeyError), Child(ASLEEP) as one:
        one.all(b"", step=stop)
    assert started[0].returncode not in (None, 0)


def test_on_windows_a_job_object_limits_the_memory() -> None:
    calls: list[tuple[str, tuple[object, ...]]] = []

    def call(name: str) -> object:
        def called(*words: object) -> int:
            calls.append((name, words))
            return 7
        return called

    names = ("CreateJobObjectW", "GetCurrentProcess", "SetInformationJobObject", "AssignProcessToJobObject")
    child._limit_of_windows(SimpleNamespace(**{name: call(name) for name in names}), child.MEMORY)
    assert [name for name, _words in calls] == ["CreateJobObjectW", names[2], names[1], names[3]]
    # JOBOBJECT_EXTENDED_LIMIT_INFORMATION has 144 bytes in a 64-bit program.
    assert calls[1][1][3] == 144
