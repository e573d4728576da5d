"""The component page in every size and theme, and what single components do: chips, toast, charts, disclosure."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea

from app.ui.charts import BarChart, LineChart, Series
from app.ui.components import Banner, Disclosure, Fact, Facts, Progress
from app.ui.controls import Chip, Tabs, button, label, search_field, tool
from app.ui.layouts import FlowBox, footer
from app.ui.painted import CompletenessRing, StatusPill, StepsBar, Tile
from app.ui.toast import Toast
from tests.stage import wait_until
from tests.ui.looks import cut, ring_gaps, settle, too_wide


@pytest.mark.parametrize(("zoom", "size"), [
    (1.0, (1366, 768)), (1.0, (1093, 614)), (1.1, (1366, 768)), (1.2, (1366, 768)), (1.3, (1366, 768)),
    (1.5, (1366, 768)), (2.0, (1366, 768))])
def test_no_text_is_cut_and_no_chip_leaves_its_parent(parts, zoom, size):
    shown = parts(zoom, size=size)
    assert (cut(shown), too_wide(shown)) == ([], [])


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_tab_round_shows_at_each_stop_where_the_keyboard_is(parts, zoom):
    shown = parts(zoom)
    stops, gaps = ring_gaps(shown, shown.ring)
    assert gaps == []
    assert stops > 30


def test_the_focused_control_is_scrolled_into_view_and_its_ring_stays_in_the_page(parts):
    shown = parts()
    area = max(shown.findChildren(QScrollArea), key=lambda one: one.verticalScrollBar().maximum())
    last = [one for one in shown.findChildren(type(button("")))
            if one.text() == "Größer" and one.isVisible()][-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert area.verticalScrollBar().value() > 0
    assert area.rect().translated(area.mapTo(shown, area.rect().topLeft())).contains(shown.ring.geometry())


def test_the_component_page_looks_different_in_both_themes_and_is_not_empty(parts):
    light = parts().grab().toImage()
    dark = parts(theme_name="dark").grab().toImage()
    assert light.pixelColor(700, 760).lightness() > 200 > 80 > dark.pixelColor(700, 760).lightness()
    colours = {light.pixelColor(x, y).rgb() for x in range(0, 1366, 7) for y in range(0, 768, 5)}
    assert len(colours) > 40


def test_enter_presses_the_button_with_the_focus_as_the_space_bar_does(look, qtbot):
    pressed = []
    for made in (button("Weiter", call=lambda: pressed.append("word")),
                 tool("plus", "Anlegen", lambda: pressed.append("sign"))):
        qtbot.addWidget(made)
        made.show()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            QTest.keyClick(made, key)
    assert pressed == ["word"] * 3 + ["sign"] * 3


def test_a_removable_chip_goes_by_click_and_by_delete(look, qtbot):
    chip = Chip("Aktiv", True, removable=True)
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Filter Aktiv entfernen"
    with qtbot.waitSignal(chip.removed):
        chip.click()
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)


def test_a_flow_takes_the_height_its_lines_need(look, qtbot):
    box = FlowBox(*(Chip(f"Filter {n}") for n in range(8)))
    qtbot.addWidget(box)
    box.show()
    box.resize(1200, 10)
    settle()
    one_line = box.height()
    box.resize(200, 10)
    settle()
    assert box.height() > 2 * one_line


def test_a_flow_gives_a_longer_word_the_line_it_needs(look, qtbot):
    box = FlowBox(*(Chip(f"Filter {n}") for n in range(3)))
    qtbot.addWidget(box)
    box.show()
    box.resize(400, 40)
    settle()
    before, chip = box.layout().heightForWidth(400), box.findChildren(Chip)[0]
    chip.setText("Filter mit einem sehr langen Namen, der eine Zeile für sich allein braucht")
    assert box.layout().heightForWidth(400) > before
    chip.hide()
    assert box.layout().heightForWidth(400) == before


def test_tabs_say_which_part_was_chosen(look, qtbot):
    tabs = Tabs((("a", "Verlauf"), ("b", "Angaben")), "a")
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.chosen) as heard:
        tabs.findChildren(type(button("")))[1].click()
    assert heard.args == ["b"]


@pytest.mark.parametrize(("made", "name"), [
    (lambda: StatusPill("noch 17 Tage", "warn"), "noch 17 Tage"),
    (lambda: Tile(3, "Überfällig", "circle-alert"), "Überfällig: 3"),
    (lambda: CompletenessRing(0.58), "Füllstand 58 Prozent"),
    (lambda: StepsBar(("Klärung", "Bedarf", "Plan"), 1), "Schritt 2 von 3: Bedarf"),
    (lambda: Banner("bad", "Ihre Klientendatei ist unverändert."), "Ihre Klientendatei ist unverändert."),
    (lambda: search_field("Klienten suchen", "Name, Nummer …"), "Klienten suchen"),
    (lambda: BarChart("Bestand", (("Duldung", 1640), ("sonstige", None))), 
     "Bestand: Duldung 1.640, sonstige zurückgehalten"),
    (lambda: LineChart("Verlauf", ("Sep", "Okt"), (Series(name="Bestand", values=(3, 5)),)),
     "Verlauf: Bestand zuletzt 5"),
])
def test_what_is_painted_is_also_said(look, qtbot, made, name):
    widget = made()
    qtbot.addWidget(widget)
    assert widget.accessibleName() == name
    assert not widget.grab().isNull()


def test_a_tile_of_zero_is_still_a_tile(look, qtbot):
    tile = Tile(0, "Kursstarts", "graduation-cap")
    qtbot.addWidget(tile)
    tile.set_number(5)
    assert tile.accessibleName() == "Kursstarts: 5"


def test_a_topic_folds_and_says_whether_it_is_open(look, qtbot):
    topic = Disclosure("Person", label("Inhalt"), "0 von 6 Angaben")
    qtbot.addWidget(topic)
    topic.toggle()
    assert not topic.opened
    assert topic.findChild(type(button(""))).accessibleName() == "Person, zugeklappt"


def test_progress_counts_the_german_way(look, qtbot):
    progress = Progress("Katalog wird geprüft, Zeile")
    qtbot.addWidget(progress)
    progress.set_step(1240, 2000)
    words = [one.text() for one in progress.findChildren(type(label("")))]
    assert words == ["Katalog wird geprüft, Zeile 1.240 von 2.000", "62 %"]


def test_facts_name_their_values_for_a_reader(look, qtbot):
    facts = Facts()
    qtbot.addWidget(facts)
    facts.add("Papier", "Duldung § 60a", "noch 17 Tage", "warn")
    assert "Papier: Duldung § 60a" in [one.accessibleName() for one in facts.findChildren(type(label("")))]


def test_facts_of_somebody_else_take_the_place_of_those_before(look, qtbot):
    facts = Facts()
    qtbot.addWidget(facts)
    facts.show_facts([Fact(name="Papier", value="Duldung", note="noch 17 Tage", role="warn"),
                      Fact(name="Telefon", value="0150 0000042", ask=button("Stimmt noch?", "link"))])
    facts.show()
    before = facts.findChildren(type(label("")))
    facts.show_facts([Fact(name="Papier", value="Gestattung")])
    settle()
    seen = [one.text() for one in before if one.isVisible()]
    assert seen == ["Papier", "Gestattung"] and before == facts.findChildren(type(label("")))
    assert before[1].accessibleName() == "Papier: Gestattung"
    assert not any(one.isVisible() for one in facts.findChildren(QPushButton))


def test_the_toast_offers_undo_once_and_the_next_one_replaces_it(window):
    shown, undone = window(), []
    shown.desk.toast("Wiedervorlage erledigt", lambda: undone.append(1))
    strip: Toast = shown.desk.strip
    assert strip.text == "Wiedervorlage erledigt"
    assert strip.geometry().bottom() < shown.height()
    strip.undo()
    strip.undo()
    assert (undone, strip.text) == ([1], "")
    shown.desk.toast("Zweites")
    assert strip.text == "Zweites"


def test_the_toast_stands_above_the_bar_of_the_page_also_of_one_that_comes_with_it(window):
    shown = window()
    shown.desk.toast("Katalog eingelesen")
    settle()
    alone = shown.desk.strip.geometry().bottom()
    bar = footer(button("Übernehmen"))
    bar.setParent(shown)
    bar.setGeometry(0, 700, 1366, 68)
    shown.desk.toast("Katalog eingelesen")
    bar.show()
    wait_until(lambda: shown.desk.strip.geometry().bottom() < bar.geometry().top() < alone, "the toast above the bar")
