"""„Kennwort vergessen“: the code and a new password, what is said about both, and the offer to renew the key."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from app.domain.errors import UserError
from app.store import casefile
from app.store.queries import outgoing
from app.ui.forgotten import CodeActs, ForgottenCard
from app.ui.gate import Gate
from app.ui.settings_recovery import sheet_name, write_sheet
from app.usecases import keys
from app.vault import recovery, slot
from app.vault.errors import Damaged, NoMemory, ParamsRefused, TooNew, WrongSecret
from tests.renewals import cheap
from tests.ui.gates import PASSWORD, clock
from tests.ui.looks import cut, ring_gaps, settle


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Argon2id has tests of its own."""
    monkeypatch.setattr(slot, "_argon2id", cheap)


@pytest.fixture
def gate(look, qtbot):
    """A gate on the screen."""
    made = Gate()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    settle()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    """A Klientendatei, closed."""
    file = casefile.create(tmp_path / "musterstadt.klientendatei", PASSWORD, office="Amt Musterstadt", ags="05315000",
                           clock=clock)
    file.close()
    return file.folder


@pytest.fixture
def code(folder):
    """The code on its sheet."""
    file = keys.unlock(folder, PASSWORD, clock=clock)
    file.close()
    return keys.recovery_code(file)


@pytest.fixture
def opened_files():
    """What was unlocked, closed again at the end."""
    files: list[casefile.CaseFile] = []
    yield files
    for file in files:
        file.close()


def acts(folder: Path) -> CodeActs:
    """What the office hands in."""
    return CodeActs(unlock=lambda code, password: keys.unlock_with_code(folder, code, password, clock=clock),
                    renew=keys.renew, code_of=keys.recovery_code, write_sheet=write_sheet, sheet_name=sheet_name)


@pytest.fixture
def offered(gate, folder, code, qtbot, opened_files):
    """The card after the code was taken, with the offer to renew."""
    card = ForgottenCard(gate, acts(folder))
    card.opened.connect(opened_files.append)
    gate.open(card)
    card.code.set_texts({"code": code})
    card.submit()
    qtbot.waitUntil(lambda: card._file is not None, timeout=20000)
    yield card
    card._file.close()


def test_the_recovery_code_opens_with_a_new_password(gate, folder, code, qtbot, opened_files):
    card = ForgottenCard(gate, acts(folder))
    card.opened.connect(opened_files.append)
    gate.open(card)
    settle()
    qtbot.keyClicks(QApplication.focusWidget(), code.lower().replace("-", " "))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    new = card.password.phrase.text()
    card.submit()
    qtbot.waitUntil(card.renewal.isVisible, timeout=20000)
    assert QApplication.focusWidget() is card.renewal
    card.without.click()
    assert keys.recovery_code(opened_files[0]) == code
    opened_files.pop().close()
    with pytest.raises(WrongSecret):
        keys.unlock(folder, PASSWORD, clock=clock)
    keys.unlock(folder, new, clock=clock).close()


def test_a_mistyped_code_is_told_at_its_field(gate, folder, qtbot):
    card = ForgottenCard(gate, acts(folder))
    gate.open(card)
    card.code.set_texts({"code": "1234"})
    card.submit()
    qtbot.waitUntil(card.button.isEnabled, timeout=20000)
    line = card.code.box("code").control.targets()[0]
    assert line.accessibleDescription().startswith("Der Wiederherstellungscode hat 4 statt 36 Zeichen.")


def test_an_own_password_must_be_strong_and_typed_twice_the_same(gate):
    card = ForgottenCard(gate, acts(Path()))
    gate.open(card)
    card.password.take_own()
    said = card.password.form.box("own").control.targets()[0].accessibleDescription
    pairs = (("Sommer2024", "Sommer2024", False), (PASSWORD, "anders", False), (PASSWORD, PASSWORD, True))
    for own, again, good in pairs:
        card.password.form.set_texts({"own": own, "again": again})
        assert bool(card.password.chosen()) is good
    card.password.form.set_texts({"own": ""})
    QTest.keyClicks(card.password.first_focus(), "Sommer2024")
    assert said() == "Noch zu leicht zu erraten. Hängen Sie Wörter an, die nicht zusammengehören."
    QTest.keyClicks(card.password.first_focus(), "-Laterne-Ziege-Kanal")
    assert said().startswith(("Sehr sicher", "Sicher", "Ausreichend"))


def test_the_key_is_renewed_when_offered_and_the_new_code_is_shown(offered, qtbot, opened_files, code, folder):
    chosen = offered._chosen
    offered.renew()
    assert offered.renewal.text() == "Wird erneuert …"
    qtbot.waitUntil(lambda: offered.sheet is not None, timeout=20000)
    new = keys.recovery_code(offered._file)
    shown = {one.text() for one in offered.findChildren(QLabel)}
    assert new != code and set(new.split("-")) <= shown
    offered._hand_over()
    assert opened_files == [offered._file]
    opened_files.pop().close()
    with pytest.raises(WrongSecret):
        keys.unlock_with_code(folder, code, "Andere-" + PASSWORD, clock=clock)
    keys.unlock(folder, chosen, clock=clock).close()


def test_the_new_sheet_is_saved_where_the_person_wants_and_entered_in_the_register(offered, qtbot, tmp_path,
                                                                                   monkeypatch):
    offered.renew()
    qtbot.waitUntil(lambda: offered.sheet is not None, timeout=20000)
    names: list[str] = []

    def choose(_parent, _title, name, *_rest):
        names.append(Path(name).name)
        return str(tmp_path / "blatt"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    offered.sheet.button.click()
    qtbot.waitUntil(lambda: offered.sheet.sentence != "", timeout=20000)
    assert names == ["Wiederherstellungsblatt-musterstadt-2026-11-03.pdf"]
    assert offered.sheet.sentence.startswith(f"Das Blatt liegt in {tmp_path / 'blatt.pdf'}. Drucken Sie es jetzt")
    assert [line.entry.kind for line in outgoing.lines(offered._file)] == ["recovery_sheet"]


def test_a_renewal_that_fails_is_told_and_the_file_can_be_opened_without(gate, folder, code, qtbot, opened_files):
    def refuse(_file, _password):
        raise UserError(keys.NOT_RENEWED)

    card = ForgottenCard(gate, replace(acts(folder), renew=refuse))
    card.opened.connect(opened_files.append)
    gate.open(card)
    card.code.set_texts({"code": code})
    card.submit()
    qtbot.waitUntil(card.renewal.isVisible, timeout=20000)
    card.renew()
    qtbot.waitUntil(lambda: card.sentence == keys.NOT_RENEWED, timeout=20000)
    assert card.renewal.isEnabled() and card.renewal.text() == "Schlüssel erneuern"
    card.without.click()
    assert keys.recovery_code(opened_files[0]) == code


@pytest.mark.parametrize("kind", [Damaged, TooNew, ParamsRefused, NoMemory])
def test_what_is_not_the_fault_of_the_code_stands_above_the_card(gate, qtbot, kind):
    def refuse(_code, _password):
        raise kind

    card = ForgottenCard(gate, replace(acts(Path()), unlock=refuse))
    gate.open(card)
    card.code.set_texts({"code": recovery.code_of(b"muster-muster-muster")})
    card.submit()
    qtbot.waitUntil(lambda: card.sentence != "", timeout=20000)
    assert card.sentence == kind.sentence
    assert card.code.box("code").control.targets()[0].accessibleDescription() != kind.sentence


def test_a_foreign_code_is_told_at_its_field(gate, folder, qtbot):
    card = ForgottenCard(gate, acts(folder))
    gate.open(card)
    card.code.set_texts({"code": recovery.code_of(b"muster-muster-muster")})
    card.submit()
    line = card.code.box("code").control.targets()[0]
    qtbot.waitUntil(lambda: line.accessibleDescription().startswith("Dieser Wiederherstellungscode gehört nicht"),
                    timeout=20000)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_no_step_is_cut_and_every_stop_has_a_ring(look, qtbot, folder, code, zoom):
    look(zoom=zoom)
    gate = Gate()
    qtbot.addWidget(gate)
    gate.show()
    gate.activateWindow()
    card = ForgottenCard(gate, acts(folder))
    gate.open(card, "musterstadt")
    file = keys.unlock(folder, PASSWORD, clock=clock)
    for step in (lambda: None, lambda: card._opened(file), lambda: card._show_sheet(None),
                 lambda: card.sheet._saved(folder.parent / "wiederherstellungsblatt-musterstadt.pdf")):
        step()
        settle()
        assert cut(gate) == []
        assert ring_gaps(gate, gate.ring)[1] == []
    gate.close()
    file.close()
