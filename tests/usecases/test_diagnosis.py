"""The diagnosis: versions, numbers and places of errors, and nothing by which anybody could be known."""

import getpass
import platform
import re
from pathlib import Path

import pytest

from app import VERSION
from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.settings import Settings
from app.store import migrations
from app.store.queries import client, outgoing
from app.usecases import diagnosis, intake
from app.usecases.contact import add_contact
from app.vault import traces

MARKERS = ("Zzyzx", "Qwxyv", "0170", "Xyloheim", "musterort")
WINDOW = ("Qt 6, PySide 6, offscreen",)


@pytest.fixture
def told(file, monkeypatch):
    """A file full of markers, in a folder with a name, after an error with one."""
    identity = intake.take_in(file, {"family_name": "Zzyzx", "given_name": "Qwxyv", "birth": PartialDate(2003, 3, 12),
                                     "ags": "05315000", "phone": "0170 1234567", "shelter": "Xyloheim"})
    case = client.page(file, identity).case
    add_contact(file, case.id, text="Zzyzx hat angerufen", kind="phone", on=file.today())
    file.save_draft("note:x", {"texts": {"text": "Zzyzx"}}, "text:3")
    monkeypatch.setattr(traces, "_crashes", type(traces._crashes)(maxlen=3))
    try:
        raise KeyError("Zzyzx, Qwxyv")
    except KeyError as error:
        traces.remember(traces.crash_of(error))
    monkeypatch.setattr(traces, "_seconds", {"unlock": 0.876})
    return file


def test_it_says_versions_counts_durations_settings_and_errors(told):
    text = diagnosis.text(told, Settings(geometry="01d9"), WINDOW)
    for wanted in (f"Klientendatei {VERSION}, aus dem Quelltext", f"Python {platform.python_version()}", WINDOW[0],
                   "client: 1\n", "contact: 1\n", "draft: 1\n", "unlock: 0,88\n", "lock_minutes: 5\n",
                   f"Schema {migrations.CURRENT}, ", "Datei mit echten Personen"):
        assert wanted in text
    assert re.search(r"SQLCipher 4\.\S+ community, SQLite 3\.\S+, \w+", text)
    assert re.search(r"  KeyError, \S*test_diagnosis, \d+\n", text)


def test_it_holds_no_name_no_value_no_path_and_no_office(told):
    text = diagnosis.text(told, Settings(geometry="01d9", theme="dark"), WINDOW).lower()
    home = [str(Path.home()), told.folder.name, told.folder.parent.name, told.meta("office"), platform.node(), "01d9"]
    assert [word for word in (*MARKERS, *home) if word.lower() in text] == []
    assert "/" not in text and "\\" not in text
    assert not re.search(rf"\b{re.escape(getpass.getuser().lower())}\b", text)


def test_without_errors_it_says_so(told, monkeypatch):
    monkeypatch.setattr(traces, "_crashes", type(traces._crashes)(maxlen=3))
    assert diagnosis.text(told, Settings(), WINDOW).endswith("Letzte Fehler nach Art, Modul und Zeile\n  keine\n")


def test_what_was_shown_is_saved_and_entered_once(told, tmp_path):
    target = tmp_path / "diagnose.txt"
    diagnosis.save(told, "Zeile 1\n", target)
    assert target.read_text(encoding="utf-8") == "Zeile 1\n"
    entered = [line.entry for line in outgoing.lines(told)]
    assert [(e.kind, e.subject, e.client_id) for e in entered] == [
        ("diagnosis", "Diagnose ohne Angaben zu Personen", None)]


def test_nothing_is_overwritten_and_what_cannot_be_written_is_not_entered(told, tmp_path):
    there = tmp_path / "da.txt"
    there.write_text("alt", encoding="utf-8")
    with pytest.raises(UserError) as taken:
        diagnosis.save(told, "neu", there)
    with pytest.raises(UserError) as nowhere:
        diagnosis.save(told, "neu", tmp_path / "nirgends" / "d.txt")
    assert (taken.value.msgid, nowhere.value.msgid) == (diagnosis.ALREADY_THERE, diagnosis.CANNOT_WRITE)
    assert there.read_text(encoding="utf-8") == "alt"
    assert outgoing.lines(told) == ()
