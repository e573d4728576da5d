"""The right column of Heute: what the program asks of a person, each card answered by one click. It reads nothing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.ui.layouts import column
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.today_acts import TodayActs
from app.ui.today_cards import backup_card, catalogue_card, month_card
from app.ui.today_courses import CourseCard
from app.ui.today_reading import Reading


class TodaySide(QWidget):
    """Month, courses that have begun, catalogue, backup; a card is drawn anew only when it says something else."""

    def __init__(self, shell: Shell, acts: TodayActs, all_courses: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._month, self._catalogue, self._backup = Slot(), Slot(), Slot()
        self.courses = CourseCard(acts, all_courses)
        self._said: dict[Slot, object] = {}
        self.setLayout(column(self._month, self.courses, self._catalogue, self._backup, None, gap=12))

    def show_reading(self, reading: Reading) -> None:
        """Shows the reminders of a reading."""
        go, today = self._shell.go, reading.today
        month, catalogue = reading.reminder("month_export"), reading.reminder("catalogue_age")
        self.courses.show_lines(reading.page.courses, today)
        self._put(self._month, (month, reading.page.last_issued, today), lambda: month_card(
            month, reading.page.last_issued, today, partial(go, "export")))
        self._put(self._catalogue, (catalogue, today), lambda: catalogue_card(
            catalogue, today, partial(go, "offers")))
        self._put(self._backup, (reading.last_away, today), lambda: backup_card(
            reading.last_away, today, partial(go, "settings", part="backup", start="usb")))

    def _put(self, slot: Slot, said: object, make: Callable[[], QWidget | None]) -> None:
        if self._said.get(slot) != said:
            self._said[slot] = said
            slot.put(make())
