"""The last step of a monthly report: where the files lie, and who gave them to whom on which day."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import past_day
from app.ui.components import SectionTitle, titled_card
from app.ui.controls import label
from app.ui.editors import Text
from app.ui.export_work import Shown
from app.ui.form import Field, FormView
from app.ui.layouts import card, column, holder
from app.usecases.outgoing import RECIPIENT_LENGTH

NAME_LENGTH = 100


def code_card(shown: Shown) -> QWidget:
    """The code that is compared over the telephone."""
    return titled_card(_("Prüfzahl"), label(shown.code, "title", select=True),
                       label(_("Nennen Sie sie am Telefon: Stimmt sie überein, ist es dieselbe Datei."), "caption",
                             wrap=True), icon="phone")


class HandOverStep(QWidget):
    """The form; `confirm` notes what stands in it, Strg+Eingabe as well."""

    def __init__(self, file: CaseFile, written: Sequence[Path], by: str,
                 note: Callable[[str, str, date], object]) -> None:
        super().__init__()
        self._note = note
        self.form = FormView((
            Field("to", _("An wen"), Text(max_length=RECIPIENT_LENGTH), required=True, width="half"),
            Field("by", _("Übergeben von"), Text(max_length=NAME_LENGTH), required=True, width="half",
                  help=_("Ihr Name, wie er im Ausgang stehen soll")),
            Field("on", _("Am"), past_day(file.today), required=True, width="half")))
        self.form.set_values({"to": _("Geschäftsführende Stelle"), "by": by, "on": file.today()})
        self.form.finished.connect(self.confirm)
        asked = label(_("Die Dateien verlassen diesen Rechner nur durch Sie, zum Beispiel auf einem Stick. Vermerken "
                        "Sie hier die Übergabe; sie steht dann im Ausgang."), "muted", wrap=True)
        paths = [label(str(path), wrap=True, select=True) for path in written]
        self.setLayout(column(
            card(SectionTitle(_("Übergabe vermerken"), icon="send"), asked, self.form, gap=10),
            titled_card(_("Diese Dateien liegen jetzt dort"), holder(column(*paths, gap=4)), icon="file-check"),
            gap=12))

    @property
    def first(self) -> QWidget:
        """What is most likely still to be said."""
        missing = not self.form.values().get("by")
        return self.form.box("by" if missing else "to").control.targets()[0]

    def confirm(self) -> None:
        """Notes it, or says which field is missing."""
        if not self.form.check():
            return
        values = self.form.values()
        on = values["on"]
        assert isinstance(on, date)
        self._note(str(values["by"]), str(values["to"]), on)
