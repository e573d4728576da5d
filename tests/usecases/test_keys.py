"""Keys as acts: create, unlock by password or code, another password; each failure is told apart."""

import os
from pathlib import Path

import pytest

from app.store.casefile import NOT_A_FILE, CaseFile
from app.store.queries import clients
from app.usecases import keys
from app.usecases.keys import NOT_SAVED
from app.vault import keyfile
from app.vault.errors import Damaged, WrongSecret
from tests.casefiles import PASSWORD, Clock, Opener, refusal, taken_in

NEW = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"


def test_a_new_file_opens_with_its_password_and_with_its_code(tmp_path: Path) -> None:
    folder = tmp_path / "neu.klientendatei"
    file = keys.create(folder, NEW, office="MUSTER-Amt", ags="05315000", clock=Clock())
    code = keys.recovery_code(file)
    taken_in(file)
    file.close()
    file = keys.unlock(folder, NEW, clock=Clock())
    assert (len(clients.lines(file)), file.meta("role"), keys.recovery_code(file)) == (1, "office", code)
    file.close()
    file = keys.unlock_with_code(folder, code.lower().replace("-", " "), "Andere-" + NEW, clock=Clock())
    assert len(clients.lines(file)) == 1
    file.close()
    with pytest.raises(WrongSecret):
        keys.unlock(folder, NEW, clock=Clock())
    keys.unlock(folder, "Andere-" + NEW, clock=Clock()).close()


@pytest.mark.parametrize("password", ["", "muster", "Fluechtling2024", "Sommer-Sonne-2026!"])
def test_a_password_that_is_easy_to_guess_makes_no_file_and_changes_none(
    tmp_path: Path, file: CaseFile, password: str,
) -> None:
    folder = tmp_path / "neu.klientendatei"
    sentence = refusal(lambda: keys.create(folder, password, office="", ags="05315000", clock=Clock()))
    assert "leicht zu erraten" in sentence
    assert not folder.exists()
    assert refusal(lambda: keys.change_password(file, PASSWORD, password)) == sentence
    assert keyfile.open_with_password(file.folder, PASSWORD)[0] == file.secret


def test_a_suggested_passphrase_is_good_enough() -> None:
    words = keys.suggest()
    assert words.count("-") == 4
    keys.check_password(words)


def test_another_password_replaces_the_old_one_in_both_copies(opener: Opener) -> None:
    file = opener()
    with pytest.raises(WrongSecret):
        keys.change_password(file, "falsch", NEW)
    keys.change_password(file, PASSWORD, NEW)
    file.close()
    with pytest.raises(WrongSecret):
        keys.unlock(opener.folder, PASSWORD, clock=opener.clock)
    assert keys.unlock(opener.folder, NEW, clock=opener.clock).close() is None
    assert [keyfile.from_bytes((opener.folder / name).read_bytes()).gen for name in keyfile.COPIES] == [2, 2]


def test_the_code_opens_without_any_key_file(opener: Opener) -> None:
    code = keys.recovery_code(opener())
    opener.close()
    for name in keyfile.COPIES:
        (opener.folder / name).unlink()
    with pytest.raises(Damaged, match="fehlen die beiden Schlüsseldateien"):
        keys.unlock(opener.folder, PASSWORD, clock=opener.clock)
    keys.unlock_with_code(opener.folder, code, NEW, clock=opener.clock).close()
    keys.unlock(opener.folder, NEW, clock=opener.clock).close()


def test_a_cut_between_the_two_copies_does_not_bring_the_forgotten_password_back(opener: Opener) -> None:
    file = opener()
    code = keys.recovery_code(file)
    keys.change_password(file, PASSWORD, "Vergessen-" + NEW)
    file.close()
    old = (opener.folder / "schluessel-b.json").read_bytes()
    keys.unlock_with_code(opener.folder, code, NEW, clock=opener.clock).close()
    (opener.folder / "schluessel-b.json").write_bytes(old)
    for _ in range(2):  # the first opening heals the copies; the second shows in which direction
        keys.unlock(opener.folder, NEW, clock=opener.clock).close()
    assert (opener.folder / "schluessel-b.json").read_bytes() != old


def test_a_mistyped_or_foreign_code_changes_nothing(opener: Opener, tmp_path: Path) -> None:
    file = opener()
    code = keys.recovery_code(file)
    file.close()
    before = [(opener.folder / name).read_bytes() for name in keyfile.COPIES]
    with pytest.raises(WrongSecret, match="Vierergruppe"):
        keys.unlock_with_code(opener.folder, code[:-1] + ("0" if code[-1] != "0" else "1"), NEW, clock=opener.clock)
    foreign = keys.create(tmp_path / "fremd.klientendatei", NEW, office="", ags="05315000", clock=Clock())
    other = keys.recovery_code(foreign)
    foreign.close()
    for _ in range(2):
        with pytest.raises(WrongSecret, match="gehört nicht zu dieser Klientendatei"):
            keys.unlock_with_code(opener.folder, other, NEW, clock=opener.clock)
    assert [(opener.folder / name).read_bytes() for name in keyfile.COPIES] == before
    assert opener().meta("ags") == "05315000"


def test_the_right_code_for_a_damaged_database_is_called_damage(opener: Opener) -> None:
    code = keys.recovery_code(opener())
    opener.close()
    (opener.folder / "daten.db").write_bytes(b"ruin" * 4096)
    with pytest.raises(Damaged):
        keys.unlock_with_code(opener.folder, code, NEW, clock=opener.clock)
    keyfile.open_with_password(opener.folder, PASSWORD)


def test_a_password_that_cannot_be_saved_is_told_and_the_file_is_closed(opener: Opener) -> None:
    file = opener()
    code = keys.recovery_code(file)
    (opener.folder / "schluessel-a.json.neu").mkdir()
    assert refusal(lambda: keys.change_password(file, PASSWORD, NEW)) == NOT_SAVED
    file.close()
    assert refusal(lambda: keys.unlock_with_code(opener.folder, code, NEW, clock=opener.clock)) == NOT_SAVED
    os.rmdir(opener.folder / "schluessel-a.json.neu")
    keys.unlock(opener.folder, PASSWORD, clock=opener.clock).close()


def test_a_folder_without_a_database_is_no_klientendatei(tmp_path: Path) -> None:
    for act in (lambda: keys.unlock(tmp_path, PASSWORD, clock=Clock()),
                lambda: keys.unlock_with_code(tmp_path, "x", NEW, clock=Clock())):
        assert refusal(act) == NOT_A_FILE
    assert list(tmp_path.iterdir()) == []
