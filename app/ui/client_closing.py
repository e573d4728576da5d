"""The acts on a case by its state, and the small panels: interrupt, resume, discard, take a closing back. Opening,
closing and beginning again have modules of their own."""

from collections.abc import Callable, Mapping
from datetime import date

from app.domain.case import CaseState
from app.domain.errors import N_
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_closing_panel import ClosingPanel
from app.ui.client_episodes import return_panel
from app.ui.client_fields import choice, due_day, past_day
from app.ui.client_opening import opening_panel
from app.ui.client_parts import ActPanel
from app.ui.client_plan_forms import review_panel
from app.ui.form import Field
from app.ui.referral_after import ACT as SIX_MONTHS
from app.ui.referral_after import six_months_panel
from app.usecases import casework, closing, intake

Values = Mapping[str, object]
# What can be done from which state, in the order of the menu.
ACTS: Mapping[CaseState, tuple[str, ...]] = {
    CaseState.PROSPECT: ("open", "discard"), CaseState.OPEN: ("pause", "close"), CaseState.PAUSED: ("resume", "close"),
    CaseState.CLOSED: (SIX_MONTHS, "return", "take_back"), CaseState.DISCARDED: ("return",),
}
ACT_WORDS = {
    "open": N_("Fall eröffnen"), "discard": N_("Aufnahme verwerfen"), "pause": N_("Fall unterbrechen"),
    "resume": N_("Fall fortsetzen"), "close": N_("Fall abschließen"), "return": N_("Neuen Fall beginnen"),
    "take_back": N_("Abschluss zurücknehmen"), SIX_MONTHS: N_("Nach sechs Monaten nachfragen"),
}


def act_panel(act: str, file: CaseFile, record: Record, jump: Callable[[str], object]) -> ActPanel:
    """The panel of an act of ``ACT_WORDS``, ready with today; ``close:<reason>`` has that reason chosen."""
    act, _colon, reason = act.partition(":")
    if act == "open":
        return opening_panel(file, record, jump)
    if act == "review":
        return review_panel(file, record)
    if act == "close":
        return ClosingPanel(file, record, reason)
    if act == SIX_MONTHS:
        return six_months_panel(file, record)
    panels = {"discard": _discard, "pause": _pause, "resume": _resume, "return": return_panel,
              "take_back": _take_back}
    made = panels[act](file, record)
    made.form.set_values({"on": file.today()})
    return made


def _day(file: CaseFile, name: str) -> Field:
    return Field("on", name, past_day(file.today), required=True, width="half")


def _pause(file: CaseFile, record: Record) -> ActPanel:
    def run(values: Values) -> None:
        back = values["resume_on"]
        casework.pause(file, record.case.id, on=_date(values), reason=_text(values, "reason"),
                       resume_on=back if isinstance(back, date) else None)

    fields = (_day(file, _("Unterbrochen seit")),
              Field("reason", _("Grund"), choice("case_reason", group="Ruhen", empty=_("noch nicht gewählt")),
                    required=True),
              Field("resume_on", _("Wieder nachsehen am"), due_day(file.today), help=_("Wird eine Wiedervorlage")))
    return ActPanel(_("Fall unterbrechen"), _("Die Person bleibt im Bestand. Offene Wiedervorlagen bleiben."), fields,
                    _("Unterbrechen"), run)


def _resume(file: CaseFile, record: Record) -> ActPanel:
    return ActPanel(_("Fall fortsetzen"), "", (_day(file, _("Fortgesetzt am")),), _("Fortsetzen"),
                    lambda values: casework.resume(file, record.case.id, on=_date(values)))


def _discard(file: CaseFile, record: Record) -> ActPanel:
    def run(values: Values) -> None:
        intake.discard(file, record.case.id, reason=_text(values, "reason"), on=_date(values))

    fields = (_day(file, _("Datum")),
              Field("reason", _("Grund"), choice("case_reason", group="Verwerfen", empty=_("noch nicht gewählt")),
                    required=True))
    return ActPanel(_("Aufnahme verwerfen"),
                    _("Die Person wird nicht begleitet. Gezählt wird nur, dass es einen Kontakt gab."), fields,
                    _("Verwerfen"), run)


def _take_back(file: CaseFile, record: Record) -> ActPanel:
    """For a closing made by mistake."""
    sentence = _("Der Fall geht weiter, als wäre er nie abgeschlossen worden, mit allen Wiedervorlagen, Zielen und "
                 "Vermittlungen. Das geht, solange seitdem nichts daran geändert wurde. Kommt die Person wieder, "
                 "beginnen Sie stattdessen einen neuen Fall.")
    return ActPanel(_("Abschluss zurücknehmen"), sentence, (), _("Abschluss zurücknehmen"),
                    lambda _values: closing.take_back(file, record.case.id))


def _date(values: Values) -> date:
    on = values["on"]
    assert isinstance(on, date)
    return on


def _text(values: Values, name: str) -> str:
    return str(values[name] or "")
