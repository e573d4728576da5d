"""The panel that asks half a year after a case was closed what the person does now."""

from collections.abc import Mapping
from datetime import date

from app.domain.case import Case
from app.domain.dates import german
from app.domain.followup import FOLLOWUP_6M, OPEN
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.choice import Choice
from app.ui.client_fields import past_day, word
from app.ui.client_parts import ActPanel
from app.ui.form import Field
from app.ui.referral_answer import situations
from app.usecases import six_months

# the act in the menu of a closed case
ACT = "six_months"
NEVER_AN_ANSWER = frozenset({six_months.NOT_REACHED, "unknown"})


def asked_case(record: Record) -> Case:
    """The case a follow-up still asks about, else the latest: a person may have come back meanwhile."""
    asked = {one.case_id for one in record.follow_ups if one.rule == FOLLOWUP_6M and one.state == OPEN}
    return next((case for case in reversed(record.cases) if case.id in asked), record.case)


def six_months_panel(file: CaseFile, record: Record) -> ActPanel:
    """Day and answer; „nein, nicht erreicht“ is an answer too, and the follow-up is done with either."""
    case = asked_case(record)

    def run(values: Mapping[str, object]) -> None:
        on = values["on"]
        assert isinstance(on, date)
        six_months.answer(file, case.id, on=on, situation=str(values["situation"] or ""))

    answers = ((six_months.NOT_REACHED, _("nein, nicht erreicht")),
               *(one for one in situations() if one[0] not in NEVER_AN_ANSWER))
    known = "" if case.situation_6m_on is None else " " + _("Zuletzt eingetragen am {date}: {situation}.").format(
        date=german(case.situation_6m_on), situation=word("outcome_situation", case.situation_6m))
    panel = ActPanel(
        _("Nach sechs Monaten nachfragen"),
        _("Was macht die Person jetzt? Eine Antwort erledigt die Wiedervorlage.") + known,
        (Field("on", _("Nachgefragt am"), past_day(file.today), required=True, width="half"),
         Field("situation", _("Was die Person jetzt macht"), Choice(options=answers, empty=_("noch nicht gewählt")),
               required=True, width="half")), _("Eintragen"), run)
    panel.form.set_values({"on": file.today(), "situation": case.situation_6m or None})
    return panel
