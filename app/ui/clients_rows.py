"""What the list of persons says: cells, reasons of a hit, counts. Pure: no widgets, no reads."""

from collections.abc import Sequence
from datetime import date

from app.domain.case import CaseState, Phase
from app.domain.codes import code_list
from app.domain.date_words import due_in_words
from app.domain.dates import german_partial
from app.domain.errors import N_
from app.domain.names import isolated
from app.i18n import _, ngettext, number
from app.store.queries.clients import ClientLine, Hit
from app.ui.client_words import PHASE_WORDS
from app.ui.clients_filters import paper_kind
from app.ui.clients_view import Shown
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
    "phone": N_("Telefon {value}"), "birth": N_("Geburtsdatum {value}"), "number": N_("Nummer"),
    "note": N_("in einer Notiz"), "secret_note": N_("vertrauliche Notiz"),
    "alike": N_("klingt ähnlich"), "other": N_("andere Angabe"),
}


def reason(hit: Hit | None, line: ClientLine) -> str:
    """Why a person was found: „Treffer: Alias „Muhamad““; nothing outside a search."""
    if hit is None:
        return ""
    # the day stands in no column
    said = german_partial(line.birth) if hit.why == "birth" and line.birth else hit.value
    value = f"„{isolated(said)}“" if said else ""
    words = _(REASONS[hit.why]).format(value=value).strip() if hit.why else _("Name")
    return _("Treffer: {where}").format(where=words)


def count_words(shown: Shown, searching: bool) -> str:
    """``52 Personen``; while searching ``4 von 52 Personen``, and where only others were found that they do not fit.

    ``mehr als`` where the search in notes ended at its limit. The persons are left out where what stands beside it
    names them.
    """
    if shown.beyond:
        return _("{persons} außerhalb der Filter").format(persons=_persons(shown.found))
    if not searching:
        return _persons(shown.fitting)
    total = number(shown.fitting) if shown.lines and shown.elsewhere else _persons(shown.fitting)
    words = _("mehr als {n} von {total}") if shown.more else _("{n} von {total}")
    return words.format(n=number(shown.found), total=total)


def rest_words(shown: Shown) -> str:
    """``… und 1.234 weitere – tippen Sie weiter``; nothing where all are shown."""
    rest = shown.found - len(shown.lines)
    if rest <= 0:
        return ""
    return _("… und {n} weitere – tippen Sie weiter").format(n=number(rest))


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


def paper_pill(line: ClientLine, today: date) -> Pill | None:
    """How long the paper still holds, where that matters."""
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


def sentence(line: ClientLine, shown: Sequence[Column[ClientLine]], hit: Hit | None) -> str:
    """The whole line in words for a reader, with the reason why it was found."""
    first, *rest = shown
    parts = [first.spoken(line), reason(hit, line), *(f"{c.title} {c.spoken(line)}" for c in rest if c.spoken(line))]
    return ", ".join(part for part in parts if part)
