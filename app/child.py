"""This program once more, in a process of its own within limits of memory and time: how it is started, asked and
limited. A leaf; what the questions mean is known to those who ask and answer."""

import ctypes
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Self

from app import paths, resources

SECONDS = 30
MEMORY = 512 * 1024 * 1024  # bytes

_SECONDS_BETWEEN = 0.1

Step = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """The step of work that nobody watches or cancels."""


class TooLate(Exception):
    """The child did not answer in time and was ended."""


class Child:
    """A running child; it is ended when its block is left. OSError: it could not be started."""

    def __init__(self, word: str) -> None:
        """Starts the same program with a hidden ``word`` that `__main__` knows, so that it works in the bundle too."""
        frozen = paths.is_frozen()
        command = [sys.executable, word] if frozen else [sys.executable, "-m", "app", word]
        self._process = subprocess.Popen(
            command, cwd=None if frozen else resources.ROOT.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            # What was never read breaks the pipe when it is closed.
            with suppress(OSError):
                _open(stream).close()
        self._process.wait()

    def line(self, question: bytes, *, step: Step, seconds: float = SECONDS) -> bytes:
        """The line it answers to a line; empty when it has ended. ``step(0, 0)`` is called meanwhile and may raise."""
        def exchange() -> bytes:
            stdin = _open(self._process.stdin)
            # A child that is ended breaks the pipe; that it answers nothing says so.
            with suppress(OSError):
                stdin.write(question + b"\n")
                stdin.flush()
            return _open(self._process.stdout).readline()

        return self._patiently(exchange, step, seconds)

    def all(self, question: bytes, *, step: Step, seconds: float = SECONDS) -> tuple[int, bytes]:
        """Its exit code and all it answers to its only question; as `line` for the rest."""
        def exchange() -> bytes:
            stdin = _open(self._process.stdin)
            # A child that has seen enough breaks the pipe; what it answered says why.
            with suppress(OSError), stdin:
                stdin.write(question)
            answer = _open(self._process.stdout).read()
            self._process.wait()
            return answer

        answer = self._patiently(exchange, step, seconds)
        return self._process.returncode, answer

    def _patiently(self, exchange: Callable[[], bytes], step: Step, seconds: float) -> bytes:
        answers: list[bytes] = []
        # A full pipe or a busy child keeps only this thread waiting.
        asking = threading.Thread(target=lambda: answers.append(exchange()), daemon=True)
        asking.start()
        end = time.monotonic() + seconds
        try:
            while asking.is_alive():
                if time.monotonic() >= end:
                    raise TooLate
                step(0, 0)
                asking.join(_SECONDS_BETWEEN)
        finally:
            if asking.is_alive():
                self._process.kill()
                asking.join()
        return answers[0]


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Limits this process, the child, in bytes and seconds of the processor; what the system cannot limit, the parent's
    patience ends."""
    if sys.platform == "win32":
        _limit_of_windows(ctypes.windll.kernel32, memory)
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _limit_of_windows(kernel: Any, memory: int) -> None:
    """A Job Object with a limit of memory for this process (winnt.h). Not tried on a Windows."""
    class Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("times", ctypes.c_int64 * 2), ("flags", ctypes.c_uint32), ("working_set", ctypes.c_size_t * 2),
            ("processes", ctypes.c_uint32), ("affinity", ctypes.c_size_t), ("priority", ctypes.c_uint32 * 2),
            ("counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t), ("others", ctypes.c_size_t * 3))

    for call in (kernel.CreateJobObjectW, kernel.GetCurrentProcess):
        call.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = Limits(flags=0x100, process_memory=memory)  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
