"""The sheet with which a person is announced to a provider, and on which the provider answers. It has only what the
receiver needs (domain.md § 10.2): nothing of residence, identity, health, and no note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import pdf
from app.documents.pdf_form import Blanks, Boxes
from app.domain.dates import german

TITLE = "Anmeldung für ein Angebot"
ONLY_FOR = ("Diese Angaben sind nur für die Anmeldung in diesem Angebot bestimmt. Geben Sie das Blatt nicht weiter und "
            "vernichten Sie es, wenn Sie es nicht mehr brauchen.")
AGREED = "{name} hat am {day} eingewilligt, dass Sie diese Angaben erhalten."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSheet:
    """What stands on it, in words; what is empty is left out.

    ``name`` is what the person is called towards this provider, ``number`` that of the file: by it both sides can speak
    without a name. ``agreed_on`` is the day of the consent, None where there is none, ``reply_to`` whom the provider
    answers.
    """

    provider: str
    name: str
    number: str
    course: str
    contact_person: str = ""
    begins: str = ""
    ends: str = ""
    schedule: str = ""
    place: str = ""
    phone: str = ""
    language: str = ""
    interpreter: str = ""
    level: str = ""
    supports: str = ""
    wish: str = ""
    reply_to: str = ""
    agreed_on: date | None = None


def referral_sheet_pdf(sheet: ReferralSheet, *, office: str, on: date, muster: bool = False) -> bytes:
    """One A4 page; the name stands in the sheet, never in the head or the title."""
    return pdf.document(lambda: [pdf.one_page(_story(sheet))], title=TITLE, head=f"{office} · {TITLE} · {german(on)}",
                        foot=pdf.numbered(sheet.number), muster=muster)


def _story(sheet: ReferralSheet) -> list[pdf.Part]:
    course = _facts(("Angebot", sheet.course), ("Beginn", sheet.begins), ("Ende", sheet.ends),
                    ("Zeiten", sheet.schedule), ("Ort", sheet.place))
    person = _facts(("Name", sheet.name), ("Telefon", sheet.phone), ("Sprache", sheet.language),
                    ("Deutsch", sheet.level), ("Unterstützung", sheet.supports),
                    ("Dolmetschen", sheet.interpreter), ("Warum dieses Angebot", sheet.wish))
    agreed = AGREED.format(name=sheet.name, day=german(sheet.agreed_on)) if sheet.agreed_on else ""
    return [
        pdf.paragraph(TITLE, "title"), pdf.gap(1),
        _facts(("An", sheet.provider), ("Ansprechperson", sheet.contact_person)), pdf.gap(3),
        pdf.rule(), pdf.gap(2), course, pdf.gap(4), pdf.paragraph("Angemeldet wird", "strong"), pdf.gap(1), person,
        pdf.gap(3), *([pdf.paragraph(agreed, "note")] if agreed else []), pdf.paragraph(ONLY_FOR, "note"),
        pdf.gap(4), pdf.rule(), pdf.gap(3), *_answer(sheet),
    ]


def _facts(*rows: tuple[str, str]) -> pdf.Part:
    return pdf.facts([(name, value) for name, value in rows if value])


def _answer(sheet: ReferralSheet) -> Sequence[pdf.Part]:
    """What the provider ticks and sends back, or says by telephone."""
    to = f"an {sheet.reply_to}, Zeichen {sheet.number}" if sheet.reply_to else f"Zeichen {sheet.number}"
    return [
        pdf.paragraph("Ihre Antwort", "lead"), pdf.paragraph(to), pdf.gap(3),
        Boxes(["Platz zugesagt", "Warteliste", "kein Platz frei", "Voraussetzungen nicht erfüllt"]),
        pdf.gap(1), Blanks([("Erster Tag", 1), ("Uhrzeit und Ort", 2)], 9),
        Blanks([("Was noch fehlt", 1)], 9), Blanks([("Ihr Name und Telefon", 1)], 9),
    ]
