"""The sheet of a day on paper: appointments with time and place, courses, follow-ups, a box to tick before each. It
bears names, and says so on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import pdf
from app.documents.pdf_form import ticked
from app.domain.date_words import in_words
from app.domain.dates import german

TITLE = "Tagesblatt"
CARE = "Enthält personenbezogene Daten"
_ADVICE = ("Dieses Blatt enthält personenbezogene Daten. Lassen Sie es nicht liegen, geben Sie es nicht weiter und "
           "vernichten Sie es am Ende des Tages.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """What has a box: ``when`` a time or "", ``about`` the smaller line below."""

    when: str
    what: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySheet:
    """A day, each kind in its order."""

    on: date
    appointments: tuple[SheetLine, ...] = ()
    courses: tuple[SheetLine, ...] = ()
    overdue: tuple[SheetLine, ...] = ()
    follow_ups: tuple[SheetLine, ...] = ()

    @property
    def filled(self) -> bool:
        """Whether anything stands on it."""
        return bool(self.appointments or self.courses or self.overdue or self.follow_ups)


def today_sheet_pdf(sheet: TodaySheet, *, office: str, muster: bool = False) -> bytes:
    """A4 pages; kinds of which there is nothing are left out."""
    kinds = (("Termine", sheet.appointments), ("Kurse", sheet.courses), ("Überfällig", sheet.overdue),
             ("Wiedervorlagen", sheet.follow_ups))

    def story() -> Sequence[pdf.Part]:
        parts = [pdf.paragraph(in_words(sheet.on), "title"), pdf.gap(1), pdf.paragraph(_ADVICE, "caption"), pdf.gap(3)]
        for title, lines in kinds:
            if lines:
                parts += [pdf.paragraph(title, "heading"), pdf.gap(1), *map(_line, lines), pdf.gap(3)]
        return parts

    return pdf.document(story, title=TITLE, head=f"{office} · {TITLE} · {german(sheet.on)}", foot=pdf.numbered(CARE),
                        muster=muster)


def _line(line: SheetLine) -> pdf.Part:
    first = pdf.cell(line.what, "strong")
    words = [pdf.paragraph(f"{line.when} Uhr", "strong"), first] if line.when else [first]
    return ticked([*words, *([pdf.cell(line.about, "caption")] if line.about else [])])
