"""Which persons the list shows, and in what order: filters, two sort keys, search and its limit. No widgets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest

from app.store.queries import found
from app.store.queries.clients import EXPLAINED_AT_MOST, ClientLine, Hit
from app.store.queries.found import Answer, Persons, Words
from app.store.queries.notes import NOTHING, NoteSearch
from app.ui.clients_filters import fits_all
from app.ui.columns import Column

# What a search shows at most: nobody reads further, they type on.
SHOWN_AT_MOST = 200
# So few are put in order by their places; of more, the first are looked for along the whole list.
FEW = 2000
SortKeys = tuple[tuple[str, bool], ...]
_DAY = re.compile(r"\d{1,2}\.(\d{1,2}(\.\d{0,4})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands in the list: ``found`` of ``fitting`` persons, ``elsewhere`` those the filters keep away.

    ``beyond``: none of those found fits the filters, so they are shown all the same; ``more``: there are further hits
    in notes.
    """

    lines: Sequence[ClientLine]
    found: int
    fitting: int
    elsewhere: int = 0
    beyond: bool = False
    more: bool = False
    told: Mapping[str, Hit] = field(default_factory=dict)


class View:
    """The persons in the chosen order and those who fit the filters; searching only picks among them."""

    def __init__(self) -> None:
        self.words, self.fitting = Words(), list[ClientLine]()
        self._ordered: list[ClientLine] = []
        self._ids: frozenset[str] = frozenset()
        self._places: dict[str, int] = {}

    def order(self, lines: Sequence[ClientLine], words: Words, keys: SortKeys,
              columns: Mapping[str, Column[ClientLine]]) -> None:
        """All persons by these columns, the first key before the second, the name last."""
        self.words, ordered = words, list(lines)
        for name, falling in reversed(keys):
            if name in columns:
                ordered.sort(key=columns[name].order, reverse=falling)
        self._ordered = ordered
        self._places = {line.client_id: place for place, line in enumerate(ordered)}

    def narrow(self, filters: Sequence[str] | frozenset[str], today: date) -> None:
        """Who fits the filters, in that order."""
        fits = fits_all(filters, today)
        self.fitting = [line for line in self._ordered if fits(line)]
        self._ids = frozenset(line.client_id for line in self.fitting)

    def shown(self, typed: str, notes: NoteSearch | None) -> Shown:
        """What the list shows for what was typed; the whole list for nothing."""
        wanted = bare(typed)
        if not wanted:
            return Shown(lines=self.fitting, found=len(self.fitting), fitting=len(self.fitting))
        answer = answered(self.words, wanted, notes)
        everybody = answer.everybody
        inside = everybody & self._ids
        # who is looked for by name or number is shown, whatever the filters say
        beyond = bool(everybody) and not inside
        chosen = everybody & self._places.keys() if beyond else inside
        lines = self._first(chosen, self._ordered if beyond else self.fitting)
        # among hundreds nobody is explained, so there is no second line to make room for
        told = found.hits(lines, wanted, answer) if len(chosen) <= EXPLAINED_AT_MOST else {}
        return Shown(lines=lines, found=len(chosen), fitting=len(self.fitting), more=answer.notes.more, beyond=beyond,
                     elsewhere=0 if beyond else len(everybody) - len(inside), told=told)

    def every(self, typed: str, notes: NoteSearch | None) -> Sequence[ClientLine]:
        """Everybody who is found, in the order of the list, however few of them it shows."""
        shown = self.shown(typed, notes)
        if len(shown.lines) == shown.found:
            return shown.lines
        everybody = answered(self.words, bare(typed), notes).everybody
        return [line for line in (self._ordered if shown.beyond else self.fitting) if line.client_id in everybody]

    def _first(self, chosen: Persons, among: Sequence[ClientLine]) -> list[ClientLine]:
        if len(chosen) <= FEW:
            places = nsmallest(SHOWN_AT_MOST, (self._places[who] for who in chosen))
            return [self._ordered[place] for place in places]
        first: list[ClientLine] = []
        for line in among:
            if line.client_id in chosen:
                first.append(line)
                if len(first) == SHOWN_AT_MOST:
                    break
        return first


def bare(typed: str) -> str:
    """What is looked for: a day with points, even half typed, as the digits persons are found by (``1.1.20``)."""
    def digits(word: str) -> str:
        *full, last = word.split(".")
        return "".join(part.zfill(2) for part in full) + last

    return " ".join(digits(word) if _DAY.fullmatch(word) else word for word in typed.split())


def answered(words: Words, typed: str, notes: NoteSearch | None) -> Answer:
    """Who is found: in memory by what stands in the file of a person, in the file by the notes."""
    in_notes = notes.found(typed) if notes is not None else NOTHING
    named = words.found(typed)
    # who finds hundreds by their name looks for no other spelling
    alike = words.alike(typed) if len(named) <= EXPLAINED_AT_MOST else frozenset[str]()
    return Answer(named=named, alike=alike, notes=in_notes)
