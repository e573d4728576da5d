"""What Aufnahme, alone and for several, have in common: a sheet that is kept as a draft, and the page it lies on. What
is typed into it is theirs."""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.store.casefile import CaseFile, Draft
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.entry_parts import DraftFooter
from app.ui.page_parts import Slot
from app.ui.shell import Page, Shell


class DraftSheet(QWidget):
    """`edited` with each key, `saved` with each kept draft, `finished` on the last Enter."""

    edited = Signal()
    saved = Signal()
    finished = Signal()

    def __init__(self, file: CaseFile, kind: str) -> None:
        super().__init__()
        self._file = file
        self._keeper = DraftKeeper(self, file, kind, self._draft)
        self._keeper.saved.connect(self.saved)
        self.restored: Draft | None = draft_of(file, kind)

    def _draft(self) -> tuple[dict[str, Any], str]:
        """What is typed, and where the caret is."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """What takes the keyboard."""
        raise NotImplementedError

    def flush(self) -> None:
        """Keeps the draft now."""
        self._keeper.flush()

    def stop(self) -> None:
        """Keeps nothing more: what is typed is being written."""
        self._keeper.stop()

    def discard(self) -> None:
        """Forgets the draft."""
        self._keeper.discard()


S = TypeVar("S", bound=DraftSheet)


class DraftPage(Page, Generic[S]):
    """`build` makes `_notice`, `_slot` and `_foot`, and `_begin` a sheet that it gives to `_lay`."""

    _notice: Slot
    _slot: Slot
    _foot: DraftFooter

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self._sheet: S | None = None
        self._fresh = True

    def _begin(self) -> None:
        raise NotImplementedError

    def discard(self) -> None:
        """Forgets what is typed."""
        raise NotImplementedError

    def _lay(self, sheet: S) -> None:
        """Shows a sheet, and says when what it holds was typed before."""
        self._sheet = sheet
        self._slot.put(sheet)
        self._foot.say_saved("")
        sheet.saved.connect(lambda: self._foot.say_saved(
            _("Entwurf gespeichert {time}").format(time=f"{self._file.now():%H:%M:%S}")))
        sheet.finished.connect(self._foot.enter)
        if sheet.restored is None:
            self._notice.put(None)
            return
        said = _("Ihr Entwurf von {time} Uhr ist wieder da.").format(time=f"{sheet.restored.saved_at:%H:%M}")
        self._notice.put(Banner("info", said, button(_("Neu beginnen"), call=self.discard)))

    def refresh(self, change: object) -> None:
        """A new sheet where one is wanted; what is being typed is never touched."""
        if self._fresh or self._sheet is None:
            self._fresh = False
            self._begin()

    def may_leave(self) -> bool:
        """Keeps the draft; nothing holds anybody up."""
        if self._sheet is not None:
            self._sheet.flush()
        return True

    def first_focus(self) -> QWidget | None:
        """Where the caret was, or the beginning."""
        return self._sheet.first() if self._sheet is not None else None
