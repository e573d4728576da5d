"""What a process must not leave behind outside the vault: images of its memory, messages of errors, logs.
Keeps the last defects of this process as type, module and line, and durations; knows no window and no file."""

import ctypes
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

REMEMBERED = 20
_NOT_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl(2)
_NO_BOXES = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX: no box, no report with a dump behind it
_NO_HEAP = 0x0001  # WER_FAULT_REPORTING_FLAG_NOHEAP
LOGGERS = ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", "sqlalchemy.dialects")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """Where a defect was met: never its message, which may hold a name."""

    type: str
    module: str
    line: int

    def __str__(self) -> str:
        return f"{self.type}, {self.module}, {self.line}"


_crashes: deque[Crash] = deque(maxlen=REMEMBERED)
_seconds: dict[str, float] = {}


def crash_of(error: BaseException) -> Crash:
    """The innermost place of this program in the traceback of an error."""
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    # the innermost place may be Qt or the library; ours is what helps
    own = [(module, line) for module, line in frames if module.split(".")[0] == "app"]
    module, line = (own or frames or [("", 0)])[-1]
    return Crash(type=type(error).__name__, module=module, line=line)


def remember(crash: Crash) -> None:
    """Keeps a defect until the process ends, for the diagnosis."""
    _crashes.append(crash)


def crashes() -> tuple[Crash, ...]:
    """The last defects of this process, oldest first."""
    return tuple(_crashes)


def took(what: str, seconds: float) -> None:
    """Keeps how long the last work of a kind took (``unlock``, ``check`` …), for the diagnosis."""
    _seconds[what] = seconds


def durations() -> dict[str, float]:
    """Seconds by kind of work."""
    return dict(_seconds)


def no_dumps(program: str = "", system: Callable[[], Any] | None = None) -> None:
    """A crash writes no image of the memory with the key in it to the disk (vault.md, Lock). Idempotent.

    ``program`` is the file name of the built program, for Windows; ``system`` gives its functions, for a test.
    """
    if sys.platform == "win32":
        no_error_reports(program, system or _windows)
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # the limit does not hold where dumps are piped to a program; this also refuses debuggers of the same user
        (system or _own_process)().prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


def no_error_reports(program: str, system: Callable[[], Any]) -> None:
    """Windows: no box, no heap in a report, and none at all of the built program. Not tried on a Windows.

    An interpreter, which other programs use too, is not taken off the reports: then ``program`` is "".
    """
    windows = system()
    windows.kernel32.SetErrorMode(_NO_BOXES)
    windows.kernel32.WerSetFlags(_NO_HEAP)
    if program:
        windows.wer.WerAddExcludedApplication(ctypes.c_wchar_p(program), 0)


def _own_process() -> Any:
    return ctypes.CDLL(None)


def _windows() -> Any:
    return ctypes.windll  # type: ignore[attr-defined,unused-ignore]


def quiet_logs() -> None:
    """SQLAlchemy logs rows at DEBUG whatever it is told to hide; and no record of anybody reaches a terminal."""
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    # without a handler of its own Python writes warnings, message included, to the standard error stream
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


def quiet_errors() -> None:
    """Errors that nobody catches are told by type, module and line alone, in every thread: streams end in log files."""
    sys.excepthook = _told
    threading.excepthook = _told_of_thread
    sys.unraisablehook = _told_of_end


def _tell(error: BaseException | None) -> None:
    if error is None or isinstance(error, KeyboardInterrupt):
        return
    crash = crash_of(error)
    remember(crash)
    # a built program without a console has no such stream
    if sys.stderr is not None:
        print(crash, file=sys.stderr)


def _told(_kind: type[BaseException], error: BaseException, _place: TracebackType | None) -> None:
    _tell(error)


def _told_of_thread(told: threading.ExceptHookArgs) -> None:
    _tell(told.exc_value)


def _told_of_end(told: Any) -> None:
    _tell(told.exc_value)
