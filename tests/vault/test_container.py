"""The container: there and back, every flip and cut found, wrong, damaged and too new told apart."""

import json
import os
import random
import stat
from pathlib import Path

import pytest

from app.vault import container, sealed
from app.vault.container import extract, keyfile_of, new_backup_id, payload_key, read_header, unlock
from app.vault.errors import Damaged, TooNew, VaultError, WrongSecret
from app.vault.keyfile import KeyFile, from_bytes, new_secret, to_bytes
from app.vault.keyfile import unlock as unlock_keyfile

BACKUP_ID = "0123456789abcdef" * 2
PAYLOAD = random.Random(7).randbytes(5000)


@pytest.fixture
def backup(tmp_path: Path, keyfile: KeyFile, secret: bytes) -> Path:
    return made(tmp_path, keyfile, secret)


def made(folder: Path, keyfile: KeyFile, secret: bytes, **other: object) -> Path:
    payload, target = folder / "abbild.db", folder / "muster.kdsicherung"
    payload.write_bytes(PAYLOAD)
    values = {"backup_id": BACKUP_ID, "created": "2026-11-20T18:00:00+01:00", "schema": 2, "counts": {"client": 120}}
    container.write(target, payload, secret, keyfile, **{**values, **other})  # type: ignore[arg-type]
    payload.unlink()
    return target


def test_a_backup_says_what_it_holds_before_any_password(backup: Path, keyfile: KeyFile) -> None:
    header = read_header(backup)
    assert (header.kind, header.backup_id, header.schema) == ("backup", BACKUP_ID, 2)
    assert header.created == "2026-11-20T18:00:00+01:00"
    assert header.counts == {"client": 120}
    assert header.length == len(PAYLOAD)
    assert header.part == keyfile.part


def test_the_password_of_the_day_opens_it_and_the_payload_comes_back(
    backup: Path, secret: bytes, password: str, tmp_path: Path
) -> None:
    assert unlock(read_header(backup), password) == secret
    header = extract(backup, secret, tmp_path / "zurueck.db")
    assert header == read_header(backup, secret)
    assert (tmp_path / "zurueck.db").read_bytes() == PAYLOAD


def test_container_and_payload_are_for_their_owner_alone(backup: Path, secret: bytes, tmp_path: Path) -> None:
    extract(backup, secret, tmp_path / "zurueck.db")
    for path in (backup, tmp_path / "zurueck.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_layout_is_magic_length_header_payload(backup: Path) -> None:
    data = backup.read_bytes()
    length = int.from_bytes(data[8:12], "big")
    header = json.loads(data[12 : 12 + length])
    assert data[:8] == b"KLIDAT1\n"
    assert data[12 + length :] == PAYLOAD
    assert header["fmt"] == "klientendatei-key/1" and header["backup"] == BACKUP_ID
    assert header["len"] == len(PAYLOAD)


def test_the_key_file_of_the_day_can_be_laid_beside_the_restored_database(
    backup: Path, keyfile: KeyFile, secret: bytes, password: str
) -> None:
    restored = keyfile_of(read_header(backup, secret), secret)
    assert restored == keyfile
    assert unlock_keyfile(from_bytes(to_bytes(restored)), password) == secret


def test_every_backup_has_its_own_key(secret: bytes) -> None:
    one, other = new_backup_id(), new_backup_id()
    assert len({payload_key(secret, one), payload_key(secret, other), payload_key(new_secret(), one)}) == 3
    assert len(payload_key(secret, one)) == 32
    assert payload_key(secret, BACKUP_ID) == sealed.hkdf(secret, f"backup-db/{BACKUP_ID}")


def test_a_wrong_password_or_a_foreign_code_is_not_called_damage(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongSecret):
        unlock(read_header(backup), "falsch")
    foreign = new_secret()
    with pytest.raises(WrongSecret):
        read_header(backup, foreign)
    with pytest.raises(WrongSecret):
        extract(backup, foreign, tmp_path / "zurueck.db")
    assert not (tmp_path / "zurueck.db").exists()


def test_every_flip_of_the_header_is_found_without_a_secret(backup: Path, secret: bytes, password: str) -> None:
    whole = backup.read_bytes()
    start = len(whole) - len(PAYLOAD)
    newer = 0
    for bit in range(0, start * 8, 3):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        backup.write_bytes(bytes(flipped))
        with pytest.raises((Damaged, TooNew)) as refusal:
            read_header(backup)
        newer += refusal.type is TooNew
    # Single flips of the two version numbers and of nothing else look like a later version.
    assert newer <= 8


def test_every_flip_of_the_payload_is_found_and_nothing_is_left_of_it(
    backup: Path, secret: bytes, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    chance = random.Random(3)
    for _ in range(150):
        place = chance.randrange(len(whole) - len(PAYLOAD), len(whole))
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        backup.write_bytes(bytes(flipped))
        with pytest.raises(Damaged):
            extract(backup, secret, tmp_path / "zurueck.db")
        assert sorted(os.listdir(tmp_path)) == [backup.name]


def test_every_truncation_and_every_appended_byte_is_damage(backup: Path) -> None:
    whole = backup.read_bytes()
    lengths = [*range(0, len(whole) - len(PAYLOAD) + 5), *range(len(whole) - len(PAYLOAD), len(whole), 211)]
    for length in lengths:
        backup.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            read_header(backup)
    backup.write_bytes(whole + b"\0")
    with pytest.raises(Damaged):
        read_header(backup)


@pytest.mark.parametrize("stated", [0, 64 * 1024 + 1, 2**32 - 1])
def test_a_stated_header_length_outside_the_limits_is_not_even_read(tmp_path: Path, stated: int) -> None:
    path = tmp_path / "boese.kdsicherung"
    path.write_bytes(b"KLIDAT1\n" + stated.to_bytes(4, "big") + b"{}" * 50_000)
    with pytest.raises(Damaged):
        read_header(path)


def test_another_file_and_a_later_container_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "datei"
    path.write_bytes(b"KLIDAT2\n" + bytes(100))
    with pytest.raises(TooNew):
        read_header(path)
    path.write_bytes(b"SQLite format 3\0" + bytes(100))
    with pytest.raises(Damaged) as refusal:
        read_header(path)
    assert "keine Sicherung" in str(refusal.value)


def rewritten(path: Path, secret: bytes, /, **changes: object) -> None:
    """The header with other values, sealed with the right secret: what a defect of the program could write."""
    data = path.read_bytes()
    length = int.from_bytes(data[8:12], "big")
    fields, _ = sealed.decode(data[12 : 12 + length])
    fields.update(changes)
    encoded = sealed.encode(fields, sealed.mac_of(fields, secret))
    path.write_bytes(b"KLIDAT1\n" + len(encoded).to_bytes(4, "big") + encoded + data[12 + length :])


@pytest.mark.parametrize(
    "changes",
    [
        {"backup": "../../etc"},
        {"backup": BACKUP_ID.upper()},
        {"created": "gestern"},
        {"schema": 0},
        {"schema": True},
        {"counts": []},
        {"counts": {"client": -1}},
        {"counts": {"client": "viele"}},
        {"len": -1},
        {"sha256": "AA=="},
        {"kind": 7},
        {"further": 1},
    ],
)
def test_a_header_of_the_wrong_shape_is_damage_even_when_sealed(
    backup: Path, secret: bytes, changes: dict[str, object]
) -> None:
    rewritten(backup, secret, **changes)
    with pytest.raises(Damaged):
        read_header(backup, secret)


def test_another_kind_of_container_is_for_a_later_program(backup: Path, secret: bytes) -> None:
    rewritten(backup, secret, kind="fall")
    with pytest.raises(TooNew):
        read_header(backup)


def test_an_altered_header_with_a_right_checksum_is_refused_by_the_mac(
    backup: Path, secret: bytes, password: str
) -> None:
    rewritten(backup, new_secret(), counts={"client": 0})
    header = read_header(backup)
    assert header.counts == {"client": 0}
    with pytest.raises(Damaged):
        unlock(header, password)
    with pytest.raises(VaultError):
        read_header(backup, secret)


def test_a_container_over_an_old_one_replaces_it_whole(tmp_path: Path, keyfile: KeyFile, secret: bytes) -> None:
    (tmp_path / "muster.kdsicherung").write_bytes(b"x" * 100_000)
    assert read_header(made(tmp_path, keyfile, secret), secret).length == len(PAYLOAD)


@pytest.mark.parametrize(
    "other", [{"backup_id": "kurz"}, {"created": "gestern"}, {"counts": {f"t{n}": n for n in range(9000)}}]
)
def test_a_caller_who_gives_nonsense_gets_no_container(
    tmp_path: Path, keyfile: KeyFile, secret: bytes, other: dict[str, object]
) -> None:
    with pytest.raises(ValueError):
        made(tmp_path, keyfile, secret, **other)
    assert not (tmp_path / "muster.kdsicherung").exists()


def test_a_full_disk_leaves_no_half_container(
    tmp_path: Path, keyfile: KeyFile, secret: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(container.files, "flush_to_disk", full)
    with pytest.raises(OSError):
        made(tmp_path, keyfile, secret)
    assert not (tmp_path / "muster.kdsicherung").exists()


def test_a_payload_larger_than_one_block_comes_back(tmp_path: Path, keyfile: KeyFile, secret: bytes) -> None:
    payload, target = tmp_path / "gross.db", tmp_path / "gross.kdsicherung"
    payload.write_bytes(random.Random(1).randbytes(3 * 1024 * 1024 + 17))
    header = container.write(
        target, payload, secret, keyfile, backup_id=BACKUP_ID, created="2026-11-20", schema=1, counts={}
    )
    assert header == read_header(target, secret)
    extract(target, secret, tmp_path / "zurueck.db")
    assert (tmp_path / "zurueck.db").read_bytes() == payload.read_bytes()
