"""Saved lists (gemerkte Listen): a filter of the client list under a name, pinned in the sidebar."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedList:
    """``filters`` are ids like ``state:open``; ``sort`` is a column id, „-“ in front for falling, two with a comma."""

    id: str
    name: str
    position: int
    filters: tuple[str, ...] = ()
    search: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
