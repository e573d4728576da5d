"""Draws the recovery sheet for the employer's safe: the code as text and as QR, and what a person must know of it."""

from collections.abc import Sequence
from datetime import date

from app.documents import pdf
from app.documents.pdf_code import code_with_square
from app.domain.dates import german

TITLE = "Wiederherstellungsblatt"
_WHERE = (
    "Dieses Blatt gehört in den Tresor des Arbeitgebers, in einem verschlossenen Umschlag. Es gehört nicht zur "
    "Geschäftsführenden Stelle (GfS), nicht zum Gerät und nicht in eine E-Mail.",
    "Wer den Code hat, kann die Klientendatei öffnen, auch ohne Kennwort. Ohne Kennwort und ohne Code kann es niemand, "
    "auch nicht, wer das Programm gemacht hat.",
)
_HOW = (
    "So wird geöffnet: Programm starten, „Kennwort vergessen“ wählen, die neun Gruppen abschreiben, ein neues Kennwort "
    "festlegen. Groß oder klein ist gleich; O gilt als 0, I und L gelten als 1. Der Code gilt danach weiter.",
    "Wird der Schlüssel erneuert, öffnet ein neues Blatt die Klientendatei. Ältere Blätter öffnen weiter die "
    "Sicherungen aus ihrer Zeit: Heben Sie sie auf, solange Sie diese Sicherungen aufheben.",
    "Wurde dieses Blatt aus einer Datei gedruckt, löschen Sie die Datei nach dem Drucken, auch aus dem Papierkorb.",
)


def draw_pdf(*, code: str, office: str, name: str, on: date, muster: bool = False) -> bytes:
    """One A4 page for the ``code`` of nine groups joined by ``-``; ``name`` is that of the Klientendatei's folder.

    Equal input gives equal bytes. ``muster`` marks prints of invented data.
    """
    return pdf.document(lambda: _story(code, office, name, on), title=TITLE, muster=muster,
                        head=f"{TITLE} · {name} · {german(on)}")


def _story(code: str, office: str, name: str, on: date) -> Sequence[pdf.Part]:
    facts = (f"Dienststelle: {office}" if office else "", f"Klientendatei: {name}", f"Ausgestellt am: {german(on)}")
    return [
        pdf.paragraph(TITLE, "title"), pdf.gap(1),
        pdf.paragraph("Öffnet die verschlüsselte Klientendatei dieser Dienststelle, wenn das Kennwort fehlt.", "lead"),
        pdf.gap(3), *(pdf.paragraph(fact) for fact in facts if fact), pdf.gap(6),
        pdf.paragraph("Wiederherstellungscode", "lead"), pdf.gap(2),
        code_with_square(code), pdf.gap(2),
        pdf.paragraph("Das Quadrat enthält denselben Code zum Einlesen mit einem Gerät ohne Internet.", "caption"),
        pdf.gap(6), *_lines(_WHERE), pdf.gap(3), *_lines(_HOW),
    ]


def _lines(texts: Sequence[str]) -> list[pdf.Part]:
    return [part for text in texts for part in (pdf.paragraph(text), pdf.gap(2))]
