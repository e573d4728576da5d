"""Texts and numbers for people: gettext with German as the source language. A leaf without Qt; dates are worded in
`app.domain.date_words`, which takes `_` as its translation."""

import gettext
from pathlib import Path

from app import resources
from app.domain.errors import UserError
from app.domain.names import isolated

SOURCE_LANGUAGE = "de"
_DOMAIN = "klientendatei"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = SOURCE_LANGUAGE


def install(language: str, folder: Path | None = None) -> None:
    """Chooses the language of all later texts; one without a catalogue in ``folder`` falls back to German.

    ``folder`` is the locale folder, the shipped one by default.
    """
    # The one piece of global state of the program: gettext's own customary shape, set once at the start.
    global _catalogue, _language
    where = folder or resources.path("locale")
    if language == SOURCE_LANGUAGE or gettext.find(_DOMAIN, where, [language]) is None:
        _catalogue, _language = gettext.NullTranslations(), SOURCE_LANGUAGE
    else:
        _catalogue, _language = gettext.translation(_DOMAIN, where, [language]), language


def language() -> str:
    """The language texts come in now."""
    return _language


def _(msgid: str) -> str:
    """The text in the chosen language; the German one where the catalogue has none."""
    # The msgid "" is the header of a catalogue, which nobody wants to read on a label.
    return _catalogue.gettext(msgid) if msgid else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form for ``n`` things, to be filled in by the caller."""
    return _catalogue.ngettext(singular, plural, n)


def text_of(error: UserError) -> str:
    """The sentence of an error in the chosen language, filled in; a name in Arabic letters does not turn it round."""
    return _(error.msgid).format(**{name: isolated(value) if isinstance(value, str) else value
                                    for name, value in error.values.items()})


def number(n: int) -> str:
    """``1.240``: German form in every language, as dates are, so that screen, print and file agree."""
    return f"{n:,}".replace(",", ".")


def decimal(value: float, digits: int = 1) -> str:
    """``1.240,5``: with so many digits after the comma."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float, digits: int = 0) -> str:
    """``86 %`` for the share 0.86, with a space that does not break."""
    return f"{decimal(100 * share, digits)}{_NO_BREAK_SPACE}%"
