"""Schlüssel erneuern, the third copy of the key file, stronger cost at a later unlock – and a kill at any moment."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.store import casefile, connection
from app.store.casefile import CLOSED, DATABASE, KEY_CHANGED, KEY_FILE, CaseFile
from app.store.connection import BUSY, open_connection
from app.store.queries import clients
from app.store.rekey import opens
from app.usecases import keys, outgoing, recovery_sheet
from app.usecases.keys import NOT_RENEWED, OTHER_CODE
from app.usecases.recovery_sheet import BESIDE_THE_DATA, CANNOT_WRITE
from app.vault import files, keyfile, recovery, slot
from app.vault.errors import Damaged, NoMemory, WrongSecret
from app.vault.hpke_slot import new_seeds, public_of
from app.vault.keyfile import COPIES, FALLBACK_KDF, LIGHT_KDF, PENDING, Kdf
from tests.casefiles import Clock, refusal, taken_in
from tests.renewals import PASSWORD, cheap

ROOT = Path(__file__).parents[2]
NEW = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"
STRONG = Kdf(m=FALLBACK_KDF.m + 8, t=3, p=4)


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """What is tested here is the order of writing; Argon2id has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slot, "_argon2id", cheap)
        yield


@pytest.fixture(scope="module")
def one_person(quick: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Klientendatei with one person, closed; only for copying."""
    folder = tmp_path_factory.mktemp("person") / "muster.klientendatei"
    file = casefile.create(folder, PASSWORD, office="MUSTER-Amt", ags="05315000", clock=Clock(), kdf=LIGHT_KDF)
    taken_in(file)
    file.close()
    return folder


@pytest.fixture
def folder(one_person: Path, tmp_path: Path) -> Path:
    """A Klientendatei with one person, closed."""
    return Path(shutil.copytree(one_person, tmp_path / "muster.klientendatei"))


@pytest.fixture
def file(folder: Path) -> Iterator[CaseFile]:
    """The same, open."""
    opened = keys.unlock(folder, PASSWORD, clock=Clock())
    yield opened
    opened.close()


def contents(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in COPIES]


def third(file: CaseFile) -> bytes:
    return file.meta(KEY_FILE).encode()


def reopened(folder: Path, password: str = PASSWORD) -> bytes:
    """The secret that opened, after the copies were seen to agree and the person to be there."""
    file = keys.unlock(folder, password, clock=Clock())
    assert len(clients.lines(file)) == 1
    assert contents(folder) == [third(file)] * 2
    assert not any((folder / name).exists() for name in PENDING)
    file.close()
    return file.secret


def test_after_a_renewal_the_same_password_opens_and_the_old_code_does_not(file: CaseFile) -> None:
    old, old_code = file.secret, keys.recovery_code(file)
    keys.renew(file, PASSWORD)
    code = keys.recovery_code(file)
    file.close()
    assert not opens(file.folder / DATABASE, old)
    assert recovery.secret_of(code) == reopened(file.folder) != old
    assert refusal(lambda: keys.unlock_with_code(file.folder, old_code, NEW, clock=Clock())) == OTHER_CODE
    keys.unlock_with_code(file.folder, code, NEW, clock=Clock()).close()
    reopened(file.folder, NEW)


def test_work_goes_on_after_a_renewal_as_if_nothing_had_been(file: CaseFile) -> None:
    told: list[object] = []
    file.subscribe(told.append)
    keys.renew(file, PASSWORD)
    taken_in(file, given_name="Bilal")
    assert len(clients.lines(file)) == 2 and told
    keys.renew(file, PASSWORD)
    keys.change_password(file, PASSWORD, NEW)
    file.undo()
    assert len(clients.lines(file)) == 1
    assert keyfile.load(file.folder)[0].gen == 4


def test_every_page_is_encrypted_with_the_new_key_alone(file: CaseFile) -> None:
    old = keyfile.hkdf(file.secret, "db")
    keys.renew(file, PASSWORD)
    with pytest.raises(Damaged):
        open_connection(file.database, old)
    with file.read() as connection:
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall() == []


def test_a_wrong_password_renews_nothing(file: CaseFile) -> None:
    before, secret = contents(file.folder), file.secret
    with pytest.raises(WrongSecret):
        keys.renew(file, "falsch")
    assert (contents(file.folder), file.secret) == (before, secret)


def test_a_reader_that_does_not_end_stops_the_renewal_and_nothing_is_changed(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.02)
    before = contents(file.folder)
    with file.read():
        assert refusal(lambda: keys.renew(file, PASSWORD)) == BUSY
    assert contents(file.folder) == before and not (file.folder / PENDING[0]).exists()
    assert len(clients.lines(file)) == 1


def test_a_folder_that_takes_no_files_stops_the_renewal_before_the_database(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = file.secret
    with monkeypatch.context() as patch:
        patch.setattr(files, "flush_to_disk", _full)
        assert refusal(lambda: keys.renew(file, PASSWORD)) == NOT_RENEWED
    file.close()
    assert reopened(file.folder) == secret


def _full(_file: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_that_fills_up_after_the_database_has_its_key_costs_nothing(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = file.secret
    with monkeypatch.context() as patch:
        patch.setattr(keyfile, "save", lambda *_what: _full(None))
        keys.renew(file, PASSWORD)
    assert file.secret != old and (file.folder / PENDING[0]).exists()
    file.close()
    assert reopened(file.folder) == file.secret


def test_a_copy_in_steps_that_a_renewal_comes_into_is_given_up(file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def renewed_meanwhile(_seconds: float) -> None:
        beside = threading.Thread(target=keys.renew, args=(file, PASSWORD))
        beside.start()
        beside.join()

    with file.between_writes() as (_own, let_in):
        monkeypatch.setattr(casefile.time, "sleep", renewed_meanwhile)
        assert refusal(let_in) == KEY_CHANGED
    assert len(clients.lines(file)) == 1


class Cut(BaseException):
    """The power goes off."""


def cut_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that writes key files or the key stops before the step of that number, and stays off."""
    left = [step]

    def before(act: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Cut
            return act(*given, **named)

        return counted

    for module, name in ((files, "write_whole"), (keyfile, "forget_pending"), (keys, "rekey"),
                         (casefile.CaseFile, "set_meta")):
        monkeypatch.setattr(module, name, before(getattr(module, name)))


@pytest.mark.parametrize("step", range(7))
def test_a_cut_between_any_two_steps_leaves_one_key_that_the_same_password_finds(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = keys.unlock(folder, PASSWORD, clock=Clock())
    old = file.secret
    with monkeypatch.context() as patch:
        cut_at(step, patch)
        with pytest.raises(Cut):
            keys.renew(file, PASSWORD)
    file.close()
    now = reopened(folder)
    assert (now == old) == (step < 3)
    assert opens(folder / DATABASE, now) and reopened(folder) == now


@pytest.mark.parametrize("step", range(3, 7))
def test_after_such_a_cut_the_code_of_the_new_key_opens_as_well(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = keys.unlock(folder, PASSWORD, clock=Clock())
    with monkeypatch.context() as patch:
        cut_at(step, patch)
        with pytest.raises(Cut):
            keys.renew(file, PASSWORD)
    file.close()
    keys.unlock_with_code(folder, keys.recovery_code(file), NEW, clock=Clock()).close()
    assert reopened(folder, NEW) == file.secret


def test_processes_killed_inside_a_renewal_lose_nothing(tmp_path: Path) -> None:
    # the long run is the same command with another number
    ended = subprocess.run([sys.executable, "-m", "tests.renewals", str(tmp_path), "4"], cwd=ROOT, text=True,
                           capture_output=True, check=False)
    assert ended.stdout.startswith("KILLS 4 CUT ") and ended.stdout.endswith(" OK\n"), ended.stderr


def test_people_with_keys_of_their_own_keep_their_access(file: CaseFile) -> None:
    seeds = new_seeds()
    shared = keyfile.give_access(keyfile.load(file.folder)[0], file.secret, public_of(seeds))
    keyfile.save(file.folder, shared)
    keys.change_password(file, PASSWORD, NEW)
    keys.renew(file, NEW)
    assert keyfile.unlock_with_seeds(keyfile.load(file.folder)[0], seeds) == file.secret


def test_the_third_copy_follows_every_change(file: CaseFile, tmp_path: Path) -> None:
    assert contents(file.folder) == [third(file)] * 2
    keys.change_password(file, PASSWORD, NEW)
    assert contents(file.folder) == [third(file)] * 2
    keys.renew(file, NEW)
    assert contents(file.folder) == [third(file)] * 2
    file.set_meta(**{KEY_FILE: "von einer anderen Ausgabe"})
    file.close()
    reopened(file.folder, NEW)


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"ruin")])
def test_lost_and_damaged_key_files_are_restored_from_the_third_copy_after_the_code(
    file: CaseFile, spoil: Callable[[Path], None]
) -> None:
    seeds = new_seeds()
    shared = keyfile.give_access(keyfile.load(file.folder)[0], file.secret, public_of(seeds))
    file.set_meta(**{KEY_FILE: keyfile.to_bytes(shared).decode()})
    code = keys.recovery_code(file)
    file.close()
    for name in COPIES:
        spoil(file.folder / name)
    with pytest.raises(Damaged):
        keys.unlock(file.folder, PASSWORD, clock=Clock())
    keys.unlock_with_code(file.folder, code, NEW, clock=Clock()).close()
    reopened(file.folder, NEW)
    found = keyfile.load(file.folder)[0]
    assert (found.part.file_id, found.gen) == (shared.part.file_id, shared.gen + 1)
    assert keyfile.unlock_with_seeds(found, seeds) == file.secret


def test_what_is_damaged_is_not_called_a_wrong_password_or_a_wrong_code(file: CaseFile) -> None:
    code, database = keys.recovery_code(file), file.folder / DATABASE
    file.close()
    whole = database.read_bytes()
    database.write_bytes(os.urandom(len(whole)))
    with pytest.raises(Damaged):
        keys.unlock(file.folder, PASSWORD, clock=Clock())
    for name in COPIES:
        (file.folder / name).write_bytes(b"ruin")
    # no key file left to compare the code with: it may well be the right one
    with pytest.raises(Damaged):
        keys.unlock_with_code(file.folder, code, NEW, clock=Clock())
    database.write_bytes(whole)
    keys.unlock_with_code(file.folder, code, NEW, clock=Clock()).close()


def test_without_any_key_file_no_password_is_changed(file: CaseFile) -> None:
    file.set_meta(**{KEY_FILE: "ruin"})
    for name in COPIES:
        (file.folder / name).write_bytes(b"ruin")
    for act in (lambda: keys.change_password(file, PASSWORD, NEW), lambda: keys.prove(file, PASSWORD)):
        assert refusal(act) == keyfile.BOTH_DAMAGED
    assert contents(file.folder) == [b"ruin"] * 2


def test_the_cost_of_a_weak_machine_is_raised_later_and_the_password_stays(file: CaseFile) -> None:
    weak = keyfile.change_password(keyfile.load(file.folder)[0], file.secret, PASSWORD, FALLBACK_KDF)
    keyfile.save(file.folder, weak)
    assert keys.strengthen(file, PASSWORD, STRONG) is True
    assert keyfile.load(file.folder)[0].kdf == STRONG
    assert keys.strengthen(file, PASSWORD, STRONG) is False
    assert contents(file.folder) == [third(file)] * 2
    file.close()
    reopened(file.folder)


def test_the_cost_is_left_alone_where_nothing_is_won_or_the_password_is_another(
    file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(file.folder)
    assert keys.strengthen(file, PASSWORD) is False  # made with the light cost of tests
    weak = keyfile.change_password(keyfile.load(file.folder)[0], file.secret, PASSWORD, FALLBACK_KDF)
    keyfile.save(file.folder, weak)
    assert keys.strengthen(file, "falsch", STRONG) is False

    def small(password: bytes, kdf: Kdf, salt: bytes) -> bytes:
        if kdf.m > FALLBACK_KDF.m:
            raise NoMemory
        return cheap(password, kdf, salt)

    monkeypatch.setattr(slot, "_argon2id", small)
    assert keys.strengthen(file, PASSWORD, STRONG) is False
    assert contents(file.folder) == [keyfile.to_bytes(weak)] * 2 != before


def test_a_file_that_was_closed_meanwhile_is_not_written_any_more(file: CaseFile) -> None:
    before = contents(file.folder)
    file.close()
    assert keys.strengthen(file, PASSWORD, STRONG) is False
    assert refusal(lambda: keys.renew(file, PASSWORD)) == CLOSED
    assert refusal(lambda: keys.change_password(file, PASSWORD, NEW)) == CLOSED
    assert contents(file.folder) == before


def test_a_sheet_is_written_for_its_owner_alone_and_entered_in_the_register(
    file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[tuple[str, str]] = []
    real = outgoing.note
    monkeypatch.setattr(outgoing, "note", lambda f, kind, subject: (noted.append((kind, subject)),
                                                                    real(f, kind, subject))[1])
    target = tmp_path / "blatt.pdf"
    recovery_sheet.save(file, target)
    recovery_sheet.save(file, target)
    assert target.read_bytes().startswith(b"%PDF") and target.stat().st_mode & 0o777 == 0o600
    assert noted == [("recovery_sheet", "Wiederherstellungsblatt als PDF: blatt.pdf")] * 2
    assert keys.recovery_code(file).encode() not in target.read_bytes()


def test_a_sheet_is_not_laid_beside_the_data_and_a_refused_place_is_told(file: CaseFile, tmp_path: Path) -> None:
    before = sorted(path.name for path in file.folder.iterdir())
    assert refusal(lambda: recovery_sheet.save(file, file.folder / "blatt.pdf")) == BESIDE_THE_DATA
    assert refusal(lambda: recovery_sheet.save(file, tmp_path / "fehlt" / "blatt.pdf")) == CANNOT_WRITE
    assert sorted(path.name for path in file.folder.iterdir()) == before


def test_only_who_knows_the_password_is_shown_the_code(file: CaseFile) -> None:
    keys.prove(file, PASSWORD)
    with pytest.raises(UserError):
        keys.prove(file, "falsch")
