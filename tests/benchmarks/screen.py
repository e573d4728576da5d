"""Where windows are shown while measuring: an X server of its own where there is one, so that no desktop is touched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SERVER, SIZE = "Xvfb", "1366x768x24"


@contextmanager
def server() -> Iterator[str]:
    """An X server that nobody sees; its display."""
    told, tell = os.pipe()
    process = subprocess.Popen([SERVER, "-displayfd", str(tell), "-screen", "0", SIZE, "-nolisten", "tcp"],
                               pass_fds=(tell,), stderr=subprocess.DEVNULL)
    os.close(tell)
    try:
        with os.fdopen(told) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def screen() -> Iterator[str]:
    """Sets the environment for this process and its children; yields the word for the machine line."""
    if "QT_QPA_PLATFORM" in os.environ or sys.platform != "linux":
        yield os.environ.get("QT_QPA_PLATFORM", "the system's own")
        return
    if shutil.which(SERVER) is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen"
        return
    with server() as display:
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        yield f"{SERVER} {SIZE}"
