"""Text modules (Textbausteine): a short word that stands for a longer text with placeholders; shipped and own ones."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app import resources
from app.domain.errors import N_, UserError
from app.domain.names import clean, folded

DELIVERED = "delivered:"
# What a text may ask for, in the order the settings name it.
PLACEHOLDERS = ("name", "vorname", "nummer", "datum", "uhrzeit", "termin", "sprache", "unterkunft", "dienststelle")
_PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
_SHORT = re.compile(r"[^\W_]{2,20}")
_TYPED = re.compile(r"(?:^|(?<=\s))/([^\W_]{0,20})$")
SHORT_WRONG = N_("Das Kürzel braucht 2 bis 20 Buchstaben oder Ziffern ohne Leerzeichen. Es wurde nichts geändert. "
                 "Möglich ist zum Beispiel „erst“.")
SHORT_TAKEN = N_("Das Kürzel „{short}“ gehört schon zu „{title}“. Es wurde nichts geändert. Wählen Sie ein anderes.")
TEXT_MISSING = N_("Es fehlt der Text, der eingefügt werden soll. Es wurde nichts geändert.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextModule:
    """An own text module; ``short`` is typed after a slash, ``text`` may hold placeholders like ``{name}``."""

    id: str
    short: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A text to insert; ``gaps`` are start and length of what nobody could fill in, each standing as ``[…]``."""

    text: str
    gaps: tuple[tuple[int, int], ...] = ()


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Puts values in the place of ``{names}``; an unknown or empty one becomes ``[name]`` for a person to replace."""
    parts: list[str] = []
    gaps: list[tuple[int, int]] = []
    at = end = 0
    for found in _PLACEHOLDER.finditer(text):
        before = text[end:found.start()]
        value = values.get(found[1].strip().casefold(), "")
        put = value or f"[{found[1].strip()}]"
        at += len(before)
        if not value:
            gaps.append((at, len(put)))
        parts += [before, put]
        at += len(put)
        end = found.end()
    return Filled(text="".join([*parts, text[end:]]), gaps=tuple(gaps))


def typed_short(before_caret: str) -> str | None:
    """What was typed after a slash at the start of a word, "" for the slash alone, None where no word begins so."""
    found = _TYPED.search(before_caret)
    return found[1] if found else None


def matching(modules: Iterable[TextModule], typed: str) -> tuple[TextModule, ...]:
    """Modules for what was typed, the best first: the short word itself, its beginning, a word of the title."""
    wish = folded(typed)

    def rank(module: TextModule) -> int:
        short = folded(module.short)
        if short == wish:
            return 0
        if short.startswith(wish):
            return 1
        return 2 if any(word.startswith(wish) for word in folded(module.title).split()) else 3

    ranked = [(rank(module), module) for module in modules]
    return tuple(module for place, module in sorted(ranked, key=lambda pair: pair[0]) if place < 3)


def checked(module: TextModule, own: Iterable[TextModule]) -> TextModule:
    """The module with tidy words; UserError for a short word that cannot be typed or is taken, or without text."""
    tidy = TextModule(id=module.id, short=clean(module.short).lstrip("/").lower(),
                      title=clean(module.title) or clean(module.short), text=module.text.strip())
    if not _SHORT.fullmatch(tidy.short):
        raise UserError(SHORT_WRONG)
    if not tidy.text:
        raise UserError(TEXT_MISSING)
    for other in own:
        if other.id != tidy.id and folded(other.short) == folded(tidy.short):
            raise UserError(SHORT_TAKEN, short=tidy.short, title=other.title)
    return tidy


def on_offer(own: Sequence[TextModule]) -> tuple[TextModule, ...]:
    """Own modules, then the delivered ones whose short word is not used by an own one."""
    taken = {folded(module.short) for module in own}
    mine = sorted(own, key=lambda module: folded(module.short))
    return (*mine, *(module for module in delivered() if folded(module.short) not in taken))


@cache
def delivered() -> tuple[TextModule, ...]:
    """The shipped modules in the order of their file."""
    entries = json.loads(resources.path("text_modules", "notes.json").read_text(encoding="utf-8"))
    return tuple(TextModule(id=DELIVERED + entry["short"], **entry) for entry in entries)
