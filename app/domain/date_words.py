"""Dates in words, as a person reads them. Texts are German templates; ``translate`` (the window passes `_`)
turns each into another language. No clock: ``today`` is a parameter."""

from collections.abc import Callable
from datetime import date

from app.domain.dates import PartialDate, age_on, german
from app.domain.errors import N_

Translate = Callable[[str], str]

MONTHS = (
    N_("Januar"), N_("Februar"), N_("März"), N_("April"), N_("Mai"), N_("Juni"),
    N_("Juli"), N_("August"), N_("September"), N_("Oktober"), N_("November"), N_("Dezember"),
)
WEEKDAYS = (
    N_("Montag"), N_("Dienstag"), N_("Mittwoch"), N_("Donnerstag"), N_("Freitag"), N_("Samstag"), N_("Sonntag"),
)
# Not cut from the long names: other languages shorten otherwise.
_SHORT_WEEKDAYS = (N_("Mo"), N_("Di"), N_("Mi"), N_("Do"), N_("Fr"), N_("Sa"), N_("So"))

# From here on a person thinks in months, not in days; below it every day of a paper counts.
_DAYS_SHOWN = 120


def in_words(day: date, translate: Translate = str) -> str:
    """``Dienstag, 10. November 2026``: the echo below a date field."""
    weekday, month = translate(WEEKDAYS[day.weekday()]), translate(MONTHS[day.month - 1])
    template = translate(N_("{weekday}, {day}. {month} {year}"))
    return template.format(weekday=weekday, day=day.day, month=month, year=day.year)


def month_in_words(year: int, month: int, translate: Translate = str) -> str:
    """``November 2026``."""
    return translate(N_("{month} {year}")).format(month=translate(MONTHS[month - 1]), year=year)


def short(day: date, today: date, translate: Translate = str) -> str:
    """``Do 05.11.`` in the month of ``today``, else ``05.11.2026``: for lists."""
    if (day.year, day.month) != (today.year, today.month):
        return german(day)
    return f"{translate(_SHORT_WEEKDAYS[day.weekday()])} {day.day:02}.{day.month:02}."


def partial_in_words(value: PartialDate, translate: Translate = str) -> str:
    """``5. März 2001``, ``März 2001``, ``2001``; estimated ones begin with ``etwa``."""
    words = str(value.year)
    if value.month is not None:
        words = month_in_words(value.year, value.month, translate)
    if value.day is not None:
        words = translate(N_("{day}. {month_and_year}")).format(day=value.day, month_and_year=words)
    return translate(N_("etwa {when}")).format(when=words) if value.estimated else words


def birth_in_words(birth: PartialDate, today: date, translate: Translate = str) -> str:
    """``5. März 2001 – 25 Jahre``; ``etwa 2001 – geschätzt, etwa 25 Jahre``; a 1 January is named as perhaps assigned.

    The age is that of ``today``; it is left out for a birth after ``today``.
    """
    remarks = [translate(N_("geschätzt"))] if birth.estimated else []
    age = age_on(birth, today)
    if age is not None:
        years = _count(age, N_("{n} Jahr"), N_("{n} Jahre"), translate)
        remarks.append(years if birth.exact else translate(N_("etwa {when}")).format(when=years))
    if birth.is_assigned_looking and not birth.estimated:
        remarks.append(translate(N_("Tag vielleicht zugewiesen")))
    words = partial_in_words(birth, translate)
    return f"{words} – {', '.join(remarks)}" if remarks else words


def due_in_words(due: date, today: date, translate: Translate = str) -> str:
    """Where a due day stands: ``noch 17 Tage``, ``morgen``, ``heute``, ``seit gestern``, ``seit 2 Tagen``."""
    days = (due - today).days
    near = {1: N_("morgen"), 0: N_("heute"), -1: N_("seit gestern")}
    if days in near:
        return translate(near[days])
    if days > _DAYS_SHOWN:
        return translate(N_("noch {n} Monate")).format(n=_months_between(today, due))
    if days > 0:
        return translate(N_("noch {n} Tage")).format(n=days)
    if days >= -_DAYS_SHOWN:
        return translate(N_("seit {n} Tagen")).format(n=-days)
    return translate(N_("seit {n} Monaten")).format(n=_months_between(due, today))


def due_with_date(due: date, today: date, translate: Translate = str) -> str:
    """Time before date form: ``noch 17 Tage, bis 20.11.2026``; ``seit 2 Tagen, 20.11.2026``."""
    template = N_("{when}, bis {date}") if due >= today else N_("{when}, {date}")
    return translate(template).format(when=due_in_words(due, today, translate), date=german(due))


def ago_in_words(day: date, today: date, translate: Translate = str) -> str:
    """How long ago: ``heute``, ``gestern``, ``vor 4 Tagen``, ``vor 2 Wochen``, ``vor 5 Monaten``, ``vor 2 Jahren``.

    A day after ``today`` is worded as in `due_in_words`.
    """
    days = (today - day).days
    if days < 0:
        return due_in_words(day, today, translate)
    if days < 2:
        return translate((N_("heute"), N_("gestern"))[days])
    months = _months_between(day, today)
    if days < 14:
        return translate(N_("vor {n} Tagen")).format(n=days)
    if months < 2:
        return translate(N_("vor {n} Wochen")).format(n=days // 7)
    if months < 24:
        return translate(N_("vor {n} Monaten")).format(n=months)
    return translate(N_("vor {n} Jahren")).format(n=months // 12)


def span_in_words(first: date, last: date, translate: Translate = str) -> str:
    """How long from one day to a later one: ``5 Tage``, ``3 Wochen``, ``3 Monate``, ``2 Jahre``."""
    days, months = (last - first).days, _months_between(first, last)
    if days < 14:
        return _count(days, N_("{n} Tag"), N_("{n} Tage"), translate)
    if months < 2:
        return translate(N_("{n} Wochen")).format(n=days // 7)
    if months < 24:
        return translate(N_("{n} Monate")).format(n=months)
    return translate(N_("{n} Jahre")).format(n=months // 12)


def _months_between(first: date, last: date) -> int:
    """Completed months from one day to a later one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


# One and many are two texts of their own: German and English both have just these two.
def _count(n: int, one: str, many: str, translate: Translate) -> str:
    return translate(one if n == 1 else many).format(n=n)
