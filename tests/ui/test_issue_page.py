"""The window of the Geschäftsführende Stelle: its few pages, a catalogue from table to stick, notices of offices."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.settings import Settings
from app.store.casefile import CaseFile
from app.store.queries import issued_catalogues, received_feedback
from app.ui.gfs_feedback_page import GfsFeedbackPage
from app.ui.issue_page import TEMPLATE, IssuePage
from app.ui.office import Office
from app.ui.window import Window
from app.usecases import gfs_keys, role
from app.vault import minisign
from app.vault.minisign import Cost
from tests.catalogues import course, csv_of
from tests.ui.looks import cut, ring_gaps, settle
from tests.ui.office import key, press, texts, typed, work_done

PASSWORD = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"
COURSES = (course("VK-1"), course("VK-2"))


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation with the least cost the format allows."""
    real = minisign.lock
    monkeypatch.setattr(minisign, "lock", lambda secret, password: real(secret, password,
                                                                        Cost(ops=2**15, memory=2**24)))


@pytest.fixture
def gfs(file: CaseFile, tmp_path: Path) -> CaseFile:
    """The file of the GfS; its keys lie on a stick."""
    file.set_meta(role=role.GFS)
    (tmp_path / "stick").mkdir()
    gfs_keys.make(file, tmp_path / "stick", PASSWORD)
    return file


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: dict[str, str]) -> Path:
        path = tmp_path / "tabelle.csv"
        path.write_bytes(csv_of(1, *rows))
        return path

    return write


@pytest.fixture
def window(on_pages: Callable[..., Window], gfs: CaseFile) -> Window:
    return on_pages({"issue": partial(IssuePage, file=gfs), "feedback": partial(GfsFeedbackPage, file=gfs)})


@pytest.fixture
def whole(qapp: QApplication, gfs: CaseFile) -> Iterator[Office]:
    made = Office(qapp, Settings(), lambda _settings: None, gfs)
    made.show()
    settle()
    yield made
    made.leave()
    made.window.deleteLater()
    settle()


def go(window: Window, name: str, **where: object) -> None:
    window.desk.go(name, **where)
    work_done(window)


def sign(window: Window, stick: Path, password: str) -> None:
    """The last step by keyboard, once both places are chosen."""
    flow = window.desk.pages.page.flow  # type: ignore[union-attr]
    flow.secret, flow.folder = stick / "gfs-aktiv.key", stick
    window.desk.rebuild()
    settle()
    typed(password)
    key(Qt.Key.Key_Return)
    work_done(window)


def test_a_file_of_the_gfs_shows_its_own_pages_and_nothing_about_persons(whole: Office) -> None:
    desk = whole.window.desk
    assert [entry.id for entry in desk.pages.entries if entry.shown] == ["issue", "feedback", "summary", "settings"]
    assert desk.pages.current_id == "issue"
    acts = {action.id: action for action in desk.actions.all()}
    assert {"undo", "backup_usb", "issue.on", "restore", "keys"} <= set(acts)
    assert not {"intake", "note", "follow_up", "flag", "batch", "day", "old_list"} & set(acts)
    assert not any(action.for_client or action.for_text for action in acts.values())
    for entry in desk.pages.entries:
        go(whole.window, entry.id)
        assert cut(whole.window) == []
    go(whole.window, "settings")
    assert {"texts", "values"}.isdisjoint(entry.key for entry in desk.pages.page._entries)  # type: ignore[union-attr]


def test_a_table_becomes_a_signed_catalogue_by_keyboard(window: Window, gfs: CaseFile, tmp_path: Path,
                                                        table: Callable[..., Path]) -> None:
    go(window, "issue", path=table(*COURSES, course("VK-3", beginn="31.02.2027")))
    assert "abgelehnt 1" in texts(window) and "2 Angebote in dieser Ausgabe" in texts(window)
    assert cut(window) == [] and ring_gaps(window, window.ring)[1] == []
    page = window.desk.pages.page
    assert isinstance(page, IssuePage) and QApplication.focusWidget() is page.first_focus()
    for _field in range(3):
        key(Qt.Key.Key_Return)
    press(window, "Weiter zum Unterschreiben")
    assert "Die Nummer 1 ist danach vergeben." in texts(window)
    sign(window, tmp_path / "stick", "falsch")
    assert "Dieses Kennwort passt nicht" in texts(window) and issued_catalogues.lines(gfs) == ()
    sign(window, tmp_path / "stick", PASSWORD)
    assert "Katalog 1 ist ausgegeben" in texts(window) and "2 neu" in texts(window)
    written = {path.name for path in (tmp_path / "stick").glob("katalog*")}
    assert written == {"katalog-1_MUSTER.csv", "katalog-1_MUSTER.csv.minisig"}


def test_a_number_that_was_issued_is_refused_and_what_was_typed_stays(window: Window, gfs: CaseFile, tmp_path: Path,
                                                                      table: Callable[..., Path]) -> None:
    go(window, "issue", path=table(*COURSES))
    press(window, "Weiter zum Unterschreiben")
    sign(window, tmp_path / "stick", PASSWORD)
    go(window, "issue", path=table(*COURSES))
    assert "ändert sich nichts" in texts(window)
    key(Qt.Key.Key_Return)
    QApplication.focusWidget().selectAll()  # type: ignore[union-attr]
    typed("1")
    press(window, "Weiter zum Unterschreiben")
    assert "Katalog 1 ist schon ausgegeben" in texts(window)
    press(window, "nur Änderungen")
    press(window, "Zurück")
    assert window.desk.pages.page.flow.step == 0  # type: ignore[union-attr]
    assert len(issued_catalogues.lines(gfs)) == 1


def test_a_file_that_is_no_table_is_refused_and_another_can_be_chosen(window: Window, tmp_path: Path,
                                                                      monkeypatch: pytest.MonkeyPatch,
                                                                      table: Callable[..., Path]) -> None:
    (tmp_path / "brief.csv").write_text("Sehr geehrte Damen und Herren", encoding="utf-8")
    go(window, "issue", path=tmp_path / "brief.csv")
    assert "fehlt die Zeile mit den Spaltennamen" in texts(window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(table(*COURSES)), ""))
    press(window, "Andere Tabelle wählen …")
    work_done(window)
    assert "neu 2" in texts(window)


def test_an_issue_is_compared_with_the_one_before_and_written_once_more(window: Window, tmp_path: Path,
                                                                        monkeypatch: pytest.MonkeyPatch,
                                                                        table: Callable[..., Path]) -> None:
    for rows in (COURSES, (course("VK-1", ort="Bonn"),)):
        go(window, "issue", path=table(*rows))
        press(window, "Weiter zum Unterschreiben")
        sign(window, tmp_path / "stick", PASSWORD)
    assert "Katalog 2: 1 geändert, 1 entfällt" in texts(window)
    (tmp_path / "zweiter").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(tmp_path / "zweiter"))
    press(window, "Noch einmal schreiben …")
    work_done(window)
    first, again = (tmp_path / place / "katalog-2_MUSTER.csv" for place in ("stick", "zweiter"))
    assert again.read_bytes() == first.read_bytes()


def test_the_template_is_saved_and_nothing_is_overwritten(window: Window, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "meine"), ""))
    go(window, "issue")
    press(window, "Vorlage speichern …")
    assert (tmp_path / "meine.xlsx").stat().st_size > 5_000 and TEMPLATE.endswith(".xlsx")


def test_notices_of_offices_are_shown_before_they_are_taken_and_count_once(window: Window, gfs: CaseFile,
                                                                           tmp_path: Path) -> None:
    notice = {"durchfuehrung_id": "VK-1", "titel": "MUSTER-Kurs", "traeger": "MUSTER-Träger", "hinweis": "full",
              "datum": "2026-11-02", "anmerkung": "ab Januar wieder"}
    paths = []
    for office, kind in (("Amt MUSTER-Nord", "full"), ("Amt MUSTER-Süd", "cancelled")):
        paths.append(tmp_path / f"{kind}.json")
        paths[-1].write_text(json.dumps({"format": "klientendatei-hinweise", "version": 1, "stelle": office,
                                         "hinweise": [{**notice, "hinweis": kind}]}), encoding="utf-8")
    go(window, "feedback")
    assert "Noch keine Hinweise" in texts(window)
    page = window.desk.pages.page
    assert isinstance(page, GfsFeedbackPage)
    page.look([*paths, tmp_path / "fehlt.json"])
    work_done(window)
    assert "lässt sich nicht lesen" in texts(window) and received_feedback.by_offering(gfs) == ()
    press(window, "2 Hinweise übernehmen")
    work_done(window)
    assert "2 Hinweise zu 1 Angeboten" in texts(window) and "ist voll – Amt MUSTER-Nord" in texts(window)
    page.look(paths)
    work_done(window)
    assert "Darin ist nichts Neues" in texts(window)
    press(window, "Schließen")
    assert len(received_feedback.everything(gfs)) == 2 and cut(window) == []
