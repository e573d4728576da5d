"""The list of questions for the next talk on paper: a box to tick and a line to write on each. What is asked is decided
elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.documents import pdf
from app.documents.pdf_form import Blanks, ticked
from app.domain.dates import german

TITLE = "Fragen für das nächste Gespräch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, below it what is known or possible, and the heading it stands under."""

    text: str
    answer_hint: str = ""
    group: str = ""


def question_sheet_pdf(name: str, number: str, questions: Sequence[Question], *, office: str, on: date,
                       muster: bool = False) -> bytes:
    """A4 pages for the person ``name`` with the file ``number``; the groups in the order they come in."""
    return pdf.document(lambda: _story(name, questions), title=TITLE, head=f"{office} · {TITLE} · {german(on)}",
                        foot=pdf.numbered(number), muster=muster)


def _story(name: str, questions: Sequence[Question]) -> Sequence[pdf.Part]:
    parts = [pdf.paragraph(TITLE, "title"), pdf.gap(1), pdf.facts([("Gespräch mit", name)]),
             Blanks([("Am", 1), ("Dolmetschen", 2)])]
    if not questions:
        return [*parts, pdf.gap(3), pdf.paragraph("Zurzeit ist nichts offen.")]
    for group, asked in groupby(questions, key=lambda question: question.group):
        parts += [pdf.room(30), pdf.gap(4), *([pdf.paragraph(group, "lead"), pdf.gap(1.5)] if group else [])]
        parts += [part for question in asked for part in (pdf.room(18), _asked(question))]
    return parts


def _asked(question: Question) -> pdf.Part:
    hint = pdf.typed(question.answer_hint, "caption")
    return ticked([*pdf.typed(question.text), *hint, Blanks([("", 1)], height_mm=7.5)])
