"""A catalogue and the persons on their way to a course, as somebody at the keyboard meets them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.domain.catalogue import Lifecycle
from app.domain.followup import FollowUp
from app.store.casefile import CaseFile
from app.store.queries import affected, feedback, offers
from app.ui.catalogue_changes import ChangeList
from app.ui.catalogue_page import CataloguePage
from app.ui.catalogue_rows import OfferList
from app.ui.controls import Chip
from app.ui.window import Window
from app.usecases import catalogue, referral
from tests.catalogues import course, csv_of, issue, know_gfs, own, written
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Away, Clock, key, named, person, press, texts, typed, work_done

COURSES = [course(f"K-{n}-1", beginn="01.12.2026") for n in (1, 2, 3)]
CANCELLED = (course("K-1-1", zustand="abgesagt"), course("K-2-1", plaetze_frei="1"), course("K-4-1"))


@pytest.fixture
def booked(file: CaseFile, clock: Clock) -> CaseFile:
    """Amira and Bilal on the way to K-1-1, Chadi to K-2-1; the GfS is known."""
    know_gfs(file)
    catalogue.apply(file, issue(1, *COURSES))
    for given, wanted in (("Amira", "K-1-1"), ("Bilal", "K-1-1"), ("Chadi", "K-2-1")):
        referral.begin(file, person(file, clock, given), wanted, on=file.today(), consent_given=True)
    return file


@pytest.fixture
def open_page(on_pages: Callable[..., Window], file: CaseFile, away: Away) -> Callable[..., Window]:
    def opened(zoom: float = 1.0) -> Window:
        window = on_pages({"offers": lambda shell: CataloguePage(shell, file), "client": lambda _shell: away,
                           "settings": lambda _shell: away},
                          zoom=zoom)
        window.desk.go("offers")
        settle()
        return window

    return opened


def read_in(window: Window, path: Path) -> None:
    window.desk.go("offers", path=path)
    work_done(window)


def listed(window: QWidget) -> ChangeList:
    return next(one for one in window.findChildren(ChangeList) if one.isVisible())


def rows(window: QWidget) -> dict[str, tuple[str, ...]]:
    return {row.title: (row.kind, row.ours) for row in listed(window).entries.entries}


def confirm(window: Window) -> None:
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    work_done(window)


def follow_ups(file: CaseFile) -> list[str]:
    with file.write("nachsehen") as work:
        return sorted(one.title for one in work.find(FollowUp) if not one.rule)


def said(window: Window) -> str:
    return texts(window).replace("\u2068", "").replace("\u2069", "")


def test_the_preview_says_whose_file_it_is_and_whom_it_concerns(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    read_in(window, written(tmp_path, csv_of(2, *CANCELLED)))
    told = said(window)
    assert "Unterschrift geprüft: GfS MUSTER. Katalog 2" in told
    assert "2 Ihrer Klienten sind betroffen: MUSTER, Amira · MUSTER, Bilal" in told
    assert rows(window)["MUSTER-Kurs K-1-1"] == ("changed", "2 Klienten betroffen")
    assert rows(window)["MUSTER-Kurs K-2-1"] == ("changed", "")
    named(window, Chip, "2 betroffen").click()
    assert [row.fields for row in listed(window).entries.entries] == [(("Zustand", "aktiv", "abgesagt"),)] * 2
    assert set(rows(window)) == {"MUSTER, Amira", "MUSTER, Bilal"}


def test_leertaste_leaves_a_course_as_it_is_and_the_next_preview_offers_it_again(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    path = written(tmp_path, csv_of(2, *CANCELLED))
    read_in(window, path)
    listed(window).set_current("K-1-1")
    key(Qt.Key.Key_Space)
    assert "3 Änderungen übernehmen" in texts(window) and "1 Angebot bleibt, wie es ist." in texts(window)
    press(window, "Keine auswählen")
    listed(window).setFocus()
    confirm(window)
    assert offers.current(booked).listed[0].since == 1 and "0 Änderungen übernehmen" in texts(window)
    press(window, "Alle auswählen")
    listed(window).setFocus()
    listed(window).set_current("K-1-1")
    key(Qt.Key.Key_Space)
    confirm(window)
    assert window.desk.strip.text == "Katalog 2 eingelesen, 3 Änderungen"
    states = {o.key: o.lifecycle for o in offers.current(booked).listed}
    assert states["K-1-1"] == Lifecycle.ACTIVE and affected.outstanding(booked) == ()
    read_in(window, path)
    assert set(rows(window)) == {"MUSTER-Kurs K-1-1"} and "1 Änderung übernehmen" in texts(window)


def test_after_the_import_one_click_makes_a_follow_up_for_each_booked_client(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    read_in(window, written(tmp_path, csv_of(2, *CANCELLED)))
    confirm(window)
    assert "2 Ihrer Klienten sind betroffen: Ihre Angebote haben sich geändert." in texts(window)
    press(window, "Ansehen")
    assert set(rows(window)) == {"MUSTER, Amira", "MUSTER, Bilal"}
    confirm(window)
    assert follow_ups(booked) == ["Angebot abgesagt: MUSTER-Kurs K-1-1"] * 2
    assert window.desk.strip.text == "2 Wiedervorlagen angelegt" and "betroffen" not in texts(window)
    window.desk.strip.undo()
    work_done(window)
    assert follow_ups(booked) == [] and "2 Ihrer Klienten sind betroffen" in texts(window)


def test_leertaste_deals_with_one_person_without_a_follow_up_and_enter_opens_the_person(
        open_page: Callable[..., Window], booked: CaseFile, away: Away) -> None:
    catalogue.apply(booked, issue(2, *COURSES[1:]))
    window = open_page()
    press(window, "Ansehen")
    assert QApplication.focusWidget() is listed(window)
    key(Qt.Key.Key_Space)
    assert set(rows(window)) == {"MUSTER, Bilal"} and len(affected.outstanding(booked)) == 1
    window.desk.strip.undo()
    settle()
    assert set(rows(window)) == {"MUSTER, Amira", "MUSTER, Bilal"}
    key(Qt.Key.Key_Return)
    assert away.asked and set(away.asked[0]) == {"client_id"}


def test_what_changed_since_the_preview_is_shown_before_anything_is_written(
        open_page: Callable[..., Window], booked: CaseFile, clock: Clock, tmp_path: Path) -> None:
    window = open_page()
    read_in(window, written(tmp_path, csv_of(2, *CANCELLED)))
    referral.begin(booked, person(booked, clock, "Dalia"), "K-1-1", on=booked.today(), consent_given=True)
    confirm(window)
    assert "Seit der Vorschau hat sich in Ihrer Klientendatei etwas geändert." in texts(window)
    assert "3 Ihrer Klienten sind betroffen" in said(window)
    now = offers.current(booked).catalogue
    assert now is not None and now.number == 1
    confirm(window)
    now = offers.current(booked).catalogue
    assert now is not None and now.number == 2


def test_an_unsigned_file_becomes_an_own_list_under_the_name_given_and_is_marked(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    read_in(window, written(tmp_path, csv_of(7, course("K-1-1")), None))
    assert "Nicht unterschrieben: Die Datei kommt nur als eigene Liste herein" in texts(window)
    field = named(window, QLineEdit, "Name der eigenen Liste")
    assert isinstance(field, QLineEdit) and field.text() == "MUSTER-Angebote"
    field.setFocus()
    field.selectAll()
    typed("Vom Nachbarn")
    key(Qt.Key.Key_Return)
    work_done(window)
    confirm(window)
    assert [o.number for o in offers.current(booked).own] == [7]
    assert "Katalog 1" in said(window) and "eigene Liste „Vom Nachbarn“" in said(window)
    shown = {row.key: row for row in next(
        one for one in window.findChildren(OfferList) if one.isVisible()).entries.entries}
    assert shown["K-1-1"].own is None and "Eigene Liste" in shown["Vom Nachbarn/K-1-1"].spoken
    window.desk.go("offers", offering_key="Vom Nachbarn/K-1-1")
    settle()
    assert "Vom Nachbarn" in texts(window) and "Hinweis an die Geschäftsführende Stelle …" not in texts(window)


def test_a_flipped_byte_is_refused_in_red_without_a_way_to_take_it(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    path = written(tmp_path, csv_of(2, *CANCELLED))
    path.write_bytes(path.read_bytes().replace(b"abgesagt", b"aktiv", 1))
    read_in(window, path)
    assert "Die Datei wurde nach der Unterschrift verändert." in texts(window)
    assert "übernehmen" not in texts(window) and not window.findChildren(ChangeList)
    assert "Name der eigenen Liste" not in texts(window)


def test_without_a_key_the_way_to_the_keys_stands_beside_the_refusal(
        open_page: Callable[..., Window], file: CaseFile, away: Away, tmp_path: Path) -> None:
    window = open_page()
    read_in(window, written(tmp_path, csv_of(1, *COURSES)))
    assert "es ist noch kein Schlüssel der Geschäftsführenden Stelle eingetragen" in texts(window)
    press(window, "Schlüssel eintragen")
    assert away.asked == [{"part": "trust"}]
    know_gfs(file)
    window.desk.go("offers")
    press(window, "Noch einmal prüfen")
    work_done(window)
    assert "Unterschrift geprüft: GfS MUSTER" in said(window)


def test_reading_that_is_stopped_leaves_the_page_as_it_was(
        open_page: Callable[..., Window], booked: CaseFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def endless(_path: Path, step: Callable[[int, int], None]) -> None:
        while True:
            step(1, 0)

    monkeypatch.setattr(catalogue, "read", endless)
    window = open_page()
    page = window.desk.pages.page
    assert isinstance(page, CataloguePage)
    page._import.take([tmp_path / "k.csv"])
    settle(work=False)
    assert "Katalog wird geprüft, Zeile …" in texts(window) and page._import.work.task is not None
    page._import.work.task.cancel()
    work_done(window)
    assert not page._import.active and "Katalog wird geprüft" not in texts(window)


def test_a_dropped_catalogue_is_read_with_the_signature_beside_it(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    path = written(tmp_path, csv_of(2, *CANCELLED))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"{path}.minisig"), QUrl.fromLocalFile(str(path))])
    page = window.desk.pages.page
    assert isinstance(page, CataloguePage) and page._stage is not None
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page._stage, QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none))
    QApplication.sendEvent(page._stage, QDropEvent(QPointF(5, 5), copy, data, left, none))
    work_done(window)
    assert "Unterschrift geprüft: GfS MUSTER" in said(window) and "4 Änderungen übernehmen" in texts(window)


def test_ctrl_o_asks_for_the_file(open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, csv_of(2, *CANCELLED))
    monkeypatch.setattr("app.ui.catalogue_import.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    window = open_page()
    key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    work_done(window)
    assert "4 Änderungen übernehmen" in texts(window)


def test_refused_rows_are_saved_as_a_list_for_who_made_the_file(
        open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path) -> None:
    window = open_page()
    read_in(window, written(tmp_path, csv_of(2, course("K-1-1", beginn="31.02.2027"), course("K-2-1"))))
    page = window.desk.pages.page
    assert isinstance(page, CataloguePage) and page._import.shown is not None
    page._import.refused_out.write(page._import.shown, tmp_path / "abgelehnt.csv")
    work_done(window)
    lines = (tmp_path / "abgelehnt.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].split(";")[:2] == ["Zeile", "Kennung oder Spalte"] and lines[1].startswith("7;K-1-1;")
    assert "31.02.2027" in lines[1]


def test_place_and_level_narrow_the_list(open_page: Callable[..., Window], file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1", ort="Unna"), course("K-2-1", ort="Ahlen")))
    window = open_page()
    shown = next(one for one in window.findChildren(OfferList) if one.isVisible())
    named(window, QWidget, "Ort").setFocus()
    key(Qt.Key.Key_Down)
    assert [row.key for row in shown.entries.entries] == ["K-2-1"]
    key(Qt.Key.Key_Down)
    assert [row.key for row in shown.entries.entries] == ["K-1-1"]


def test_a_hint_to_the_gfs_waits_until_it_is_written_to_a_file(
        open_page: Callable[..., Window], file: CaseFile, tmp_path: Path) -> None:
    catalogue.apply(file, issue(1, *COURSES))
    window = open_page()
    press(window, "Hinweis an die Geschäftsführende Stelle …")
    chip = next(chip for chip in window.findChildren(Chip) if chip.text() == "ist voll")
    chip.click()
    chip.setFocus()
    # the keys of the form are also those that take a catalogue over
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.kind for one in feedback.unsent(file)] == ["full"]
    assert "1 Hinweis an die Geschäftsführende Stelle wartet." in texts(window)
    page = window.desk.pages.page
    assert isinstance(page, CataloguePage)
    page._hints.write(tmp_path / "hinweise.json")
    work_done(window)
    assert (tmp_path / "hinweise.json").exists() and "wartet" not in texts(window)


def test_what_is_half_typed_in_a_hint_stays_when_something_else_is_written(
        open_page: Callable[..., Window], file: CaseFile, clock: Clock) -> None:
    catalogue.apply(file, issue(1, *COURSES))
    window = open_page()
    press(window, "Hinweis an die Geschäftsführende Stelle …")
    next(chip for chip in window.findChildren(Chip) if chip.text() == "ist voll").click()
    referral.begin(file, person(file, clock, "Amira"), "K-1-1", on=file.today(), consent_given=True)
    settle()
    assert "1 eigene Vermittlung hierhin" not in texts(window)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.kind for one in feedback.unsent(file)] == ["full"]
    assert "1 eigene Vermittlung hierhin" in texts(window)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut(open_page: Callable[..., Window], booked: CaseFile, tmp_path: Path, zoom: float) -> None:
    catalogue.apply(booked, own(1, course("K-9-1"), course("K-8-1")), own_list="Vom Nachbarn")
    catalogue.apply(booked, issue(2, *COURSES[1:]))
    window = open_page(zoom)
    assert cut(window) == [] and too_wide(window) == []
    press(window, "Ansehen")
    assert cut(window) == [] and too_wide(window) == []
    read_in(window, written(tmp_path, csv_of(2, course("K-1-1", beginn="31.02.2027")), None))
    assert cut(window) == [] and too_wide(window) == []
