"""The words of all persons in memory: who is found by the letters typed, whatever their number, and why.
Filled from the lines of the list and kept with them; the notes are searched in the file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.store.queries.clients import ClientLine, Hit, explained
from app.store.queries.notes import NOTHING, InNotes
from app.store.search import forms_of

# Beginnings of one and two letters have their persons ready; longer ones are looked for among the words they begin.
READY = 2
SOUNDS_FROM = 5
Persons = set[str] | frozenset[str]
_NOBODY: Persons = frozenset()
_VOWELS = re.compile("[aeiouy]")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who was found: by what stands in the file, by a name that sounds so, in notes. The sets are not to be changed."""

    named: Persons = _NOBODY
    alike: Persons = _NOBODY
    notes: InNotes = NOTHING

    @property
    def everybody(self) -> Persons:
        """All of them."""
        other = self.notes.clients.keys() - self.named
        return self.named | self.alike | other if other or self.alike else self.named


class Words:
    """Which persons have a word that begins so."""

    def __init__(self, lines: Iterable[ClientLine] = ()) -> None:
        self._known: dict[str, ClientLine] = {}
        self._short: dict[str, set[str]] = defaultdict(set)
        self._long: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            self.put(line)

    def put(self, line: ClientLine) -> None:
        """Takes a person up, or the new words of one known."""
        if (old := self._known.pop(line.client_id, None)) is not None:
            if (old.words, old.sort) == (line.words, line.sort):
                self._known[line.client_id] = line
                return
            for place, key in self._places(old):
                place[key].discard(line.client_id)
        self._known[line.client_id] = line
        for place, key in self._places(line):
            place[key].add(line.client_id)

    def _places(self, line: ClientLine) -> Iterable[tuple[dict[str, set[str]], str]]:
        for text in line.words:
            # a typed „k-00“ goes on over the gap between two words
            for at in (0, *(gap.end() for gap in re.finditer(" ", text))):
                key = text[at:]
                for length in range(1, READY + 1):
                    yield self._short, key[:length]
                yield self._long[key[:READY + 1]], key
        other = (form for name in (*line.aliases, line.original_script) for form in forms_of(name))
        for word in {word for name in (*line.sort, *other) for word in name.split()}:
            yield self._sounds, sound(word)

    def found(self, typed: str) -> Persons:
        """Who has every typed word as the beginning of one of theirs; not to be changed by the caller."""
        parts = [forms for word in typed.split() if (forms := forms_of(word))]
        result: Persons | None = None
        for forms in parts:
            some = self._begun(forms[0]) if len(forms) == 1 else {one for form in forms for one in self._begun(form)}
            result = some if result is None else result & some
        digits = "".join(c for c in typed if c.isdigit())
        # a telephone number is typed with its gaps
        if len(parts) > 1 and len(digits) > 5 and not any(c.isalpha() for c in typed):
            result = (result or _NOBODY) | self._begun(digits)
        return result or _NOBODY

    def _begun(self, form: str) -> Persons:
        if len(form) <= READY:
            return self._short.get(form, _NOBODY)
        keys = self._long.get(form[:READY + 1], {})
        some = [who for key, who in keys.items() if key.startswith(form)]
        return some[0] if len(some) == 1 else set().union(*some)

    def alike(self, typed: str) -> Persons:
        """Who has a name that sounds like the one typed word: Mohammed and محمد for „muhamad“."""
        words = typed.split()
        if len(words) != 1 or len(forms := forms_of(words[0])) != 1 or not forms[0].isalpha():
            return _NOBODY
        heard = sound(forms[0])
        return self._sounds.get(heard, _NOBODY) if len(forms[0]) >= SOUNDS_FROM and len(heard) > READY else _NOBODY


def sound(word: str) -> str:
    """The consonants of a folded name, doubled ones once: what its spellings in Latin letters share."""
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))


def best_first(lines: Iterable[ClientLine], typed: str) -> list[ClientLine]:
    """Who is called as typed, word for word, before who has the words in another order or place; else as they came.

    A name typed in its own script belongs to who writes it so, before those in whose Latin spelling it is found too.
    """
    words = [forms[0] for word in typed.split() if (forms := forms_of(word))]
    own = "" if typed.isascii() else typed.casefold()

    def rank(line: ClientLine) -> int:
        if own and any(own in name.casefold() for name in (line.original_script, *line.aliases, line.name)):
            return 0
        names = " ".join(line.sort).split()
        return 0 if all(map(str.startswith, names, words)) and len(names) >= len(words) else 1

    return sorted(lines, key=rank)


def hits(lines: Iterable[ClientLine], typed: str, answer: Answer) -> dict[str, Hit]:
    """Why each of these was found: by name or number, by a name that sounds so, else in a note."""
    words: Sequence[str] = [forms[0] for word in typed.split() if (forms := forms_of(word))]
    found = {}
    for line in lines:
        who = line.client_id
        if who in answer.named:
            found[who] = explained(line, " ".join(line.sort), words)
        else:
            note = "secret_note" if answer.notes.clients.get(who) else "note"
            found[who] = Hit(client_id=who, why="alike" if who in answer.alike else note)
    return found
