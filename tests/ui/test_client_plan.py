"""The tab Teilhabeplan by keyboard on a real file: thirteen areas, goals and steps, a talk, the sheet."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.needs import LOCKED, areas
from app.domain.plan import PlanStep
from app.store.queries import outgoing
from app.ui.client_plan import PlanTab
from app.ui.listing import EntryList
from app.usecases import consent, needs, plan
from tests.ui.clientdesk import (
    CTRL,
    NONE,
    TODAY,
    Desk,
    Key,
    case_of,
    focused,
    opened_amira,
    part,
    press,
    record,
    texts,
    type_in,
    unfit,
    view,
)
from tests.ui.kept import alone, d, kept
from tests.ui.looks import settle

__all__ = ["alone", "d", "kept"]


def on_plan(d: Desk, client_id: str) -> PlanTab:
    d.go("client", client_id=client_id, tab="plan")
    found = part(d, "plan")
    assert isinstance(found, PlanTab)
    return found


def with_plan(d: Desk) -> tuple[str, PlanTab]:
    """A person with a goal of two steps, and the tab on it."""
    client_id = opened_amira(d.file)
    plan.add_goal(d.file, case_of(d.file, client_id), title="Arbeit finden", area="work", agreed_on=TODAY,
                  steps=({"title": "Anruf", "due_on": TODAY}, {"title": "Besuch", "due_on": TODAY + timedelta(9)}))
    tab = on_plan(d, client_id)
    tab.list.set_current(f"goal:{record(d.file, client_id).goals[0].id}")
    return client_id, tab


def steps(d: Desk, client_id: str) -> list[PlanStep]:
    return sorted(record(d.file, client_id).plan_steps, key=lambda step: step.title)


def test_thirteen_areas_are_rated_by_digits_and_arrows_and_health_waits(d: Desk) -> None:
    client_id = opened_amira(d.file)
    tab = on_plan(d, client_id)
    assert focused() is tab.needs.list
    for number in range(13):
        QTest.keyClicks(focused(), str(number % 4))
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    settle()
    stored = {need.area: need.level for need in record(d.file, client_id).needs}
    assert stored == {area: str(n % 4) for n, area in enumerate(areas()) if area != "health"}
    assert d.toast == LOCKED
    assert "12 von 13 erhoben" in texts(d)
    for key in (Key.Key_R, Key.Key_K):
        press(key)
    (last,) = (need for need in record(d.file, client_id).needs if need.area == "digital")
    assert (last.level, last.resource) == ("refused", True)
    press(Key.Key_R)
    press(Key.Key_Delete)
    assert "digital" not in {need.area for need in record(d.file, client_id).needs}
    consent.add_consent(d.file, client_id, kind="health", given_on=TODAY)
    settle()
    tab.needs.list.set_current("health")
    QTest.keyClicks(focused(), "2")
    assert "health" in {need.area for need in record(d.file, client_id).needs}


def test_a_need_gets_a_goal_and_one_key_takes_it_into_the_plan(d: Desk) -> None:
    client_id = opened_amira(d.file)
    needs.rate(d.file, case_of(d.file, client_id), "residence_law", level="2")
    tab = on_plan(d, client_id)
    assert focused().accessibleName() == "Erstes Ziel anlegen"
    tab.needs.list.setFocus()
    press(Key.Key_Return)
    press(Key.Key_Tab)
    type_in("Papiere ordnen")
    press(Key.Key_Return)
    type_in("Mappe kaufen")
    press(Key.Key_Escape)
    assert focused() is tab.needs.list
    tab.select("need:residence_law")
    assert tab.in_hand() == {"record": "need:residence_law"}
    press(Key.Key_Escape)
    press(Key.Key_P)
    stored = record(d.file, client_id)
    assert [(goal.title, goal.area) for goal in stored.goals] == [("Papiere ordnen", "residence_law")]
    assert [step.title for step in stored.plan_steps] == ["Mappe kaufen"]
    assert d.toast == "Ziel „Papiere ordnen“ steht im Plan."
    d.window.desk.strip.undo()
    settle()
    assert record(d.file, client_id).goals == ()
    tab.needs.day.set_values({"on": TODAY - timedelta(100)})
    tab.needs._fill()
    assert {row.words for row in tab.needs.list.entries.entries} == {"nicht erhoben", "erst mit eigener Einwilligung"}


def test_a_goal_and_a_step_are_typed_a_draft_waits_and_leertaste_ticks(d: Desk) -> None:
    client_id = opened_amira(d.file)
    tab = on_plan(d, client_id)
    tab._begin.click()
    type_in("Ich möchte arbeiten")
    d.go("clients")
    tab = on_plan(d, client_id)
    assert tab.new is not None and tab.new.form.texts()["title"] == "Ich möchte arbeiten"
    tab.new.form.set_texts({"area": "work"})
    tab.new.form.box("area").control.set_value("work")
    press(Key.Key_Return, CTRL)
    (goal,) = record(d.file, client_id).goals
    assert (goal.title, goal.area, goal.agreed_on) == ("Ich möchte arbeiten", "work", TODAY)
    assert focused() is tab.list and d.file.drafts() == ()
    press(Key.Key_S)
    type_in("Betrieb anrufen")
    press(Key.Key_Return)
    type_in("beide")
    press(Key.Key_Return)
    type_in("+3")
    press(Key.Key_Return, CTRL)
    (step,) = steps(d, client_id)
    assert (step.title, step.who, step.due_on) == ("Betrieb anrufen", "beide", TODAY + timedelta(3))
    assert step.goal_id == goal.id
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert steps(d, client_id)[0].state == "done"
    assert d.toast == "Schritt „Betrieb anrufen“ erledigt."
    assert [f.state for f in record(d.file, client_id).follow_ups if f.rule == "plan_step"] == ["done"]
    d.window.desk.strip.undo()
    settle()
    assert steps(d, client_id)[0].state == "open"
    assert tab.head._bar.accessibleName() == "0 von 1 Schritten erledigt"


def test_the_next_step_is_one_towards_the_goal_just_agreed(d: Desk) -> None:
    client_id, tab = with_plan(d)
    tab.start_goal()
    type_in("Eine Wohnung finden")
    assert tab.new is not None
    tab.new.form.box("area").control.set_value("housing")
    press(Key.Key_Return, CTRL)
    press(Key.Key_S)
    type_in("Wohnberechtigungsschein beantragen")
    press(Key.Key_Return, CTRL)
    step = next(step for step in steps(d, client_id) if step.title.startswith("Wohnberechtigung"))
    titles = {goal.id: goal.title for goal in record(d.file, client_id).goals}
    assert titles[step.goal_id] == "Eine Wohnung finden"


def test_an_entry_is_changed_in_its_form_and_removed_with_a_way_back(d: Desk) -> None:
    client_id, tab = with_plan(d)
    assert focused() is tab.list
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert tab.in_hand()["record"].startswith("edit step:")
    type_in("Heute: ")
    press(Key.Key_Escape)
    assert [step.title for step in steps(d, client_id)] == ["Besuch", "Heute: Anruf"]
    press(Key.Key_Delete)
    assert [step.title for step in steps(d, client_id)] == ["Besuch"]
    d.window.desk.strip.undo()
    settle()
    goal = record(d.file, client_id).goals[0]
    assert len(steps(d, client_id)) == 2
    tab.select(f"edit goal:{goal.id}")
    assert tab.edit is not None
    tab.edit.form.box("result").control.set_value("reached")
    tab.edit.form.commit()
    settle()
    assert {step.state for step in steps(d, client_id)} == {"dropped"}
    tab.remove(f"goal:{goal.id}")
    settle()
    assert record(d.file, client_id).goals == () and not tab._nothing.isHidden()


def test_the_plan_is_talked_through_in_a_panel(d: Desk) -> None:
    client_id, tab = with_plan(d)
    tab.head._talk.click()
    panel = view(d).acts.panel
    assert panel is not None and view(d).acts.act == "review"
    (goal,) = record(d.file, client_id).goals
    panel.form.box(f"result:{goal.id}").control.set_value("partly")
    panel.form.box("client_copy").control.set_value(True)
    press(Key.Key_Return, CTRL)
    stored = record(d.file, client_id)
    assert [(review.version, review.on, review.client_copy) for review in stored.plan_reviews] == [(1, TODAY, True)]
    assert [one.result for one in stored.goal_reviews] == ["partly"]
    assert "Fassung 2" in texts(d)
    assert "Durchgesprochen am 03.11.2026, das nächste Mal bis 01.02.2027 (noch 90 Tage)" in texts(d)


def test_the_sheet_is_written_once_and_entered_in_the_register(d: Desk, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    client_id, tab = with_plan(d)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_more, **_options: (str(tmp_path / "plan"), ""))
    tab.head.ask_place()
    settle()
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    (line,) = outgoing.lines(d.file)
    assert (line.entry.kind, line.entry.client_id) == ("print", client_id)
    tab.head.ask_place()
    settle()
    assert d.toast.startswith("An diesem Ort gibt es schon eine Datei")
    assert len(outgoing.lines(d.file)) == 1


def click(view: EntryList, key: str, x: float) -> None:
    row = [entry.key for entry in view.entries.entries].index(key)
    rect = view.visualRect(view.entries.index(row))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(rect.x() + round(x), rect.center().y()))
    settle()


def test_numbers_resource_and_circles_answer_the_mouse_too(d: Desk) -> None:
    client_id, tab = with_plan(d)
    anruf = next(step.id for step in steps(d, client_id) if step.title == "Anruf")
    click(tab.list, f"step:{anruf}", 40)
    assert {step.title: step.state for step in steps(d, client_id)} == {"Anruf": "done", "Besuch": "open"}
    rows = QRectF(tab.needs.list.visualRect(tab.needs.list.entries.index(0)))
    numbers = tab.needs.list._digits(rows)
    click(tab.needs.list, "residence_law", numbers.x() + numbers.width() * 0.9)
    click(tab.needs.list, "residence_law", numbers.right() + 150)
    (need,) = record(d.file, client_id).needs
    assert (need.area, need.level, need.resource) == ("residence_law", "3", True)
    click(tab.needs.list, "health", numbers.x())
    assert d.toast == LOCKED and tab.needs.words is None


def test_nothing_is_cut_with_long_words_and_large_text(alone: Callable[..., Desk]) -> None:
    d = alone(2.0)
    client_id, tab = with_plan(d)
    plan.add_goal(d.file, case_of(d.file, client_id), title="Ein sehr langes Ziel " * 8, area="family",
                  agreed_on=TODAY, steps=({"title": "Ein langer Schritt " * 9, "who": "alle zusammen " * 4},))
    settle()
    tab.start_step()
    settle()
    assert unfit(d) == []
