"""The columns of a day in a shelter, how a person stands in them, what a typed line means. No widgets, no saving."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from app.domain.codes import code_list
from app.domain.date_words import ago_in_words, due_in_words
from app.domain.errors import N_, UserError
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.shelter_day import Due, Resident
from app.ui.appointment_rows import what_words
from app.ui.client_fields import due_day, word
from app.ui.editors import Parsed
from app.ui.entry_cells import Cell, listed, parsed, values_of
from app.ui.entry_lines import Texts
from app.ui.entry_parts import empty
from app.usecases.shelter_day import KIND, Noted

ALL = N_("alle")
REACHED = "reached"
WITH_CLIENT = "mit Klient"
MINUTES_MOST = 900
NO_MINUTES = N_("Hier passt eine ganze Zahl von 0 bis {most}.")
NO_NUMBERS = N_("Möglich sind die Nummern der fälligen Punkte, zum Beispiel 1 oder 1 3, oder die Leertaste für alle.")
NOT_DUE = N_("Einen fälligen Punkt {n} gibt es hier nicht.")
STEP_MISSING = N_("Zum Datum fehlt, was zu tun ist. Ein Wort genügt.")
_NUMBERS = re.compile(r"[0-9]+(?:[ ,.;]+[0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was typed of a person, None for nothing; ``asks`` is the first thing wrong."""

    noted: Noted | None = None
    asks: str = ""


def cells(file: CaseFile) -> tuple[Cell, ...]:
    """Who and what is due, then what one types, in the order of a visit."""
    kinds = [code.id for code in code_list("contact_kind").in_group(WITH_CLIENT)]
    return (
        Cell(attribute="who", label=_("Person"), width=150, shown=True),
        Cell(attribute="due", label=_("Fällig"), width=140, shown=True),
        listed("result", _("Ergebnis"), 128, "contact_result", walk=True,
               help=_("Leertaste: erreicht, nicht angetroffen, weitere; leer heißt kein Kontakt")),
        Cell(attribute="text", label=_("Notiz"), width=182, help=_("wenige Worte, keine Diagnosen")),
        Cell(attribute="minutes", label=_("Minuten"), width=68, read=_minutes),
        Cell(attribute="next_step", label=_("Nächster Schritt"), width=132, help=_("wird eine Wiedervorlage")),
        parsed("next_on", _("Bis wann"), 84, cast("Parsed[Any]", due_day(file.today)),
               help=_("zum Beispiel +7, Fr oder 10.11.")),
        Cell(attribute="done", label=_("Erledigt"), width=64, read=_numbers, show=_shown_numbers, steps=(_(ALL),),
             help=_("Nummern der fälligen Punkte, die Leertaste nimmt alle")),
        listed("kind", _("Kanal"), 92, "contact_kind", only=kinds, walk=True, hint=_("Unterkunft"),
               help=_("leer heißt: persönlich in der Unterkunft")),
    )


def _minutes(text: str) -> int:
    if not text.isdecimal() or int(text) > MINUTES_MOST:
        raise UserError(NO_MINUTES, most=MINUTES_MOST)
    return int(text)


def _numbers(text: str) -> tuple[int, ...]:
    """Numbers of due items; 0 stands for all of them."""
    if text.casefold() in ("a", _(ALL).casefold()):
        return (0,)
    if not _NUMBERS.fullmatch(text):
        raise UserError(NO_NUMBERS)
    return tuple(dict.fromkeys(int(number) for number in re.findall("[0-9]+", text)))


def _shown_numbers(numbers: Sequence[int]) -> str:
    return _(ALL) if 0 in numbers else " ".join(f"{number}" for number in numbers)


def shown_texts(one: Resident, today: date) -> Texts:
    """What the two first cells say of a person."""
    about = [_("Zi. {room}").format(room=one.room)] if one.room else []
    who = f"{one.name}\n{' · '.join([*about, f'K-{one.number:04d}'])}"
    if not one.waiting:
        return {"who": who, "due": _("lange kein Kontakt") if one.silent else ""}
    more = [_("lange kein Kontakt")] if one.silent else []
    if len(one.waiting) > 1:
        more.append(_("und {n} weitere").format(n=len(one.waiting) - 1))
    when = _when(one.waiting[0], today)
    return {"who": who, "due": f"{title_of(one.waiting[0])}\n{' · '.join([when, *more])}"}


def title_of(due: Due) -> str:
    """What is due in words: of an appointment its time, kind and place."""
    if due.appointment is None:
        return due.title
    return _("Termin {what}").format(what=what_words(due.appointment))


def _when(due: Due, today: date) -> str:
    return due_in_words(due.due_on, today, _) if due.due_on else _("bei Gelegenheit")


def about(one: Resident, today: date) -> str:
    """The sentence on the current person below the grid, with the numbers of what is due."""
    said = [one.name, _("zuletzt erreicht {when}").format(when=ago_in_words(one.last_contact, today, _))
            if one.last_contact else _("noch nie erreicht")]
    said += [_("Papier: {when}").format(when=due_in_words(one.paper_until, today, _))] if one.paper_until else []
    items = [f"{n} {title_of(due)} ({_when(due, today)})" for n, due in enumerate(one.waiting, 1)]
    return " · ".join(said) + (". " + _("Fällig: {items}").format(items="; ".join(items)) if items else ".")


def line_of(columns: Sequence[Cell], texts: Mapping[str, str], one: Resident) -> Line:
    """What a line means for its person."""
    typed = {cell.attribute: texts.get(cell.attribute, "") for cell in columns if not cell.shown}
    if empty(typed):
        return Line()
    values, wrong = values_of(columns, typed)
    if wrong:
        first = next(cell for cell in columns if cell.attribute in wrong)
        return Line(asks=f"{first.label}: {wrong[first.attribute]}")
    numbers = values["done"] or ()
    chosen = range(1, len(one.waiting) + 1) if 0 in numbers else numbers
    if beyond := [n for n in chosen if not 1 <= n <= len(one.waiting)]:
        return Line(asks=_(NOT_DUE).format(n=beyond[0]))
    ticked = [one.waiting[n - 1] for n in chosen]
    if values["next_on"] and not values["next_step"]:
        return Line(asks=_(STEP_MISSING))
    # a note, minutes or a next step say that somebody was there, unless the result says otherwise
    talked = values["text"] or values["minutes"] or values["next_step"] or values["kind"]
    return Line(noted=Noted(
        case_id=one.case_id, kind=values["kind"] or KIND, result=values["result"] or (REACHED if talked else ""),
        minutes=values["minutes"] or 0, text=values["text"] or "", next_step=values["next_step"] or "",
        next_on=values["next_on"], done=tuple(due.follow_up_id for due in ticked if due.appointment is None),
        kept=tuple(due.follow_up_id for due in ticked if due.appointment is not None)))


def assumed_result(texts: Mapping[str, str]) -> str:
    """„erreicht“ where something was noted and no result: it is shown before it is written."""
    noted = any(texts.get(name, "").strip() for name in ("text", "minutes"))
    return word("contact_result", REACHED) if noted and not texts.get("result", "").strip() else ""
