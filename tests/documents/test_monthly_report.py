"""The printed month: one page, every number of the file, what a reader must know, nothing else."""

from random import Random

import pytest

from app.documents.monthly_report import draw_pdf
from app.domain.dates import Month
from app.statistics.counting import count
from app.statistics.plan import load_plan
from app.statistics.publishing import build
from app.statistics.readable import tables_for_people
from app.statistics.report_format import ReportHead, ReportUnreadable, from_bytes, short_code, to_bytes
from tests.documents.printed import drawn, pages_of
from tests.statistics.caseloads import KEY, SIZES, invented

PLAN = load_plan()


def month_of(size: int, catalogue: int | None = 12) -> bytes:
    month = Month(2026, 10)
    head = ReportHead(month=month, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000", catalogue=catalogue)
    return to_bytes(build(PLAN, count(PLAN, invented(size, Random(size)), month), KEY, {}, head)[0])


@pytest.mark.parametrize("size", SIZES)
def test_a_month_of_any_size_is_one_page(size: int) -> None:
    assert pages_of(draw_pdf(month_of(size))) == 1


@pytest.mark.parametrize("size", [8, 120])
def test_every_number_of_the_file_is_printed_beside_its_words(size: int) -> None:
    content = month_of(size)
    texts = drawn(draw_pdf(content))
    for table in tables_for_people(from_bytes(content)):
        # Joined, since a long label is broken over two lines.
        below = " ".join(texts[texts.index(f"{table.no} {table.title}") + 1:])
        lines = [table.note] if table.note else [f"{row.label} {row.value}" for row in table.rows]
        assert below.removeprefix("– ").startswith(" ".join(lines))


def test_the_page_says_month_place_version_and_check_code() -> None:
    content = month_of(120)
    text = "\n".join(drawn(draw_pdf(content)))
    for part in ("Monatsmeldung Oktober 2026", "Stichtag 31.10.2026", "AGS 05315000", "Klientendatei a7f3c2",
                 "Katalog 12", "kd-monat/0-erprobung", "0.1.0", short_code(content)):
        assert part in text


def test_the_page_warns_that_it_is_unaudited_and_says_what_a_zero_means() -> None:
    text = "\n".join(drawn(draw_pdf(month_of(120))))
    assert "nur zur Erprobung" in text and "0 bis 4" in text and "Summen ergeben sich nicht aus den Teilen" in text


def test_the_promise_that_needs_an_audit_is_not_printed() -> None:
    assert "benachbarte wahre Werte" not in "\n".join(drawn(draw_pdf(month_of(120))))


def test_withheld_tables_are_named_with_the_reason_and_no_number() -> None:
    texts = drawn(draw_pdf(month_of(8)))
    assert texts.count("– Zurückgehalten, weil der Bestand unter 20 ist.") == 8
    assert "Fälle eröffnet" not in texts and "Vermittelt in FB1" not in texts


def test_a_month_without_a_catalogue_says_so() -> None:
    assert "ohne Katalog" in "\n".join(drawn(draw_pdf(month_of(25, catalogue=None))))


def test_the_same_file_gives_the_same_print() -> None:
    assert draw_pdf(month_of(50)) == draw_pdf(month_of(50))


def test_a_print_of_invented_data_says_muster() -> None:
    assert "MUSTER" in drawn(draw_pdf(month_of(25), muster=True))
    assert "MUSTER" not in drawn(draw_pdf(month_of(25)))


def test_a_file_that_is_no_month_is_not_drawn() -> None:
    with pytest.raises(ReportUnreadable, match="Es wurde nichts übernommen"):
        draw_pdf(month_of(25).replace(b'"value":0', b'"value": 0'))
