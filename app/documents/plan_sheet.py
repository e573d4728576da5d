"""The Teilhabeplan on paper, to be read together and signed: goals, steps, who and until when, in German with the
headings also in the language of the person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import pdf
from app.documents.pdf_form import signatures
from app.documents.scripts import set_apart
from app.documents.words import GERMAN, known_words, words_in
from app.domain.dates import german

TITLE = "Teilhabeplan"
WIDTHS = (74, 41, 27, 23)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStep:
    """A step in words: ``who`` does it, and its ``state`` as a word."""

    title: str
    who: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGoal:
    """A goal with its steps; ``area`` is the area of life in words, ``result`` what came of it, "" for nothing yet."""

    title: str
    area: str
    steps: tuple[SheetStep, ...]
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """What is signed: ``number`` is that of the file, ``language`` an id of `language.csv` or ""."""

    name: str
    number: str
    agreed_on: date
    review_on: date | None
    version: int
    goals: tuple[SheetGoal, ...]
    note: str = ""
    language: str = ""


def plan_sheet_pdf(sheet: PlanSheet, *, office: str, on: date, muster: bool = False) -> bytes:
    """A4 pages with the head on each; the name stands in the sheet, never in the head or the title."""
    title = f"{TITLE}, Fassung {sheet.version}"
    return pdf.document(lambda: _story(sheet), title=title, head=f"{office} · {title} · {german(on)}",
                        foot=pdf.numbered(sheet.number), muster=muster)


def _story(sheet: PlanSheet) -> Sequence[pdf.Part]:
    word = _worded(sheet.language)
    facts = [("Für", sheet.name), ("Vereinbart am", german(sheet.agreed_on))]
    if sheet.review_on is not None:
        facts.append(("Wir sprechen wieder am", german(sheet.review_on)))
    note = [pdf.room(25), pdf.paragraph("Dazu vereinbart", "strong"), *pdf.typed(sheet.note)] if sheet.note else []
    return [
        pdf.paragraph(word("title"), "title"), pdf.gap(1), pdf.facts(facts), pdf.gap(3),
        pdf.paragraph("Das haben wir zusammen vereinbart. Der Plan kann jederzeit geändert werden.", "note"),
        *(part for number, goal in enumerate(sheet.goals, 1) for part in _goal(number, goal, word)),
        *([] if sheet.goals else [pdf.gap(3), pdf.paragraph("Noch kein Ziel vereinbart.")]),
        pdf.gap(4), *note, pdf.gap(4),
        signatures(f"{word('date')}, {word('signature')}", (sheet.name, "Teilhabemanagement")),
    ]


def _goal(number: int, goal: SheetGoal, word: Callable[[str], str]) -> list[pdf.Part]:
    rows = [(step.title, step.who, german(step.due) if step.due else "offen", step.state) for step in goal.steps]
    head = [word(key) for key in ("step", "who", "until", "state")]
    return [
        # Room for the goal, the head of its steps and the first of them.
        pdf.room(40), pdf.gap(5), pdf.paragraph(f"{number}. {word('goal')} – {goal.area}", "caption"),
        *pdf.typed(goal.title, "lead"), pdf.gap(1.5),
        pdf.lines(head, rows, WIDTHS) if rows else pdf.paragraph("Noch kein Schritt vereinbart.", "note"),
        *([pdf.gap(1.5), pdf.paragraph("Ergebnis", "caption"), *pdf.typed(goal.result)] if goal.result else []),
    ]


def _worded(language: str) -> Callable[[str], str]:
    """Gives the heading for a key, German and beside it that of the person's language where there are words."""
    in_german, other = known_words(GERMAN).plan, words_in(language)
    if other is None or other.language == GERMAN:
        return lambda key: in_german[key]
    own = other.plan
    return lambda key: f"{in_german[key]} · {set_apart(own[key])}" if own[key] != in_german[key] else in_german[key]
