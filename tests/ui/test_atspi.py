"""The real screen-reader interface: the program on a screen of its own, walked over AT-SPI by the keyboard alone."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.usecases import demo
from app.vault import keyfile
from tests import reader
from tests import stage as stages
from tests.benchmarks.screen import server

# the program under the walk is another process
pytestmark = pytest.mark.derives
ROLES = {"password text", "table cell", "list", "table", "text", "combo box", "push button"}
VIEWS = {"list", "table"}
WITH_ROWS = ("today", "today, next", "clients", "clients, next", "client", "offers, list", "referral", "export")


@pytest.fixture
def screen() -> Iterator[str]:
    """The display of an X server that nobody sees."""
    with server() as display:
        yield display


@pytest.fixture
def place(muster: Path, tmp_path: Path) -> Path:
    """A copy of the Musterdatei that another process can open by its password, which is derived for real here."""
    place = stages.copied(muster, tmp_path / "walk")
    folder = place / stages.FOLDER
    secret, keys = keyfile.open_with_password(folder, demo.PASSPHRASE)
    keyfile.save(folder, keyfile.change_password(keys, secret, demo.PASSPHRASE, keyfile.LIGHT_KDF))
    return place


def heard(place: Path, screen: str, *arguments: str) -> dict[str, dict[str, str]]:
    """What the reader says of each place."""
    environment = {**os.environ, "DISPLAY": screen, "HOME": str(place), "XDG_CONFIG_HOME": str(place),
                   "XDG_DATA_HOME": str(place)}
    lines = map(json.loads, reader.heard("atspi.py", *arguments, environment=environment))
    return {said["place"]: said for said in lines}


@pytest.mark.skipif(bool(reader.missing()), reason=f"AT-SPI walk: missing {reader.missing()}")
def test_a_reader_hears_name_role_and_row_by_the_keyboard_alone(place: Path, screen: str) -> None:
    said = heard(place, screen, demo.PASSPHRASE, sys.executable, "-m", "app", str(place / stages.FOLDER))
    assert {name for name, one in said.items() if not one["name"] or one["role"] not in ROLES} == set(), said
    assert {name for name in WITH_ROWS if not said[name]["row"]} == set(), said
    assert said["unlock"]["role"] == "password text"
    assert "Phase" in said["clients"]["row"] and said["clients"]["row"] != said["clients, next"]["row"]
    assert said["intake"]["name"] == "Familienname"
    assert said["palette"]["name"] == "Suchen: Personen, Befehle, Seiten"


@pytest.mark.long
@pytest.mark.skipif(bool(reader.missing()), reason=f"AT-SPI walk: missing {reader.missing()}")
def test_a_reader_hears_name_role_and_row_on_every_page_and_tab(place: Path, screen: str) -> None:
    said = heard(place, screen, "--follow", sys.executable, "-m", "tests.ui.walked", str(place))
    assert {name: one for name, one in said.items() if not one["name"] or one["role"] not in ROLES} == {}
    assert {name: one for name, one in said.items() if one["role"] in VIEWS and not one["row"]} == {}
    assert {"batch", "merge", "client, history", "Ctrl+K"} <= said.keys()
