"""Names and other typed text as they are: cleaning, search folding, showing with both directions of script. Standard
library only; whoever wants other scripts folded to Latin letters passes a transliterator."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.errors import N_

Transliterate = Callable[[str], str]
Translate = Callable[[str], str]

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
_JOINERS = "\u200c\u200d"

# What decomposition leaves alone: letters with strokes, ligatures, and Arabic letters that keyboards of
# different countries write differently in the same name.
_LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i",
    "ŋ": "n", "ə": "e", "ɛ": "e", "ɔ": "o", "ƴ": "y", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɲ": "n", "ɣ": "g", "ƶ": "z",
    "ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ﷲ": "الله",
    **dict.fromkeys("-‐‑‒–—_/.,;:", " "),
    **dict.fromkeys("'’‘ʼʻʿʾ`´ʹʺ\"„“”", None),
})


def clean(text: str) -> str:
    """One line as it may be stored: NFC, blanks collapsed, control, bidi and unpaired characters dropped.

    Letters of every script stay; the joiners Persian and Indic spelling needs stay between letters.
    """
    kept = "".join(_kept(char) for char in unicodedata.normalize("NFC", text))
    joined = "".join(char for i, char in enumerate(kept) if char not in _JOINERS or _between_letters(kept, i))
    # Dropping a character can bring two together that compose, hence the second normalisation.
    return unicodedata.normalize("NFC", " ".join(joined.split()))


def cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values by attribute, every text among them as `clean` leaves it."""
    return {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category in ("Zs", "Zl", "Zp"):
        return " "
    return char if char in _JOINERS or category not in ("Cc", "Cf", "Cs", "Co") else ""


def _between_letters(text: str, index: int) -> bool:
    around = text[max(index - 1, 0):index] + text[index + 1:index + 2]
    return len(around) == 2 and all(unicodedata.category(char)[0] in "LM" for char in around)


def folded(text: str, transliterate: Transliterate | None = None) -> str:
    """The form two spellings are compared in: small letters without marks, strokes and punctuation.

    ``Łukasz`` → ``lukasz``, ``Straße`` → ``strasse``, ``Øresund`` → ``oresund``, ``Müller`` → ``muller``; with
    ``transliterate`` (any script to ASCII) ``محمد`` → ``mhmd``, without it other scripts stay, folded in themselves.
    """
    simple = _fold_once(text)
    if transliterate is not None and not simple.isascii():
        simple = _fold_once(transliterate(simple))
    return simple


def _fold_once(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().translate(_LETTERS).split())
    # Case folding and decomposition each make room for the other (İ, ᾳ), so both stand twice.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    kept = []
    for char in text.translate(_LETTERS):
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.digit(char)))
        elif category not in ("Mn", "Me", "Cf", "Cc", "Cs"):
            kept.append(char)
        elif char.isspace():
            kept.append(" ")
    return " ".join("".join(kept).split())


def isolated(text: str) -> str:
    """The text in FSI…PDI if it holds right-to-left letters: brackets and numbers beside it keep their place."""
    if not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text


def reads_right_to_left(text: str) -> bool:
    """Whether a line that holds only this text begins at the right: its first letter with a direction says so."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def shown(*, family: str = "", given: str = "", alias: str = "", translate: Translate = str) -> str:
    """How a person is named in lists and titles: ``MUSTER, Amira``; ``Abdul (ein Name)``; ``Sam (Alias)``.

    A single name, in whichever of the two fields, is marked as such; the alias alone serves where no name is known.
    Right-to-left parts come isolated. Empty if nothing is known.
    """
    if family and given:
        return f"{isolated(family)}, {isolated(given)}"
    if family or given:
        return translate(N_("{name} (ein Name)")).format(name=isolated(family or given))
    return translate(N_("{name} (Alias)")).format(name=isolated(alias)) if alias else ""


def sort_key(*, family: str = "", given: str = "", alias: str = "",
             transliterate: Transliterate | None = None) -> tuple[str, str]:
    """Where a person stands in a list, whatever the script (ä like a: DIN 5007-1); the same name for the same key."""
    first = family or given or alias
    return folded(first, transliterate), folded(given if family else "", transliterate)
