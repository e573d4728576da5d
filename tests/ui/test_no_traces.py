"""A person is typed in, searched, copied and crashed over; then every file is looked through, open and after a kill."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.store import casefile
from app.store.casefile import DATABASE
from app.vault import keyfile, pages
from tests.ui.gates import PASSWORD, clock
from tests.ui.leak_child import forms, plain

ROOT = Path(__file__).parents[2]
MARKER, SEARCHED = "Zzyzxqw", "Wqxzsuche"


@pytest.mark.derives
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the open files of a process")
def test_a_name_stands_nowhere_but_in_the_encrypted_pages(tmp_path):
    home = tmp_path / "home"
    (home / "daten").mkdir(parents=True)
    (home / "tmp").mkdir()
    file = casefile.create(home / "daten" / "musterstadt.klientendatei", PASSWORD, office="Amt Musterstadt",
                           ags="05315000", clock=clock, kdf=keyfile.LIGHT_KDF)
    folder, key = file.folder, keyfile.hkdf(file.secret, "db")
    file.close()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_"))}
    surroundings |= {"HOME": str(home), "TMPDIR": str(home / "tmp"), "QT_QPA_PLATFORM": "offscreen",
                     "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.leak_child", str(folder), PASSWORD, MARKER, SEARCHED, str(home)],
        cwd=ROOT, env=surroundings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    said = child.stdout.readline()
    child.kill()
    _rest, errors = child.communicate()
    assert said, errors
    # a defect was told, and told without its message; the note was kept as a draft; nothing else knows the name
    assert json.loads(said) == {"drafts": 1, "crashed": True, "plain": [], "open": []}
    assert MARKER not in errors and "KeyError, __main__, " in errors
    words = forms(MARKER) + forms(SEARCHED)
    assert plain([home], words) == []
    # the same look finds it where it must be, else it would prove nothing
    assert pages.count(folder / DATABASE, key, set(forms(MARKER))) > 3
    assert pages.count(folder / DATABASE, key, set(forms(SEARCHED))) == 0
    (home / "probe").write_text(MARKER, encoding="utf-8")
    assert plain([home], words) == [str(home / "probe")]
