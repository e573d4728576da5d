"""A wrong clock in the laptop: noticed by the entries and the catalogue, no silent wrong month, settled by a person."""

from datetime import date, datetime, timedelta

from app import VERSION
from app.domain.clock import ClockDoubt
from app.domain.dates import Month
from app.store.casefile import CaseFile
from app.usecases import catalogue, clock, monthly_export
from app.usecases.clock import NO_MONTH
from tests.casefiles import MONDAY, Opener, opened_case, refusal, taken_in
from tests.catalogues import course, issue

YEAR = timedelta(days=365)
OCTOBER = Month(2026, 10)


def test_a_file_without_entries_doubts_no_clock(file: CaseFile) -> None:
    assert clock.doubt(file) is None


def test_a_clock_set_back_a_year_is_noticed_after_reopening(opener: Opener) -> None:
    file = opener()
    taken_in(file)
    assert clock.doubt(file) is None
    file.close()
    opener.clock.moment = MONDAY - YEAR
    assert clock.doubt(opener()) == ClockDoubt(now=MONDAY - YEAR, known=MONDAY, of_catalogue=False)


def test_entries_made_with_the_wrong_clock_do_not_make_it_right(opener: Opener) -> None:
    taken_in(opener())
    opener.clock.moment = MONDAY - YEAR
    taken_in(opener.opened[-1])
    assert clock.doubt(opener.opened[-1]) is not None


def test_a_clock_more_than_a_day_before_the_catalogue_is_noticed(opener: Opener) -> None:
    file = opener()
    source = issue(1, course("K-1-1"))
    opener.clock.go_to(source.head.as_of - timedelta(days=3))
    catalogue.apply(file, source)
    doubted = clock.doubt(file)
    assert doubted is not None and doubted.of_catalogue
    assert doubted.known.date() == source.head.as_of


def test_no_month_is_prepared_or_issued_with_a_doubtful_clock(opener: Opener) -> None:
    file = opener()
    opener.clock.go_to(date(2026, 10, 5))
    opened_case(file)
    opener.clock.go_to(date(2027, 11, 5))
    taken_in(file)
    opener.clock.go_to(date(2026, 11, 5))
    assert refusal(lambda: monthly_export.prepare(file, OCTOBER, VERSION)) == NO_MONTH
    assert refusal(lambda: monthly_export.issue(file, OCTOBER, VERSION)) == NO_MONTH
    doubted = clock.doubt(file)
    assert doubted is not None and doubted.known == datetime(2027, 11, 5, 10, 0)
    # the entry of the next year was the wrong one
    clock.confirm(file, doubted)
    assert clock.doubt(file) is None
    assert monthly_export.issue(file, OCTOBER, VERSION).issued
    file.close()
    assert clock.doubt(opener()) is None


def test_an_issued_month_can_be_looked_at_whatever_the_clock_shows(opener: Opener) -> None:
    file = opener()
    opener.clock.go_to(date(2026, 10, 5))
    opened_case(file)
    opener.clock.go_to(date(2026, 11, 5))
    content = monthly_export.issue(file, OCTOBER, VERSION).content
    opener.clock.go_to(date(2025, 11, 5))
    assert monthly_export.prepare(file, OCTOBER, VERSION).content == content
