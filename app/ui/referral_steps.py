"""One referral as dated steps, with the answers that can follow as buttons; on its own page and the client's."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.consent import DISCLOSURE, given
from app.domain.date_words import in_words
from app.domain.dates import german
from app.domain.errors import UserError
from app.domain.referral import ENDED, OVER, ReferralState
from app.domain.steps import STEP_IN_FUTURE, STEP_TOO_EARLY
from app.domain.typed_dates import parse_past
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries import organisations
from app.store.queries import referral as referral_query
from app.store.queries.referral import ReferralPage
from app.ui.client_parts import come_into_view
from app.ui.components import Banner
from app.ui.controls import button, label
from app.ui.editors import Parsed
from app.ui.focus import chain, tab_stops
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column, divider, holder
from app.ui.page_parts import Slot
from app.ui.referral_agreed import AgreedForm
from app.ui.referral_answer import AnswerForm
from app.ui.referral_facts import beside_banner, facts, steps_bar
from app.ui.referral_outcome import OutcomePart, keys_of_page, open_panels
from app.ui.referral_paper import SheetPanel
from app.ui.referral_rows import PREPARED, answer_words, following, state_words
from app.ui.shell import Shell
from app.usecases import referral

S = ReferralState
_ICONS = {S.SENT: "send", S.CONFIRMED: "check", S.STARTED: "check", S.COMPLETED: "check", S.REJECTED: "x",
          S.NOT_STARTED: "x", S.DROPPED: "x", S.WITHDRAWN: "undo-2", S.NO_REPLY: "circle-help"}
# These need nothing but their date: one click records them.
_AT_ONCE = frozenset({S.CONFIRMED, S.WAITING_LIST, S.NO_REPLY, S.EXPIRED})


def likely_day(page: ReferralPage, today: date) -> date:
    """The day an answer most likely means: the planned first or last day once it has passed, else today."""
    planned = page.referral.starts_on if page.state == S.CONFIRMED else (
        page.participation.planned_end if page.state == S.STARTED and page.participation else None)
    if planned is None or planned > today:
        return today
    return max(planned, page.steps[-1].on)


class ReferralSteps(QWidget):
    """Fetches its own referral; ``refresh`` shows it anew when something of it changed.

    It comes in turns of the event loop; who asks for the answers has them at once.
    """

    def __init__(self, shell: Shell, file: CaseFile, referral_id: str) -> None:
        super().__init__()
        self._shell, self._file, self.referral_id = shell, file, referral_id
        self._shown: ReferralPage | None = None
        self._bar, self._beside, self._problem, self._answer = Slot(), Slot(), Slot(), Slot()
        self._facts, self._paper, self._outcome, self._agreed = Slot(), Slot(), Slot(), Slot()
        self._buttons: list[QPushButton] = []
        self._extra: AnswerForm | None = None
        self._answered: object = None
        self._left_alone = False
        self._part: OutcomePart | None = None
        self._form: AgreedForm | None = None
        self._to_come: list[Callable[[ReferralPage], object]] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._next)
        self.setLayout(column(self._bar, self._beside, self._problem, self._answer, divider(), self._facts,
                              self._paper, self._outcome, self._agreed, gap=12))
        self.refresh()

    def refresh(self) -> None:
        """Shows the referral as it stands; an answer half typed stays where nothing changed."""
        page = referral_query.page(self._file, self.referral_id)
        if page == self._shown:
            return
        self._shown = page
        self._problem.put(None)
        self._to_come = [self._show_answers, self._show_facts, self._show_outcome, self._show_agreed]
        self._turn.start(0)

    def _next(self) -> None:
        """The next part; keys go as the eye does, because what was put anew comes last for Qt."""
        assert self._shown is not None
        self._to_come.pop(0)(self._shown)
        if self._to_come:
            self._turn.start(0)
            return
        parts = (self._answer, self._facts, self._paper, self._outcome, self._agreed)
        there = [part for part in parts if tab_stops(part)]
        for before, after in pairwise(there):
            chain(tab_stops(before)[-1], after)
        if self._left_alone and there:
            # the answer that had the keyboard was the last one there can be
            self._left_alone = False
            tab_stops(there[0])[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _answers_there(self) -> None:
        """Makes the answers now, where their turn has not come."""
        if self._show_answers in self._to_come:
            self._next()

    def _show_facts(self, page: ReferralPage) -> None:
        known = facts(page, organisations.of_provider(self._file, page.referral.provider))
        sheet = button(_("Blatt für den Träger …"), icon="printer", call=self.ask_sheet)
        self._facts.put(known if page.state in OVER else holder(column(known, FlowBox(sheet), gap=10)))

    def _show_outcome(self, page: ReferralPage) -> None:
        """Another form once it has ended: then the result belongs to it."""
        if page.participation is None:
            self._part = None
            self._outcome.put(None)
        elif self._part is not None and self._part.ended == (page.state in ENDED):
            self._part.show_page(page)
        else:
            self._part = OutcomePart(self._shell, self._file, page)
            self._outcome.put(self._part)

    def _show_agreed(self, page: ReferralPage) -> None:
        if self._form is None:
            self._form = AgreedForm(self._file, page.referral)
            self._agreed.put(self._form)
        else:
            self._form.show_referral(page.referral)

    def ask_sheet(self) -> None:
        """Opens the panel that makes the sheet for the provider."""
        if self._shown is None or self._shown.state in OVER:
            return

        def close() -> None:
            self._paper.put(None)
            if stops := tab_stops(self._facts):
                stops[-1].setFocus(Qt.FocusReason.OtherFocusReason)

        panel = SheetPanel(self, self._shell, self._file, self._shown)
        panel.closed.connect(close)
        keys_of_page(panel)
        self._paper.put(panel)
        panel.first().setFocus(Qt.FocusReason.OtherFocusReason)
        come_into_view(panel)

    def first_focus(self) -> QWidget | None:
        """The first answer; None where nothing more can follow."""
        self._answers_there()
        return self._buttons[0] if self._buttons else None

    @property
    def answering(self) -> bool:
        """True while the form of an answer or a panel is open."""
        return self._extra is not None or bool(open_panels(self))

    def confirm(self) -> None:
        """Does what the panel with the keyboard is for, else enters the answer whose form is open."""
        focus = QApplication.focusWidget()
        for panel in open_panels(self):
            if self._extra is None or (focus is not None and panel.isAncestorOf(focus)):
                panel.confirm()
                return
        if self._extra is not None:
            self._extra.wanted.emit()

    def answer(self, to: ReferralState) -> None:
        """As a click on that answer; nothing where it can follow no more."""
        self._answers_there()
        if self._shown is not None and to in following(self._shown.state) and self._shown.state not in OVER:
            self._clicked(self._shown, to)

    def _show_answers(self, page: ReferralPage) -> None:
        self._bar.put(steps_bar(page))
        self._beside.put(beside_banner(page))
        if self._extra is not None and self._answered == (page.steps, page.consents):
            # another date or a note takes no half typed answer away
            return
        self._answered = page.steps, page.consents
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._answer.isAncestorOf(focus)
        self._buttons, self._extra = [], None
        if page.state in OVER:
            self._left_alone = had_focus
            self._answer.put(label(_("Diese Vermittlung ist zu Ende. Es folgt nichts mehr."), "muted", wrap=True))
            return
        today = self._file.today()
        past: Parsed[date] = Parsed(parse=lambda text: parse_past(text, today), show=german,
                                    words=lambda day: in_words(day, _))
        self._when = FormView((Field("on", _("Datum"), past, required=True),))
        self._when.set_values({"on": likely_day(page, today)})
        self._buttons = [self._button(page, to) for to in following(page.state)]
        self._more = Slot()
        title = _("Anmelden") if page.state in PREPARED else _("Rückmeldung erfassen")
        self._answer.put(holder(column(label(title, "strong"), self._when, FlowBox(*self._buttons), self._more, gap=8)))
        if had_focus and self._buttons:
            self._buttons[0].setFocus()

    def _button(self, page: ReferralPage, to: ReferralState) -> QPushButton:
        made = button(answer_words(to), icon=_ICONS.get(to, ""), call=partial(self._clicked, page, to))
        if not self._at_once(page, to):
            made.setCheckable(True)
        return made

    def _at_once(self, page: ReferralPage, to: ReferralState) -> bool:
        if to == S.SENT:
            day = self._file.today()
            return given(page.consents, DISCLOSURE, day, page.referral.provider) is not None
        # without a planned end nobody would be reminded of it
        return to in _AT_ONCE or (to == S.STARTED and page.referral.ends_on is not None)

    def _clicked(self, page: ReferralPage, to: ReferralState) -> None:
        self._problem.put(None)
        for made, state in zip(self._buttons, following(page.state), strict=True):
            made.setChecked(state == to and not self._at_once(page, to))
        if self._at_once(page, to):
            # what was begun for another answer is not said of this one
            self._extra = None
            self._more.put(None)
            self._record(to)
            return
        self._extra = AnswerForm(page.referral, to, self._file.today())
        self._extra.wanted.connect(partial(self._record, to))
        self._extra.left.connect(self._close_extra)
        self._more.put(self._extra)
        self._extra.take_focus()
        come_into_view(self._extra)

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
        self._extra = None
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
            self._when.box("on").show_error(text_of(error))
            self._when.focus("on")
        else:
            self._problem.put(Banner("bad", text_of(error)))
