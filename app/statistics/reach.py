"""Per commune: from the potential over those reached to participations, and which offers are missing. Sums of
published figures beside figures of others; a commune that reports nothing is not a commune with 0."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from app.domain.codes import shipped
from app.domain.dates import Month
from app.domain.monthly import Potential
from app.statistics.merging import Figure
from app.statistics.plan import GAP, Cell, load_plan
from app.statistics.report_format import Report

# in the order of the funnel; the first two count persons of the year, the others events (referrals, participations)
STAGES: Mapping[str, str] = {"contacted": "contacted_ytd", "reached": "reached_ytd", "referred": "referral_ytd",
                             "started": "start_ytd", "finished": "completed_ytd"}
KREIS_DIGITS = 5
WITHOUT_KREIS = "kreisfrei"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the funnel; ``share`` in per cent of the potential, None where one of the two is not known."""

    key: str
    figure: Figure | None
    share: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """One area, for the total with an empty AGS; ``potential`` None = not reported, as are stages without a figure."""

    ags: str
    name: str
    potential: int | None
    as_of: date | None
    source: str
    laptops: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The funnel since 1 January; figures of the total are over all areas, each of its shares only over those areas
    that have both the potential and the figure (for those reached they are ``comparable`` many)."""

    month: Month
    rows: tuple[ReachRow, ...]
    total: ReachRow
    comparable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """Open offer gaps of one area, in the order of the codes of the table; gaps, not persons."""

    ags: str
    name: str
    laptops: int
    bausteine: tuple[Figure | None, ...]
    reasons: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapTable:
    """Which offers were missing on the counting date; ``bausteine`` and ``reasons`` are the codes of the columns."""

    month: Month
    bausteine: tuple[str, ...]
    reasons: tuple[str, ...]
    rows: tuple[GapRow, ...]
    total: GapRow


@cache
def places() -> Mapping[str, str]:
    """Every commune (8 digits) and every Kreis (5 digits) of the state by AGS, with its name."""
    communes = tuple(shipped("commune"))
    kreise = {code.id[:KREIS_DIGITS]: code.group for code in communes if code.group != WITHOUT_KREIS}
    return {**kreise, **{code.id: code.label for code in communes}}


def place_name(ags: str) -> str:
    """The name of a commune or Kreis, the AGS itself where it is neither."""
    return places().get(ags, ags)


def area_of(ags: str, areas: Iterable[str]) -> str:
    """Which of the areas a report from ``ags`` belongs to: its commune, else its Kreis, else it is an area itself.

    Where a Kreis and one of its towns both have a potential, that of the town is taken not to be in that of the Kreis.
    """
    known = set(areas)
    return next((one for one in (ags, ags[:KREIS_DIGITS]) if one in known), ags)


def current(potentials: Iterable[Potential], on: date) -> dict[str, Potential]:
    """The potential of each area that holds on a day: the latest until then, else the first after it."""
    by_area: dict[str, list[Potential]] = {}
    for one in potentials:
        by_area.setdefault(one.ags, []).append(one)
    return {ags: max((one for one in told if one.as_of <= on), key=lambda one: one.as_of,
                     default=min(told, key=lambda one: one.as_of)) for ags, told in by_area.items()}


def reach(reports: Iterable[Report], month: Month, potentials: Iterable[Potential]) -> Reach:
    """The funnel of each area with a report or a potential, from the reports of ``month`` alone."""
    holds = current(potentials, month.last_day())
    groups = _grouped(reports, month, holds)
    rows = tuple(_row(ags, groups.get(ags, ()), holds.get(ags)) for ags in sorted(groups.keys() | holds.keys()))
    known = [row.potential for row in rows if row.potential is not None]
    total = ReachRow(ags="", name="", potential=sum(known) if known else None, as_of=None, source="",
                     laptops=sum(row.laptops for row in rows), stages=tuple(_total_stage(key, rows) for key in STAGES))
    return Reach(month=month, rows=rows, total=total, comparable=len(_comparable(rows, "reached")))


def gaps(reports: Iterable[Report], month: Month) -> GapTable:
    """The open offer gaps per commune and altogether, from the reports of ``month`` alone."""
    columns = {name: load_plan().attributes[name].codes for name in ("baustein", "reason")}
    columns["baustein"] = tuple(code for code in columns["baustein"] if code != "keiner")
    groups = _grouped(reports, month, ())

    def row(ags: str, told: Sequence[Report]) -> GapRow:
        figures = {name: tuple(_sum(told, _gap(name, code)) for code in codes) for name, codes in columns.items()}
        return GapRow(ags=ags, name=place_name(ags) if ags else "", laptops=len(told), bausteine=figures["baustein"],
                      reasons=figures["reason"])

    return GapTable(month=month, bausteine=columns["baustein"], reasons=columns["reason"],
                    rows=tuple(row(ags, groups[ags]) for ags in sorted(groups)),
                    total=row("", list(chain(*groups.values()))))


def _gap(name: str, code: str) -> Callable[[Cell], bool]:
    return lambda c: c.measure == GAP and c.conditions == ((name, code),)


def _grouped(reports: Iterable[Report], month: Month, areas: Iterable[str]) -> dict[str, list[Report]]:
    groups: dict[str, list[Report]] = {}
    known = set(areas)
    for report in reports:
        if report.head.month == month:
            groups.setdefault(area_of(report.head.ags, known), []).append(report)
    return groups


def _row(ags: str, reports: Sequence[Report], potential: Potential | None) -> ReachRow:
    persons = potential.persons if potential else None
    figures = {key: _sum(reports, _measures(measure)) for key, measure in STAGES.items()}
    return ReachRow(
        ags=ags, name=place_name(ags), potential=persons, as_of=potential.as_of if potential else None,
        source=potential.source if potential else "", laptops=len(reports),
        stages=tuple(Stage(key=key, figure=figure, share=_share(figure, persons)) for key, figure in figures.items()))


def _measures(measure: str) -> Callable[[Cell], bool]:
    return lambda c: c.measure == measure


def _sum(reports: Iterable[Report], wanted: Callable[[Cell], bool]) -> Figure | None:
    """The sum of all published numbers of these cells, None where no report prints one."""
    numbers = [value for report in reports for table in report.tables for c, value in table.cells
               if value is not None and wanted(c)]
    return Figure(total=sum(numbers), added=len(numbers)) if numbers else None


def _figure(row: ReachRow, key: str) -> Figure | None:
    return next(stage.figure for stage in row.stages if stage.key == key)


def _comparable(rows: Iterable[ReachRow], key: str) -> list[ReachRow]:
    """Areas whose share can be told: one without reports would count as 0, one without potential would have no end."""
    return [row for row in rows if row.potential and _figure(row, key) is not None]


def _total_stage(key: str, rows: Sequence[ReachRow]) -> Stage:
    both = _comparable(rows, key)
    return Stage(key=key, figure=_added(_figure(row, key) for row in rows),
                 share=_share(_added(_figure(row, key) for row in both), sum(row.potential or 0 for row in both)))


def _added(figures: Iterable[Figure | None]) -> Figure | None:
    known = [figure for figure in figures if figure is not None]
    return Figure(total=sum(f.total for f in known), added=sum(f.added for f in known)) if known else None


def _share(figure: Figure | None, persons: int | None) -> int | None:
    return (200 * figure.total + persons) // (2 * persons) if figure is not None and persons else None
