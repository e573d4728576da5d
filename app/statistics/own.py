"""Own, unrounded figures of a month, finer than the report: every value of a code list is a row. For the eyes of the
office only; what leaves is made by publishing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.codes import shipped
from app.domain.dates import Month
from app.statistics import counting
from app.statistics.facts import CaseFact, Caseload

AGE_CODES = (*(code for _, code in counting.AGE_BANDS), counting.OLDEST, "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The stock by the values of one code list as they are recorded; ``name`` is the list, "age" for age groups.

    ``behind`` has a row for each code somebody has or that is asked for at any time, „nicht erhoben“ and „keine
    Angabe“ apart; its rows add up to the stock.
    """

    name: str
    behind: Mapping[str, tuple[str, ...]]


# how a person's latest open case answers, per code list
ASKED: Mapping[str, Callable[[CaseFact, date], str]] = {
    "sex": lambda case, day: case.sex,
    "age": lambda case, day: counting.age_band(case.birth, case.opened_on or day),
    "nationality": lambda case, day: case.nationality,
    "residence_kind": lambda case, day: counting.residence_on(case.residence, day).strip("<>"),
    "cefr": lambda case, day: case.german_oral,
    "school_years": lambda case, day: case.school_years,
    "access_route": lambda case, day: case.access_route,
}
# too long to be shown where nobody stands in a row
ONLY_MET = frozenset({"nationality", "residence_kind"})


def details(caseload: Caseload, month: Month) -> tuple[Detail, ...]:
    """The stock at the end of the month by every attribute of ASKED."""
    day = month.last_day()
    latest = {client_id: cases[-1] for client_id, cases in counting.in_stock(caseload, day).items()}
    found = []
    for name, answer in ASKED.items():
        # an own value is counted as the one it is assigned to; only without that it is a row of its own
        offered = AGE_CODES if name == "age" else shipped(name).ids
        behind: dict[str, list[str]] = {} if name in ONLY_MET else {code: [] for code in offered}
        for client_id, case in sorted(latest.items()):
            behind.setdefault(answer(case, day), []).append(client_id)
        order = {code: place for place, code in enumerate(offered)}
        rows = sorted(behind.items(), key=lambda row: order.get(row[0], len(order)))
        found.append(Detail(name=name, behind={code: tuple(clients) for code, clients in rows}))
    return tuple(found)
