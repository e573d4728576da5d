"""What the list of persons says: filters, columns, reasons of a hit. Pure: no widgets, no reads."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.case import IN_STOCK, CaseState, Phase
from app.domain.codes import code_list
from app.domain.date_words import ago_in_words, due_in_words
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.language import LEVELS
from app.domain.names import isolated
from app.domain.policy import policy_on
from app.i18n import _, ngettext, number
from app.store.queries.clients import ClientLine, Hit
from app.ui.client_words import PHASE_WORDS
from app.ui.columns import Column
from app.ui.paint import Pill

# A label of the code list longer than this is said by the word of its group: the column is for the eye.
SHORT, ROOM = 21, 20
PAPER_WORDS = {"asylum_permission": N_("Gestattung")}
PAPER_GROUPS = {
    "gestattung": N_("Gestattung"), "duldung": N_("Duldung"), "aufenthaltserlaubnis": N_("Aufenthaltserlaubnis"),
    "unklar": N_("ungeklärt"),
}
LEVEL_WORDS = {
    "0": N_("kein Deutsch"), "alpha": N_("Alpha"), "unknown": N_("nicht erhoben"), "refused": N_("keine Angabe"),
}
REASONS = {
    "alias": N_("Alias {value}"), "original_script": N_("Schreibweise {value}"), "shelter": N_("Unterkunft {value}"),
    "phone": N_("Telefon {value}"), "birth": N_("Geburtsdatum"), "number": N_("Nummer"), "note": N_("in einer Notiz"),
    "other": N_("andere Angabe"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter chip; those with ``state`` widen each other, the others narrow."""

    key: str
    word: str
    fits: Callable[[ClientLine, date], bool]
    state: bool = False


def _expiring(line: ClientLine, today: date) -> bool:
    return line.state in IN_STOCK | {CaseState.PROSPECT} and paper_kind(line, today) in ("warn", "bad")


def silent(line: ClientLine, today: date) -> bool:
    """A running case without contact for longer than the policy says."""
    if line.state != CaseState.OPEN:
        return False
    return line.last_contact is None or (today - line.last_contact).days > policy_on(today).no_contact_days


FILTERS: Sequence[Filter] = (
    Filter(key="active", word=N_("Aktiv"), state=True, fits=lambda line, _today: line.state in IN_STOCK),
    Filter(key="prospect", word=N_("Aufnahme"), state=True, fits=lambda line, _today: line.state == CaseState.PROSPECT),
    Filter(key="closed", word=N_("Abgeschlossen"), state=True,
           fits=lambda line, _today: line.state in (CaseState.CLOSED, CaseState.LOCKED, CaseState.DISCARDED)),
    Filter(key="expiring", word=N_("Papier läuft ab"), fits=_expiring),
    Filter(key="silent", word=N_("Kein Kontakt"), fits=silent),
)
DEFAULT = frozenset({"active", "prospect"})


def filtered(lines: Sequence[ClientLine], keys: Collection[str], today: date) -> list[ClientLine]:
    """The lines that fit one of the chosen states and all other chosen filters; without any, all."""
    states = [f.fits for f in FILTERS if f.key in keys and f.state]
    others = [f.fits for f in FILTERS if f.key in keys and not f.state]
    return [line for line in lines if (not states or any(fits(line, today) for fits in states))
            and all(fits(line, today) for fits in others)]


def found(lines: Sequence[ClientLine], hits: Mapping[str, Hit]) -> list[ClientLine]:
    """The lines that were found, in their order."""
    return [line for line in lines if line.client_id in hits]


def reason(hit: Hit | None) -> str:
    """Why a person was found: „Treffer: Alias „Muhamad““; nothing outside a search."""
    if hit is None:
        return ""
    value = f"„{isolated(hit.value)}“" if hit.value else ""
    words = _(REASONS[hit.why]).format(value=value).strip() if hit.why else _("Name")
    return _("Treffer: {where}").format(where=words)


def count_words(shown: int, total: int, searching: bool, beyond: bool, brief: bool = False) -> str:
    """``52 Personen``; while searching ``4 von 52 Personen``, and where only others were found that they do not fit.

    ``brief`` leaves the persons out, because what stands beside it names them.
    """
    if beyond:
        return _("{persons} außerhalb der Filter").format(persons=_persons(shown))
    if searching:
        return _("{n} von {total}").format(n=number(shown), total=number(total) if brief else _persons(total))
    return _persons(total)


def _persons(n: int) -> str:
    return ngettext("{n} Person", "{n} Personen", n).format(n=number(n))


def phase_words(line: ClientLine) -> str:
    """The phase of a running case, else where the case stands."""
    if line.state in (CaseState.OPEN, CaseState.CLOSING):
        return _(PHASE_WORDS[Phase(line.phase)])
    return _("Aufnahme") if line.state == CaseState.PROSPECT else _(code_list("case_state").label(line.state))


def paper_words(line: ClientLine) -> str:
    """The paper in one word."""
    code = code_list("residence_kind").get(line.paper_kind or "unknown")
    if code is None or code.id == "unknown":
        return _("nicht erhoben")
    if code.id in PAPER_WORDS:
        return _(PAPER_WORDS[code.id])
    own = _(code.label).partition(" (")[0]
    return own if len(own) <= SHORT else _(PAPER_GROUPS[code.group])


def paper_kind(line: ClientLine, today: date) -> str:
    """The status of the paper: expired, within the longest warning, or nothing to say."""
    if line.paper_until is None:
        return ""
    days = (line.paper_until - today).days
    return "bad" if days < 0 else "warn" if days <= max(policy_on(today).doc_expiry_warn_days) else ""


def _paper_pill(line: ClientLine, today: date) -> Pill | None:
    kind = paper_kind(line, today)
    if not kind or line.paper_until is None:
        return None
    when = due_in_words(line.paper_until, today, _)
    if kind == "bad":
        # beside a long word there is room for one word only
        fits = len(paper_words(line)) + len(when) <= ROOM
        return Pill(text=_("{when} abgelaufen").format(when=when) if fits else _("abgelaufen"), kind="bad")
    return Pill(text=when, kind="warn", icon="clock")


def german_words(line: ClientLine) -> str:
    """The level spoken, short."""
    return _(LEVEL_WORDS[line.german]) if line.german in LEVEL_WORDS else _(code_list("cefr").label(line.german))


def columns(today: date, wide: bool) -> Sequence[Column[ClientLine]]:
    """The columns of the table, for this day; without heads over them (not ``wide``) the words name themselves."""
    def level(line: ClientLine) -> str:
        own = wide or line.german == "0"
        return german_words(line) if own else _("Deutsch {level}").format(level=german_words(line))

    def until(line: ClientLine) -> str:
        return _("bis {date}").format(date=german(line.paper_until)) if line.paper_until else ""

    def contact(line: ClientLine) -> str:
        when = ago_in_words(line.last_contact, today, _) if line.last_contact else _("noch keiner")
        return when if wide else _("Kontakt {when}").format(when=when)

    phases = [phase.value for phase in PHASE_WORDS]
    unknown = ("", "unknown", "refused")
    levels = {level: i for i, level in enumerate(LEVELS)}
    return (
        Column(title=_("Name"), text=lambda c: c.name, caption=lambda c: f"K-{c.number:04d}", sort=lambda c: c.sort),
        Column(title=_("Phase"), text=phase_words, width=106, tone=lambda c: "text2",
               sort=lambda c: (c.state not in IN_STOCK, c.state == CaseState.PROSPECT, phases.index(c.phase))),
        Column(title=_("Aufenthaltspapier"), text=paper_words, width=268, caption=until,
               pill=lambda c: _paper_pill(c, today), tone=lambda c: "muted" if c.paper_kind in unknown else "text",
               sort=lambda c: (c.paper_until is None, c.paper_until or date.max)),
        Column(title=_("Deutsch"), text=level, width=104, sort=lambda c: levels.get(c.german, -1),
               tone=lambda c: "muted" if c.german in unknown else "text"),
        Column(title=_("Unterkunft"), text=_place, width=150, tone=lambda c: "text2"),
        Column(title=_("Letzter Kontakt"), text=contact, width=130,
               tone=lambda c: "warn_text" if silent(c, today) else "text2",
               sign=lambda c: "clock" if silent(c, today) else "", sort=lambda c: c.last_contact or date.min),
        Column(title=_("Füllstand"), text=lambda c: "", width=104, bar=lambda c: c.filled / 100,
               sort=lambda c: c.filled),
    )


def _place(line: ClientLine) -> str:
    """Name of the shelter; the kind of accommodation where no name is known."""
    return isolated(line.shelter) or _(code_list("accommodation").label(line.accommodation))


def sentence(line: ClientLine, shown: Sequence[Column[ClientLine]], hit: Hit | None) -> str:
    """The whole line in words for a reader, with the reason why it was found."""
    first, *rest = shown
    parts = [first.spoken(line), reason(hit), *(f"{c.title} {c.spoken(line)}" for c in rest if c.spoken(line))]
    return ", ".join(part for part in parts if part)
