"""Who belongs to the target group of which Baustein: dated, reasoned assessments. Hints warn, nothing blocks."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.case import Eligibility
from app.domain.codes import code_list
from app.domain.dates import german
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import choice, past_day, word
from app.ui.client_records import Kind
from app.ui.client_short import Short, ShortList
from app.ui.components import Banner
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView
from app.ui.shell import Shell
from app.usecases import eligibility, intake


def eligibility_fields(file: CaseFile) -> tuple[Field, ...]:
    """One Baustein, what was found, when and why."""
    parts = tuple((c.id, _(c.label)) for c in code_list("referral_target").in_group("Baustein"))
    return (
        Field("component", _("Baustein"), Chips(options=parts), required=True, width="full"),
        Field("result", _("Einschätzung"), choice("eligibility_result"), required=True, width="half"),
        Field("checked_on", _("Geprüft am"), past_day(file.today), required=True, width="half"),
        Field("reason", _("Begründung"), Text(), width="full"),
    )


def eligibility_list(shell: Shell, file: CaseFile) -> ShortList[Eligibility]:
    """The list of the current case; an assessment stays as it was made, a new one is a new entry."""
    def add(case_id: str, values: Mapping[str, object]) -> object:
        on = values["checked_on"]
        assert isinstance(on, date)
        return eligibility.assess(file, case_id, component=str(values["component"]), result=str(values["result"]),
                                  checked_on=on, reason=str(values["reason"]))

    def caption(made: Eligibility) -> str:
        said = _("{result}, geprüft am {date}").format(
            result=word("eligibility_result", made.result), date=german(made.checked_on))
        return f"{said} – {made.reason}" if made.reason else said

    kind = Kind[Eligibility](
        name="eligibility", title=_("Zielgruppe der Bausteine"), columns=(), key=lambda e: e.id,
        speak=lambda e: word("referral_target", e.component),
        empty=("badge-check", "", _("Hier steht, für welchen Baustein die Person in Frage kommt, mit Datum und "
                                    "Begründung.")),
        new=_("Neue Einschätzung"), add_word=_("Einschätzung eintragen"),
        new_fields=lambda: eligibility_fields(file), new_values=lambda: {"checked_on": file.today()}, add=add,
        edit_fields=tuple, values=lambda e: {}, change=lambda *_changed: None, shape=_ask_why)
    return ShortList(shell, file, kind, Short[Eligibility](
        of=_of_case, caption=caption, head=lambda record: _hints(record, file.today())))


def _of_case(record: Record) -> tuple[str, Sequence[Eligibility]]:
    own = [one for one in record.eligibilities if one.case_id == record.case.id]
    return record.case.id, sorted(own, key=lambda e: (-e.checked_on.toordinal(), e.component, e.id))


def _ask_why(form: FormView) -> None:
    """Only what departs from the rule needs a reason; with the others one may stand."""
    said = form.said()
    if said.get("result") in eligibility.NEEDS_REASON and not said.get("reason"):
        form.box("reason").show_warning(_("Diese Einschätzung braucht einen Grund."))


def _hints(record: Record, today: date) -> list[QWidget]:
    return [Banner("warn", hint) for hint in intake.hints(record.client, list(record.papers), today)]
