"""The panel that hands an attachment out of the vault: for whom, what for, to which place. It enters nothing itself."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.attachment import Attachment
from app.domain.consent import DISCLOSURE
from app.domain.errors import N_, UserError
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_parts import ActPanel
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import attachments, consent

NO_PLACE = N_("Es wurde kein Ort gewählt und nichts ausgegeben.")
REASON_MISSING = N_("Ohne Einwilligung fehlt der Grund. Es wurde nichts ausgegeben.")


class HandOutPanel(ActPanel):
    """Closes as soon as the writing has begun; `failed` hears what went wrong then. `owner` outlives the panel."""

    def __init__(self, owner: QWidget, shell: Shell, file: CaseFile, attachment: Attachment,
                 failed: Callable[[Exception], object]) -> None:
        self._owner, self._shell, self._file = owner, shell, file
        self._attachment, self._failed = attachment, failed
        fields = (Field("recipient", _("Für wen"), Text(max_length=200), required=True, width="half",
                        help=_("zum Beispiel Jobcenter Arnsberg oder die Person selbst")),
                  Field("purpose", _("Wofür"), Text(max_length=200), width="half"),
                  Field("reason", _("Grund, es ohne Einwilligung zu tun"), Text(max_length=500), width="full",
                        help=_("Steht danach im Ausgang.")))
        super().__init__(
            _("Anlage ausgeben: {name}").format(name=isolated(attachment.name)),
            _("Die Datei liegt danach unverschlüsselt an dem Ort, den Sie wählen. Was hinausging, steht unter "
              "Einstellungen, Ausgang."), fields, _("Ort wählen …"), self._hand_out, scrolls=False)
        self.form.show_field("reason", False)
        self.form.committed.connect(lambda attribute, _value: self._weigh() if attribute == "recipient" else None)

    def _weigh(self) -> bool:
        """Says at the receiver why nothing may go there, and asks for a reason; True where it may."""
        recipient = str(self.form.values()["recipient"])
        found = consent.gate(self._file, self._attachment.client_id, DISCLOSURE, recipient) if recipient else None
        shut = found is not None and not found.ok
        if found is not None and shut:
            self.form.box("recipient").show_warning(found.sentence)
        self.form.show_field("reason", shut)
        return not shut

    def _hand_out(self, values: Mapping[str, object]) -> None:
        if not self._weigh() and not values["reason"]:
            self.form.focus("reason")
            raise UserError(REASON_MISSING)
        proposed = Path.home() / attachments.name_outside(self._file, self._attachment)
        chosen, _filter = QFileDialog.getSaveFileName(
            self._owner, _("Anlage ausgeben"), str(proposed),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if not chosen:
            raise UserError(NO_PLACE)
        target = Path(chosen)
        if target.exists():
            raise UserError(attachments.ALREADY_THERE)
        shell, file, attachment = self._shell, self._file, self._attachment
        recipient, purpose, reason = (str(values[name] or "") for name in ("recipient", "purpose", "reason"))

        # neither of the two may hold the panel: it is gone before they run
        def job(_step: Step) -> None:
            attachments.hand_out(file, attachment, target, recipient, purpose, reason=reason)

        def done(_nothing: None) -> None:
            shell.toast(_("Ausgegeben und eingetragen: {place}").format(place=target))

        shell.run_task(self._owner, job, done, self._failed)
