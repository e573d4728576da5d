"""Calendar values: partial dates, months, ages, working days and their wording."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.date_words import (
    ago_in_words,
    birth_in_words,
    due_in_words,
    due_with_date,
    in_words,
    month_in_words,
    partial_in_words,
    short,
    span_in_words,
)
from app.domain.dates import (
    Month,
    PartialDate,
    add_months,
    add_years,
    age_on,
    birthday,
    easter_sunday,
    german,
    german_partial,
    holidays,
    is_workday,
    month_end,
    next_workday,
    nth_workday,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def partial(day: date, parts: int, estimated: bool) -> PartialDate:
    return PartialDate(day.year, day.month if parts > 1 else None, day.day if parts > 2 else None, estimated)


PARTIALS = st.builds(partial, DAYS, st.integers(1, 3), st.booleans())


@given(PARTIALS)
def test_a_partial_date_survives_its_stored_form(value: PartialDate) -> None:
    assert PartialDate.parse_iso(value.iso()) == value


@pytest.mark.parametrize("text", ["2001-3", "01-03-2001", "2001-03-05~~", "", "٢٠٠١"])
def test_a_stored_form_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a partial date"):
        PartialDate.parse_iso(text)


@pytest.mark.parametrize("text", ["2001-02-30", "2001-13", "0000"])
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be in|out of range"):
        PartialDate.parse_iso(text)


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(2001, None, 5)


@given(PARTIALS)
def test_what_is_known_less_precisely_spans_more_days(value: PartialDate) -> None:
    span = (value.last_day() - value.first_day()).days
    assert span == 0 if value.day else 27 <= span <= 30 if value.month else 364 <= span <= 365


@given(st.lists(PARTIALS, min_size=2))
def test_partial_dates_sort_by_their_first_day(values: list[PartialDate]) -> None:
    firsts = [value.first_day() for value in sorted(values)]
    assert firsts == sorted(firsts)


def test_the_less_precise_date_comes_first() -> None:
    assert PartialDate(2001) < PartialDate(2001, 1) < PartialDate(2001, 1, 1)


def test_precision_and_the_assigned_first_of_january_are_told() -> None:
    assert PartialDate(2001).year_only and not PartialDate(2001, 3).year_only
    assert PartialDate(2001, 3, 5).exact and not PartialDate(2001, 3, 5, True).exact
    assert PartialDate(2001, 1, 1).is_assigned_looking and not PartialDate(2001).is_assigned_looking


@pytest.mark.parametrize(("start", "months", "end"), [
    (date(2026, 8, 31), -7, date(2026, 1, 31)),
    (date(2021, 8, 31), 18, date(2023, 2, 28)),
    (date(2023, 8, 31), 6, date(2024, 2, 29)),
    (date(2026, 11, 22), 0, date(2026, 11, 22)),
])
def test_months_are_clamped_to_the_end_of_the_month(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(DAYS, st.integers(-400, 400))
def test_adding_months_lands_in_the_month_counted_to(day: date, months: int) -> None:
    later = add_months(day, months)
    assert Month.of(later) == Month.of(day).plus(months)
    assert later.day == min(day.day, month_end(later.year, later.month).day)


def test_a_year_after_leap_day_is_the_28th() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_an_age_is_reached_at_the_start_of_the_birthday() -> None:
    birth = PartialDate(2001, 3, 5)
    assert age_on(birth, date(2026, 3, 4)) == 24
    assert age_on(birth, date(2026, 3, 5)) == 25


def test_who_is_born_on_leap_day_gets_older_on_the_first_of_march() -> None:
    birth = PartialDate(2004, 2, 29)
    assert birthday(birth, 18) == date(2022, 3, 1)
    assert birthday(birth, 20) == date(2024, 2, 29)
    assert age_on(birth, date(2022, 2, 28)) == 17
    assert age_on(birth, date(2022, 3, 1)) == 18


def test_a_birth_year_alone_counts_as_the_first_of_january() -> None:
    assert age_on(PartialDate(2001), date(2026, 1, 1)) == 25
    assert age_on(PartialDate(2001, 12), date(2026, 11, 30)) == 24


@given(PARTIALS, DAYS)
def test_age_and_birthdays_agree(birth: PartialDate, day: date) -> None:
    age = age_on(birth, day)
    if age is None:
        assert day < birth.first_day()
    else:
        assert birthday(birth, age) <= day < birthday(birth, age + 1)


@given(DAYS)
def test_a_month_contains_exactly_its_days(day: date) -> None:
    month = Month.of(day)
    assert day in month and month.first_day() in month and month.last_day() in month
    assert month.last_day() + timedelta(1) == month.next().first_day()
    assert month.next().previous() == month == Month.parse(str(month))


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "11.2026", "2026-11-01"])
def test_a_text_that_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_a_month_end_outside_the_year_is_refused() -> None:
    with pytest.raises(ValueError, match="13"):
        month_end(2026, 13)


@pytest.mark.parametrize("easter", [
    date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2019, 4, 21), date(2024, 3, 31), date(2026, 4, 5),
    date(2038, 4, 25),
])
def test_easter_falls_on_its_known_days(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


@given(st.integers(1900, 2299))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


def test_the_holidays_of_nrw_in_2026() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 6, 4), date(2026, 10, 3), date(2026, 11, 1), date(2026, 12, 25), date(2026, 12, 26),
    ]
    assert date(2017, 10, 31) in holidays(2017) and date(2018, 10, 31) not in holidays(2018)


@given(DAYS)
def test_the_next_working_day_is_the_first_one_not_before(day: date) -> None:
    found = next_workday(day)
    assert is_workday(found) and found >= day
    assert not any(is_workday(day + timedelta(n)) for n in range((found - day).days))


def test_working_days_of_a_month_skip_weekends_and_holidays() -> None:
    assert nth_workday(Month(2026, 1), 1) == date(2026, 1, 2)
    assert nth_workday(Month(2026, 12), 5) == date(2026, 12, 7)
    with pytest.raises(ValueError, match="24"):
        nth_workday(Month(2026, 2), 24)


def test_dates_are_written_the_german_way() -> None:
    assert german(date(2026, 3, 9)) == "09.03.2026"
    assert german_partial(PartialDate(2001, 3, 5)) == "05.03.2001"
    assert german_partial(PartialDate(2001, 3)) == "03.2001"
    assert german_partial(PartialDate(2001, estimated=True)) == "ca. 2001"


def test_a_day_and_a_month_in_words() -> None:
    assert in_words(date(2026, 11, 10)) == "Dienstag, 10. November 2026"
    assert month_in_words(2026, 3) == "März 2026"
    assert short(date(2026, 11, 5), TODAY) == "Do 05.11."
    assert short(date(2026, 12, 5), TODAY) == "05.12.2026"


@pytest.mark.parametrize(("birth", "words"), [
    (PartialDate(2001, 3, 5), "5. März 2001 – 25 Jahre"),
    (PartialDate(2025, 3, 5), "5. März 2025 – 1 Jahr"),
    (PartialDate(2001, estimated=True), "etwa 2001 – geschätzt, etwa 25 Jahre"),
    (PartialDate(2001, 3), "März 2001 – etwa 25 Jahre"),
    (PartialDate(2001, 1, 1), "1. Januar 2001 – 25 Jahre, Tag vielleicht zugewiesen"),
    (PartialDate(2030), "2030"),
])
def test_a_birth_in_words_says_age_and_doubt(birth: PartialDate, words: str) -> None:
    assert birth_in_words(birth, TODAY) == words


@pytest.mark.parametrize(("days", "words"), [
    (0, "heute"), (1, "morgen"), (17, "noch 17 Tage"), (-1, "seit gestern"), (-2, "seit 2 Tagen"),
    (120, "noch 120 Tage"), (121, "noch 4 Monate"), (-150, "seit 4 Monaten"),
])
def test_where_a_due_day_stands(days: int, words: str) -> None:
    assert due_in_words(TODAY + timedelta(days), TODAY) == words


def test_time_comes_before_the_date_form() -> None:
    assert due_with_date(date(2026, 11, 20), date(2026, 11, 3)) == "noch 17 Tage, bis 20.11.2026"
    assert due_with_date(date(2026, 11, 20), TODAY) == "seit 2 Tagen, 20.11.2026"


@pytest.mark.parametrize(("days", "words"), [
    (0, "heute"), (1, "gestern"), (4, "vor 4 Tagen"), (15, "vor 2 Wochen"), (70, "vor 2 Monaten"),
    (800, "vor 2 Jahren"), (-3, "noch 3 Tage"),
])
def test_how_long_ago_something_was(days: int, words: str) -> None:
    assert ago_in_words(TODAY - timedelta(days), TODAY) == words


@pytest.mark.parametrize(("days", "said"), [
    (0, "0 Tage"), (1, "1 Tag"), (13, "13 Tage"), (14, "2 Wochen"), (60, "8 Wochen"), (70, "2 Monate"),
    (729, "23 Monate"), (731, "2 Jahre"), (1100, "3 Jahre")])
def test_a_span_is_said_as_people_count(days: int, said: str) -> None:
    assert span_in_words(TODAY - timedelta(days), TODAY) == said


def test_every_template_goes_through_the_translation() -> None:
    seen: list[str] = []

    def translate(msgid: str) -> str:
        seen.append(msgid)
        return {"März": "March", "{month} {year}": "{year}/{month}"}.get(msgid, msgid)

    assert partial_in_words(PartialDate(2001, 3), translate) == "2001/March"
    assert sorted(seen) == ["März", "{month} {year}"]
