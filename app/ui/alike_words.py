"""Why two people may be one, in words: the chips of the panel and of the list of pairs. No widgets, no reads."""

from collections.abc import Iterable, Mapping

from app.domain.errors import N_
from app.i18n import _

# code → words and whether it speaks strongly for one person
REASONS: Mapping[str, tuple[str, bool]] = {
    "same_name": (N_("gleicher Name"), True),
    "turned": (N_("Namen vertauscht"), True),
    "alias": (N_("Alias gleich"), True),
    "script": (N_("gleiche Schrift"), True),
    "spelled": (N_("ähnlich geschrieben"), True),
    "short": (N_("Name abgekürzt"), False),
    "slip": (N_("vielleicht vertippt"), False),
    "loose": (N_("klingt ähnlich"), False),
    "part": (N_("Namen teilweise gleich"), False),
    "other_name": (N_("ein Name ist anders"), False),
    "same_birth": (N_("gleiches Geburtsdatum"), True),
    "day_month": (N_("Tag und Monat vertauscht"), True),
    "same_assigned": (N_("gleiches Jahr, beide 01.01."), False),
    "assigned": (N_("nur Jahr gleich (01.01.)"), False),
    "same_month": (N_("Geburtsdatum fast gleich"), False),
    "same_year": (N_("gleiches Geburtsjahr"), False),
    "near_year": (N_("Geburtsjahr um eins verschieden"), False),
    "year_slip": (N_("Tag und Monat gleich, Jahr anders"), False),
    "phone": (N_("gleiche Telefonnummer"), True),
}
# From here on hardly anybody else has so much in common; below, one looks more closely.
VERY_ALIKE = 13.0


def reason_words(reasons: Iterable[str]) -> list[tuple[str, bool]]:
    """The chips for these codes, each with whether it speaks strongly."""
    return [(_(REASONS[code][0]), REASONS[code][1]) for code in reasons]


def degree(score: float) -> str:
    """„sehr ähnlich“ or „ähnlich“."""
    return _("sehr ähnlich") if score >= VERY_ALIKE else _("ähnlich")
