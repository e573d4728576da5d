"""Flags (Merker) on a person: something one must see first, with its reason, until it is cleared with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.codes import counted_as
from app.domain.errors import N_, UserError

REASON_MISSING = N_("Es fehlt der Grund. Der Merker ist unverändert. Ein paar Worte genügen, damit auch die Vertretung "
                    "ihn versteht.")
UNTIL_BEFORE_SET = N_("„Gilt bis“ liegt vor dem Tag, an dem der Merker gesetzt wurde. Es wurde nichts gespeichert.")
SET, CHANGED, CLEARED = N_("Merker setzen"), N_("Merker ändern"), N_("Merker aufheben")
# what must be seen before anything else
ORDER = ("danger", "protect", "no_calls", "deadline", "accompany", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """``kind`` is of the list flag_kind; shown in colour and words while ``cleared_on`` is None."""

    id: str
    client_id: str
    kind: str
    reason: str
    set_on: date
    until: date | None = None
    cleared_on: date | None = None
    cleared_reason: str = ""


def checked(flag: Flag) -> Flag:
    """The flag itself, if it says why and does not end before it begins."""
    if not flag.reason.strip() or (flag.cleared_on is not None and not flag.cleared_reason.strip()):
        raise UserError(REASON_MISSING)
    if flag.until is not None and flag.until < flag.set_on:
        raise UserError(UNTIL_BEFORE_SET)
    return flag


def cleared(flag: Flag, on: date, reason: str) -> Flag:
    """The flag taken down on that day; it needs a reason as the setting did."""
    return checked(replace(flag, cleared_on=on, cleared_reason=reason))


def standing(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Those that are not cleared, the gravest first; a day that has passed clears none by itself."""
    def rank(flag: Flag) -> int:
        kind = counted_as("flag_kind", flag.kind)
        return ORDER.index(kind) if kind in ORDER else len(ORDER)

    return tuple(sorted((flag for flag in flags if flag.cleared_on is None),
                        key=lambda flag: (rank(flag), flag.set_on)))
