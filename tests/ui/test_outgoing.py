"""Einstellungen, Ausgang: the register by kind, its PDF that is itself an entry, and the month that enters itself."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.dates import Month
from app.store.check import NO_ROOM
from app.store.queries import outgoing as register
from app.ui.controls import Chip
from app.ui.settings_outgoing import OutgoingPart
from app.ui.settings_page import SettingsPage
from app.usecases import monthly_export, outgoing, outgoing_print
from app.usecases.new_file import ALREADY_THERE
from tests.casefiles import refusal
from tests.stage import Stage
from tests.ui.looks import cut, ring_gaps, settle
from tests.ui.office import work_done


def opened(stage: Stage) -> OutgoingPart:
    """The part, as the page shows it."""
    stage.go("settings", part="outgoing")
    page = stage.office.window.desk.pages.page
    assert isinstance(page, SettingsPage) and isinstance(page._part, OutgoingPart)
    return page._part


def filled(stage: Stage) -> OutgoingPart:
    """The part with four things that left, one of them about a person; what the Musterdatei brought stands below."""
    person = stage.lines()[0].client_id
    outgoing.note(stage.file, "backup", "Sicherung auf USB")
    outgoing.note(stage.file, "attachment", "„Ausweis.pdf“", "Jobcenter", person)
    outgoing.note(stage.file, "print", "Akte", "MUSTER-Amt", person)
    outgoing.note(stage.file, "handover", "Übergabe", "MUSTER-Amt", person)
    return opened(stage)


def chips(part: OutgoingPart) -> dict[str, Chip]:
    return {chip.text(): chip for chip in part.findChildren(Chip) if chip.isVisible()}


def test_four_things_that_left_are_four_lines_and_a_chip_shows_one_kind(stage: Callable[..., Stage]) -> None:
    part = filled(stage())
    lines = [line.entry.subject for line in part.table.lines_model.lines]
    assert {"Sicherung auf USB", "„Ausweis.pdf“", "Akte", "Übergabe"} <= set(lines)
    chip = chips(part)["Anlage"]
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    settle()
    assert [line.entry.recipient for line in part.table.lines_model.lines] == ["Jobcenter"]
    assert part.table.lines_model.lines[0].person.startswith("MUSTER") and chip.isChecked()
    QTest.keyClick(chips(part)["Alles"], Qt.Key.Key_Space)
    assert len(part.table.lines_model.lines) == len(lines)


def test_the_list_as_pdf_is_an_entry_itself_and_replaces_nothing(stage: Callable[..., Stage], tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    on = stage()
    part = filled(on)
    target = tmp_path / "ausgang"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_more: (str(target), ""))
    part.button.click()
    work_done(on.office.window)
    written = target.with_suffix(".pdf")
    assert written.read_bytes().startswith(b"%PDF-")
    assert part.table.lines_model.lines[0].entry.subject == "Liste der Ausgänge"
    assert refusal(lambda: outgoing_print.write_pdf(on.file, written)) == ALREADY_THERE
    nowhere = tmp_path / "kein" / "ordner.pdf"
    assert refusal(lambda: outgoing_print.write_pdf(on.file, nowhere)) in (outgoing_print.CANNOT_WRITE, NO_ROOM)
    assert sum(line.entry.kind == "print" for line in register.lines(on.file)) == 2


def test_a_month_whose_files_are_written_enters_itself(stage: Callable[..., Stage], tmp_path: Path) -> None:
    on = stage()
    on.clock.moment = datetime(2026, 12, 1, 9, 0)
    before = len(register.lines(on.file))
    month = monthly_export.next_month(on.file)
    monthly_export.write_files(on.file, monthly_export.issue(on.file, month, "1"), tmp_path / "meldung")
    newest = register.lines(on.file)[0].entry
    assert len(register.lines(on.file)) == before + 1
    assert (newest.kind, newest.client_id) == ("report", None)
    assert month == Month(2026, 11) and newest.subject == "Monatsmeldung November 2026: JSON, XLSX, CSV und PDF"


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_and_every_stop_has_its_ring(stage: Callable[..., Stage], zoom: float) -> None:
    on = stage(zoom=zoom)
    filled(on)
    assert cut(on.window) == [] and ring_gaps(on.window, on.office.window.ring)[1] == []
