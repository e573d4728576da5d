"""Asks where the sheet of a day shall lie and has it written beside the window, on Heute and in the week."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.entry_parts import save_print
from app.ui.shell import Shell


def print_day(shell: Shell, owner: QWidget, file: CaseFile, on: date) -> None:
    """The sheet holds names, and the title of the question says so."""
    def write(target: Path) -> None:
        # ReportLab loads slowly
        from app.usecases import today_print

        today_print.write_day(file, on, target)

    save_print(shell, owner, _("Tagesblatt mit Namen speichern"), f"tagesblatt-{on}", write)
