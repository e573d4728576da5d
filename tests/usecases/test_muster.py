"""Whatever leaves a Musterdatei says so: every page that is printed, and every file."""

import ast
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

import app.documents
from app import VERSION
from app.documents import pdf
from app.documents.merged_words import Summary
from app.domain.dates import Month
from app.settings import Settings
from app.statistics.merging import Cycle, merge
from app.store.casefile import CaseFile
from app.store.queries import appointments as meetings
from app.store.queries import clients, offers, shelters
from app.store.queries import shelter_day as days
from app.usecases import (
    appointments,
    appointments_print,
    blank_print,
    bulk_letters,
    catalogue,
    diagnosis,
    followup,
    merged_files,
    monthly_export,
    muster,
    offering_feedback,
    outgoing_print,
    own_data,
    own_list,
    plan,
    plan_print,
    questions_print,
    recovery_sheet,
    referral,
    referral_print,
    shelter_day_print,
    today_print,
)
from tests import casefiles, received
from tests.casefiles import PASSWORD, Clock, after, opened_case
from tests.catalogues import course, issue

ZIP_PASSWORD = "kuchen-laterne-fahrrad-regen-tasse"
LARGE = 100  # points; nothing else on a page is drawn so large


@pytest.fixture
def practice(tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    """A Musterdatei whose office has a name like any other, and one person in it."""
    clock.go_to(date(2026, 10, 5))
    made = casefiles.new_file(tmp_path / "uebung.klientendatei", PASSWORD, clock, office="Amt Nord", muster=True)
    opened_case(made, family_name="Name", shelter="Haus")
    clock.go_to(after(0))
    yield made
    made.close()


def prints() -> set[tuple[str, str]]:
    """Module and function of everything that makes a document, found in the source: a new one is found as well."""
    found = set()
    for path in Path(*app.documents.__path__).glob("*.py"):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(one, ast.FunctionDef) and any(
                    isinstance(call, ast.Call) and ast.unparse(call.func) == "pdf.document" for call in ast.walk(one)):
                found.add((path.stem, one.name))
    return found


def print_everything(file: CaseFile, place: Path) -> None:
    """Every print a person can ask for, by the use case that the window calls."""
    (line,) = clients.lines(file)
    appointments.add(file, line.case_id, on=after(1), at=time(10, 30), place="Rathaus")
    (meeting,) = meetings.lines(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    begun = referral.begin(file, line.case_id, "K-1-1", on=after(0))
    plan.add_goal(file, line.case_id, title="Deutsch B1", area="language", agreed_on=after(0))
    followup.add(file, line.case_id, title="Zeugnis", due_on=after(0))
    referral_print.write_sheet(file, begun, referral_print.Wanted(reason="Probe"), place / "anmeldung.pdf")
    appointments_print.write_slip(file, meeting, "0200 1", place / "zettel.pdf")
    bulk_letters.write_pdf(file, [line], bulk_letters.Appointment(day=after(7)), place / "einladung.pdf")
    plan_print.write_pdf(file, line.client_id, place / "plan.pdf")
    questions_print.write_pdf(file, line.client_id, place / "fragen.pdf")
    today_print.write_day(file, after(0), place / "tag.pdf")
    blank_print.write_intake(file, place / "bogen.pdf")
    blank_print.write_list(file, place / "liste.pdf")
    shelter_day_print.write_list(file, days.day(file, shelters.lines(file)[0].shelter.id), place / "haus.pdf")
    recovery_sheet.save(file, place / "blatt.pdf")
    outgoing_print.write_pdf(file, place / "ausgang.pdf")
    monthly_export.write_files(file, monthly_export.issue(file, Month(2026, 10), VERSION), place / "monat")
    file.set_meta(role="gfs")
    merged = merge([received.report()], Cycle.MONTH)
    assert merged.latest is not None
    merged_files.write(file, Summary(merged=merged, office="Amt Nord", on=after(0)), merged.latest, place / "summe")
    file.set_meta(role="office")


def across(content: bytes) -> list[str]:
    """What is drawn in very large letters, page by page."""
    with pypdfium2.PdfDocument(content) as document:
        found = []
        for page in document:
            text = page.get_textpage()
            found.append("".join(chr(raw.FPDFText_GetUnicode(text, n)) for n in range(text.count_chars())
                                 if raw.FPDFText_GetFontSize(text, n) > LARGE))
        return found


def test_every_page_that_is_printed_from_a_musterdatei_says_muster_across_it(
        practice: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[tuple[str, str], bytes] = {}
    real = pdf.document

    def watched(*given: object, **named: object) -> bytes:
        caller = sys._getframe(1).f_code
        content = real(*given, **named)  # type: ignore[arg-type]
        drawn[Path(caller.co_filename).stem, caller.co_name] = content
        return content

    monkeypatch.setattr(pdf, "document", watched)
    place = tmp_path / "drucke"
    place.mkdir()
    print_everything(practice, place)
    # who adds a print adds it to `print_everything`
    assert set(drawn) == prints()
    silent = {name for name, content in drawn.items() if set(across(content)) != {"MUSTER"}}
    assert not silent


@pytest.fixture
def left(practice: CaseFile, tmp_path: Path) -> Callable[[str], bytes]:
    """Every file that is no print, written from a Musterdatei; by its name."""
    place = tmp_path / "dateien"
    place.mkdir()
    (line,) = clients.lines(practice)
    appointments.add(practice, line.case_id, on=after(1), at=time(10, 30), place="Rathaus")
    appointments_print.write_calendar(practice, meetings.lines(practice), place / "termine.ics", place=False)
    for name in ("liste.xlsx", "liste.csv"):
        own_list.write(practice, place / name, "Klienten", ["Name"], [["Name, Amira"]])
    catalogue.apply(practice, issue(1, course("K-1-1")))
    offering_feedback.add(practice, offers.current(practice).listed[0], "full")
    offering_feedback.write(practice, place / "hinweise.json")
    own_data.write(practice, place / "eigene.zip", ZIP_PASSWORD, own_data.Wanted())
    diagnosis.save(practice, diagnosis.text(practice, Settings(), ()), place / "diagnose.txt")
    monthly_export.write_files(practice, monthly_export.issue(practice, Month(2026, 10), VERSION), place)
    practice.set_meta(role="gfs")
    merged = merge([received.report()], Cycle.MONTH)
    assert merged.latest is not None
    merged_files.write(practice, Summary(merged=merged, office="", on=after(0)), merged.latest, place)
    return lambda pattern: next(iter(place.glob(pattern))).read_bytes()


def cells(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/"))


def test_every_other_file_that_leaves_a_musterdatei_says_muster(left: Callable[[str], bytes]) -> None:
    assert b"SUMMARY:MUSTER Termin" in left("termine.ics")
    assert left("liste.csv").decode("utf-8-sig").splitlines() == [
        "Name;MUSTER: erfundene Personen", "Name, Amira;MUSTER: erfundene Personen"]
    assert json.loads(left("hinweise.json"))["stelle"] == "MUSTER Amt Nord"
    with zipfile.ZipFile(io.BytesIO(left("eigene.zip"))) as archive:
        assert "MUSTER.txt" in archive.namelist()
    assert "Übungsdatei mit erfundenen Personen" in left("diagnose.txt").decode()
    assert json.loads(left("monatsmeldung_*_MUSTER.json"))["app_version"] == f"{VERSION}+MUSTER"
    for name in ("liste.xlsx", "monatsmeldung_*_MUSTER.xlsx", "zusammenfassung_*_MUSTER.xlsx"):
        assert muster.MARK in cells(left(name)) and f"&amp;C&amp;14{muster.MARK}" in cells(left(name))
    for name in ("monatsmeldung_*_MUSTER.csv", "zusammenfassung_*_MUSTER.csv", "zusammenfassung_*_MUSTER.json"):
        assert left(name)


def test_a_file_with_real_persons_says_nothing_of_it(file: CaseFile, tmp_path: Path) -> None:
    assert (muster.mark_of(file), muster.stem_of(file, "a"), muster.office_of(file)) == ("", "a", "MUSTER-Amt")
    own_list.write(file, tmp_path / "liste.csv", "Klienten", ["Name"], [["X"]])
    assert (tmp_path / "liste.csv").read_text(encoding="utf-8-sig").splitlines() == ["Name", "X"]
    assert monthly_export.prepare(file, Month(2026, 10), VERSION).report.head.app_version == VERSION
