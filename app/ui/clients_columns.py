"""The columns a list of persons can have, by their ids and in the order of use. Pure: no widgets, no reads."""

from collections.abc import Sequence
from datetime import date

from app.domain.case import IN_STOCK, CaseState
from app.domain.catalogue import COMPONENT_LABELS
from app.domain.date_words import ago_in_words, due_in_words
from app.domain.dates import age_on, german
from app.domain.language import LEVELS
from app.domain.names import isolated
from app.i18n import _
from app.store.queries.clients import ClientLine
from app.ui.client_fields import word
from app.ui.client_words import PHASE_WORDS
from app.ui.clients_filters import silent
from app.ui.clients_rows import german_words, paper_pill, paper_words, phase_words
from app.ui.columns import Column
from app.ui.paint import Pill

NAME = "name"
# as long as nobody has chosen others
DEFAULT = (NAME, "phase", "paper", "german", "shelter", "contact", "filled")
_UNKNOWN = ("", "unknown", "refused")


def columns(today: date, wide: bool) -> dict[str, Column[ClientLine]]:
    """All columns by id, for this day; without heads over them (not ``wide``) the words name themselves."""
    return {**_usual(today, wide), **_more(today, wide)}


def chosen(ids: Sequence[str], today: date, wide: bool) -> dict[str, Column[ClientLine]]:
    """Those of these ids in the order of use, the name always; the usual ones where none of them is known."""
    known = columns(today, wide)
    wanted = {one for one in ids if one in known} or set(DEFAULT)
    return {one: column for one, column in known.items() if one in wanted | {NAME}}


def _usual(today: date, wide: bool) -> dict[str, Column[ClientLine]]:
    def level(line: ClientLine) -> str:
        own = wide or line.german == "0"
        return german_words(line) if own else _("Deutsch {level}").format(level=german_words(line))

    def until(line: ClientLine) -> str:
        return _("bis {date}").format(date=german(line.paper_until)) if line.paper_until else ""

    def contact(line: ClientLine) -> str:
        when = ago_in_words(line.last_contact, today, _) if line.last_contact else _("noch keiner")
        return when if wide else _("Kontakt {when}").format(when=when)

    phases = {phase.value: i for i, phase in enumerate(PHASE_WORDS)}
    levels = {level: i for i, level in enumerate(LEVELS)}
    return {
        NAME: Column(title=_("Name"), text=lambda c: c.name, caption=lambda c: f"K-{c.number:04d}",
                     sort=lambda c: c.sort),
        "phase": Column(title=_("Phase"), text=phase_words, width=100, tone=lambda c: "text2",
                        sort=lambda c: (c.state not in IN_STOCK, c.state == CaseState.PROSPECT, phases[c.phase])),
        "paper": Column(title=_("Aufenthaltspapier"), text=paper_words, width=267, caption=until,
                        pill=lambda c: paper_pill(c, today), sort=lambda c: c.paper_until or date.max,
                        tone=lambda c: "muted" if c.paper_kind in _UNKNOWN else "text"),
        "german": Column(title=_("Deutsch"), text=level, width=110, sort=lambda c: levels.get(c.german, -1),
                         tone=lambda c: "muted" if c.german in _UNKNOWN else "text"),
        "shelter": Column(title=_("Unterkunft"), text=_place, width=151, tone=lambda c: "text2"),
        "contact": Column(title=_("Letzter Kontakt"), text=contact, width=141,
                          tone=lambda c: "warn_text" if silent(c, today) else "text2",
                          sign=lambda c: "clock" if silent(c, today) else "",
                          sort=lambda c: c.last_contact or date.min),
        "filled": Column(title=_("Füllstand"), text=lambda c: "", width=132, bar=lambda c: c.filled / 100,
                         caption=exit_words, sort=lambda c: (c.filled, c.filled_exit or 0)),
    }


def _more(today: date, wide: bool) -> dict[str, Column[ClientLine]]:
    def due(line: ClientLine) -> str:
        if line.next_due is None:
            return _("keine")
        when = due_in_words(line.next_due, today, _)
        return when if wide else _("Wiedervorlage {when}").format(when=when)

    def age(line: ClientLine) -> str:
        years = _years(line, today)
        return "" if years is None else str(years) if wide else _("{n} Jahre").format(n=years)

    return {
        "next": Column(title=_("Nächste Wiedervorlage"), text=due, width=160,
                       tone=lambda c: "warn_text" if c.next_due and c.next_due < today else "text2",
                       sign=lambda c: "clock" if c.next_due and c.next_due < today else "",
                       sort=lambda c: c.next_due or date.max),
        "components": Column(title=_("Bausteine"), text=component_words, width=100, tone=lambda c: "text2"),
        "flags": Column(title=_("Merker"), text=lambda c: "", width=170, pill=_flag_pill, sort=lambda c: not c.flags),
        "age": Column(title=_("Alter"), text=age, width=64, tone=lambda c: "text2",
                      sort=lambda c: -1 if (years := _years(c, today)) is None else years),
        "language": Column(title=_("Sprache"), text=lambda c: words("language", c.language), width=120,
                           tone=lambda c: "muted" if c.language in _UNKNOWN else "text2"),
        "nationality": Column(title=_("Staatsangehörigkeit"), width=150, tone=lambda c: "text2",
                              text=lambda c: ", ".join(words("nationality", one) for one in c.nationalities)),
        "certificate": Column(title=_("Schulabschluss"), text=lambda c: words("certificate", c.certificate), width=190,
                              tone=lambda c: "muted" if c.certificate in _UNKNOWN else "text2"),
        "commune": Column(title=_("Kommune"), text=lambda c: words("commune", c.ags), width=140,
                          tone=lambda c: "text2"),
        "phone": Column(title=_("Telefon"), text=lambda c: c.phone, width=140, tone=lambda c: "text2"),
    }


def exit_words(line: ClientLine) -> str:
    """The Füllstand at exit, behind that at entry: ``–`` while the case goes on."""
    return "–" if line.filled_exit is None else str(line.filled_exit)


def words(name: str, code: str) -> str:
    """The word of a code list; the code itself where the list has lost it."""
    return word(name, code)


def component_words(line: ClientLine) -> str:
    """``FB2, FB4``: what the person is being referred to or in."""
    return ", ".join(_(COMPONENT_LABELS.get(one, one)) for one in line.components)


def _years(line: ClientLine, today: date) -> int | None:
    return age_on(line.birth, today) if line.birth else None


def _flag_pill(line: ClientLine) -> Pill | None:
    if not line.flags:
        return None
    first, *others = (words("flag_kind", kind) for kind in line.flags)
    return Pill(text=f"{first} +{len(others)}" if others else first, kind="warn", icon="flag")


def _place(line: ClientLine) -> str:
    """Name of the shelter; the kind of accommodation where no name is known."""
    return isolated(line.shelter) or words("accommodation", line.accommodation)
