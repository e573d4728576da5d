"""Where windows are shown while measuring: an X server of its own where there is one, so that no desktop is touched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = "1366x768x24"


@contextmanager
def screen() -> Iterator[str]:
    """Sets the environment for this process and its children; yields the word for the machine line."""
    if "QT_QPA_PLATFORM" in os.environ or sys.platform != "linux":
        yield os.environ.get("QT_QPA_PLATFORM", "the system's own")
        return
    server = shutil.which("Xvfb")
    if server is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen"
        return
    told, tell = os.pipe()
    process = subprocess.Popen([server, "-displayfd", str(tell), "-screen", "0", SIZE, "-nolisten", "tcp"],
                               pass_fds=(tell,), stderr=subprocess.DEVNULL)
    os.close(tell)
    try:
        with os.fdopen(told) as answer:
            os.environ["DISPLAY"] = f":{answer.readline().strip()}"
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield f"Xvfb {SIZE}"
    finally:
        process.terminate()
        process.wait()
