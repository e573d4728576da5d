"""The cards on which Heute reminds: month, catalogue, backup, the first steps. They know no act, only its call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.date_words import MONTHS, ago_in_words, due_in_words, in_words
from app.domain.dates import Month, german
from app.domain.rules import due, in_force
from app.i18n import _
from app.store.queries.today import Beginning
from app.ui.components import SectionTitle, titled_card
from app.ui.controls import button, glyph, label
from app.ui.layouts import FlowBox, card, column, divider, holder, row
from app.ui.painted import StatusPill
from app.ui.theme import T
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCalls:
    """Where the first steps lead."""

    catalogue: Call
    person: Call
    backup: Call


class FirstSteps(QWidget):
    """What to begin with in an empty file; a finished step carries its check, `first` is the button of the next one."""

    def __init__(self, done: Beginning, backed_up: bool, calls: StepCalls) -> None:
        super().__init__()
        self.first: QPushButton | None = None
        steps = (
            (done.catalogue, _("Katalog einlesen"),
             _("Die Angebote der Träger als CSV-Datei. Sie sehen vor dem Übernehmen, was darin steht."),
             _("Katalog einlesen"), calls.catalogue),
            (done.person, _("Erste Person aufnehmen"),
             _("Ein Name, das Geburtsjahr und die Kommune genügen. Alles andere ergänzen Sie später."),
             _("Person aufnehmen"), calls.person),
            (backed_up, _("Wiederherstellungscode weglegen und sichern"),
             _("Notieren Sie, wo der Ausdruck mit dem Code liegt, und machen Sie die erste Sicherung. "
               "Ohne Kennwort und Code öffnet niemand diese Datei."), _("Zur Sicherung"), calls.backup),
        )
        items: list[QWidget] = [SectionTitle(_("Die ersten drei Schritte"), icon="flag")]
        for number, (finished, title, what, word, call) in enumerate(steps, 1):
            items += [divider(), self._step(number, finished, title, what, word, call)]
        self.setLayout(column(card(*items, gap=12), None, gap=0))

    def _step(self, number: int, finished: bool, title: str, what: str, word: str, call: Call) -> QWidget:
        mark = glyph("circle-check", "ok", 24) if finished else label(str(number), "display")
        mark.setMinimumWidth(T.px(30))
        words = column(label(title, "strong", wrap=True), label(what, "muted", wrap=True), gap=2)
        line = row(mark, gap=12, margins=(0, 2, 0, 2))
        if finished:
            mark.setAccessibleName(_("{title}, erledigt").format(title=title))
            line.addLayout(words, 1)
            return holder(line)
        act = button(word, call=call)
        self.first = self.first or act
        if T.wide:
            line.addLayout(words, 1)
            line.addWidget(act)
        else:
            line.addLayout(column(words, FlowBox(act), gap=6), 1)
        return holder(line)
