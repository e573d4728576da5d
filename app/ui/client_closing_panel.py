"""The panel that closes a case: day, reason, Verbleib, outcome of each goal and each course, in one act."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.appointment import Appointment, by_time
from app.domain.codes import UNKNOWN, code_list, counted_as
from app.domain.completeness import EXIT, HANDED_OVER, missing, share
from app.domain.consent import SIX_MONTHS, given
from app.domain.dates import german
from app.domain.followup import OPEN, OUTLASTING
from app.domain.names import isolated
from app.domain.referral import Referral, ReferralState, state_of
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.choice import Choice
from app.ui.client_fields import choice, past_day, word
from app.ui.client_parts import ActPanel
from app.ui.client_plan_words import going_on
from app.ui.components import Banner
from app.ui.controls import label
from app.ui.editors import Option, Text
from app.ui.form import Field
from app.ui.layouts import column, holder, row
from app.ui.page_parts import Slot
from app.ui.painted import CompletenessBar
from app.usecases import closing
from app.usecases.closing import Closing, CourseEnd

S = ReferralState
GOES_ON = "goes_on"
DROP_OUT = "dropped"
# Who takes over is asked where the reason says that somebody does.
TAKES_OVER = frozenset({HANDED_OVER, "sgb_access", "moved_away"})
SHOWN = 6


class ClosingPanel(ActPanel):
    """Only day and reason hold anybody up, and a course of which nothing is said; what else is missing is counted."""

    def __init__(self, file: CaseFile, record: Record, reason: str = "") -> None:
        self._file, self._record = file, record
        self._goals, self._courses = going_on(record), courses(record)
        self._filled = Slot()
        sentence = _("Die Akte bleibt lesbar. Kommt die Person wieder, beginnt ein neuer Fall. Strg+Z nimmt den ganzen "
                     "Abschluss zurück.")
        super().__init__(_("Fall abschließen"), sentence, self._fields(), _("Abschließen"), self._close,
                         holder(column(self._filled, *_notices(record), gap=8)))
        self.form.set_values({"on": file.today(), "reason": reason or None})
        self.form.edited.connect(lambda _attribute: self._follow())
        self._follow()

    def _fields(self) -> tuple[Field, ...]:
        fields = [
            Field("on", _("Abgeschlossen am"), past_day(self._file.today), required=True, width="half"),
            Field("reason", _("Grund"), choice("closing_reason", empty=_("noch nicht gewählt")), required=True,
                  width="half"),
            Field("outcome_situation", _("Situation am Ende"), choice("outcome_situation"), width="half"),
            Field("handed_over_to", _("Übergeben an"), Text(), width="half", help=_("Stelle oder Angebot")),
        ]
        for one, state in self._courses:
            begun = state == S.STARTED
            words = _("{title}: läuft. Was wird daraus?") if begun else _("{title}: zugesagt. Was wird daraus?")
            fields += [Field(f"course:{one.id}", words.format(title=isolated(one.title)),
                             Choice(options=_ends() if begun else _never_begun(), empty=_("noch nicht gewählt")),
                             required=True, width="half"),
                       Field(f"why:{one.id}", _("Grund des Abbruchs"), choice("drop_out_reason"), width="half")]
        fields += [Field(f"goal:{goal.id}", _("Ziel: {title}").format(title=isolated(goal.title)),
                         Choice(options=_results(), empty=_("offen gelassen")), width="half",
                         help=word("need_area", goal.area)) for goal in self._goals]
        fields += [
            Field("satisfaction", _("Zufriedenheit der Person"), choice("satisfaction"), width="half",
                  help=_("freiwillig")),
            Field("six_months", _("Einwilligung zur Nachfrage nach 6 Monaten"),
                  choice("consent_form", empty=_("liegt nicht vor")), width="half",
                  help=_("wird als Einwilligung eingetragen")),
        ]
        return tuple(fields)

    def _follow(self) -> None:
        """Shows what goes with the answers so far, and how full the file would be."""
        said = self._said()
        held = given(self._record.consents, SIX_MONTHS, said.on) is not None
        takes_over = counted_as("closing_reason", said.reason) in TAKES_OVER
        wanted = {"handed_over_to": takes_over or bool(said.handed_over_to),
                  "six_months": not held and closing.may_ask_again(said.reason)}
        values = self.form.values()
        wanted |= {f"why:{one.id}": counted_as("outcome", str(values.get(f"course:{one.id}"))) == DROP_OUT
                   for one, _state in self._courses}
        for name, shown in wanted.items():
            if self.form.box(name).isHidden() == shown:
                self.form.show_field(name, shown)
        self._filled.put(self._state(said, held))

    def _state(self, said: Closing, held: bool) -> QWidget:
        known = closing.at_exit(self._record, self._file.today(), said)
        left = ", ".join(_(fact.label) for fact in missing(known, EXIT))
        words = _("Es fehlt noch: {gaps}").format(gaps=left) if left else _("Nichts fehlt.")
        line = row(label(_("Füllstand Austritt"), "muted"), CompletenessBar(share(known, EXIT)), gap=8)
        line.addWidget(label(words, "muted", wrap=True), 1)
        parts: list[QWidget] = [holder(line)]
        if (held or said.six_months_form) and closing.may_ask_again(said.reason):
            again = closing.asked_again(self._record.case.id, said.on)
            if again.due_on is not None:
                parts.append(label(_("Die Wiedervorlage „{title}“ wird angelegt, zum {date}.").format(
                    title=again.title, date=german(again.due_on)), "muted", wrap=True))
        return holder(column(*parts, *_called_off(self._record, closing.ahead(
            self._record.appointments, said.on, self._file.now())), gap=4))

    def _said(self) -> Closing:
        """What stands in the fields, valid or not yet."""
        values = self.form.values()
        on = values.get("on")
        return Closing(
            on=on if isinstance(on, date) else self._file.today(), reason=_text(values, "reason"),
            outcome_situation=_text(values, "outcome_situation") or UNKNOWN,
            handed_over_to=_text(values, "handed_over_to"),
            satisfaction=_text(values, "satisfaction") or UNKNOWN,
            goals={goal.id: result for goal in self._goals if (result := _text(values, f"goal:{goal.id}"))},
            courses={one.id: _end(state, answer, _text(values, f"why:{one.id}")) for one, state in self._courses
                     if (answer := _text(values, f"course:{one.id}"))},
            six_months_form="" if self.form.box("six_months").isHidden() else _text(values, "six_months"))

    def _close(self, _values: Mapping[str, object]) -> None:
        closing.close(self._file, self._record.case.id, self._said())


def courses(record: Record) -> list[tuple[Referral, ReferralState]]:
    """The promised and running courses of the latest case: each needs a word."""
    found = []
    for one in record.referrals:
        state = state_of(step for step in record.referral_steps if step.referral_id == one.id)
        if one.case_id == record.case.id and state in closing.ASKED:
            found.append((one, state))
    return found


def _ends() -> tuple[Option, ...]:
    """How a running course can go out, or that it goes on."""
    exits = tuple((code.id, _(code.label)) for code in code_list("outcome").active())
    return (*exits, (GOES_ON, _("läuft ohne mich weiter")))


def _never_begun() -> tuple[Option, ...]:
    codes = code_list("referral_reason")
    return tuple((code.id, _(code.label)) for group in ("zurückgezogen", "nicht angetreten")
                 for code in codes.in_group(group) if not code.retired)


def _results() -> tuple[Option, ...]:
    return tuple((code.id, _(code.label)) for code in code_list("goal_result").active() if code.id != OPEN)


def _end(state: ReferralState, answer: str, why: str) -> CourseEnd:
    """The last step of a course for one answer."""
    if state != S.STARTED:
        group = next(code.group for code in code_list("referral_reason") if code.id == answer)
        return CourseEnd(state=S.NOT_STARTED if group == "nicht angetreten" else S.WITHDRAWN, reason=answer)
    if answer == GOES_ON:
        return CourseEnd(state=None)
    kind = counted_as("outcome", answer)
    if kind == DROP_OUT:
        return CourseEnd(state=S.DROPPED, reason=why or UNKNOWN, exit_kind=answer)
    ended = kind in (S.COMPLETED, S.COMPLETED_WITHOUT_CERTIFICATE)
    return CourseEnd(state=S(kind) if ended else S.TRANSFERRED, exit_kind=answer)


def _notices(record: Record) -> Sequence[QWidget]:
    """The open follow-ups that end with the case, by name."""
    going = sorted(one.title for one in record.follow_ups
                   if one.case_id == record.case.id and one.state == OPEN and one.rule not in OUTLASTING)
    if not going:
        return ()
    n, named = len(going), [f"„{isolated(title)}“" for title in going[:SHOWN]]
    words = ngettext("{n} offene Wiedervorlage entfällt: {titles}.",
                     "{n} offene Wiedervorlagen entfallen: {titles}.", n)
    more = [_("und {n} weitere").format(n=n - SHOWN)] if n > SHOWN else []
    return (Banner("info", words.format(n=n, titles=", ".join([*named, *more]))),)


def _called_off(record: Record, ahead: Sequence[Appointment]) -> Sequence[QWidget]:
    """The appointments of the latest case that end with it, by day."""
    mine = sorted((one for one in ahead if one.case_id == record.case.id), key=by_time)
    if not mine:
        return ()
    words = ngettext("{n} geplanter Termin wird in der Akte abgesagt: {days}.",
                     "{n} geplante Termine werden in der Akte abgesagt: {days}.", len(mine))
    days = ", ".join(dict.fromkeys(german(one.on) for one in mine))
    return (Banner("info", words.format(n=len(mine), days=days)),)


def _text(values: Mapping[str, object], name: str) -> str:
    return str(values.get(name) or "")
