"""The window of the real program, unlocked by typing and led through its pages by keys, on an X server of its own."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.usecases.demo import PASSPHRASE
from tests.benchmarks.screen import screen
from tests.benchmarks.seen import Screen

# the pages of the sidebar
PAGES = ("ctrl+2", "ctrl+3", "ctrl+4", "ctrl+5", "ctrl+1")
HEADING = (66, range(240, 620, 3))  # where the name of a page stands
PATIENCE = 60.0  # seconds; a traced program is slow, and so is a busy machine
PAUSE = 0.05


def walk(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Starts it, types the password of a Musterdatei, shows each page and ends it by Strg+Q; the number of pages.

    AssertionError where the window does not follow.
    """
    with screen(), Screen() as seen:
        # without a bus of its own the library of D-Bus would start one that outlives the program
        around = {**environment, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/-", "DISPLAY": os.environ["DISPLAY"],
                  "QT_QPA_PLATFORM": "xcb"}
        process = subprocess.Popen([str(word) for word in command], env=around, stderr=subprocess.DEVNULL)
        try:
            _until(lambda: not seen.is_dark(), process, "no window")
            before = _heading(seen)
            _press(["type", PASSPHRASE], ["key", "Return"])
            shown = 0
            for keys in PAGES:
                before = _changed(seen, before, process, keys)
                _press(["key", keys])
                shown += 1
            _changed(seen, before, process, "the end")
            _press(["key", "ctrl+q"])
            process.wait(PATIENCE)
            return shown
        finally:
            process.kill()
            process.wait()


def _heading(seen: Screen) -> tuple[int, ...]:
    row, columns = HEADING
    return tuple(seen.pixel(column, row) for column in columns)


def _changed(seen: Screen, before: tuple[int, ...], process: "subprocess.Popen[bytes]", keys: str) -> tuple[int, ...]:
    """The heading as soon as it is another one than before."""
    _until(lambda: _heading(seen) != before, process, f"the window did not change before {keys}")
    return _heading(seen)


def _press(*words: list[str]) -> None:
    for one in words:
        subprocess.run(["xdotool", *one], check=True)


def _until(holds: Callable[[], bool], process: "subprocess.Popen[bytes]", sentence: str) -> None:
    begun = time.monotonic()
    while not holds():
        assert process.poll() is None, f"ended with {process.returncode}: {sentence}"
        assert time.monotonic() - begun < PATIENCE, sentence
        time.sleep(PAUSE)
