"""Anlagen on the page of a person and the viewer, by keyboard, on a real file; what is looked at leaves no trace."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from app.documents import pdf_pages
from app.store.queries import outgoing as register
from app.ui import attachment_pictures as pictures
from app.ui.attachment_handout import NO_PLACE
from app.ui.attachment_viewer import AttachmentViewer
from app.ui.client_attachments import Attachments
from app.usecases import attachments
from tests import attached
from tests.ui.clientdesk import (
    ALT,
    CTRL,
    NONE,
    Desk,
    Key,
    focused,
    opened_amira,
    part,
    press,
    record,
    select_all,
    texts,
    type_in,
    view,
)
from tests.ui.looks import cut, ring_gaps, settle
from tests.ui.office import work_done


def files(place: Path) -> list[Path]:
    """A letter of three pages, a photo held upright, a program that calls itself a letter."""
    found = {"Bescheid.pdf": attached.pdf(3), "Foto.jpg": attached.picture("JPEG", (60, 40), turned=True),
             "programm.pdf": b"MZ" + b"\0" * 200}
    for name, content in found.items():
        (place / name).write_bytes(content)
    return [place / name for name in found]


def tab(d: Desk, *names: str, place: Path | None = None) -> Attachments:
    """The tab of Amira, opened by keyboard, with these files in it."""
    client_id = opened_amira(d.file)
    for path in files(place) if place else []:
        if path.name in names:
            attachments.add(d.file, client_id, path)
    d.go("client", client_id=client_id)
    press(Key.Key_8, ALT)
    found = part(d, "attachments")
    assert isinstance(found, Attachments)
    return found


def look(d: Desk, tab_of: Attachments, name: str) -> AttachmentViewer:
    """The viewer, opened with Enter."""
    tab_of.table.set_current(next(one.id for one in tab_of._records if one.name == name))
    tab_of.table.setFocus()
    press(Key.Key_Return)
    work_done(d.window)
    return d.window.findChildren(AttachmentViewer)[-1]


def names(tab_of: Attachments) -> set[str]:
    return {one.name for one in tab_of._records}


def test_files_are_added_by_keyboard_and_a_program_is_refused_in_a_sentence(
        desk: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk()
    found = tab(d)
    assert focused() is found._begin
    chosen = [str(path) for path in files(tmp_path)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_all, **_more: (chosen, ""))
    press(Key.Key_Insert)
    work_done(d.window)
    assert names(found) == {"Bescheid.pdf", "Foto.jpg"}
    assert d.toast == "2 Anlagen hinzugefügt."
    assert [said for said in texts(d) if said.startswith("„programm.pdf“ ist nach ihrem Inhalt weder PDF")]
    assert focused() is found.table
    d.window.desk.strip.undo()
    settle()
    assert names(found) == set()


def test_the_name_is_changed_with_f2_and_the_undo_of_the_toast_brings_it_back(
        desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", place=tmp_path)
    press(Key.Key_F2)
    select_all()
    type_in("Bescheid 3/26")
    press(Key.Key_Return)
    assert names(found) == {"Bescheid 3-26"}
    assert focused() is found.table
    d.window.desk.strip.undo()
    settle()
    assert names(found) == {"Bescheid.pdf"}


def test_entf_in_the_list_removes_and_in_the_name_deletes_a_letter(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", place=tmp_path)
    press(Key.Key_F2)
    press(Key.Key_Delete)
    assert names(found) == {"Bescheid.pdf"}
    press(Key.Key_Escape)
    found.table.setFocus()
    press(Key.Key_Delete)
    assert names(found) == set() and d.toast.startswith("Anlage „")
    d.window.desk.strip.undo()
    settle()
    assert len(names(found)) == 1


def drop(target: QWidget, *paths: Path) -> bool:
    """Drops files on a widget as the window system does; whether they were accepted."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    acts, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(QPoint(5, 5), acts, held, left, NONE)
    QApplication.sendEvent(target, entered)
    if entered.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), acts, held, left, NONE))
    return entered.isAccepted()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_files_dropped_anywhere_on_the_page_become_attachments(
        desk: Callable[..., Desk], tmp_path: Path, zoom: float) -> None:
    d = desk(zoom)
    d.go("client", client_id=opened_amira(d.file))
    ground = view(d).ground
    heard = getattr(ground, "viewport", lambda: ground)()
    assert not drop(heard)
    assert drop(heard, *files(tmp_path)[:2])
    work_done(d.window)
    assert view(d).tabs.current == "attachments"
    assert names(part(d, "attachments")) == {"Bescheid.pdf", "Foto.jpg"}


def test_an_attachment_stands_in_the_thread_and_enter_leads_to_it(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", "Foto.jpg", place=tmp_path)
    press(Key.Key_1, ALT)
    entries = part(d, "thread").list.entries.entries
    entry = next(e for e in entries if "Anlage hinzugefügt: Foto.jpg" in e.spoken)
    part(d, "thread").list.opened.emit(entry.key)
    settle()
    current = found.current()
    assert view(d).tabs.current == "attachments" and current is not None and current.name == "Foto.jpg"


def test_handing_out_asks_for_whom_and_enters_it(desk: Callable[..., Desk], tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk()
    tab(d, "Bescheid.pdf", place=tmp_path)
    target = tmp_path / "hinaus.pdf"
    place = [""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all, **_more: (place[0], ""))
    next(b for b in d.window.findChildren(QPushButton) if b.text() == "Ausgeben …").click()
    settle()
    press(Key.Key_Return, CTRL)
    assert "Pflichtangabe" in " ".join(texts(d)) or not target.exists()
    type_in("die Person selbst")
    press(Key.Key_Return, CTRL)
    assert NO_PLACE in texts(d)
    place[0] = str(tmp_path / "Bescheid.pdf")
    press(Key.Key_Return, CTRL)
    assert attachments.ALREADY_THERE in texts(d)
    place[0] = str(target)
    press(Key.Key_Return, CTRL)
    work_done(d.window)
    assert target.read_bytes() == attached.pdf(3)
    assert [(line.entry.kind, line.entry.recipient) for line in register.lines(d.file)] == [
        ("attachment", "die Person selbst")]
    assert d.toast.startswith("Ausgegeben und eingetragen")


def test_the_viewer_turns_enlarges_fits_and_closes_by_keyboard(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", place=tmp_path)
    viewer = look(d, found, "Bescheid.pdf")
    assert viewer.place_words.text() == "Seite 1 von 3" and focused() is viewer.paper
    first, width = viewer.image.copy(), viewer.image.width()
    for key, said in ((Key.Key_PageDown, 2), (Key.Key_End, 3), (Key.Key_PageDown, 3), (Key.Key_PageUp, 2),
                      (Key.Key_Home, 1), (Key.Key_PageUp, 1)):
        press(key)
        work_done(d.window)
        assert viewer.place_words.text() == f"Seite {said} von 3"
    assert viewer.image == first
    for key, larger in ((Key.Key_Plus, True), (Key.Key_Minus, False)):
        press(key)
        work_done(d.window)
        assert (viewer.image.width() > width) is larger
    press(Key.Key_0)
    work_done(d.window)
    assert viewer.image.height() <= viewer.paper.viewport().height()
    press(Key.Key_Escape)
    settle()
    assert d.window.findChildren(AttachmentViewer) == [] and focused() is found.table


def test_a_photo_is_shown_the_way_up_it_was_taken(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    viewer = look(d, tab(d, "Foto.jpg", place=tmp_path), "Foto.jpg")
    assert (viewer.image.width(), viewer.image.height()) == (40, 60)
    assert viewer.image.pixelColor(20, 5).red() > 150 > viewer.image.pixelColor(20, 55).red()
    assert viewer.place_words.text() == ""


def test_a_page_that_cannot_be_drawn_is_a_sentence_in_the_viewer(desk: Callable[..., Desk], tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", place=tmp_path)
    monkeypatch.setattr(pdf_pages, "SECONDS", -1.0)
    viewer = look(d, found, "Bescheid.pdf")
    assert viewer.paper.sentence == pdf_pages.NOT_DRAWN


def test_the_viewer_outlives_another_text_size_and_gives_the_keyboard_back(
        desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    look(d, tab(d, "Bescheid.pdf", place=tmp_path), "Bescheid.pdf")
    d.window.zoom(1)
    settle()
    press(Key.Key_Escape)
    settle()
    assert d.window.findChildren(AttachmentViewer) == []


def test_looking_leaves_no_file_and_no_bytes_behind(desk: Callable[..., Desk], tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", "Foto.jpg", place=tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    before, seen = _written(tmp_path) | _open_outside(d.file.folder), set()
    page = pictures.page

    def watched(*what: object) -> QImage:
        image = page(*what)  # type: ignore[arg-type]
        seen.update(_written(tmp_path), _open_outside(d.file.folder))
        return image

    monkeypatch.setattr(pictures, "page", watched)
    for name in ("Bescheid.pdf", "Foto.jpg"):
        viewer = look(d, found, name)
        assert not viewer.image.isNull()
        press(Key.Key_Escape)
        assert viewer._content == b"" and viewer.image.isNull()
    assert seen <= before and seen
    assert list(scratch.iterdir()) == []


def _written(place: Path) -> set[str]:
    """Every file below the folders a test may write to."""
    return {str(path) for path in place.rglob("*") if path.is_file()}


def _open_outside(folder: Path) -> set[str]:
    """Files this process could write to now, outside the case file, by the kernel; none where it does not tell."""
    found = set()
    for handle in Path("/proc/self/fd").glob("*"):
        try:
            goal, mode = os.readlink(handle), handle.parent.with_name("fdinfo").joinpath(handle.name).read_text()
        except OSError:  # closed meanwhile
            continue
        writes = int(mode.split("flags:")[1].split()[0], 8) & 0o3
        if writes and goal.startswith("/") and not goal.startswith(("/dev/", str(folder))):
            found.add(goal)
    return found


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_and_every_stop_has_its_ring(desk: Callable[..., Desk], tmp_path: Path, zoom: float) -> None:
    d = desk(zoom)
    found = tab(d, "Bescheid.pdf", "Foto.jpg", place=tmp_path)
    assert cut(d.window) == [] and ring_gaps(d.window, d.window.ring)[1] == []
    found.ask_recipient()
    settle()
    assert cut(d.window) == []
    viewer = look(d, found, "Bescheid.pdf")
    assert cut(viewer) == []


def test_another_person_has_other_attachments(desk: Callable[..., Desk], tmp_path: Path) -> None:
    d = desk()
    found = tab(d, "Bescheid.pdf", place=tmp_path)
    other = opened_amira(d.file)
    d.go("client", client_id=other, tab="attachments")
    assert names(found) == set() and record(d.file, other).attachments == ()
    assert found._nothing.isVisible()
