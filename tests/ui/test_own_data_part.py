"""Einstellungen, Eigene Daten: reached by the palette, written beside the window, told where it lies."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from app.store.queries import outgoing as register
from app.ui.controls import Chip
from app.ui.settings_own_data import OwnDataPart
from app.usecases import own_data
from tests import zips
from tests.ui.looks import cut, settle
from tests.ui.office import press, texts


@pytest.fixture
def shown(stage):
    """The program after the act of the palette, and the part."""
    one = stage()
    one.office.window.desk.run_action("own_data")
    one.calm()
    return one, one.window.findChild(OwnDataPart)


def choose(part: OwnDataPart, *words: str) -> None:
    for chip in part.findChildren(Chip):
        if chip.text() in words:
            chip.click()
    settle()


def test_everything_leaves_with_the_words_that_were_shown_and_what_was_chosen(shown, tmp_path, monkeypatch):
    one, part = shown
    target = tmp_path / "daten.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: (str(tmp_path / "daten"), ""))
    assert one.window.focusWidget() in part.findChildren(Chip) and part.form.values()["more"] in (None, ())
    assert cut(part) == []
    choose(part, "vertrauliche Notizen")
    password = part.password.phrase.text()
    press(part, "Ort wählen …")
    one.calm()
    document = json.loads(zips.unzipped(target.read_bytes(), password)["klientendatei.json"])
    assert document["contains"] == {"confidential": True, "health": False, "history": False}
    assert len(document["records"]["client"]) == len(one.lines())
    assert f"Die Datei liegt in {target}" in texts(part) and part.password is None
    assert register.lines(one.file)[0].entry.kind == own_data.KIND


def test_nothing_leaves_without_a_password_or_with_half_of_what_the_history_tells(shown, tmp_path, monkeypatch):
    one, part = shown
    asked: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_named: asked.append(tmp_path) or ("", ""))
    choose(part, "Änderungsverlauf")
    press(part, "Ort wählen …")
    assert asked == [] and "Er geht nur zusammen mit beidem hinaus" in texts(one.window)
    choose(part, "Änderungsverlauf")
    part.password.take_own()
    press(part, "Ort wählen …")
    assert asked == []
    part.password.take_offer()
    press(part, "Ort wählen …")
    assert asked == [tmp_path] and part.password is not None
    press(part, "Abbrechen")
    assert part.password is None and part.button.isVisible()
