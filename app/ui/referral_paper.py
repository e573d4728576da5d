"""The panel that makes the sheet for the provider of a referral: what stands on it, who is answered, where it goes."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.client import Client
from app.domain.consent import DISCLOSURE
from app.domain.errors import N_, UserError
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import referral as query
from app.store.queries.referral import ReferralPage
from app.ui.client_parts import ActPanel
from app.ui.components import Banner
from app.ui.editors import Chips, Option, Text
from app.ui.form import Field
from app.ui.shell import Shell
from app.ui.tasks import Step
from app.usecases import consent

NO_PLACE = N_("Es wurde kein Ort gewählt und nichts ausgegeben.")
REASON_MISSING = N_("Ohne Einwilligung fehlt der Grund. Es wurde nichts ausgegeben.")
# as in `referral_print`, which loads slowly and is asked for only when something is drawn
REPLY_TO, SLIP_CONTACT = "referral_reply_to", "slip_contact"
NAME, ALIAS, NUMBER = "name", "alias", "number"
PHONE = "phone"


class SheetPanel(ActPanel):
    """Says first whether a consent for this provider is there; without one it asks for the reason. `owner` outlives it.
    """

    def __init__(self, owner: QWidget, shell: Shell, file: CaseFile, page: ReferralPage) -> None:
        self._owner, self._shell, self._file, self._page = owner, shell, file, page
        client = query.person(file, page.referral.case_id).client
        self._gate = consent.gate(file, page.client_id, DISCLOSURE, page.referral.provider)
        shut = None if self._gate.ok else Banner("warn", self._gate.sentence)
        super().__init__(
            _("Blatt für den Träger: {provider}").format(provider=isolated(page.referral.provider)),
            _("Auf dem Blatt stehen Name, Sprache, Deutschniveau, Angebot und gewünschte Unterstützung, nichts zu "
              "Aufenthalt oder Gesundheit und keine Notiz. Die Datei ist nicht verschlüsselt. Was hinausging, steht "
              "unter Einstellungen, Ausgang."),
            self._fields(client), _("Als PDF speichern …"), self._make, extra=shut, scrolls=False)
        self.form.set_values({
            "called": NAME if client.family_name or client.given_name else ALIAS if client.aliases else NUMBER,
            # who allows only other ways is not to be called by others either
            "phone": not client.channels or PHONE in client.channels,
            "reply_to": file.meta(REPLY_TO) or file.meta(SLIP_CONTACT) or None})

    def _fields(self, client: Client) -> list[Field]:
        names: list[Option] = [(NUMBER, client.reference)]
        if client.aliases:
            names.insert(0, (ALIAS, isolated(client.aliases[0])))
        if client.family_name or client.given_name:
            names.insert(0, (NAME, isolated(" ".join(p for p in (client.given_name, client.family_name) if p))))
        found = [Field("called", _("Name auf dem Blatt"), Chips(options=names), required=True, width="half")]
        if client.phone:
            found.append(Field("phone", _("Telefon der Person"), Chips(options=(
                (True, _("mitgeben")), (False, _("weglassen")))), width="half"))
        found.append(Field("reply_to", _("Antwort an"), Text(max_length=200), width="half",
                           help=_("Ihr Name und Ihre Telefonnummer")))
        if not self._gate.ok:
            found.append(Field("reason", _("Grund, es ohne Einwilligung zu tun"), Text(max_length=500), width="full",
                               help=_("Steht danach im Ausgang.")))
        return found

    def _make(self, values: Mapping[str, object]) -> None:
        reason = str(values.get("reason") or "").strip()
        if not self._gate.ok and not reason:
            self.form.focus("reason")
            raise UserError(REASON_MISSING)
        chosen, _filter = QFileDialog.getSaveFileName(
            self._owner, _("Blatt für den Träger speichern"),
            str(Path.home() / f"anmeldung-{self._file.today()}.pdf"), _("PDF (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite)
        if not chosen:
            raise UserError(NO_PLACE)
        write(self._owner, self._shell, self._file, self._page.referral.id,
              Path(chosen if chosen.endswith(".pdf") else chosen + ".pdf"), values)


def write(owner: QWidget, shell: Shell, file: CaseFile, referral_id: str, target: Path,
          values: Mapping[str, object]) -> None:
    """Draws and writes the sheet beside the window; it is entered in the register."""
    # nothing here may hold the panel: it is gone before the work runs
    said = dict(values)

    def job(_step: Step) -> None:
        # ReportLab loads slowly
        from app.usecases import referral_print

        referral_print.write_sheet(file, referral_id, referral_print.Wanted(
            called=str(said["called"]), phone=said.get("phone") is True, reply_to=str(said["reply_to"] or ""),
            reason=str(said.get("reason") or "")), target)

    shell.run_task(owner, job, lambda _none: shell.toast(
        _("Gespeichert und im Ausgang eingetragen: {place}").format(place=target)))
