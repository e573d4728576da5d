"""The moving clock and the diary a Musterdatei is played with: acts wait for their day and happen in order. No acts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from app.domain.dates import next_workday
from app.domain.listing import ListedOffering
from app.store.casefile import CaseFile
from app.usecases.demo_people import Person

MORNING, EVENING = time(8, 30), time(17, 45)
BETWEEN_ACTS = timedelta(minutes=4)
Act = Callable[..., object]


class MovingClock:
    """A clock that stands still during an act; handed to the Klientendatei in place of the real one."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.moment

    def forward(self, day: date) -> None:
        """On to the next act: some minutes later, or to the morning of a later day; never back."""
        later = min(self.moment + BETWEEN_ACTS, datetime.combine(self.moment.date(), EVENING))
        self.moment = max(self.moment, later, datetime.combine(day, MORNING))


class Diary:
    """Acts by day; what lies on the last day or after it never happens, which leaves things open on Heute."""

    def __init__(self, clock: MovingClock, end: date) -> None:
        self._clock, self.end = clock, end
        self._waiting: list[tuple[date, int, Act, tuple[object, ...]]] = []
        self._order = count()

    @property
    def today(self) -> date:
        """The day that is being played."""
        return self._clock.moment.date()

    def on(self, day: date, act: Act, *arguments: object) -> None:
        """Enters an act for the working day on or after ``day``, at the earliest for today."""
        day = next_workday(max(day, self.today))
        if day < self.end:
            # the number keeps the order in which acts of one day were entered, so that a seed means one story
            heappush(self._waiting, (day, next(self._order), act, arguments))

    def after(self, days: int, act: Act, *arguments: object) -> None:
        """Enters an act so many days from today."""
        self.on(self.today + timedelta(days=days), act, *arguments)

    def play(self) -> None:
        """Everything, day by day; acts may enter further ones."""
        while self._waiting:
            day, _, act, arguments = heappop(self._waiting)
            self._clock.forward(day)
            act(*arguments)


@dataclass(slots=True, kw_only=True)
class Life:
    """What the play remembers of a person between two acts; ``agreed`` are providers with a signed consent."""

    number: int
    person: Person
    client_id: str = ""
    case_id: str = ""
    opened: bool = False
    ended: bool = False
    paused: bool = False
    told: bool = False
    referrals_open: int = 0
    agreed: set[str] = field(default_factory=set)
    quiet_from: date | None = None

    @property
    def active(self) -> bool:
        """Whether the case is open and worked on."""
        return self.opened and not self.ended and not self.paused


@dataclass(slots=True, kw_only=True)
class Stage:
    """What every act of the play needs; ``offers`` are those of the catalogue read last, ``missing`` the numbers of
    those for whom none of them fitted."""

    file: CaseFile
    diary: Diary
    rng: Random
    lives: list[Life] = field(default_factory=list)
    offers: tuple[ListedOffering, ...] = ()
    missing: set[int] = field(default_factory=set)
