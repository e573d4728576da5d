"""Own figures of a month: the report's tables unrounded beside what was issued, and finer ones; nothing leaves here."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.codes import code_list
from app.domain.dates import Month
from app.domain.errors import N_
from app.statistics import counting, own, report_format
from app.statistics.counting import TrueCounts
from app.statistics.plan import Cell, load_plan
from app.statistics.readable import label, labels
from app.store.casefile import CaseFile
from app.store.queries import monthly

# what the words of a code list do not say by themselves
DETAIL_TITLES = {
    "sex": N_("Geschlecht, wie erhoben"), "age": N_("Alter bei Eintritt"), "nationality": N_("Staatsangehörigkeit"),
    "residence_kind": N_("Aufenthaltspapier am Stichtag"), "cefr": N_("Deutsch mündlich bei Eintritt, wie erhoben"),
    "school_years": N_("Schuljahre bei Eintritt, wie erhoben"), "access_route": N_("Zugangsweg"),
}
NO_DOCUMENT = N_("kein Papier eingetragen")
ERASED = N_("darunter {n} aus gelöschten Akten")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure with the persons behind it, one per person or event; ``published`` is what was issued, if anything.

    ``erased`` is what files erased or in the bin had added to a counter; nobody stands behind it.
    """

    label: str
    clients: tuple[str, ...]
    published: int | None = None
    erased: int = 0

    @property
    def total(self) -> int:
        """The figure itself."""
        return len(self.clients) + self.erased


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """A table of own figures; ``no`` is empty for one that the report does not have."""

    no: str
    title: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """All own tables of a month; ``issued`` says whether a report of it has left."""

    month: Month
    issued: bool
    tables: tuple[FigureTable, ...]


def figures(file: CaseFile, month: Month) -> OwnFigures:
    """Counted like the report, for any month up to the running one; raises CountsDisagree where they do not add up."""
    caseload, plan = monthly.facts(file).caseload, load_plan()
    counts = counting.count(plan, caseload, month)
    counting.prove(caseload, counts)
    stored = monthly.issued(file, month)
    published = _published(stored.content) if stored else {}
    tables = [FigureTable(no=table.no, title=labels()["titles"][table.no], rows=tuple(
        _figure(counts, c, published.get((table.no, c))) for c in plan.cells(table, month.year)))
        for table in plan.tables]
    tables += [FigureTable(no="", title=DETAIL_TITLES[detail.name], rows=tuple(
        FigureRow(label=_word(detail.name, code), clients=clients) for code, clients in detail.behind.items()))
        for detail in own.details(caseload, month)]
    return OwnFigures(month=month, issued=stored is not None, tables=tuple(tables))


def _published(content: bytes) -> Mapping[tuple[str, Cell], int]:
    report = report_format.from_bytes(content)
    return {(table.no, c): value for table in report.tables for c, value in table.cells if value is not None}


def _figure(counts: TrueCounts, c: Cell, published: int | None) -> FigureRow:
    erased = counts.erased_in(c)
    words = f"{label(c)} ({ERASED.format(n=erased)})" if erased else label(c)
    return FigureRow(label=words, clients=counts.rows_behind(c), published=published, erased=erased)


def _word(name: str, code: str) -> str:
    if name == "age":
        return str(labels()["codes"]["age"]["unbekannt" if code == "unknown" else code])
    found = code_list(name).get(code)
    return found.label if found else NO_DOCUMENT
