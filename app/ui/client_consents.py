"""The tab Einwilligungen: what the person agreed to, where the sheet lies, and the withdrawal."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from app.domain.consent import DISCLOSURE, Consent, holds
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import choice, due_day, past_day, several_words, stored_values, word
from app.ui.client_parts import ActPanel
from app.ui.client_records import Kind, RecordsTab
from app.ui.columns import Column
from app.ui.controls import button
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.layouts import column, holder, row
from app.ui.paint import Pill
from app.usecases import casework

RECIPIENT = N_("Es fehlt, wer etwas erfahren darf. Eine Einwilligung an alle gilt nicht. Es wurde nichts eingetragen.")


def consent_fields(file: CaseFile) -> tuple[Field, ...]:
    """Kind, date and form, to whom and until when, and where the sheet lies."""
    return (
        Field("kind", _("Wofür"), choice("consent_kind"), required=True),
        Field("given_on", _("Erteilt am"), past_day(file.today), required=True),
        Field("form", _("Form"), choice("consent_form"), required=True),
        Field("recipients", _("An wen"), several_words(), help=_("bei Weitergabe; mehrere mit Komma")),
        Field("expires_on", _("Gilt bis"), due_day(file.today)),
        Field("language", _("Erklärt auf"), choice("language")),
        Field("paper_location", _("Wo das Blatt liegt"), Text(), width="full"),
    )


def consent_pill(consent: Consent, today: date) -> Pill:
    """Whether it holds today, in a word."""
    if consent.withdrawn_on:
        return Pill(text=_("widerrufen"), kind="bad", icon="ban")
    return Pill(text=_("gilt"), kind="ok") if holds(consent, today) else Pill(text=_("abgelaufen"), kind="warn")


def consents_tab(file: CaseFile) -> RecordsTab[Consent]:
    """List and entry of consents; the current one can be withdrawn."""
    def add(client_id: str, values: dict[str, object]) -> None:
        if values["kind"] == DISCLOSURE and not values["recipients"]:
            raise UserError(RECIPIENT)
        fields: dict[str, Any] = stored_values(Consent, values)
        casework.add_consent(file, client_id, **fields)

    def about(consent: Consent) -> str:
        return ", ".join(part for part in (*consent.recipients, consent.paper_location) if part)

    def speak(consent: Consent) -> str:
        return ", ".join((word("consent_kind", consent.kind), german(consent.given_on),
                          consent_pill(consent, file.today()).text))

    tab = RecordsTab(file, Kind[Consent](
        name="consent", title=_("Einwilligungen"), new=_("Neue Einwilligung"), add_word=_("Einwilligung eintragen"),
        columns=(
            Column[Consent](title=_("Wofür"), text=lambda c: word("consent_kind", c.kind)),
            Column[Consent](title=_("Erteilt am"), text=lambda c: german(c.given_on), width=110,
                            sort=lambda c: c.given_on),
            Column[Consent](title=_("An wen, wo das Blatt liegt"), text=about, width=210),
            Column[Consent](title=_("Stand"), text=lambda c: "", width=130,
                            pill=lambda c: consent_pill(c, file.today())),
        ),
        key=lambda c: c.id, speak=speak,
        empty=("signature", _("Noch keine Einwilligung"),
               _("Hier steht, wem die Person was erlaubt hat und wo das unterschriebene Blatt liegt.")),
        new_fields=lambda: consent_fields(file), add=add,
        new_values=lambda: {"given_on": file.today(), "form": "signed"},
        edit_fields=lambda: (), values=lambda c: {}, change=lambda *_changed: None))
    tab.shown.connect(partial(_offer_withdrawal, tab, file))
    return tab


def _offer_withdrawal(tab: RecordsTab[Consent], file: CaseFile) -> None:
    """The button that opens the withdrawal of the current consent, where it has not been withdrawn."""
    consent = tab.current()
    if consent is None or consent.withdrawn_on:
        tab.extra(None)
        return
    opened = button(_("Widerrufen …"), icon="ban", call=partial(_ask_day, tab, file, consent))
    tab.extra(holder(column(row(opened, None))))


def _ask_day(tab: RecordsTab[Consent], file: CaseFile, consent: Consent) -> None:
    def withdraw(values: Mapping[str, object]) -> None:
        day = values["on"]
        assert isinstance(day, date)
        casework.withdraw_consent(file, consent.id, day)

    title = _("Einwilligung widerrufen: {kind}").format(kind=word("consent_kind", consent.kind))
    panel = ActPanel(title, _("Ab diesem Tag wird dafür nichts mehr weitergegeben. Was schon war, bleibt stehen."),
                     (Field("on", _("Widerrufen am"), past_day(file.today), required=True),), _("Widerrufen"), withdraw,
                     scrolls=False)
    panel.form.set_values({"on": file.today()})
    panel.closed.connect(partial(_offer_withdrawal, tab, file))
    panel.closed.connect(partial(tab.writing.emit, False))
    tab.extra(panel)
    tab.writing.emit(True)
    panel.form.focus()
