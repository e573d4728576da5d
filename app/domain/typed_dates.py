"""Dates the way people type them (`2301`, `23.1.`, `230125`, `h`, `+7`, `ca. 2001`), read with a given ``today``.
A text that is no date becomes a sentence that helps; nothing is guessed without being shown in words."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.dates import PartialDate, add_months, german, month_end
from app.domain.errors import N_, UserError


class DateNotUnderstood(UserError):
    """The text is no date, or none that fits the field; the sentence names what may be meant."""


_WORDS = {
    "h": 0, "heute": 0, "m": 1, "morgen": 1, "ü": 2, "übermorgen": 2,
    "g": -1, "gestern": -1, "v": -2, "vorgestern": -2,
}
_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)
_OFFSET = re.compile(r"([+-]) ?([0-9]{1,3}) ?([twmj]?)")
_ESTIMATED = re.compile(r"(?:ca\.?|circa|etwa|ungefähr|um|~)(?= |[0-9?~])[ ]*(.+)|(.+?)(?: ?~|(?<=[0-9]{4}) ?\?)")
_MONTH_NAME = re.compile(r"[a-zäöü]{3,}\.?")
# Also the forms printed on papers for an unknown part: 00, xx, --.
_UNKNOWN = re.compile(r"\?{1,2}|x{1,2}|0{1,2}|--")
_PART = r"[0-9]{1,4}|\?{1,2}|x{1,2}|--"
_PARTS = re.compile(rf"({_PART})(?:[./ -] ?({_PART}))(?:[./ -] ?({_PART}))?\.?")
_YEAR = re.compile(r"[0-9]{4}")
_DIGITS = re.compile(r"[0-9]{4}|[0-9]{6}|[0-9]{8}")

_EARLIEST, _LATEST = 1850, 2150

_NO_DATE = N_("„{text}“ lässt sich nicht als Datum lesen. Möglich sind zum Beispiel 2301, 23.1.26, h (heute) oder +7.")
_NO_BIRTH = N_("„{text}“ lässt sich nicht als Datum lesen. Möglich sind zum Beispiel 5.3.2001, 2001 oder ca. 2001.")
_EXACT_DAY_NEEDED = N_("„{text}“ nennt keinen genauen Tag. Hier wird einer gebraucht, zum Beispiel 23.1.26 oder +7.")
_IN_THE_FUTURE = N_("Der {date} liegt in der Zukunft. Hier steht, was schon gewesen ist.")
_YEAR_TOO_FAR = N_("Das Jahr {year} liegt zu weit weg. Möglich sind die Jahre {earliest} bis {latest}.")
_NO_MONTH = N_("Den Monat {month} gibt es nicht. Die Monate gehen von 1 bis 12.")
_SWAPPED = N_("Den Monat {month} gibt es nicht. Gemeint ist vielleicht der {nearest}")
_NO_DAY = N_("Einen {day}. Tag hat kein Monat. Die Tage gehen von 1 bis 31.")
# One sentence per month, so that each can be translated as a whole.
_NOT_IN_MONTH = {
    2: N_("Den {day}. Februar gibt es nicht. Gemeint ist vielleicht der {nearest}"),
    4: N_("Den {day}. April gibt es nicht. Gemeint ist vielleicht der {nearest}"),
    6: N_("Den {day}. Juni gibt es nicht. Gemeint ist vielleicht der {nearest}"),
    9: N_("Den {day}. September gibt es nicht. Gemeint ist vielleicht der {nearest}"),
    11: N_("Den {day}. November gibt es nicht. Gemeint ist vielleicht der {nearest}"),
}
_NO_LEAP_YEAR = N_("Den 29. Februar {year} gibt es nicht. Gemeint ist vielleicht der {nearest}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """The numbers of a typed date; None is a part not typed or typed as unknown, ``short`` a year of two digits."""

    year: int | None = None
    short: bool = False
    month: int | None = None
    day: int | None = None
    estimated: bool = False


def parse_due(text: str, today: date) -> date:
    """A day to come, for follow-ups and expiries: without a year the next such day (today included).

    A year that is typed counts as typed, past or not. Raises `DateNotUnderstood`.
    """
    return _exact_day(text, today, forward=True)


def parse_past(text: str, today: date) -> date:
    """A day up to ``today``, for contacts and steps: without a year the most recent such day.

    A day after ``today`` is refused. Raises `DateNotUnderstood`.
    """
    return _not_after(_exact_day(text, today, forward=False), today)


def parse_birth(text: str, today: date) -> PartialDate:
    """A birth date up to ``today`` with the precision typed; four digits that can be a year are one.

    ``ca. 2001`` and ``2001?`` are estimated, ``??.??.2001`` known to the year. Raises `DateNotUnderstood`.
    """
    plain = _normalized(text)
    spoken = _spoken(plain, today, forward=False)
    if spoken is not None:
        return PartialDate.of(_not_after(spoken, today))
    found = _ESTIMATED.fullmatch(plain)
    rest = (found[1] or found[2]) if found else plain
    if _YEAR.fullmatch(rest) and (_EARLIEST <= int(rest) <= today.year or not _can_be_a_day(rest)):
        if not _EARLIEST <= int(rest) <= today.year:
            raise DateNotUnderstood(_YEAR_TOO_FAR, year=int(rest), earliest=_EARLIEST, latest=today.year)
        return PartialDate(int(rest), estimated=found is not None)
    typed = _numbers(rest, text, _NO_BIRTH)
    day = None
    if typed.day is not None:
        # People are born in this century up to this year, in the last one otherwise.
        whole = _whole_day(typed, text, _recent_year(typed, today), today.year)
        typed, day = replace(typed, year=whole.year, short=False), whole.day
    if typed.year is None or typed.short:
        raise DateNotUnderstood(_NO_BIRTH, text=text.strip())
    _check_month(typed)
    _check_year(typed.year)
    birth = PartialDate(typed.year, typed.month, day, found is not None)
    _not_after(birth.first_day(), today)
    return birth


def _can_be_a_day(digits: str) -> bool:
    """Whether four digits may be meant as day and month, also the wrong way round."""
    one, other = int(digits[:2]), int(digits[2:])
    return min(one, other) <= 12 and max(one, other) <= 31


def _exact_day(text: str, today: date, *, forward: bool) -> date:
    """A day known to the day; ``forward`` completes a missing year to the next such day, else to the last one."""
    plain = _normalized(text)
    spoken = _spoken(plain, today, forward=forward)
    if spoken is not None:
        return spoken
    bare_year = _YEAR.fullmatch(plain) and int(plain[2:]) > 12 and _EARLIEST <= int(plain) <= _LATEST
    if bare_year or _ESTIMATED.fullmatch(plain):
        raise DateNotUnderstood(_EXACT_DAY_NEEDED, text=text.strip())
    typed = _numbers(plain, text, _NO_DATE)
    year = _coming_year(typed, today) if forward else _recent_year(typed, today)
    # A slip of a year or two must be seen as the future, not land a century ago.
    return _whole_day(typed, text, year, today.year + (50 if forward else 10))


def _coming_year(typed: _Typed, today: date) -> int:
    return today.year + ((typed.month or 0, typed.day or 0) < (today.month, today.day))


def _recent_year(typed: _Typed, today: date) -> int:
    return today.year - ((typed.month or 0, typed.day or 0) > (today.month, today.day))


def _normalized(text: str) -> str:
    return " ".join(text.casefold().replace("–", "-").replace(",", ".").split())


def _spoken(plain: str, today: date, *, forward: bool) -> date | None:
    """Words, weekdays and offsets; a weekday is the next or the last one, never today."""
    if plain in _WORDS:
        return today + timedelta(_WORDS[plain])
    for number, name in enumerate(_WEEKDAYS):
        if plain.removesuffix(".") in (name, name[:2]):
            ahead = (number - today.weekday() - 1) % 7 + 1
            return today + timedelta(ahead if forward else (ahead - 7 or -7))
    found = _OFFSET.fullmatch(plain)
    if found is None:
        return None
    count = int(found[1] + found[2])
    _check_year(today.year + (count if found[3] == "j" else 0))
    if found[3] in ("m", "j"):
        return add_months(today, count * (12 if found[3] == "j" else 1))
    return today + timedelta(count * (7 if found[3] == "w" else 1))


def _numbers(plain: str, text: str, message: str) -> _Typed:
    """Sorts the numbers of a text into day, month and year; ``message`` is the refusal when there are none."""
    plain = _MONTH_NAME.sub(_month_number, plain)
    if _DIGITS.fullmatch(plain):
        return _run_of_digits(plain)
    found = _PARTS.fullmatch(plain)
    if found is None:
        raise DateNotUnderstood(message, text=text.strip())
    first, second, third = found.groups()
    parts: tuple[str | None, str | None, str | None]
    if third is not None:
        parts = (first, second, third) if len(first) == 4 else (third, second, first)
    elif len(first) == 4:
        parts = (first, second, None)
    elif len(second) == 4:
        parts = (second, first, None)
    else:
        parts = (None, second, first)
    year, month, day = parts
    if (_number(month) is None and _number(day) is not None) or any(len(part or "") > 2 for part in (month, day)):
        raise DateNotUnderstood(message, text=text.strip())
    return _Typed(year=_number(year), short=year is not None and len(year) < 3, month=_number(month), day=_number(day))


def _month_number(found: re.Match[str]) -> str:
    """The number of a month written in letters (from three on); other words stay and are refused later."""
    name = found[0].removesuffix(".")
    numbers = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    return f"{numbers[0]}" if numbers else found[0]


def _number(part: str | None) -> int | None:
    return None if part is None or _UNKNOWN.fullmatch(part) else int(part)


def _run_of_digits(digits: str) -> _Typed:
    if len(digits) == 8 and not _EARLIEST <= int(digits[4:]) <= _LATEST and digits[:2] in ("19", "20"):
        digits = digits[6:] + digits[4:6] + digits[:4]
    year = digits[4:]
    return _Typed(year=int(year) if year else None, short=len(year) == 2, month=int(digits[2:4]), day=int(digits[:2]))


def _whole_day(typed: _Typed, text: str, without_year: int, latest: int) -> date:
    """The day meant, in the year ``without_year`` if none was typed; impossible days name the nearest real one.

    A year of two digits is the last such year up to ``latest``.
    """
    if typed.day is None or typed.month is None:
        raise DateNotUnderstood(_EXACT_DAY_NEEDED, text=text.strip())
    _check_month(typed)
    if not 1 <= typed.day <= 31:
        raise DateNotUnderstood(_NO_DAY, day=typed.day)
    year = without_year if typed.year is None else typed.year
    if typed.short:
        year = latest - (latest - year) % 100
    _check_year(year)
    last = month_end(year, typed.month)
    if typed.day <= last.day:
        return date(year, typed.month, typed.day)
    nearest = f"{german(last)}."
    if (typed.month, typed.day) == (2, 29):
        raise DateNotUnderstood(_NO_LEAP_YEAR, year=year, nearest=nearest)
    if typed.year is None:
        nearest = nearest[:6]
    raise DateNotUnderstood(_NOT_IN_MONTH[typed.month], day=typed.day, nearest=nearest)


def _check_month(typed: _Typed) -> None:
    if typed.month is None or 1 <= typed.month <= 12:
        return
    if typed.day is not None and 1 <= typed.day <= 12 and typed.month <= 31:
        raise DateNotUnderstood(_SWAPPED, month=typed.month, nearest=f"{typed.month:02}.{typed.day:02}.")
    raise DateNotUnderstood(_NO_MONTH, month=typed.month)


def _check_year(year: int) -> None:
    if not _EARLIEST <= year <= _LATEST:
        raise DateNotUnderstood(_YEAR_TOO_FAR, year=year, earliest=_EARLIEST, latest=_LATEST)


def _not_after(day: date, today: date) -> date:
    if day > today:
        raise DateNotUnderstood(_IN_THE_FUTURE, date=german(day))
    return day
