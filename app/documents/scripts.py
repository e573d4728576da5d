"""Text of every script and direction on paper: lines broken in the order of reading, then joined and reordered one by
one, in the font that has the letters. Knows no document; ReportLab's own right-to-left is not used, it is wrong."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from itertools import groupby

from bidi import get_display
from bidi.mirror import MIRRORED
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from app.documents.fonts import BOLD, REGULAR, REPLACEMENT, drawable, font_of, joined
from app.domain.names import FIRST_STRONG_ISOLATE, POP_ISOLATE

_TO_LEFT, _TO_RIGHT = ("R", "AL"), ("L",)
_LEFT_ISOLATE, _RIGHT_ISOLATE = "\u2066", "\u2067"
_ISOLATES = (_LEFT_ISOLATE, _RIGHT_ISOLATE, FIRST_STRONG_ISOLATE)
_JOINERS_AND_MARKS = "\u200c\u200d\u200e\u200f"
# Invisible, and counts as the character before it: see `visual`.
_TAG = "\N{COMBINING GRAPHEME JOINER}"


def set_apart(text: str) -> str:
    """The text as a piece with its own direction: a name, number or date inside a sentence of another script.

    Brackets and digits keep their place on both sides. Direction marks that came with the text are dropped.
    """
    return FIRST_STRONG_ISOLATE + "".join(c for c in text if unicodedata.category(c) != "Cf" or c in "\u200c\u200d") \
        + POP_ISOLATE


def is_plain(text: str) -> bool:
    """Whether Noto Sans has every letter and all run from left to right, so that ReportLab's own paragraph will do."""
    return all(unicodedata.bidirectional(c) not in (*_TO_LEFT, "AN") and
               (font_of(c, bold=False) == REGULAR or not c.isprintable()) for c in text)


def runs_to_left(text: str) -> bool:
    """Whether more letters run to the left than to the right; what stands in isolates does not decide.

    Not the first letter, as UAX 9 has it without knowing better: a German sentence may begin with an Arabic name.
    """
    depth = balance = 0
    for char in text:
        depth += (char in _ISOLATES) - (char == POP_ISOLATE)
        if depth < 0:
            break
        if depth == 0:
            kind = unicodedata.bidirectional(char)
            balance += (kind in _TO_LEFT) - (kind in _TO_RIGHT)
    return balance > 0


def unprintable(value: object) -> tuple[str, ...]:
    """The characters in a text, or in all texts of a frozen value or a sequence, that no shipped font has, each once.

    They are printed as `REPLACEMENT`; whoever prints says so with this.
    """
    found = (c for text in _texts(value) for c in unicodedata.normalize("NFC", text)
             if c.isprintable() and not font_of(c, bold=False))
    return tuple(dict.fromkeys(found))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))


def cleaned(text: str) -> str:
    """The text with isolates of a known direction, without other control characters, and with what no font has
    replaced; line breaks stay."""
    kept = []
    composed = unicodedata.normalize("NFC", text)
    for i, char in enumerate(composed):
        if char == FIRST_STRONG_ISOLATE:
            kept.append(_RIGHT_ISOLATE if runs_to_left(composed[i + 1:]) else _LEFT_ISOLATE)
        elif char in _ISOLATES or char == POP_ISOLATE or char in _JOINERS_AND_MARKS or char == "\n":
            kept.append(char)
        elif unicodedata.category(char) != "Cf":
            kept.append(" " if not char.isprintable() else char if font_of(char, bold=False) else REPLACEMENT)
    return "".join(kept)


def broken(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Lines in the order of reading, none wider than ``width`` (points) once it is joined; a word that is wider alone
    is cut between letters. An isolate open at the end of a line is closed there and opened again in the next."""
    lines: list[str] = []
    blank = _width(" ", size, bold)
    for paragraph in cleaned(text).split("\n"):
        line: list[str] = []
        used = 0.0
        for word in _cut(paragraph.split(" "), width, size, bold):
            # Letters never join over a blank, so the width of a line is that of its words.
            needed = _width(word, size, bold)
            if line and used + blank + needed > width:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += needed + (blank if line else 0.0)
            line.append(word)
        lines.append(" ".join(line))
    return list(_closed(lines))


def _cut(words: Sequence[str], width: float, size: float, bold: bool) -> Iterator[str]:
    for word in words:
        while _width(word, size, bold) > width and len(word) > 1:
            end = 1
            while _width(word[:end + 1], size, bold) <= width:
                end += 1
            while end > 1 and unicodedata.combining(word[end]):
                end -= 1
            yield word[:end]
            word = word[end:]
        yield word


def _closed(lines: Sequence[str]) -> Iterator[str]:
    opened: list[str] = []
    for line in lines:
        before = "".join(opened)
        for char in line:
            if char in _ISOLATES:
                opened.append(char)
            elif char == POP_ISOLATE and opened:
                opened.pop()
        yield before + line + POP_ISOLATE * len(opened)


def visual(line: str, to_left: bool) -> str:
    """One line from left to right as it is drawn: joined, reordered (UAX 9), brackets mirrored, marks left out."""
    # The reordering does not mirror. A tag behind a bracket stands before it where the text came to run to the left.
    tagged = "".join(c + _TAG if c in MIRRORED else c for c in joined(line))
    ordered = iter(get_display(tagged, base_dir="R" if to_left else "L"))
    drawn = []
    for char in ordered:
        if char == _TAG:
            char = next(ordered, "")
            drawn.append(MIRRORED.get(char, char))
        elif char in MIRRORED:
            drawn.append(char)
            next(ordered, "")
        elif unicodedata.category(char) != "Cf":
            drawn.append(char)
    return drawable("".join(drawn))


@lru_cache(maxsize=4096)
def _width(text: str, size: float, bold: bool) -> float:
    shown = drawable("".join(c for c in joined(text) if unicodedata.category(c) != "Cf"))
    return sum(stringWidth(piece, font, size) for font, piece in _runs(shown, bold))


def _runs(drawn: str, bold: bool) -> Iterator[tuple[str, str]]:
    base = BOLD if bold else REGULAR
    for font, piece in groupby(drawn, lambda char: font_of(char, bold) or base):
        yield font, "".join(piece)


class ScriptParagraph(Flowable):
    """Wrapped text of any script in ``style``; the text is never read as markup.

    ``to_left`` is the direction of the whole, by default that of most of its letters; what runs to the left stands at
    the right edge. A name of that kind at the left edge is one that is `set_apart` in a text that runs to the right.
    """

    def __init__(self, text: str, style: ParagraphStyle, to_left: bool | None = None) -> None:
        super().__init__()
        self.style = style
        self._text = text
        self._to_left = runs_to_left(text) if to_left is None else to_left
        self._bold = style.fontName == BOLD
        self._lines: list[str] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Breaks the lines; ReportLab asks this before it draws."""
        self.width = width
        self._lines = broken(self._text, width, self.style.fontSize, self._bold)
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits and the rest, or nothing if not one line fits."""
        self.wrap(width, height)
        fit = int(height // self.style.leading)
        if fit < 1 or fit >= len(self._lines):
            return [self] if fit else []
        return [ScriptParagraph("\n".join(part), self.style, self._to_left)
                for part in (self._lines[:fit], self._lines[fit:])]

    def draw(self) -> None:
        """Draws every line piece by piece, each in its font."""
        alignment = self.style.alignment
        if self._to_left and alignment == TA_LEFT:
            alignment = TA_RIGHT
        size = self.style.fontSize
        self.canv.setFillColor(self.style.textColor)
        for number, line in enumerate(self._lines):
            pieces = list(_runs(visual(line, self._to_left), self._bold))
            spare = self.width - sum(stringWidth(piece, font, size) for font, piece in pieces)
            x = spare if alignment == TA_RIGHT else 0.0
            drawn = self.canv.beginText(x, self.height - size - number * self.style.leading)
            for font, piece in pieces:
                drawn.setFont(font, size)
                drawn.textOut(piece)
            self.canv.drawText(drawn)
