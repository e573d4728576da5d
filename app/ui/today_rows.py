"""What the lines of Heute say in words: rows, tiles and empty lists. Pure: no widgets, no reads, no acts."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.date_words import due_in_words, in_words, short
from app.domain.errors import N_
from app.domain.policy import policy_on
from app.i18n import _
from app.store.queries.today import CourseLine, SilentLine, TodayLine, TodayPage
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
# What stands in the list while a tile is chosen and its number is 0.
NOTHING = {
    "overdue": N_("Nichts ist überfällig."),
    "today": N_("Heute ist nichts mehr fällig."),
    "week": N_("In dieser Woche ist sonst nichts fällig."),
    "papers": N_("In den nächsten Wochen läuft kein Papier ab."),
    "courses": N_("Kein Kurs wartet auf die Antwort, ob er angetreten wurde."),
    "silent": N_("Mit allen Personen gab es in letzter Zeit einen Kontakt."),
}
FILLS = {
    "overdue": N_("Hier steht, was über seinen Tag hinaus ist."),
    "today": N_("Hier stehen die Wiedervorlagen mit dem heutigen Tag."),
    "week": N_("Hier stehen die Wiedervorlagen bis Sonntag."),
    "papers": N_("Papiere mit Ablaufdatum erscheinen hier von selbst, sechs Wochen vorher."),
    "courses": N_("Bestätigte Kurse erscheinen hier von selbst am Tag des Beginns."),
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
    """The six tiles in their order."""
    days = policy_on(today).no_contact_days
    return (
        TileWords(key="overdue", word=_("Überfällig"), icon="circle-alert", kind="bad"),
        TileWords(key="today", word=_("Heute"), icon="calendar-check"),
        TileWords(key="week", word=_("Diese Woche"), icon="calendar-days"),
        TileWords(key="papers", word=_("Papiere laufen ab"), icon="id-card", kind="warn"),
        TileWords(key="courses", word=_("Kursstarts"), icon="graduation-cap"),
        TileWords(key="silent", word=_("Kein Kontakt > {days} Tage").format(days=days), icon="message-circle"),
    )


def rows_of(page: TodayPage, chosen: str, today: date) -> tuple[TaskRow, ...]:
    """The rows of the list behind a tile, or everything that is due for ""; as many as the tile says."""
    if chosen == "courses":
        return tuple(_course_row(line, today) for line in page.courses)
    if chosen == "silent":
        return tuple(_silent_row(line, today) for line in page.silent)
    return tuple(_row(line, today) for line in lines_of(page, chosen))


def lines_of(page: TodayPage, chosen: str) -> Sequence[TodayLine]:
    """The follow-ups behind a tile."""
    return page.papers if chosen == "papers" else page.groups[chosen] if chosen else page.lines


def count_of(page: TodayPage, key: str) -> int:
    """The number on a tile: the length of its list."""
    if key in ("courses", "silent"):
        return len(page.courses if key == "courses" else page.silent)
    return len(lines_of(page, key))


def client_of(page: TodayPage, key: Hashable) -> str:
    """The person of a row, "" for a follow-up without one."""
    people = {line.follow_up_id: line.client_id for line in page.lines}
    people.update({line.referral_id: line.client_id for line in page.courses})
    people.update({line.case_id: line.client_id for line in page.silent})
    return people.get(str(key), "")


def neighbour(rows: Sequence[TaskRow], key: Hashable) -> Hashable:
    """The row that follows, else the one before: where the keyboard stays when a row has gone."""
    keys = [row.key for row in rows]
    at = keys.index(key)
    return next(iter(keys[at + 1:] + keys[:at][::-1]), None)


def what_comes(page: TodayPage) -> str:
    """What the empty page says: the next day with something to do, and where rows come from."""
    whence = _("Wiedervorlagen entstehen von selbst: aus Papieren, die ablaufen, aus Kursen und aus Rückmeldungen, "
               "die fehlen. Eigene legen Sie mit Strg+D an.")
    if page.next_due is None:
        return whence
    following = _("Die nächste Wiedervorlage ist am {day}.").format(day=in_words(page.next_due, _))
    return f"{following} {whence}"


def _row(line: TodayLine, today: date) -> TaskRow:
    pill, kind = _due(line.due_on, line.group, today)
    spoken = [line.title, line.name, _due_spoken(line.due_on, today)]
    if line.postponements:
        spoken.append(_("{n}-mal verschoben").format(n=line.postponements))
    return TaskRow(
        key=line.follow_up_id, group=_(GROUPS[line.group]), sign=SIGNS.get(line.rule, "calendar-clock"),
        title=line.title, person=line.name, pill_text=pill, pill_kind=kind, urgent=line.group == "overdue",
        accessible=", ".join(part for part in spoken if part),
    )


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


def _course_row(line: CourseLine, today: date) -> TaskRow:
    begun = _("Beginn {day}").format(day=short(line.starts_on, today, _))
    title = _("Angetreten? {title}").format(title=line.title)
    return TaskRow(key=line.referral_id, group="", sign="graduation-cap", title=title, person=line.name,
                   pill_text=begun, accessible=f"{title}, {line.name}, {begun}")


def _silent_row(line: SilentLine, today: date) -> TaskRow:
    title = _("Noch kein Kontakt")
    if line.last_on is not None:
        title = _("Kein Kontakt seit {days} Tagen").format(days=(today - line.last_on).days)
    return TaskRow(key=line.case_id, group="", sign="message-circle", title=title, person=line.name,
                   accessible=f"{title}, {line.name}")
