"""Creating a Klientendatei: the five steps as a person takes them, and what may not be skipped."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from app.domain.errors import UserError
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.ui.controls import Chip
from app.ui.creation import ASKED, CATALOGUE, CODE, OFFICE, CreationCard, Wish, file_name
from app.ui.creation import PASSWORD as PASSWORD_STEP
from app.ui.gate import Gate
from app.ui.settings_recovery import write_sheet
from app.usecases import keys
from app.vault.slot import LIGHT_KDF
from tests.ui.gates import PASSWORD, clock
from tests.ui.looks import cut, ring_gaps, settle

OFFICE_NAME = "Teilhabemanagement Musterstadt"


@pytest.fixture
def files():
    """What was created, closed again at the end."""
    made: list[CaseFile] = []
    yield made
    for file in made:
        file.close()


@pytest.fixture
def begun_with():
    """The catalogues a new file was told to open with."""
    return []


@pytest.fixture
def card(gate, tmp_path, files, begun_with):
    """The steps, with a light key derivation; the second and the eighth group are asked back."""
    def create(wish: Wish) -> CaseFile:
        keys.check_password(wish.password)
        files.append(casefile.create(wish.folder, wish.password, office=wish.office, ags=wish.ags, role=wish.role,
                                     clock=clock, kdf=LIGHT_KDF))
        return files[-1]

    made = CreationCard(gate, tmp_path, create, keys.recovery_code, write_sheet,
                        lambda _file, path: begun_with.append(path), lambda _groups, _count: [7, 1])
    gate.open(made)
    settle()
    return made


def fill_office(card, qtbot) -> None:
    """Office, commune by typing, and Enter over the ready-made name."""
    qtbot.keyClicks(QApplication.focusWidget(), OFFICE_NAME)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "koln")
    if (popup := QApplication.activePopupWidget()) is not None:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
        # without a window system the closed list of communes stays the active window
        settle()
        card.window().activateWindow()
        settle()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def to_code(card, qtbot) -> None:
    fill_office(card, qtbot)
    card.submit()
    qtbot.waitUntil(lambda: card.step == CODE, timeout=20000)


def test_a_person_creates_a_file_by_keyboard_and_it_opens_with_phrase_and_code(card, qtbot, tmp_path, files,
                                                                               begun_with):
    fill_office(card, qtbot)
    assert card.step == PASSWORD_STEP
    phrase = card.password.phrase.text()
    card.forward.setFocus()
    qtbot.keyClick(card.forward, Qt.Key.Key_Space)
    assert card.forward.text() == "Wird angelegt …"
    qtbot.waitUntil(lambda: card.step == CODE, timeout=20000)
    code = keys.recovery_code(files[0])
    groups = code.split("-")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert card.step == ASKED
    qtbot.keyClicks(QApplication.focusWidget(), groups[1].lower())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), groups[7])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert card.step == CATALOGUE and QApplication.focusWidget() is card.catalogue.button and card.back.isHidden()
    card.forward.setFocus()
    with qtbot.waitSignal(card.opened) as opened:
        qtbot.keyClick(card.forward, Qt.Key.Key_Space)
    assert opened.args == [files[0]] and begun_with == []
    assert (files[0].meta("office"), files[0].meta("ags")) == (OFFICE_NAME, "05315000")
    folder = tmp_path / "Teilhabemanagement-Musterstadt.klientendatei"
    assert files[0].folder == folder
    files.pop().close()
    keys.unlock(folder, phrase, clock=clock).close()
    keys.unlock_with_code(folder, code, PASSWORD, clock=clock).close()


def test_a_catalogue_at_hand_is_what_the_new_file_opens_with(card, qtbot, files, begun_with, tmp_path, monkeypatch):
    to_code(card, qtbot)
    card._show(CATALOGUE)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(tmp_path / "katalog.csv"), ""))
    card.catalogue.button.click()
    assert any(shown.text() == "Gewählt: katalog.csv" for shown in card.catalogue.findChildren(QLabel))
    with qtbot.waitSignal(card.opened):
        card.submit()
    assert begun_with == [tmp_path / "katalog.csv"]


def test_all_nine_groups_are_shown_as_text_and_can_be_heard_letter_by_letter(card, qtbot, files):
    to_code(card, qtbot)
    groups = keys.recovery_code(files[0]).split("-")
    shown = {one.accessibleName() for one in card._parts[CODE].findChildren(type(card.password.phrase))}
    assert {f"{n}. Gruppe: {' '.join(group)}" for n, group in enumerate(groups, start=1)} <= shown


def test_a_wrong_group_does_not_open_and_the_code_can_be_looked_at_again(card, qtbot):
    to_code(card, qtbot)
    card.submit()
    opened: list[object] = []
    card.opened.connect(opened.append)
    card.asked.form.set_texts({"group1": "0000", "group7": "0000"})
    card.submit()
    line = card.asked.form.box("group1").control.targets()[0]
    assert line.accessibleDescription().startswith("Auf dem Blatt steht hier etwas anderes.")
    assert QApplication.focusWidget() is line
    card.go_back()
    assert card.step == CODE
    assert opened == []


def test_the_sheet_can_be_saved_before_the_groups_are_asked_back(card, qtbot, files, tmp_path, monkeypatch):
    to_code(card, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: ("", ""))
    card.sheet.button.click()
    assert card.sheet.button.isEnabled() and card.sheet.sentence == ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "blatt.pdf"), ""))
    card.sheet.button.click()
    qtbot.waitUntil(lambda: card.sheet.sentence != "", timeout=20000)
    assert "löschen Sie die Datei danach, auch aus dem Papierkorb" in card.sheet.sentence
    assert (tmp_path / "blatt.pdf").read_bytes().startswith(b"%PDF")
    assert [line.entry.subject for line in outgoing.lines(files[0])] == ["Wiederherstellungsblatt als PDF: blatt.pdf"]
    card.sheet.save(files[0].folder / "blatt.pdf")
    qtbot.waitUntil(lambda: card.sheet.sentence.startswith("Im Ordner der Klientendatei"), timeout=20000)
    assert card.sheet.button.isEnabled()


def test_the_step_with_the_code_cannot_be_undone_by_going_back(card, qtbot):
    to_code(card, qtbot)
    assert card.back.isHidden()


def test_letters_that_look_like_digits_are_read_as_digits(card, qtbot, files):
    to_code(card, qtbot)
    card.submit()
    groups = keys.recovery_code(files[0]).split("-")
    typed = {name: groups[n].replace("0", "o").replace("1", "l") for name, n in (("group1", 1), ("group7", 7))}
    card.asked.form.set_texts(typed)
    assert card.asked.right()


def test_nothing_is_made_without_office_and_commune(card, files):
    card.submit()
    assert card.step == OFFICE
    assert QApplication.focusWidget() is card.office.box("office").control.targets()[0]
    assert files == []


def test_a_commune_that_is_in_no_list_or_could_be_several_is_refused_at_its_field(card):
    card.office.set_texts({"office": OFFICE_NAME, "ags": "Entenhausen", "name": "a"})
    card.submit()
    assert card.step == OFFICE
    said = card.office.box("ags").control.targets()[0].accessibleDescription()
    assert said.startswith("„Entenhausen“ steht nicht in der Liste.")
    card.office.set_texts({"office": OFFICE_NAME, "ags": "Neuen", "name": "a"})
    card.submit()
    said = card.office.box("ags").control.targets()[0].accessibleDescription()
    assert said.startswith("„Neuen“ passt auf mehrere Einträge der Liste.")


def test_a_name_that_is_taken_is_told_before_anything_is_typed_further(card, tmp_path):
    (tmp_path / "amt.klientendatei").mkdir()
    card.office.set_texts({"office": "Amt", "ags": "05315000", "name": "amt"})
    card.submit()
    assert card.step == OFFICE
    said = card.office.box("name").control.targets()[0].accessibleDescription()
    assert said.startswith("An diesem Ort gibt es schon eine Klientendatei")


def test_the_name_of_the_file_follows_the_office_until_somebody_types_another(card, qtbot):
    name = card.office.box("name").control
    qtbot.keyClicks(card.first_focus(), "Amt / Nord")
    assert name.text() == "Amt-Nord"
    qtbot.keyClicks(name.targets()[0], "-2")
    qtbot.keyClicks(card.first_focus(), " Mitte")
    assert name.text().startswith(("-2", "Amt-Nord")) and "Mitte" not in name.text()


@pytest.mark.parametrize("bad", ["a/b", "a:b", ".a", "a.", "a\\b", "a*"])
def test_names_no_system_takes_are_refused(bad):
    with pytest.raises(UserError):
        file_name(bad)


def test_the_ending_may_be_typed_with_the_name():
    assert file_name(" amt.klientendatei ") == "amt"


def test_another_place_is_chosen_in_the_dialog_of_the_system(card, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "woanders"))
    card._choose_place()
    card.office.set_texts({"name": "amt"})
    assert card.folder() == tmp_path / "woanders" / "amt.klientendatei"


def test_a_place_that_cannot_be_written_is_told_and_nothing_typed_is_lost(card, qtbot):
    def refuse(_wish: Wish) -> object:
        raise UserError("Hier lässt sich keine Klientendatei anlegen.")

    card._create = refuse
    fill_office(card, qtbot)
    phrase = card.password.phrase.text()
    card.submit()
    qtbot.waitUntil(card.forward.isEnabled)
    assert card.sentence == "Hier lässt sich keine Klientendatei anlegen."
    assert (card.step, card.password.phrase.text()) == (PASSWORD_STEP, phrase)


def test_other_words_are_offered_and_each_offer_would_be_accepted(card, qtbot):
    fill_office(card, qtbot)
    first = card.password.chosen()
    card.password.suggest()
    assert card.password.chosen() not in ("", first)
    keys.check_password(card.password.chosen())


def test_the_name_of_the_office_is_no_good_password(card, qtbot):
    fill_office(card, qtbot)
    card.password.take_own()
    card.password.form.set_texts({"own": "teilhabemanagementmusterstadt", "again": "teilhabemanagementmusterstadt"})
    assert card.password.chosen() == ""


def test_going_back_from_the_first_step_leaves(card, qtbot):
    with qtbot.waitSignal(card.left):
        card.go_back()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_no_step_is_cut_and_every_stop_shows_where_the_keyboard_is(look, qtbot, tmp_path, zoom):
    look(zoom=zoom)
    gate = Gate()
    qtbot.addWidget(gate)
    gate.show()
    gate.activateWindow()
    card = CreationCard(gate, tmp_path, lambda wish: wish, lambda _file: "-".join(["8K2M"] * 9), lambda _f, _t: None,
                        lambda _f, _p: None)
    gate.open(card)
    for step in (OFFICE, PASSWORD_STEP, CODE, ASKED, CATALOGUE):
        if step == CODE:
            card._made(object())
        card._show(step)
        settle()
        assert cut(gate) == []
        assert ring_gaps(gate, gate.ring)[1] == []
    gate.close()


def test_a_file_is_for_an_office_unless_the_gfs_is_chosen(card, qtbot, files, monkeypatch):
    assert card.office.values()["role"] == "office"
    (gfs,) = [chip for chip in card.findChildren(Chip) if chip.text() == "Für die Geschäftsführende Stelle"]
    gfs.setFocus()
    qtbot.keyClick(gfs, Qt.Key.Key_Space)
    card.first_focus().setFocus()
    to_code(card, qtbot)
    assert files[0].meta("role") == "gfs"
    # it reads nobody's catalogue
    card._show(ASKED)
    monkeypatch.setattr(card.asked, "right", lambda: True)
    with qtbot.waitSignal(card.opened):
        card.submit()
