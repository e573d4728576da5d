"""The built program, driven from outside as a person or a script would; build_installer.py runs these and names it in
KLIENTENDATEI_PROGRAM. What it does stands in the other tests: here only that nothing was left out of the bundle."""

import json
import os
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import app
from app import VERSION, resources
from app.usecases.demo import PASSPHRASE
from tests import reader
from tests.benchmarks.screen import server
from tests.benchmarks.seen import painted_after

pytestmark = pytest.mark.frozen

PROGRAM = os.environ.get("KLIENTENDATEI_PROGRAM", "")
# What the operating system itself needs to start a program; nothing that leads to a Python or to Qt
NEEDED = ("SYSTEMROOT", "TEMP", "TMP", "LOCALAPPDATA")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("heim")


def environment(home: Path, **more: str) -> dict[str, str]:
    return {name: os.environ[name] for name in NEEDED if name in os.environ} | {"HOME": str(home)} | more


def said(home: Path, *words: object, typed: str = f"{PASSPHRASE}\n", code: int = 0) -> dict[str, object]:
    """What a command printed for machines; fails with its sentence where it ends otherwise than expected."""
    done = subprocess.run([PROGRAM, *map(str, words), "--json"], input=typed.encode(), capture_output=True,
                          env=environment(home), check=False, timeout=180)
    assert done.returncode == code, done.stderr.decode("utf-8", "replace")
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def muster(home: Path) -> Path:
    """A Musterdatei that the built program made: create, intake, referral, catalogue, follow-ups, one month issued."""
    made = said(home, "demo", home / "muster", "--clients", 8, "--months", 2)
    assert made["clients"] == 8 and made["months"]
    return Path(str(made["folder"]))


def test_it_is_this_version_and_finds_all_its_parts_without_anything_around_it(home: Path) -> None:
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, env=environment(home), check=True)
    assert done.stdout.split() == ["Klientendatei", VERSION]
    tested = said(home, "--selftest")
    modules = [one.name for one in pkgutil.walk_packages(app.__path__, "app.")]
    assert tested["version"] == VERSION and tested["modules"] == len(modules)


def test_the_month_of_the_musterdatei_was_attacked_and_written_in_four_forms(muster: Path) -> None:
    assert {path.suffix for path in (muster.parent / "ausgaben").iterdir()} == {".json", ".xlsx", ".csv", ".pdf"}


def test_it_checks_backs_up_and_restores(muster: Path, home: Path) -> None:
    backup, restored = home / "probe.kdsicherung", home / "zurueck.klientendatei"
    before = said(home, "check", muster, "--password-stdin")
    said(home, "backup", muster, backup, "--password-stdin")
    said(home, "restore", backup, restored, "--password-stdin")
    assert said(home, "check", restored, "--password-stdin")["counts"] == before["counts"]
    shutil.rmtree(restored)


@pytest.mark.parametrize("name", ["katalog.csv", "katalog.json", "katalog.xml"])
def test_it_reads_catalogues_of_every_form(muster: Path, home: Path, name: str) -> None:
    file = resources.path("formate", name)
    read = said(home, "catalogue", "import", muster, file, "--dry-run", "--own-list", "Probe", "--password-stdin")
    assert read["ok"]


def test_it_reads_a_spreadsheet_in_a_process_of_its_own(muster: Path, home: Path) -> None:
    table = Path(__file__).parents[1] / "files" / "old_list_20.xlsx"
    read = said(home, "import-old", muster, table, "--dry-run", "--password-stdin")
    assert read["ok"]


def test_a_wrong_password_is_refused_with_its_exit_code(muster: Path, home: Path) -> None:
    refused = said(home, "check", muster, "--password-stdin", typed="falsch\n", code=3)
    assert refused["kind"] == "wrong_secret"


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("Xvfb"), reason="needs Linux and Xvfb for its screen")
def test_its_window_comes_on_a_screen_of_x11(muster: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as display:
        monkeypatch.setenv("DISPLAY", display)
        window = Path(PROGRAM).with_name("klientendatei")
        seconds = painted_after([window, muster], environment(home, DISPLAY=display)) / 1000
    assert seconds < 30


@pytest.mark.skipif(bool(reader.missing()), reason=f"walk to the first client: missing {reader.missing()}")
def test_a_person_comes_from_the_first_start_to_the_first_client_by_the_keyboard(tmp_path: Path) -> None:
    window, sheet = Path(PROGRAM).with_name("klientendatei"), tmp_path / "blatt.pdf"
    with server() as display:
        lines = reader.heard("first_client.py", str(window), str(sheet), environment=environment(
            tmp_path, DISPLAY=display, PATH=os.defpath, XDG_RUNTIME_DIR=str(tmp_path)))
    assert [json.loads(line)["place"] for line in lines] == [
        "start", "passphrase", "code", "two groups", "catalogue", "Heute", "first client"]
    assert sheet.read_bytes().startswith(b"%PDF")
