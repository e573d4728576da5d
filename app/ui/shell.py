"""What a page may ask of the window, what the window asks of a page, and how a page is announced. No widgets here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.ui.actions import Action
from app.ui.tasks import Failed, Job, R, Task


class Shell(Protocol):
    """The window as a page sees it."""

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Says what was done; with `undo` it offers „Rückgängig“."""

    def problem(self, error: UserError) -> None:
        """Says a refusal that has no field and no card of its own."""

    def go(self, page_id: str, **where: object) -> None:
        """Opens a page; `where` reaches its `arrive`. The focused field is saved first."""

    def back(self) -> None:
        """Goes back to the page before."""

    def open_client(self, client_id: str) -> None:
        """Opens the page `client` on a person."""

    def rebuild(self) -> None:
        """Builds the current page anew, when its structure and not only its data changed."""

    def run_task(self, owner: QObject, job: Job[R], done: Callable[[R], object], failed: Failed | None = None, *,
                 reads: bool = False) -> Task:
        """Runs long work beside the window (tasks.py)."""

    def run_action(self, action_id: str) -> None:
        """Runs a declared action by its id."""

    def set_saved(self, text: str) -> None:
        """Shows the saved state, such as „Gespeichert 14:03:22“."""

    def commit_focused_field(self) -> bool:
        """Saves the field that has the focus; False when its value is not valid."""


class Page(Protocol):
    """One page. The object lives as long as the window and keeps what is chosen on it; its widgets come and go.

    Derive from it: everything but `title` and `build` has a default. The window calls `arrive`, `build` (again after
    each change of text size, theme or width), then `refresh(None)`, and later `refresh(change)` after each write.
    """

    title: str
    # True once what the page is for is done: the way back leads past it
    passed: bool = False

    def build(self, parent: QWidget) -> QWidget:
        """New widgets without data, the ground from `layouts.page`. Lay out by `T.wide`."""

    def refresh(self, change: object) -> None:
        """Fetches and shows the data; `change` is what the store says was written, None for everything."""

    def arrive(self, **where: object) -> None:
        """Takes what `go` was given, before building."""

    def again(self, **where: object) -> bool:
        """Does what is wanted of the page that is shown already; False where it has to be filled for that."""
        return False

    def lasting(self, where: dict[str, object]) -> dict[str, object]:
        """What of `where` still holds when somebody comes back: the place, not what was to be done there."""
        return where

    def where(self) -> dict[str, str]:
        """What `go` has to be given for the page to open as it is now, after a lock."""
        return {}

    def first_focus(self) -> QWidget | None:
        """The widget that gets the keyboard when the page opens."""
        return None

    def areas(self) -> Sequence[QWidget]:
        """The areas F6 walks through after the sidebar, by their first widgets."""
        first = self.first_focus()
        return () if first is None else (first,)

    def actions(self) -> Sequence[Action]:
        """Actions that hold while this page is shown; they appear in menus, sheet and palette as well."""
        return ()

    def person(self) -> str:
        """The id of the person whose row is the current one, proposed for a note; "" for none."""
        return ""

    def find(self) -> bool:
        """Ctrl+F: goes to the page's own search; False when it has none or is there already."""
        return False

    def may_leave(self) -> bool:
        """False when something half done must be settled first; the page has said what."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page in the sidebar. `nav` is the entry that is marked for pages with `shown` False (client → clients).

    With `esc_back`, Esc goes back to the page before where nothing on the page takes it.
    """

    id: str
    label: str
    icon: str
    factory: Callable[[Shell], Page]
    shortcut: str = ""
    shown: bool = True
    nav: str = ""
    at_bottom: bool = False
    count: Callable[[], int] | None = None
    warn: Callable[[], bool] | None = None
    esc_back: bool = False
