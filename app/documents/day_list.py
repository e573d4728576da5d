"""The list for a day in a shelter on paper. It may be left lying there: number, room and first name, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import pdf
from app.documents.pdf_form import grid
from app.domain.dates import german

TITLE = "Tagesliste"
_HEAD = ("Zimmer", "Nummer", "Vorname", "da", "Notiz")
_WIDTHS = (22.0, 24.0, 42.0, 12.0, 65.0)
_CARE = ("Nur Nummer, Zimmer und Vorname. Nichts aufschreiben, was andere nicht lesen sollen. Nach dem Eintippen wird "
         "das Blatt vernichtet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A person as the paper names them."""

    room: str
    number: str
    first_name: str


def day_list_pdf(lines: Sequence[DayLine], *, office: str, shelter: str, on: date, muster: bool = False) -> bytes:
    """A4 pages with a ruled line a person, in the order given."""
    rows = [(line.room, line.number, line.first_name, "", "") for line in lines]

    def story() -> Sequence[pdf.Part]:
        return [pdf.paragraph(shelter, "title"), pdf.gap(2), grid(_HEAD, rows, _WIDTHS, 10.0), pdf.gap(2),
                pdf.paragraph(_CARE, "caption")]

    return pdf.document(story, title=TITLE, head=f"{office} · {TITLE} · {german(on)}", muster=muster)
