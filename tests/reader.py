"""Where scripts run that hear the program as a screen reader does: the system's own pyatspi, on a bus of its own."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PYTHON = "/usr/bin/python3"
TOOLS = ("Xvfb", "dbus-run-session", "xdotool", PYTHON)
HERE = Path(__file__).parent


def missing() -> str:
    """What such a script needs and this machine has not, "" for nothing."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not absent and subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True).returncode:
        absent.append("pyatspi")
    return ", ".join(absent)


def heard(script: str, *arguments: str, environment: Mapping[str, str], seconds: int = 120) -> list[str]:
    """The lines of JSON that a script of this folder prints; the environment names the display and the home."""
    walk = subprocess.run(["dbus-run-session", "--", PYTHON, str(HERE / script), *arguments], cwd=HERE.parent,
                          env={**environment, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
                          capture_output=True, text=True, timeout=seconds, check=False)
    assert walk.returncode == 0, walk.stderr
    return [line for line in walk.stdout.splitlines() if line.startswith("{")]
