"""At the Geschäftsführende Stelle: what the offices said about offerings, put together by offering."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain.feedback import OfferingFeedback
from app.store.casefile import CaseFile
from app.store.records import from_row, table_of

_TABLE = table_of(OfferingFeedback)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOffering:
    """Everything said about one offering, the newest first; title and provider as they were said last."""

    offering_key: str
    title: str
    provider: str
    said: tuple[OfferingFeedback, ...]

    @property
    def newest(self) -> date:
        """The day on which something was said last."""
        return self.said[0].on

    @property
    def counts(self) -> dict[str, int]:
        """How often each kind was said, by code, the most frequent first."""
        return dict(Counter(one.kind for one in self.said).most_common())

    @property
    def offices(self) -> tuple[str, ...]:
        """Who said something, by name."""
        return tuple(sorted({one.office for one in self.said}))


def everything(file: CaseFile) -> tuple[OfferingFeedback, ...]:
    """All notices of other offices, the newest first."""
    newest_first = (_TABLE.c.on.desc(), _TABLE.c.office, _TABLE.c.kind, _TABLE.c.id)
    with file.read() as connection:
        rows = connection.execute(select(_TABLE).where(_TABLE.c.office != "").order_by(*newest_first)).mappings()
        return tuple(from_row(OfferingFeedback, row) for row in rows)


def by_offering(file: CaseFile) -> tuple[AboutOffering, ...]:
    """The notices grouped; the offering about which something was said last comes first."""
    groups: dict[str, list[OfferingFeedback]] = {}
    for one in everything(file):
        groups.setdefault(one.offering_key, []).append(one)
    return tuple(AboutOffering(offering_key=key, title=said[0].title, provider=said[0].provider, said=tuple(said))
                 for key, said in groups.items())
