"""The recovery code: the master secret as 36 characters for paper, and back; drawing the sheet is done elsewhere."""

import hashlib

from app.domain.errors import N_
from app.vault.errors import WrongSecret
from app.vault.sealed import SECRET_BYTES

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 9
_GROUP = 4
_LENGTH = GROUPS * _GROUP
_CHECK_BITS = 20

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
# Dashes as word processors and telephones set them.
_SEPARATORS = str.maketrans(dict.fromkeys("-‐‑–—_.:/", " "))

_FOREIGN_CHARACTER = N_(
    "Die {group}. Vierergruppe des Wiederherstellungscodes enthält ein Zeichen, das darin nie vorkommt. "
    "An den Daten wurde nichts verändert. Vergleichen Sie diese Gruppe mit dem Blatt."
)
_WRONG_GROUP = N_(
    "In der {group}. Gruppe des Wiederherstellungscodes stehen {count} statt 4 Zeichen. "
    "An den Daten wurde nichts verändert. Vergleichen Sie diese Gruppe mit dem Blatt."
)
_WRONG_LENGTH = N_(
    "Der Wiederherstellungscode hat {count} statt 36 Zeichen. "
    "An den Daten wurde nichts verändert. Vergleichen Sie alle neun Vierergruppen mit dem Blatt."
)
_LIKELY_GROUP = N_(
    "Im Wiederherstellungscode ist vermutlich die {group}. Vierergruppe falsch abgeschrieben. "
    "An den Daten wurde nichts verändert. Vergleichen Sie diese Gruppe mit dem Blatt."
)
_MISTYPED = N_(
    "Der Wiederherstellungscode ist falsch abgeschrieben. "
    "An den Daten wurde nichts verändert. Vergleichen Sie alle neun Vierergruppen mit dem Blatt."
)


def code_of(secret: bytes) -> str:
    """The 20 bytes of ``secret`` and 20 check bits as nine groups of four Crockford characters joined by ``-``."""
    number = int.from_bytes(secret, "big") << _CHECK_BITS | _check(secret)
    text = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def secret_of(code: str) -> bytes:
    """The secret behind a code as people type it: any case, any separators, O for 0, I and L for 1.

    Raises WrongSecret; its sentence names a group only where exactly one group explains the mistake.
    """
    typed = code.upper().translate(_READ_AS).translate(_SEPARATORS).split()
    text = "".join(typed)
    for place, character in enumerate(text):
        if character not in ALPHABET:
            raise WrongSecret(_FOREIGN_CHARACTER, group=_group_at(typed, place))
    if len(text) != _LENGTH:
        raise _wrong_length(typed)
    secret = _checked(text)
    if secret is not None:
        return secret
    suspects = {place // _GROUP + 1 for place in range(_LENGTH) if _one_slip_explains(text, place)}
    if len(suspects) == 1:
        raise WrongSecret(_LIKELY_GROUP, group=suspects.pop())
    raise WrongSecret(_MISTYPED)


def _check(secret: bytes) -> int:
    digest = hashlib.sha256(b"klientendatei/1/recovery-check" + secret).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - _CHECK_BITS


def _checked(text: str) -> bytes | None:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    secret = (number >> _CHECK_BITS).to_bytes(SECRET_BYTES, "big")
    return secret if number & (1 << _CHECK_BITS) - 1 == _check(secret) else None


def _one_slip_explains(text: str, place: int) -> bool:
    # One wrong character is tried out, 36 x 31 times: a chance fit happens about once in a thousand wrong codes.
    return any(_checked(text[:place] + other + text[place + 1 :]) is not None for other in ALPHABET)


def _group_at(typed: list[str], place: int) -> int:
    # As the person grouped it, if in nine groups; else as it would be grouped on the sheet.
    if len(typed) != GROUPS:
        return place // _GROUP + 1
    for number, group in enumerate(typed, start=1):
        if place < len(group):
            return number
        place -= len(group)
    return GROUPS


def _wrong_length(typed: list[str]) -> WrongSecret:
    odd = [(number, len(group)) for number, group in enumerate(typed, start=1) if len(group) != _GROUP]
    if len(typed) == GROUPS and len(odd) == 1:
        number, count = odd[0]
        return WrongSecret(_WRONG_GROUP, group=number, count=count)
    return WrongSecret(_WRONG_LENGTH, count=sum(map(len, typed)))
