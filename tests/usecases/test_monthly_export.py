"""The month that leaves: only when it is over, in turn, once, and its files can be written again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import VERSION
from app.domain.dates import Month
from app.domain.errors import UserError
from app.statistics import audit, publishing
from app.statistics.audit import NOT_ROUNDED
from app.statistics.report_format import sha256
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.store.queries import outgoing as register
from app.usecases import monthly_export
from app.usecases.monthly_export import CANNOT_WRITE, GAP_FIRST, NOT_OVER
from tests.casefiles import Clock, every_row, opened_case, refusal

SEPTEMBER, OCTOBER, NOVEMBER = (Month(2026, n) for n in (9, 10, 11))


def test_the_month_whose_turn_it_is_follows_the_last_one_issued(file: CaseFile) -> None:
    assert monthly_export.next_month(file) == OCTOBER
    monthly_export.issue(file, SEPTEMBER, VERSION)
    assert monthly_export.next_month(file) == OCTOBER
    monthly_export.issue(file, OCTOBER, VERSION)
    assert monthly_export.next_month(file) == NOVEMBER


def test_a_month_goes_from_the_first_of_the_next_one_on(file: CaseFile, clock: Clock) -> None:
    clock.go_to(date(2026, 11, 30))
    with pytest.raises(UserError) as refused:
        monthly_export.prepare(file, NOVEMBER, VERSION)
    assert (refused.value.msgid, refused.value.values) == (NOT_OVER, {"month": "November 2026"})
    assert refusal(lambda: monthly_export.issue(file, NOVEMBER, VERSION)) == NOT_OVER
    clock.go_to(date(2026, 12, 1))
    assert monthly_export.issue(file, NOVEMBER, VERSION).issued


def test_no_month_is_left_out_and_none_comes_after_a_later_one(file: CaseFile, clock: Clock) -> None:
    monthly_export.issue(file, SEPTEMBER, VERSION)
    clock.go_to(date(2026, 12, 10))
    for month in (NOVEMBER, Month(2026, 8)):
        with pytest.raises(UserError) as refused:
            monthly_export.issue(file, month, VERSION)
        assert (refused.value.msgid, refused.value.values) == (GAP_FIRST, {"month": "Oktober 2026"})
    assert [str(line.month) for line in monthly.issued_lines(file)] == ["2026-09"]


def test_what_is_shown_is_what_leaves_and_once_issued_nothing_changes_it(file: CaseFile, clock: Clock) -> None:
    clock.go_to(OCTOBER.first_day())
    opened_case(file)
    clock.go_to(date(2026, 11, 23))
    shown = monthly_export.prepare(file, OCTOBER, VERSION)
    issued = monthly_export.issue(file, OCTOBER, VERSION)
    assert (shown.issued, issued.issued) == (False, True)
    assert shown.content == issued.content
    before = every_row(file)
    assert monthly_export.issue(file, OCTOBER, "9.9") == issued == monthly_export.prepare(file, OCTOBER, "9.9")
    assert every_row(file) == before
    assert [row[4] for row in before["issued_month"]] == [sha256(issued.content)]


def test_files_that_cannot_be_written_leave_the_month_issued_and_unentered(file: CaseFile, tmp_path: Path) -> None:
    issued = monthly_export.issue(file, OCTOBER, VERSION)
    (tmp_path / "stick").write_text("eine Datei, kein Ordner")
    assert refusal(lambda: monthly_export.write_files(file, issued, tmp_path / "stick")) == CANNOT_WRITE
    assert register.lines(file) == ()
    written = monthly_export.write_files(file, issued, tmp_path / "neu" / "raus")
    assert [path.suffix for path in written] == [".json", ".xlsx", ".csv", ".pdf"]
    assert written[0].read_bytes() == issued.content
    before = [path.read_bytes() for path in written]
    assert monthly_export.write_files(file, issued, tmp_path / "neu" / "raus") == written
    assert [path.read_bytes() for path in written] == before
    told = [line.entry.subject for line in register.lines(file)]
    assert told == ["Monatsmeldung Oktober 2026: JSON, XLSX, CSV und PDF"] * 2


def test_a_preview_that_is_cancelled_or_refused_changes_nothing(file: CaseFile,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    opened_case(file)
    before = every_row(file)
    with pytest.raises(Stopped):
        monthly_export.issue(file, OCTOBER, VERSION, stop)
    assert every_row(file) == before
    # a build that forgets to round, as the audit meets it
    monkeypatch.setattr(publishing, "published", lambda _key, _name, count: count + 1)
    assert refusal(lambda: monthly_export.issue(file, OCTOBER, VERSION)) == NOT_ROUNDED
    assert every_row(file) == before


def test_what_is_written_while_the_month_is_attacked_is_in_it(file: CaseFile, clock: Clock,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    clock.go_to(OCTOBER.first_day())
    people(file, 22)
    clock.go_to(date(2026, 11, 23))
    attack, late = audit.check, iter([True])

    def beside(*what: Any) -> audit.Verdict:
        if next(late, False):
            clock.go_to(OCTOBER.first_day())
            people(file, 10)
            clock.go_to(date(2026, 11, 23))
        return attack(*what)

    monkeypatch.setattr(audit, "check", beside)
    issued = monthly_export.issue(file, OCTOBER, VERSION)
    total = issued.report.tables[0].cells[0][1]
    assert total in (30, 35) and monthly_export.prepare(file, OCTOBER, VERSION).content == issued.content


def people(file: CaseFile, number: int) -> None:
    """So many open cases, as alike as records can be."""
    for _ in range(number):
        opened_case(file)
