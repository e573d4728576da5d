"""The page Angebote as a person uses it: filters, one offering in full, a catalogue coming in and taken back."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from app.domain.dates import Month
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.ui.catalogue_changes import ChangeList
from app.ui.catalogue_detail import OfferDetail
from app.ui.catalogue_page import CataloguePage
from app.ui.catalogue_rows import OfferList
from app.ui.controls import Chip
from app.ui.window import Window
from tests.catalogues import know_gfs, written
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Away, Clock, key, named, press, sample, take_catalogue, texts, typed, work_done


@pytest.fixture
def open_page(on_pages: Callable[..., Window], file: CaseFile, away: Away) -> Callable[..., Window]:
    def opened(zoom: float = 1.0, size: tuple[int, int] = (1366, 768)) -> Window:
        window = on_pages({"offers": lambda shell: CataloguePage(shell, file), "referral": lambda _shell: away},
                          zoom=zoom, size=size)
        window.desk.go("offers")
        settle()
        return window

    return opened


def listed(window: Window) -> OfferList:
    return next(one for one in window.findChildren(OfferList) if one.isVisible())


def titles(window: Window) -> set[str]:
    return {row.title for row in listed(window).entries.entries}


def click(window: Window, chip: str) -> None:
    found = named(window, Chip, chip)
    found.setFocus(Qt.FocusReason.TabFocusReason)
    key(Qt.Key.Key_Space)


def changes(window: Window) -> ChangeList:
    return next(one for one in window.findChildren(ChangeList) if one.isVisible())


def signed(file: CaseFile, folder: Path, number: int) -> Path:
    """One of the two shipped catalogues with the signature of the GfS, whose key the file knows."""
    know_gfs(file)
    return written(folder, sample(number).read_bytes())


def read_in(window: Window, path: Path) -> None:
    window.desk.go("offers", path=path)
    work_done(window)


def test_before_the_first_catalogue_the_page_says_what_belongs_here_and_offers_to_read_one(
        open_page: Callable[..., Window]) -> None:
    window = open_page()
    assert "Noch kein Katalog" in texts(window)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == "Katalog einlesen"


def test_the_head_names_the_catalogue_and_its_signature(open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file)
    said = texts(open_page()).replace("\u2068", "").replace("\u2069", "")
    assert "Katalog 1 „MUSTER-Angebote (frei erfunden)“, Stand 05.10.2026, Unterschrift geprüft" in said


def test_a_catalogue_older_than_sixty_days_is_marked(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock) -> None:
    take_catalogue(file)
    clock.now = datetime(2026, 12, 4, 9, 0)
    assert "Tage alt" not in texts(open_page())
    clock.now = datetime(2026, 12, 5, 9, 0)
    assert "Der Katalog ist 61 Tage alt." in texts(open_page())


def test_baustein_two_from_february_shows_just_those(open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file)
    window = open_page()
    click(window, "Baustein 2")
    named(window, QComboBox, "Beginn").setFocus()
    for _month in ("Dezember", "Januar", "Februar"):
        key(Qt.Key.Key_Down)
    shown = {row.key for row in listed(window).entries.entries}
    wanted = {o.key for o in offers.current(file).listed if o.component == "2"
              and (o.continuous_entry or o.start is None or o.start >= Month(2027, 2).first_day())}
    assert shown == wanted != set()


def test_typing_in_the_search_narrows_and_down_goes_into_the_list(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file)
    window = open_page()
    typed("frauenzentrum unna coaching")
    assert titles(window) == {"Coaching für Frauen"}
    assert "1 von 80 Angeboten" in texts(window)
    key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is listed(window)


def test_each_filter_keeps_only_what_it_says(open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file)
    window = open_page()
    by_key = {o.key: o for o in offers.current(file).listed}
    for chip, attribute in (("nur Frauen", "women_only"), ("mit Kinderbetreuung", "childcare"),
                            ("laufender Einstieg", "continuous_entry"), ("Plätze frei", "seats_free")):
        click(window, chip)
        rows = listed(window).entries.entries
        assert rows and all(getattr(by_key[row.key], attribute) for row in rows)
        click(window, chip)


def test_withdrawn_offerings_are_hidden_until_asked_for(open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file, 1)
    take_catalogue(file, 2)
    gone = {o.key for o in offers.current(file).listed if o.lifecycle == "withdrawn"}
    window = open_page()
    assert not gone & {row.key for row in listed(window).entries.entries}
    window.desk.go("offers", offering_key=min(gone))
    settle()
    assert listed(window).current_key() == min(gone)
    assert "Das Angebot steht nicht mehr im Katalog. Hierhin lässt sich nicht vermitteln." in texts(window)


def test_the_detail_says_everything_and_vermitteln_takes_the_offering_along(
        open_page: Callable[..., Window], file: CaseFile, away: Away) -> None:
    take_catalogue(file)
    window = open_page()
    window.desk.go("offers", offering_key="CO-03-L1")
    settle()
    said = texts(window)
    for words in ("MUSTER-Frauenzentrum e. V.", "0200 000015", "18 bis 27 Jahre", "Gestattung, Duldung",
                  "Di und Do 9–13"):
        assert words in said
    press(window, "Vermitteln")
    assert away.asked == [{"offering_key": "CO-03-L1"}]


def test_who_goes_through_the_list_waits_for_no_detail_and_sees_the_last_one(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file)
    window = open_page()
    view = listed(window)
    detail = next(iter(window.findChildren(OfferDetail)))
    before, rows = texts(detail), view.entries.entries
    view.setFocus()
    for row in rows[1:4]:
        view.set_current(row.key)
        assert texts(detail) == before
    settle()
    assert rows[3].title in texts(detail) and texts(detail) != before


def test_a_preview_shows_old_and_new_and_writes_nothing(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path) -> None:
    take_catalogue(file, 1)
    before = offers.current(file)
    window = open_page()
    read_in(window, signed(file, tmp_path, 2))
    rows = {row.key: row for row in changes(window).entries.entries}
    assert rows["CO-03-L1"].fields[0] == ("Zustand", "aktiv", "voll")
    assert "Bisher 80 Angebote, danach 81" in texts(window)
    press(window, "Abbrechen")
    assert offers.current(file) == before


def test_ctrl_enter_applies_and_the_toast_takes_it_back(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path) -> None:
    take_catalogue(file, 1)
    before = offers.current(file)
    window = open_page()
    read_in(window, signed(file, tmp_path, 2))
    assert "49 Änderungen übernehmen" in texts(window)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    work_done(window)
    after = offers.current(file)
    assert after.catalogue is not None and after.catalogue.number == 2
    assert window.desk.strip.text == "Katalog 2 eingelesen, 49 Änderungen"
    window.desk.strip.undo()
    work_done(window)
    assert offers.current(file) == before


def test_refused_rows_stand_with_line_and_reason_and_their_offering_stays(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path) -> None:
    take_catalogue(file, 1)
    text = sample(2).read_text(encoding="utf-8-sig").replace("CO-01;CO-01-L1;aktiv;1", "CO-01;CO-01-L1;offen;1")
    lines = text.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("angebot_id"))
    lines[head] += ";bemerkung"
    know_gfs(file)
    bad = written(tmp_path, "\n".join(lines).encode())
    window = open_page()
    read_in(window, bad)
    said = texts(window)
    assert "Diese Spalten kennt das Katalogprofil nicht, sie werden nicht übernommen: bemerkung." in said
    assert "1 Zeile wird nicht übernommen, ihr Angebot bleibt, wie es ist." in said
    click(window, "1 abgelehnt")
    (row,) = changes(window).entries.entries
    assert row.title == f"Zeile {next(i for i, line in enumerate(lines, 1) if ';offen;' in line)}"
    assert "„offen“ ist kein Code dieser Spalte." in row.reason
    press(window, "48 Änderungen übernehmen")
    work_done(window)
    kept = next(o for o in offers.current(file).listed if o.key == "CO-01-L1")
    assert kept.lifecycle == "active"


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "Die Datei ist leer. Ihr Katalog ist unverändert."),
    (b"PK\x03\x04", "Die Datei lässt sich nicht als Tabelle lesen"),
    (b"Name;Ort\nx;y\n", "In der Datei fehlt die Zeile mit den Spaltennamen"),
])
def test_a_file_that_is_no_catalogue_gets_a_sentence_and_no_button_to_apply(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path, content: bytes, sentence: str) -> None:
    take_catalogue(file, 1)
    before = offers.current(file)
    bad = tmp_path / "x.csv"
    bad.write_bytes(content)
    window = open_page()
    read_in(window, bad)
    assert sentence in texts(window) and "übernehmen" not in texts(window)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    work_done(window)
    assert offers.current(file) == before


def test_the_same_catalogue_again_is_no_error_and_an_older_one_comes_back_with_a_reason_only(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path) -> None:
    take_catalogue(file, 1)
    take_catalogue(file, 2)
    window = open_page()
    read_in(window, signed(file, tmp_path, 2))
    assert "Katalog 2 ist schon eingelesen. Es ist nichts zu tun." in texts(window)
    read_in(window, written(tmp_path, sample(1).read_bytes()))
    assert "Sie haben schon Katalog 2. Diese Datei ist Katalog 1 und wird nicht eingelesen." in texts(window)
    press(window, "Trotzdem zu diesem Katalog zurück …")
    press(window, "Vergleichen")
    assert "zurück zu Katalog 1" not in texts(window)
    typed("Katalog 2 war ein Versehen")
    press(window, "Vergleichen")
    work_done(window)
    assert "Sie gehen von Katalog 2 zurück zu Katalog 1." in texts(window)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    work_done(window)
    now = offers.current(file).catalogue
    assert now is not None and now.number == 1


def test_at_200_percent_enter_opens_an_offering_and_the_link_leads_back(
        open_page: Callable[..., Window], file: CaseFile) -> None:
    take_catalogue(file)
    window = open_page(zoom=2.0)
    listed(window).setFocus()
    key(Qt.Key.Key_Return)
    assert "Vermitteln" in texts(window) and not window.findChildren(OfferList)
    press(window, "Angebote")
    assert listed(window).isVisible()


@pytest.mark.parametrize(("zoom", "size"), [(2.0, (1366, 768)), (1.0, (1093, 614))])
def test_nothing_is_cut(open_page: Callable[..., Window], file: CaseFile, zoom: float, size: tuple[int, int]) -> None:
    take_catalogue(file, 1)
    window = open_page(zoom, size)
    assert cut(window) == [] and too_wide(window) == []
    read_in(window, sample(2))
    assert cut(window) == [] and too_wide(window) == []
