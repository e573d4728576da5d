"""The format of minisign: what is signed here the stock program verifies and the other way round; any change shows."""

import base64
import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault import minisign
from app.vault.errors import NoMemory, ParamsRefused, WrongSecret
from app.vault.minisign import (
    DEFAULT_COST,
    AlteredComment,
    AlteredContent,
    Cost,
    ForeignKey,
    LegacySignature,
    NoPublicKey,
    NoSecretKey,
    PublicKey,
    SecretKey,
    SignatureRefused,
    UnprotectedKey,
    UnreadableSignature,
    fingerprint,
    key_id_of,
    lock,
    new_secret_key,
    public_file,
    public_line,
    public_of,
    read_public_key,
    read_signature,
    sign,
    unlock,
    verify,
)

STOCK = shutil.which("minisign")
stock_only = pytest.mark.skipif(STOCK is None, reason="the program minisign is not installed here")
# the least of libsodium: 1 MiB, 3 ms
LEAST = Cost(ops=2**15, memory=2**24)
PASSWORD = "Muster-Kennwort für Prüfungen"
# Invented once and kept: what they give must never change, or the sheet beside the telephone would be wrong.
KNOWN = SecretKey(key_id=bytes(range(8)), seed=bytes(range(32)))
CONTENT = b"Katalog;Muster\nNummer;4\n"
COMMENT = "katalog=Kurse für Köln nr=4 gueltig-bis=- sha256=" + 64 * "0"


def checked(content: bytes, signature: str, key: PublicKey) -> str:
    """The trusted comment of a signature that fits."""
    read = read_signature(signature)
    verify(content, read, key)
    return read.comment


def run(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The stock program in little memory, so that it falls back to a cheap derivation, as on a small machine."""
    return subprocess.run(["sh", "-c", 'ulimit -v 50000; exec minisign "$@"', "minisign", *words], cwd=folder,
                          input=typed, capture_output=True, text=True, timeout=60, check=False)


def raw(line: str) -> bytearray:
    return bytearray(base64.b64decode(line))


def spelled(data: bytes) -> str:
    return base64.b64encode(data).decode()


@stock_only
def test_the_stock_program_verifies_what_a_key_of_ours_signed_and_refuses_it_changed(tmp_path: Path) -> None:
    secret = new_secret_key()
    (tmp_path / "f").write_bytes(CONTENT)
    (tmp_path / "f.minisig").write_text(sign(CONTENT, secret, COMMENT))
    (tmp_path / "k.pub").write_text(public_file(public_of(secret)))
    for way in (("-p", "k.pub"), ("-P", public_line(public_of(secret)))):
        verified = run(tmp_path, "-Vm", "f", *way)
        assert (verified.returncode, f"Trusted comment: {COMMENT}\n" in verified.stdout) == (0, True), verified.stderr
    (tmp_path / "f").write_bytes(CONTENT + b" ")
    assert run(tmp_path, "-Vm", "f", "-p", "k.pub").returncode == 1


@stock_only
def test_the_stock_program_signs_with_a_secret_key_of_ours(tmp_path: Path) -> None:
    secret = new_secret_key()
    (tmp_path / "f").write_bytes(CONTENT)
    (tmp_path / "k.key").write_text(lock(secret, PASSWORD, LEAST))
    signed = run(tmp_path, "-Sm", "f", "-s", "k.key", "-t", COMMENT, typed=PASSWORD + "\n")
    assert signed.returncode == 0, signed.stderr
    assert checked(CONTENT, (tmp_path / "f.minisig").read_text(), public_of(secret)) == COMMENT
    again = run(tmp_path, "-R", "-s", "k.key", "-p", "k.pub", typed=PASSWORD + "\n")
    assert (again.returncode, read_public_key((tmp_path / "k.pub").read_text())) == (0, public_of(secret))
    assert run(tmp_path, "-Sm", "f", "-s", "k.key", typed="anderes\n").returncode != 0


@stock_only
def test_a_pair_made_by_the_stock_program_signs_here(tmp_path: Path) -> None:
    made = run(tmp_path, "-G", "-p", "k.pub", "-s", "k.key", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    public = read_public_key((tmp_path / "k.pub").read_text())
    secret = unlock((tmp_path / "k.key").read_text(), PASSWORD)
    assert public_of(secret) == public == read_public_key(public_line(public))
    # it prints no leading noughts
    assert f" {key_id_of(public.key_id).lstrip('0')}\n" in (tmp_path / "k.pub").read_text()
    (tmp_path / "f").write_bytes(CONTENT)
    (tmp_path / "f.minisig").write_text(sign(CONTENT, secret, COMMENT))
    assert run(tmp_path, "-Vm", "f", "-p", "k.pub").returncode == 0
    with pytest.raises(WrongSecret):
        unlock((tmp_path / "k.key").read_text(), PASSWORD + " ")


@stock_only
def test_of_the_stock_program_the_usual_signature_is_read_and_the_legacy_one_refused(tmp_path: Path) -> None:
    assert run(tmp_path, "-G", "-W", "-p", "k.pub", "-s", "k.key").returncode == 0
    public = read_public_key((tmp_path / "k.pub").read_text())
    (tmp_path / "f").write_bytes(CONTENT)
    assert run(tmp_path, "-Sm", "f", "-s", "k.key").returncode == 0
    signature = (tmp_path / "f.minisig").read_text()
    assert "file:f" in checked(CONTENT, signature, public)
    assert checked(CONTENT, signature.replace("\n", "\r\n"), public) == checked(CONTENT, signature, public)
    with pytest.raises(AlteredContent):
        checked(CONTENT + b"\n", signature, public)
    assert run(tmp_path, "-Slm", "f", "-s", "k.key").returncode == 0
    with pytest.raises(LegacySignature):
        read_signature((tmp_path / "f.minisig").read_text())
    with pytest.raises(UnprotectedKey):
        unlock((tmp_path / "k.key").read_text(), "")


@given(content=st.binary(max_size=200), comment=st.text(st.characters(categories=("L", "N", "P", "S")), max_size=60))
def test_what_is_signed_verifies_with_its_comment(content: bytes, comment: str) -> None:
    assert checked(content, sign(content, KNOWN, comment), public_of(KNOWN)) == comment


@given(content=st.binary(min_size=1, max_size=200), data=st.data())
def test_a_flipped_bit_of_the_content_is_refused(content: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    flipped = bytearray(content)
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(AlteredContent):
        checked(bytes(flipped), sign(content, KNOWN, COMMENT), public_of(KNOWN))


def test_a_content_read_piece_by_piece_is_judged_like_a_whole_one_and_the_comment_before_it_is_read() -> None:
    secret, content = new_secret_key(), bytes(range(256)) * 50
    signature = read_signature(sign(content, secret, "Angabe"))
    pieces = minisign.content_hash()
    for start in range(0, len(content), 1000):
        pieces.update(content[start : start + 1000])
    whole = pieces.digest()
    minisign.verify_digest(whole, signature, public_of(secret))
    minisign.verify_comment(signature, public_of(secret))
    pieces.update(b"x")
    with pytest.raises(AlteredContent):
        minisign.verify_digest(pieces.digest(), signature, public_of(secret))
    for judge in (minisign.verify_comment, lambda *of: minisign.verify_digest(whole, *of)):
        with pytest.raises(AlteredComment):
            judge(dataclasses.replace(signature, comment="Anders"), public_of(secret))
        with pytest.raises(ForeignKey):
            judge(signature, public_of(new_secret_key()))


def test_every_changed_character_of_a_signature_is_refused_but_in_the_line_that_nobody_signed() -> None:
    text = sign(CONTENT, KNOWN, COMMENT)
    free = range(len("untrusted comment: "), text.index("\n"))
    for place in set(range(len(text))) - set(free):
        for turned in (1, 2, 32):
            other = chr(ord(text[place]) ^ turned)
            with pytest.raises(SignatureRefused):
                checked(CONTENT, text[:place] + other + text[place + 1 :], public_of(KNOWN))
    assert checked(CONTENT, text.replace("signature by", "Gruß von"), public_of(KNOWN)) == COMMENT


def test_content_and_comment_are_told_apart_from_a_foreign_key() -> None:
    text, other = sign(CONTENT, KNOWN, COMMENT), new_secret_key()
    with pytest.raises(ForeignKey):
        checked(CONTENT, text, public_of(other))
    with pytest.raises(AlteredComment):
        checked(CONTENT, text.replace("nr=4", "nr=5"), public_of(KNOWN))
    with pytest.raises(AlteredContent):
        checked(CONTENT, text, public_of(dataclasses.replace(other, key_id=KNOWN.key_id)))
    # the comment of one signature does not go with another
    lines, of_other = text.split("\n"), sign(b"anderes", KNOWN, COMMENT).split("\n")
    with pytest.raises(AlteredComment):
        checked(CONTENT, "\n".join([*lines[:2], *of_other[2:]]), public_of(KNOWN))


@pytest.mark.parametrize("spoil", [
    lambda text: "", lambda text: text + "mehr\n", lambda text: text + "\n", lambda text: "\n" + text,
    lambda text: text.rsplit("\n", 2)[0] + "\n", lambda text: text.replace("\n", "\n\n"),
    lambda text: text.replace("\n", "\r"), lambda text: text.replace("trusted comment", "comment"),
    lambda text: text.replace("\nRUQ", "\n RUQ"), lambda text: text.replace("\nRUQ", "\nAAQ"),
    lambda text: re.sub("=\n", "==\n", text),
    lambda text: re.sub("=\n", "\n", text), lambda text: text.replace("Kurse", "\udc80"),
    lambda text: text.replace("Kurse", "\0"), lambda text: text.replace("Kurse", 20_000 * "K"),
    lambda text: text[:200],
])
def test_text_that_is_no_signature_is_refused_before_any_key_is_asked(spoil) -> None:
    with pytest.raises(UnreadableSignature):
        read_signature(spoil(sign(CONTENT, KNOWN, COMMENT)))


@given(text=st.text(max_size=300))
def test_no_text_whatever_ends_in_anything_but_a_refusal(text: str) -> None:
    for reader in (read_signature, read_public_key, lambda given: unlock(given, PASSWORD)):
        for around in ("", f"untrusted comment: x\n{text}\n"):
            with pytest.raises(SignatureRefused):
                reader(around or text)


@pytest.mark.parametrize("comment", ["zwei\nZeilen", "zwei\u2028Zeilen", " Rand", "Rand ", "ü" * 4001])
def test_a_comment_the_stock_program_could_not_read_is_a_defect(comment: str) -> None:
    with pytest.raises(ValueError):
        sign(CONTENT, KNOWN, comment)


def test_a_public_key_is_read_with_and_without_its_comment_line() -> None:
    key = public_of(KNOWN)
    assert public_line(key).startswith("RW") and len(public_line(key)) == 56
    assert "minisign public key 0706050403020100\n" in public_file(key)
    for text in (public_line(key), public_line(key) + "\n", public_file(key), public_file(key).replace("\n", "\r\n")):
        assert read_public_key(text) == key


def test_every_flipped_bit_of_a_public_key_is_refused_and_changes_its_fingerprint() -> None:
    key, text, seen = public_of(KNOWN), sign(CONTENT, KNOWN, COMMENT), set()
    for bit in range(8 * 42):
        data = raw(public_line(key))
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SignatureRefused) as refused:
            flipped = read_public_key(spelled(data))
            seen.add(fingerprint(flipped))
            checked(CONTENT, text, flipped)
        assert refused.type is (NoPublicKey if bit < 16 else ForeignKey if bit < 80 else AlteredContent)
    assert len(seen) == 8 * 40 and fingerprint(key) not in seen


@pytest.mark.parametrize("text", ["", "RW", "RWQ=", "x" * 56, "untrusted comment: nur dies\n",
                                  public_line(public_of(KNOWN)) + "A", public_file(public_of(KNOWN)) + "mehr",
                                  public_line(public_of(KNOWN))[:-1], "comment\n" + public_line(public_of(KNOWN))])
def test_text_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(NoPublicKey):
        read_public_key(text)


def test_a_fingerprint_is_six_groups_of_digits_and_stays_the_same_for_ever() -> None:
    groups = fingerprint(public_of(KNOWN)).split(" ")
    assert len(groups) == 6 and all(len(group) == 5 and group.isdecimal() for group in groups)
    assert fingerprint(public_of(KNOWN)) == "43782 77085 39157 89043 62292 66604"


@settings(max_examples=20)
@given(password=st.text(max_size=20))
def test_a_secret_key_opens_with_its_password_alone(password: str) -> None:
    text = lock(KNOWN, password, LEAST)
    assert unlock(text, password) == KNOWN
    with pytest.raises(WrongSecret):
        unlock(text, password + "x")


def test_composed_and_decomposed_letters_are_the_same_password_and_no_two_files_are_alike() -> None:
    text = lock(KNOWN, "Tu\u0308r", LEAST)
    assert unlock(text, "Tür") == KNOWN
    assert text != lock(KNOWN, "Tür", LEAST) and repr(KNOWN.seed) not in repr(KNOWN)


def test_every_flipped_byte_of_a_secret_key_is_refused() -> None:
    head, line, _ = lock(KNOWN, PASSWORD, LEAST).split("\n")
    for place in range(158):
        data = raw(line)
        data[place] ^= 1 << place % 8
        with pytest.raises((NoSecretKey, ParamsRefused, WrongSecret)) as refused:
            unlock(f"{head}\n{spelled(data)}\n", PASSWORD)
        assert refused.type is (NoSecretKey if place < 6 else ParamsRefused if 38 <= place < 54 else WrongSecret)


def test_a_pair_whose_halves_do_not_belong_together_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = minisign.public_of
    monkeypatch.setattr(minisign, "public_of", lambda secret: real(new_secret_key()))
    forged = lock(KNOWN, PASSWORD, LEAST)
    monkeypatch.undo()
    with pytest.raises(NoSecretKey):
        unlock(forged, PASSWORD)


@pytest.mark.parametrize("spoil", [lambda text: "", lambda text: text.split("\n")[1], lambda text: text + "mehr\n",
                                   lambda text: text.replace("RWRT", "RWRT "), lambda text: text[:-9] + "\n",
                                   lambda text: public_file(public_of(KNOWN))])
def test_text_that_is_no_secret_key_is_refused(spoil) -> None:
    with pytest.raises(NoSecretKey):
        unlock(spoil(lock(KNOWN, PASSWORD, LEAST)), PASSWORD)


def test_the_usual_cost_is_that_of_the_stock_program_and_fits_the_interface() -> None:
    assert (DEFAULT_COST.ops, DEFAULT_COST.memory) == (33554432, 1073741824)
    assert DEFAULT_COST.scrypt() == (2**20, 8, 1)
    assert Cost(ops=2**20, memory=2**25).scrypt() == (2**15, 8, 1)
    assert LEAST.scrypt() == (2**10, 8, 1)
    assert Cost(ops=2**25, memory=2**24).scrypt() == (2**14, 8, 64)


@pytest.mark.parametrize(("ops", "memory"), [(2**14, 2**24), (2**26, 2**30), (2**25, 2**31), (2**25, 2**23),
                                             (2**20 + 1, 2**25), (2**20, 2**25 + 2**24), (0, 0)])
def test_a_cost_outside_the_limits_is_refused_before_anything_is_derived(ops: int, memory: int) -> None:
    with pytest.raises(ParamsRefused):
        Cost(ops=ops, memory=memory)


@pytest.mark.parametrize("failure", [MemoryError, ValueError])
def test_too_little_memory_is_not_called_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch, failure: type[Exception],
) -> None:
    text, handed = lock(KNOWN, PASSWORD, LEAST), []

    def exhausted(password: bytearray, **cost: object) -> bytes:
        handed.append(password)
        raise failure

    monkeypatch.setattr(minisign.hashlib, "scrypt", exhausted)
    with pytest.raises(NoMemory):
        unlock(text, PASSWORD)
    assert handed == [bytes(len(PASSWORD.encode()))], "the password is wiped"
