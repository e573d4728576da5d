"""SPDX expressions: which licences a part is taken under when it leaves a choice. Reads no file."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\(|\)|\b(?:AND|OR)\b|[A-Za-z0-9.+-]+(?:\s+WITH\s+[A-Za-z0-9.-]+)?")


class UnknownLicence(ValueError):
    """The expression cannot be read, or names no licence that may be shipped; the text is that expression."""


def elected(expression: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """The licences to be kept to: all of an AND, of an OR the side whose worst licence stands first in ``allowed``."""
    words = _WORD.findall(expression)
    if not words or _WORD.sub("", expression).strip():
        raise UnknownLicence(expression)
    rank = {licence: place for place, licence in enumerate(allowed)}
    try:
        taken = _any(words, rank)
    except IndexError:
        raise UnknownLicence(expression) from None
    if words or taken is None:
        raise UnknownLicence(expression)
    return tuple(sorted(set(taken), key=rank.__getitem__))


def _any(words: list[str], rank: dict[str, int]) -> list[str] | None:
    """Reads ``a OR b``; None where no side may be shipped. What was read is taken off ``words``."""
    sides = [_all(words, rank)]
    while words and words[0] == "OR":
        words.pop(0)
        sides.append(_all(words, rank))
    possible = [side for side in sides if side is not None]
    return min(possible, key=lambda side: max(rank[licence] for licence in side)) if possible else None


def _all(words: list[str], rank: dict[str, int]) -> list[str] | None:
    """Reads ``a AND b``, which binds closer than OR."""
    both = [_one(words, rank)]
    while words and words[0] == "AND":
        words.pop(0)
        both.append(_one(words, rank))
    return None if None in both else [licence for side in both if side for licence in side]


def _one(words: list[str], rank: dict[str, int]) -> list[str] | None:
    word = words.pop(0)
    if word == "(":
        inside = _any(words, rank)
        if words.pop(0) != ")":
            raise IndexError
        return inside
    if word in (")", "AND", "OR"):
        raise IndexError
    licence = re.sub(r"\s+", " ", word)
    return [licence] if licence in rank else None
