"""The acts behind the rows and answers of Heute: one use case each, one toast each, all of them undoable."""

from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from functools import partial

from app.domain.date_words import in_words
from app.domain.policy import policy_on
from app.domain.referral import ReferralState
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries.today import CourseLine, TodayLine, TodayPage
from app.ui import history
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

    def finish(self, line: TodayLine) -> None:
        """Done today."""
        followup.finish(self._file, line.follow_up_id)
        self._said(_("Wiedervorlage „{title}“ erledigt.").format(title=line.title))

    def finish_several(self, keys: Sequence[Hashable], page: TodayPage) -> None:
        """All of these done today, as one act; what has to be answered one by one is left."""
        asked = {course.follow_up_id for course in page.courses}
        ids = [line.follow_up_id for line in page.lines if line.follow_up_id in keys and line.follow_up_id not in asked]
        if ids:
            bulk.finish(self._file, ids)
        said = ngettext("{n} Wiedervorlage erledigt.", "{n} Wiedervorlagen erledigt.", len(ids)).format(n=len(ids))
        if len(ids) < len(keys):
            said += " " + _("{n} gehen nur einzeln.").format(n=len(keys) - len(ids))
        if ids:
            self._said(said)
        else:
            self._shell.toast(said)

    def postpone(self, line: TodayLine, days: int) -> None:
        """Later by so many days: from its day, or from today where that has passed."""
        followup.postpone(self._file, line.follow_up_id, days)
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

    def open_yet(self, course: CourseLine) -> None:
        """Nobody knows yet: the question comes again some days later."""
        days, today = policy_on(self._file.today()).course_start_check_days, self._file.today()
        followup.postpone(self._file, course.follow_up_id, days)
        again = max(course.due_on or today, today) + timedelta(days=days)
        self._said(_("{name}: noch offen. Die Frage kommt am {day} wieder.").format(
            name=course.name, day=in_words(again, _)))

    def refuse(self, chosen: str) -> None:
        """Says how a row is settled that is no follow-up."""
        if chosen == "courses":
            self._shell.toast(_("Ob der Kurs angetreten wurde, beantworten Sie mit Ja, Nein oder Noch offen."))
        else:
            self._shell.toast(_("Die Zeile geht, sobald ein Kontakt notiert ist. Eingabe öffnet die Person."))
