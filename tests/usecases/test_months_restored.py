"""After a backup was brought back: months issued since come back byte for byte or are never issued again."""

from datetime import date
from pathlib import Path

import pytest

from app import VERSION
from app.domain.dates import Month
from app.store import backup
from app.store.casefile import CaseFile
from app.store.queries import monthly, sidebar
from app.store.restore import look
from app.usecases import backup as backups
from app.usecases import monthly_export
from app.usecases.monthly_export import AFTER_RESTORE, GAP_FIRST
from app.usecases.months_restored import CANNOT_READ, NOT_ASKED, NOT_OURS
from tests.casefiles import PASSWORD, Clock, Opener, every_row, opened_case, refusal

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (Month(2026, n) for n in (9, 10, 11, 12))


@pytest.fixture
def issued(opener: Opener, clock: Clock, tmp_path: Path) -> dict[Month, Path]:
    """September lies in the backup that is open now; October and November were issued after it."""
    clock.go_to(SEPTEMBER.first_day())
    file = opener()
    for _ in range(24):
        opened_case(file)
    clock.go_to(date(2026, 10, 5))
    monthly_export.issue(file, SEPTEMBER, VERSION)
    backup.back_up(file, tmp_path / "alt.kdsicherung")
    clock.go_to(date(2026, 12, 5))
    for _ in range(4):
        opened_case(file)
    files = {}
    for month in (OCTOBER, NOVEMBER):
        files[month] = tmp_path / f"{month}.json"
        files[month].write_bytes(monthly_export.issue(file, month, VERSION).content)
    file.close()
    backups.restore(look(tmp_path / "alt.kdsicherung", password=PASSWORD), opener.folder)
    return files


def test_months_issued_since_the_backup_come_back_byte_for_byte(opener: Opener, issued: dict[Month, Path],
                                                                clock: Clock) -> None:
    file = opener()
    assert monthly_export.missing_after_restore(file) == (OCTOBER, NOVEMBER)
    assert refusal(lambda: monthly_export.issue(file, OCTOBER, VERSION)) == AFTER_RESTORE
    assert monthly_export.take_back(file, [issued[NOVEMBER], issued[OCTOBER]]) == (OCTOBER, NOVEMBER)
    assert monthly_export.missing_after_restore(file) == ()
    for month, path in issued.items():
        assert monthly_export.issue(file, month, VERSION).content == path.read_bytes()
    monthly_export.settle_restore(file)
    clock.go_to(date(2027, 1, 5))
    # the windows were replayed: the next month passes its attack with what these two told
    assert monthly_export.issue(file, DECEMBER, VERSION).issued
    ledger = monthly.facts(file).ledger
    assert all(cell.s_hi is None or cell.s_lo <= cell.s_hi for cell in ledger.values())


def test_a_month_whose_file_is_gone_is_never_issued_again(opener: Opener, issued: dict[Month, Path],
                                                          clock: Clock) -> None:
    file = opener()
    # November is there, so October was issued too, for months go in order
    assert monthly_export.take_back(file, [issued[NOVEMBER]]) == (NOVEMBER,)
    monthly_export.settle_restore(file)
    clock.go_to(date(2027, 1, 5))
    assert refusal(lambda: monthly_export.issue(file, OCTOBER, VERSION)) == GAP_FIRST
    assert monthly_export.waiting(file) == (DECEMBER,)
    assert [str(line.month) for line in monthly.issued_lines(file)] == ["2026-11", "2026-09"]


def test_whoever_has_lost_all_files_is_not_asked_again(
        opener: Opener, issued: dict[Month, Path]) -> None:
    file = opener()
    assert sidebar.month_waits(file)
    monthly_export.settle_restore(file, [OCTOBER, NOVEMBER])
    assert (monthly_export.missing_after_restore(file), monthly_export.waiting(file)) == ((), ())
    # nobody is asked for a month that cannot be issued any more
    assert not sidebar.month_waits(file)


def test_of_two_months_the_lost_one_stays_lost_and_the_other_is_issued(
        opener: Opener, issued: dict[Month, Path]) -> None:
    file = opener()
    monthly_export.settle_restore(file, [OCTOBER])
    assert monthly_export.waiting(file) == (NOVEMBER,)
    assert monthly_export.issue(file, NOVEMBER, VERSION).issued


def test_a_foreign_or_unreadable_file_and_one_nobody_asked_for_are_refused_and_nothing_is_taken(
        opener: Opener, issued: dict[Month, Path], tmp_path: Path) -> None:
    file = opener()
    pseudonym = monthly.facts(file).pseudonym.encode()
    foreign, earlier = tmp_path / "fremd.json", tmp_path / "frueher.json"
    foreign.write_bytes(issued[OCTOBER].read_bytes().replace(pseudonym, b"0000aaaa"))
    earlier.write_bytes(monthly_export.issue(file, SEPTEMBER, VERSION).content)
    before = every_row(file)
    for wrong, said in ((foreign, NOT_OURS), (earlier, NOT_ASKED), (tmp_path / "weg.json", CANNOT_READ)):
        assert refusal(lambda wrong=wrong: monthly_export.take_back(file, [issued[OCTOBER], wrong])) == said
    assert every_row(file) == before


def test_a_file_that_never_was_restored_is_not_asked(file: CaseFile) -> None:
    assert monthly_export.missing_after_restore(file) == ()


def test_a_backup_from_before_the_first_month_asks_for_every_month_that_could_have_been_the_first(
        opener: Opener, clock: Clock, tmp_path: Path) -> None:
    file = opener()
    backup.back_up(file, tmp_path / "alt.kdsicherung")
    clock.go_to(date(2026, 12, 5))
    first = tmp_path / "erste.json"
    first.write_bytes(monthly_export.issue(file, SEPTEMBER, VERSION).content)
    file.close()
    backups.restore(look(tmp_path / "alt.kdsicherung", password=PASSWORD), opener.folder)
    again = opener()
    assert monthly_export.missing_after_restore(again) == (Month(2026, 8), SEPTEMBER, OCTOBER, NOVEMBER)
    assert monthly_export.take_back(again, [first]) == (SEPTEMBER,)
    monthly_export.settle_restore(again)
    assert monthly_export.waiting(again) == (OCTOBER, NOVEMBER)
