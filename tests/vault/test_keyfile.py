"""The key file as bytes: one spelling, no accepted change, every refusal of its own kind."""

import hmac
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import slot
from app.vault.errors import Damaged, NoMemory, ParamsRefused, TooNew, VaultError, WrongSecret
from app.vault.hpke_slot import new_seeds, public_of
from app.vault.keyfile import (
    LIGHT_KDF,
    KeyFile,
    change_password,
    from_bytes,
    give_access,
    hkdf,
    new_secret,
    to_bytes,
    unlock,
)
from tests.vault.forgery import Json, changed, refused_mutations


@pytest.fixture(scope="module")
def shared(keyfile: KeyFile, secret: bytes) -> KeyFile:
    """A key file that two other people can open too."""
    for _ in range(2):
        keyfile = give_access(keyfile, secret, public_of(new_seeds()))
    return keyfile


def test_a_new_key_file_opens_with_its_password_and_comes_back_from_its_bytes(
    keyfile: KeyFile, secret: bytes, password: str
) -> None:
    again = from_bytes(to_bytes(keyfile))
    assert again == keyfile
    assert unlock(again, password) == secret
    assert again.gen == 1 and again.kdf == LIGHT_KDF


def test_the_file_is_canonical_and_has_the_fields_of_format_1(keyfile: KeyFile) -> None:
    data = to_bytes(keyfile)
    document = json.loads(data)
    assert data == json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"
    assert document.keys() == {"fmt", "id", "gen", "slots", "mac", "sum"}
    assert document["fmt"] == "klientendatei-key/1"
    assert document["slots"][0].keys() == {"type", "sid", "kdf", "n", "ct"}
    assert document["slots"][0]["kdf"].keys() == {"name", "v", "m", "t", "p", "salt"}


def test_another_password_is_a_wrong_secret(keyfile: KeyFile) -> None:
    with pytest.raises(WrongSecret):
        unlock(keyfile, "Anderes-Kennwort")


def test_keys_of_different_labels_and_secrets_are_different_and_32_bytes() -> None:
    one, other = b"1" * 20, b"2" * 20
    keys = {hkdf(one, "db"), hkdf(one, "log"), hkdf(other, "db"), hkdf(other, "log")}
    assert len(keys) == 4 and {len(key) for key in keys} == {32}


def test_the_derivation_of_keys_never_changes() -> None:
    # HKDF-SHA512 by hand (RFC 5869): extract with an empty salt, one round of expand.
    extracted = hmac.digest(bytes(64), b"S" * 20, "sha512")
    expected = hmac.digest(extracted, b"klientendatei/1/db" + b"\x01", "sha512")[:32]
    assert hkdf(b"S" * 20, "db") == expected


def test_secrets_are_20_bytes_and_never_the_same() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert len(new_secret()) == 20


def test_a_changed_password_keeps_the_secret_and_counts_up(keyfile: KeyFile, secret: bytes, password: str) -> None:
    later = change_password(keyfile, secret, "Neues-Kennwort", LIGHT_KDF)
    assert later.gen == keyfile.gen + 1
    assert later.part.file_id == keyfile.part.file_id
    assert unlock(later, "Neues-Kennwort") == secret
    with pytest.raises(WrongSecret):
        unlock(later, password)


def test_every_bit_flip_is_found_as_damage_without_any_password(keyfile: KeyFile, shared: KeyFile) -> None:
    flips_found(to_bytes(keyfile), every=1)
    # five times as long: the flips between are part of the long runs
    flips_found(to_bytes(shared), every=31)


def flips_found(data: bytes, every: int) -> None:
    kinds = set()
    for bit in range(0, len(data) * 8, every):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises((Damaged, TooNew)) as refusal:
            from_bytes(bytes(flipped))
        kinds.add((refusal.type, bytes(flipped).split(b'"fmt":"')[-1][:19] == b"klientendatei-key/1"))
    # Only a flip inside the version number itself may look like a later version.
    assert (TooNew, True) not in kinds


@given(st.data())
def test_torn_doubled_and_foreign_bytes_are_never_accepted(keyfile: KeyFile, data: st.DataObject) -> None:
    whole = to_bytes(keyfile)
    cut = data.draw(st.integers(0, len(whole) - 1))
    tail = data.draw(st.binary(max_size=40))
    for bad in (whole[:cut], whole[:cut] + tail + whole[cut:], tail, whole[cut:] + whole[:cut]):
        if bad != whole:
            with pytest.raises((Damaged, TooNew)):
                from_bytes(bad)


def test_no_structured_mutation_is_accepted_even_with_its_checksum_put_right(
    keyfile: KeyFile, shared: KeyFile, password: str
) -> None:
    for number, original in enumerate((keyfile, shared)):
        assert refused_mutations(original, password, 300, seed=number) > 200


def test_hostile_costs_are_refused_and_nothing_is_derived(
    keyfile: KeyFile, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("derived")

    monkeypatch.setattr(slot, "_argon2id", never)
    for name, value in [("m", 2**31), ("m", 8), ("t", 4000), ("p", 255), ("v", 16), ("name", "argon2i")]:

        def hostile(document: Json, name: str = name, value: object = value) -> None:
            document["slots"][0]["kdf"][name] = value

        with pytest.raises(ParamsRefused):
            from_bytes(changed(keyfile, hostile))


def test_a_later_format_or_kind_of_slot_is_too_new(keyfile: KeyFile) -> None:
    def later_format(document: Json) -> None:
        document["fmt"] = "klientendatei-key/2"
        document["nonsense"] = True

    def later_slot(document: Json) -> None:
        document["slots"].append({"type": "passkey"})

    for change in (later_format, later_slot):
        with pytest.raises(TooNew):
            from_bytes(changed(keyfile, change))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b'{"fmt"', b'{"fmt":"klientendatei-key/1","fmt"'),
        lambda data: data.replace(b'"gen":1', b'"gen":1,"gen":1'),
        lambda data: data.replace(b'"gen":1', b'"gen": 1'),
        lambda data: data.replace(b'"gen":1', b'"gen":NaN'),
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data + b" " * 70_000,
        lambda data: b"[" * 60_000,
        lambda data: b'{"fmt":"klientendatei-key/1","gen":' + b"9" * 6000 + b"}\n",
        lambda data: b"null\n",
        lambda data: b"",
    ],
)
def test_any_other_spelling_is_damage(keyfile: KeyFile, spoil: Callable[[bytes], bytes]) -> None:
    data = spoil(to_bytes(keyfile))
    assert data != to_bytes(keyfile)
    with pytest.raises(Damaged):
        from_bytes(data)


def test_a_mac_that_does_not_fit_is_damage_although_the_password_is_right(keyfile: KeyFile, password: str) -> None:
    def later_issue(document: Json) -> None:
        document["gen"] = 7

    with pytest.raises(Damaged):
        unlock(from_bytes(changed(keyfile, later_issue)), password)


@pytest.mark.parametrize("kind", [WrongSecret, Damaged, TooNew, ParamsRefused, NoMemory])
def test_every_refusal_says_what_is_safe_without_being_told(kind: type[VaultError]) -> None:
    sentence = str(kind())
    assert sentence.count(".") >= 3
    assert "nicht" in sentence
    assert "!" not in sentence and "itte" not in sentence
    assert len({str(one()) for one in (WrongSecret, Damaged, TooNew, ParamsRefused, NoMemory)}) == 5
