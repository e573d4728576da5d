"""The quick reader takes what the strict one takes, and nothing else."""

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.dates import Month
from app.statistics.report_format import Report, ReportUnreadable, from_bytes, to_bytes
from app.statistics.report_reading import BASE, ReportReader, keeps_group_rule
from tests.received import KOELN, OCTOBER, any_numbers, report

CONTENT = to_bytes(report(1, other=any_numbers(Random(1)), said={"stock": 10},
                          without=["2a", "2b", "2c", "2d", "2e", "4b", "4c", "4d"]))


def strict(content: bytes) -> Report | None:
    """What the strict reader makes of the bytes, with the multiples of five that it does not ask for."""
    try:
        found = from_bytes(content)
    except ReportUnreadable:
        return None
    return None if any((value or 0) % BASE for table in found.tables for _, value in table.cells) else found


def quick(content: bytes, *before: bytes) -> Report | None:
    """What the quick reader makes of them after it has read the others."""
    reader = ReportReader()
    for known in before:
        reader.read(known)
    try:
        return reader.read(content)
    except ReportUnreadable:
        return None


def test_a_report_of_a_known_pattern_is_read_as_the_strict_reader_does() -> None:
    others = [to_bytes(report(n, Month(2026, n), other=any_numbers(Random(n)), ags="05974")) for n in (2, 11)]
    for content in others:
        assert quick(content, others[0]) == from_bytes(content)
    assert quick(CONTENT, *others) == from_bytes(CONTENT)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 6), st.sampled_from(
    [b"", b"0", b"5", b"55", b"7", b"#", b"null", b"-5", b" ", b"}", b",", b'"', b"e1", b"\xff"]))
@example(CONTENT.index(b'"value":') + 8, 2, b"")
@example(CONTENT.index(b'"value":') + 8, 2, b"#")
@example(CONTENT.index(b'"value":') + 8, 2, b"null")
@example(CONTENT.index(b'"value":') + 8, 0, b"0")
@example(CONTENT.index(b'"month":"2026') + 12, 1, b"5")
@example(CONTENT.index(b'"age":5') + 6, 1, b"110")
@example(CONTENT.index(b'"age":5') + 6, 1, b"null")
def test_no_change_of_the_bytes_is_taken_by_one_reader_and_refused_by_the_other(at: int, cut: int, put: bytes) -> None:
    changed = CONTENT[:at] + put + CONTENT[at + cut:]
    assert quick(changed, CONTENT) == strict(changed)


@pytest.mark.parametrize("number", [b"7", b"null", b"05", b"5.0"])
def test_a_number_no_program_writes_is_refused_whatever_was_read_before(number: bytes) -> None:
    content = to_bytes(report(1))
    changed = content.replace(b'"value":10', b'"value":' + number, 1)
    assert quick(changed) is None and quick(changed, content) is None


def test_a_file_that_writes_the_mark_of_a_number_itself_is_refused() -> None:
    content = to_bytes(report(1))
    assert quick(content.replace(b'":10', b"#", 1), content) is None


def test_a_two_way_number_needs_both_its_margins() -> None:
    assert keeps_group_rule(report(1)) and keeps_group_rule(report(1, without=["2a", "4a"]))
    assert not keeps_group_rule(report(1, without=["2a"]))
    small = {("status", "duldung")}
    low = report(1, other=lambda c: 5 if set(c.conditions) == small else 10)
    assert not keeps_group_rule(low)
    assert keeps_group_rule(report(1, other=lambda c: 5 if set(c.conditions) == small else None
                                   if small < set(c.conditions) else 10))


def test_the_head_is_read_with_and_without_a_catalogue() -> None:
    content = to_bytes(report(1))
    without = content.replace(b'"catalogue":12', b'"catalogue":null')
    found = quick(without, content)
    assert found is not None and found.head.catalogue is None
    assert (found.head.ags, found.head.month, found.head.pseudonym) == (KOELN, OCTOBER, "00000001")
