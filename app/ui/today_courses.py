"""The card „Kurs angetreten?“: one click says yes, no with its reason, or not yet. What it records, today_acts does."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.codes import code_list
from app.domain.date_words import short
from app.i18n import _
from app.store.queries.today import CourseLine
from app.ui.components import SectionTitle
from app.ui.controls import announce, button, label
from app.ui.layouts import FlowBox, card, column, divider, holder
from app.ui.page_parts import Slot
from app.ui.today_acts import TodayActs

# two questions leave room for the other cards on a screen of 768 lines
SHOWN = 2
REASON_GROUP = "nicht angetreten"


class CourseCard(Slot):
    """Asks about the first courses of the list; „Nein“ unfolds the reasons in its place, Esc folds them again."""

    def __init__(self, acts: TodayActs, more: Callable[[], object]) -> None:
        super().__init__()
        self._acts, self._more = acts, more
        self._lines: tuple[CourseLine, ...] = ()
        self._today = date.min
        self._wanted = self._refused = ""
        self._first: QPushButton | None = None

    def show_lines(self, lines: Sequence[CourseLine], today: date) -> None:
        """Shows other questions; the keyboard stays in the card while there is one."""
        if (tuple(lines), today) == (self._lines, self._today):
            return
        self._lines, self._today = tuple(lines), today
        if self._refused not in {line.referral_id for line in lines}:
            self._refused = ""
        self._draw()

    @property
    def holds_focus(self) -> bool:
        """True while the keyboard is on an answer."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def ask(self, referral_id: str) -> None:
        """Brings one question to the top and gives it the keyboard."""
        self._wanted, self._refused = referral_id, ""
        self._draw()
        self.take_focus()

    def take_focus(self) -> bool:
        """Puts the keyboard on the first answer; False without a question."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)
        return self._first is not None

    def _draw(self) -> None:
        had_focus = self.holds_focus
        self._first = None
        if not self._lines:
            self.put(None)
            return
        first = sorted(self._lines, key=lambda line: line.referral_id != self._wanted)[:SHOWN]
        items: list[QWidget] = [SectionTitle(_("Kurs angetreten?"), str(len(self._lines)), "circle-help", "info")]
        for i, line in enumerate(first):
            items += [*([divider()] if i else []), self._question(line)]
        if len(self._lines) > SHOWN:
            words = _("Alle {count} zeigen").format(count=len(self._lines))
            items.append(holder(column(button(words, "link", call=self._more))))
        self.put(card(*items, gap=10))
        if had_focus:
            self.take_focus()

    def _question(self, line: CourseLine) -> QWidget:
        begun = _("{title}, Beginn war {day}").format(title=line.title, day=short(line.starts_on, self._today, _))
        words = column(label(line.name, "strong", wrap=True), label(begun, "caption", wrap=True), gap=2)
        refused = line.referral_id == self._refused
        return holder(column(words, self._reasons(line) if refused else self._answers(line), gap=6))

    def _chip(self, line: CourseLine, word: str, icon: str, call: Callable[[], object]) -> QPushButton:
        chip = button(word, "chip", icon, call)
        chip.setAccessibleName(f"{line.name}, {line.title}: {word}")
        return chip

    def _answers(self, line: CourseLine) -> QWidget:
        chips = [self._chip(line, _("Ja"), "check", partial(self._acts.started, line)),
                 self._chip(line, _("Nein"), "x", partial(self._refuse, line))]
        if line.follow_up_id:
            chips.append(self._chip(line, _("Noch offen"), "clock", partial(self._acts.open_yet, line)))
        self._first = self._first or chips[0]
        return FlowBox(*chips)

    def _reasons(self, line: CourseLine) -> QWidget:
        codes = [code for code in code_list("referral_reason").in_group(REASON_GROUP) if not code.retired]
        chips = [self._chip(line, _(code.label), "", partial(self._acts.not_started, line, code.id)) for code in codes]
        self._first = chips[0]
        back = button(_("Abbrechen"), "link", call=self._fold)
        # a start that was moved, a withdrawal: what no reason says
        other = button(_("Zur Vermittlung"), "link", call=partial(self._acts.answer_otherwise, line))
        return holder(column(label(_("Warum nicht?"), "label"), FlowBox(*chips, other, back), gap=6))

    def _refuse(self, line: CourseLine) -> None:
        self._refused = line.referral_id
        self._draw()
        self.take_focus()
        announce(self, _("Warum nicht? Wählen Sie einen Grund."))

    def _fold(self) -> None:
        self._wanted, self._refused = self._refused, ""
        self._draw()
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc folds the reasons."""
        if event.key() == Qt.Key.Key_Escape and self._refused:
            self._fold()
        else:
            super().keyPressEvent(event)
