"""The acts behind the rows and answers of Heute: one use case each, one toast each, all of them undoable."""

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import date, timedelta
from functools import partial

from app.domain.date_words import in_words
from app.domain.followup import FOLLOWUP_6M
from app.domain.policy import policy_on
from app.domain.referral import ReferralState
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import today as query
from app.store.queries.appointments import AppointmentLine
from app.store.queries.today import CourseLine, TodayLine
from app.ui import history
from app.ui.client_steps import warned_again
from app.ui.referral_after import ACT as SIX_MONTHS
from app.ui.shell import Shell
from app.usecases import bulk, followup, referral


class TodayActs:
    """What a person does on Heute."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._shell, self._file = shell, file

    def _said(self, sentence: str) -> None:
        self._shell.toast(sentence, partial(history.undo, self._shell, self._file))

    def added(self, title: str, due: date | None) -> None:
        """Says that a follow-up was made, and for when: it may lie beyond what Heute shows."""
        day = in_words(due, _) if due else _("bei Gelegenheit")
        self._said(_("Wiedervorlage „{title}“ angelegt: {day}.").format(title=title, day=day))

    def finish(self, line: TodayLine) -> bool:
        """Done today; False where an answer finishes it, which is asked for beside the person."""
        if line.rule == FOLLOWUP_6M:
            self._shell.go("client", client_id=line.client_id, act=SIX_MONTHS)
            return False
        followup.finish(self._file, line.follow_up_id)
        self._said(_("Wiedervorlage „{title}“ erledigt.").format(title=line.title))
        return True

    def finish_several(self, keys: Sequence[Hashable], lines: Sequence[TodayLine],
                       asked: Collection[Hashable] = ()) -> list[str]:
        """All of these done today, as one act; what has to be answered one by one is left. Returns what is done."""
        ids = [line.follow_up_id for line in lines
               if line.follow_up_id in keys and line.follow_up_id not in asked and line.rule != FOLLOWUP_6M]
        if ids:
            bulk.finish(self._file, ids)
        said = ngettext("{n} Wiedervorlage erledigt.", "{n} Wiedervorlagen erledigt.", len(ids)).format(n=len(ids))
        if len(ids) < len(keys):
            said += " " + _("{n} gehen nur einzeln.").format(n=len(keys) - len(ids))
        if ids:
            self._said(said)
        else:
            self._shell.toast(said)
        return ids

    def postpone(self, line: TodayLine, days: int) -> None:
        """Later by so many days: from its day, or from today where that has passed."""
        moved = followup.postpone(self._file, line.follow_up_id, days)
        if moved.due_on == line.due_on:
            self._said(warned_again(moved, days, self._file.today()))
            return
        day = max(line.due_on or self._file.today(), self._file.today()) + timedelta(days=days)
        self._said(_("Wiedervorlage „{title}“ verschoben auf {day}.").format(title=line.title, day=in_words(day, _)))

    def started(self, course: CourseLine) -> None:
        """The person is in the course, since its first day or since it was confirmed later than that."""
        referral.record(self._file, course.referral_id, ReferralState.STARTED, on=max(course.starts_on, course.since))
        self._said(_("{name}: angetreten, {title}.").format(name=course.name, title=course.title))

    def not_started(self, course: CourseLine, reason: str) -> None:
        """The person never came; the reason is a code of „nicht angetreten“."""
        referral.record(self._file, course.referral_id, ReferralState.NOT_STARTED, reason=reason,
                        on=max(course.starts_on, course.since))
        self._said(_("{name}: nicht angetreten, {title}.").format(name=course.name, title=course.title))

    def answer_otherwise(self, course: CourseLine) -> None:
        """Every answer, and the dates that were moved, stand with the referral."""
        self._shell.go("referral", referral_id=course.referral_id)

    def put_steps_away(self, again: Callable[[], object], away: bool = True) -> None:
        """Hides the first steps in this file for good; ``again`` reads Heute anew."""
        self._file.set_meta(**{query.PUT_AWAY: "1" if away else ""})
        again()
        if away:
            self._shell.toast(_("Die ersten Schritte sind ausgeblendet."),
                              partial(self.put_steps_away, again, False))

    def open_yet(self, course: CourseLine) -> None:
        """Nobody knows yet: the question comes again some days later."""
        days, today = policy_on(self._file.today()).course_start_check_days, self._file.today()
        followup.postpone(self._file, course.follow_up_id, days)
        again = max(course.due_on or today, today) + timedelta(days=days)
        self._said(_("{name}: noch offen. Die Frage kommt am {day} wieder.").format(
            name=course.name, day=in_words(again, _)))

    def open_appointment(self, line: AppointmentLine) -> None:
        """An appointment has its form on its own page."""
        self._shell.go("appointments", appointment_id=line.appointment.id)

    def open_client(self, client_id: str) -> None:
        """Eingabe: the person, where there is one."""
        if client_id:
            self._shell.open_client(client_id)
        else:
            self._shell.toast(_("Zu dieser Wiedervorlage gehört keine Person."))

    def refuse(self, chosen: str) -> None:
        """Says how a row is settled that is neither a follow-up nor an appointment."""
        if chosen == "silent":
            self._shell.toast(_("Die Zeile geht, sobald ein Kontakt notiert ist. Eingabe öffnet die Person."))
        else:
            self._shell.toast(_("Ob ein Kurs angetreten wurde, fragt das Programm, sobald er begonnen hat. Eingabe "
                                "öffnet die Person."))
