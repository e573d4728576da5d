"""Slots for other people's keys: only their holder opens them, none can be moved, fingerprints tell keys apart."""

import dataclasses

import pytest

from app.vault import hpke_slot, keyfile
from app.vault.errors import Damaged, WrongSecret
from app.vault.hpke_slot import FINGERPRINT_GROUPS, PUBLIC_BYTES, fingerprint, new_seeds, public_of, seal, unseal
from app.vault.keyfile import LIGHT_KDF, KeyFile, give_access, renew, take_access, unlock, unlock_with_seeds
from app.vault.slot import MOST_OTHERS
from tests.vault.forgery import Json, changed

FILE_ID, SID = b"f" * 16, b"s" * 8
# Invented once and kept: what they give must never change, or no old file would open.
SEEDS = bytes(range(96))
KNOWN_FINGERPRINT = "14503 91090 40370 99754 35752 16637 29553 73325"


@pytest.fixture(scope="module")
def seeds() -> bytes:
    return new_seeds()


@pytest.fixture(scope="module")
def shared(keyfile: KeyFile, secret: bytes, seeds: bytes) -> KeyFile:
    return give_access(keyfile, secret, public_of(seeds))


def stored_and_read(one: KeyFile) -> KeyFile:
    return keyfile.from_bytes(keyfile.to_bytes(one))


def test_seeds_and_public_keys_have_their_lengths_and_are_never_the_same() -> None:
    one, other = new_seeds(), new_seeds()
    assert len(one) == 96 and len(public_of(one)) == PUBLIC_BYTES == 1184 + 32
    assert one != other and public_of(one) != public_of(other) and public_of(one) == public_of(one)


@pytest.mark.parametrize("length", [0, 64, 95, 97])
def test_seeds_of_another_length_are_a_defect(length: int) -> None:
    with pytest.raises(ValueError):
        public_of(bytes(length))


def test_only_the_holder_of_the_key_opens_the_slot(seeds: bytes, secret: bytes) -> None:
    slot = seal(secret, public_of(seeds), FILE_ID, SID)
    assert len(slot.ct) == 1120 + 20 + 16
    assert unseal(slot, seeds, FILE_ID) == secret
    with pytest.raises(WrongSecret):
        unseal(slot, new_seeds(), FILE_ID)


def test_a_slot_cannot_be_moved_relabelled_or_given_to_another_key(seeds: bytes, secret: bytes) -> None:
    slot = seal(secret, public_of(seeds), FILE_ID, SID)
    moved = [(slot, b"g" * 16), (dataclasses.replace(slot, sid=bytes(8)), FILE_ID),
             (dataclasses.replace(slot, public=public_of(new_seeds())), FILE_ID)]
    for changed_slot, file_id in moved:
        with pytest.raises(WrongSecret):
            unseal(changed_slot, seeds, file_id)


def test_every_flipped_bit_of_the_sealed_secret_is_refused(seeds: bytes, secret: bytes) -> None:
    slot = seal(secret, public_of(seeds), FILE_ID, SID)
    for bit in range(0, len(slot.ct) * 8, 7):
        flipped = bytearray(slot.ct)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WrongSecret):
            unseal(dataclasses.replace(slot, ct=bytes(flipped)), seeds, FILE_ID)


@pytest.mark.parametrize("public", [b"", bytes(PUBLIC_BYTES), b"\xff" * PUBLIC_BYTES, b"x" * (PUBLIC_BYTES - 1)])
def test_bytes_that_are_no_public_key_are_refused_before_anything_is_sealed(secret: bytes, public: bytes) -> None:
    with pytest.raises(Damaged):
        seal(secret, public, FILE_ID, SID)


def test_a_fingerprint_is_eight_groups_of_digits_and_tells_two_keys_apart(seeds: bytes) -> None:
    groups = fingerprint(public_of(seeds)).split(" ")
    assert len(groups) == FINGERPRINT_GROUPS == 8
    assert all(len(group) == 5 and group.isdecimal() for group in groups)
    public = bytearray(public_of(seeds))
    public[700] ^= 1
    assert fingerprint(bytes(public)) != fingerprint(public_of(seeds))
    assert fingerprint(public_of(SEEDS)) == KNOWN_FINGERPRINT


def test_a_key_file_with_such_a_slot_opens_by_password_and_by_key(
    shared: KeyFile, keyfile: KeyFile, seeds: bytes, secret: bytes, password: str
) -> None:
    again = stored_and_read(shared)
    assert again == shared and again.gen == keyfile.gen + 1
    assert unlock_with_seeds(again, seeds) == unlock(again, password) == secret
    with pytest.raises(WrongSecret):
        unlock_with_seeds(again, new_seeds())
    with pytest.raises(WrongSecret):
        unlock_with_seeds(keyfile, seeds)


def test_the_fields_of_the_slot_are_those_of_format_1(shared: KeyFile) -> None:
    entry = hpke_slot.fields_of(shared.part.others[0])
    assert list(entry) == ["type", "sid", "pub", "ct"] and entry["type"] == "hpke"


def test_another_password_keeps_the_access_of_others(shared: KeyFile, seeds: bytes, secret: bytes) -> None:
    later = keyfile.change_password(shared, secret, "Neues-Kennwort", LIGHT_KDF)
    assert later.part.others == shared.part.others
    assert unlock_with_seeds(later, seeds) == secret


def test_a_renewed_key_is_sealed_anew_for_those_who_had_access(shared: KeyFile, seeds: bytes, password: str) -> None:
    fresh = keyfile.new_secret()
    renewed = renew(shared, fresh, password, LIGHT_KDF)
    assert unlock_with_seeds(stored_and_read(renewed), seeds) == unlock(renewed, password) == fresh
    assert renewed.part.others[0].sid != shared.part.others[0].sid
    assert (renewed.gen, renewed.part.file_id) == (shared.gen + 1, shared.part.file_id)


def test_access_can_be_taken_and_not_be_given_twice(shared: KeyFile, seeds: bytes, secret: bytes) -> None:
    with pytest.raises(ValueError):
        give_access(shared, secret, public_of(seeds))
    without = take_access(shared, secret, public_of(seeds))
    assert without.part.others == () and without.gen == shared.gen + 1
    with pytest.raises(WrongSecret):
        unlock_with_seeds(without, seeds)


def test_a_full_key_file_takes_nobody_more_and_still_fits(keyfile: KeyFile, secret: bytes) -> None:
    for _ in range(MOST_OTHERS):
        keyfile = give_access(keyfile, secret, public_of(new_seeds()))
    assert stored_and_read(keyfile) == keyfile
    with pytest.raises(ValueError):
        give_access(keyfile, secret, public_of(new_seeds()))


def test_a_foreign_slot_put_in_without_the_secret_is_damage(
    shared: KeyFile, seeds: bytes, password: str
) -> None:
    intruder = new_seeds()

    def exchanged(document: Json) -> None:
        slot = seal(b"0" * 20, public_of(intruder), shared.part.file_id, b"i" * 8)
        document["slots"][1] = hpke_slot.fields_of(slot)

    forged = keyfile.from_bytes(changed(shared, exchanged))
    with pytest.raises(Damaged):
        unlock(forged, password)
    with pytest.raises(Damaged):
        unlock_with_seeds(forged, intruder)


def _without_password(document: Json) -> None:
    del document["slots"][0]


def _password_last(document: Json) -> None:
    document["slots"].reverse()


def _password_twice(document: Json) -> None:
    document["slots"].append(document["slots"][0])


def _same_sid(document: Json) -> None:
    document["slots"][1]["sid"] = document["slots"][0]["sid"]


def _short_key(document: Json) -> None:
    document["slots"][1]["pub"] = "AA=="


def _with_cost(document: Json) -> None:
    document["slots"][1]["kdf"] = document["slots"][0]["kdf"]


@pytest.mark.parametrize("spoil", [_without_password, _password_last, _password_twice, _same_sid, _short_key,
                                   _with_cost])
def test_slots_of_the_wrong_shape_order_or_number_are_damage(shared: KeyFile, spoil) -> None:
    with pytest.raises(Damaged):
        keyfile.from_bytes(changed(shared, spoil))
