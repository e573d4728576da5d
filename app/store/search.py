"""The search index: two encrypted full-text tables, each with the text and its folded form; filled by every write."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from anyascii import anyascii
from sqlalchemy import BindParameter, Connection, bindparam, select, text

from app.domain.accommodation import Accommodation
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.domain.names import folded
from app.store.records import from_row, table_of
from app.store.work import SET, Noted

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~´‘’ʼʻ“”„]")
# The folded column finds Łukasz, Straße, Øresund and محمد, which FTS5's own folding misses.
INDEXED = {"client": "client_search", "contact": "contact_search"}
SEARCHED = {
    "client": frozenset({"family_name", "given_name", "aliases", "original_script", "number", "phone", "birth",
                         "accommodation_id"}),
    "contact": frozenset({"text"}),
    "accommodation": frozenset({"name"}),
}


def folded_text(words: str) -> str:
    """Lower case, without marks, other scripts in Latin letters."""
    return folded(words, anyascii)


def forms_of(text: str) -> tuple[str, ...]:
    """The folded forms a text is found by: with and without its apostrophes (O'Muster: omuster, o muster)."""
    if text.isascii() and text.isalnum():
        return (text.lower(),)
    return _forms_of(text)


# names and shelters come again and again, and other scripts are slow to fold
@lru_cache(maxsize=8192)
def _forms_of(text: str) -> tuple[str, ...]:
    both = folded_text(text), folded_text(_PUNCTUATION.sub(" ", text))
    return tuple(dict.fromkeys(form for form in both if form))


def words_of(value: Client | Contact, shelter: str = "") -> str:
    """Everything of a record that can be searched for; a person also by the name of the shelter."""
    return value.text if isinstance(value, Contact) else " ".join(parts_of(value, shelter))


def parts_of(person: Any, shelter: str) -> tuple[str, ...]:
    """The same of a person or its row, as the texts it consists of; family and given name are one of them."""
    phone = "".join(c for c in person.phone if c.isdigit())
    # the tail of a number is what one sees on the display of a telephone
    tails = (phone[-n:] for n in (4, 6) if len(phone) > n)
    return tuple(filter(None, (
        f"{person.family_name} {person.given_name}".strip(), *person.aliases, person.original_script,
        f"K-{person.number:04d}", str(person.number), phone, *tails, shelter, *_births(person.birth),
    )))


def _births(birth: PartialDate | None) -> tuple[str, ...]:
    """As it is stored, and as digits are typed: ``010100`` and ``01012000``."""
    if birth is None:
        return ()
    stored = birth.iso().rstrip("~")
    if birth.month is None or birth.day is None:
        return (stored,)
    day = f"{birth.day:02d}{birth.month:02d}"
    return stored, f"{day}{birth.year % 100:02d}", f"{day}{birth.year}"


def reindex(connection: Connection, noted: Iterable[Noted]) -> None:
    """Brings the index up to date for what an act changed; fields nobody searches for cost nothing."""
    touched = [(entity, identity) for what, entity, identity, fields in noted
               if what != SET or not SEARCHED.get(entity, frozenset()).isdisjoint(fields)]
    renamed = [identity for name, identity in touched if name == "accommodation"]
    if renamed:
        clients = table_of(Client).c
        living = connection.execute(select(clients.id).where(clients.accommodation_id.in_(renamed))).scalars()
        touched += [("client", identity) for identity in living]
    for entity, kind in (("client", Client), ("contact", Contact)):
        ids = list(dict.fromkeys(identity for name, identity in touched if name == entity))
        for start in range(0, len(ids), 500):
            _reindex(connection, INDEXED[entity], kind, ids[start:start + 500])


def _reindex(connection: Connection, index: str, kind: type[Client] | type[Contact], ids: list[str]) -> None:
    """Writes only what differs: most changed fields are not searched, and the index is the dearest part of a write."""
    table = table_of(kind)
    wanted: BindParameter[str] = bindparam("ids", ids, expanding=True)
    known = connection.execute(text(
        f"SELECT r.docid, r.ref, s.words FROM {index}_ref r JOIN {index} s ON s.rowid = r.docid WHERE r.ref IN :ids"
    ).bindparams(wanted)).all()
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings().all()
    homes = {row["accommodation_id"] for row in rows if row.get("accommodation_id")}
    places = table_of(Accommodation).c
    shelters = {row.id: row.name for row in connection.execute(
        select(places.id, places.name).where(places.id.in_(homes)))} if homes else {}
    words = {row["id"]: words_of(from_row(kind, row), shelters.get(row.get("accommodation_id"), "")) for row in rows}
    gone = [{"docid": row.docid} for row in known if row.ref not in words]
    # in its place: one statement for four, and whoever is found keeps the place among the others
    changed = [{"docid": row.docid, "words": found, "folded": folded_text(found)}
               for row in known if (found := words.get(row.ref)) is not None and found != row.words]
    if gone:
        connection.execute(text(f"DELETE FROM {index} WHERE rowid = :docid"), gone)
        connection.execute(text(f"DELETE FROM {index}_ref WHERE docid = :docid"), gone)
    if changed:
        connection.execute(text(f"UPDATE {index} SET words = :words, folded = :folded WHERE rowid = :docid"), changed)
    there = {row.ref for row in known}
    fresh = [{"ref": ref, "words": found, "folded": folded_text(found)}
             for ref, found in words.items() if ref not in there]
    if fresh:
        connection.execute(text(f"INSERT INTO {index}_ref (ref) VALUES (:ref)"), [{"ref": row["ref"]} for row in fresh])
        connection.execute(text(f"INSERT INTO {index} (rowid, words, folded) "
                                f"SELECT docid, :words, :folded FROM {index}_ref WHERE ref = :ref"), fresh)


def match_expression(typed: str) -> str | None:
    """What FTS5 looks for: every typed word as a prefix, as typed or folded; None where nothing was typed."""
    # a pasted NUL would end the expression in the middle of a word
    plain = typed.replace('"', " ").replace("\0", " ")
    words = [w for w in plain.split() if any(c.isalnum() for c in w)]
    if not words:
        return None
    parts = []
    for word in words:
        folded_form = folded_text(word)
        forms = {folded_form} if _as_indexed(word) == folded_form else {word, folded_form}
        parts.append("(" + " OR ".join(f'"{form}"*' for form in sorted(forms) if form.strip()) + ")")
    return " AND ".join(parts)


def _as_indexed(word: str) -> str | None:
    """What FTS5 itself makes of a word, where that is plain letters: asked twice, it looks twice."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.lower()).split()) if bare.isascii() else None
