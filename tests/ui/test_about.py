"""„Über Klientendatei“: versions, licences of all parts, and what the program promises about the network."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app import VERSION, resources
from app.domain.errors import UserError
from app.ui.about import AboutCard, AboutPage
from app.ui.shell import PageEntry
from app.usecases import about
from app.usecases.about import NO_TEXT, Part
from tests.ui.looks import cut, ring_gaps, settle, too_wide

ENOUGH = 10000
PARTS = [{"name": "Zebra", "version": "2.0", "licence": "MIT", "kind": "library", "text": "zebra.txt"},
         {"name": "HiGHS", "version": "1.15.1", "licence": "MIT", "kind": "library", "text": ""},
         {"name": "boese", "version": "1", "licence": "MIT", "kind": "data", "text": "../../../etc/passwd"}]


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The list and the texts as the build puts them beside the program."""
    folder = tmp_path / "resources" / "licences"
    folder.mkdir(parents=True)
    (folder / "teile.json").write_text(json.dumps(PARTS), encoding="utf-8")
    (folder / "zebra.txt").write_text("Permission is hereby granted", encoding="utf-8")
    real = resources.path
    monkeypatch.setattr(resources, "path", lambda *parts: folder.joinpath(*parts[1:]) if parts[0] == "licences"
                        else real(*parts))
    return folder


@pytest.fixture
def shown(window, qtbot):
    """The page in a window."""
    def show():
        made = window()
        page: list[AboutPage] = []

        def factory(shell) -> AboutPage:
            page.append(AboutPage(shell, None))
            return page[-1]

        made.add_pages([PageEntry(id="about", label="Über", icon="info", factory=factory)])
        made.desk.go("about")
        settle()
        qtbot.waitUntil(lambda: page[0].view.table is not None, timeout=ENOUGH)
        settle()
        return made, page[0].view

    return show


def texts(widget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def test_the_versions_of_everything_that_computes_are_told():
    told = dict(about.look([("Qt", "6"), ("PySide6", "6")]).versions)
    assert told["Klientendatei"] == f"{VERSION}, aus dem Quelltext" and told["HiGHS"]
    # SQLCipher and Python bring an OpenSSL of their own each
    assert told["Verschlüsselung in SQLCipher"].startswith("OpenSSL")
    assert told["Verschlüsselung in Python"].startswith("OpenSSL")
    assert {"Python", "Qt", "PySide6", "SQLCipher", "SQLite", "System"} <= told.keys()


def test_a_checkout_names_its_parts_and_the_built_program_those_of_its_list(shipped):
    found = about.look()
    assert [part.name for part in found.parts] == ["boese", "HiGHS", "Zebra"] and found.texts
    assert about.licence_text(found.parts[2]) == "Permission is hereby granted"
    for without in found.parts[:2]:
        with pytest.raises(UserError) as refused:
            about.licence_text(without)
        assert refused.value.msgid == NO_TEXT
    (shipped / "teile.json").unlink()
    here = about.look()
    assert {"cryptography", "SQLAlchemy", "highspy"} <= {part.name for part in here.parts} and not here.texts


def test_the_own_licence_is_read_in_full():
    assert about.licence_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "Appendix" in about.licence_text()


def test_the_page_promises_no_network_and_copies_the_versions_without_anything_of_a_person(shown, qtbot):
    window, view = shown()
    said = texts(view)
    assert "Dieses Programm baut keine Verbindung ins Netz auf." in said and "EUPL-1.2" in said
    assert "liegen dem gebauten Programm bei" in said
    view.copy_button.click()
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == f"Klientendatei: {VERSION}, aus dem Quelltext" and len(copied) >= 9
    assert str(Path.home()) not in "".join(copied) and window.desk.strip.text == "Versionen kopiert."


def test_enter_shows_the_text_of_a_licence_and_the_way_back_returns_to_its_line(shipped, shown, qtbot):
    _window, view = shown()
    view.table.set_current("Zebra")
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.text is not None, timeout=ENOUGH)
    assert view.text.box.toPlainText() == "Permission is hereby granted" and view.text.box.hasFocus()
    view.text.findChildren(QPushButton)[0].click()
    settle()
    assert view.table.hasFocus() and view.table.current_key() == "Zebra"
    view.own.click()
    qtbot.waitUntil(lambda: view.text is not None, timeout=ENOUGH)
    assert view.text.box.toPlainText().startswith("EUROPEAN UNION PUBLIC LICENCE")
    view.text.findChildren(QPushButton)[0].click()
    settle()
    assert view.own.hasFocus()


def test_a_part_without_its_text_is_told_in_a_sentence(shown, qtbot):
    _window, view = shown()
    view.read(Part(name="X", version="1", licence="MIT"))
    qtbot.waitUntil(lambda: view.text is not None, timeout=ENOUGH)
    assert view.text.box.toPlainText() == NO_TEXT


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_the_card_before_a_file_is_open_is_not_cut(look, gate, qtbot, zoom):
    look(zoom=zoom)
    card = AboutCard(gate)
    gate.open(card)
    qtbot.waitUntil(lambda: card.view.table is not None, timeout=ENOUGH)
    settle()
    assert cut(gate) == [] and not too_wide(gate)
    assert ring_gaps(gate, gate.ring)[1] == []
