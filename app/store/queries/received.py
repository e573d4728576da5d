"""At the Geschäftsführende Stelle: the monthly reports of the laptops as they were handed in, and the potentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.dates import Month
from app.domain.monthly import Potential, ReceivedReport
from app.store.casefile import CaseFile
from app.store.queries.offers import Source, connected
from app.store.records import from_row, table_of

_REPORT, _POTENTIAL = table_of(ReceivedReport), table_of(Potential)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """A report without its bytes."""

    id: str
    pseudonym: str
    month: Month
    ags: str
    sha256: str
    received_at: datetime


def lines(source: Source) -> tuple[ReceivedLine, ...]:
    """All reports there are, by month, commune and laptop."""
    said = _REPORT.c
    query = select(said.id, said.pseudonym, said.period, said.ags, said.sha256, said.received_at)
    with connected(source) as connection:
        rows = connection.execute(query.order_by(said.period, said.ags, said.pseudonym)).all()
    return tuple(ReceivedLine(id=row.id, pseudonym=row.pseudonym, month=Month.parse(row.period), ags=row.ags,
                              sha256=row.sha256, received_at=row.received_at) for row in rows)


def contents(file: CaseFile, ids: Sequence[str]) -> tuple[bytes, ...]:
    """The bytes of some reports, by month, commune and laptop; those that have gone meanwhile are left out."""
    query = select(_REPORT.c.content).where(_REPORT.c.id.in_(ids))
    with file.read() as connection:
        found = connection.execute(query.order_by(_REPORT.c.period, _REPORT.c.ags, _REPORT.c.pseudonym)).scalars()
        return tuple(bytes(content) for content in found)


def potentials(source: Source) -> tuple[Potential, ...]:
    """All potentials by commune, the newest first."""
    query = select(_POTENTIAL).order_by(_POTENTIAL.c.ags, _POTENTIAL.c.as_of.desc())
    with connected(source) as connection:
        return tuple(from_row(Potential, row) for row in connection.execute(query).mappings())
