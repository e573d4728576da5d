"""What one act does inside its transaction: reads and writes of values, each change noted old → new."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.attachment import Attachment
from app.domain.errors import N_, UserError
from app.store.records import fields_of, from_row, owners_of, plain, table_of, to_row
from app.store.schema import AttachmentContentRow, DraftRow, MetaRow

V = TypeVar("V")
GONE = N_("Dieser Eintrag ist nicht mehr da. Es wurde nichts geändert. Öffnen Sie die Seite neu.")
# BECAUSE tells why, changes nothing and goes with the content of the act
ADD, SET, REMOVE, BECAUSE = "add", "set", "remove", "because"
Noted = tuple[str, str, str, dict[str, Any]]  # what, table, identity, fields (for SET: [old, new])


class Work:
    """The open transaction of ``CaseFile.write``; reads inside an act go through it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.noted: list[Noted] = []
        self._known: dict[tuple[type, str], object] = {}
        # field and identity of whom the changed records belong to, told by the records before and after
        self.owners: set[tuple[str, str]] = set()

    def get(self, kind: type[V], identity: str) -> V:
        """The value with that identity; raises UserError where it has gone meanwhile."""
        found = self.find(kind, id=identity)
        if not found:
            raise UserError(GONE)
        self._known[kind, identity] = found[0]
        return found[0]

    def find(self, kind: type[V], **equals: object) -> list[V]:
        """All values whose fields equal these; a list or tuple means „one of“."""
        asked = tuple((name, type(wish) if wish is None or isinstance(wish, list | tuple) else object)
                      for name, wish in equals.items())
        query = _query(kind, asked)  # type: ignore[arg-type]
        rows = self.connection.execute(query, equals).mappings()
        return [from_row(kind, row) for row in rows]

    def add(self, value: V) -> V:
        """A new record."""
        self.add_all([value])
        return value

    def add_all(self, values: Iterable[object]) -> None:
        """Several new records of one kind, in one statement."""
        values = list(values)
        if not values:
            return
        table, rows = table_of(type(values[0])), [to_row(value) for value in values]
        self.connection.execute(insert(table), rows)
        self.noted += [(ADD, table.name, row["id"], {n: plain(v) for n, v in row.items()}) for row in rows]
        self._owned(values)

    def put(self, value: V) -> V:
        """Replaces the record of the same identity; only fields that differ are written and noted."""
        kind, identity = type(value), value.id  # type: ignore[attr-defined]
        # most acts have just read what they replace; nothing else writes inside this transaction
        old, table = cast(V, self._known.get((kind, identity))) or self.get(kind, identity), table_of(kind)
        changed = {n: getattr(value, n) for n in fields_of(kind) if getattr(value, n) != getattr(old, n)}
        if changed:
            self.connection.execute(update(table).where(table.c.id == identity).values(**changed))
            self.noted.append((SET, table.name, identity,
                               {n: [plain(getattr(old, n)), plain(new)] for n, new in changed.items()}))
            self._owned((old, value))
            if kind is Attachment and "client_id" in changed:
                # the bytes are in no history, and whoever undoes the move must find them with the person again
                self.connection.execute(update(AttachmentContentRow).where(AttachmentContentRow.id == identity)
                                        .values(client_id=changed["client_id"]))
        self._known[kind, identity] = value
        return value

    def change(self, kind: type[V], identity: str, **fields: object) -> V:
        """The record with some fields changed."""
        return self.put(replace(self.get(kind, identity), **fields))  # type: ignore[type-var]

    def change_all(self, values: Sequence[V], **fields: object) -> None:
        """The same new fields for several records of one kind that were just read, in one statement."""
        if not values:
            return
        kind = type(values[0])
        table = table_of(kind)
        ids = [value.id for value in values]  # type: ignore[attr-defined]
        self.connection.execute(update(table).where(table.c.id.in_(ids)).values(**fields))
        for identity, value in zip(ids, values, strict=True):
            self._known.pop((kind, identity), None)
            self.noted.append((SET, table.name, identity,
                               {n: [plain(getattr(value, n)), plain(new)] for n, new in fields.items()}))
        self._owned(values)

    def put_all(self, pairs: Sequence[tuple[V, V]]) -> None:
        """Several records of one kind replaced, each as it was just read and as it shall be."""
        if not pairs or type(pairs[0][0]) is Attachment:
            for _old, new in pairs:
                self.put(new)
            return
        kind = type(pairs[0][0])
        table, names = table_of(kind), fields_of(kind)
        changed = [(old, new, {n: getattr(new, n) for n in names if getattr(old, n) != getattr(new, n)})
                   for old, new in pairs]
        # most acts do the same to all, and the database does that in a fraction of the time
        for fields, some in groupby((one for one in changed if one[2]), key=itemgetter(2)):
            told = list(some)
            ids = [new.id for _old, new, _fields in told]  # type: ignore[attr-defined]
            self.connection.execute(update(table).where(table.c.id.in_(ids)).values(**fields))
            self.noted += [(SET, table.name, new.id,  # type: ignore[attr-defined]
                            {n: [plain(getattr(old, n)), plain(value)] for n, value in fields.items()})
                           for old, new, _fields in told]
        for old, new, _fields in changed:
            self._known.pop((kind, new.id), None)  # type: ignore[attr-defined]
            self._owned((old, new))

    def remove(self, value: object) -> None:
        """Takes the record out; its fields stay in the history until the person is erased."""
        self.remove_all([value])

    def remove_all(self, values: Sequence[object]) -> None:
        """Several records of one kind, in one statement."""
        if not values:
            return
        kind = type(values[0])
        table, rows = table_of(kind), [to_row(value) for value in values]
        self.connection.execute(delete(table).where(table.c.id.in_([row["id"] for row in rows])))
        for row in rows:
            self._known.pop((kind, row["id"]), None)
            self.noted.append((REMOVE, table.name, row["id"], {n: plain(v) for n, v in row.items()}))
        self._owned(values)

    def because(self, value: object, reason: str) -> None:
        """Notes why something is done to a record, where no record keeps it; forgotten with the content of the act."""
        if reason:
            self.noted.append((BECAUSE, table_of(type(value)).name, to_row(value)["id"], {"reason": reason}))

    def _owned(self, values: Iterable[object]) -> None:
        for value in values:
            self.owners.update((owner, getattr(value, name)) for name, owner in owners_of(type(value))
                               if getattr(value, name) is not None)

    def keep(self, values: Iterable[object]) -> None:
        """Writes state of the program itself (the ledger): replaced as a whole, in no history."""
        values = list(values)
        rows = [to_row(value) for value in values]
        if rows:
            statement = upsert(table := table_of(type(values[0])))
            columns = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
            self.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=columns), rows)

    def meta(self, name: str) -> str:
        """A fact about the file itself (office, AGS, counters), empty where not set."""
        found = self.connection.execute(select(MetaRow.value).where(MetaRow.name == name)).scalar()
        return found or ""

    def set_meta(self, name: str, value: str) -> None:
        """Sets a fact about the file itself; no step of the history."""
        statement = upsert(MetaRow).values(name=name, value=value)
        self.connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def discard_draft(self, kind: str) -> None:
        """Forgets a draft in the act that makes its record, so that a crash can leave neither both nor none."""
        self.connection.execute(delete(DraftRow).where(DraftRow.kind == kind))

    def next_number(self) -> int:
        """The next short number of a client; numbers are never used twice."""
        number = int(self.meta("last_number") or 0) + 1
        self.set_meta("last_number", str(number))
        return number


@cache
def _query(kind: type, asked: tuple[tuple[str, type], ...]) -> Select[Any]:
    """Records by fields of which each is nothing, one of several, or this; building it takes longer than running it."""
    columns = table_of(kind).columns
    tests: list[ColumnElement[bool]] = []
    for name, wish in asked:
        if wish is type(None):
            tests.append(columns[name].is_(None))
        elif wish is object:
            tests.append(columns[name] == bindparam(name))
        else:
            tests.append(columns[name].in_(bindparam(name, expanding=True)))
    return select(table_of(kind)).where(and_(True, *tests))
