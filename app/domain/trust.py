"""Whose signature on a catalogue counts: the keys of the Geschäftsführende Stelle (GfS), entered once and compared,
and the lines its signatures carry. No cryptography, no storage."""

import re
from dataclasses import dataclass
from datetime import date

from app.domain.catalogue import CatalogueHead
from app.domain.errors import N_, UserError
from app.domain.names import clean

ACTIVE, RESERVE = "active", "reserve"
ROLE_LABELS = {ACTIVE: N_("Aktiver Schlüssel"), RESERVE: N_("Reserveschlüssel")}
# The schema holds no longer name of an issuer or a catalogue.
NAME_LENGTH = 200

NO_CATALOGUE_COMMENT = N_(
    "Die Unterschrift nennt nicht, für welchen Katalog sie gilt. Ihr Katalog ist unverändert. "
    "Die Geschäftsführende Stelle muss die Datei noch einmal unterschreiben.")
OTHER_NAME = N_(
    "Die Unterschrift gilt für den Katalog „{signed}“, im Kopf der Datei steht „{found}“. Ihr Katalog ist unverändert. "
    "Lassen Sie sich beide Dateien noch einmal geben.")
OTHER_NUMBER = N_(
    "Die Unterschrift gilt für Katalog {signed}, im Kopf der Datei steht die Nummer {found}. Ihr Katalog ist "
    "unverändert. Lassen Sie sich beide Dateien noch einmal geben.")
OTHER_EXPIRY = N_(
    "Die Unterschrift nennt als „Gültig bis“ {signed}, im Kopf der Datei steht {found}. Ihr Katalog ist unverändert. "
    "Lassen Sie sich beide Dateien noch einmal geben.")
OTHER_CONTENT = N_(
    "Die Unterschrift nennt die Prüfsumme einer anderen Datei. Ihr Katalog ist unverändert. "
    "Die Geschäftsführende Stelle muss die Datei noch einmal unterschreiben.")
NO_KEY_LIST = N_(
    "Die Datei ist keine Schlüsselliste. Ihre Schlüssel sind unverändert. Fragen Sie die Geschäftsführende Stelle "
    "nach der Schlüsselliste.")
OTHER_KEY_LIST = N_(
    "Die Unterschrift gilt für eine andere Schlüsselliste. Ihre Schlüssel sind unverändert. "
    "Lassen Sie sich beide Dateien noch einmal geben.")
OPEN_ENDED = N_("ohne Ablauf")

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# Anchored at its end: a name that reads like „X nr=4“ cannot pass for a number.
_COMMENT = re.compile(rf"katalog=(.*?) +nr=([0-9]{{1,9}}) +gueltig-bis=({_DAY}|-) +sha256=([0-9a-fA-F]{{64}})")
_KEY_LIST = re.compile(
    rf"Schlüsselliste;1\r?\nName;([^\r\n]+)\r?\nStand;({_DAY})\r?\naktiv;([^\s;]+)\r?\nreserve;([^\s;]+)\r?\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKey:
    """A public signing key; ``key_id`` are its 16 hex digits, ``public_key`` the line a minisign `.pub` file holds.

    ``role`` is active (signs catalogues) or reserve (signs the change of keys only). ``compared_on`` is the day on
    which a person compared the fingerprint, or that of the key list which named it; ``retired_on`` None while it
    counts.
    """

    id: str
    key_id: str
    public_key: str
    role: str
    name: str
    compared_on: date
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyProposal:
    """A key somebody showed us, trusted by nobody yet; ``fingerprint`` is what two people read to each other."""

    key_id: str
    fingerprint: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What the signature of a file is worth: by which key, or not signed at all (then only an own list)."""

    signed: bool
    key: IssuerKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """Which two keys of the GfS count from ``as_of`` on; ``active`` and ``reserve`` are lines ``RW…``."""

    name: str
    as_of: date
    active: str
    reserve: str


def catalogue_comment(head: CatalogueHead, sha256: str) -> str:
    """The trusted comment of a catalogue (vault.md, "Files that come in")."""
    return f"katalog={clean(head.name)} nr={head.number} gueltig-bis={_expiry(head)} sha256={sha256}"


def check_comment(comment: str, head: CatalogueHead, sha256: str) -> None:
    """Raises UserError, one sentence per part, unless the comment says what the head of the file says."""
    found = _COMMENT.fullmatch(comment.strip())
    if found is None:
        raise UserError(NO_CATALOGUE_COMMENT)
    name, number, until, signed_sha256 = found.groups()
    if clean(name) != clean(head.name):
        raise UserError(OTHER_NAME, signed=clean(name), found=clean(head.name))
    if int(number) != head.number:
        raise UserError(OTHER_NUMBER, signed=int(number), found=head.number)
    if until != _expiry(head):
        raise UserError(OTHER_EXPIRY, signed=_in_words(until), found=_in_words(_expiry(head)))
    if signed_sha256.lower() != sha256:
        raise UserError(OTHER_CONTENT)


def _expiry(head: CatalogueHead) -> str:
    return "-" if head.valid_until is None else head.valid_until.isoformat()


def _in_words(expiry: str) -> str:
    return OPEN_ENDED if expiry == "-" else ".".join(reversed(expiry.split("-")))


def key_list_text(keys: KeyList) -> str:
    """The five lines of a key list; `read_key_list` is the way back."""
    return (f"Schlüsselliste;1\nName;{clean(keys.name)}\nStand;{keys.as_of.isoformat()}\n"
            f"aktiv;{keys.active}\nreserve;{keys.reserve}\n")


def read_key_list(text: str) -> KeyList:
    """The keys a list names, as lines that are not looked into here; raises UserError for any other text."""
    found = _KEY_LIST.fullmatch(text)
    if found is None:
        raise UserError(NO_KEY_LIST)
    try:
        as_of = date.fromisoformat(found[2])
    except ValueError:
        raise UserError(NO_KEY_LIST) from None
    return KeyList(name=clean(found[1])[:NAME_LENGTH], as_of=as_of, active=found[3], reserve=found[4])


def key_list_comment(keys: KeyList, sha256: str) -> str:
    """The trusted comment of a key list; its first word keeps it from being taken for that of a catalogue."""
    return f"schluesselliste={clean(keys.name)} stand={keys.as_of.isoformat()} sha256={sha256}"


def check_key_list_comment(comment: str, keys: KeyList, sha256: str) -> None:
    """Raises UserError unless the comment was written for this very list."""
    if " ".join(comment.split()) != key_list_comment(keys, sha256):
        raise UserError(OTHER_KEY_LIST)
