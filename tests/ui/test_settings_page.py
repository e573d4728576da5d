"""Einstellungen: what each part changes, where it is kept, and that long work is told in its card."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPushButton

from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.settings import Settings
from app.store import local_backups
from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.ui import theme
from app.ui.settings_backup import BackupPart
from app.ui.settings_page import SettingsPage
from app.ui.shell import PageEntry
from app.ui.theme import T
from app.ui.volumes import Volume
from app.ui.window import Window
from app.usecases import backup, intake, keys
from app.usecases import office as offices
from app.vault import keyfile, slot
from app.vault.errors import WrongSecret
from app.vault.slot import LIGHT_KDF
from tests.ui.gates import NOW, PASSWORD, clock, new_file
from tests.ui.looks import cut, ring_gaps, settle, too_wide

ENOUGH = 20000
PARTS = ("look", "keys", "backup", "trust", "texts", "values", "outgoing", "data", "office", "check")


@pytest.fixture
def file(tmp_path):
    """A Klientendatei with one person, open."""
    made = new_file(tmp_path)
    intake.take_in(made, {"family_name": "MUSTER", "given_name": "Amira", "birth": PartialDate(2003, 3, 12),
                          "ags": "05315000"})
    yield made
    made.close()


@pytest.fixture
def shown(qapp, qtbot, look, file):
    """Opens the page in a window; `kept` are the settings that were stored."""
    made: list[Window] = []

    def show(part: str = "look", settings=Settings(theme="light"), size=(1366, 768)) -> Window:  # noqa: B008 - frozen
        theme.apply_settings(qapp, settings)
        T.window = size[0]
        kept: list[Settings] = []
        window = Window(qapp, settings, kept.append, lambda _text: [])
        qtbot.addWidget(window)
        window.kept = kept
        window.resize(*size)
        window.add_pages([PageEntry(id="settings", label="Einstellungen", icon="settings", at_bottom=True,
                                    factory=lambda shell: SettingsPage(shell, file, window))])
        window.desk.go("settings", part=part)
        window.show()
        window.activateWindow()
        settle()
        made.append(window)
        return window

    yield show
    for one in made:
        one.close()
    settle()


@pytest.fixture
def light(monkeypatch):
    """New passwords are derived for real, with the least cost the format allows."""
    real = slot.wrap
    monkeypatch.setattr(keyfile, "wrap", lambda secret, password, _, file: real(secret, password, LIGHT_KDF, file))


def part(window: Window):
    return window.desk.pages.page._part


def press(window: Window, word: str) -> None:
    press_part(part(window), word)


def press_part(shown_part, word: str) -> None:
    next(one for one in shown_part.findChildren(QPushButton) if one.text() == word).click()
    settle()


def test_the_keyboard_begins_in_the_list_and_the_arrows_change_the_part(shown, qtbot):
    window = shown()
    page = window.desk.pages.page
    assert QApplication.focusWidget() is page._list
    for key in PARTS[1:]:
        qtbot.keyClick(page._list, Qt.Key.Key_Down)
        assert page._key == key
    assert QApplication.focusWidget() is page._list


@pytest.mark.parametrize(("word", "changed"), [("dunkel", {"theme": "dark"}), ("eng", {"density": "dense"}),
                                               ("immer", {"menu_bar": True}), ("Größer", {"zoom": 1.1}),
                                               ("Kleiner", {"zoom": 0.9})])
def test_each_look_is_in_force_and_kept_at_once(shown, word, changed):
    window = shown()
    press(window, word)
    assert window.kept[-1] == replace(Settings(theme="light"), **changed)
    assert T.dark is (word == "dunkel") and T.dense is (word == "eng")
    assert window.menuBar().isVisible() is (word == "immer")


def test_larger_text_can_be_pressed_again_without_finding_the_button_again(shown, qtbot):
    window = shown()
    press(window, "Größer")
    qtbot.waitUntil(lambda: getattr(QApplication.focusWidget(), "text", str)() == "Größer")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    settle()
    assert T.zoom == 1.2


def test_the_look_that_holds_stays_marked_when_it_is_pressed_again(shown):
    window = shown()
    press(window, "hell")
    marked = [one.text() for one in part(window).findChildren(QPushButton) if one.isCheckable() and one.isChecked()]
    assert marked == ["hell", "normal", "nur mit Alt"]


def test_the_minutes_until_the_lock_are_kept(shown):
    window = shown("keys")
    box = part(window).idle.box("minutes")
    box.control.set_value(10)
    assert box.commit()
    assert window.kept[-1].lock_minutes == 10


def test_the_password_is_changed_beside_the_window_and_holds_at_the_next_unlock(shown, file, qtbot, light):
    window = shown("keys")
    keys_part = part(window)
    new = keys_part.new.phrase.text()
    qtbot.keyClicks(keys_part.old.box("old").control.targets()[0], PASSWORD)
    keys_part.change()
    assert keys_part.button.text() == "Wird geändert …"
    qtbot.waitUntil(lambda: "Das Kennwort ist geändert." in window.desk.strip.text, timeout=ENOUGH)
    file.close()
    keys.unlock(file.folder, new, clock=clock).close()
    with pytest.raises(WrongSecret):
        keys.unlock(file.folder, PASSWORD, clock=clock)


def test_a_wrong_old_password_is_known_before_the_new_one_is_chosen(shown, file, qtbot):
    keys_part = part(shown("keys"))
    old = keys_part.old.box("old").control.targets()[0]
    old.setFocus()
    qtbot.keyClicks(old, "falsch")
    keys_part.new.another.setFocus()
    qtbot.waitUntil(lambda: old.accessibleDescription().startswith("Dieses Kennwort passt nicht."), timeout=ENOUGH)
    assert keys_part.new.another.hasFocus() and keys_part.button.isEnabled()


def test_once_proven_the_old_password_is_not_derived_again(shown, file, qtbot, light, monkeypatch):
    window = shown("keys")
    keys_part, tried, real = part(window), [], keyfile.unlock
    monkeypatch.setattr(keyfile, "unlock", lambda kept, password: (tried.append(password), real(kept, password))[1])
    old = keys_part.old.box("old").control.targets()[0]
    old.setFocus()
    qtbot.keyClicks(old, PASSWORD)
    keys_part.new.another.setFocus()
    qtbot.waitUntil(lambda: keys_part._proof[1] is not None, timeout=ENOUGH)
    keys_part.change()
    qtbot.waitUntil(lambda: "Das Kennwort ist geändert." in window.desk.strip.text, timeout=ENOUGH)
    assert tried == [PASSWORD]


def test_the_code_is_shown_only_after_the_password_and_can_be_hidden_again(shown, file, qtbot):
    act = part(shown("keys")).sheet.act
    line = act.form.box("password").control.targets()[0]
    act.submit()
    assert line.accessibleDescription() == "Geben Sie Ihr Kennwort ein."
    act.form.set_texts({"password": "falsch"})
    act.submit()
    qtbot.waitUntil(act.button.isEnabled, timeout=ENOUGH)
    assert line.accessibleDescription().startswith("Dieses Kennwort passt nicht.") and act.sheet is None
    act.form.set_texts({"password": PASSWORD})
    act.submit()
    qtbot.waitUntil(lambda: act.sheet is not None, timeout=ENOUGH)
    groups = set(keys.recovery_code(file).split("-"))
    assert groups <= {one.text() for one in act.findChildren(QLabel)}
    assert line.text() == "" and not act.form.isVisible()
    act.hide_sheet()
    settle()
    assert act.form.isVisible() and not groups & {one.text() for one in act.findChildren(QLabel)}


def test_the_sheet_is_saved_from_the_settings_and_stands_in_the_register(shown, file, qtbot, tmp_path, monkeypatch):
    act = part(shown("keys")).sheet.act
    act.form.set_texts({"password": PASSWORD})
    act.submit()
    qtbot.waitUntil(lambda: act.sheet is not None, timeout=ENOUGH)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "blatt"), ""))
    act.sheet.button.click()
    qtbot.waitUntil(lambda: act.sheet.sentence != "", timeout=ENOUGH)
    assert (tmp_path / "blatt.pdf").read_bytes().startswith(b"%PDF")
    assert [line.entry.kind for line in outgoing.lines(file)] == ["recovery_sheet"]


def test_the_key_is_renewed_from_the_settings_and_work_goes_on(shown, file, qtbot, light):
    keys_part = part(shown("keys"))
    act, before = keys_part.renewal.act, keys.recovery_code(file)
    keys_part.sheet.act._done(None)
    act.form.set_texts({"password": PASSWORD})
    act.submit()
    assert act.button.text() == "Wird erneuert …"
    qtbot.waitUntil(lambda: act.sheet is not None, timeout=ENOUGH)
    after = keys.recovery_code(file)
    settle()
    told = {one.text() for one in keys_part.findChildren(QLabel)}
    assert after != before and set(after.split("-")) <= told and not set(before.split("-")) & told
    intake.take_in(file, {"family_name": "MUSTER", "birth": PartialDate(2001), "ags": "05315000"})
    file.close()
    keys.unlock(file.folder, PASSWORD, clock=clock).close()
    with pytest.raises(WrongSecret):
        keys.unlock_with_code(file.folder, before, "Andere-" + PASSWORD, clock=clock)


def test_a_wrong_old_password_is_told_at_its_field_and_nothing_is_changed(shown, file, qtbot):
    keys_part = part(shown("keys"))
    keys_part.change()
    old = keys_part.old.box("old").control.targets()[0]
    assert old.accessibleDescription() == "Ohne das bisherige Kennwort lässt sich kein neues setzen."
    keys_part.old.set_texts({"old": "falsch"})
    keys_part.change()
    qtbot.waitUntil(keys_part.button.isEnabled, timeout=ENOUGH)
    assert old.accessibleDescription().startswith("Dieses Kennwort passt nicht.")
    file.close()
    keys.unlock(file.folder, PASSWORD, clock=clock).close()


def test_a_backup_is_made_where_the_person_wants_it_and_remembered(shown, file, qtbot, tmp_path, monkeypatch):
    offered: list[str] = []

    def choose(_parent, _title, name, *_rest, **_options):
        offered.append(name)
        return str(tmp_path / "usb"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    backup_part = part(shown("backup"))
    assert backup_part.last.text() == "Es gibt noch keine Sicherung außerhalb dieses Geräts."
    backup_part.button.click()
    qtbot.waitUntil(lambda: backup_part.banner is not None, timeout=ENOUGH)
    target = tmp_path / "usb.kdsicherung"
    assert backup_part.banner.sentence == (
        f"Gesichert und geprüft, Stand 03.11.2026, 14:03 Uhr: 1 Personen, 1 Fälle. Die Datei liegt in {target}.")
    # the same volume would be lost with the laptop
    assert backup_part.last.text() == "Es gibt noch keine Sicherung außerhalb dieses Geräts."
    assert offered[0].endswith("musterstadt-2026-11-03.kdsicherung")
    assert backup.last_made(file) == NOW
    restored = tmp_path / "neu.klientendatei"
    opened = backup.look(target, password=PASSWORD)
    assert backup.restore(opened, restored) is None and opened.backup.counts["client"] == 1


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A folder that counts as a stick with another volume."""
    place = tmp_path / "KINGSTON"
    place.mkdir()
    monkeypatch.setattr(backup, "leaves_laptop", lambda target, _folder: target.parent == place)
    return Volume(root=place, name="KINGSTON", free=14_200_000_000)


def test_a_stick_is_found_gets_its_backup_and_stands_in_the_register(shown, file, qtbot, stick):
    backup_part = part(shown("backup"))
    backup_part._volumes = lambda _folder: (stick,)
    press_part(backup_part, "Auf USB sichern")
    qtbot.waitUntil(lambda: not backup_part.sticks.isHidden(), timeout=ENOUGH)
    assert "14,2 GB frei" in [label.text() for label in backup_part.sticks.findChildren(QLabel)]
    settle()
    assert QApplication.focusWidget().accessibleName() == "Auf KINGSTON sichern"
    press_part(backup_part, "Hierhin sichern")
    qtbot.waitUntil(lambda: backup_part.banner is not None, timeout=ENOUGH)
    assert [path.name for path in stick.root.iterdir()] == ["musterstadt-2026-11-03-1403.kdsicherung"]
    assert backup_part.last.text() == "Letzte Sicherung außerhalb heute, am 03.11.2026 um 14:03."
    (line,) = outgoing.lines(file)
    assert (line.entry.kind, line.entry.subject, line.entry.recipient) == (
        "backup", "Sicherung „musterstadt-2026-11-03-1403.kdsicherung“", "KINGSTON")
    assert backup_part.usb.isEnabled() and backup_part.sticks.isHidden()


def test_without_a_stick_it_is_said_what_to_do(shown, qtbot):
    backup_part = part(shown("backup"))
    backup_part._volumes = lambda _folder: ()
    press_part(backup_part, "Auf USB sichern")
    qtbot.waitUntil(lambda: backup_part.banner is not None, timeout=ENOUGH)
    assert backup_part.banner.sentence.startswith("Es ist kein USB-Datenträger zu sehen.")
    assert QApplication.focusWidget() is backup_part.usb


def test_a_full_stick_is_told_and_nothing_counts_as_made(shown, file, qtbot, stick, monkeypatch):
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    backup_part = part(shown("backup"))
    backup_part._to_volume(stick)
    qtbot.waitUntil(lambda: backup_part.banner is not None, timeout=ENOUGH)
    assert backup_part.banner.sentence.startswith("Auf dem Datenträger ist zu wenig Platz")
    assert (backup.last_away(file), outgoing.lines(file), list(stick.root.iterdir())) == (None, (), [])


def test_the_automatic_ones_are_told_with_size_and_date(shown, file, qtbot):
    local_backups.keep(file)
    backup_part = part(shown("backup"))
    qtbot.waitUntil(lambda: "die letzte vom 03.11.2026, 14:03 Uhr" in backup_part.own.text(), timeout=ENOUGH)


def test_a_backup_that_cannot_be_written_says_so_in_its_card(shown, qtbot, tmp_path):
    taken = tmp_path / "da.kdsicherung"
    taken.touch()
    backup_part = part(shown("backup"))
    backup_part.make(taken)
    qtbot.waitUntil(lambda: backup_part.banner is not None, timeout=ENOUGH)
    assert backup_part.banner.sentence.startswith("An diesem Ort gibt es schon eine Datei mit diesem Namen.")
    assert backup_part.button.isEnabled()


def test_auf_usb_sichern_from_another_page_looks_for_sticks(shown, qtbot):
    window = shown()
    window.desk.go("settings", part="backup", start="usb")
    qtbot.waitUntil(lambda: isinstance(part(window), BackupPart) and (
        part(window).banner is not None or not part(window).sticks.isHidden()), timeout=ENOUGH)


def test_jetzt_sichern_from_another_page_opens_the_file_dialog(shown, qtbot, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args, **_options: (asked.append(args[1]), ("", ""))[1])
    shown().desk.go("settings", part="backup", start="file")
    qtbot.waitUntil(lambda: asked == ["Sicherung speichern"])


def test_a_whole_file_is_told_with_what_is_in_it(shown, qtbot):
    check_part = part(shown("check"))
    check_part.button.click()
    qtbot.waitUntil(lambda: check_part.banner is not None, timeout=ENOUGH)
    assert check_part.banner.sentence == "Die Klientendatei ist in Ordnung: 1 Personen, 1 Fälle."


def test_damage_is_told_and_the_newest_whole_backup_repairs_it(shown, file, qtbot, monkeypatch):
    local_backups.keep(file)
    newest = backup.local(file.folder)[0].path
    found = backup.Report(problems=("page 7",), counts={}, schema=2, key_files=1)
    monkeypatch.setattr(backup, "inspect", lambda _file, progress: found)
    check_part = part(shown("check"))
    gone: list[dict[str, object]] = []
    monkeypatch.setattr(check_part._shell, "go", lambda page, **where: gone.append({"page": page, **where}))
    check_part.button.click()
    qtbot.waitUntil(lambda: check_part.banner is not None, timeout=ENOUGH)
    assert check_part.banner.sentence.startswith("Es wurde 1 Schaden gefunden.")
    press_part(check_part, "Aus Sicherung reparieren")
    assert gone == [{"page": "restore", "source": newest}]


def test_office_and_commune_are_saved_when_the_field_is_left(shown, file, qtbot):
    form = part(shown("office")).form
    line = form.box("office").control.targets()[0]
    assert line.text() == "Amt Musterstadt"
    line.setFocus()
    qtbot.keyClicks(line, " Nord")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    form.box("ags").control.set_value("05111000")
    assert form.box("ags").commit()
    assert (file.meta("office"), file.meta("ags")) == (" NordAmt Musterstadt".strip(), "05111000")


def test_an_office_without_a_name_keeps_the_old_one(shown, file):
    box = part(shown("office")).form.box("office")
    box.control.set_text("")
    assert not box.commit()
    assert file.meta("office") == "Amt Musterstadt"
    with pytest.raises(UserError):
        offices.rename(file, "  ")


def test_a_commune_that_is_in_no_list_is_refused(file):
    with pytest.raises(UserError):
        offices.move(file, "09162000")
    assert file.meta("ags") == "05315000"


def test_a_change_elsewhere_keeps_the_part_that_is_shown(shown, file: CaseFile):
    window = shown("office")
    before: Callable[[], object] = part(window)
    intake.take_in(file, {"family_name": "MUSTER", "birth": PartialDate(2001), "ags": "05315000"})
    window.refresh()
    settle()
    assert part(window) is before


@pytest.mark.parametrize("name", PARTS)
def test_nothing_is_cut_and_every_stop_shows_where_the_keyboard_is(shown, name):
    window = shown(name, Settings(theme="dark", zoom=2.0))
    assert cut(window) == []
    assert too_wide(window) == []
    stops, gaps = ring_gaps(window, window.ring)
    assert stops > 3 and gaps == []


def test_below_ninety_letters_a_box_chooses_the_part(shown, qtbot):
    window = shown(settings=Settings(zoom=2.0))
    box = window.desk.pages.page._box
    assert isinstance(box, QComboBox) and QApplication.focusWidget() is box
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert window.desk.pages.page._key == "keys"
