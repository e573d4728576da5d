"""One referral as dated steps, with the answers that can follow as buttons; on its own page and the client's."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.codes import code_list
from app.domain.consent import DISCLOSURE, given
from app.domain.date_words import in_words
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.referral import FOLLOWS, OVER, ReferralState
from app.domain.steps import STEP_IN_FUTURE, STEP_TOO_EARLY
from app.domain.typed_dates import parse_due, parse_past
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import organisations
from app.store.queries import referral as referral_query
from app.store.queries.referral import ReferralPage
from app.ui.components import Banner, Facts
from app.ui.contact_words import reached
from app.ui.controls import button, label
from app.ui.editors import Parsed, Text
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column, divider, holder
from app.ui.page_parts import Slot
from app.ui.painted import StepsBar
from app.ui.referral_answer import ORDER, AnswerForm, reason_words, situation_words, supports_words
from app.ui.referral_rows import PREPARED, state_words
from app.ui.shell import Shell
from app.usecases import referral

S = ReferralState
# What one hears most often, until the referral has come so far.
_AHEAD = (S.SENT, S.CONFIRMED, S.STARTED, S.COMPLETED)
_AHEAD_WORDS = {S.SENT: N_("gesendet"), S.CONFIRMED: N_("zugesagt"), S.STARTED: N_("angetreten"),
                S.COMPLETED: N_("beendet")}
_ICONS = {S.SENT: "send", S.CONFIRMED: "check", S.STARTED: "check", S.COMPLETED: "check", S.REJECTED: "x",
          S.NOT_STARTED: "x", S.DROPPED: "x", S.WITHDRAWN: "undo-2", S.NO_REPLY: "circle-help"}
# These need nothing but their date: one click records them.
_AT_ONCE = frozenset({S.CONFIRMED, S.WAITING_LIST, S.NO_REPLY, S.EXPIRED})


def following(state: ReferralState) -> tuple[ReferralState, ...]:
    """The answers offered from a state; what comes before sending is one act, „Anmelden“."""
    if state in PREPARED:
        return (S.SENT, S.WITHDRAWN)
    return tuple(to for to in ORDER if to in FOLLOWS[state])


class ReferralSteps(QWidget):
    """Fetches its own referral; ``refresh`` shows it anew when something of it changed."""

    def __init__(self, shell: Shell, file: CaseFile, referral_id: str) -> None:
        super().__init__()
        self._shell, self._file, self.referral_id = shell, file, referral_id
        self._shown: ReferralPage | None = None
        self._bar, self._facts, self._problem, self._answer = Slot(), Slot(), Slot(), Slot()
        self._extra: AnswerForm | None = None
        self._plan = self._plan_form()
        self.setLayout(column(self._bar, self._problem, self._answer, divider(), self._facts, self._plan, gap=12))
        self.refresh()

    def refresh(self) -> None:
        """Shows the referral as it stands; an answer half typed stays where nothing changed."""
        page = referral_query.page(self._file, self.referral_id)
        if page == self._shown:
            return
        self._shown = page
        self._bar.put(_steps_bar(page))
        self._facts.put(_facts(page, organisations.of_provider(self._file, page.referral.provider)))
        self._plan.set_values({"starts_on": page.referral.starts_on, "ends_on": page.referral.ends_on,
                               "note": page.referral.note})
        self._problem.put(None)
        self._show_answers(page)

    def first_focus(self) -> QWidget | None:
        """The first answer; None where nothing more can follow."""
        return self._buttons[0] if self._buttons else None

    @property
    def answering(self) -> bool:
        """True while the form of an answer is open."""
        return self._extra is not None

    def confirm(self) -> None:
        """Enters the answer whose form is open."""
        if self._extra is not None:
            self._extra.wanted.emit()

    def _plan_form(self) -> FormView:
        day: Parsed[date] = Parsed(parse=lambda text: parse_due(text, self._file.today()), show=german,
                                   words=lambda day: in_words(day, _))
        return FormView((Field("starts_on", _("Beginn"), day), Field("ends_on", _("Ende"), day),
                         Field("note", _("Anmerkung"), Text(max_length=400))), self._revise)

    def _revise(self, attribute: str, value: object) -> None:
        values = {**self._plan.values(), attribute: value}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        referral.revise(self._file, self.referral_id, starts_on=starts if isinstance(starts, date) else None,
                        ends_on=ends if isinstance(ends, date) else None, note=str(values.get("note") or ""))

    def _show_answers(self, page: ReferralPage) -> None:
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._answer.isAncestorOf(focus)
        self._buttons: list[QPushButton] = []
        self._extra = None
        if page.state in OVER:
            self._answer.put(label(_("Diese Vermittlung ist zu Ende. Es folgt nichts mehr."), "muted", wrap=True))
            return
        today = self._file.today()
        past: Parsed[date] = Parsed(parse=lambda text: parse_past(text, today), show=german,
                                    words=lambda day: in_words(day, _))
        self._when = FormView((Field("on", _("Datum"), past, required=True),))
        self._when.set_values({"on": today})
        self._buttons = [self._button(page, to) for to in following(page.state)]
        self._more = Slot()
        title = _("Anmelden") if page.state in PREPARED else _("Rückmeldung erfassen")
        self._answer.put(holder(column(label(title, "strong"), self._when, FlowBox(*self._buttons), self._more, gap=8)))
        if had_focus and self._buttons:
            self._buttons[0].setFocus()

    def _button(self, page: ReferralPage, to: ReferralState) -> QPushButton:
        words = _("Anmelden") if to == S.SENT else state_words(to)
        made = button(words, icon=_ICONS.get(to, ""), call=partial(self._clicked, page, to))
        if not self._at_once(page, to):
            made.setCheckable(True)
        return made

    def _at_once(self, page: ReferralPage, to: ReferralState) -> bool:
        if to == S.SENT:
            day = self._file.today()
            return given(page.consents, DISCLOSURE, day, page.referral.provider) is not None
        return to in _AT_ONCE

    def _clicked(self, page: ReferralPage, to: ReferralState) -> None:
        self._problem.put(None)
        for made, state in zip(self._buttons, following(page.state), strict=True):
            made.setChecked(state == to and not self._at_once(page, to))
        if self._at_once(page, to):
            self._more.put(None)
            self._record(to)
            return
        self._extra = AnswerForm(page.referral, to, self._file.today())
        self._extra.wanted.connect(partial(self._record, to))
        self._extra.left.connect(self._close_extra)
        self._more.put(self._extra)
        self._extra.take_focus()

    def _close_extra(self) -> None:
        self._extra = None
        self._more.put(None)
        for made in self._buttons:
            made.setChecked(False)
        if first := self.first_focus():
            first.setFocus()

    def _record(self, to: ReferralState) -> None:
        if not self._when.check() or (self._extra is not None and not self._extra.check()):
            return
        on = self._when.values()["on"]
        assert isinstance(on, date)
        try:
            self._write(to, on)
        except UserError as error:
            self._refused(error)
            return
        said = _("{state} am {date}").format(state=state_words(to), date=german(on))
        self._shell.toast(said, self._file.undo)
        self.refresh()

    def _write(self, to: ReferralState, on: date) -> None:
        extra = self._extra
        if to == S.SENT:
            referral.send(self._file, self.referral_id, on=on, consent_given=bool(extra and extra.consent),
                          reason=extra.reason if extra else "")
            return
        referral.record(self._file, self.referral_id, to, on=on, reason=extra.reason if extra else "",
                        planned_end=extra.planned_end if extra else None, outcome=extra.outcome if extra else None)

    def _refused(self, error: UserError) -> None:
        if error.msgid in (STEP_IN_FUTURE, STEP_TOO_EARLY):
            self._when.set_error("on", text_of(error))
            self._when.focus("on")
        else:
            self._problem.put(Banner("bad", text_of(error)))


def _steps_bar(page: ReferralPage) -> QWidget:
    """The dated steps, then what usually comes; preparing steps of a referral that was sent are left out."""
    steps = [s for s in page.steps if s.state not in PREPARED] or list(page.steps[-1:])
    names = [_(code_list("referral_state").label(s.state)) for s in steps]
    dates = [german(s.on) for s in steps]
    if page.state not in OVER:
        at = _AHEAD.index(page.state) if page.state in _AHEAD else 0 if page.state not in PREPARED else -1
        names += [_(_AHEAD_WORDS[state]) for state in _AHEAD[at + 1:]]
    return StepsBar(names, len(steps) - 1, dates)


def _facts(page: ReferralPage, entry: organisations.Entry | None) -> QWidget:
    facts, one = Facts(90), page.referral
    facts.add(_("Träger"), one.provider or _("nicht angegeben"))
    for name, value in reached(one.provider_phone, entry):
        facts.add(name, value)
    if one.place:
        facts.add(_("Ort"), one.place)
    if one.supports:
        facts.add(_("Unterstützung"), supports_words(one.supports))
    for step in page.steps:
        if step.reason:
            facts.add(state_words(step.state), reason_words(step.reason), german(step.on))
    if (part := page.participation) is not None:
        if part.exit_kind:
            facts.add(_("Ergebnis"), situation_words(part.exit_kind, part.situation_at_exit),
                      _("Nachweis gesehen") if part.certificate_seen else "")
        elif part.planned_end:
            facts.add(_("Geplantes Ende"), german(part.planned_end))
    return facts
