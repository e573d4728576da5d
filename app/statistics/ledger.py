"""What someone who knows every movement can conclude from all months issued so far: a window per cell, no persons."""

from app.domain.monthly import LedgerCell
from app.statistics.rounding import BASE

SPREAD = BASE - 1


def after_export(identifier: str, before: LedgerCell | None, count: int, shown: int | None) -> LedgerCell:
    """The cell after an export with the true ``count``; ``shown`` is the published value or None where withheld.

    ``s_lo``..``s_hi`` then holds count + offset, ``nn`` bounds the count from below, ``last`` is the true count now and
    ``low`` the lowest at any export (anonymity.md, "Ledger").
    """
    old = before or LedgerCell(id=identifier, last=count, low=count)
    change = count - old.last
    s_lo = old.s_lo + change
    s_hi = None if old.s_hi is None else old.s_hi + change
    if shown is not None:
        s_lo = max(s_lo, shown)
        s_hi = shown + SPREAD if s_hi is None else min(s_hi, shown + SPREAD)
    return LedgerCell(id=identifier, s_lo=s_lo, s_hi=s_hi, nn=max(old.nn + change, 0), last=count,
                      low=min(old.low, count))


def conclusion(known: LedgerCell) -> tuple[int, int | None]:
    """Lowest and highest count the attacker still holds possible; the highest is None while nothing was shown."""
    return max(known.s_lo - SPREAD, known.nn), known.s_hi


def candidates(known: LedgerCell) -> int | None:
    """How many true counts fit everything shown so far; None = unbounded. Five or more, fewer only near zero."""
    low, high = conclusion(known)
    return None if high is None else high - low + 1
