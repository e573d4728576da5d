"""KRR-5, the keyed persistent rounding of anonymity.md; the only place that sees the key and the offsets."""

import hmac
from collections.abc import Iterable

BASE = 5
KEY_BYTES = 32
PREFIX = "krr1"


def cell_id(measure: str, epoch: str, conditions: Iterable[tuple[str, str]]) -> str:
    """The name of a cell, equal in every table and month; ``epoch`` is empty for stock and the year for counters."""
    return "|".join((PREFIX, measure, epoch, "&".join(sorted(f"{attribute}={code}" for attribute, code in conditions))))


def offset(key: bytes, identifier: str) -> int:
    """The offset 0..4 of a cell under the 256-bit key of the caseload; never changes and never leaves the device."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the rounding key has {KEY_BYTES} bytes")
    digest = hmac.digest(key, identifier.encode("utf-8"), "sha256")
    return int.from_bytes(digest[:8], "big") % BASE


def published(key: bytes, identifier: str, count: int) -> int:
    """The multiple of five that leaves the device for a true count >= 0: within 4 of it, and 0 for 0."""
    if count < 0:
        raise ValueError("a count is not negative")
    return (count + offset(key, identifier)) // BASE * BASE
