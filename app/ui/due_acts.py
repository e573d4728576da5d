"""What the keys of a row do on Heute and in the week: a follow-up or an appointment, one act and one toast each."""

from collections.abc import Callable, Hashable, Sequence

from app.store.queries.appointments import AppointmentLine
from app.store.queries.today import TodayLine
from app.ui.appointment_acts import AppointmentActs
from app.ui.today_acts import TodayActs
from app.ui.today_list import CHANGE, GO_ON, MISS

Gone = Callable[[Hashable], object]


class DueActs:
    """`gone(key)` is told after an act that takes its row away; `change(line)` opens the form of a follow-up, and
    `refuse()` says how a row is settled that is neither.
    """

    def __init__(self, acts: TodayActs, meetings: AppointmentActs, gone: Gone, change: Callable[[TodayLine], object],
                 refuse: Callable[[], object]) -> None:
        self._acts, self._meetings, self._gone, self._change = acts, meetings, gone, change
        self._refuse = refuse
        self._lines: dict[Hashable, TodayLine] = {}
        self._appointments: dict[Hashable, AppointmentLine] = {}

    def know(self, lines: Sequence[TodayLine], appointments: Sequence[AppointmentLine]) -> None:
        """What is listed."""
        self._lines = {line.follow_up_id: line for line in lines}
        self._appointments = {line.appointment.id: line for line in appointments}

    def forget(self, key: Hashable) -> None:
        """No key reaches that row any more."""
        self._lines.pop(key, None)
        self._appointments.pop(key, None)

    @property
    def meetings(self) -> frozenset[Hashable]:
        """The rows that are appointments."""
        return frozenset(self._appointments)

    def finish(self, key: Hashable) -> None:
        """Leertaste: done, or the person came."""
        if key in self._appointments:
            self._meetings.keep(self._appointments[key])
        elif key not in self._lines:
            self._refuse()
            return
        elif not self._acts.finish(self._lines[key]):
            return
        self._gone(key)

    def postpone(self, key: Hashable, days: int) -> None:
        """1 and 7: later by so many days."""
        if key in self._appointments:
            self._meetings.postpone(self._appointments[key], days)
        elif key in self._lines:
            self._acts.postpone(self._lines[key], days)
        else:
            self._refuse()
            return
        self._gone(key)

    def run(self, act: str, key: Hashable) -> None:
        """F2: another day, repeat, deadline. N: did not come. W: what was offered after that."""
        if act == GO_ON:
            self._meetings.go_on()
        elif act == MISS and key in self._appointments:
            self._meetings.miss(self._appointments[key])
            self._gone(key)
        elif act == CHANGE and key in self._appointments:
            self._acts.open_appointment(self._appointments[key])
        elif act == CHANGE and key in self._lines:
            self._change(self._lines[key])
        elif act == CHANGE:
            self._refuse()
