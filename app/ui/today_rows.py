"""What the lines of Heute say in words: rows, tiles and empty lists. Pure: no widgets, no reads, no acts."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from app.domain.date_words import due_in_words, in_words, short
from app.domain.errors import N_
from app.domain.names import isolated
from app.domain.policy import policy_on
from app.i18n import _
from app.store.queries.appointments import AppointmentLine
from app.store.queries.today import CourseLine, SilentLine, TodayLine, TodayPage
from app.store.queries.week import END, CourseDay
from app.ui.appointment_rows import SIGNS as KIND_SIGNS
from app.ui.appointment_rows import clash_words, what_words
from app.ui.client_fields import word
from app.ui.rows import TaskRow

COURSE_RULE = "course_start_check"
GROUPS = {
    "overdue": N_("Überfällig"), "today": N_("Heute"), "week": N_("Diese Woche"), "later": N_("Demnächst"),
    "someday": N_("Bei Gelegenheit"),
}
SIGNS = {
    "doc_expiry": "id-card", "referral_no_reply": "send", COURSE_RULE: "graduation-cap",
    "course_end_before": "calendar-check", "course_end_after": "calendar-check",
    "plan_step": "target", "plan_review": "target",
}
ORDER = {name: place for place, name in enumerate(GROUPS)}
# What stands in the list while a tile is chosen and its number is 0.
NOTHING = {
    "overdue": N_("Nichts ist überfällig."),
    "today": N_("Heute ist nichts mehr fällig."),
    "week": N_("In dieser Woche ist sonst nichts fällig."),
    "appointments": N_("Bis Sonntag ist kein Termin geplant."),
    "papers": N_("In den nächsten Wochen läuft kein Papier ab."),
    "courses": N_("Kein Kurs beginnt oder endet in diesen Tagen."),
    "silent": N_("Mit allen Personen gab es in letzter Zeit einen Kontakt."),
}
FILLS = {
    "overdue": N_("Hier steht, was über seinen Tag hinaus ist, auch Termine, deren Ergebnis fehlt."),
    "today": N_("Hier stehen Termine und Wiedervorlagen mit dem heutigen Tag."),
    "week": N_("Hier stehen Termine und Wiedervorlagen bis Sonntag."),
    "appointments": N_("Hier stehen die Termine von heute bis Sonntag und die vergangenen, deren Ergebnis fehlt."),
    "papers": N_("Papiere mit Ablaufdatum erscheinen hier von selbst, sechs Wochen vorher."),
    "courses": N_("Bestätigte Kurse erscheinen hier von selbst in der Woche ihres Beginns, laufende vor ihrem Ende."),
    "silent": N_("Wer zu lange nicht erreicht wurde, erscheint hier von selbst."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TileWords:
    """A tile: which list it opens, how it is called, its sign and the status of its number."""

    key: str
    word: str
    icon: str
    kind: str = "plain"


def tiles(today: date) -> tuple[TileWords, ...]:
    """The seven tiles in their order."""
    days = policy_on(today).no_contact_days
    return (
        TileWords(key="overdue", word=_("Überfällig"), icon="circle-alert", kind="bad"),
        TileWords(key="today", word=_("Heute"), icon="calendar-check"),
        TileWords(key="week", word=_("Diese Woche"), icon="calendar-days"),
        TileWords(key="appointments", word=_("Termine"), icon="users"),
        TileWords(key="papers", word=_("Papiere laufen ab"), icon="id-card", kind="warn"),
        TileWords(key="courses", word=_("Kursbeginn und -ende"), icon="graduation-cap"),
        TileWords(key="silent", word=_("Kein Kontakt > {days} Tage").format(days=days), icon="message-circle"),
    )


def rows_of(page: TodayPage, chosen: str, today: date) -> tuple[TaskRow, ...]:
    """The rows of the list behind a tile, or everything that is due for ""; as many as the tile says."""
    if chosen == "courses":
        ends = (replace(follow_up_row(line, today), group=_("Ende")) for line in page.ends)
        return (*(_begun_row(line, today) for line in page.courses),
                *(_starting_row(line, today) for line in page.starting), *ends)
    if chosen == "silent":
        return tuple(_silent_row(line, today) for line in page.silent)
    if chosen == "papers":
        return tuple(follow_up_row(line, today) for line in page.papers)
    meetings = [] if chosen == "someday" else [
        line for line in page.appointments if chosen in ("", "appointments", _group(line, today))]
    lines = () if chosen == "appointments" else page.groups[chosen] if chosen else page.lines
    rows = [(_place(line, today), meeting_row(line, today)) for line in meetings]
    rows += [((ORDER[line.group], line.due_on or date.max, 1, time.min), follow_up_row(line, today)) for line in lines]
    # of one day the appointments by time first; the others stay as they were read
    return tuple(row for _place_of, row in sorted(rows, key=lambda pair: pair[0]))


def count_of(page: TodayPage, key: str, today: date) -> int:
    """The number on a tile: the length of its list."""
    if key == "courses":
        return len(page.courses) + len(page.starting) + len(page.ends)
    if key in ("silent", "papers", "appointments"):
        return len(getattr(page, key))
    return len(page.groups[key]) + sum(_group(line, today) == key for line in page.appointments)


def _group(line: AppointmentLine, today: date) -> str:
    on = line.appointment.on
    return "overdue" if on < today else "today" if on == today else "week"


def _place(line: AppointmentLine, today: date) -> tuple[int, date, int, time]:
    return ORDER[_group(line, today)], line.appointment.on, 0, line.appointment.at or time.min


def without(page: TodayPage, key: Hashable) -> TodayPage:
    """The page as it is once that row has gone, whatever it was; what comes in its place is read."""
    def rest(lines: Sequence[Any], name: str) -> tuple[Any, ...]:
        return tuple(line for line in lines if getattr(line, name) != key)

    return replace(
        page, lines=rest(page.lines, "follow_up_id"), papers=rest(page.papers, "follow_up_id"),
        ends=rest(page.ends, "follow_up_id"),
        appointments=tuple(line for line in page.appointments if line.appointment.id != key),
        groups={name: rest(lines, "follow_up_id") for name, lines in page.groups.items()})


def client_of(page: TodayPage, key: Hashable) -> str:
    """The person of a row, "" for a follow-up without one."""
    people = {line.follow_up_id: line.client_id for line in page.lines}
    people.update({line.referral_id: line.client_id for line in (*page.courses, *page.starting)})
    people.update({line.appointment.id: line.client_id for line in page.appointments})
    people.update({line.case_id: line.client_id for line in page.silent})
    return people.get(str(key), "")


def neighbour(rows: Sequence[TaskRow], key: Hashable) -> Hashable:
    """The row that follows, else the one before: where the keyboard stays when a row has gone."""
    keys = [row.key for row in rows]
    at = keys.index(key) if key in keys else 0
    return next(iter(keys[at + 1:] + keys[:at][::-1]), None)


def what_comes(page: TodayPage) -> str:
    """What the empty page says: the next day with something to do, and where rows come from."""
    whence = _("Wiedervorlagen entstehen von selbst: aus Papieren, die ablaufen, aus Kursen und aus Rückmeldungen, "
               "die fehlen. Eigene legen Sie mit Strg+D an.")
    if page.next_due is None:
        return whence
    following = _("Die nächste Wiedervorlage ist am {day}.").format(day=in_words(page.next_due, _))
    return f"{following} {whence}"


def follow_up_row(line: TodayLine, today: date) -> TaskRow:
    """A follow-up with its day; a deadline and a repeat are said in words."""
    pill, kind = _due(line.due_on, line.group, today)
    if line.deadline:
        pill, kind = (_("Frist, {when}").format(when=pill) if pill else _("Frist")), "warn" if kind == "plain" else kind
    spoken = [line.title, line.name, _due_spoken(line.due_on, today)]
    if line.deadline:
        spoken.append(_("Frist"))
    if line.repeat:
        spoken.append(word("follow_up_repeat", line.repeat))
    if line.postponements:
        spoken.append(_("{n}-mal verschoben").format(n=line.postponements))
    return TaskRow(
        key=line.follow_up_id, group=_(GROUPS[line.group]),
        sign=SIGNS.get(line.rule, "refresh-cw" if line.repeat else "calendar-clock"), title=line.title,
        person=line.name, pill_text=pill, pill_kind=kind, urgent=line.group == "overdue",
        accessible=", ".join(part for part in spoken if part),
    )


def meeting_row(line: AppointmentLine, today: date) -> TaskRow:
    """An appointment with time and place; one that is over waits for what became of it."""
    one, group = line.appointment, _group(line, today)
    pill, kind = (due_in_words(one.on, today, _), "warn") if group == "today" else (short(one.on, today, _), "plain")
    if group == "overdue":
        pill, kind = _("Ergebnis fehlt"), "bad"
    elif line.clashes:
        pill, kind = _("gleichzeitig"), "warn"
    title = what_words(one)
    if group == "overdue":
        title = f"{short(one.on, today, _)} {title}"
    spoken = [_("Termin"), in_words(one.on, _), what_words(one), line.name, isolated(one.whom), pill, clash_words(line)]
    return TaskRow(key=one.id, group=_(GROUPS[group]), sign=KIND_SIGNS.get(one.kind, "users"), title=title,
                   person=line.name, pill_text=pill, pill_kind=kind, urgent=group == "overdue",
                   accessible=", ".join(part for part in spoken if part))


def course_day_row(line: CourseDay, group: str) -> TaskRow:
    """A course of a person that starts or ends on that day."""
    said = _("Kursende: {title}") if line.what == END else _("Kursbeginn: {title}")
    title = said.format(title=line.title)
    return TaskRow(key=(line.referral_id, line.what), group=group, sign="graduation-cap", title=title,
                   person=line.name, accessible=f"{title}, {line.name}")


def _due(due: date | None, group: str, today: date) -> tuple[str, str]:
    if due is None:
        return "", "plain"
    if group in ("overdue", "today"):
        return due_in_words(due, today, _), "bad" if group == "overdue" else "warn"
    return short(due, today, _), "plain"


def _due_spoken(due: date | None, today: date) -> str:
    if due is None:
        return _("bei Gelegenheit")
    if due <= today:
        return _("fällig {when}").format(when=due_in_words(due, today, _))
    return _("fällig am {day}").format(day=in_words(due, _))


def _begun_row(line: CourseLine, today: date) -> TaskRow:
    begun = _("Beginn {day}").format(day=short(line.starts_on, today, _))
    title = _("Angetreten? {title}").format(title=line.title)
    return TaskRow(key=line.referral_id, group=_("Kurs angetreten?"), sign="graduation-cap", title=title,
                   person=line.name, pill_text=begun, accessible=f"{title}, {line.name}, {begun}")


def _starting_row(line: CourseLine, today: date) -> TaskRow:
    begins = short(line.starts_on, today, _)
    return TaskRow(key=line.referral_id, group=_("Beginn in dieser Woche"), sign="graduation-cap", title=line.title,
                   person=line.name, pill_text=begins, accessible=f"{line.title}, {line.name}, {begins}")


def _silent_row(line: SilentLine, today: date) -> TaskRow:
    title = _("Noch kein Kontakt")
    if line.last_on is not None:
        title = _("Kein Kontakt seit {days} Tagen").format(days=(today - line.last_on).days)
    return TaskRow(key=line.case_id, group="", sign="message-circle", title=title, person=line.name,
                   accessible=f"{title}, {line.name}")
