"""The tab Einwilligungen: what the person agreed to, where the sheet lies. Withdrawing stands in its own module."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from app.domain.codes import code_list
from app.domain.consent import DISCLOSURE, HEALTH, Consent, holds
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_consents_withdraw import withdrawal_panel
from app.ui.client_fields import choice, due_day, past_day, several_words, stored_values, word
from app.ui.client_parts import come_into_view
from app.ui.client_records import Kind, RecordsTab
from app.ui.columns import Column
from app.ui.components import Facts, SectionTitle
from app.ui.controls import button
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView
from app.ui.layouts import card, row
from app.ui.paint import Pill
from app.usecases.consent import add_consent, change_consent

YES_NO = ((True, N_("Ja")), (False, N_("Nein")))
CORRECTED = ("paper_location", "template_version", "language", "interpreter")


def consent_fields(file: CaseFile) -> tuple[Field, ...]:
    """What is agreed, to whom and until when; then how it was explained and where the sheet lies."""
    purposes = [(code.id, _(code.label)) for code in code_list("consent_purpose").active()]
    return (
        Field("kind", _("Wofür"), choice("consent_kind", empty=_("noch nicht gewählt")), required=True),
        Field("given_on", _("Erteilt am"), past_day(file.today), required=True),
        Field("form", _("Form"), choice("consent_form"), required=True),
        Field("recipients", _("An wen"), several_words(), width="full",
              help=_("jede Stelle beim Namen; mehrere mit Komma")),
        Field("purposes", _("Zwecke"), Chips(options=purposes, several=True), width="full"),
        Field("scope", _("Welche Angaben"), Text(max_length=300), width="half",
              help=_("zum Beispiel Name, Sprache und Deutschstand")),
        Field("special_categories", _("Auch besonders geschützte Angaben"),
              Chips(options=[(value, _(said)) for value, said in YES_NO]), width="half",
              help=_("Gesundheit und anderes nach DSGVO Art. 9")),
        *explained_fields(),
        Field("expires_on", _("Gilt bis"), due_day(file.today), help=_("leer heißt bis zum Widerruf")),
    )


def explained_fields() -> tuple[Field, ...]:
    """How it was explained and where the sheet lies: what can be corrected later."""
    return (
        Field("language", _("Erklärt auf"), choice("language")),
        Field("interpreter", _("Dolmetschen"), choice("interpreter")),
        Field("template_version", _("Fassung des Blatts"), Text(max_length=40), help=_("steht unten auf dem Blatt")),
        Field("paper_location", _("Wo das Blatt liegt"), Text(), help=_("zum Beispiel Ordner 3")),
    )


def consent_pill(consent: Consent, today: date) -> Pill:
    """Whether it holds today, in a word."""
    if consent.withdrawn_on and consent.withdrawn_on <= today:
        return Pill(text=_("widerrufen"), kind="bad", icon="ban")
    return Pill(text=_("gilt"), kind="ok") if holds(consent, today) else Pill(text=_("abgelaufen"), kind="warn")


def _shape(form: FormView) -> None:
    """Only a release to somebody names receivers; health is special without being asked."""
    if "kind" not in form.attributes:
        return
    kind = form.said().get("kind")
    form.show_field("recipients", kind == DISCLOSURE)
    form.show_field("special_categories", kind != HEALTH)


def _stored(values: Mapping[str, object]) -> dict[str, Any]:
    kept = stored_values(Consent, dict(values))
    return {**kept, "recipients": kept["recipients"] or (), "purposes": kept["purposes"] or (),
            "special_categories": bool(kept["special_categories"])}


def consents_tab(file: CaseFile, close_case: Callable[[], object]) -> RecordsTab[Consent]:
    """List and entry of consents; the current one can be withdrawn, which may lead to `close_case`."""
    def add(client_id: str, values: dict[str, object]) -> None:
        add_consent(file, client_id, **_stored(values))

    def change(consent_id: str, attribute: str, value: object) -> None:
        change_consent(file, consent_id, **stored_values(Consent, {attribute: value}))

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
        key=lambda c: c.id, speak=speak, shape=_shape,
        empty=("signature", _("Noch keine Einwilligung"),
               _("Hier steht, wem die Person was erlaubt hat und wo das unterschriebene Blatt liegt.")),
        new_fields=lambda: consent_fields(file), add=add,
        new_values=lambda: {"given_on": file.today(), "form": "signed"},
        edit_fields=explained_fields, change=change,
        values=lambda c: {name: None if getattr(c, name) == "unknown" else getattr(c, name) for name in CORRECTED}))
    tab.shown.connect(partial(_show_agreed, tab, file, close_case))
    return tab


def _show_agreed(tab: RecordsTab[Consent], file: CaseFile, close_case: Callable[[], object]) -> None:
    """What was agreed, which stays as it is, and the way to its withdrawal."""
    consent = tab.current()
    if consent is None:
        tab.extra(None)
        return
    facts = Facts(label_width=150)
    for name, value in _agreed(consent):
        if value:
            facts.add(name, value)
    if consent.withdrawn_on:
        tab.extra(card(SectionTitle(_("Was vereinbart ist")), facts, gap=8))
        return
    opened = button(_("Widerrufen …"), icon="ban", call=partial(_ask_day, tab, file, consent, close_case))
    tab.extra(card(SectionTitle(_("Was vereinbart ist")), facts, row(opened, None), gap=8))


def _agreed(consent: Consent) -> tuple[tuple[str, str], ...]:
    special = consent.special_categories
    return (
        (_("Wofür"), word("consent_kind", consent.kind)), (_("Form"), word("consent_form", consent.form)),
        (_("An wen"), ", ".join(isolated(name) for name in consent.recipients)),
        (_("Zwecke"), ", ".join(word("consent_purpose", purpose) for purpose in consent.purposes)),
        (_("Welche Angaben"), isolated(consent.scope)),
        (_("Besonders geschützt"), _("ja, Angaben nach DSGVO Art. 9 gehören dazu") if special else ""),
        (_("Gilt bis"), german(consent.expires_on) if consent.expires_on else _("zum Widerruf")),
        (_("Widerrufen am"), german(consent.withdrawn_on) if consent.withdrawn_on else ""),
    )


def _ask_day(tab: RecordsTab[Consent], file: CaseFile, consent: Consent, close_case: Callable[[], object]) -> None:
    panel = withdrawal_panel(file, consent, close_case)
    panel.closed.connect(partial(_show_agreed, tab, file, close_case))
    panel.closed.connect(partial(tab.writing.emit, False))
    # with the panel goes the field that had the keyboard
    panel.closed.connect(lambda: tab.first().setFocus(Qt.FocusReason.OtherFocusReason))
    tab.extra(panel)
    tab.writing.emit(True)
    panel.form.focus()
    # it stands below the list, and what follows from it must be read before the button
    come_into_view(panel)
