"""What is typed for a referral not begun yet, kept as a draft for its person; and the line that offers it again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.i18n import _
from app.store.casefile import CaseFile, Draft
from app.store.queries import referral as referral_query
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.page_parts import Slot
from app.ui.shell import Shell

KIND = "referral:"


class ReferralDraft:
    """Lives as long as its page. `restored` is the draft that was taken up, None when nothing had been typed before."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file
        self.content: dict[str, object] = {}
        self.restored: Draft | None = None
        self._owner = QObject()
        self._keeper: DraftKeeper | None = None

    def live_in(self, window: QObject) -> None:
        """What waits to be saved is found there at a lock, and goes with it."""
        if self._owner.parent() is not window:
            self._owner.setParent(window)

    def start(self) -> None:
        """Begins with nothing typed, for nobody yet."""
        self.let_be()
        self.content = {}

    def take_up(self, case_id: str) -> None:
        """Keeps from now on for that person, and goes on with what was left behind for them."""
        self.let_be()
        self._keeper = DraftKeeper(self._owner, self._file, KIND + case_id, lambda: (dict(self.content), ""))
        words = _("Entwurf {time}")
        self._keeper.saved.connect(
            lambda: self._shell.set_saved(words.format(time=f"{self._file.now():%H:%M:%S}")))
        self.restored = draft_of(self._file, self._keeper.kind)
        if self.restored is not None:
            self.content = dict(self.restored.content)

    def change(self, content: dict[str, object]) -> None:
        """Something was chosen or typed: keeps it soon."""
        self.content = {**self.content, **content}
        if self._keeper is not None:
            self._keeper.touch()

    def let_be(self) -> None:
        """Saves what waits and lets the draft be: it stays until somebody takes it up."""
        if self._keeper is not None:
            self._keeper.flush()
        self._keeper = self.restored = None

    def forget(self) -> None:
        """Throws away what was typed."""
        if self._keeper is not None:
            self._keeper.discard()
        self._keeper = None

    def stop(self) -> None:
        """Saves nothing more: the draft went in the act that made the referral."""
        if self._keeper is not None:
            self._keeper.stop()
        self._keeper = None


class LeftBehind(Slot):
    """Offers the first draft of a referral that was left behind; `go_on(case_id)` takes it up."""

    def __init__(self, file: CaseFile, go_on: Callable[[str], object]) -> None:
        super().__init__()
        self._file, self._go_on = file, go_on

    def refresh(self) -> None:
        """Looks for a draft; one whose person is gone is thrown away with what was meant for them."""
        draft = next((d for d in self._file.drafts() if d.kind.startswith(KIND)), None)
        if draft is None:
            self.put(None)
            return
        case_id = draft.kind.removeprefix(KIND)
        try:
            name = referral_query.person(self._file, case_id).name
        except UserError:
            self._drop(draft.kind)
            return
        said = _("Angefangene Vermittlung für {name} von {time}")
        words = said.format(name=name, time=f"{draft.saved_at:%d.%m. %H:%M}")
        self.put(Banner("info", words, button(_("Fortsetzen"), call=partial(self._go_on, case_id)),
                        button(_("Verwerfen"), "quiet", call=partial(self._drop, draft.kind))))

    def _drop(self, kind: str) -> None:
        self._file.discard_draft(kind)
        self.put(None)
