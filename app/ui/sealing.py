"""The lower part of a form that hands data out: a warning that the file is open to all, or the password of a ZIP."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui.components import Banner
from app.ui.layouts import column, holder
from app.ui.new_password import NewPassword
from app.ui.page_parts import Slot
from app.vault import aes_zip


def zip_password() -> NewPassword:
    """The choice of a password for a ZIP, which has to be stronger than that of the Klientendatei."""
    return NewPassword(judge=aes_zip.judge, advice=_(
        "Schreiben Sie die fünf Wörter auf, bevor Sie weitergehen: Ohne sie öffnet niemand die Datei, auch dieses "
        "Programm nicht. Geben Sie Datei und Kennwort nie auf demselben Weg weiter."))


class Sealing(QWidget):
    """Shows the warning or the password; `finished` is Enter in the last field of an own password."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.password: NewPassword | None = None
        self._slot = Slot(_warning())
        self.setLayout(column(self._slot, gap=0))

    def show_for(self, sealed: bool) -> None:
        """Changes between the two; a password that was chosen goes with the choice for it."""
        if sealed == (self.password is not None):
            return
        self.password = zip_password() if sealed else None
        if self.password is None:
            self._slot.put(_warning())
            return
        self.password.finished.connect(self.finished)
        self._slot.put(holder(column(self.password, Banner("info", _(
            "Zum Öffnen braucht es ein Programm wie 7-Zip; der Explorer von Windows genügt nicht immer. Nach dem "
            "Entpacken ist die Liste offen.")), gap=10)))

    def chosen(self) -> str:
        """The password; "" for none, or where it cannot be taken and the reason stands at its field."""
        return self.password.chosen() if self.password is not None else ""


def _warning() -> QWidget:
    return Banner("warn", _("Die Datei ist nicht verschlüsselt: Wer sie hat, kann alles lesen. Sie ist nur für Sie "
                            "selbst. Was hinausging, steht unter Einstellungen, Ausgang."), icon="triangle-alert")
