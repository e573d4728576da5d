"""Entf on a record: it goes at once, the toast brings it back; what has to stay says why."""

from app.domain.labels import LABELS
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_history_words import REMOVED
from app.ui.shell import Shell
from app.usecases import records


def remove_record(shell: Shell, file: CaseFile, record: object) -> None:
    """Removes a record and offers „Rückgängig“; UserError where something hangs on it. Other values are left alone."""
    if type(record) in records.TITLES:
        records.remove(file, record)
        one = _(LABELS[type(record)].one)
        shell.toast(f"{_(REMOVED).format(one=one)}.", file.undo)
