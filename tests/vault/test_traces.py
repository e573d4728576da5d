"""What a process leaves behind: no image of its memory, no message of an error, no log."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.vault import traces
from app.vault.traces import Crash

ROOT = Path(__file__).parents[2]
ASKED = """
import json, logging, resource, sys, threading, warnings
from app.vault import traces
import ctypes
traces.no_dumps()
traces.quiet_errors()
traces.quiet_logs()
logging.getLogger("sqlalchemy.engine").info("MUSTER-INFO")
logging.getLogger("anderswo").error("MUSTER-LOG")
def broken(): raise KeyError("MUSTER-THREAD")
thread = threading.Thread(target=broken)
thread.start()
thread.join()
class Ends:
    def __del__(self): raise ValueError("MUSTER-ENDE")
Ends()
print(json.dumps([resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
                  logging.getLogger("sqlalchemy.engine").level, [str(c) for c in traces.crashes()]]))
raise RuntimeError("MUSTER-ZULETZT")
"""


def broken(name: str) -> None:
    raise KeyError(name)


class Windows:
    """Functions of Windows that write down what they are asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.kernel32 = self.wer = self

    def SetErrorMode(self, mode: int) -> None:  # noqa: N802 - the system's own name
        self.asked.append(("SetErrorMode", mode))

    def WerSetFlags(self, flags: int) -> None:  # noqa: N802
        self.asked.append(("WerSetFlags", flags))

    def WerAddExcludedApplication(self, name, everybody: int) -> None:  # noqa: N802
        self.asked.append((name.value, everybody))


def test_a_crash_names_type_module_and_line_and_never_the_message():
    with pytest.raises(KeyError) as caught:
        broken("MUSTER, Amira")
    crash = traces.crash_of(caught.value)
    assert (crash.type, crash.module.rsplit(".", 1)[-1]) == ("KeyError", "test_traces")
    assert "MUSTER" not in str(crash)
    assert str(Crash(type="KeyError", module="app.x", line=3)) == "KeyError, app.x, 3"


def test_the_last_twenty_defects_are_remembered(monkeypatch):
    monkeypatch.setattr(traces, "_crashes", type(traces._crashes)(maxlen=traces.REMEMBERED))
    for line in range(25):
        traces.remember(Crash(type="E", module="m", line=line))
    assert [crash.line for crash in traces.crashes()] == list(range(5, 25))


def test_the_last_duration_of_a_kind_counts(monkeypatch):
    monkeypatch.setattr(traces, "_seconds", {})
    traces.took("unlock", 0.9)
    traces.took("unlock", 0.8)
    assert traces.durations() == {"unlock": 0.8}


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's own")
def test_a_process_writes_no_core_no_message_and_no_log():
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, cwd=ROOT, check=False)
    limit, dumpable, level, crashes = json.loads(done.stdout)
    assert (limit, dumpable, level) == ([0, 0], 0, 30)
    assert crashes == ["KeyError, __main__, 10", "ValueError, __main__, 15"]
    assert done.stderr.splitlines() == [*crashes, "RuntimeError, __main__, 19"]


def test_windows_is_asked_for_no_box_no_heap_and_no_report_of_the_built_program():
    windows = Windows()
    traces.no_error_reports("klientendatei.exe", lambda: windows)
    assert windows.asked == [("SetErrorMode", 3), ("WerSetFlags", 1), ("klientendatei.exe", 0)]


def test_an_interpreter_that_others_use_is_not_taken_off_the_reports():
    windows = Windows()
    traces.no_error_reports("", lambda: windows)
    assert [name for name, _value in windows.asked] == ["SetErrorMode", "WerSetFlags"]
