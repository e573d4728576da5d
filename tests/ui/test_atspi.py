"""The real screen-reader interface: the program on a screen of its own, walked over AT-SPI by the keyboard alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.usecases import demo
from tests import stage as stages

ROOT = Path(__file__).parents[2]
PYTHON = "/usr/bin/python3"
TOOLS = ("Xvfb", "dbus-run-session", "xdotool", PYTHON)
ROLES = {"password text", "list", "table", "text", "combo box", "push button"}
WITH_ROWS = ("today", "today, next", "clients", "clients, next", "client", "offers, list", "referral", "export")


def missing() -> str:
    """What the walk needs and this machine has not, "" for nothing."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not absent and subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True).returncode:
        absent.append("pyatspi")
    return ", ".join(absent)


@pytest.fixture
def screen() -> Iterator[str]:
    """An X server without a screen; its display."""
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24"], pass_fds=[writing],
                              stderr=subprocess.DEVNULL)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    os.close(writing)
    yield display
    server.terminate()
    server.wait()


@pytest.mark.skipif(bool(missing()), reason=f"AT-SPI walk: missing {missing()}")
def test_a_reader_hears_name_role_and_row_on_every_page(muster: Path, tmp_path: Path, screen: str) -> None:
    place = stages.copied(muster, tmp_path / "walk")
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                   "HOME": str(place), "XDG_CONFIG_HOME": str(place), "XDG_DATA_HOME": str(place)}
    program = [sys.executable, "-m", "app", str(place / stages.FOLDER)]
    walk = subprocess.run(
        ["dbus-run-session", "--", PYTHON, str(ROOT / "tests" / "atspi.py"), demo.PASSPHRASE, *program],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    heard = {said["place"]: said for line in walk.stdout.splitlines() if line.startswith("{")
             for said in [json.loads(line)]}
    assert walk.returncode == 0, walk.stderr
    assert {place for place, said in heard.items() if not said["name"] or said["role"] not in ROLES} == set(), heard
    assert {place for place in WITH_ROWS if not heard[place]["row"]} == set(), heard
    assert heard["unlock"]["role"] == "password text"
    assert "Phase" in heard["clients"]["row"] and heard["clients"]["row"] != heard["clients, next"]["row"]
    assert heard["intake"]["name"] == "Familienname"
    assert heard["palette"]["name"] == "Suchen: Personen, Befehle, Seiten"
