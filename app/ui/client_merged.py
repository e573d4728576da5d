"""On the page of a person: that another file was merged into theirs, and the way back for 30 days."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.dates import german
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.duplicates import Merged
from app.ui import history
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.shell import Shell


def merged_banner(shell: Shell, file: CaseFile, found: Sequence[Merged]) -> QWidget | None:
    """The latest of the merges that can be taken back, None where there is none."""
    if not found:
        return None
    sentence = _("Zusammengeführt am {date} mit {reference}.").format(date=german(found[0].at.date()),
                                                                      reference=found[0].reference)
    return Banner("info", sentence, button(_("Rückgängig"), "link", "undo-2",
                                           partial(history.undo, shell, file, found[0].number)))
