"""The cards on which Heute reminds: month, catalogue, backup. They know no act, only its call."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from app.domain.date_words import MONTHS, ago_in_words, due_in_words, in_words
from app.domain.dates import Month, german
from app.domain.rules import due, in_force
from app.i18n import _
from app.ui.components import titled_card
from app.ui.controls import button, label
from app.ui.layouts import holder, row
from app.ui.painted import StatusPill
from app.usecases.proposals import FileReminder

# A week without a copy is as much work as one wants to type again.
BACKUP_DAYS = 7
MONTH_NEAR_DAYS = 5
Call = Callable[[], object]


def month_card(reminder: FileReminder | None, last_issued: str, today: date, open_page: Call) -> QWidget:
    """Which month is to be reported, and until when. ``reminder`` is that of a month that is over and not issued.

    Without one the running month is next; a new file has nothing to report yet.
    """
    this = Month.of(today)
    if reminder is not None:
        month, day = Month.of(reminder.due_on).previous(), reminder.due_on
        said = _("War fällig bis {day}.") if day < today else _("Fällig bis {day}.")
        text = said.format(day=in_words(day, _))
    else:
        month, day = this, due(in_force(today)["month_export"], this.first_day()).on
        issued = _("{month} ist ausgegeben.").format(month=_(MONTHS[this.previous().month - 1]))
        done = issued if last_issued else _("Noch ist nichts zu melden.")
        text = _("{done} {month} ist bis {day} fällig.").format(
            done=done, month=_(MONTHS[month.month - 1]), day=in_words(day, _))
    kind = "bad" if day < today else "warn" if (day - today).days <= MONTH_NEAR_DAYS else ""
    pill = StatusPill(due_in_words(day, today, _), kind, "" if kind == "bad" else "clock") if kind else None
    return titled_card(_("Monatsmeldung {month}").format(month=_(MONTHS[month.month - 1])),
                       label(text, "muted", wrap=True),
                       holder(row(button(_("Zur Monatsmeldung"), call=open_page), None)),
                       icon="chart-column", pill=pill)


def catalogue_card(reminder: FileReminder | None, today: date, open_page: Call) -> QWidget | None:
    """That the catalogue has grown old, from the day on that the policy names; None until then."""
    if reminder is None:
        return None
    pill = StatusPill(due_in_words(reminder.due_on, today, _), "warn", "clock")
    return titled_card(_(reminder.title), label(f"{reminder.why}. {_(reminder.rule.text)}", "muted", wrap=True),
                       holder(row(button(_("Katalog einlesen"), call=open_page), None)),
                       icon="book-open-text", token="warn", pill=pill)


def backup_card(last: datetime | None, today: date, open_page: Call) -> QWidget:
    """How old the last backup is that would outlive this device; those the program makes by itself would not."""
    if last is None:
        pill = StatusPill(_("noch keine"), "warn", "clock")
        text = _("Außerhalb dieses Geräts gibt es noch keine Sicherung. Geht es verloren, sind auch die Daten "
                 "verloren.")
    else:
        age = (today - last.date()).days
        late = age > BACKUP_DAYS
        pill = StatusPill(ago_in_words(last.date(), today, _), "warn" if late else "ok", "clock" if late else "")
        text = _("Die letzte Sicherung außerhalb dieses Geräts ist vom {date}, {time} Uhr.").format(
            date=german(last.date()), time=f"{last:%H:%M}")
    return titled_card(_("Sicherung"), label(text, "muted", wrap=True),
                       holder(row(button(_("Auf USB sichern"), call=open_page), None)),
                       icon="usb", token="warn", pill=pill)
