"""The register of what left the laptop on paper: when, what, for whom; persons by the number of their file only."""

from collections.abc import Sequence
from datetime import datetime

from app.documents import pdf
from app.domain.dates import german
from app.domain.outgoing import KINDS, Outgoing

TITLE = "Ausgang"
HEAD = ("Wann", "Art", "Was", "Für wen", "Akte")
WIDTHS = (29, 32, 56, 32, 16)
Line = tuple[Outgoing, int | None]


def draw_pdf(lines: Sequence[Line], *, office: str, kind: str, now: datetime, muster: bool = False) -> bytes:
    """A4 pages of the lines in their order; ``kind`` names the filter that was set, "" for everything.

    Equal input gives equal bytes. No line of it is in the register yet: the print itself is entered afterwards.
    """
    title = f"{TITLE}: {KINDS.get(kind, kind)}" if kind else TITLE
    stand = f"Was diesen Rechner verlassen hat. Stand {german(now.date())}, {now:%H:%M}; {len(lines)} Einträge."
    rows = [_row(*line) for line in lines]

    def story() -> Sequence[pdf.Part]:
        table = [pdf.lines(HEAD, rows, WIDTHS)] if rows else [pdf.paragraph("Noch nichts.")]
        return [pdf.paragraph(title, "title"), pdf.paragraph(stand, "caption"), pdf.gap(4), *table]

    return pdf.document(story, title=title, head=f"{office} · {title} · {german(now.date())}", muster=muster)


def _row(entry: Outgoing, number: int | None) -> tuple[str, ...]:
    subject = f"{entry.subject} – ohne Einwilligung: {entry.reason}" if entry.reason else entry.subject
    return (f"{german(entry.at.date())} {entry.at:%H:%M}", KINDS.get(entry.kind, entry.kind), subject, entry.recipient,
            f"K-{number:04d}" if number is not None else "")
