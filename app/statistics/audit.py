"""The last look at a month before it leaves, by somebody who trusts none of the code that made it: bytes, true counts
and its own memory go in, a verdict comes out. It knows neither key nor offsets and imports nothing that does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod

from app.domain.errors import N_
from app.domain.monthly import AuditCell
from app.i18n import _
from app.statistics.audit_bounds import SMALL, Interval, candidates, stock_cells
from app.statistics.audit_file import FIVE, NOT_ROUNDED, TOTAL, UNKNOWN, AuditRefused, Printed, read, table_of
from app.statistics.plan import Cell, Plan, cell, load_plan
from app.statistics.solver import Bounds

__all__ = ["NOT_ROUNDED", "UNKNOWN", "AuditRefused", "Verdict", "check", "notes_of", "own_name", "remember"]

TINY_BELOW, TINY_TABLES = 20, frozenset({"1"})
MARGIN_AT_LEAST = 10
WITHIN_AT_LEAST, TRACKED_AT_LEAST = 3, 2
FURTHEST = FIVE - 1
EVERY_OFFSET = 0b11111
JUDGED_FROM = 15
# Small counts round down under most offsets, so that an honest key looks constant now and then; refused is what an
# honest key does less often than once in so many months.
ONCE_IN = 1_000_000
UNKNOWN_CODES = frozenset({"unbekannt", "unklar"})

REPEATED = N_("Die Prüfung lehnt ab: {month} ist schon ausgegeben und sähe jetzt anders aus. Es wurde nichts "
              "ausgegeben, die frühere Meldung gilt. Geben Sie deren Dateien noch einmal aus.")
NOT_IN_TURN = N_("Die Prüfung lehnt ab: Ein späterer Monat als {month} ist schon ausgegeben. Es wurde nichts "
                 "ausgegeben. Ein übersprungener Monat wird nicht nachgeholt.")
MARGIN = N_("Die Prüfung lehnt ab: In Tabelle {no} steht ein Feld, dessen Randsumme fehlt oder unter 10 liegt. Es "
            "wurde nichts ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
TINY = N_("Die Prüfung lehnt ab: Der Bestand liegt unter 20, und die Meldung enthält mehr als Tabelle 1. Es wurde "
          "nichts ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
UNTRUE = N_("Die Prüfung lehnt ab: Eine Zahl in Tabelle {no} weicht um mehr als vier von der gezählten ab, oder aus "
            "null wurde eine andere. Es wurde nichts ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören "
            "nicht dazu.")
SHARE = N_("Die Prüfung lehnt ab: Der Anteil ohne Angabe ({what}) folgt nicht aus den gedruckten Zahlen. Es wurde "
           "nichts ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
OTHER_KEY = N_("Die Prüfung lehnt ab: Eine Zahl in Tabelle {no} ist anders gerundet als in den Monaten davor. Es "
               "wurde nichts ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
NO_KEY = N_("Die Prüfung lehnt ab: Alle Zahlen sind gleich gerundet, als gäbe es keinen Schlüssel. Es wurde nichts "
            "ausgegeben. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
FEW_WITHIN = N_("Die Prüfung lehnt ab: Aus der Meldung ließe sich eine Gruppe von einer bis vier Personen fast genau "
                "errechnen (Tabelle {no}). Es wurde nichts ausgegeben. Melden Sie diesen Satz; Namen von Klienten "
                "gehören nicht dazu.")
FEW_TRACKED = N_("Die Prüfung lehnt ab: Mit den Monaten davor ließe sich eine Gruppe von einer bis vier Personen "
                 "genau errechnen (Tabelle {no}). Es wurde nichts ausgegeben. Melden Sie diesen Satz; Namen von "
                 "Klienten gehören nicht dazu.")
BECAUSE = {
    "tiny_caseload": N_("Zurückgehalten, weil der Bestand unter 20 liegt: Tabellen {tables}."),
    "audit": N_("Zurückgehalten, weil sich sonst eine Gruppe von einer bis vier Personen errechnen ließe: "
                "Tabellen {tables}."),
}
EMPTY = N_("Tabelle {no}: {n} von {of} Feldern bleiben leer, weil eine ihrer Randsummen unter 10 liegt.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The file may leave: ``cells`` is what the audit remembers from now on, ``notes`` say what was kept back, why."""

    cells: tuple[AuditCell, ...]
    notes: tuple[str, ...]


def check(content: bytes, earlier: Mapping[str, bytes], counts: Mapping[Cell, int], cells: Mapping[str, AuditCell],
          bounds: Bounds) -> Verdict:
    """Attacks the file of a month with all that was issued before; raises AuditRefused if it must not leave.

    ``earlier`` are the bytes of every month issued (``YYYY-MM``), ``counts`` the true count of every cell of the plan
    in this month, ``cells`` its memory by its own names. SolverFailed where the linear programmes give no answer;
    nothing may be written then either. Rules: anonymity.md, "The audit is separate code".
    """
    plan = load_plan()
    file = read(content, plan)
    if file.period in earlier:
        if earlier[file.period] != content:
            raise AuditRefused(REPEATED, month=file.period)
        return Verdict(cells=(), notes=tuple(_notes(file)))
    if any(period > file.period for period in earlier):
        raise AuditRefused(NOT_IN_TURN, month=file.period)
    _check_rules(plan, file)
    _check_truth(plan, file, counts)
    every = [c for table in plan.tables for c in plan.cells(table, file.year)]
    moved = {c: _moved(c, counts[c], cells.get(own_name(c))) for c in every}
    after = {c: _told(moved[c], file.shown.get(c)) for c in every}
    after = {c: _narrowed(one, file.shown.get(c)) for c, one in after.items()}
    emptied = next((c for c, one in after.items() if not one.offsets), None)
    if emptied is not None:
        raise AuditRefused(OTHER_KEY, no=table_of(plan, emptied))
    _check_key({**cells, **{one.id: one for one in after.values()}})
    # the total alone is accepted untested: there is nothing less to say
    if any(c in file.shown for c in stock_cells(plan)):
        _check_groups(plan, file, moved, after, bounds)
    return Verdict(cells=tuple(after.values()), notes=tuple(_notes(file)))


def remember(content: bytes | None, counts: Mapping[Cell, int], cells: Mapping[str, AuditCell]) -> dict[str, AuditCell]:
    """The memory after a month that was issued elsewhere, as after a restored backup; None where its file is lost.

    The windows move and narrow as if the month had been attacked. The offsets stay as they are, because ``counts`` were
    recounted later and not taken at that moment.
    """
    shown = read(content, load_plan()).shown if content is not None else {}
    after = {own_name(c): _told(_moved(c, count, cells.get(own_name(c))), shown.get(c)) for c, count in counts.items()}
    return {**cells, **after}


def notes_of(content: bytes) -> tuple[str, ...]:
    """What a month that was issued keeps back and why, in sentences; AuditRefused for a file it does not know."""
    return tuple(_notes(read(content, load_plan())))


def own_name(c: Cell) -> str:
    """The audit's own name of a cell, apart from the one that is rounded by; counters of each year are cells apart."""
    return f"{c.measure} {c.epoch or 'stock'} [{', '.join(f'{name}: {code}' for name, code in c.conditions)}]"


def _moved(c: Cell, count: int, before: AuditCell | None) -> AuditCell:
    """What somebody knows of a cell who saw who came and went since the last month, and nothing printed yet."""
    if before is None:
        return AuditCell(id=own_name(c), last=count, low=count)
    change = count - before.last
    return replace(before, s_lo=before.s_lo + change, s_hi=None if before.s_hi is None else before.s_hi + change,
                   nn=max(before.nn + change, 0), last=count, low=min(before.low, count))


def _told(known: AuditCell, value: int | None) -> AuditCell:
    """The same after reading a number: count and offset together lie between it and four more."""
    if value is None:
        return known
    high = value + FURTHEST
    return replace(known, s_lo=max(known.s_lo, value), s_hi=high if known.s_hi is None else min(known.s_hi, high))


def _narrowed(known: AuditCell, value: int | None) -> AuditCell:
    """Keeps of the offsets that explained every earlier number those that explain this one."""
    if value is None:
        return known
    explaining = sum(1 << each for each in range(FIVE) if (known.last + each) // FIVE * FIVE == value)
    return replace(known, offsets=known.offsets & explaining)


def _check_rules(plan: Plan, file: Printed) -> None:
    """What can be judged by the file alone."""
    if TOTAL not in file.shown:
        raise AuditRefused(UNKNOWN, what="Tabelle 1")
    if file.shown[TOTAL] < TINY_BELOW and not file.tables <= TINY_TABLES:
        raise AuditRefused(TINY)
    for c in file.shown:
        margins = [file.shown.get(cell(c.measure, c.epoch, dict([one]))) for one in c.conditions]
        if len(margins) > 1 and any(margin is None or margin < MARGIN_AT_LEAST for margin in margins):
            raise AuditRefused(MARGIN, no=table_of(plan, c))
    for name, share in file.shares.items():
        column = {c.conditions[0][1]: value for c, value in file.shown.items()
                  if c.measure == TOTAL.measure and [each for each, _code in c.conditions] == [name]}
        whole, part = sum(column.values()), sum(column[code] for code in UNKNOWN_CODES & column.keys())
        # the nearest step of five per cent and nothing finer, or it would tell more than the column
        if not whole or abs(share * whole - 100 * part) * 2 > FIVE * whole:
            raise AuditRefused(SHARE, what=name)


def _check_truth(plan: Plan, file: Printed, counts: Mapping[Cell, int]) -> None:
    for c, value in file.shown.items():
        # of the multiples of five, only 0 is near enough to 0
        if abs(value - counts[c]) > FURTHEST:
            raise AuditRefused(UNTRUE, no=table_of(plan, c))


def _check_key(cells: Mapping[str, AuditCell]) -> None:
    """Refuses where one offset explains every number so far: then nobody needs a key to take the rounding back.

    A cell that every offset explains says nothing. For each other one the share of the offsets left is the chance that
    an honest key lands among them.
    """
    telling = [one.offsets for one in cells.values() if one.offsets != EVERY_OFFSET]
    common = [each for each in range(FIVE) if all(offsets >> each & 1 for offsets in telling)]
    chance = len(common) * prod(offsets.bit_count() / FIVE for offsets in telling)
    if len(telling) >= JUDGED_FROM and chance * ONCE_IN < len(common):
        raise AuditRefused(NO_KEY)


def _check_groups(plan: Plan, file: Printed, moved: Mapping[Cell, AuditCell], after: Mapping[Cell, AuditCell],
                  bounds: Bounds) -> None:
    """No group of one to four may be told to fewer than three counts by this file alone, and none that ever was one to
    four may become exact by all files together that was not so without this one."""
    total = after[TOTAL].last
    alone: dict[Cell, Interval] = {c: (max(value - FURTHEST, 0), value + FURTHEST) for c, value in file.shown.items()}
    small = [c for c in stock_cells(plan) if after[c].last in SMALL]
    ever = [c for c in stock_cells(plan) if after[c].low in SMALL]
    within, tracked = candidates(plan, total, [(alone, small), (_concluded(after), ever)], bounds)
    few = next((c for c, number in within.items() if number < WITHIN_AT_LEAST), None)
    if few is not None:
        raise AuditRefused(FEW_WITHIN, no=table_of(plan, few))
    exact = [c for c, number in tracked.items() if number < TRACKED_AT_LEAST]
    before, = candidates(plan, total, [(_concluded(moved), exact)], bounds)
    new = next((c for c in exact if before[c] >= TRACKED_AT_LEAST), None)
    if new is not None:
        raise AuditRefused(FEW_TRACKED, no=table_of(plan, new))


def _concluded(cells: Mapping[Cell, AuditCell]) -> dict[Cell, Interval]:
    return {c: (max(one.s_lo - FURTHEST, one.nn), one.s_hi) for c, one in cells.items()}


def _notes(file: Printed) -> Iterator[str]:
    """Sentences for the person: what was kept back and why."""
    for reason, words in BECAUSE.items():
        tables = [no for no, why in file.withheld if why == reason]
        if tables:
            yield _(words).format(tables=", ".join(tables))
    for no, (empty, of) in file.empty.items():
        if empty and no not in dict(file.withheld):
            yield _(EMPTY).format(no=no, n=empty, of=of)
