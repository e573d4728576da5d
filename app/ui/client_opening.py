"""The panel that opens a case: consent, Bausteine, what the rules hint at, and which gaps need a reason."""

from collections.abc import Callable, Mapping
from datetime import date

from app.domain import consent as consents
from app.domain.codes import code_list
from app.domain.consent import CASEWORK, Consent
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import choice, past_day
from app.ui.client_parts import ActPanel
from app.ui.components import Banner
from app.ui.controls import button
from app.ui.editors import Chips, Text
from app.ui.form import Field
from app.ui.layouts import column, holder
from app.ui.page_parts import Slot
from app.usecases import intake

# Gaps that are a fact of the person or the case: they are filled in where they belong.
JUMPS = {"sex": "sex", "access_route": "access_route"}


def opening_fields(file: CaseFile) -> tuple[Field, ...]:
    """What is said when a case is opened."""
    parts = tuple((c.id, _(c.label)) for c in code_list("referral_target").in_group("Baustein"))
    return (
        Field("on", _("Eröffnet am"), past_day(file.today), required=True),
        Field("consent_form", _("Einwilligung in die Fallarbeit"),
              choice("consent_form", empty=_("liegt noch nicht vor"))),
        Field("paper_location", _("Wo das Blatt liegt"), Text()),
        Field("eligible_for", _("Gehört zur Zielgruppe von"), Chips(options=parts, several=True), width="full"),
        Field("eligibility_reason", _("Begründeter Einzelfall"), Text(), width="half",
              help=_("nur wo die Regeln es nicht hergeben")),
        Field("override_reason", _("Trotz Lücken eröffnen, weil"), Text(), width="half"),
    )


def opening_panel(file: CaseFile, record: Record, jump: Callable[[str], object]) -> ActPanel:
    """The panel; gaps are counted afresh with every answer, nothing blocks but a missing reason."""
    today = file.today()
    notices = Slot()

    def run(values: Mapping[str, object]) -> None:
        intake.open_case(file, record.case.id, _opening(values, asked=_held(record, values, today) is None))

    sentence = _("Mit diesem Schritt zählt die Person zum Bestand. Der Tag darf vor dem Eintragen der Aufnahme liegen.")
    panel = ActPanel(_("Fall eröffnen"), sentence, opening_fields(file), _("Fall eröffnen"), run,
                     holder(column(*_hints(record, today), notices, gap=8)))

    def count() -> None:
        values = panel.form.values()
        held = _held(record, values, today)
        missing = _gaps(record, values, held)
        panel.form.show_field("override_reason", bool(missing))
        for name in ("consent_form", "paper_location"):
            # who comes back may have consented already: nothing is asked twice
            panel.form.show_field(name, held is None)
        notices.put(_gap_banner(missing, jump) if missing else None)

    panel.form.set_values({"on": today})
    panel.form.edited.connect(lambda _attribute: count())
    count()
    return panel


def _opening(values: Mapping[str, object], asked: bool) -> intake.Opening:
    on, parts = values["on"], values["eligible_for"]
    assert isinstance(on, date) and isinstance(parts, tuple)
    return intake.Opening(on=on, consent_form=str(values["consent_form"] or "") if asked else "",
                          paper_location=str(values["paper_location"]) if asked else "", eligible_for=parts,
                          eligibility_reason=str(values["eligibility_reason"]),
                          override_reason=str(values["override_reason"]))


def _held(record: Record, values: Mapping[str, object], today: date) -> Consent | None:
    """The consent that holds on the day the case is opened."""
    on = values.get("on")
    return consents.given(record.consents, CASEWORK, on if isinstance(on, date) else today)


def _gaps(record: Record, values: Mapping[str, object], held: Consent | None) -> tuple[str, ...]:
    form, on = values.get("consent_form"), values.get("on")
    if held is None and form and isinstance(on, date):
        held = Consent(id="", client_id=record.client.id, kind=CASEWORK, given_on=on, form=str(form))
    checked = bool(values.get("eligible_for")) or any(e.case_id == record.case.id for e in record.eligibilities)
    return intake.gaps(record.client, record.case, held, checked)


def _gap_banner(missing: tuple[str, ...], jump: Callable[[str], object]) -> Banner:
    sentence = _("Es fehlt noch: {gaps}. Sie können trotzdem eröffnen, wenn Sie einen Grund nennen.").format(
        gaps=", ".join(_(intake.GAPS[name]) for name in missing))
    first = next((name for name in missing if name in JUMPS), "")
    if not first:
        return Banner("info", sentence)
    words = _("{fact} ergänzen").format(fact=_(intake.GAPS[first]))
    return Banner("info", sentence, button(words, call=lambda: jump(JUMPS[first])))


def _hints(record: Record, today: date) -> list[Banner]:
    return [Banner("warn", hint) for hint in intake.hints(record.client, list(record.papers), today)]
