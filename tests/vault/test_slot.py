"""The password slot: limits before deriving, what the slot is bound to, and too little memory."""

import dataclasses
import threading

import pytest

from app.vault import slot
from app.vault.errors import NoMemory, ParamsRefused, WrongSecret
from app.vault.slot import DEFAULT_KDF, FALLBACK_KDF, LIGHT_KDF, Kdf, KeyPart, unwrap, wrap

FILE_ID = b"f" * 16


@pytest.mark.parametrize(
    ("m", "t", "p"),
    [(65535, 3, 4), (1048577, 3, 4), (262144, 1, 4), (262144, 11, 4), (262144, 3, 0), (262144, 3, 9), (-1, 3, 4)],
)
def test_a_cost_outside_the_limits_is_refused_before_anything_is_derived(m: int, t: int, p: int) -> None:
    with pytest.raises(ParamsRefused):
        Kdf(m=m, t=t, p=p)


def test_the_limits_themselves_are_allowed() -> None:
    assert Kdf(m=65536, t=2, p=1).m == 64 * 1024
    assert Kdf(m=1048576, t=10, p=8).m == 1024 * 1024


def test_the_default_costs_what_the_specification_says() -> None:
    assert (DEFAULT_KDF.m, DEFAULT_KDF.t, DEFAULT_KDF.p) == (262144, 3, 4)


def test_a_slot_opens_in_its_own_file_only(keyfile, password: str, secret: bytes) -> None:
    part: KeyPart = keyfile.part
    assert unwrap(part.slot, password, part.file_id) == secret
    with pytest.raises(WrongSecret):
        unwrap(part.slot, password, FILE_ID)


def test_a_slot_cannot_be_relabelled_or_made_cheaper(keyfile, password: str) -> None:
    part: KeyPart = keyfile.part
    relabelled = dataclasses.replace(part.slot, sid=bytes(8))
    dearer = dataclasses.replace(part.slot, kdf=Kdf(m=65536, t=3, p=1))
    for changed in (relabelled, dearer):
        with pytest.raises(WrongSecret):
            unwrap(changed, password, part.file_id)


def test_composed_and_decomposed_letters_are_the_same_password(secret: bytes) -> None:
    made = wrap(secret, "Tür\u0308en öffnen", LIGHT_KDF, FILE_ID)
    assert unwrap(made, "Tür\u0308en o\u0308ffnen", FILE_ID) == secret
    with pytest.raises(WrongSecret):
        unwrap(made, "Türen offnen", FILE_ID)


def test_two_slots_of_one_password_have_nothing_in_common(secret: bytes) -> None:
    one, other = (wrap(secret, "dasselbe", LIGHT_KDF, FILE_ID) for _ in range(2))
    for name in ("sid", "salt", "nonce", "ct"):
        assert getattr(one, name) != getattr(other, name)


def test_two_derivations_at_once_do_not_wait_for_each_other_for_ever(secret: bytes) -> None:
    made: list[slot.Slot] = []
    both = [threading.Thread(target=lambda: made.append(wrap(secret, "zwei", FALLBACK_KDF, FILE_ID)), daemon=True)
            for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)
    assert [unwrap(one, "zwei", FILE_ID) for one in made] == [secret, secret]


def test_a_machine_without_the_memory_gets_the_weaker_cost_and_the_slot_says_so(
    monkeypatch: pytest.MonkeyPatch, secret: bytes
) -> None:
    real = slot._argon2id

    def small_machine(password: bytes, kdf: Kdf, salt: bytes) -> bytes:
        if kdf.m > FALLBACK_KDF.m:
            raise NoMemory
        return real(password, kdf, salt)

    monkeypatch.setattr(slot, "_argon2id", small_machine)
    made = wrap(secret, "klein", DEFAULT_KDF, FILE_ID)
    assert made.kdf == FALLBACK_KDF
    assert unwrap(made, "klein", FILE_ID) == secret


def test_too_little_memory_is_not_called_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch, keyfile, password: str, secret: bytes
) -> None:
    class Exhausted:
        def __init__(self, **cost: object) -> None:
            self.cost = cost

        def derive(self, password: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(slot, "Argon2id", Exhausted)
    monkeypatch.setattr(slot, "_argon2id", slot._argon2id.__wrapped__)
    with pytest.raises(NoMemory):
        unwrap(keyfile.part.slot, password, keyfile.part.file_id)
    with pytest.raises(NoMemory):
        wrap(secret, password, DEFAULT_KDF, FILE_ID)
