"""Whose notes hold the typed words. The full-text index is read no further than the list shows."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from app.store.casefile import CaseFile
from app.store.search import folded_text, match_expression

FROM = 3
AT_MOST = 200
# So many notes with the first letters of a word show which words begin so.
SAMPLE = 40

_MATCHING = text("SELECT rowid FROM contact_search WHERE contact_search MATCH :expression ORDER BY rowid LIMIT :most")
_SAMPLE = text("SELECT folded FROM contact_search WHERE contact_search MATCH :expression ORDER BY rowid LIMIT :most")
_OWNERS = text("SELECT r.docid, k.client_id, n.confidential FROM json_each(:ids) i "
               "JOIN contact_search_ref r ON r.docid = i.value JOIN contact n ON n.id = r.ref "
               "JOIN case_ k ON k.id = n.case_id")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class InNotes:
    """The persons by their oldest such note, and whether only confidential ones hold it; ``more`` where the limit
    came before the last."""

    clients: Mapping[str, bool] = field(default_factory=dict)
    more: bool = False


NOTHING = InNotes()


@dataclass(slots=True)
class _Seen:
    """Per note its person and whether it is confidential; per first three letters the words of a sample of notes."""

    owners: dict[int, tuple[str, bool]] = field(default_factory=dict)
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)


class NoteSearch:
    """Persons in whose notes every typed word begins a word; nobody below three letters.

    It remembers whose the notes are it came across, and what nobody has; ``forget`` after each change of them.
    """

    def __init__(self, file: CaseFile) -> None:
        self._file = file
        self._seen = _Seen()
        self._in_vain = ""

    def forget(self) -> None:
        """Something about notes, cases or persons was written; may come in any thread."""
        self._seen, self._in_vain = _Seen(), ""

    def found(self, typed: str, most: int = AT_MOST) -> InNotes:
        """Whose notes hold what was typed, at most so many notes."""
        wanted = typed.strip()
        if len(wanted) < FROM or (self._in_vain and wanted.startswith(self._in_vain)):
            return NOTHING
        with self._file.read() as connection:
            shown = found_by(connection, wanted, most, self._seen)
        # a longer word or one more is not there either
        self._in_vain = "" if shown.clients else wanted
        return shown


def found_by(connection: Connection, typed: str, most: int, seen: _Seen | None = None) -> InNotes:
    """The same on an open connection; what was ``seen`` before is not read again."""
    known = seen or _Seen()
    expression = match_expression(typed)
    if expression is None or len(typed.strip()) < FROM or not _any(connection, typed):
        return NOTHING
    # For a beginning longer than its prefix index, FTS5 collects every place in every note before it gives the first;
    # a whole word it reads step by step. So the frequent words that begin so are asked for first.
    narrow = _with_whole_words(connection, typed, known.samples)
    found = _matching(connection, narrow, most) if narrow else []
    if len(found) < most:
        found = _matching(connection, expression, most)
    if unknown := [note for note in found if note not in known.owners]:
        rows = connection.execute(_OWNERS, {"ids": json.dumps(unknown)})
        known.owners.update({row.docid: (row.client_id, bool(row.confidential)) for row in rows})
    clients: dict[str, bool] = {}
    for note in found:
        who, confidential = known.owners[note]
        clients[who] = clients.get(who, True) and confidential
    return InNotes(clients=clients, more=len(found) == most)


def _matching(connection: Connection, expression: str, most: int) -> Sequence[int]:
    return connection.execute(_MATCHING, {"expression": expression, "most": most}).scalars().all()


def _any(connection: Connection, typed: str) -> bool:
    """Whether notes have the longer words at all; for the short ones the index has to be read in large parts."""
    words = typed.split()
    longer = match_expression(" ".join(word for word in words if len(word) >= FROM))
    if longer is None or all(len(word) >= FROM for word in words):
        return True
    return bool(_matching(connection, longer, 1))


def _with_whole_words(connection: Connection, typed: str, samples: dict[str, tuple[str, ...]]) -> str | None:
    """The expression with each longer beginning replaced by words of a sample that begin so; None where there is none.

    It finds nothing that the beginnings would not find.
    """
    parts, longer = [], False
    for word in typed.split():
        form = folded_text(word)
        if len(form) <= FROM or not form.isascii() or not form.isalnum():
            part = match_expression(word)
            parts += [part] if part else []
            continue
        longer = True
        if form[:FROM] not in samples:
            samples[form[:FROM]] = _sampled(connection, form[:FROM])
        alike = [known for known in samples[form[:FROM]] if known.startswith(form)]
        if not alike:
            return None
        parts.append("(" + " OR ".join(f'"{known}"' for known in alike) + ")")
    return " AND ".join(parts) if longer else None


def _sampled(connection: Connection, beginning: str) -> tuple[str, ...]:
    notes = connection.execute(_SAMPLE, {"expression": f'"{beginning}"*', "most": SAMPLE}).scalars()
    return tuple(dict.fromkeys(word for note in notes for word in _WORDS.findall(note) if word.startswith(beginning)))
