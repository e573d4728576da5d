"""Passwords before they are used: a German passphrase to offer, and how hard a chosen password is to guess."""

import functools
import math
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app import resources
from app.domain.codes import code_list
from app.domain.errors import N_

# vault.md: refuse what about 10^12 guesses would find.
ENOUGH_LOG10 = 12.0

_MOST_JUDGED = 72
# log10 of the signs on a keyboard
_SIGN = 1.6
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST = 32
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "Ss"})

_TOO_EASY = N_(
    "Dieses Kennwort ist zu leicht zu erraten. Es wurde noch nichts gespeichert. "
    "Nehmen Sie die vorgeschlagenen fünf Wörter, oder hängen Sie Wörter an, die nicht zusammengehören."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``guesses_log10``: a low estimate of the guesses needed; ``sentence``: why not, None if accepted."""

    accepted: bool
    guesses_log10: float
    sentence: str | None


def generate(words: int = 5, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """``words`` German words joined by ``-``, 13 bit each: five are 65 bit."""
    return "-".join(choose(_list("de_8192.txt")) for _ in range(words))


def judge(password: str, hints: Iterable[str] = ()) -> Verdict:
    """Whether ``password`` may be used; ``hints`` are words an attacker would try first, as the name of the office.

    The lowest of several estimates counts; of a very long password only the first 72 characters are judged.
    """
    # An attacker tries both spellings of an umlaut; the easier one is what counts.
    first_tried = [word for hint in hints for word in re.findall(r"[a-z0-9]+", _folded(hint).lower())]
    written = unicodedata.normalize("NFC", password)
    spellings = {written, _folded(written), _without_marks(written)}
    guesses = min(_guesses_log10(spelling[:_MOST_JUDGED], first_tried) for spelling in spellings)
    accepted = guesses >= ENOUGH_LOG10
    return Verdict(accepted=accepted, guesses_log10=guesses, sentence=None if accepted else _TOO_EASY)


@functools.cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(resources.path("words", name).read_text(encoding="ascii").split())


def _folded(text: str) -> str:
    return _without_marks(unicodedata.normalize("NFC", text).translate(_UMLAUTS))


def _without_marks(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _guesses_log10(password: str, first_tried: list[str]) -> float:
    if not password:
        return 0.0
    # Imported where it is used: its dictionaries would be loaded at every start for the one time a password is set.
    from zxcvbn import zxcvbn

    known = [*first_tried, *_list("often_de.txt"), *_places()]
    general = float(zxcvbn(password, user_inputs=known, max_length=_MOST_JUDGED)["guesses_log10"])
    return min(general, _as_german_words(password, first_tried), _without_separators(password, first_tried))


@functools.cache
def _places() -> tuple[str, ...]:
    """The communes and districts of North Rhine-Westphalia in one word each, as muelheimanderruhr."""
    communes = code_list("commune").active()
    names = dict.fromkeys([*(code.label for code in communes), *(code.group for code in communes)])
    return tuple("".join(re.findall("[a-z]", _folded(name).lower())) for name in names)


def _without_separators(password: str, first_tried: list[str]) -> float:
    """The estimate for words joined by signs: whoever tries words tries the usual joints once, not at every gap."""
    bare = "".join(char for char in password if char.isalnum())
    signs = set(password) - set(bare)
    return _as_german_words(bare, first_tried) + len(signs) * _SIGN


def _as_german_words(password: str, first_tried: list[str]) -> float:
    """The cheapest way to spell ``password`` with known words, years and single characters, as log10 of guesses.

    zxcvbn adds 10^4 for every further part, so that it accepts ``Sommer-Sonne-2026!``; this counts the parts alone.
    """
    costs = _word_costs(tuple(first_tried))
    lower = password.lower()
    best = [0.0]
    for end in range(1, len(password) + 1):
        options = [best[end - 1] + _character_cost(password[end - 1])]
        if end >= 4 and _YEAR.fullmatch(password, end - 4, end):
            options.append(best[end - 4] + 2.0)
        for start in range(max(0, end - _LONGEST), end):
            cost = costs.get(lower[start:end])
            if cost is not None:
                options.append(best[start] + cost + (0.3 if password[start:end] != lower[start:end] else 0.0))
        best.append(min(options))
    return best[-1]


@functools.cache
def _word_costs(first_tried: tuple[str, ...]) -> dict[str, float]:
    often = (*first_tried, *_list("often_de.txt"), *_places())
    # The generator chooses evenly from its list, so no word of it may count less for standing at its start.
    costs = dict.fromkeys(_list("de_8192.txt"), math.log10(8192))
    for rank, word in enumerate(often, start=1):
        costs[word] = min(math.log10(rank + 1), costs.get(word, math.inf))
    return costs


def _character_cost(character: str) -> float:
    if character.isdigit():
        return 1.0
    return math.log10(26) if character.islower() else _SIGN
