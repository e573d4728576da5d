"""True counts of any past month from dated facts alone, and the proof that stock and flows agree; rounds nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.contact import NOT_WITH_CLIENT
from app.domain.dates import Month, PartialDate, age_on
from app.domain.errors import N_, UserError
from app.domain.referral import ENDED
from app.statistics.facts import CaseFact, Caseload, ReferralFact, ResidenceFact
from app.statistics.plan import BAUSTEINE, NO_DOCUMENT, STOCK, Cell, Plan, cell

NOT_BALANCED = N_("Die Zahlen für {what} gehen nicht auf: {before} im Bestand, {entered} Eintritte und {left} "
                  "Austritte ergeben nicht {after}. Es wurde nichts ausgegeben und nichts geändert. Prüfen Sie, bei "
                  "welchem Fall ein Ende vor dem Beginn liegt.")
NOT_A_PARTITION = N_("Die Aufteilung nach {what} ergibt {found} statt {total} Personen. Es wurde nichts ausgegeben und "
                     "nichts geändert. Melden Sie diesen Satz; Namen von Klienten gehören nicht dazu.")
CASES = N_("die Fälle")

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

    def __getitem__(self, wanted: Cell) -> int:
        """The count of a cell; KeyError for a cell that is not in the plan."""
        return len(self.behind[wanted])

    def rows_behind(self, wanted: Cell) -> tuple[str, ...]:
        """The client ids that make the number, one per person or event, so that its length is the number."""
        return self.behind[wanted]


def count(plan: Plan, caseload: Caseload, month: Month) -> TrueCounts:
    """Every cell of the plan for a month that is over, from records dated on or before its last day."""
    cells = [c for table in plan.tables for c in plan.cells(table, month.year)]
    behind: dict[Cell, list[str]] = {c: [] for c in cells}
    stock = _codes_in_stock(plan, caseload, month.last_day())
    crossings = {part.by for table in plan.tables for part in table.parts if part.measure == STOCK}
    for client_id, codes in sorted(stock.items()):
        for names in crossings:
            _note(behind, cell(STOCK, "", {name: codes[name] for name in names}), client_id)
    for measure, baustein, client_id in sorted(_events(caseload, month)):
        _note(behind, cell(measure, str(month.year), {"baustein": baustein} if baustein else {}), client_id)
    return TrueCounts(month=month, behind={c: tuple(clients) for c, clients in behind.items()})


def prove(caseload: Caseload, counts: TrueCounts) -> None:
    """Raises CountsDisagree unless stock before + entries - exits = stock after, for cases and each Baustein, and
    every attribute adds up to the total (domain.md § 12.1)."""
    month = counts.month
    _prove_balance(CASES, _case_spans(caseload.cases), month)
    for baustein in BAUSTEINE:
        _prove_balance(f"FB{baustein}", _participations(caseload.cases, baustein), month)
    total = counts[cell(STOCK)]
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for c in counts.behind:
        if c.measure == STOCK:
            sums[tuple(name for name, _ in c.conditions)] += counts[c]
    for names, found in sums.items():
        if found != total:
            raise CountsDisagree(NOT_A_PARTITION, what=" × ".join(names), found=found, total=total)


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


def _events(caseload: Caseload, month: Month) -> Iterator[tuple[str, str, str]]:
    """Table 5 as (measure, Baustein or '', client): events from 1 January to the counting date, by their own dates."""
    first, last = date(month.year, 1, 1), month.last_day()

    def counted(on: date | None) -> bool:
        return on is not None and first <= on <= last

    for client_id in {c.client_id for c in caseload.contacts
                      if c.result == REACHED and c.kind not in NOT_WITH_CLIENT and counted(c.on)}:
        yield "reached_ytd", "", client_id
    for case in caseload.cases:
        if counted(case.opened_on):
            yield "intake_ytd", "", case.client_id
        if counted(case.closed_on):
            yield "closed_ytd", "", case.client_id
            if case.closed_with in TRAINING_OR_WORK:
                yield "transition_ytd", "", case.client_id
        for referral in case.referrals:
            for measure, baustein, on in _referral_events(referral):
                if counted(on):
                    yield measure, baustein, case.client_id


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
