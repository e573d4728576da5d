"""The thread: read in one go, filtered, searched inside; confidential notes only while keys are held."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.background import EducationEntry
from app.domain.contact import Contact
from app.domain.flag import Flag
from app.domain.needs import Need
from app.domain.plan import Goal, PlanReview, PlanStep
from app.ui.client_thread_rows import ALL, PLAN, SECRET, TALKS, hits, rows_of
from app.ui.timeline import places
from app.usecases import consent
from app.usecases.contact import add_contact
from tests.ui.clientdesk import (
    CTRL,
    SHIFT,
    TODAY,
    Desk,
    Key,
    case_of,
    focused,
    opened_amira,
    part,
    press,
    record,
    type_in,
)
from tests.ui.kept import alone, d, kept
from tests.ui.looks import settle

__all__ = ["alone", "d", "kept"]

WORD = "Zzyzx"


def with_secret(d: Desk) -> tuple[str, Any]:
    """Amira with an open and a confidential note; her id and the thread on screen."""
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    add_contact(d.file, case_id, on=TODAY, kind="phone", text="Kurs besprochen")
    add_contact(d.file, case_id, on=TODAY, kind="phone", text=f"{WORD} erzählt", topics=("money",), confidential=True)
    d.go("client", client_id=client_id)
    return client_id, part(d, "thread")


def said(thread: Any) -> str:
    """Everything the list says: to a reader, as a tip, and as text."""
    model = thread.list.entries
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole)
    return "\n".join(str(model.index(i).data(role)) for i in range(model.rowCount()) for role in roles)


def hold() -> None:
    QTest.keyPress(focused(), Key.Key_V, CTRL | SHIFT)
    settle()


def let_go() -> None:
    QTest.keyRelease(focused(), Key.Key_V, CTRL | SHIFT)
    settle()


def test_twenty_notes_are_read_without_a_click_each(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    with d.file.write("Probe") as work:
        work.add_all([Contact(id=str(n), case_id=case_id, on=TODAY - timedelta(n), kind="phone",
                              text=f"Zeugnis {n} übersetzt\nzweite Zeile") for n in range(20)])
    d.go("client", client_id=client_id)
    thread = part(d, "thread")
    assert said(thread).count("übersetzt\nzweite Zeile") == 60
    assert [e.title for e in thread.list.entries.entries if e.key is None] == ["November 2026", "Oktober 2026"]


def test_a_confidential_note_is_nowhere_in_the_list_until_the_keys_are_held(d: Desk) -> None:
    client_id, thread = with_secret(d)
    assert WORD not in said(thread) and "Finanzen" not in said(thread)
    assert "Vertrauliche Notiz vom 03.11.2026" in said(thread)
    secret = next(c.id for c in record(d.file, client_id).contacts if c.confidential)
    thread.list.set_current(("contact", secret))
    thread.list.setFocus()
    press(Key.Key_C, CTRL)
    assert WORD not in QApplication.clipboard().text()
    press(Key.Key_Return)
    assert thread.note is None and "vertraulich" in d.toast
    hold()
    assert WORD in said(thread)
    let_go()
    assert WORD not in said(thread)


def test_a_lost_window_or_another_focus_hides_it_again(alone: Callable[..., Desk]) -> None:
    d = alone()
    _client_id, thread = with_secret(d)
    hold()
    assert WORD in said(thread)
    QApplication.sendEvent(d.window, QEvent(QEvent.Type.WindowDeactivate))
    assert not thread.held.down and WORD not in said(thread)
    let_go()
    hold()
    assert WORD in said(thread)
    d.window.hide()
    assert not thread.held.down and WORD not in said(thread)


def test_while_the_keys_are_held_enter_opens_the_note_for_a_correction(d: Desk) -> None:
    client_id, thread = with_secret(d)
    secret = next(c.id for c in record(d.file, client_id).contacts if c.confidential)
    assert not thread.edit(secret)
    thread.list.set_current(("contact", secret))
    thread.list.setFocus()
    hold()
    press(Key.Key_Return, CTRL | SHIFT)
    assert thread.note is not None and thread.note.contact_id == secret
    assert not thread.held.down and WORD not in said(thread)


def test_a_hit_inside_a_confidential_note_says_only_that_there_is_one(d: Desk) -> None:
    client_id, _thread = with_secret(d)
    stored = record(d.file, client_id)
    rows = rows_of(stored)
    (found,) = hits(stored, rows, WORD.lower())
    row = next(row for row in rows if row.key == found)
    assert row.spoken.startswith("03.11.2026. Vertrauliche Notiz") and WORD not in repr(row)
    assert hits(stored, rows, "") == ()
    assert [row.kind for row in rows_of(stored, SECRET)] == ["secret"]
    assert {row.text for row in rows_of(stored, TALKS, shown=True)} == {"Kurs besprochen", f"{WORD} erzählt"}


def test_finding_counts_marks_and_goes_round_and_escape_leaves(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    for n in range(4):
        add_contact(d.file, case_id, on=TODAY - timedelta(n), text="Zeugnis geholt" if n % 2 else "Träger angerufen")
    d.go("client", client_id=client_id)
    thread = part(d, "thread")
    page = d.window.desk.pages.page
    assert page is not None and page.find()
    shown = len(thread.list.entries.entries)
    type_in("zeugnis")
    texts = {row.key: row.text for row in rows_of(record(d.file, client_id))}
    assert thread.finder.count.text() == "1 von 2" and texts[thread.list.current_key()] == "Zeugnis geholt"
    assert len(thread.list.entries.entries) == shown
    first = thread.list.current_key()
    press(Key.Key_F3)
    assert thread.finder.count.text() == "2 von 2" and thread.list.current_key() != first
    press(Key.Key_Return)
    assert thread.list.current_key() == first
    press(Key.Key_F3, SHIFT)
    assert thread.list.current_key() != first
    type_in("x")
    assert thread.finder.count.text() == "nichts gefunden"
    press(Key.Key_Escape)
    assert thread.list.hasFocus() and thread.finder.field.text() == ""


def test_marks_stand_where_the_word_is_written_with_other_letters() -> None:
    text = "Der Träger in der Straße"
    assert [text[at:at + n] for at, n in places(text, ["trager", "strasse", "der"])] == [
        "Träger", "Straße", "Der", "der"]
    assert places("", ["a"]) == [] and places("abc", [""]) == []


def test_plan_and_flags_stand_in_the_thread(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    with d.file.write("Probe") as work:
        goal = work.add(Goal(id="g", case_id=case_id, area="work", title="Ausbildung", agreed_on=TODAY))
        work.add(PlanStep(id="s", case_id=case_id, goal_id=goal.id, title="Bewerbung", state="done", done_on=TODAY))
        work.add(Need(id="n", case_id=case_id, area="work", on=TODAY, level="2"))
        work.add(PlanReview(id="r", case_id=case_id, version=1, on=TODAY, note="weiter so"))
        work.add(Flag(id="f", client_id=client_id, kind="accompany", reason="Arzt", set_on=TODAY))
        work.add(EducationEntry(id="e", client_id=client_id))
    stored = record(d.file, client_id)
    plan = {row.title for row in rows_of(stored, PLAN)}
    assert {"Ziel vereinbart: Ausbildung", "Schritt erledigt: Bewerbung", "Bedarf erhoben"} <= plan
    assert any("Fassung 1" in title for title in plan)
    assert plan < {row.title for row in rows_of(stored, ALL)}


def test_a_rating_of_health_is_in_no_thread_without_its_consent(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    with d.file.write("Probe") as work:
        work.add(Need(id="h", case_id=case_id, area="health", on=TODAY, level="3"))
        work.add(Need(id="w", case_id=case_id, area="work", on=TODAY, level="2"))
    d.go("client", client_id=client_id)
    words = said(part(d, "thread"))
    assert "Arbeit und Praktikum" in words and "Gesundheit" not in words
    consent.add_consent(d.file, client_id, kind="health", given_on=TODAY)
    settle()
    assert "Gesundheit" in said(part(d, "thread"))
