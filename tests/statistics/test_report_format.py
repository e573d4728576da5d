"""Canonical bytes both ways: what `to_bytes` writes is read, and nothing else is."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import Month
from app.statistics.counting import count
from app.statistics.plan import load_plan
from app.statistics.publishing import build
from app.statistics.report_format import (
    AUDIT,
    TINY_CASELOAD,
    Report,
    ReportHead,
    ReportUnreadable,
    file_stem,
    from_bytes,
    sha256,
    short_code,
    to_bytes,
)
from tests.statistics.caseloads import KEY, OCTOBER, invented

PLAN = load_plan()
HEAD = ReportHead(month=OCTOBER, app_version="0.1.0", pseudonym="a7f3c2", ags="05315000", catalogue=12)


def report_of(size: int, head: ReportHead = HEAD) -> Report:
    """Every table of an invented caseload: no group in it counts as told too much."""
    counts = count(PLAN, invented(size, Random(size)), head.month)
    made = build(PLAN, counts, KEY, {}, head, lambda problems: [((0.0, 9.0),) * len(p.targets) for p in problems])
    return made.report


CONTENT = to_bytes(report_of(120))


def changed(path: tuple[str | int, ...], value: object) -> bytes:
    """The file with one value replaced or added, otherwise written in the canonical way."""
    raw: Any = json.loads(CONTENT)
    inner = raw
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return (json.dumps(raw, sort_keys=True, separators=(",", ":")) + "\n").encode()


def test_the_bytes_are_sorted_dense_ascii_with_one_line_feed() -> None:
    assert CONTENT.isascii() and CONTENT.endswith(b"}\n") and CONTENT.count(b"\n") == 1
    again = json.dumps(json.loads(CONTENT), sort_keys=True, separators=(",", ":")) + "\n"
    assert again.encode() == CONTENT


def test_the_file_says_of_which_schema_month_and_office_it_is() -> None:
    raw = json.loads(CONTENT)
    assert raw["schema"] == "kd-monat/1"
    assert (raw["month"], raw["ags"], raw["pseudonym"], raw["catalogue"]) == ("2026-10", "05315000", "a7f3c2", 12)


@settings(max_examples=15)
@given(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 999)), st.integers(1, 12))
def test_what_is_written_is_read_back(size: int, catalogue: int | None, month: int) -> None:
    report = report_of(size, replace(HEAD, catalogue=catalogue, month=Month(2026, month)))
    assert from_bytes(to_bytes(report)) == report


@pytest.mark.parametrize("content", [
    b"", b"{}\n", b"null\n", b"[]\n", b"\xff\xfe{}", CONTENT[:-1], CONTENT + b"\n", b" " + CONTENT,
    b"\xef\xbb\xbf" + CONTENT,
    CONTENT.replace(b'"month"', b'"month" '), CONTENT.replace(b'{"ags"', b'{"ags":"05315000","ags"', 1), b"[" * 200_000,
    CONTENT.replace(b"kd-monat/1", b"kd-monat/0-erprobung"), CONTENT.replace(b"2026-10", b"2026-13"),
    b'{"a":' + b"9" * 10_000 + b"}\n",
    CONTENT + b" " * 1_000_000,
], ids=range(16))
def test_other_bytes_are_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(ReportUnreadable, match="Es wurde nichts übernommen"):
        from_bytes(content)


@pytest.mark.parametrize(("path", "value"), [
    (("name",), "MUSTER"), (("notice",), "geprüft"), (("schema",), "kd-monat/2"), (("catalogue",), "12"),
    (("catalogue",), True), (("catalogue",), -1), (("ags",), "0531500"), (("pseudonym",), "MUSTER, Ali"),
    (("app_version",), "0.1 MUSTER"), (("month",), "2026-10-31"), (("tables", 0, "cells", 0, "value"), 12.0),
    (("tables", 0, "cells", 0, "value"), -5), (("tables", 0, "cells", 0, "value"), None),
    (("tables", 0, "cells", 0, "value"), True), (("tables", 0, "cells", 1, "of"), {"status": "syrisch"}),
    (("tables", 0, "cells", 1, "of"), {"name": "MUSTER"}), (("tables", 0, "cells", 0, "measure"), "names"),
    (("tables", 0, "no"), "9"), (("tables", 1, "no"), "1"), (("tables", 0, "cells"), []), (("tables",), None),
    (("withheld",), [{"no": "1", "reason": "tiny_caseload"}]), (("withheld",), [{"no": "4a", "reason": "weil"}]),
    (("unknown_share",), {"nationality": 5}), (("unknown_share",), {"age": 2.5}),
])
def test_a_value_the_program_would_never_write_is_refused(path: tuple[str | int, ...], value: object) -> None:
    with pytest.raises(ReportUnreadable):
        from_bytes(changed(path, value))


def without_status(report: Report) -> Report:
    """The report with nothing of table 1 but the total."""
    first = replace(report.tables[0], cells=tuple((c, None if c.conditions else v) for c, v in report.tables[0].cells))
    return replace(report, tables=(first, *report.tables[1:]), withheld=(("1", AUDIT), *report.withheld))


def test_a_total_may_stand_beside_a_breakdown_that_the_audit_keeps_back() -> None:
    report = without_status(report_of(120))
    assert from_bytes(to_bytes(report)) == report


@pytest.mark.parametrize("spoil", [
    lambda report: replace(report, withheld=()),  # nothing names what is missing
    lambda report: replace(report, withheld=(("1", TINY_CASELOAD),)),
    lambda report: replace(report, tables=report_of(120).tables),  # named, and yet there
    lambda report: replace(report, tables=tuple(  # the total is missing too
        replace(t, cells=tuple((c, None) for c, _ in t.cells)) if t.no == "1" else t for t in report.tables)),
    lambda report: replace(report, tables=tuple(  # one part of a breakdown is missing
        replace(t, cells=(*t.cells[:-1], (t.cells[-1][0], 5))) if t.no == "1" else t for t in report.tables)),
    lambda report: replace(report, withheld=(*report.withheld, ("2a", AUDIT)), tables=tuple(
        replace(t, cells=tuple((c, None) for c, _ in t.cells)) if t.no == "2a" else t for t in report.tables)),
])
def test_any_other_gap_beside_the_two_way_tables_is_a_defect(spoil: Callable[[Report], Report]) -> None:
    with pytest.raises(ValueError, match=r"kept back|stands twice"):
        to_bytes(spoil(without_status(report_of(120))))


def test_a_head_with_free_text_is_never_written() -> None:
    with pytest.raises(ValueError, match="not a pseudonym"):
        to_bytes(replace(report_of(25), head=replace(HEAD, pseudonym="Büro MUSTER")))


def test_the_check_code_is_twelve_digits_in_three_groups_and_follows_the_bytes() -> None:
    groups = short_code(CONTENT).split(" ")
    assert [len(g) for g in groups] == [4, 4, 4] and all(g.isdecimal() for g in groups)
    assert short_code(CONTENT) == short_code(bytes(CONTENT)) != short_code(changed(("catalogue",), 13))
    assert len(sha256(CONTENT)) == 64


def test_the_file_is_named_by_place_pseudonym_and_month() -> None:
    assert file_stem(HEAD) == "monatsmeldung_05315000_a7f3c2_2026-10"
