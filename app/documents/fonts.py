"""The shipped fonts as ReportLab takes them: which one has a letter, and the joined shapes of Arabic letters. Nothing
of lines and paragraphs. Slow to import, so only those import it who draw."""

import re
import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from arabic_reshaper import ArabicReshaper
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

from app import resources

REGULAR, BOLD = "NotoSans", "NotoSans-Bold"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FAMILIES = ("NotoSans", *(f"NotoSans{script}" for script in ("Arabic", "Ethiopic", "Hebrew", "Armenian", "Georgian")))
_ARABIC = "NotoSansArabic"

# Letters of Pashto, Sorani and Uyghur that Unicode gives no joined shapes: arabic-reshaper would leave them standing
# alone. The font has the shapes under these names, without a character of their own.
_WITHOUT_SHAPES = "ټځڅډړږښګڼۍڕڵێە"
_SHAPES = ("init", "medi", "fina")
# The shapes pass through the reordering as these stand-ins, because they must count as Arabic letters there, and are
# drawn as characters for private use: the character map inside a PDF has no room for five digits.
_STAND_INS = [code for code in range(0x1EE00, 0x1EEFF) if unicodedata.bidirectional(chr(code)) == "AL"]
_FIRST_PRIVATE = 0xE000
_CODE = re.compile(r"<(E[0-9A-F]{3})>")
_HEBREW_SIGNS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")


class _Joined(TTFont):
    """A font whose joined shapes are copied out of a PDF as the letter they are a shape of."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Lets ReportLab write the font, then names the letters in its character maps."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        letters = {f"{private:04X}": f"{ord(letter):04X}" for private, (letter, _) in _shapes().items()}
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = _CODE.sub(lambda m: f"<{letters.get(m[1], m[1])}>", stream.content)


@cache
def register() -> Mapping[str, TTFont]:
    """Makes the fonts known to ReportLab and gives them by name; the first call reads the files, some 15 ms."""
    fonts: dict[str, TTFont] = {}
    for family in _FAMILIES:
        for name, weight in ((family, "Regular"), (f"{family}-Bold", "Bold")):
            path = resources.path("fonts", f"{family}-{weight}.ttf")
            fonts[name] = _Joined(name, str(path)) if family == _ARABIC else TTFont(name, str(path))
            if family == _ARABIC:
                _add_shapes(fonts[name], path.read_bytes())
            registerFont(fonts[name])
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return fonts


@cache
def font_of(char: str, bold: bool) -> str:
    """The font that has this character, Noto Sans before the others; "" if none has."""
    names = [f"{family}-Bold" if bold else family for family in _FAMILIES]
    return next((name for name in names if ord(char) in register()[name].face.charToGlyph), "")


def joined(text: str) -> str:
    """The text with every Arabic letter in the shape its neighbours give it, still in the order it is read.

    Vowel signs are dropped: without anchors they would lie across the letters.
    """
    if text.isascii():
        return text
    return str(_reshaper().reshape(_HEBREW_SIGNS.sub("", text)))


def drawable(text: str) -> str:
    """What `joined` gave, after it was reordered: with the characters the font is drawn by."""
    return text.translate({stand_in: private for private, (_, stand_in) in _shapes().items()})


@cache
def _shapes() -> dict[int, tuple[str, int]]:
    """Character for private use → its letter and its stand-in, in the order of letters and `_SHAPES`."""
    letters = [letter for letter in _WITHOUT_SHAPES for _ in _SHAPES]
    return {_FIRST_PRIVATE + i: (letter, _STAND_INS[i]) for i, letter in enumerate(letters)}


@cache
def _reshaper() -> ArabicReshaper:
    has = register()[_ARABIC].face.charToGlyph
    reshaper = ArabicReshaper({"delete_harakat": True, "support_zwj": True, "support_ligatures": True})
    codes = list(_shapes().items())
    letters = dict(reshaper.letters)
    for i, letter in enumerate(_WITHOUT_SHAPES):
        forms = (chr(stand_in) if private in has else ""
                 for private, (_, stand_in) in codes[i * len(_SHAPES):(i + 1) * len(_SHAPES)])
        letters[letter] = (letter, *forms)
    reshaper.letters = letters
    return reshaper


def _add_shapes(font: TTFont, content: bytes) -> None:
    """Gives the shapes of the letters without a character one for private use; a shape the font has not is left out."""
    names = _glyph_names(content)
    for i, private in enumerate(_shapes()):
        name = f"uni{ord(_WITHOUT_SHAPES[i // len(_SHAPES)]):04X}.{_SHAPES[i % len(_SHAPES)]}"
        if name in names:
            face, glyph = font.face, names[name]
            face.charToGlyph[private] = glyph
            face.charWidths[private] = face.hmetrics[glyph][0]


def _glyph_names(content: bytes) -> dict[str, int]:
    """Name → number of the glyphs, from table `post` in format 2 (OpenType 1.9, post)."""
    entries = (content[12 + 16 * i:28 + 16 * i] for i in range(struct.unpack_from(">H", content, 4)[0]))
    start, length = next(struct.unpack(">II", entry[8:]) for entry in entries if entry[:4] == b"post")
    count = struct.unpack_from(">H", content, start + 32)[0]
    numbers = struct.unpack_from(f">{count}H", content, start + 34)
    names, at = [], start + 34 + 2 * count
    while at < start + length:
        names.append(content[at + 1:at + 1 + content[at]].decode("ascii"))
        at += 1 + content[at]
    # The first 258 numbers are names every font of old has, none of them Arabic.
    return {names[number - 258]: glyph for glyph, number in enumerate(numbers) if number >= 258}
