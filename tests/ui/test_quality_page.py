"""„Angaben prüfen“ by keyboard, beside the pages it leads to: what is listed, mended there, and gone."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.case import CaseState, CaseStep
from app.domain.dates import Month, PartialDate
from app.domain.identity import new_id
from app.domain.referral import Referral, ReferralStep
from app.statistics.data_quality import Kind
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import data_quality
from app.ui import quality_rows
from app.ui.client_mixed import Parts
from app.ui.client_page import ClientPage
from app.ui.export_page import ExportPage
from app.ui.quality_page import QualityPage
from app.ui.quality_rows import FindingList
from app.ui.quality_words import SENTENCES, place
from app.ui.shell import Shell
from app.ui.window import Window
from app.usecases import casework, local_codes
from app.usecases.data_quality import findings
from tests.ui import office
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Away, Clock, key, press, texts, typed

Pages = Callable[..., Window]
Key = Qt.Key
AUGUST, OCTOBER = date(2026, 8, 20), date(2026, 10, 12)


@pytest.fixture
def someone(file: CaseFile, clock: Clock) -> str:
    """The case of a person of whom all is known that the report asks."""
    case_id = office.person(file, clock, "Amira")
    casework.change_client(file, client_of(file, case_id), sex="w", nationalities=("423",))
    casework.change_case(file, case_id, entry_german_oral="a1", entry_school_years="5_8", access_route="self")
    (paper,) = clients.page(file, client_of(file, case_id)).papers
    casework.change_paper(file, paper.id, valid_from=AUGUST)
    return case_id


def client_of(file: CaseFile, case_id: str) -> str:
    return next(who for who, latest in data_quality.read(file).records.latest.items() if latest == case_id)


def course(file: CaseFile, case_id: str, *steps: tuple[str, date]) -> str:
    with file.write("Probe") as work:
        made = work.add(Referral(id=new_id(), case_id=case_id, component="4", title="Deutsch A1"))
        for number, (state, on) in enumerate(steps):
            work.add(ReferralStep(id=new_id(), referral_id=made.id, state=state, on=on,
                                  recorded_at=file.now() + timedelta(seconds=number)))
    return made.id


def opened(on_pages: Pages, file: CaseFile, away: Away, **look: object) -> Window:
    def other(_shell: Shell) -> Away:
        return away

    window = on_pages({
        "export": partial(ExportPage, file=file), "quality": partial(QualityPage, file=file),
        "client": partial(ClientPage, file=file), "referral": other, "settings": other}, **look)
    window.desk.go("export")
    settle()
    return window


def to_check(window: Window) -> FindingList:
    """From the page Monatsmeldung by its button."""
    word = next(b.text() for b in window.findChildren(QPushButton) if b.isVisible() and "Angaben prüfen" in b.text())
    press(window, word)
    settle()
    return lines_of(window)


def lines_of(window: Window) -> FindingList:
    assert window.desk.pages.current_id == "quality"
    return next(one for one in window.findChildren(FindingList))


def titles(view: FindingList) -> list[str]:
    return [entry.title.replace("\u2068", "").replace("\u2069", "") for entry in view.entries.entries]


def test_a_birth_year_1890_and_an_end_before_the_start_are_listed_and_gone_after_mending(
        on_pages: Pages, file: CaseFile, away: Away, someone: str) -> None:
    course(file, someone, ("sent", OCTOBER), ("started", date(2026, 10, 20)), ("dropped", date(2026, 9, 14)))
    window = opened(on_pages, file, away)
    window.desk.go("client", client_id=client_of(file, someone), fact="birth")
    settle()
    retype(window, "1890")
    window.desk.go("export")
    settle()
    assert "1 verhindert die Meldung, 1 Widerspruch" in texts(window)
    view = to_check(window)
    assert titles(view) == [
        "Verhindert die Meldung", "Deutsch A1: am 14.09.2026 beendet, aber erst am 20.10.2026 begonnen",
        "Widersprüche", "Geburtsdatum 1890: bei der Aufnahme 136 Jahre alt"]
    assert QApplication.focusWidget() is view
    # the birth first: coming back the keyboard stands where it was
    key(Key.Key_Down)
    key(Key.Key_Return)
    settle()
    assert window.desk.pages.current_id == "client"
    retype(window, "12.3.2003")
    window.desk.back()
    settle()
    assert len(titles(lines_of(window))) == 2 and QApplication.focusWidget() is view
    key(Key.Key_Return)
    settle()
    typed("23.10.2026")
    key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert "Nichts zu beheben." in texts(window)
    press(window, "Monatsmeldung")
    settle()
    assert "Nichts widerspricht sich, nichts fehlt." in texts(window)
    key(Key.Key_W, Qt.KeyboardModifier.AltModifier)
    settle()
    assert "Monatsmeldung Oktober 2026" in texts(window)


def retype(window: Window, text: str) -> None:
    """Another value in the field that has the keyboard on the client's page."""
    for parts in window.findChildren(Parts):
        parts.all()
    settle()
    key(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    typed(text)
    key(Key.Key_Return)
    settle()


def test_what_counting_refuses_leads_from_its_sentence_to_the_check_and_back_without_it(
        on_pages: Pages, file: CaseFile, away: Away, someone: str) -> None:
    with file.write("Probe") as work:
        for number, state in enumerate((CaseState.CLOSING, CaseState.CLOSED)):
            work.add(CaseStep(id=new_id(), case_id=someone, state=state, on=date(2026, 10, 30 - number),
                              recorded_at=file.now() + timedelta(seconds=number)))
        opening = next(step for step in work.find(CaseStep, case_id=someone) if step.state == CaseState.OPEN)
        work.change(CaseStep, opening.id, on=date(2026, 11, 2))
    window = opened(on_pages, file, away)
    key(Key.Key_W, Qt.KeyboardModifier.AltModifier)
    settle()
    assert "die Fälle gehen nicht auf" in texts(window)
    press(window, "Angaben prüfen")
    settle()
    assert titles(lines_of(window))[0] == "Verhindert die Meldung"
    window.desk.back()
    settle()
    assert "gehen nicht auf" not in texts(window)
    assert "lässt sich der Monat nicht ausgeben" in texts(window)


def test_each_kind_is_said_in_words_and_leads_to_a_page_that_knows_it(
        on_pages: Pages, file: CaseFile, away: Away, someone: str) -> None:
    assert set(SENTENCES) == set(Kind) - {Kind.MISSING}
    referral_id = course(file, someone)
    with file.write("Probe") as work:
        work.change(Referral, referral_id, starts_on=OCTOBER, ends_on=AUGUST)
    own = local_codes.add(file, list_name="access_route", label="Bus")
    casework.change_case(file, someone, access_route=f"own:{own}")
    casework.change_client(file, client_of(file, someone), sex="unknown", arrived=PartialDate(2026, 9))
    window = opened(on_pages, file, away)
    view = to_check(window)
    asked = []
    for entry in [one for one in view.entries.entries if one.key]:
        finding = next(one for one in findings(file, Month(2026, 10)) if one.key == entry.key)
        asked.append(place(finding))
    assert asked == [
        ("settings", {"part": "values"}), ("referral", {"referral_id": referral_id}),
        ("client", {"client_id": client_of(file, someone), "fact": "arrived"}),
        ("client", {"client_id": client_of(file, someone), "fact": "sex"})]
    assert "Eigener Wert „Bus“" in titles(view)[1] and titles(view)[-1] == "Geschlecht fehlt"
    key(Key.Key_Return)
    settle()
    assert away.asked[-1] == {"part": "values"}


def test_without_a_month_the_one_is_checked_whose_turn_it_is(
        on_pages: Pages, file: CaseFile, away: Away, someone: str) -> None:
    window = opened(on_pages, file, away)
    for month, shown in (("2026-11", "November 2026"), ("", "Oktober 2026")):
        window.desk.go("quality", month=month)
        settle()
        assert f"{shown} · nichts zu beheben" in texts(window)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_long_groups_are_cut_with_a_word_and_nothing_else_is(
        on_pages: Pages, file: CaseFile, away: Away, clock: Clock, monkeypatch: pytest.MonkeyPatch,
        zoom: float) -> None:
    monkeypatch.setattr(quality_rows, "SHOWN", 1)
    office.person(file, clock, "Amira")
    window = opened(on_pages, file, away, zoom=zoom)
    assert cut(window) == [] and too_wide(window) == []
    view = to_check(window)
    assert len(titles(view)) == 2 and "2 weitere Zeilen folgen, wenn diese behoben sind" in texts(window)
    assert cut(window) == [] and too_wide(window) == []
