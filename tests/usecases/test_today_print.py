"""The sheet of a day: what stands on it, that it warns, that it is entered, and that nobody prints an empty one."""

from datetime import time
from pathlib import Path

import pytest

from app.documents.today_sheet import SheetLine, TodaySheet, today_sheet_pdf
from app.domain.followup import DEADLINE
from app.store.casefile import CaseFile
from app.store.queries import outgoing as register
from app.usecases import appointments, followup, today_print
from app.usecases.new_file import ALREADY_THERE
from tests.casefiles import after, opened_case, refusal
from tests.documents.printed import copied, pages_of


def test_the_sheet_of_today_has_times_names_what_is_overdue_and_a_warning(file: CaseFile, tmp_path: Path) -> None:
    case_id = opened_case(file)[1]
    appointments.add(file, case_id, on=after(0), at=time(14, 15), place="Rathaus Zimmer 4", whom="Frau MUSTERFRAU")
    gone = appointments.add(file, case_id, on=after(0), at=time(9), place="Abgesagtes Amt")
    appointments.call_off(file, gone)
    followup.add(file, case_id, title="Zeugnis holen", due_on=after(0))
    followup.add(file, case_id, title="Widerspruch", due_on=after(-2), priority=DEADLINE)
    followup.add(file, case_id, title="Morgen erst", due_on=after(1))
    target = tmp_path / "blatt.pdf"
    today_print.write_day(file, after(0), target)
    text = copied(target.read_bytes())[0]
    for words in ("Montag, 23. November 2026", "personenbezogene Daten", "14:15 Uhr", "MUSTER, Amira",
                  "Rathaus Zimmer 4 · Frau MUSTERFRAU", "Zeugnis holen", "Widerspruch", "Frist · seit 2 Tagen"):
        assert words in text
    assert "Abgesagtes Amt" not in text and "Morgen erst" not in text
    (entry,) = register.lines(file)
    assert (entry.entry.kind, entry.entry.subject) == ("print", "Tagesblatt vom 23.11.2026 mit Namen")
    assert refusal(lambda: today_print.write_day(file, after(0), target)) == ALREADY_THERE


def test_another_day_has_only_what_stands_on_it_and_an_empty_one_is_not_printed(file: CaseFile, tmp_path: Path) -> None:
    followup.add(file, None, title="Alt", due_on=after(-2))
    followup.add(file, None, title="Toner", due_on=after(3))
    sheet = today_print.sheet_of(file, after(3))
    assert [line.what for line in sheet.follow_ups] == ["Toner"] and not sheet.overdue
    assert refusal(lambda: today_print.write_day(file, after(4), tmp_path / "leer.pdf")) == today_print.NOTHING
    assert not list(tmp_path.glob("*.pdf")) and not register.lines(file)


@pytest.mark.parametrize("count", [1, 90])
def test_every_line_is_printed_and_every_page_warns(count: int) -> None:
    lines = tuple(SheetLine(when="09:30", what=f"محمد ({n})", about="Gespräch · Rathaus") for n in range(count))
    content = today_sheet_pdf(TodaySheet(on=after(0), appointments=lines), office="Stadt Musterstadt")
    pages = copied(content)
    assert len(pages) == pages_of(content) and sum(page.count("09:30 Uhr") for page in pages) == count
    assert all("Enthält personenbezogene Daten" in page and f"von {len(pages)}" in page for page in pages)
