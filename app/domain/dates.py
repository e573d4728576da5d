"""Calendar values and arithmetic: partial dates, months, ages, working days. Wall-clock dates only, no clock.
What people type is read in `typed_dates`, what they read is worded in `date_words`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


def month_end(year: int, month: int) -> date:
    """The last day of a month; ValueError for a month outside 1..12."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return date(year, month, calendar.monthrange(year, month)[1])


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year, perhaps estimated; impossible ones raise ValueError.

    Ordered by its parts; the less precise one comes first (2001 < 2001-01 < 2001-01-01).
    """

    year: int
    month: int | None = None
    day: int | None = None
    estimated: bool = False

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def __lt__(self, other: "PartialDate") -> bool:
        return self._parts() < other._parts()

    def _parts(self) -> tuple[int, int, int, bool]:
        # None does not compare with numbers; 0 stands before every month and day.
        return self.year, self.month or 0, self.day or 0, self.estimated

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """A date known to the day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse_iso(cls, text: str) -> "PartialDate":
        """Reads what `iso` writes (``2001-03-05``, ``2001-03``, ``2001``, each with ``~``); else ValueError."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"not a partial date: {text!r}")
        year, month, day, mark = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, mark == "~")

    def iso(self) -> str:
        """The stored form, after EDTF (ISO 8601-2) level 1: missing parts left out, ``~`` for estimated."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.estimated else "")

    def first_day(self) -> date:
        """The earliest day it can mean; a year alone counts as 1 January (ruling in the rules of the export)."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The latest day it can mean."""
        if self.month and self.day:
            return date(self.year, self.month, self.day)
        return month_end(self.year, self.month or 12)

    @property
    def year_only(self) -> bool:
        """Whether month and day are not known."""
        return self.month is None

    @property
    def exact(self) -> bool:
        """Whether the day is known and not estimated."""
        return self.day is not None and not self.estimated

    @property
    def is_assigned_looking(self) -> bool:
        """Whether it is a 1 January: mostly given by an authority, so bands are more honest than a day."""
        return (self.month, self.day) == (1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ``Month(2026, 11)`` is written ``2026-11``; a month outside 1..12 raises ValueError."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Reads ``YYYY-MM``; else ValueError."""
        found = _ISO_MONTH.fullmatch(text)
        if found is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier if negative)."""
        # Counted from 0, so that December does not spill into the next year.
        year, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, index + 1)

    def next(self) -> "Month":
        """The month after."""
        return self.plus(1)

    def previous(self) -> "Month":
        """The month before."""
        return self.plus(-1)

    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    def last_day(self) -> date:
        """Its last day: the counting date of a monthly report."""
        return month_end(self.year, self.month)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, clamped to the month's end (31 Aug 2021 + 18 = 28 Feb 2023).

    Rule: § 188 III BGB. ValueError outside the years 1..9999.
    """
    target = Month.of(day).plus(months)
    return date(target.year, target.month, min(day.day, target.last_day().day))


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February is clamped to the 28th."""
    return add_months(day, 12 * years)


def birthday(birth: PartialDate, age: int) -> date:
    """The day on which ``age`` is reached, at its start; unknown parts count as the first.

    Born on 29 February: 1 March in common years, since the year of life ends with 28 February
    (§ 187 II 2 with § 188 II BGB).
    """
    born = birth.first_day()
    if (born.month, born.day) == (2, 29) and not calendar.isleap(born.year + age):
        return date(born.year + age, 3, 1)
    return born.replace(year=born.year + age)


def age_on(birth: PartialDate, day: date) -> int | None:
    """Completed years at the start of ``day``; None before birth. A year alone counts as 1 January."""
    if day < birth.first_day():
        return None
    # Compared through `birthday`, so that 29 February is decided in one place.
    years = day.year - birth.year
    return years if birthday(birth, years) <= day else years - 1


def german(day: date) -> str:
    """``10.11.2026``: the written form everywhere, whatever the language of the window."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def german_partial(value: PartialDate) -> str:
    """``05.03.2001``, ``03.2001``, ``2001``; estimated ones begin with ``ca.``; can be typed back in."""
    parts = [f"{part:02}" for part in (value.day, value.month) if part is not None] + [f"{value.year:04}"]
    return ("ca. " if value.estimated else "") + ".".join(parts)


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (anonymous algorithm, Meeus, Astronomical Algorithms, ch. 8)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of North Rhine-Westphalia (Feiertagsgesetz NW § 2), without those that are Sundays."""
    easter = easter_sunday(year)
    # Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi
    moving = {easter + timedelta(days) for days in (-2, 1, 39, 50, 60)}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    # The 500th Reformation Day was a holiday once, everywhere in Germany.
    once = {date(2017, 10, 31)} if year == 2017 else set()
    return frozenset(moving | fixed | once)


def is_workday(day: date) -> bool:
    """Whether offices work: Monday to Friday and no public holiday in NRW."""
    return day.weekday() < 5 and day not in holidays(day.year)


def next_workday(day: date) -> date:
    """``day`` itself if it is a working day, else the next one; never use it on an expiry printed on a paper."""
    while not is_workday(day):
        day += timedelta(1)
    return day


def nth_workday(month: Month, n: int) -> date:
    """The n-th working day of a month, counted from 1; ValueError if it has fewer."""
    days = (month.first_day() + timedelta(offset) for offset in range(month.last_day().day))
    workdays = [day for day in days if is_workday(day)]
    if not 1 <= n <= len(workdays):
        raise ValueError(f"{month} has no working day number {n}")
    return workdays[n - 1]
