"""What the parts of Einstellungen with long work share: progress, how it ended, and counts in words."""

from PySide6.QtWidgets import QPushButton

from app.domain.errors import N_, UserError
from app.i18n import _, number, text_of
from app.store.casefile import CaseFile
from app.ui.components import Banner
from app.ui.controls import announce
from app.ui.layouts import column, holder
from app.ui.progress import ProgressSlot
from app.ui.settings_part import Part
from app.ui.shell import Shell

COUNTED = {"client": N_("Personen"), "case_": N_("Fälle"), "contact": N_("Notizen"), "referral": N_("Vermittlungen"),
           "follow_up": N_("Wiedervorlagen"), "issued_month": N_("Monatsmeldungen")}


def in_numbers(counts: dict[str, int]) -> str:
    """„120 Personen, 3.400 Notizen“ for what a file holds."""
    found = ", ".join(f"{number(counts[table])} {_(word)}" for table, word in COUNTED.items() if counts.get(table))
    return found or _("noch keine Personen")


class WorkPart(Part):
    """A part whose work says in its card how it ended."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self.progress = ProgressSlot()
        self._result = column()
        self.place = holder(self._result)
        self.place.hide()

    @property
    def banner(self) -> Banner | None:
        """How the last work ended, None before it."""
        item = self._result.itemAt(0)
        shown = item.widget() if item is not None else None
        return shown if isinstance(shown, Banner) else None

    def say(self, kind: str, sentence: str, *actions: QPushButton) -> None:
        """Shows how the work ended, "" for nothing; a reader hears it."""
        if (old := self.banner) is not None:
            self._result.removeWidget(old)
            old.hide()
            old.deleteLater()
        if sentence:
            shown = Banner(kind, sentence, *actions)
            self._result.addWidget(shown)
            announce(shown, sentence)
        self.place.setVisible(bool(sentence))

    def failed(self, error: Exception) -> None:
        """A known failure stands in the card; a defect goes to the crash dialog."""
        if not isinstance(error, UserError):
            raise error
        self.say("bad", text_of(error))
