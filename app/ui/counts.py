"""The numbers beside the pages in the sidebar, remembered until an act touches what they count."""

from collections.abc import Callable

from app.store.casefile import CaseFile, Change
from app.store.queries import sidebar

# which tables each number is counted from
_FROM: dict[str, tuple[Callable[[CaseFile], int], frozenset[str]]] = {
    "today": (sidebar.due, frozenset({"follow_up", "appointment"})),
    "clients": (sidebar.running, frozenset({"case_", "case_step"})),
    "referral": (sidebar.unanswered, frozenset({"referral", "referral_step"})),
    "export": (sidebar.month_waits, frozenset({"issued_month", "case_step"})),
}


class Counts:
    """Asks the file once per number, and again after a change of its tables or at midnight."""

    def __init__(self, file: CaseFile) -> None:
        self._file = file
        self._day = file.today()
        self._known: dict[str, int] = {}
        file.subscribe(self.forget)

    def forget(self, change: Change) -> None:
        """Drops what a change made old; comes in the thread that wrote."""
        for name, (_count, tables) in _FROM.items():
            if change.entities & tables:
                self._known.pop(name, None)

    def of(self, page_id: str) -> int:
        """The number of a page."""
        if self._day != self._file.today():
            self._day = self._file.today()
            self._known.clear()
        if page_id not in self._known:
            self._known[page_id] = int(_FROM[page_id][0](self._file))
        return self._known[page_id]
