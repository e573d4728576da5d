"""The panel that withdraws a consent: says what follows, and leads on to closing the case where it may not go on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.case import IN_STOCK, CaseState
from app.domain.consent import CASEWORK, HEALTH, Consent
from app.domain.dates import german
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.ui.client_fields import past_day, word
from app.ui.client_parts import ActPanel
from app.ui.controls import label
from app.ui.form import Field
from app.ui.layouts import column, holder
from app.usecases.consent import REVIEW_DAYS, receivers, withdraw_consent

CLOSING_REASON = "consent_withdrawn"
# the act that opens the panel for closing with this reason already chosen
CLOSE_WITHDRAWN = f"close:{CLOSING_REASON}"


def withdrawal_panel(file: CaseFile, consent: Consent, close_case: Callable[[], object]) -> ActPanel:
    """The day, what follows, and one button; `close_case` comes after it where the case may not go on."""
    state = clients.page(file, consent.client_id).state if consent.kind == CASEWORK else None

    def withdraw(values: Mapping[str, object]) -> None:
        day = values["on"]
        assert isinstance(day, date)
        withdraw_consent(file, consent.id, day)
        if state in IN_STOCK:
            # the panel closes first, then another one takes its place
            QTimer.singleShot(0, close_case)

    lines = consequences(file, consent, state)
    confirm = _("Widerrufen und weiter zum Abschluss") if state in IN_STOCK else _("Widerrufen")
    panel = ActPanel(_("Einwilligung widerrufen: {kind}").format(kind=word("consent_kind", consent.kind)),
                     _("Ab diesem Tag wird dafür nichts mehr weitergegeben. Was schon war, bleibt stehen."),
                     (Field("on", _("Widerrufen am"), past_day(file.today), required=True),), confirm, withdraw,
                     extra=_listed(lines) if lines else None, scrolls=False)
    panel.form.set_values({"on": file.today()})
    return panel


def consequences(file: CaseFile, consent: Consent, state: CaseState | None) -> tuple[str, ...]:
    """What follows, one sentence each (domain.md §§ 5.2, 10.4)."""
    casework = consent.kind == CASEWORK
    told = receivers(file, consent.client_id) if casework else consent.recipients
    found = []
    if told:
        found.append(_("Zu informieren: {names}.").format(names=", ".join(isolated(name) for name in told)))
    if consent.kind == HEALTH:
        found.append(_("Angaben zur Gesundheit dürfen nicht mehr geführt werden. Prüfen Sie Bedarf und Notizen."))
    if casework and state in IN_STOCK:
        found.append(_("Die Akte darf nicht weitergeführt werden: Es folgt der Abschluss mit dem Grund „{reason}“.")
                     .format(reason=word("closing_reason", CLOSING_REASON)))
    elif casework and state == CaseState.PROSPECT:
        found.append(_("Ein Fall kann nicht eröffnet werden: Verwerfen Sie danach die Aufnahme."))
    if casework:
        due = file.today() + timedelta(days=REVIEW_DAYS)
        found.append(_("Die Wiedervorlage „Löschung prüfen“ wird angelegt, zum {date}.").format(date=german(due)))
    return tuple(found)


def _listed(lines: Sequence[str]) -> QWidget:
    parts = [label(_("Das folgt daraus"), "label"), *(label(f"– {line}", wrap=True) for line in lines)]
    return holder(column(*parts, gap=4))
