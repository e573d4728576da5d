"""Leaving an import by Esc, taking it back, and what is refused, as they stand in the window."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.store.casefile import CaseFile
from app.store.queries import offers
from app.ui.catalogue_changes import ChangeList
from app.ui.catalogue_import import CatalogueImport
from app.ui.catalogue_page import CataloguePage
from app.ui.window import Window
from app.usecases import catalogue, organisations
from tests.catalogues import course, csv_of, issue, know_gfs, written
from tests.ui.looks import cut, settle
from tests.ui.office import Clock, key, press, texts, work_done

COURSES = tuple(course(f"K-1-{n}") for n in range(1, 4))


@pytest.fixture
def window(on_pages: Callable[..., Window], file: CaseFile) -> Window:
    know_gfs(file)
    catalogue.apply(file, issue(1, *COURSES))
    made = on_pages({"offers": lambda shell: CataloguePage(shell, file)})
    made.desk.go("offers")
    work_done(made)
    return made


def flow(window: Window) -> CatalogueImport:
    page = window.desk.pages.page
    assert isinstance(page, CataloguePage)
    return page._import


def read_in(window: Window, path: Path) -> None:
    window.desk.go("offers", path=path)
    work_done(window)


def changed(folder: Path) -> Path:
    return written(folder, csv_of(2, *(course(f"K-1-{n}", titel="Neu") for n in range(1, 4))))


def test_esc_leaves_a_preview_at_once_and_asks_only_where_somebody_has_chosen(window: Window, tmp_path: Path) -> None:
    read_in(window, changed(tmp_path))
    key(Qt.Key.Key_Escape)
    assert not flow(window).active
    read_in(window, changed(tmp_path))
    key(Qt.Key.Key_Space)
    assert "2 Änderungen übernehmen" in texts(window)
    key(Qt.Key.Key_Escape)
    settle()
    asked = "Was Sie ausgewählt haben, geht dann verloren."
    assert asked in texts(window) and cut(window) == []
    key(Qt.Key.Key_Escape)
    settle()
    assert flow(window).active and asked not in texts(window) and "2 Änderungen übernehmen" in texts(window)
    assert isinstance(QApplication.focusWidget(), ChangeList)
    key(Qt.Key.Key_Escape)
    press(window, "Vorschau schließen")
    assert not flow(window).active


def test_an_expired_catalogue_is_refused_in_red_and_esc_leaves(window: Window, file: CaseFile, clock: Clock,
                                                               tmp_path: Path) -> None:
    before = offers.current(file)
    clock.now = datetime(2027, 1, 1, 9, 0)
    read_in(window, changed(tmp_path))
    assert "Katalog 2 galt nur bis 31.12.2026 und ist abgelaufen. Es wurde nichts eingelesen" in texts(window)
    assert "übernehmen" not in texts(window)
    key(Qt.Key.Key_Escape)
    assert not flow(window).active and offers.current(file) == before


def test_the_toast_takes_back_the_catalogue_and_nothing_that_was_done_since(window: Window, file: CaseFile,
                                                                            tmp_path: Path) -> None:
    before = offers.current(file)
    read_in(window, changed(tmp_path))
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    work_done(window)
    assert offers.current(file).listed[0].title == "Neu"
    made = organisations.add(file, name="MUSTER-Beratung")
    window.desk.strip.undo()
    work_done(window)
    assert offers.current(file) == before and not flow(window).active
    assert window.desk.strip.text == "Rückgängig gemacht: Katalog einlesen"
    organisations.change(file, made, phone="0200 1")


def test_taking_back_says_how_far_it_is_and_stopped_it_leaves_the_catalogue(
        window: Window, file: CaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.apply(file, issue(2, *(course(f"K-1-{n}", titel="Neu") for n in range(1, 4))))

    def endless(_number: int, step: Callable[[int, int], None]) -> None:
        while True:
            step(1, 0)

    monkeypatch.setattr(file, "undo", endless)
    after = offers.current(file)
    flow(window).take_back(catalogue.last_import(file))
    settle(work=False)
    assert "Der Katalog wird zurückgenommen, Eintrag …" in texts(window)
    task = flow(window).work.task
    assert task is not None
    task.cancel()
    work_done(window)
    assert not flow(window).active and offers.current(file) == after
