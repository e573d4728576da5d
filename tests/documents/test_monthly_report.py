"""The printed month: every number of the file, what a reader must know, nothing else, on few pages."""

from functools import cache

import pytest

from app.documents.monthly_report import draw_pdf
from app.documents.monthly_tables import RULES
from app.statistics.readable import PeopleTable, notes, tables_for_people
from app.statistics.report_format import PROMISE, ReportUnreadable, from_bytes, sha256, short_code
from tests.documents.months import month_of
from tests.documents.printed import copied, drawn, pages_of


@cache
def print_of(size: int, **facts: object) -> bytes:
    """The print of an invented month, drawn once."""
    return draw_pdf(month_of(size, **facts))


def words(content: bytes) -> str:
    """All that is printed, in the order it is drawn."""
    return " ".join(" ".join(drawn(content)).split())


def told(table: PeopleTable) -> str:
    """A table as it stands in the print: its name, then each word with its figures."""
    dashed = [("–" if row.value is None else str(row.value)) for row in table.rows]
    if table.grid is None:
        return " ".join(f"{row.label} {value}" for row, value in zip(table.rows, dashed, strict=True))
    width = len(table.grid.columns)
    lines = [" ".join((word, *dashed[i * width:(i + 1) * width])) for i, word in enumerate(table.grid.rows)]
    return " ".join((*table.grid.columns, *lines))


@pytest.mark.parametrize(("size", "pages"), [(0, 1), (15, 1), (60, 3), (250, 3)])
def test_a_month_of_any_size_is_three_pages_at_most_and_nothing_is_cut_off(size: int, pages: int) -> None:
    content = print_of(size)
    assert pages_of(content) == pages
    # the last rule stands on the last page, so that none begins for a single line
    assert RULES[0] in copied(content)[-1] and RULES[-1] in copied(content)[-1]


def test_every_number_of_the_file_is_printed_beside_its_words() -> None:
    content = month_of(60)
    printed, tables = words(print_of(60)), tables_for_people(from_bytes(content))
    assert any(table.grid and None in table.grid.values[-1] for table in tables)
    for table in tables:
        title = f"{table.no} {table.title} "
        assert printed[printed.index(title) + len(title):].startswith(told(table))


def test_the_page_says_whose_month_it_is_and_its_check_code() -> None:
    content = month_of(60)
    printed = words(print_of(60))
    for part in ("Monatsmeldung Oktober 2026", "Köln · AGS 05315000", "Stichtag 31.10.2026", "Klientendatei a7f3c2",
                 "Katalog 12", "kd-monat/1", "0.1.0", short_code(content), sha256(content),
                 "Alter 5 %, Schuljahre 10 %"):
        assert part in printed
    assert "ohne Katalog" in words(draw_pdf(month_of(15, catalogue=None)))
    assert "Kreis Soest · AGS 05974" in words(draw_pdf(month_of(15, ags="05974")))


@pytest.mark.parametrize("size", [15, 60])
def test_the_promise_the_footnotes_and_how_was_counted_stand_on_every_print(size: int) -> None:
    printed = words(print_of(size))
    for sentence in (PROMISE, *notes(), *RULES):
        assert sentence in printed


def test_what_is_withheld_is_named_with_its_reason_and_has_no_number() -> None:
    audited = words(print_of(60, audited=("2e", "4e")))
    assert "2e Schuljahre bei Eintritt, 4e Baustein × Vermittlung: Die Prüfung hat diese Tabelle" in audited
    assert "4a (6 von 12)" in audited and "11 Jahre und mehr" not in audited
    tiny = words(print_of(15))
    assert "2a Geschlecht, 2b Alter bei Eintritt" in tiny and "weil der Bestand unter 20 ist" in tiny
    assert "männlich" not in tiny and "Vermittelt in FB1" not in tiny


def test_where_nothing_is_withheld_there_is_no_chapter_about_it() -> None:
    assert "Was zurückgehalten ist" not in words(print_of(600))


def test_the_same_file_gives_the_same_print() -> None:
    assert draw_pdf(month_of(60)) == print_of(60)


def test_a_print_of_invented_data_says_muster() -> None:
    assert "MUSTER" in drawn(draw_pdf(month_of(15), muster=True))
    assert "MUSTER" not in drawn(print_of(15))


def test_a_file_that_is_no_month_is_not_drawn() -> None:
    with pytest.raises(ReportUnreadable, match="Es wurde nichts übernommen"):
        draw_pdf(month_of(15).replace(b'"value":0', b'"value": 0'))
