"""An encrypted ZIP: what goes in comes out, nothing of it is readable without the password, and 7-Zip's rules hold."""

import io
import random
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault import aes_zip, passphrase
from app.vault.aes_zip import EncryptedZip
from tests import zips
from tests.casefiles import refusal

AT = datetime(2026, 11, 2, 10, 0)
FILES = Path(__file__).parents[1] / "files"


def archive(**contents: list[bytes]) -> bytes:
    out = io.BytesIO()
    with EncryptedZip(out, zips.PASSWORD, AT) as made:
        for name, pieces in contents.items():
            made.add(name, pieces)
    return out.getvalue()


def test_the_reader_of_the_tests_opens_what_another_program_wrote() -> None:
    found = zips.unzipped((FILES / "winzip_aes.zip").read_bytes(), "muster")
    assert found == {"liste.csv": b"Nummer;Name\r\nK-0001;MUSTER, Amira\r\n" * 40, "leer.txt": b""}


@given(contents=st.lists(st.lists(st.binary(max_size=200), max_size=4), max_size=3))
@settings(max_examples=40, deadline=None)
def test_what_goes_in_in_pieces_comes_out_whole(contents: list[list[bytes]]) -> None:
    named = {f"d{n}.bin": pieces for n, pieces in enumerate(contents)}
    assert zips.unzipped(archive(**named)) == {name: b"".join(pieces) for name, pieces in named.items()}


@pytest.mark.parametrize("size", [65_530, 65_536, 131_072, 200_001])
def test_the_counter_goes_on_from_piece_to_piece(size: int) -> None:
    # nothing that can be packed, so that the encrypted pieces are as long as these
    content = random.Random(size).randbytes(size)
    assert zips.unzipped(archive(a=[content[:100], content[100:]], b=[b"x"])) == {"a": content, "b": b"x"}


def test_equal_contents_look_different_and_a_wrong_password_or_a_changed_byte_opens_nothing() -> None:
    made = archive(a=[b"MUSTER, Amira"], b=[b"MUSTER, Amira"])
    assert b"MUSTER" not in made and zips.names(made) == ["a", "b"]
    assert made != archive(a=[b"MUSTER, Amira"], b=[b"MUSTER, Amira"])
    with pytest.raises(ValueError):
        zips.unzipped(made, "falsch")
    at = made.index(b"PK\3\4", 10) - 12
    with pytest.raises(ValueError):
        zips.unzipped(made[:at] + bytes([made[at] ^ 1]) + made[at + 1:])


def test_a_password_for_a_zip_has_to_be_stronger_than_that_of_the_file() -> None:
    enough_for_the_file = "fahrradbahn-himmeltreppe-dachwinkel-abendhalle"
    assert passphrase.judge(enough_for_the_file).accepted
    assert refusal(lambda: aes_zip.check(enough_for_the_file)) == aes_zip.TOO_EASY
    assert refusal(lambda: aes_zip.check("")) == aes_zip.TOO_EASY
    for _try in range(5):
        aes_zip.check(passphrase.generate())


@pytest.mark.parametrize("password", [f"{zips.PASSWORD}-ä", zips.PASSWORD * 2, f"{zips.PASSWORD}\t"])
def test_a_password_that_another_program_might_read_differently_is_refused(password: str) -> None:
    assert refusal(lambda: aes_zip.check(password)) == aes_zip.NOT_TYPABLE
