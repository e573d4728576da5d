"""Empty paper: ten fields on one page, the columns of the grid in their order, what must not be written down."""

from app.documents.blank_form import COLUMNS, blank_intake_pdf, blank_list_pdf
from app.documents.pdf import WIDE
from tests.documents.printed import copied, drawn, pages_of

NOT_WRITTEN = "Nicht aufschreiben: AZR-Nummer und andere Nummern der Ausländerakte, Religion"


def test_the_intake_has_ten_numbered_fields_on_one_page() -> None:
    content = blank_intake_pdf(office="Stadt Musterstadt")
    words = drawn(content)
    assert pages_of(content) == 1
    assert [word for word in words if word.isdigit()] == [f"{n}" for n in range(1, 11)]
    titles = ["Name", "Geburt", "Geschlecht", "Staatsangehörigkeit", "Sprache", "Erreichbar", "Zugangsweg", "Papier",
              "Arbeit erlaubt"]
    assert [word for word in words if word in titles] == titles
    assert {"Afghanistan", "Tigrinya", "Duldung", "Kommune", "Einwilligung unterschrieben", "Zimmer"} <= set(words)
    assert NOT_WRITTEN in copied(content)[0]


def test_the_list_lies_and_has_the_columns_of_the_grid() -> None:
    content = blank_list_pdf(office="Stadt Musterstadt", muster=True)
    page = copied(content)[0]
    places = [page.index(head) for head, _ in COLUMNS if " " not in head]
    assert places == sorted(places) and len(COLUMNS) == 12
    assert sum(width for _, width in COLUMNS) * 72 / 25.4 <= WIDE
    assert pages_of(content) == 1 and "MUSTER" in drawn(content) and "10" in drawn(content) and NOT_WRITTEN in page


def test_a_shelter_is_named_and_more_lines_go_over_pages() -> None:
    content = blank_list_pdf(office="Stadt Musterstadt", rows=25, shelter="GU Musterweg 5")
    assert pages_of(content) == 3 and drawn(content).count("Bemerkung") == 3 and "25" in drawn(content)
    assert "Unterkunft: GU Musterweg 5" in drawn(content)
