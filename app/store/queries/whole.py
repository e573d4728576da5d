"""Everything the file holds, kind by kind, for whoever takes all own data out; nothing is left out or put in words."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, literal_column, select

from app.store.casefile import CaseFile
from app.store.records import from_row, table_of
from app.store.schema import ActPayloadRow, ActRow

AT_ONCE = 200


def records(file: CaseFile, kinds: Sequence[type], step: Callable[[], None]) -> dict[type, tuple[Any, ...]]:
    """All values of these kinds as they stood at one moment, in the order in which they were written."""
    found: dict[type, tuple[Any, ...]] = {}
    with file.read() as connection:
        for kind in kinds:
            # rows are made outside Python's own loop, and a whole table at once would keep the window waiting
            query = select(table_of(kind)).order_by(literal_column("rowid")).execution_options(yield_per=AT_ONCE)
            rows = connection.execute(query).mappings()
            values: list[Any] = []
            for row in rows:
                step()
                values.append(from_row(kind, row))
            found[kind] = tuple(values)
    return found


def count(file: CaseFile) -> int:
    """How many acts there are."""
    with file.read() as connection:
        return connection.execute(select(func.count()).select_from(ActRow)).scalar_one()


def acts(file: CaseFile, step: Callable[[], None]) -> Iterator[str]:
    """All acts as texts of JSON, oldest first; ``entries`` is null where a content was erased.

    Read in parts: the acts of a large file with all their contents are no thing to hold in memory.
    """
    last = 0
    while True:
        query = (select(ActRow.number, ActRow.at, ActRow.title, ActRow.kind, ActRow.target, ActPayloadRow.content)
                 .join(ActPayloadRow, ActPayloadRow.number == ActRow.number, isouter=True)
                 .where(ActRow.number > last).order_by(ActRow.number).limit(AT_ONCE))
        with file.read() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            step()
            head = json.dumps({"number": row.number, "at": row.at.isoformat(), "title": row.title, "kind": row.kind,
                               "target": row.target}, ensure_ascii=False)
            yield f'{head[:-1]}, "entries": {row.content or "null"}}}'
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].number
