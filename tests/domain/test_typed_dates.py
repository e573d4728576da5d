"""Dates as people type them, into a due field, a field for what has been, and a birth field."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate, german, german_partial
from app.domain.typed_dates import DateNotUnderstood, parse_birth, parse_due, parse_past
from tests.domain.test_dates import DAYS, PARTIALS

TODAY = date(2026, 11, 22)
TODAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def refusal(text: str) -> str:
    with pytest.raises(DateNotUnderstood) as refused:
        parse_due(text, TODAY)
    return str(refused.value)


@pytest.mark.parametrize(("text", "due", "past"), [
    ("2301", "2027-01-23", "2026-01-23"),
    ("23.1.", "2027-01-23", "2026-01-23"),
    ("23.1", "2027-01-23", "2026-01-23"),
    ("2211", "2026-11-22", "2026-11-22"),
    ("2011", "2027-11-20", "2026-11-20"),
    ("23.1.26", "2026-01-23", "2026-01-23"),
    ("230125", "2025-01-23", "2025-01-23"),
    ("23012025", "2025-01-23", "2025-01-23"),
    ("20250123", "2025-01-23", "2025-01-23"),
    ("23.01.2025", "2025-01-23", "2025-01-23"),
    ("23/1/2025", "2025-01-23", "2025-01-23"),
    ("2025-01-23", "2025-01-23", "2025-01-23"),
    (" 5. März 2026 ", "2026-03-05", "2026-03-05"),
    ("5. mär", "2027-03-05", "2026-03-05"),
    ("h", "2026-11-22", "2026-11-22"),
    ("Heute", "2026-11-22", "2026-11-22"),
    ("g", "2026-11-21", "2026-11-21"),
    ("-3", "2026-11-19", "2026-11-19"),
    ("-2w", "2026-11-08", "2026-11-08"),
    ("-1m", "2026-10-22", "2026-10-22"),
    ("-1j", "2025-11-22", "2025-11-22"),
    ("di", "2026-11-24", "2026-11-17"),
    ("Sonntag", "2026-11-29", "2026-11-15"),
    ("24.11.99", "1999-11-24", "1999-11-24"),
])
def test_a_day_is_read_in_every_form(text: str, due: str, past: str) -> None:
    assert parse_due(text, TODAY) == date.fromisoformat(due)
    assert parse_past(text, TODAY) == date.fromisoformat(past)


@pytest.mark.parametrize(("text", "due"), [("m", "2026-11-23"), ("+7", "2026-11-29"), ("+2w", "2026-12-06")])
def test_what_is_to_come_fits_a_due_field_only(text: str, due: str) -> None:
    assert parse_due(text, TODAY) == date.fromisoformat(due)
    with pytest.raises(DateNotUnderstood, match="liegt in der Zukunft"):
        parse_past(text, TODAY)
    with pytest.raises(DateNotUnderstood, match="liegt in der Zukunft"):
        parse_birth(text, TODAY)


@pytest.mark.parametrize(("text", "birth"), [
    ("2001", "2001"), ("ca. 2001", "2001~"), ("ca.2001", "2001~"), ("etwa 5.3.2001", "2001-03-05~"), ("2001~", "2001~"),
    ("??.??.2001", "2001"), ("00.00.2001", "2001"), ("xx.xx.2001", "2001"), ("??.03.2001", "2001-03"),
    ("03.2001", "2001-03"), ("März 2001", "2001-03"), ("2001-03", "2001-03"), ("050301", "2001-03-05"),
    ("5.3.01", "2001-03-05"), ("5.3.85", "1985-03-05"), ("24.11.27", "1927-11-24"), ("05032001", "2001-03-05"),
    ("2001?", "2001~"), ("5.3.2001?", "2001-03-05~"), ("1890", "1890"), ("2301", "2026-01-23"),
    ("23.1.", "2026-01-23"), ("230125", "2025-01-23"), ("h", "2026-11-22"),
])
def test_a_birth_date_keeps_the_precision_typed(text: str, birth: str) -> None:
    assert parse_birth(text, TODAY) == PartialDate.parse_iso(birth)


@pytest.mark.parametrize(("text", "sentence"), [
    ("31.2.", "Den 31. Februar gibt es nicht. Gemeint ist vielleicht der 28.02."),
    ("31.11.2026", "Den 31. November gibt es nicht. Gemeint ist vielleicht der 30.11.2026."),
    ("29.2.", "Den 29. Februar 2027 gibt es nicht. Gemeint ist vielleicht der 28.02.2027."),
    ("12.13.", "Den Monat 13 gibt es nicht. Gemeint ist vielleicht der 13.12."),
    ("20.13.", "Den Monat 13 gibt es nicht. Die Monate gehen von 1 bis 12."),
    ("99.1.", "Einen 99. Tag hat kein Monat. Die Tage gehen von 1 bis 31."),
    ("5.3.3001", "Das Jahr 3001 liegt zu weit weg. Möglich sind die Jahre 1850 bis 2150."),
    ("+999j", "Das Jahr 3025 liegt zu weit weg. Möglich sind die Jahre 1850 bis 2150."),
])
def test_an_impossible_day_is_named_with_what_may_be_meant(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


@pytest.mark.parametrize("text", ["ca. 2001", "2027", "03.2001", "??.??.2001", "??.3."])
def test_a_due_field_asks_for_the_day(text: str) -> None:
    assert refusal(text).startswith(f"„{text}“ nennt keinen genauen Tag.")


@pytest.mark.parametrize("text", ["", "abc", "5", "231", "1.1.20001", "5.??.2001", "231.1.", "1.2.3.4", "٢٣٠١", "{x}"])
def test_what_is_no_date_is_answered_with_examples(text: str) -> None:
    assert refusal(text).startswith(f"„{text}“ lässt sich nicht als Datum lesen. Möglich sind")


@pytest.mark.parametrize("text", ["??.3.", "??.3.01", "abc"])
def test_a_birth_needs_at_least_a_year(text: str) -> None:
    with pytest.raises(DateNotUnderstood, match=r"zum Beispiel 5\.3\.2001, 2001 oder ca\. 2001"):
        parse_birth(text, TODAY)


@pytest.mark.parametrize("text", ["2099", "1380", "ca. 2031"])
def test_four_digits_that_can_be_no_day_are_called_a_year_in_a_birth(text: str) -> None:
    with pytest.raises(DateNotUnderstood, match=f"Das Jahr {text[-4:]} liegt zu weit weg. .* 1850 bis 2026"):
        parse_birth(text, TODAY)
    assert parse_birth("3112", TODAY) == PartialDate(2025, 12, 31)


@pytest.mark.parametrize("text", ["24.11.26", "12.2026"])
def test_a_birth_to_come_is_refused_and_not_moved_a_century_back(text: str) -> None:
    with pytest.raises(DateNotUnderstood, match="liegt in der Zukunft"):
        parse_birth(text, TODAY)


@given(DAYS, TODAYS)
def test_a_whole_date_reads_the_same_in_every_field(day: date, today: date) -> None:
    for text in (german(day), day.isoformat(), f"{day:%d%m%Y}"):
        assert parse_due(text, today) == day
        if day <= today:
            assert parse_past(text, today) == day
            assert parse_birth(text, today) == PartialDate.of(day)


@given(st.dates(date(2023, 1, 1), date(2023, 12, 31)), TODAYS)
def test_a_missing_year_is_the_nearest_in_the_direction_of_the_field(day: date, today: date) -> None:
    for text in (f"{day:%d%m}", f"{day.day}.{day.month}."):
        assert today <= parse_due(text, today) <= today + timedelta(365)
        assert today - timedelta(365) <= parse_past(text, today) <= today


@given(PARTIALS, TODAYS)
def test_what_is_shown_can_be_typed_back_in(value: PartialDate, today: date) -> None:
    if value.first_day() <= today:
        assert parse_birth(german_partial(value), today) == value


@given(st.text("0123456789.-+~?/ hmgxwjca", max_size=12), TODAYS)
def test_any_text_is_read_or_refused_in_a_sentence(text: str, today: date) -> None:
    for parse in (parse_due, parse_past, parse_birth):
        try:
            parse(text, today)
        except DateNotUnderstood as refused:
            assert str(refused).endswith(".")
