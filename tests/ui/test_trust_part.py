"""Settings, part Schlüssel: on a laptop nothing counts before it was compared; at the GfS pairs and lists are made."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from app.domain.trust import ACTIVE, RESERVE
from app.store.casefile import CaseFile
from app.ui.gfs_keys_part import GfsKeysPart
from app.ui.settings_page import SettingsPage
from app.ui.shell import PageEntry
from app.ui.trust_part import TrustPart
from app.ui.window import Window
from app.usecases import gfs_keys, role, signing, trust
from app.vault import minisign
from app.vault.minisign import Cost, new_secret_key, public_file, public_of
from tests.ui.looks import cut, settle
from tests.ui.office import press, texts, work_done

PASSWORD = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation with the least cost the format allows."""
    real = minisign.lock
    monkeypatch.setattr(minisign, "lock", lambda secret, password: real(secret, password,
                                                                        Cost(ops=2**15, memory=2**24)))


@pytest.fixture
def shown(on_pages: Callable[..., Window], file: CaseFile) -> Callable[[], Window]:
    """The settings on this part."""
    def show() -> Window:
        window: Window = on_pages({})
        window.add_pages([PageEntry(id="settings", label="Einstellungen", icon="settings",
                                    factory=lambda shell: SettingsPage(shell, file, window))])
        window.desk.go("settings", part="trust")
        settle()
        return window

    return show


def part(window: Window) -> TrustPart | GfsKeysPart:
    found = window.desk.pages.page._part  # type: ignore[union-attr]
    assert isinstance(found, TrustPart | GfsKeysPart)
    return found


def pub() -> str:
    return public_file(public_of(new_secret_key()))


def paste(enter: QWidget, text: str) -> None:
    """As a person pastes from a mail."""
    box = enter.text.box("text").control.targets()[0]  # type: ignore[attr-defined]
    box.setFocus()
    box.setPlainText(text)
    settle()


def fill(enter: QWidget, task: str) -> None:
    enter.form.set_texts({"role": task, "name": "GfS MUSTER"})  # type: ignore[attr-defined]
    enter._show_heard()  # type: ignore[attr-defined]
    settle()


def test_a_key_counts_only_after_its_fingerprint_was_compared(shown: Callable[[], Window], file: CaseFile) -> None:
    window, line = shown(), pub()
    enter = part(window).enter
    assert "Noch kein Schlüssel" in texts(window) and not enter.button.isVisible()
    paste(enter, "RWunfug")
    assert not enter.button.isVisible()
    paste(enter, line)
    groups = [one for one in enter.findChildren(QLabel) if one.accessibleName().startswith(("1. Gruppe", "6. Gruppe"))]
    assert [one.text() for one in groups] == [trust.proposal(line).fingerprint.split()[at] for at in (0, 5)]
    fill(enter, ACTIVE)
    enter.enter()
    assert trust.keys(file) == () and not enter.button.isEnabled()
    enter.tick.setChecked(True)
    press(window, "Schlüssel eintragen")
    assert [(key.role, key.name) for key in trust.keys(file)] == [(ACTIVE, "GfS MUSTER")]
    assert "Aktiver Schlüssel" in texts(window) and cut(window) == []


def test_another_key_takes_the_tick_away_and_a_second_one_wants_the_fingerprint_heard(
        shown: Callable[[], Window], file: CaseFile) -> None:
    trust.enter(file, trust.proposal(pub()), ACTIVE, "GfS MUSTER")
    window, line = shown(), pub()
    enter = part(window).enter
    paste(enter, pub())
    enter.tick.setChecked(True)
    paste(enter, line)
    assert not enter.tick.isChecked()
    fill(enter, ACTIVE)
    enter.tick.setChecked(True)
    assert enter.form.box("heard").isVisible()
    press(window, "Schlüssel eintragen")
    assert "Für diese Aufgabe gilt schon" in texts(window)
    enter.form.set_texts({"heard": trust.proposal(line).fingerprint})
    press(window, "Schlüssel eintragen")
    in_force = [key.key_id for key in trust.keys(file) if key.retired_on is None]
    assert in_force == [trust.proposal(line).key_id]


def test_retiring_is_asked_once_more(shown: Callable[[], Window], file: CaseFile) -> None:
    key = trust.enter(file, trust.proposal(pub()), ACTIVE, "GfS MUSTER")
    window = shown()
    press(window, "Außer Gebrauch nehmen …")
    assert QApplication.focusWidget().text() == "Abbrechen"  # type: ignore[union-attr]
    press(window, "Abbrechen")
    assert trust.keys(file)[0].retired_on is None
    press(window, "Außer Gebrauch nehmen …")
    press(window, "Außer Gebrauch nehmen")
    assert trust.keys(file)[0].retired_on == file.today() and key.key_id in texts(window)


def test_a_key_file_and_a_key_list_are_read_from_a_stick(shown: Callable[[], Window], file: CaseFile, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "alt", tmp_path / "neu"
    for folder in (old, new):
        folder.mkdir()
    before, after = signing.new_keys(old, PASSWORD), signing.new_keys(new, PASSWORD)
    trust.enter(file, before[1], RESERVE, "GfS MUSTER")
    window = shown()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(old / "gfs-aktiv.pub"), ""))
    press(window, "Datei wählen …")
    enter = part(window).enter
    fill(enter, ACTIVE)
    enter.tick.setChecked(True)
    press(window, "Schlüssel eintragen")
    listed = signing.key_list(new, old / "gfs-reserve.key", PASSWORD, name="GfS MUSTER", on=file.today(),
                              active=after[0], reserve=after[1])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(listed), ""))
    press(window, "Schlüsselliste einlesen …")
    work_done(window)
    assert {key.key_id for key in trust.keys(file) if key.retired_on is None} == {one.key_id for one in after}


def test_the_gfs_makes_its_pairs_reads_them_out_and_changes_them(shown: Callable[[], Window], file: CaseFile,
                                                                 tmp_path: Path) -> None:
    file.set_meta(role=role.GFS)
    window, stick, new = shown(), tmp_path / "stick", tmp_path / "neu"
    for folder in (stick, new):
        folder.mkdir()
    mine = part(window)
    assert isinstance(mine, GfsKeysPart) and not mine.list.isVisible()
    press(window, "Schlüsselpaare anlegen")
    assert "Wählen Sie zuerst den Ordner" in texts(window)
    mine.pairs.place.path = stick
    password = mine.pairs.password.chosen()
    press(window, "Schlüsselpaare anlegen")
    work_done(window)
    keys = trust.keys(file)
    assert [key.role for key in keys] == [ACTIVE, RESERVE] and mine.list.isVisible()
    assert all(group in texts(window) for key in keys
               for group in trust.proposal(key.public_key).fingerprint.split())
    assert cut(window) == []
    gfs_keys.make(file, new, PASSWORD)
    mine.list.reserve.path, mine.list.place.path = stick / "gfs-reserve.key", new
    mine.list.form.set_texts({"password": "falsch"})
    press(window, "Schlüsselliste schreiben")
    work_done(window)
    assert "passt nicht" in texts(window) and trust.keys(file) == keys
    mine.list.form.set_texts({"password": password})
    press(window, "Schlüsselliste schreiben")
    work_done(window)
    assert trust.keys(file)[0].key_id == trust.proposal_from(new / "gfs-aktiv.pub").key_id
    assert all(button.accessibleName() for button in mine.findChildren(QPushButton))
