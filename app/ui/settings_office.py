"""Dienststelle: its name on letters and reports, and the commune it works for."""

from app.domain.codes import code_list
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.choice import Choice
from app.ui.controls import label
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.layouts import card
from app.ui.settings_part import Part
from app.ui.shell import Shell
from app.usecases import office


class OfficePart(Part):
    """Facts of the file; each field is saved when it is left."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        communes = [(code.id, code.label) for code in code_list("commune").active()]
        self.form = FormView((
            Field("office", _("Name der Dienststelle"), Text(max_length=120), required=True, width="full",
                  help=_("Steht auf Briefen und Meldungen.")),
            Field("ags", _("Kommune"), Choice(options=communes), required=True, width="full",
                  help=_("Gilt ab der nächsten Monatsmeldung; ausgegebene bleiben, wie sie sind.")),
        ), save=self._save)
        self.show_cards(card(label(_("Dienststelle"), "lead"), self.form, gap=10))

    def show_facts(self) -> None:
        """What the file says of its office."""
        self.form.set_values({name: self._file.meta(name) for name in ("office", "ags")})

    def _save(self, attribute: str, value: object) -> None:
        if attribute == "office":
            office.rename(self._file, str(value))
        else:
            office.move(self._file, str(value))
        self._shell.set_saved(_("Gespeichert {time:%H:%M:%S}").format(time=self._file.now()))
