"""The copies in the folder: cut in between, damaged, missing, read-only, a renewal cut off – and what is told."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from app.vault import files, keyfile
from app.vault.errors import Damaged, ParamsRefused, TooNew, WrongSecret
from app.vault.keyfile import (
    COPIES,
    LIGHT_KDF,
    PENDING,
    KeyFile,
    change_password,
    forget_pending,
    heal,
    latest,
    load,
    new_secret,
    open_with_password,
    renew,
    save,
    save_pending,
    secrets_of,
    to_bytes,
)
from tests.vault.forgery import Json, changed


@pytest.fixture
def folder(tmp_path: Path, keyfile: KeyFile) -> Path:
    save(tmp_path, keyfile)
    return tmp_path


@pytest.fixture(scope="module")
def later(keyfile: KeyFile, secret: bytes) -> KeyFile:
    return change_password(keyfile, secret, "später", LIGHT_KDF)


def flip(path: Path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(bytes(data))


def contents(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in COPIES]


def test_both_copies_are_written_for_their_owner_alone_and_nothing_else_lies_there(
    folder: Path, keyfile: KeyFile
) -> None:
    assert contents(folder) == [to_bytes(keyfile)] * 2
    assert sorted(os.listdir(folder)) == sorted(COPIES)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in COPIES} == {0o600}


def test_one_password_opens_both(folder: Path, keyfile: KeyFile, secret: bytes, password: str) -> None:
    assert load(folder) == [keyfile]
    assert open_with_password(folder, password) == (secret, keyfile)
    with pytest.raises(WrongSecret):
        open_with_password(folder, "falsch")


def test_opening_changes_nothing_because_another_process_may_be_saving(
    folder: Path, keyfile: KeyFile, later: KeyFile, secret: bytes
) -> None:
    (folder / COPIES[0]).write_bytes(to_bytes(later))
    assert open_with_password(folder, "später") == (secret, later)
    assert list(secrets_of(folder, "später")) == [secret]
    assert contents(folder) == [to_bytes(later), to_bytes(keyfile)]


def test_a_cut_between_the_copies_leaves_the_later_issue_which_heals_the_other(
    folder: Path, later: KeyFile, secret: bytes
) -> None:
    (folder / COPIES[0]).write_bytes(to_bytes(later))
    assert heal(folder, secret) == later
    assert contents(folder) == [to_bytes(later)] * 2


def test_after_such_a_cut_the_old_password_opens_once_more_and_the_later_issue_still_wins(
    folder: Path, later: KeyFile, secret: bytes, password: str
) -> None:
    (folder / COPIES[0]).write_bytes(to_bytes(later))
    assert open_with_password(folder, password) == (secret, later)
    heal(folder, secret)
    assert contents(folder) == [to_bytes(later)] * 2
    with pytest.raises(WrongSecret):
        open_with_password(folder, password)


def test_a_later_issue_that_does_not_verify_wins_nothing(
    folder: Path, keyfile: KeyFile, secret: bytes, password: str
) -> None:
    foreign = change_password(keyfile, new_secret(), "fremd", LIGHT_KDF)
    (folder / COPIES[1]).write_bytes(to_bytes(foreign))
    assert open_with_password(folder, password) == (secret, keyfile)
    heal(folder, secret)
    assert contents(folder) == [to_bytes(keyfile)] * 2


@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_torn_or_missing_copy_is_healed_by_the_other(
    folder: Path, keyfile: KeyFile, secret: bytes, password: str, which: int
) -> None:
    spoilt = folder / COPIES[which]
    for spoil in (
        lambda: flip(spoilt, 2000),
        lambda: os.truncate(spoilt, 100),
        lambda: os.truncate(spoilt, 0),
        spoilt.unlink,
    ):
        spoil()
        with pytest.raises(WrongSecret):
            open_with_password(folder, "falsch")
        assert open_with_password(folder, password) == (secret, keyfile)
        assert heal(folder, secret) == keyfile
        assert contents(folder) == [to_bytes(keyfile)] * 2


@pytest.mark.parametrize("same_place", [True, False])
def test_two_damaged_copies_are_never_called_a_wrong_password(
    tmp_path: Path, keyfile: KeyFile, password: str, same_place: bool
) -> None:
    for bit in range(0, len(to_bytes(keyfile)) * 8, 97):
        save(tmp_path, keyfile)
        flip(tmp_path / COPIES[0], bit)
        flip(tmp_path / COPIES[1], bit if same_place else (bit + 1234) % (len(to_bytes(keyfile)) * 8))
        before = contents(tmp_path)
        with pytest.raises((Damaged, TooNew)):
            open_with_password(tmp_path, password)
        assert contents(tmp_path) == before


def test_missing_copies_and_damaged_copies_have_different_sentences(folder: Path, password: str) -> None:
    for name in COPIES:
        os.truncate(folder / name, 50)
    with pytest.raises(Damaged) as damaged:
        open_with_password(folder, password)
    for name in COPIES:
        (folder / name).unlink()
    with pytest.raises(Damaged) as missing:
        open_with_password(folder, password)
    assert "beschädigt" in str(damaged.value) and "fehlen" in str(missing.value)
    assert os.listdir(folder) == []


def test_a_newer_copy_is_left_alone_and_reported_when_nothing_else_opens(
    folder: Path, keyfile: KeyFile, secret: bytes, password: str
) -> None:
    newer = b'{"fmt":"klientendatei-key/2"}\n'
    (folder / COPIES[0]).write_bytes(newer)
    assert open_with_password(folder, password) == (secret, keyfile)
    heal(folder, secret)
    assert contents(folder) == [newer, to_bytes(keyfile)]
    (folder / COPIES[1]).write_bytes(b"torn")
    with pytest.raises(TooNew):
        open_with_password(folder, password)
    assert contents(folder) == [newer, b"torn"]


def test_hostile_costs_in_both_copies_are_told_as_such(folder: Path, keyfile: KeyFile, password: str) -> None:
    def hostile(document: Json) -> None:
        document["slots"][0]["kdf"]["m"] = 1 << 30

    for name in COPIES:
        (folder / name).write_bytes(changed(keyfile, hostile))
    with pytest.raises(ParamsRefused):
        open_with_password(folder, password)


def test_a_folder_that_cannot_be_written_still_opens(
    folder: Path, keyfile: KeyFile, secret: bytes, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path) -> None:
        raise PermissionError(path)

    (folder / COPIES[1]).unlink()
    monkeypatch.setattr(files, "create_private", read_only)
    assert open_with_password(folder, password) == (secret, keyfile)
    assert heal(folder, secret) == keyfile
    assert os.listdir(folder) == [COPIES[0]]


def test_without_any_issue_of_the_secret_there_is_nothing_to_heal_with(folder: Path, keyfile: KeyFile) -> None:
    assert heal(folder, new_secret()) is None
    assert contents(folder) == [to_bytes(keyfile)] * 2


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: os.truncate(path, 70)])
def test_the_third_copy_brings_lost_and_damaged_ones_back(
    folder: Path, later: KeyFile, secret: bytes, spoil: Callable[[Path], None]
) -> None:
    for name in COPIES:
        spoil(folder / name)
    assert heal(folder, secret, to_bytes(later)) == later
    assert contents(folder) == [to_bytes(later)] * 2


def test_a_third_copy_that_is_older_foreign_or_no_key_file_counts_for_nothing(
    folder: Path, keyfile: KeyFile, later: KeyFile, secret: bytes
) -> None:
    save(folder, later)
    foreign = change_password(later, new_secret(), "fremd", LIGHT_KDF)
    for spare in (to_bytes(keyfile), to_bytes(foreign), b"", b"Rest", b'{"fmt":"klientendatei-key/2"}\n'):
        assert heal(folder, secret, spare) == later
    assert contents(folder) == [to_bytes(later)] * 2


@pytest.fixture(scope="module")
def renewed(keyfile: KeyFile, password: str) -> tuple[bytes, KeyFile]:
    fresh = new_secret()
    return fresh, renew(keyfile, fresh, password, LIGHT_KDF)


def test_inside_a_renewal_the_password_finds_both_secrets_the_old_one_first(
    folder: Path, secret: bytes, password: str, renewed: tuple[bytes, KeyFile]
) -> None:
    save_pending(folder, renewed[1])
    assert list(secrets_of(folder, password)) == [secret, renewed[0]]
    with pytest.raises(WrongSecret):
        list(secrets_of(folder, "falsch"))
    (folder / COPIES[0]).write_bytes(to_bytes(renewed[1]))
    assert list(secrets_of(folder, password)) == [renewed[0], secret]


def test_a_renewal_cut_off_is_finished_or_taken_back_by_the_secret_that_opened(
    folder: Path, keyfile: KeyFile, secret: bytes, renewed: tuple[bytes, KeyFile]
) -> None:
    fresh, keys = renewed
    save_pending(folder, keys)
    (folder / PENDING[0]).unlink()
    assert heal(folder, secret) == keyfile
    assert contents(folder) == [to_bytes(keyfile)] * 2 and sorted(os.listdir(folder)) == sorted(COPIES)
    save_pending(folder, keys)
    os.truncate(folder / PENDING[1], 9)
    assert heal(folder, fresh) == keys
    assert contents(folder) == [to_bytes(keys)] * 2 and sorted(os.listdir(folder)) == sorted(COPIES)


def test_the_pending_pair_stays_while_the_copies_cannot_be_written(
    folder: Path, renewed: tuple[bytes, KeyFile], password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    save_pending(folder, renewed[1])
    with monkeypatch.context() as patch:
        patch.setattr(files, "create_private", full)
        assert heal(folder, renewed[0]) == renewed[1]
    assert sorted(os.listdir(folder)) == sorted([*COPIES, *PENDING])
    assert renewed[0] in secrets_of(folder, password)


def test_the_pending_pair_alone_is_enough(
    tmp_path: Path, password: str, renewed: tuple[bytes, KeyFile]
) -> None:
    save_pending(tmp_path, renewed[1])
    assert list(secrets_of(tmp_path, password)) == [renewed[0]]
    assert latest(tmp_path, renewed[0]) == renewed[1]
    forget_pending(tmp_path)
    assert os.listdir(tmp_path) == []
    with pytest.raises(Damaged, match="fehlen"):
        list(secrets_of(tmp_path, password))


def test_a_failed_save_leaves_the_old_copies(
    folder: Path, keyfile: KeyFile, later: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "flush_to_disk", full)
    with pytest.raises(OSError):
        save(folder, later)
    assert contents(folder) == [to_bytes(keyfile)] * 2


def test_a_leftover_of_an_earlier_attempt_is_in_nobodys_way(folder: Path, later: KeyFile) -> None:
    (folder / (COPIES[0] + ".neu")).write_bytes(b"half")
    save(folder, later)
    assert contents(folder) == [to_bytes(later)] * 2
    assert sorted(os.listdir(folder)) == sorted(COPIES)


def test_a_file_held_by_somebody_is_tried_again_ten_times(
    folder: Path, later: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    tries = 0

    def held(source: Path, target: Path) -> None:
        nonlocal tries
        tries += 1
        if tries <= 10:
            raise PermissionError(target)
        shutil.move(source, target)

    monkeypatch.setattr(files.os, "replace", held)
    save(folder, later, slept.append)
    assert slept == [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
    assert contents(folder) == [to_bytes(later)] * 2


def test_a_file_held_for_good_ends_in_the_systems_own_error(
    folder: Path, keyfile: KeyFile, later: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(source: Path, target: Path) -> None:
        raise PermissionError(target)

    slept: list[float] = []
    monkeypatch.setattr(files.os, "replace", held)
    with pytest.raises(PermissionError):
        save(folder, later, slept.append)
    assert len(slept) == 10
    assert contents(folder) == [to_bytes(keyfile)] * 2


def test_the_public_names_are_what_the_module_offers() -> None:
    assert all(hasattr(keyfile, name) for name in keyfile.__all__)
