"""What is opened by double click or named on the command line, and the way to the practice file and back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.__main__ import is_place
from app.cli import _parser
from app.domain.errors import UserError
from app.store import backup
from app.ui import office, start
from app.ui.about import AboutCard
from app.ui.creation import CreationCard
from app.ui.practice import PRACTICE, PracticeCard
from app.ui.restore import RestoreCard
from app.ui.start import CAME_FROM, CHOOSE, PRACTISE, WANTED, Start, only_folder
from app.ui.unlock import MUSTER_FILE, ChoicesCard, UnlockCard
from app.ui.ways import case_file_of
from app.usecases import practice
from tests import casefiles
from tests.ui.gates import PASSWORD, casefile_open, clock, new_file, starts
from tests.ui.looks import settle

ENOUGH = 20000


@pytest.fixture
def begun(qapp, tmp_path, look, monkeypatch) -> Iterator:
    """Starts the program on a place of its own."""
    for name in (CAME_FROM, WANTED, start.LOCKED_AT):
        # set first, so that what a start leaves behind goes with the test
        monkeypatch.setenv(name, "")
    with starts(qapp, tmp_path) as begin:
        yield begin


@pytest.fixture
def folder(tmp_path) -> Path:
    """A Klientendatei at the usual place."""
    file = new_file(tmp_path)
    file.close()
    return file.folder


def practice_folder(place: Path) -> Path:
    """What looks like a practice file from outside."""
    made = place / PRACTICE
    made.mkdir()
    (made / MUSTER_FILE).write_text("eins-zwei", encoding="utf-8")
    return made


def shown(one: Start, kind: type, qtbot):
    qtbot.waitUntil(lambda: isinstance(one.gate.card, kind), timeout=ENOUGH)
    settle()
    return one.gate.card


def press(one: Start, words: str) -> None:
    next(act for act in one.gate.findChildren(QPushButton) if act.text() == words and act.isVisible()).click()
    settle()


@pytest.mark.parametrize("argument", [
    "/media/stick/muster.kdsicherung", "muster.klientendatei", "./muster", "Fall 12.kdfall", "C:\\D\\m.kdsicherung"])
def test_what_a_double_click_names_opens_the_window_even_when_it_is_gone(argument):
    assert is_place(argument)


def test_every_command_and_option_stays_a_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (commands,) = [one for one in _parser()._actions if one.dest not in ("help", "version") and one.choices]
    for argument in (*commands.choices, "--version", "--selftest", "--json", "-h"):
        assert not is_place(argument)


def test_a_file_inside_a_klientendatei_means_the_klientendatei(folder):
    assert case_file_of(folder / "daten.db") == case_file_of(folder) == folder
    assert case_file_of(folder.parent / "brief.pdf") is None


def test_a_backup_goes_to_the_way_back_with_the_file_filled_in_and_named_after_it(begun, folder, tmp_path, qtbot):
    stick = tmp_path / "stick"
    stick.mkdir()
    with casefile_open(folder) as file:
        backup.back_up(file, stick / "nachbarstadt-2026-11-03.kdsicherung")
    one = begun(stick / "nachbarstadt-2026-11-03.kdsicherung")
    card = shown(one, RestoreCard, qtbot)
    qtbot.waitUntil(lambda: card.steps.key.isVisible(), timeout=ENOUGH)
    card.steps.key.form.set_texts({"password": PASSWORD})
    card.steps.submit()
    qtbot.waitUntil(lambda: card.steps._facts.isVisible(), timeout=ENOUGH)
    # not the file that happens to lie at the usual place
    assert any(str(tmp_path / "nachbarstadt.klientendatei") == label.text() for label in card.findChildren(QLabel))
    card.steps.go_back()
    card.steps.go_back()
    assert shown(one, UnlockCard, qtbot) and one.ways.folder == folder


@pytest.mark.parametrize(("name", "said"), [
    ("Fall 12.kdfall", "„Fall 12.kdfall“ ist die Übergabe eines Falls an eine andere Dienststelle."),
    ("weg.kdsicherung", "„weg.kdsicherung“ ist nicht zu finden."), ("brief.pdf", "„brief.pdf“ ist weder eine"),
    ("weg.klientendatei", "„weg.klientendatei“ ist nicht zu finden."), ("ordner", "An diesem Ort liegt keine")])
def test_what_cannot_be_opened_is_told_in_the_window_and_stays_as_it_is(begun, folder, tmp_path, qtbot, name, said):
    path = tmp_path / "sonst" / name
    path.parent.mkdir()
    if name == "ordner":
        path.mkdir()
    elif not name.startswith("weg"):
        path.write_bytes(b"unberuehrt")
    one = begun(path)
    qtbot.waitUntil(lambda: bool(one.gate.card.sentence), timeout=ENOUGH)
    assert isinstance(one.gate.card, UnlockCard)
    assert one.gate.card.sentence.replace("\u2068", "").replace("\u2069", "").startswith(said)
    assert not path.is_file() or path.read_bytes() == b"unberuehrt"


def test_one_who_has_practised_is_still_asked_for_the_own_file(folder, tmp_path):
    practised = practice_folder(tmp_path)
    assert only_folder(tmp_path) == folder
    folder.rename(tmp_path / "woanders")
    assert only_folder(tmp_path) == practised


def test_from_the_unlock_page_to_the_practice_file_anew_or_as_it_was(begun, folder, tmp_path, qtbot, monkeypatch):
    asked: list[str] = []

    def file(place, _now, _step) -> Path:
        asked.append("neu")
        return practice_folder(place)

    def anew(where, _now, _step) -> Path:
        asked.append("von vorn")
        return where

    monkeypatch.setattr(office, "practice_file", file)
    monkeypatch.setattr(office, "practice_anew", anew)
    one = begun(folder)
    press(one, "Üben")
    assert QApplication.focusWidget() is shown(one, PracticeCard, qtbot).make_button
    press(one, "Übungsdatei anlegen")
    shown(one, UnlockCard, qtbot)
    assert one.ways.folder == tmp_path / PRACTICE and one.ways.came_from == folder
    press(one, "Neu üben")
    assert QApplication.focusWidget() is shown(one, PracticeCard, qtbot).open_button
    press(one, "Neu beginnen")
    shown(one, UnlockCard, qtbot)
    assert asked == ["neu", "von vorn"]
    press(one, "Neu üben")
    press(one, "Weiterüben")
    assert isinstance(one.gate.card, UnlockCard) and one.ways.folder == tmp_path / PRACTICE


def test_a_refusal_leaves_every_way_open(begun, tmp_path, qtbot, monkeypatch):
    def refuse(*_given: object) -> Path:
        raise UserError("Die Übungsdatei ist offen.")

    practised = practice_folder(tmp_path)
    monkeypatch.setattr(office, "practice_anew", refuse)
    one = begun(practised)
    press(one, "Neu üben")
    press(one, "Neu beginnen")
    card = shown(one, PracticeCard, qtbot)
    qtbot.waitUntil(lambda: card.sentence == "Die Übungsdatei ist offen.", timeout=ENOUGH)
    assert card.open_button.isEnabled() and card.back.isEnabled()


def test_from_the_own_file_to_the_practice_file_and_back(begun, folder, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("app.store.local_backups.keep", lambda *_given, **_more: None)
    one = begun(folder)
    with_file(one, folder)
    assert "practice.end" not in ids(one)
    one.office.window.desk.run_action("practice.begin")
    assert (one.locked_folder, one.next_folder, one.moves_on) == (folder, folder, True)
    assert (os.environ[WANTED], os.environ[CAME_FROM]) == (PRACTISE, str(folder))
    there = begun(folder)
    assert isinstance(there.gate.card, PracticeCard)
    practised = casefiles.new_file(tmp_path / PRACTICE, PASSWORD, clock, muster=True)
    practised.close()
    (practised.folder / MUSTER_FILE).write_text(PASSWORD, encoding="utf-8")
    with_file(there, practised.folder)
    assert "practice.begin" not in ids(there) and there.office.window.windowTitle().startswith("Übung: Heute")
    there.office.window.desk.run_action("practice.end")
    assert there.next_folder == folder and WANTED not in os.environ


def test_who_has_only_a_practice_file_comes_back_to_the_choices(begun, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("app.store.local_backups.keep", lambda *_given, **_more: None)
    practised = casefiles.new_file(tmp_path / PRACTICE, PASSWORD, clock, muster=True)
    practised.close()
    (practised.folder / MUSTER_FILE).write_text(PASSWORD, encoding="utf-8")
    one = begun(practised.folder)
    with_file(one, practised.folder)
    one.office.window.desk.run_action("practice.end")
    assert one.next_folder is None and os.environ[WANTED] == CHOOSE
    assert isinstance(begun().gate.card, ChoicesCard)


def ids(one: Start) -> set[str]:
    return {action.id for action in one.office.window.desk.actions.all()}


def with_file(one: Start, folder: Path) -> None:
    one.ways.folder = folder
    one.ways.opened.emit(one._unlock(folder, PASSWORD))
    settle()


def test_about_is_one_click_away_before_a_file_is_open(begun, folder, qtbot):
    one = begun(folder)
    press(one, "Über Klientendatei")
    card = shown(one, AboutCard, qtbot)
    card.back.click()
    assert isinstance(one.gate.card, UnlockCard)
    # a click would throw away what is half done
    one.ways.create()
    shown(one, CreationCard, qtbot)
    assert not one.gate._about.isVisible()


def test_a_practice_file_is_replaced_only_when_it_is_one_and_the_new_one_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(practice, "PASSPHRASE", PASSWORD)
    file = casefiles.new_file(tmp_path / PRACTICE, PASSWORD, clock, muster=True)
    folder = file.folder

    def make(_place: Path) -> Path:
        raise OSError(28, "voll")

    with pytest.raises(UserError, match="geöffnet"):
        practice.begin_anew(folder, make, clock)
    file.close()
    with pytest.raises(OSError, match="voll"):
        practice.begin_anew(folder, make, clock)
    with casefile_open(folder) as kept:
        assert kept.meta("muster")
    assert practice.begin_anew(folder, practice_folder, clock) == folder
    assert [path.name for path in folder.iterdir()] == [MUSTER_FILE]
    assert [path.name for path in tmp_path.iterdir()] == [PRACTICE]


@pytest.mark.parametrize(("password", "muster"), [(PASSWORD, False), ("ein anderes Kennwort", True)])
def test_what_is_no_practice_file_is_never_deleted(tmp_path, monkeypatch, password, muster):
    monkeypatch.setattr(practice, "PASSPHRASE", PASSWORD)
    file = casefiles.new_file(tmp_path / PRACTICE, password, clock, muster=muster)
    file.close()
    with pytest.raises(UserError, match="nichts gelöscht"):
        practice.begin_anew(file.folder, practice_folder, clock)
    assert file.database.exists()
