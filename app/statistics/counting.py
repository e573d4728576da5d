"""True counts of any past month from dated facts alone, and the proof that stock and flows agree; rounds nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.contact import NOT_WITH_CLIENT
from app.domain.dates import Month, PartialDate, age_on
from app.domain.errors import N_, UserError
from app.domain.monthly import Tally
from app.domain.referral import ENDED
from app.statistics.facts import CaseFact, Caseload, ContactFact, ReferralFact, ResidenceFact
from app.statistics.plan import BAUSTEINE, GAP, NO_DOCUMENT, STOCK, Cell, Plan, cell

NOT_BALANCED = N_("Die Zahlen für {what} gehen nicht auf: {before} im Bestand, {entered} Eintritte und {left} "
                  "Austritte ergeben nicht {after}. Es wurde nichts ausgegeben und nichts geändert. Prüfen Sie, bei "
                  "welchem Fall ein Ende vor dem Beginn liegt.")
NOT_A_PARTITION = N_("Die Aufteilung nach {what} ergibt {found} statt {total}. Es wurde nichts ausgegeben und "
                     "nichts geändert. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
CASES = N_("die Fälle")

Conditions = tuple[tuple[str, str], ...]
Event = tuple[str, Conditions, str, date]  # measure, what of it, client, day

REACHED = "reached"
# The order in which one of several running participations stands for the person (table plan, partition_rule).
BAUSTEIN_ORDER = ("3", "4", "2", "5", "1")
AGE_BANDS = ((18, "u18"), (21, "18_20"), (25, "21_24"), (28, "25_27"))
OLDEST = "28plus"
SCHOOL_BANDS = {"0": "0_4", "1_4": "0_4"}
COMPLETED = frozenset(state for state in ENDED if state.startswith("completed"))
DROPPED = frozenset({"dropped"})
# Exits of a participation and situations after a case that are training or work (G.I.B. split, domain.md § 2.4).
TRAINING_OR_WORK = frozenset({
    "to_training", "to_work",
    "training_company", "training_school", "employed_full", "employed_part", "marginal", "self_employed",
})


class CountsDisagree(UserError):
    """Stock and flows, or an attribute and its total, contradict each other; ``clients`` are the ids to look at."""

    def __init__(self, msgid: str, *, clients: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(msgid, **values)
        self.clients = clients


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From the day something began to the day it ended; the day of the end is no longer in stock."""

    client_id: str
    start: date | None
    end: date | None

    def runs_on(self, day: date) -> bool:
        """Whether it counts in the stock of that day."""
        return self.start is not None and self.start <= day and (self.end is None or self.end > day)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueCounts:
    """The unrounded figures of a month with the clients behind each; never leaves the device."""

    month: Month
    behind: Mapping[Cell, tuple[str, ...]]
    erased: Mapping[Cell, int] = field(default_factory=dict)

    def __getitem__(self, wanted: Cell) -> int:
        """The count of a cell, with what erased persons had added; KeyError for a cell that is not in the plan."""
        return len(self.behind[wanted]) + self.erased_in(wanted)

    def rows_behind(self, wanted: Cell) -> tuple[str, ...]:
        """The client ids that make the number, one per person or event; nobody stands for what was erased."""
        return self.behind[wanted]

    def erased_in(self, wanted: Cell) -> int:
        """How much of the number comes from files erased or in the bin; 0 in all but counters."""
        return self.erased.get(wanted, 0)


def count(plan: Plan, caseload: Caseload, month: Month) -> TrueCounts:
    """Every cell of the plan for a month that is over, from records dated on or before its last day."""
    behind: dict[Cell, list[str]] = {c: [] for table in plan.tables for c in plan.cells(table, month.year)}
    first, last = date(month.year, 1, 1), month.last_day()
    crossings = {part.by for table in plan.tables for part in table.parts if part.measure == STOCK}
    for client_id, codes in sorted(_codes_in_stock(plan, caseload, last).items()):
        for names in crossings:
            _note(behind, cell(STOCK, "", {name: codes[name] for name in names}), client_id)
    for measure, conditions, client_id, _ in sorted(e for e in _events(plan, caseload) if first <= e[-1] <= last):
        _note(behind, cell(measure, str(month.year), dict(conditions)), client_id)
    for client_id, codes in sorted(_open_gaps(plan, caseload, last), key=lambda gap: gap[0]):
        for name, code in codes.items():
            _note(behind, cell(GAP, "", {name: code}), client_id)
    return TrueCounts(month=month, behind={c: tuple(clients) for c, clients in behind.items()},
                      erased=_erased(caseload.tallies, month))


def tallies(plan: Plan, caseload: Caseload, until: date) -> tuple[Tally, ...]:
    """What these persons had added to the counters of any year by that day, as numbers with nobody behind them.

    A person counter has its number in the month of the first such contact of the year.
    """
    found = Counter((measure, str(Month.of(on)), "&".join(f"{name}={code}" for name, code in conditions))
                    for measure, conditions, _, on in _events(plan, caseload) if on <= until)
    return tuple(Tally(id="|".join(key), measure=key[0], period=key[1], conditions=key[2], n=n)
                 for key, n in sorted(found.items()))


def added(before: Iterable[Tally], more: Iterable[Tally]) -> tuple[Tally, ...]:
    """``more`` with what was already held under the same ids."""
    held = {tally.id: tally.n for tally in before}
    return tuple(replace(tally, n=tally.n + held.get(tally.id, 0)) for tally in more)


def _erased(held: Iterable[Tally], month: Month) -> dict[Cell, int]:
    """What the tallies add to the counters of a month: those of its year up to it."""
    found: dict[Cell, int] = defaultdict(int)
    for tally in held:
        period = Month.parse(tally.period)
        if period.year == month.year and period <= month:
            conditions = dict(part.split("=", 1) for part in tally.conditions.split("&") if part)
            found[cell(tally.measure, str(period.year), conditions)] += tally.n
    return dict(found)


def prove(caseload: Caseload, counts: TrueCounts) -> None:
    """Raises CountsDisagree unless stock before + entries - exits = stock after, for cases and each Baustein, and
    every attribute adds up to its total (domain.md § 12.1)."""
    month = counts.month
    _prove_balance(CASES, [span for span, _ in _episodes(caseload.cases)], month)
    for baustein in BAUSTEINE:
        _prove_balance(f"FB{baustein}", _participations(caseload.cases, baustein), month)
    sums: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    for c in counts.behind:
        sums[c.measure, tuple(name for name, _ in c.conditions)] += counts[c]
    # each measure that is split, and the number its parts have to add up to
    totals = {STOCK: sums[STOCK, ()], "access_ytd": sums["intake_ytd", ()], GAP: sums[GAP, ("reason",)]}
    for (measure, names), found in sums.items():
        if found != totals.get(measure, found):
            raise CountsDisagree(NOT_A_PARTITION, what=" × ".join(names), found=found, total=totals[measure])


def _note(behind: Mapping[Cell, list[str]], c: Cell, client_id: str) -> None:
    # A combination outside the plan is left out here, so that `prove` finds the missing person.
    if c in behind:
        behind[c].append(client_id)


def _prove_balance(what: str, spans: Sequence[Span], month: Month) -> None:
    opening, closing = month.previous().last_day(), month.last_day()
    before = [s for s in spans if s.runs_on(opening)]
    after = [s for s in spans if s.runs_on(closing)]
    entered = [s for s in spans if s.start and s.start in month]
    left = [s for s in spans if s.end and s.end in month]
    if len(before) + len(entered) - len(left) == len(after):
        return
    wrong = {s.client_id for s in spans if s.end and (s.start is None or s.end < s.start)}
    raise CountsDisagree(NOT_BALANCED, clients=tuple(sorted(wrong)), what=what, before=len(before),
                         entered=len(entered), left=len(left), after=len(after))


def _case_spans(cases: Iterable[CaseFact]) -> list[Span]:
    return [Span(client_id=c.client_id, start=c.opened_on, end=c.closed_on) for c in cases]


def _episodes(cases: Iterable[CaseFact]) -> list[tuple[Span, CaseFact]]:
    """Each time somebody was in stock, with the case that began it.

    Cases of one person that run side by side are one episode: they stem from a file that stood twice and was merged,
    and nobody can be taken in twice at once (anonymity.md, rulings). One that begins on the day another ends is new.
    """
    found: list[tuple[Span, CaseFact]] = []
    for case in sorted(cases, key=lambda c: (c.client_id, c.opened_on or date.min, c.case_id)):
        (span,) = _case_spans([case])
        if found and _side_by_side(found[-1][0], span):
            before, first = found[-1]
            end = None if before.end is None or span.end is None else max(before.end, span.end)
            found[-1] = replace(before, end=end), first
        else:
            found.append((span, case))
    return found


def _side_by_side(before: Span, span: Span) -> bool:
    if before.client_id != span.client_id or before.start is None or span.start is None:
        return False
    # a case that ends before it begins stays by itself, so that the proof finds it
    if any(s.start and s.end and s.end < s.start for s in (before, span)):
        return False
    return before.end is None or span.start < before.end or span.start == before.start


def _participations(cases: Iterable[CaseFact], baustein: str) -> list[Span]:
    return [Span(client_id=c.client_id, start=_first(r, {"started"}), end=_first(r, ENDED))
            for c in cases for r in c.referrals if r.component == baustein]


def _first(referral: ReferralFact, states: Collection[str]) -> date | None:
    return next((on for on, state, _ in referral.steps if state in states), None)


def in_stock(caseload: Caseload, day: date) -> dict[str, list[CaseFact]]:
    """The open cases of each person on that day, the latest last; a person with two open cases is one person."""
    episodes: dict[str, list[CaseFact]] = defaultdict(list)
    for case, span in zip(caseload.cases, _case_spans(caseload.cases), strict=True):
        if span.runs_on(day):
            episodes[case.client_id].append(case)
    return {client_id: sorted(cases, key=lambda c: (c.opened_on or day, c.case_id))
            for client_id, cases in episodes.items()}


def _codes_in_stock(plan: Plan, caseload: Caseload, day: date) -> dict[str, dict[str, str]]:
    """The code of every attribute for each person with an open case."""
    return {client_id: _codes(plan, cases, day) for client_id, cases in in_stock(caseload, day).items()}


def _codes(plan: Plan, episodes: Sequence[CaseFact], day: date) -> dict[str, str]:
    latest = episodes[-1]
    referrals = [r for c in episodes for r in c.referrals]
    recorded = {
        "status": residence_on(latest.residence, day),
        "sex": latest.sex,
        "age": age_band(latest.birth, latest.opened_on or day),
        "origin": latest.nationality,
        "german": latest.german_oral,
        "school": SCHOOL_BANDS.get(latest.school_years, latest.school_years),
    }
    codes = {name: plan.attributes[name].code_for(value) for name, value in recorded.items()}
    codes["baustein"] = _baustein(plan, episodes, day)
    codes["referral"] = _referral(plan, referrals, day)
    return codes


def residence_on(papers: Iterable[ResidenceFact], day: date) -> str:
    """The paper that began last; an expired one counts until the next."""
    begun = [p for p in papers if p.from_ <= day]
    return sorted(begun, key=lambda p: p.from_)[-1].kind if begun else NO_DOCUMENT


def age_band(birth: PartialDate | None, entry: date) -> str:
    """The age group of the report on the day of entry."""
    age = age_on(birth, entry) if birth else None
    if age is None:
        return "unknown"
    return next((code for below, code in AGE_BANDS if age < below), OLDEST)


def _baustein(plan: Plan, episodes: Sequence[CaseFact], day: date) -> str:
    running = {b for b in BAUSTEINE if any(span.runs_on(day) for span in _participations(episodes, b))}
    return next((b for b in BAUSTEIN_ORDER if b in running), plan.attributes["baustein"].codes[0])


def _referral(plan: Plan, referrals: Sequence[ReferralFact], day: date) -> str:
    """The state on that day of the referral to FB1-FB5 sent last; of two sent on one day the later recorded."""
    attribute = plan.attributes["referral"]
    sent = [(on, r) for r in referrals if r.component in BAUSTEINE and (on := _first(r, {"sent"})) and on <= day]
    if not sent:
        return attribute.codes[0]
    _, latest = sorted(sent, key=lambda pair: pair[0])[-1]
    reached = [state for on, state, _ in latest.steps if on <= day and state in attribute.exact]
    return attribute.exact[reached[-1]]


def _events(plan: Plan, caseload: Caseload) -> Iterator[Event]:
    """All that the counters of tables 5 and 6 hold, of every year, by its own date."""
    own = [c for c in caseload.contacts if c.kind not in NOT_WITH_CLIENT]
    yield from _first_of_year("contacted_ytd", own)
    yield from _first_of_year("reached_ytd", [c for c in own if c.result == REACHED])
    for span, first in _episodes(caseload.cases):
        if span.start:
            yield "intake_ytd", (), span.client_id, span.start
            route = plan.attributes["access"].code_for(first.access_route)
            yield "access_ytd", (("access", route),), span.client_id, span.start
        if span.end:
            yield "closed_ytd", (), span.client_id, span.end
    for case in caseload.cases:
        if case.closed_on and case.closed_with in TRAINING_OR_WORK:
            yield "transition_ytd", (), case.client_id, case.closed_on
        for referral in case.referrals:
            for measure, baustein, on in _referral_events(referral):
                if on:
                    yield measure, (("baustein", baustein),) if baustein else (), case.client_id, on


def _first_of_year(measure: str, contacts: Iterable[ContactFact]) -> Iterator[Event]:
    """A person counts once a year, from the first such contact on."""
    found: dict[tuple[str, int], date] = {}
    for contact in contacts:
        key = contact.client_id, contact.on.year
        found[key] = min(found.get(key, contact.on), contact.on)
    for (client_id, _), on in found.items():
        yield measure, (), client_id, on


def _open_gaps(plan: Plan, caseload: Caseload, day: date) -> Iterator[tuple[str, dict[str, str]]]:
    """The gaps open on that day, by person; a missing regular offer is no gap of a Baustein and counts nowhere."""
    for gap in caseload.gaps:
        if gap.component in BAUSTEINE and gap.since <= day and (gap.until is None or gap.until > day):
            yield gap.client_id, {"baustein": gap.component,
                                  "reason": plan.attributes["reason"].code_for(gap.reason)}


def _referral_events(referral: ReferralFact) -> Iterator[tuple[str, str, date | None]]:
    """What one referral to a Baustein adds to the counters, each with its date; other offers add nothing."""
    if referral.component not in BAUSTEINE:
        return
    yield "referral_ytd", referral.component, _first(referral, {"sent"})
    yield "start_ytd", referral.component, _first(referral, {"started"})
    yield "completed_ytd", "", _first(referral, COMPLETED)
    yield "dropped_ytd", "", _first(referral, DROPPED)
    if referral.ended_with in TRAINING_OR_WORK:
        yield "transition_ytd", "", _first(referral, ENDED)
