"""What a person has chosen on the page Klienten – filters, search, order, columns – and its forms in settings and saved
lists. Pure: no widgets, no reads."""

from dataclasses import dataclass

from app.domain.saved_list import SavedList
from app.settings import Settings
from app.ui.clients_columns import DEFAULT as COLUMNS
from app.ui.clients_columns import NAME
from app.ui.clients_filters import DEFAULT as FILTERS
from app.ui.clients_view import SortKeys

KEYS = 2  # of the order


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """``sort`` are column ids with „falling“, the first key first; ``columns`` empty stands for the usual ones."""

    filters: frozenset[str] = FILTERS
    search: str = ""
    sort: SortKeys = ((NAME, False),)
    columns: tuple[str, ...] = COLUMNS


def of_settings(settings: Settings | None) -> Chosen:
    """Columns and order as they were left on this computer."""
    if settings is None:
        return Chosen()
    columns = tuple(one for one in settings.client_columns.split(",") if one)
    return Chosen(columns=columns or COLUMNS, sort=sort_of(settings.client_sort))


def of_list(saved: SavedList) -> Chosen:
    """Everything as it was when the list was kept."""
    return Chosen(filters=frozenset(saved.filters), search=saved.search, sort=sort_of(saved.sort),
                  columns=saved.columns or COLUMNS)


def sort_text(sort: SortKeys) -> str:
    """``-contact,name``: „-“ before a falling order."""
    return ",".join(f"{'-' if falling else ''}{name}" for name, falling in sort)


def sort_of(text: str) -> SortKeys:
    """The order a text stands for; by name for none."""
    keys = tuple((part.removeprefix("-"), part.startswith("-")) for part in text.split(",") if part.strip("-"))
    return keys[:KEYS] or ((NAME, False),)
