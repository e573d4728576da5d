"""The card „Nächste Schritte“: open follow-ups to finish or postpone, and one line to add another."""

from collections.abc import Hashable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.date_words import due_in_words, in_words, short
from app.domain.dates import german
from app.domain.errors import UserError
from app.domain.followup import DEADLINE, FOLLOWUP_6M, NORMAL, OPEN, FollowUp
from app.i18n import _, text_of
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import paint
from app.ui.caret import cursor_in, resume
from app.ui.client_fields import choice, due_day, word
from app.ui.client_parts import SAVE_KEYS, follow_current, keys
from app.ui.client_proposals import law_of
from app.ui.client_removal import remove_record
from app.ui.components import SectionTitle
from app.ui.controls import button, label, tool
from app.ui.drafts import DraftKeeper, draft_of
from app.ui.editors import Chips, Text
from app.ui.focus import areas_of
from app.ui.form import Field, FormView
from app.ui.layouts import card, column, row
from app.ui.page_parts import Slot
from app.ui.referral_after import ACT as SIX_MONTHS
from app.ui.rows import TaskList, TaskRow
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import followup, health

_LEAST = 110


def step_row(step: FollowUp, today: date) -> TaskRow:
    """A follow-up with its pill: overdue, near, later, or without a date."""
    if step.due_on is None:
        text, kind = _("bei Gelegenheit"), "plain"
    else:
        days = (step.due_on - today).days
        kind = "bad" if days < 0 else "warn" if days == 0 else "plain"
        text = due_in_words(step.due_on, today, _) if days <= 1 else short(step.due_on, today, _)
    if step.priority == DEADLINE:
        text, kind = _("Frist, {when}").format(when=text), "warn" if kind == "plain" else kind
    said = [step.title, text, word("follow_up_repeat", step.repeat) if step.repeat else ""]
    return TaskRow(key=step.id, group="", sign="circle", title=step.title, pill_text=text, pill_kind=kind,
                   accessible=", ".join(part for part in said if part), urgent=kind == "bad")


def warned_again(step: FollowUp, days: int, today: date) -> str:
    """What is said of a deadline that was put off: its day stays."""
    assert step.due_on is not None
    return _("„{title}“ meldet sich am {day} wieder. Die Frist bleibt am {due}.").format(
        title=step.title, day=in_words(today + timedelta(days=days), _), due=german(step.due_on))


class StepList(TaskList):
    """The task list in a narrow column: circle, title in full, pill below it; keys as in every task list."""

    hairlines = False
    _all_shown = False

    def measure(self, entry: Any, width: int) -> int:
        """Height of title and pill."""
        return round(paint.block_height(entry.title, "body", width - T.px(46)) + T.px(34))

    def draw(self, p: QPainter, rect: QRectF, row: int, active: bool) -> None:
        """Paints circle, title, pill and, where the row is current, its commands."""
        entry, d = self.entries.entries[row], T.px(16)
        circle = QRectF(rect.x() + T.px(10), rect.y() + T.px(7), d, d)
        paint.box(p, circle, "surface", "control", d / 2, 1.4)
        x = circle.right() + T.px(10)
        y = rect.y() + T.px(6)
        y += paint.block(p, x, y, rect.right() - x - T.px(8), entry.title, "body", "text")
        middle = y + T.px(13)
        paint.draw_pill(p, x, middle, entry.pill)
        if active:
            paint.sign(p, "alarm-clock", rect.right() - T.px(28), middle, 16)

    def sizeHint(self) -> QSize:
        """As high as its rows (Qt)."""
        return QSize(T.px(200), sum(self.height_of(i) for i in range(len(self.entries.entries))) + 4)

    def take_height(self, whole: bool) -> None:
        """As high as its rows; unless `whole` no higher than leaves the facts below it in view, scrolling by itself.

        With a form above it the column has to scroll, and then nothing inside it may.
        """
        self._all_shown = whole
        # what stands round the list is measured once the layouts have settled
        QTimer.singleShot(0, self, self._fit_room)

    def _fit_room(self) -> None:
        needed, areas = self.sizeHint().height(), areas_of(self)
        inner = areas[0].widget() if areas and self.isVisible() else None
        if inner is not None and not self._all_shown:
            rest = inner.heightForWidth(inner.width()) - self.minimumHeight()
            needed = min(needed, max(T.px(_LEAST), areas[0].viewport().height() - rest))
        self.setFixedHeight(needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their words at this width."""
        super().resizeEvent(event)
        if T.wide and event.oldSize().width() != event.size().width():
            self.take_height(self._all_shown)

    def _command_at(self, place: QPointF) -> str:
        """The circle finishes, the alarm clock postpones to tomorrow."""
        index = self.indexAt(place.toPoint())
        if not index.isValid():
            return ""
        rect = QRectF(self.visualRect(index))
        if place.x() < rect.x() + T.px(32):
            return "done"
        return "snooze" if place.x() > rect.right() - T.px(34) and place.y() > rect.bottom() - T.px(30) else ""


class StepForm(QWidget):
    """Title and date of a follow-up: a new one is a draft, an existing one is saved field by field."""

    def __init__(self, card_: "StepsCard", file: CaseFile, case_id: str, step: FollowUp | None) -> None:
        super().__init__()
        self._card, self._file, self._case_id, self.step = card_, file, case_id, step
        fields: tuple[Field, ...] = (
            Field("title", _("Was zu tun ist"), Text(), required=True, width="full"),
            Field("due_on", _("Bis wann"), due_day(file.today), width="full", help=_("zum Beispiel +7 oder 10.11.")))
        if step is not None and not step.rule:
            # a new one is typed in two lines; what repeats itself is said of it afterwards
            strict = Chips(options=((DEADLINE, word("follow_up_priority", DEADLINE)),))
            fields = (*fields,
                      Field("repeat", _("Wiederholen"), choice("follow_up_repeat", empty=_("einmal")), width="full"),
                      Field("priority", _("Vorrang"), strict, width="full"))
        self.form = FormView(fields, self._change if step else None)
        self._keeper = DraftKeeper(self, file, f"follow_up:{case_id}", self._draft)
        self._cursor = "title"
        if step is None:
            draft = draft_of(file, self._keeper.kind)
            if draft is not None:
                self.form.set_texts(draft.content["texts"])
                self._cursor = resume(self.form, draft.cursor) or "title"
            self.form.edited.connect(lambda _attribute: self._keeper.touch())
            add = button(_("Anlegen"), icon="check", call=self.save, shortcut=SAVE_KEYS[0])
            buttons = row(None, button(_("Verwerfen"), "quiet", call=self.discard), add)
            self.form.finished.connect(self.save)
        else:
            known = {"title": step.title, "due_on": step.due_on, "repeat": step.repeat or None,
                     "priority": DEADLINE if step.priority == DEADLINE else None}
            self.form.set_values({name: known[name] for name in self.form.texts()})
            buttons = row(None, button(_("Fertig"), call=card_.close_form))
            self.form.finished.connect(card_.close_form)
        law = law_of(step, file.today()) if step else ""
        said = [label(law, "caption", wrap=True)] if law else []
        self.setLayout(column(self.form, *said, buttons, gap=2))
        keys(self, SAVE_KEYS, self.save if step is None else card_.close_form)
        keys(self, ("Esc",), self.leave)

    def _draft(self) -> tuple[dict[str, Any], str]:
        return {"texts": self.form.texts()}, cursor_in(self)

    def first(self) -> QWidget:
        """The field that had the caret, else the title."""
        return self.form.box(self._cursor).control.targets()[0]

    def flush(self) -> None:
        """Keeps the draft now."""
        self._keeper.flush()

    def leave(self) -> None:
        """Closes; what was typed stays as a draft."""
        self._keeper.flush()
        self._card.close_form()

    def discard(self) -> None:
        """Forgets what was typed."""
        self._keeper.discard()
        self._card.close_form()

    def save(self) -> None:
        """The draft becomes a follow-up."""
        if not self.form.check():
            return
        values = self.form.values()
        try:
            followup.add(self._file, self._case_id, title=str(values["title"]), due_on=_day(values["due_on"]))
        except UserError as error:
            self.form.box("title").show_error(text_of(error))
            return
        self._keeper.discard()
        self._card.close_form()

    def _change(self, attribute: str, value: object) -> None:
        assert self.step is not None
        values = {**self.form.values(), attribute: value}
        followup.change(self._file, self.step.id, title=str(values.get("title", self.step.title)),
                        due_on=_day(values.get("due_on", self.step.due_on)),
                        repeat=None if self.step.rule else str(values.get("repeat") or ""),
                        priority=None if self.step.rule else str(values.get("priority") or NORMAL))


class StepsCard(QWidget):
    """Open follow-ups by date. Leertaste finishes, 1 and 7 postpone, Enter changes one."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self.form: StepForm | None = None
        self._entered = False
        self.list = StepList(_("Nächste Schritte"))
        if T.wide:
            self.list.setFixedHeight(T.px(_LEAST))
        self.list.done.connect(self._finish)
        self.list.snoozed.connect(self._postpone)
        self.list.opened.connect(self.edit)
        self.list.more.connect(lambda key, _point: self.edit(key))
        keys(self.list, ("Del",), self._remove)
        self._empty = label(_("Nichts offen."), "muted", wrap=True)
        self._slot = Slot()
        add = tool("plus", _("Wiedervorlage anlegen"), self.add, "Ctrl+D")
        self._card = card(SectionTitle(_("Nächste Schritte"), action=add), self._slot, self._empty, self.list, gap=6)
        self.setLayout(column(self._card, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        follow_current(self.list)

    def show_record(self, record: Record) -> None:
        """Shows the open follow-ups; a draft left behind is offered again."""
        other = self._record is None or self._record.case.id != record.case.id
        self._record = record = health.of_page(record, self._file.today())
        if other:
            self.close_form()
            if f"follow_up:{record.case.id}" in record.drafts:
                self._show(None)
        open_ones = [step for step in record.follow_ups if step.state == OPEN]
        open_ones.sort(key=lambda step: (step.due_on or date.max, step.title))
        self.list.set_rows([step_row(step, self._file.today()) for step in open_ones])
        self.list.setVisible(bool(open_ones))
        self._empty.setVisible(not open_ones)
        if not T.wide:
            self.list.fit()

    def take_height(self) -> None:
        """Fits the list into the column, once everything else in it stands."""
        if T.wide:
            self.list.take_height(whole=self.form is not None)

    def add(self) -> None:
        """Opens the line for a new follow-up and goes into it."""
        if self._record is not None:
            if self.form is None:
                self._show(None)
            if self.form is not None:
                self._entered = True
                self.form.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget | None:
        """The form while a follow-up is being typed by wish or from a draft with the caret in it, else None."""
        return self.form.first() if self.form is not None and self._entered else None

    def in_hand(self) -> dict[str, str]:
        """The form that is open, of a follow-up or of a new one."""
        if self.form is None:
            return {}
        return {"step": self.form.step.id} if self.form.step is not None else {"follow_up": "1"}

    def edit(self, key: Hashable) -> None:
        """Opens the form of a follow-up of the person, if there is such a one."""
        steps = self._record.follow_ups if self._record is not None else ()
        found = next((step for step in steps if step.id == key), None)
        if found is not None:
            self._show(found)
            if self.form is not None:
                self._entered = True
                self.form.form.focus()

    def _show(self, step: FollowUp | None) -> None:
        assert self._record is not None
        self.flush()
        self.form = StepForm(self, self._file, self._record.case.id, step)
        self._slot.put(self.form)
        self.take_height()

    def close_form(self) -> None:
        """Back to the list."""
        had_focus = self.form is not None and self.form.isAncestorOf(self.focusWidget() or self)
        self.form, self._entered = None, False
        self._slot.put(None)
        self.take_height()
        if had_focus and self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keeps what is being typed as a draft now."""
        if self.form is not None:
            self.form.flush()

    def _title(self, key: Hashable) -> str:
        steps = self._record.follow_ups if self._record is not None else ()
        return next((step.title for step in steps if step.id == key), "")

    def _remove(self) -> None:
        steps = self._record.follow_ups if self._record is not None else ()
        for step in [step for step in steps if step.id == self.list.current_key()]:
            remove_record(self._shell, self._file, step)

    def _finish(self, key: Hashable) -> None:
        steps = self._record.follow_ups if self._record is not None else ()
        if self._record is not None and any(one.id == key and one.rule == FOLLOWUP_6M for one in steps):
            # its answer finishes it
            self._shell.go("client", client_id=self._record.client.id, act=SIX_MONTHS)
            return
        title = self._title(key)
        followup.finish(self._file, str(key))
        self._shell.toast(_("Wiedervorlage „{title}“ erledigt.").format(title=title), self._file.undo)

    def _postpone(self, key: Hashable, days: int) -> None:
        title = self._title(key)
        before = next((step for step in self._record.follow_ups if step.id == key), None) if self._record else None
        moved = followup.postpone(self._file, str(key), days)
        if before is not None and moved.due_on == before.due_on:
            self._shell.toast(warned_again(moved, days, self._file.today()), self._file.undo)
            return
        said = _("Wiedervorlage „{title}“ um {n} Tage verschoben.")
        tomorrow = _("Wiedervorlage „{title}“ um einen Tag verschoben.")
        self._shell.toast((tomorrow if days == 1 else said).format(title=title, n=days), self._file.undo)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
