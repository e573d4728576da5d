"""Which files may become attachments, and what they are called."""

import struct
import unicodedata
import zlib
from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain import attachment
from app.domain.attachment import checked_name, file_name, name_of_file, recognised, taken
from app.domain.errors import UserError
from tests.attached import pdf, picture
from tests.casefiles import refusal

NOW = datetime(2026, 11, 23, 10, 0)
LETTER, PHOTO, DRAWING = pdf(), picture("JPEG"), picture("PNG")
NAMES = st.lists(st.integers(0, 0x2FFFF).map(chr), max_size=300).map("".join) | st.lists(
    st.sampled_from(["..", "/", "\\", "C:", "\u202e", "fdp.exe", "\0", "a", "\n", " "])).map("".join)


@pytest.mark.parametrize(("content", "kind"), [(LETTER, "pdf"), (PHOTO, "jpeg"), (DRAWING, "png")])
def test_a_kind_is_read_from_the_content_whatever_the_name_says(content: bytes, kind: str) -> None:
    assert recognised("ausweis.exe", content) == kind


@pytest.mark.parametrize("content", [
    b"MZ\x90\0" + b"\0" * 60 + LETTER, b"#!/bin/sh\n%PDF-1.4\n" + LETTER, b"PK\x03\x04" + b"\0" * 100,
    b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 100, b"\0\0\0\x18ftypheic" + b"\0" * 100])
def test_a_program_or_any_other_kind_under_a_harmless_name_is_refused(content: bytes) -> None:
    assert refusal(lambda: recognised("bescheid.pdf", content)) == attachment.OTHER_KIND


def test_an_empty_and_a_too_large_file_are_told_apart() -> None:
    assert refusal(lambda: recognised("a.pdf", b"")) == attachment.EMPTY
    too_large = LETTER + b" " * (attachment.MOST_BYTES + 1 - len(LETTER))
    assert refusal(lambda: recognised("a.pdf", too_large)) == attachment.TOO_LARGE
    assert recognised("a.pdf", too_large[:-1]) == "pdf"


@pytest.mark.parametrize("content", [LETTER, PHOTO, DRAWING])
def test_a_file_that_was_cut_off_is_refused(content: bytes) -> None:
    for length in (12, 40, len(content) // 2, len(content) - 12):
        assert refusal(lambda n=length: recognised("a", content[:n])) in (attachment.INCOMPLETE, attachment.OTHER_KIND)


def test_a_changed_header_of_a_png_is_noticed() -> None:
    for place in range(16, 33):
        broken = bytearray(DRAWING)
        broken[place] ^= 1
        assert refusal(lambda b=bytes(broken): recognised("a.png", b)) == attachment.INCOMPLETE


def test_a_photo_may_fill_up_between_its_parts_but_not_without_end() -> None:
    # ISO 10918-1, B.1.1.2: any marker may be preceded by fill bytes
    assert recognised("a.jpg", PHOTO[:2] + b"\xff" * 5 + PHOTO[2:]) == "jpeg"
    empty = b"\xff\xe1\0\x02"
    assert recognised("a.jpg", PHOTO[:2] + empty * 1000 + PHOTO[2:]) == "jpeg"
    assert refusal(lambda: recognised("a.jpg", PHOTO[:2] + empty * 2001 + PHOTO[2:])) == attachment.INCOMPLETE


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    head = b"IHDR" + struct.pack(">II", 50_000, 50_000) + b"\x08\x02\0\0\0"
    bomb = DRAWING[:12] + head + struct.pack(">I", zlib.crc32(head)) + DRAWING[33:]
    assert refusal(lambda: recognised("a.png", bomb)) == attachment.TOO_MANY_PIXELS
    start = PHOTO.index(b"\xff\xc0")
    vast = PHOTO[:start + 5] + b"\xff\xff\xff\xff" + PHOTO[start + 9:]
    assert refusal(lambda: recognised("a.jpg", vast)) == attachment.TOO_MANY_PIXELS


@settings(max_examples=120)
@given(st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\x02"]),
       st.binary(max_size=400))
def test_arbitrary_bytes_are_recognised_or_refused_and_nothing_else(start: bytes, rest: bytes) -> None:
    try:
        assert recognised("a", start + rest) in ("pdf", "jpeg", "png")
    except UserError as refused:
        assert refused.values == {"name": "a"}


@settings(max_examples=80)
@given(st.sampled_from([LETTER, PHOTO, DRAWING]), st.integers(0, 600), st.integers(0, 255))
def test_a_changed_byte_never_breaks_the_reading(content: bytes, place: int, byte: int) -> None:
    changed = content[:place % len(content)] + bytes([byte]) + content[place % len(content) + 1:]
    try:
        assert recognised("a", changed) in ("pdf", "jpeg", "png")
    except UserError as refused:
        assert refused.msgid in (attachment.OTHER_KIND, attachment.INCOMPLETE, attachment.TOO_MANY_PIXELS)


def clean_enough(name: str) -> bool:
    return (0 < len(name) <= attachment.NAME_LENGTH and not set(name) & set('/\\:*?"<>|')
            and name == name.strip(" .") and unicodedata.normalize("NFC", name) == name
            and not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\u202a\u202e\u2066\u2069"
                        for c in name))


@given(NAMES)
@example("../../etc/passwd")
@example("C:\\Temp\\brief.pdf")
def test_a_name_holds_no_path_no_control_and_no_bidi_character(name: str) -> None:
    assert clean_enough(name_of_file(name))
    try:
        assert clean_enough(checked_name(name))
    except UserError as refused:
        assert refused.msgid == attachment.NAME_MISSING


def test_a_typed_name_keeps_what_a_slash_stood_between() -> None:
    assert checked_name("  Bescheid 3/26 ") == "Bescheid 3-26"
    assert name_of_file("/tmp/scans/Bescheid.pdf") == "Bescheid.pdf"
    assert name_of_file("...") == "Anlage"


@pytest.mark.parametrize(("name", "content", "outside"), [
    ("Ausweis.pdf", LETTER, "Ausweis.pdf"), ("Ausweis", LETTER, "Ausweis.pdf"), ("foto.JPEG", PHOTO, "foto.JPEG"),
    ("foto.exe", PHOTO, "foto.exe.jpg"), ("x" * 190, DRAWING, "x" * 60 + ".png")])
def test_outside_a_file_has_the_suffix_of_its_content(name: str, content: bytes, outside: str) -> None:
    assert file_name(taken("c", name, content, NOW)) == outside


def test_what_is_known_of_a_file_is_its_size_kind_and_fingerprint() -> None:
    made = taken("c", "a.pdf", LETTER, NOW)
    assert (made.client_id, made.kind, made.size, made.added_at) == ("c", "pdf", len(LETTER), NOW)
    assert made.sha256 == taken("d", "b.pdf", LETTER, NOW).sha256 != taken("c", "a", DRAWING, NOW).sha256
