"""What the list of needs says: one row an area with level, resource and how it changed. No widgets, no reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain import needs
from app.domain.codes import UNKNOWN
from app.domain.date_words import span_in_words
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.needs import MEASURED, Need
from app.i18n import _
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import word

LOCKED_SHORT = N_("erst mit eigener Einwilligung")
SHOWN_CHANGES, SHOWN_DOTS = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One area on a day: ``key`` is its code, ``level`` the code of its level, ``dots`` the measured levels so far.

    ``change`` says how it got there („2 → 1, 3 Monate“), ``mark`` is the sign for what is noted beside it.
    """

    key: str
    name: str
    level: str = UNKNOWN
    words: str = ""
    resource: bool = False
    locked: bool = False
    dots: tuple[int, ...] = ()
    change: str = ""
    mark: str = ""
    spoken: str = ""


def own_needs(record: Record) -> tuple[Need, ...]:
    """The ratings of the latest episode."""
    return tuple(need for need in record.needs if need.case_id == record.case.id)


def need_rows(record: Record, on: date, today: date) -> tuple[NeedRow, ...]:
    """The thirteen areas as they stood on ``on``; what is protected is not shown without its consent of today."""
    known = own_needs(record)
    return tuple(_row(area, needs.history(known, area, on)) if needs.unlocked(area, record.consents, today)
                 else _locked(area) for area in needs.areas())


def asked_words(record: Record) -> str:
    """``9 von 13 erhoben``."""
    return _("{n} von {all} erhoben").format(n=len(needs.asked(own_needs(record))), all=len(needs.areas()))


def _locked(area: str) -> NeedRow:
    name = word("need_area", area)
    return NeedRow(key=area, name=name, locked=True, words=_(LOCKED_SHORT), spoken=f"{name}, {_(LOCKED_SHORT)}")


def _row(area: str, ratings: Sequence[Need]) -> NeedRow:
    name, change = word("need_area", area), change_words(ratings)
    if not ratings:
        words = word("need_level", UNKNOWN)
        return NeedRow(key=area, name=name, words=words, spoken=f"{name}, {words}")
    need, words = ratings[-1], word("need_level", ratings[-1].level)
    mark = "target" if need.goal else "sticky-note" if need.note or need.next_step else ""
    noted = [part for part in (need.note, _("Ziel: {goal}").format(goal=need.goal) if need.goal else "",
                               _("nächster Schritt: {step}").format(step=need.next_step) if need.next_step else "")
             if part]
    spoken = [name, words, *([_("Ressource")] if need.resource else []), _change_spoken(ratings), *noted]
    return NeedRow(key=area, name=name, level=need.level, words=words, resource=need.resource, mark=mark,
                   dots=tuple(int(n.level) for n in ratings if n.level in MEASURED)[-SHOWN_DOTS:], change=change,
                   spoken=", ".join(part for part in spoken if part))


def change_words(ratings: Sequence[Need]) -> str:
    """``2 → 1, 3 Monate``; a level that never changed says since when."""
    steps = needs.course(ratings)
    if not steps:
        return ""
    if len(steps) == 1:
        return _("seit {date}").format(date=german(steps[0].on))
    shown = steps[-SHOWN_CHANGES:]
    return _("{levels}, {span}").format(levels=" → ".join(n.level for n in shown),
                                        span=span_in_words(shown[0].on, shown[-1].on, _))


def _change_spoken(ratings: Sequence[Need]) -> str:
    """The same for a reader, which would pass over the arrow: ``früher 2, jetzt 1, 3 Monate``."""
    steps = needs.course(ratings)
    if len(steps) < 2:
        return change_words(ratings)
    before, now = steps[-2], steps[-1]
    return _("früher {before}, jetzt {now}, {span}").format(
        before=before.level, now=now.level, span=span_in_words(before.on, now.on, _))
