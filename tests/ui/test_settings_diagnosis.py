"""The card „Diagnose“: the text is read before anything is written, and what is written is that text."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.store.queries import outgoing
from app.ui.settings_diagnosis import DiagnosisCard
from tests.ui.looks import cut
from tests.ui.office import press


@pytest.fixture
def shown(stage):
    """The program on Prüfung und Version, and the card."""
    one = stage()
    one.go("settings", part="check")
    return one, one.window.findChild(DiagnosisCard)


def test_the_text_is_shown_and_exactly_that_is_saved_and_entered(shown, tmp_path, monkeypatch):
    one, card = shown
    target = tmp_path / "d"
    offered: list[str] = []

    def choose(_parent, _title, name, *_rest, **_options):
        offered.append(Path(name).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assert card.text == ""
    before = len(outgoing.lines(one.file))
    press(card, "Diagnose ansehen")
    one.calm()
    assert card.box.toPlainText() == card.text and "client: 18" in card.text
    assert cut(card) == []
    press(card, "Speichern …")
    assert (tmp_path / "d.txt").read_text(encoding="utf-8") == card.text
    assert offered == ["klientendatei-diagnose-2026-11-03.txt"]
    assert [line.entry.kind for line in outgoing.lines(one.file)][:1] == ["diagnosis"]
    assert len(outgoing.lines(one.file)) == before + 1


def test_no_name_of_the_musterdatei_is_in_it_and_it_can_be_copied(shown):
    one, card = shown
    press(card, "Diagnose ansehen")
    one.calm()
    names = {word for line in one.lines() for word in line.name.replace(",", " ").split() if len(word) > 2}
    assert len(names) > 10
    assert [name for name in names if name in card.text] == []
    press(card, "Kopieren")
    assert QApplication.clipboard().text() == card.text
    QApplication.clipboard().clear()
