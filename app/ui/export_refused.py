"""What refuses a monthly report, and where a person can settle it."""

from PySide6.QtWidgets import QPushButton

from app.domain.errors import UserError
from app.domain.local_codes import NotAssigned
from app.i18n import _, text_of
from app.statistics.audit_file import AuditRefused
from app.statistics.counting import CountsDisagree
from app.statistics.solver import SolverFailed
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.export_flow import ExportFlow
from app.ui.shell import Shell


class Refusal:
    """The sentence over the page with its ways out; it goes when somebody takes one."""

    def __init__(self, shell: Shell, flow: ExportFlow) -> None:
        self._shell, self._flow = shell, flow
        self._banner: Banner | None = None

    def banner(self) -> Banner | None:
        """A new one for the page that is built, None where nothing refuses."""
        refusal = self._flow.work.refusal
        self._banner = None if refusal is None else Banner("bad", text_of(refusal), *self._ways_out(refusal))
        return self._banner

    def check(self) -> None:
        """To the contradictions and gaps of the month."""
        self._settle("quality", month=str(self._flow.month or ""))

    def _ways_out(self, refusal: UserError) -> list[QPushButton]:
        if isinstance(refusal, NotAssigned):
            return [button(_("Zuordnen"), call=lambda: self._settle("settings", part="values"))]
        if isinstance(refusal, CountsDisagree):
            return [button(_("Angaben prüfen"), call=self.check)]
        if isinstance(refusal, SolverFailed):
            return [button(_("Noch einmal"), icon="refresh-cw", call=self._flow.preview)]
        if isinstance(refusal, AuditRefused):
            return [button(_("Angaben prüfen"), call=self.check),
                    button(_("Diagnose speichern"), call=lambda: self._settle("settings", part="check"))]
        return []

    def _settle(self, page_id: str, **where: object) -> None:
        # whoever comes back from there has settled it, or asks again
        self._flow.work.refusal = None
        self._shell.go(page_id, **where)
        if self._banner is not None:
            self._banner.hide()
