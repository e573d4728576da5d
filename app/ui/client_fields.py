"""Fields of a person, a case and a paper as declarations, shared by Aufnahme and client page. No layout, no saving."""

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, time
from typing import Any

from app.domain.codes import Code, code_list, is_own
from app.domain.date_words import birth_in_words, due_in_words, in_words, partial_in_words
from app.domain.dates import PartialDate, german, german_partial
from app.domain.errors import N_, UserError
from app.domain.names import clean
from app.domain.typed_dates import parse_birth, parse_due, parse_past
from app.i18n import _
from app.ui.choice import Choice
from app.ui.editors import Editor, Parsed

Today = Callable[[], date]
FREQUENT = "häufig"
NOT_SAID = ("unknown", "refused", "")
REMOVED = N_("entfernter eigener Wert")
LEAST_DIGITS = 6
_NO_YEAR = N_("„{text}“ ist kein Jahr bis heute. Gemeint sind vier Ziffern, zum Beispiel 2019.")
_PHONE_SHORT = N_("Die Nummer ist zu kurz. Sie können trotzdem weiterarbeiten.")
_NO_TIME = N_("„{text}“ lässt sich nicht als Uhrzeit lesen. Möglich sind zum Beispiel 14:15, 1415 oder 9.")
# as long as any sentence about a day that does not exist
_LONGEST = N_("Den 29. Februar 2026 gibt es nicht. Gemeint ist vielleicht der 28.02.2026.")
_TIME = re.compile(r"([01]?\d|2[0-3])(?:[:. ]?([0-5]\d))?(?: ?uhr)?", re.IGNORECASE)


def word(name: str, code: str) -> str:
    """The word for a stored code; the code itself where the list has lost it, which says nothing of an own value."""
    found = code_list(name).get(code)
    return _(found.label) if found else _(REMOVED) if is_own(code) else code


def known_word(name: str, code: str) -> str:
    """The word for what is known, "" for what is not or was not said."""
    return "" if code in NOT_SAID else word(name, code)


def joined(*parts: str) -> str:
    """The parts that say something, in one line."""
    return " · ".join(part for part in parts if part)


def choice(name: str, *, group: str = "", empty: str = "", frequent: Sequence[Hashable] = (),
           without: Collection[str] = ()) -> Editor:
    """A code list as a box; „nicht erhoben“ is the empty answer, not one of the words."""
    left_out = {"unknown", *without}
    codes: list[Code] = [c for c in code_list(name).active() if c.id not in left_out and group in ("", c.group)]
    often = tuple(frequent) or tuple(c.id for c in codes if c.group == FREQUENT)
    former = tuple((c.id, _(c.label)) for c in code_list(name) if c.retired)
    return Choice(options=tuple((c.id, _(c.label)) for c in codes), frequent=often, empty=empty or _("nicht erhoben"),
                  former=former)


def past_day(today: Today) -> Editor:
    """A day up to today."""
    return Parsed(parse=lambda text: parse_past(text, today()), show=german, words=lambda day: in_words(day, _),
                  longest=_LONGEST)


def due_day(today: Today) -> Editor:
    """A day to come, echoed with how far off it is."""
    def words(day: date) -> str:
        return f"{in_words(day, _)} – {due_in_words(day, today(), _)}"

    return Parsed(parse=lambda text: parse_due(text, today()), show=german, words=words, longest=_LONGEST)


def any_day(today: Today) -> Editor:
    """A day printed on a paper: without a year the last such day, but the future is allowed."""
    def parse(text: str) -> date:
        try:
            return parse_past(text, today())
        except UserError:
            return parse_due(text, today())

    return Parsed(parse=parse, show=german, words=lambda day: in_words(day, _),
                  longest=_LONGEST)


def birth_day(today: Today) -> Editor:
    """A birth date as exact as it is known; „ca.“ marks it as estimated."""
    return Parsed(parse=lambda text: parse_birth(text, today()), show=german_partial,
                  words=lambda birth: birth_in_words(birth, today(), _), longest=_LONGEST)


def partial_day(today: Today) -> Editor:
    """A past date of which perhaps only month or year is known."""
    def words(day: PartialDate) -> str:
        return partial_in_words(day, _)

    return Parsed(parse=lambda text: parse_birth(text, today()), show=german_partial, words=words, longest=_LONGEST)


def clock_time() -> Editor:
    """A time of day, with or without colon."""
    return Parsed(parse=_time, show=lambda at: f"{at:%H:%M}", words=None)


def _time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise UserError(_NO_TIME, text=text.strip())
    return time(int(found[1]), int(found[2] or 0))


def phone() -> Editor:
    """A telephone number as it is said, with a word beside it where needed („0150 0000042 Bruder“)."""
    return Parsed(parse=_phone, show=str)


def _phone(text: str) -> str:
    if sum(char.isdigit() for char in text) < LEAST_DIGITS:
        raise UserError(_PHONE_SHORT)
    return clean(text)


def year(today: Today) -> Editor:
    """A year up to this one, in four digits."""
    def parse(text: str) -> int:
        if not text.isdecimal() or len(text) != 4 or int(text) > today().year:
            raise UserError(_NO_YEAR, text=text)
        return int(text)

    return Parsed(parse=parse, show=str)


def several_words() -> Editor:
    """Several short texts with commas between them."""
    def parse(text: str) -> tuple[str, ...]:
        return tuple(found for part in re.split("[,;،]", text) if (found := clean(part)))

    return Parsed(parse=parse, show=", ".join)


def shown_values(value: object, names: Collection[str]) -> dict[str, Any]:
    """Attributes of a stored value as a form shows them: „nicht erhoben“ is an empty field."""
    found = {name: getattr(value, name) for name in names}
    return {name: None if kept == "unknown" else kept for name, kept in found.items()}


def stored_values(kind: type, values: Mapping[str, object]) -> dict[str, Any]:
    """Form values as they are stored: an empty field is the default of its attribute („nicht erhoben“, no text)."""
    defaults = {f.name: f.default for f in fields(kind) if f.default is not MISSING}
    return {name: defaults.get(name) if value is None else value for name, value in values.items()}
