"""The search index: two encrypted full-text tables, each with the text and its folded form; filled by every write."""

from collections.abc import Iterable

from anyascii import anyascii
from sqlalchemy import Connection, bindparam, select, text

from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.names import folded
from app.store.records import from_row, table_of

# The folded column finds Łukasz, Straße, Øresund and محمد, which FTS5's own folding misses.
INDEXED = {"client": "client_search", "contact": "contact_search"}


def folded_text(words: str) -> str:
    """Lower case, without marks, other scripts in Latin letters."""
    return folded(words, anyascii)


def words_of(value: Client | Contact) -> str:
    """Everything of a record that can be searched for."""
    if isinstance(value, Contact):
        return value.text
    phone = "".join(c for c in value.phone if c.isdigit())
    # the tail of a number is what one sees on the display of a telephone
    tails = " ".join(phone[-n:] for n in (4, 6) if len(phone) > n)
    return " ".join(filter(None, (
        value.family_name, value.given_name, *value.aliases, value.original_script, value.reference, str(value.number),
        phone, tails, value.shelter, value.birth.iso().rstrip("~") if value.birth else "",
        _typed_birth(value),
    )))


def _typed_birth(value: Client) -> str:
    birth = value.birth
    if birth is None or birth.month is None or birth.day is None:
        return ""
    return f"{birth.day:02d}{birth.month:02d}{birth.year % 100:02d} {birth.day:02d}{birth.month:02d}{birth.year}"


def reindex(connection: Connection, touched: Iterable[tuple[str, str]]) -> None:
    """Brings the index up to date for the records touched (table name, identity)."""
    for entity, kind in (("client", Client), ("contact", Contact)):
        ids = [identity for name, identity in touched if name == entity]
        for start in range(0, len(ids), 500):
            _reindex(connection, INDEXED[entity], kind, ids[start:start + 500])


def _reindex(connection: Connection, index: str, kind: type[Client] | type[Contact], ids: list[str]) -> None:
    table = table_of(kind)
    known = connection.execute(
        text(f"SELECT docid, ref FROM {index}_ref WHERE ref IN :ids").bindparams(bindparam("ids", expanding=True)),  # noqa: S608
        {"ids": ids}).all()
    if known:
        connection.execute(text(f"DELETE FROM {index} WHERE rowid = :docid"), [{"docid": k.docid} for k in known])  # noqa: S608
        connection.execute(text(f"DELETE FROM {index}_ref WHERE docid = :docid"), [{"docid": k.docid} for k in known])  # noqa: S608
    rows = [from_row(kind, row) for row in connection.execute(select(table).where(table.c.id.in_(ids))).mappings()]
    if not rows:
        return
    connection.execute(text(f"INSERT INTO {index}_ref (ref) VALUES (:ref)"), [{"ref": value.id} for value in rows])  # noqa: S608
    connection.execute(
        text(f"INSERT INTO {index} (rowid, words, folded) SELECT docid, :words, :folded FROM {index}_ref WHERE ref = :ref"),  # noqa: S608
        [{"ref": v.id, "words": words_of(v), "folded": folded_text(words_of(v))} for v in rows])


def match_expression(typed: str) -> str | None:
    """What FTS5 looks for: every typed word as a prefix, as typed or folded; None where nothing was typed."""
    words = [w for w in typed.replace('"', " ").split() if any(c.isalnum() for c in w)]
    if not words:
        return None
    parts = []
    for word in words:
        forms = {word, folded_text(word)}
        parts.append("(" + " OR ".join(f'"{form}"*' for form in sorted(forms) if form.strip()) + ")")
    return " AND ".join(parts)
