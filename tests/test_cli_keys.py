"""Recovery drills with prepared folders: each way of not opening has its own sentence, name and exit code – by
password and by code, and no drill changes a byte of what it could not open."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store.casefile import DATABASE
from app.usecases.keys import OTHER_CODE
from app.vault import keyfile, recovery, slot
from app.vault.errors import Damaged, NoMemory, ParamsRefused, TooNew, VaultError, WrongSecret
from tests.casefiles import PASSWORD, Opener, clock, opener, pattern
from tests.commands import Ended, Run, run
from tests.vault.forgery import Json, resummed

__all__ = ["clock", "opener", "pattern", "run"]

NEW = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"
Spoil = Callable[[Path], object]


def in_both(change: Callable[[bytes], bytes]) -> Spoil:
    """The same done to both key files."""
    def spoil(folder: Path) -> None:
        for name in keyfile.COPIES:
            (folder / name).write_bytes(change((folder / name).read_bytes()))

    return spoil


def with_fields(**fields: object) -> Callable[[bytes], bytes]:
    """Another value in the cost of the password slot, or above it, with the checksum put right."""
    def change(data: bytes) -> bytes:
        document: Json = json.loads(data)
        for name, value in fields.items():
            (document if name in document else document["slots"][0]["kdf"])[name] = value
        return resummed(document)

    return change


def without_keys(folder: Path) -> None:
    for name in keyfile.COPIES:
        (folder / name).unlink()


def spoilt_database(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"ruin" * 4096)


def one_copy(folder: Path) -> None:
    (folder / keyfile.COPIES[0]).write_bytes(b"torn")


def nothing(_folder: Path) -> None:
    """The folder as it is."""


def stored(folder: Path) -> dict[str, bytes]:
    return {path.name: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()
            if path.name not in ("sperre.lock", "stand.json")}


def told(ended: Ended, kind: type[VaultError]) -> bool:
    return (ended.code, ended.result["ok"], ended.result["kind"]) == (kind.exit_code, False, kind.kind)


PASSWORD_DRILLS: list[tuple[Spoil, type[VaultError], str]] = [
    (nothing, WrongSecret, "passt nicht"),
    (one_copy, WrongSecret, "passt nicht"),
    (without_keys, Damaged, "fehlen die beiden Schlüsseldateien"),
    (in_both(lambda data: data[:100]), Damaged, "Die Schlüsseldateien sind beschädigt"),
    (in_both(with_fields(fmt="klientendatei-key/2")), TooNew, "neueren Fassung"),
    (in_both(with_fields(m=8)), ParamsRefused, "außerhalb der erlaubten Grenzen"),
    (in_both(with_fields(t=1000)), ParamsRefused, "außerhalb der erlaubten Grenzen"),
]


@pytest.mark.parametrize(("spoil", "kind", "words"), PASSWORD_DRILLS)
def test_each_reason_for_not_opening_by_password_is_told_apart(
    run: Run, opener: Opener, spoil: Spoil, kind: type[VaultError], words: str
) -> None:
    spoil(opener.folder)
    before = stored(opener.folder)
    ended = run("check", opener.folder, "--password-stdin", "--json", typed="ein anderes Kennwort")
    assert told(ended, kind) and words in ended.result["error"]
    assert stored(opener.folder) == before


def test_a_damaged_database_is_damage_for_the_right_password(run: Run, opener: Opener) -> None:
    spoilt_database(opener.folder)
    ended = run("check", opener.folder, "--password-stdin", "--json")
    assert told(ended, Damaged) and ended.result["error"] == Damaged.sentence


def test_too_little_memory_is_neither_damage_nor_a_wrong_password(
    run: Run, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_given: object) -> bytes:
        raise NoMemory

    monkeypatch.setattr(slot, "_argon2id", exhausted)
    ended = run("check", opener.folder, "--password-stdin", "--json")
    assert told(ended, NoMemory) and "Arbeitsspeicher" in ended.result["error"]
    again = run("recover", opener.folder, "--password-stdin", "--json",
                typed=f"{recovery.code_of(opener.secret)}\n{NEW}")
    assert told(again, NoMemory)


CODE_OPENS: list[Spoil] = [nothing, one_copy, without_keys, in_both(lambda data: data[:100]),
                           in_both(with_fields(m=8))]


@pytest.mark.parametrize("spoil", CODE_OPENS)
def test_the_code_opens_whatever_happened_to_the_key_files(run: Run, opener: Opener, spoil: Spoil) -> None:
    spoil(opener.folder)
    code = recovery.code_of(opener.secret)
    assert run("recover", opener.folder, "--password-stdin", typed=f"{code}\n{NEW}").code == 0
    assert run("check", opener.folder, "--password-stdin", typed=NEW).code == 0
    assert told(run("check", opener.folder, "--password-stdin", "--json", typed=PASSWORD), WrongSecret)


def test_each_reason_for_not_opening_by_code_is_told_apart(run: Run, opener: Opener, tmp_path: Path) -> None:
    right, foreign = recovery.code_of(opener.secret), recovery.code_of(b"f" * 20)
    slip = right[:-1] + ("0" if right[-1] != "0" else "1")

    def tried(code: str, password: str = NEW, folder: Path = opener.folder) -> Ended:
        before = stored(folder)
        ended = run("recover", folder, "--password-stdin", "--json", typed=f"{code}\n{password}")
        assert stored(folder) == before
        return ended

    mistyped, wrong = tried(slip), tried(foreign)
    assert told(mistyped, WrongSecret) and "9. Vierergruppe" in mistyped.result["error"]
    assert told(wrong, WrongSecret) and wrong.result["error"] == OTHER_CODE
    weak = tried(right, "Sommer2026")
    assert (weak.code, weak.result["kind"]) == (1, "refused")
    spoilt = tmp_path / "ruin.klientendatei"
    shutil.copytree(opener.folder, spoilt)
    spoilt_database(spoilt)
    assert told(tried(right, folder=spoilt), Damaged)


def test_the_five_kinds_have_five_names_and_five_codes() -> None:
    kinds = (WrongSecret, Damaged, TooNew, ParamsRefused, NoMemory)
    assert len({kind.kind for kind in kinds}) == len({kind.exit_code for kind in kinds}) == 5
    assert not {0, 1, 2} & {kind.exit_code for kind in kinds}
