"""An offering in the words of the pages, and which offerings a filter keeps. No widgets, nothing stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.domain.catalogue import (
    COMPONENT_LABELS,
    FIELD_LABELS,
    NOT_STATED,
    Lifecycle,
    Offering,
    value_in_words,
)
from app.domain.codes import code_list
from app.domain.date_words import in_words
from app.domain.dates import Month, german
from app.domain.errors import N_
from app.domain.language import LEVELS
from app.domain.listing import own_list
from app.domain.names import folded
from app.i18n import _
from app.ui.paint import Pill

# In the order in which one asks on the phone; title, text and seats stand above them.
_LISTED = (
    "provider", "provider_phone", "provider_mail", "place", "ags", "start", "end", "register_until", "continuous_entry",
    "schedule", "weekly_units", "total_units", "course_kind", "german_oral", "german_written", "age_min", "residence",
    "women_only", "childcare", "travel_refund", "certificate", "seats_as_of",
)
_LABELS = {
    "provider_phone": N_("Telefon"), "provider_mail": N_("E-Mail"), "ags": N_("Kommune"), "age_min": N_("Alter"),
    "residence": N_("Aufenthalt"), "weekly_units": N_("UE je Woche"), "total_units": N_("UE gesamt"),
    "continuous_entry": N_("Einstieg laufend"), "german_oral": N_("Mündlich ab"),
    "german_written": N_("Schriftlich ab"),
    "seats_as_of": N_("Plätze vom"),
}
_DATES = frozenset({"start", "end", "register_until"})
_folded = lru_cache(maxsize=8192)(folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFilter:
    """What the chips and fields of Angebote say; no component chosen means all of them.

    ``place`` is one of `places`, ``level`` a German level that has to be enough.
    """

    needle: str = ""
    components: frozenset[str] = frozenset()
    month: Month | None = None
    place: str | None = None
    level: str | None = None
    free: bool = False
    women: bool = False
    childcare: bool = False
    running: bool = False
    withdrawn: bool = False

    def keeps(self, offering: Offering) -> bool:
        """Whether the offering is shown."""
        return (
            (self.withdrawn or offering.lifecycle != Lifecycle.WITHDRAWN)
            and (not self.components or offering.component in self.components)
            and (self.month is None or enters_from(offering, self.month))
            and (self.place is None or place_of(offering) == self.place)
            and (self.level is None or is_enough(self.level, offering))
            and (not self.free or has_room(offering))
            and (not self.women or offering.women_only)
            and (not self.childcare or offering.childcare)
            and (not self.running or offering.continuous_entry)
            and found(offering, self.needle)
        )


def enters_from(offering: Offering, month: Month) -> bool:
    """Whether one can still begin in that month or later; a running entry is open until its end."""
    if offering.continuous_entry or offering.start is None:
        return offering.end is None or offering.end >= month.first_day()
    return offering.start >= month.first_day()


def place_of(offering: Offering) -> str:
    """The commune by its key, else the place as the catalogue writes it."""
    return offering.ags or offering.place


def places(offerings: Iterable[Offering]) -> tuple[tuple[str, str], ...]:
    """Every place there is something in, with its word, by word."""
    found = {place_of(offering): _commune(offering.ags) or offering.place for offering in offerings}
    return tuple(sorted(((key, word) for key, word in found.items() if key), key=lambda one: _folded(one[1])))


def _commune(ags: str) -> str:
    known = code_list("commune").get(ags)
    return known.label if known else ags


def is_enough(level: str, offering: Offering) -> bool:
    """Whether that level is enough, spoken and written; where the catalogue asks for none, any is."""
    asked = (offering.german_oral, offering.german_written)
    return all(LEVELS.index(one) <= LEVELS.index(level) for one in asked if one in LEVELS)


def level_words(level: str) -> str:
    """What a person brings along: ``mit Deutsch A2``."""
    if level == "0":
        return _("ohne Deutsch")
    if level == "alpha":
        return _("in Alphabetisierung")
    return _("mit Deutsch {level}").format(level=_(code_list("cefr").label(level)))


def own_pill(offering: Offering) -> Pill | None:
    """The mark of an offering that nobody signed."""
    return Pill(text=_("Eigene Liste"), kind="warn", icon="sticky-note") if own_list(offering) else None


def has_room(offering: Offering) -> bool:
    """Whether the catalogue names free seats."""
    return offering.lifecycle == Lifecycle.ACTIVE and bool(offering.seats_free)


def found(offering: Offering, needle: str) -> bool:
    """Whether every typed word stands in title, provider, place, times, kind or level."""
    words = folded(needle).split()
    if not words:
        return True
    kind = value_in_words("course_kind", offering.course_kind) if offering.course_kind else ""
    parts = (offering.title, offering.provider, offering.place, offering.schedule, tag(offering), kind, level(offering))
    text = " ".join(_folded(part) for part in parts)
    return all(word in text for word in words)


def tag(offering: Offering) -> str:
    """``FB4``; ``R`` for a Regelangebot."""
    return "R" if offering.component == "R" else _(COMPONENT_LABELS[offering.component])


def component_words(component: str) -> str:
    """``Baustein 4`` or ``Regelangebot``."""
    return _("Regelangebot") if component == "R" else _("Baustein {n}").format(n=component)


def begins(offering: Offering) -> str:
    """The first day, or „laufend“."""
    return german(offering.start) if offering.start else _("laufend")


def level(offering: Offering) -> str:
    """``Deutsch ab A1``; empty where the catalogue names no level."""
    if not offering.german_oral:
        return ""
    if offering.german_oral == "0":
        return _("ohne Deutschkenntnisse")
    return _("Deutsch ab {level}").format(level=code_list("cefr").label(offering.german_oral))


def seats(offering: Offering) -> Pill:
    """Free seats, or why there are none, as sign and word."""
    if offering.lifecycle == Lifecycle.CANCELLED:
        return Pill(text=_("abgesagt"), kind="bad", icon="ban")
    if offering.lifecycle == Lifecycle.WITHDRAWN:
        return Pill(text=_("zurückgezogen"), kind="bad", icon="minus")
    if offering.lifecycle == Lifecycle.FULL:
        return Pill(text=_("voll"), kind="warn")
    if offering.seats_free is None:
        return Pill(text=_("Plätze nicht angegeben"), icon="circle-help")
    if not offering.seats_free:
        return Pill(text=_("kein Platz frei"), kind="warn")
    if offering.seats_max:
        words = _("{free} von {all} frei").format(free=offering.seats_free, all=offering.seats_max)
        return Pill(text=words, icon="users")
    return Pill(text=_("{free} frei").format(free=offering.seats_free), icon="users")


def closed(offering: Offering) -> str:
    """Why nobody can be referred here, in a sentence; empty where it is possible."""
    if offering.lifecycle == Lifecycle.CANCELLED:
        return _("Das Angebot ist abgesagt. Hierhin lässt sich nicht vermitteln.")
    if offering.lifecycle == Lifecycle.WITHDRAWN:
        return _("Das Angebot steht nicht mehr im Katalog. Hierhin lässt sich nicht vermitteln.")
    return ""


def ages(offering: Offering) -> str:
    """``18 bis 27 Jahre``; empty where the catalogue names no age."""
    if offering.age_min is not None and offering.age_max is not None:
        return _("{low} bis {high} Jahre").format(low=offering.age_min, high=offering.age_max)
    if offering.age_min is not None:
        return _("ab {low} Jahren").format(low=offering.age_min)
    return "" if offering.age_max is None else _("bis {high} Jahre").format(high=offering.age_max)


def facts(offering: Offering) -> tuple[list[tuple[str, str]], list[str]]:
    """Label and value of all that the catalogue says beside title and seats, and the labels it leaves open."""
    rows = [(_(_LABELS.get(name, FIELD_LABELS[name])), _words(offering, name)) for name in _LISTED]
    return [(name, words) for name, words in rows if words], [name for name, words in rows if not words]


def _words(offering: Offering, name: str) -> str:
    """One fact in words, empty where the catalogue leaves it open."""
    value = getattr(offering, name)
    if name == "age_min":
        return ages(offering)
    if name in _DATES:
        return in_words(value, _) if value else ""
    if name == "ags":
        return _commune(str(value))
    words = value_in_words(name, value)
    return "" if words == NOT_STATED else _(words)
