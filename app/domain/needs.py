"""Needs (Bedarf) in the thirteen areas of life (domain.md § 4.3): dated ratings, so that change can be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.codes import UNKNOWN, code_list
from app.domain.consent import Consent, holds_health
from app.domain.errors import N_, UserError
from app.domain.identity import new_id

# Asked only behind a consent of its own (DSGVO Art. 9).
PROTECTED_AREA = "health"
MEASURED = ("0", "1", "2", "3")
LOCKED = N_("Gesundheit wird erst erhoben, wenn eine eigene Einwilligung dafür vorliegt. Alle anderen Bereiche sind "
            "offen. Die Einwilligung tragen Sie unter „Einwilligungen“ ein.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One rating of one area on a day: ``level`` 0–3 of need_level; voluntary, never exported."""

    id: str
    case_id: str
    area: str
    on: date
    level: str = "unknown"
    resource: bool = False
    note: str = ""
    goal: str = ""
    next_step: str = ""


def areas() -> tuple[str, ...]:
    """The ids of the areas of life in the order of their list."""
    return tuple(code.id for code in code_list("need_area").active())


def unlocked(area: str, consents: Iterable[Consent], today: date) -> bool:
    """Whether the area may be asked about: health only while its own consent holds, the others always."""
    return area != PROTECTED_AREA or holds_health(consents, today)


def readable(needs: Iterable[Need], consents: Iterable[Consent], today: date) -> tuple[Need, ...]:
    """The ratings that may be shown: those of health go out of sight with the consent they were given under."""
    held = tuple(consents)
    return tuple(need for need in needs if unlocked(need.area, held, today))


def check_unlocked(area: str, consents: Iterable[Consent], today: date) -> None:
    """Raises UserError for an area that may not be asked about."""
    if not unlocked(area, consents, today):
        raise UserError(LOCKED)


def history(needs: Iterable[Need], area: str, until: date | None = None) -> tuple[Need, ...]:
    """The ratings of an area by date, up to and with ``until``; there is one a day at most."""
    return tuple(sorted((n for n in needs if n.area == area and (until is None or n.on <= until)), key=lambda n: n.on))


def latest(needs: Iterable[Need], area: str, until: date | None = None) -> Need | None:
    """The rating that holds on ``until``."""
    return next(reversed(history(needs, area, until)), None)


def asked(needs: Iterable[Need]) -> frozenset[str]:
    """The areas that were talked about: „keine Angabe“ is an answer, „nicht erhoben“ is none."""
    needs = tuple(needs)
    return frozenset(n.area for n in needs if latest(needs, n.area) is n and n.level != UNKNOWN)


def course(ratings: Iterable[Need]) -> tuple[Need, ...]:
    """The measured ratings at which the level of an area became another one: 3, 2, 1."""
    measured = [n for n in ratings if n.level in MEASURED]
    return tuple(n for i, n in enumerate(measured) if i == 0 or n.level != measured[i - 1].level)


def rated(needs: Iterable[Need], case_id: str, area: str, on: date, **fields: object) -> Need:
    """The rating of that day with some fields changed: the one there is, or a new one that goes on from the one before.

    What was noted before is still true until somebody changes it, so a new level keeps note, goal and next step.
    """
    before = latest(needs, area, on)
    if before is None:
        before = Need(id=new_id(), case_id=case_id, area=area, on=on)
    elif before.on != on:
        before = replace(before, id=new_id(), on=on)
    return replace(before, **fields)  # type: ignore[arg-type]


def is_blank(need: Need) -> bool:
    """Whether nothing is said in it."""
    return need.level == UNKNOWN and not (need.resource or need.note or need.goal or need.next_step)
