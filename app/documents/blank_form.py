"""Empty paper for where no laptop is wanted: the intake of one person and the list of a shelter visit, in the order of
the window, so that typing follows the paper (domain.md § 13)."""

from collections.abc import Sequence

from app.documents import pdf
from app.documents.pdf_form import Blanks, Boxes, grid, numbered_field
from app.domain.codes import code_list

INTAKE_TITLE = "Aufnahmebogen"
LIST_TITLE = "Liste aus der Unterkunft"
# What is often ticked; the rest is written on the line.
_FREQUENT = {
    "sex": ("m", "w", "d", "x"),
    "nationality": ("423", "475", "438", "439", "224", "273", "261", "232", "163"),
    "language": ("ara", "prs", "fas", "pus", "kmr", "ckb", "tir", "som", "fra", "eng", "tur"),
    "interpreter": ("none", "professional", "lay", "remote"),
    "access_route": ("self", "recommendation", "outreach", "jobcenter", "social_office"),
    "work_permission": ("any", "employment", "with_authority_permit", "employer_specific", "banned"),
    "eligibility_result": ("eligible", "eligible_by_exception", "not_eligible"),
}
_PAPERS = ("Ankunftsnachweis", "Aufenthaltsgestattung", "Duldung", "Aufenthaltserlaubnis", "Fiktionsbescheinigung",
           "ohne Papier oder ungeklärt")
_REQUIRED = "Drei Angaben genügen für den Anfang: ein Name oder Alias, Geburtsdatum oder -jahr, Kommune."
_NOT_WRITTEN = ("Nicht aufschreiben: AZR-Nummer und andere Nummern der Ausländerakte, Religion, Volkszugehörigkeit, "
                "Angaben zur Gesundheit. Nach dem Eintippen wird das Blatt vernichtet.")
# In the order of the grid in the window, with their widths in mm.
COLUMNS = (("Nr.", 8.0), ("Familienname oder Alias", 34.0), ("Vorname", 25.0), ("Geburtsjahr oder -datum", 22.0),
           ("Geschlecht", 18.0), ("Staatsangehörigkeit", 29.0), ("Sprache", 21.0), ("Telefon", 27.0),
           ("Papier", 20.0), ("gültig bis", 17.0), ("Zimmer", 13.0), ("Bemerkung", 18.0))


def blank_intake_pdf(*, office: str, muster: bool = False) -> bytes:
    """One A4 page with the ten fields of the quick intake."""
    return pdf.document(_intake, title=INTAKE_TITLE, head=f"{office} · {INTAKE_TITLE}", muster=muster)


def blank_list_pdf(*, office: str, rows: int = 10, shelter: str = "", muster: bool = False) -> bytes:
    """Lying A4 pages with a numbered line a person; the columns are those of the grid in the window."""
    lines = [(f"{number}", *[""] * (len(COLUMNS) - 1)) for number in range(1, rows + 1)]

    def story() -> Sequence[pdf.Part]:
        where = f"Unterkunft: {shelter}" if shelter else ""
        return [
            pdf.paragraph(LIST_TITLE, "title"), *([pdf.paragraph(where)] if where else []),
            Blanks([*([] if where else [("Unterkunft", 2.0)]), ("Kommune", 1.0), ("Am", 0.7), ("Wer war da", 1.3)]),
            pdf.gap(2), grid([head for head, _ in COLUMNS], lines, [width for _, width in COLUMNS], 12.5), pdf.gap(2),
            pdf.paragraph(f"{_REQUIRED} {_NOT_WRITTEN}", "caption"),
        ]

    return pdf.document(story, title=LIST_TITLE, head=f"{office} · {LIST_TITLE}", wide=True, muster=muster)


def _intake() -> Sequence[pdf.Part]:
    fields: tuple[tuple[str, Sequence[pdf.Part]], ...] = (
        ("Name", [Blanks([("Familienname", 1), ("Vorname", 1)]), Blanks([("Weitere Namen, Alias", 1)])]),
        ("Geburt", [Blanks([("Datum oder Jahr", 1)]), Boxes(["geschätzt", "nur das Jahr ist bekannt"])]),
        ("Geschlecht", [_boxes("sex")]),
        ("Staatsangehörigkeit", [_boxes("nationality"), Blanks([("andere", 1)])]),
        ("Sprache", [_boxes("language"), Blanks([("andere", 1)]),
                     _boxes("interpreter", "Dolmetschen")]),
        ("Erreichbar", [Blanks([("Kommune", 1), ("Telefon", 1)]), Blanks([("Unterkunft", 3), ("Zimmer", 1)])]),
        ("Zugangsweg", [_boxes("access_route"), Blanks([("anders", 1)])]),
        ("Papier", [Boxes(_PAPERS), Blanks([("gültig bis", 1), ("Paragraf auf dem Papier", 2)])]),
        ("Arbeit erlaubt", [_boxes("work_permission")]),
        ("Zielgruppe und Einwilligung", [
            _boxes("eligibility_result"), Blanks([("Grund", 1)]),
            Boxes(["Einwilligung unterschrieben", "mündlich, mit Vermerk", "noch nicht gefragt"]),
        ]),
    )
    return [
        pdf.paragraph(INTAKE_TITLE, "title"), pdf.paragraph(_REQUIRED, "caption"),
        Blanks([("Am", 1), ("Wo", 2), ("Wer hat gefragt", 2)]), pdf.gap(1),
        *(numbered_field(number, title, parts) for number, (title, parts) in enumerate(fields, 1)),
        Blanks([("Notiz und nächster Schritt", 1)]), pdf.gap(1),
        pdf.paragraph(_NOT_WRITTEN, "caption"),
    ]


def _boxes(name: str, label: str = "") -> pdf.Part:
    return Boxes([code_list(name).label(code) for code in _FREQUENT[name]], label)
