"""Reads back what a PDF of ours draws, through the character maps inside it; knows only what ReportLab writes."""

import base64
import re
import zlib
from collections.abc import Iterator

import pypdfium2

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
FONT = re.compile(rb"/BaseFont /([\w+-]+)[^>]*?/Name /(F\d+\+\d+)", re.DOTALL)
CHARACTER = re.compile(r"<([0-9A-F]{2})> <([0-9A-F]{4})>")
# Either a change of font or a piece of text.
DRAWN = re.compile(r"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\(((?:\\.|[^()\\])*)\) Tj", re.DOTALL)
ESCAPED = re.compile(r"\\([0-7]{3}|.)", re.DOTALL)
PAGE = re.compile(rb"/Type /Page\b(?!s)")


def drawn(content: bytes) -> list[str]:
    """Every piece of text in the order it is drawn."""
    streams = list(_streams(content))
    maps = {re.findall(r"/CMapName /(\S+)", text)[0]: {chr(int(code, 16)): chr(int(letter, 16))
                                                       for code, letter in CHARACTER.findall(text)}
            for text in streams if "begincmap" in text}
    fonts = {name.decode(): maps[base.decode()] for base, name in FONT.findall(content)}
    pieces, letters = [], {}
    for text in (text for text in streams if " Tj" in text):
        for font, piece in DRAWN.findall(text):
            if font:
                letters = fonts.get(font, {})
            else:
                pieces.append("".join(letters.get(code, code) for code in ESCAPED.sub(_plain, piece)))
    return pieces


def copied(content: bytes) -> list[str]:
    """The text of every page as a person copies it out of a viewer, in one line each."""
    with pypdfium2.PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def pages_of(content: bytes) -> int:
    """How many pages it has."""
    return len(PAGE.findall(content))


def _plain(found: re.Match[str]) -> str:
    return chr(int(found[1], 8)) if len(found[1]) == 3 else found[1]


def _streams(content: bytes) -> Iterator[str]:
    for found in STREAM.findall(content):
        packed = base64.a85decode(found.strip()[:-2]) if found.strip().endswith(b"~>") else found
        yield zlib.decompressobj().decompress(packed).decode("latin-1")
