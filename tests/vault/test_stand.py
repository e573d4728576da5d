"""`stand.json`: what was written comes back with the same secret alone, anything else is no claim."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault import keyfile, stand
from app.vault.errors import Damaged
from app.vault.stand import NAME, Stand, from_bytes, load, save, to_bytes

SECRET = b"s" * 20
STAND = Stand(generation=7, number=42, link=b"l" * 32, at=datetime(2026, 11, 23, 17, 5, 1, 250),
              checked=datetime(2026, 11, 23, 8, 0))
BYTES = to_bytes(STAND, SECRET)


@given(generation=st.integers(0, 2**53), number=st.integers(0, 2**53), link=st.binary(min_size=32, max_size=32),
       at=st.datetimes(), checked=st.none() | st.datetimes())
def test_every_stand_comes_back_as_it_was(
    generation: int, number: int, link: bytes, at: datetime, checked: datetime | None,
) -> None:
    made = Stand(generation=generation, number=number, link=link, at=at, checked=checked)
    assert from_bytes(to_bytes(made, SECRET), SECRET) == made


def test_every_flipped_bit_is_refused() -> None:
    for place in range(len(BYTES)):
        for bit in range(8):
            data = bytearray(BYTES)
            data[place] ^= 1 << bit
            with pytest.raises(Damaged):
                from_bytes(bytes(data), SECRET)


@settings(max_examples=50)
@given(data=st.binary(max_size=200) | st.sampled_from([b"", b"{}\n", b"[]\n", b"null\n", b"[" * 60_000, BYTES[:-1],
                                                       BYTES + b"\n", BYTES * 2, b" " + BYTES]))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        from_bytes(data, SECRET)


def test_a_stand_of_another_secret_is_refused() -> None:
    with pytest.raises(Damaged):
        from_bytes(BYTES, keyfile.new_secret())


def test_a_missing_damaged_or_foreign_stand_is_none(tmp_path: Path) -> None:
    assert load(tmp_path, SECRET) is None
    save(tmp_path, STAND, SECRET)
    assert load(tmp_path, SECRET) == STAND
    assert load(tmp_path, keyfile.new_secret()) is None
    (tmp_path / NAME).write_bytes(BYTES[:50])
    assert load(tmp_path, SECRET) is None
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).mkdir()
    assert load(tmp_path, SECRET) is None


def test_saving_is_private_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    save(tmp_path, STAND, SECRET)
    save(tmp_path, STAND, SECRET)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0
    assert b"l" * 32 not in (tmp_path / NAME).read_bytes()


def test_the_mac_is_made_under_its_own_label() -> None:
    assert stand.hkdf(SECRET, "state") != stand.hkdf(SECRET, "header-mac")
