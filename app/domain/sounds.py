"""The words of a name taken apart into sounds: particles, letters of Latin and Arabic script, the habits of several
languages. Standard library only; other scripts come folded to Latin letters by a transliterator passed in."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.domain.names import Transliterate, folded

Sounds = tuple[int, ...]
# What a letter may stand for is a set of sounds, kept as bits: the five vowels first, then the consonants.
VOWELS = 0b11111
AA, EE, II, OO, UU = (1 << n for n in range(5))
K, G, X, H, T, D, S, Z, SH, ZH, TSH, DJ, TS, DZ, F, V, B, P, M, N, L, R, KS, ZAI, J = (1 << n for n in range(5, 30))
# One table for German, English, French, Turkish, Slavic … spelling: where they differ a letter has several sounds.
_LATIN: dict[str, int] = {
    "schtsch": SH | TSH, "shch": SH | TSH, "tsch": TSH, "dsch": DJ, "dzh": DJ, "sch": SH | ZH, "tch": TSH,
    "ch": X | K | SH | TSH | H, "sh": SH, "zh": ZH | G | Z, "kh": X | K | H, "gh": G | K, "th": T | S, "ph": F | P,
    "dh": D | Z, "dj": DJ | D, "gj": DJ | D, "xh": DJ | X, "dz": DZ | DJ | Z | D, "ds": DZ | Z | D, "ts": TS | Z | S,
    "tz": TS | Z, "ck": K, "ks": KS | K, "kj": K | TSH | G, "b": B, "c": K | TS | DJ | TSH | SH, "d": D, "f": F,
    "g": G | DJ | ZH | H, "h": H, "j": DJ | J | ZH, "k": K, "l": L, "m": M, "n": N, "p": P, "q": K | G, "r": R,
    "s": S | SH | Z, "t": T, "v": V | F, "w": V, "x": KS | H | X | DZ, "z": Z | S | ZH | TS | DZ,
}
# The letters of Arabic script as Arabs, Persians and Pashtuns read them; short vowels are not written.
_ARABIC: dict[str, int] = {
    **dict.fromkeys("اأإآٱعءئؤ", VOWELS), "و": UU | OO | V, **dict.fromkeys("يېۍ", II | EE), "ى": II | EE | AA,
    **dict.fromkeys("بپ", B | P), "ت": T, "ط": T | D, "ث": S | T, "ج": DJ | G | ZH, "چ": TSH, "ح": H, "ه": H | AA,
    "ة": H | AA | T, "خ": X | K | H, "د": D, "ذ": D | Z, "ر": R, "ز": Z | S, "ژ": ZH, "س": S, "ش": SH | S, "ص": S,
    "ض": D | Z | S, "ظ": Z | D | S, "غ": G | X | K, "ف": F, "ق": K | G, **dict.fromkeys("كکگ", K | G), "ل": L,
    "م": M, "ن": N, "ړ": R, "ټ": T, "ډ": D, "ڼ": N | R, "ږ": ZH | G, "ښ": SH | X, "ځ": DZ | Z | DJ, "څ": TS | S,
}
# One class each for what letters are confused within; h and half vowels may be missing altogether.
_COARSE: Sequence[tuple[int, str]] = (
    (K | G | X | KS, "k"), (S | Z | SH | ZH | TSH | DJ | TS | DZ, "s"), (T | D | DJ, "t"), (B | P, "p"), (F, "f"),
    (M | N, "n"), (L, "l"), (R, "r"), (H | J | V | VOWELS, ""), (ZAI, "s"),
)
_COARSE_AT_MOST = 12
_GRAPHEMES = re.compile("|".join(["[aeiouy]+", *sorted(_LATIN, key=len, reverse=True), "."]))
_TRIBE = re.compile(r"(?<=...)(?:z[ae]|sa)[iy]e?$")
_TWICE = re.compile(r"([^aeiou])\1+")
_ABD = re.compile(r"^c?abd(?:o?u|[eai])?(?:l(?=[^aeiouy])|r(?=r))?(?=...)")
_ARTICLE = re.compile(r"^(?:[ae]l(?=[^aeiouy]...)|ال(?=...)(?!له$))")
_LAST = {"ي": "ى"}
_SLASHED = re.compile(r"(?i)\bg/\s*")
_OTHERWISE = (
    # an article written with the name; Abdulaziz beside Abd al-Aziz
    (_ARTICLE, ""), (re.compile(r"^abdl(?=[aeiou])"), "abd"),
    # Somali writes the letter ʿain as c (Cali, Sacid), German and Slavic y as j
    (re.compile(r"(?:^|(?<=[aeiou]))c(?=[aeiou])"), ""), (re.compile(r"(?<!d)j"), "y"),
    # the Albanian q, the French c before e and ou for w
    (re.compile(r"(?<=.)q"), "ch"), (re.compile(r"c(?=[eiy])"), "s"), (re.compile(r"o?u(?=[aei])"), "w"),
)
_LEFT_OUT = frozenset({"al", "el", "ul", "ould", "uld", "oulad", "ال", "ولد"})
_JOINING = {**dict.fromkeys(("abd", "abdul", "abdel", "abdal", "abdoul", "abdur", "abdu"), "abd"), "عبد": "عبد",
            **dict.fromkeys(("ben", "bin", "ibn"), "ben"), "بن": "بن",
            **dict.fromkeys(("gebre", "ghebre", "gebr"), "gebre")}
_TAILS = {**dict.fromkeys(("ullah", "ulla", "ollah", "oullah", "allah"), "ullah"), "الله": "الله",
          **dict.fromkeys(("uddin", "eddin", "eddine", "din", "deen"), "uddin"), "الدين": "الدين"}


def words(text: str, transliterate: Transliterate | None = None) -> tuple[str, ...]:
    """The words of a name that can be compared: folded, particles joined to what they belong to or left out.

    ``Al-Masri`` → masri, ``Abd al-Rahman`` → abdrahman, ``Zabih Ullah`` → zabihullah, ``G/Mariam`` → gebremariam.
    Arabic script stays as it is.
    """
    parts = [part for word in folded(_SLASHED.sub("gebre ", text)).split()
             for part in ([word] if is_arabic(word) else folded(word, transliterate).split())]
    found: list[str] = []
    waiting = ""
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if part in _LEFT_OUT and not (last and not found):
            continue
        if part in _JOINING and not last:
            waiting += _JOINING[part]
        elif part in _TAILS and found and not waiting:
            found[-1] += _TAILS[part]
        else:
            found.append(waiting + (_ARTICLE.sub("", part) if waiting else _ABD.sub("abd", part)))
            waiting = ""
    return tuple(found)


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic script, where short vowels are not written."""
    return "\u0600" <= word[0] <= "\u06ff"


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Sounds, ...]:
    """The sounds of a word, first as it stands, then as other languages write."""
    forms = [word]
    for pattern, instead in _OTHERWISE:
        form = pattern.sub(instead, word)
        if form != word:
            forms.append(form)
    return tuple(_sounds(form) for form in forms)


def _sounds(word: str) -> Sounds:
    if is_arabic(word):
        # the last ya may be the ى of Mustafa, which folding does not tell from it
        found = [_ARABIC[letter] for letter in word[:-1] + _LAST.get(word[-1], word[-1]) if letter in _ARABIC]
    else:
        tribe = _TRIBE.search(word)
        # Ahmadzai is no spelling of Ahmadi: the ending of a tribe is one sound of its own
        bare = _TWICE.sub(r"\1", word[:tribe.start()] if tribe else word)
        found = [_sound(part) for part in _GRAPHEMES.findall(bare)] + ([ZAI] if tribe else [])
    if len(found) > 2 and found[-1] == H and found[-2] & VOWELS:
        del found[-1]
    found = [sound for sound in found if sound]
    return tuple(sound for i, sound in enumerate(found) if i == 0 or sound & VOWELS or sound != found[i - 1])


def _sound(part: str) -> int:
    if part[0] not in "aeiouy":
        return _LATIN.get(part, 0)
    part = part.replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("y", "i")
    return sum(bit for bit, vowel in ((AA, "a"), (EE, "e"), (II, "i"), (OO, "o"), (UU, "u")) if vowel in part)


@lru_cache(maxsize=20_000)
def coarse(sounds: Sounds) -> frozenset[str]:
    """The consonants in eight classes, without h and half vowels; several where a letter may be read several ways."""
    choices: list[set[str]] = []
    for sound in sounds:
        found = {letter for bits, letter in _COARSE if sound & bits and sound & VOWELS != sound}
        if found and found != {""}:
            choices.append(found)
    forms = {""}
    for choice in choices:
        forms = {form if form.endswith(letter) else form + letter for form in forms for letter in choice}
        if len(forms) > _COARSE_AT_MOST:
            forms = set(sorted(forms)[:_COARSE_AT_MOST])
    return frozenset(forms)
