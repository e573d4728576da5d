"""„Aktualisierung prüfen“ in Prüfung und Version: what is found or refused, and what „beginnen“ leads to."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from app import VERSION
from app.store.check import NO_ROOM
from app.store.program import Updated
from app.ui.settings_page import SettingsPage
from app.ui.volumes import Volume
from app.usecases import backup, updates
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import press, texts, work_done
from tests.updates import CONTENT, NEWS, device, installer, publish


@pytest.fixture
def stick(tmp_path, monkeypatch) -> Path:
    """What is plugged in; the program knows who signed what lies on it."""
    publish(monkeypatch, tmp_path)
    (tmp_path / "KINGSTON").mkdir()
    return tmp_path / "KINGSTON"


@pytest.fixture
def shown(on_pages, file, stick, tmp_path):
    """The window on „Prüfung und Version“, its card, and what was started."""
    def show(act: str = "", **look):
        window = on_pages({"settings": lambda shell: SettingsPage(shell, file, window_of[0])}, **look)
        window_of.append(window)
        window.desk.go("settings", part="check")
        settle()
        card = window.desk.pages.page._part.updates
        card._volumes = lambda _folder: (Volume(root=stick, name="KINGSTON", free=1),)
        card._disk = tmp_path / "Aktualisierung"
        if act:
            press(window, act)
            work_done(window)
        return window, card, started

    window_of: list = [None]
    started: list[Path] = []
    return show


def test_what_is_found_on_a_stick_is_shown_with_its_news_and_the_keyboard_on_the_act(shown, stick):
    installer(stick, "0.3.0")
    window, card, _started = shown("Aktualisierung prüfen")
    said = texts(card)
    assert "Version 0.3.0, 1,5 MB: vom Herausgeber unterschrieben und unverändert." in said
    assert all(f"– {one}" in said for version in ("0.3.0", "0.2.0") for one in NEWS[version])
    assert "Neu in Version 0.2.0" in said
    assert QApplication.focusWidget().text() == "Aktualisierung beginnen"
    # of two acts only one is the one most likely wanted
    assert window.desk.pages.page._part.button.property("kind") == ""


def test_what_is_refused_is_said_in_the_card_and_nothing_can_be_begun(shown, stick, monkeypatch):
    window, card, _started = shown("Aktualisierung prüfen")
    assert card.banner.sentence == updates.NO_INSTALLER
    path = installer(stick)
    path.write_bytes(CONTENT[:-1])
    press(window, "Aktualisierung prüfen")
    work_done(window)
    assert card.banner.sentence == updates.ALTERED.format(file=path.name)
    installer(stick, VERSION)
    path.unlink()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(stick))
    press(window, "In einem Ordner suchen …")
    work_done(window)
    assert (card.banner.sentence, card.banner._kind) == (f"Sie haben schon Version {VERSION}. Es gibt nichts zu tun.",
                                                         "ok")
    card._volumes = lambda _folder: ()
    press(window, "Aktualisierung prüfen")
    work_done(window)
    assert card.banner.sentence.startswith("Es ist kein USB-Datenträger zu sehen.")
    assert card.offer is None and card.found.isHidden() and QApplication.focusWidget() is card.button


def test_what_the_program_cannot_install_is_taken_over_with_one_command(shown, stick, file, tmp_path):
    path = installer(stick)
    window, card, started = shown("Aktualisierung prüfen")
    press(window, "Aktualisierung beginnen")
    work_done(window)
    copy = tmp_path / "Aktualisierung" / path.name
    assert copy.read_bytes() == CONTENT and f"tar -xf {copy}" in texts(card)
    assert [one.before_version for one in backup.local(file.folder)] == ["0.2.0"]
    press(window, "Befehl kopieren")
    assert QApplication.clipboard().text().startswith(f"tar -xf {copy} -C ")
    assert started == [] and window.isVisible()


def test_a_setup_is_started_after_the_backup_and_the_program_ends(shown, stick, file, tmp_path, monkeypatch, qtbot):
    path = installer(stick, "0.2.0", "windows-x86_64", "setup")
    device(monkeypatch, "windows-x86_64", "setup")
    window, card, started = shown("Aktualisierung prüfen")
    kept: list[int] = []

    def start(installed: Path) -> bool:
        started.append(installed)
        kept.append(len(backup.local(file.folder)))
        return True

    window.closing.connect(lambda: kept.append(-1))
    card._launch = lambda _installed: False
    press(window, "Aktualisierung beginnen")
    work_done(window)
    assert card.banner.sentence.startswith("Das Einrichten ließ sich nicht starten.") and window.isVisible()
    card._launch = start
    press(window, "Aktualisierung prüfen")
    work_done(window)
    press(window, "Aktualisierung beginnen")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20000)
    # started once, from this disk, the backup being there; then the window closed as it always does
    assert started == [tmp_path / "Aktualisierung" / path.name] and kept == [1, -1]


def test_a_full_disk_is_told_and_the_offer_stays(shown, stick, monkeypatch):
    installer(stick)
    window, card, _started = shown("Aktualisierung prüfen")
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    press(window, "Aktualisierung beginnen")
    work_done(window)
    assert card.banner.sentence.startswith(NO_ROOM.split("{")[0]) and card.offer is not None
    assert QApplication.focusWidget().text() == "Aktualisierung beginnen"


def test_the_command_of_the_palette_begins_to_look_and_the_notice_opens_what_is_new(shown, file):
    file.standing.updated = Updated(since="0.0.1", failure=None)
    window, _card, _started = shown()
    window.desk.go("settings", part="check", start="news")
    settle()
    card = window.desk.pages.page._part.updates
    assert card.news.opened and "– Die Monatsmeldung wird gerundet" in texts(card)
    window.desk.go("settings", part="check", start="update")
    work_done(window)
    assert window.desk.pages.page._part.updates.banner is not None


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_and_every_stop_shows_the_keyboard(shown, stick, zoom):
    installer(stick, "0.3.0")
    window, card, _started = shown("Aktualisierung prüfen", zoom=zoom)
    assert cut(window) == [] and too_wide(window) == []
    begin = next(one for one in card.findChildren(QPushButton) if one.text() == "Aktualisierung beginnen")
    seen = begin.visibleRegion().boundingRect()
    assert begin.hasFocus() and seen.size() == begin.size()
    stops, gaps = ring_gaps(window, window.ring)
    assert stops > 4 and gaps == []
