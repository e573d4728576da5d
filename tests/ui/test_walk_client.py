"""What walking the client page by keyboard alone found: where the caret is, what is in sight, what Entf means."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from app.domain.background import EducationEntry
from app.domain.contact import Contact
from app.domain.family import Child
from app.domain.needs import Need
from app.ui.client_history import History
from app.ui.client_plan_words import key_of
from app.ui.focus import areas_of
from app.usecases import casework, consent, person, plan
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
    view,
)
from tests.ui.kept import alone, d, kept
from tests.ui.looks import settle

__all__ = ["alone", "d", "kept"]


def in_sight(widget: QWidget) -> bool:
    """Whether all of a control stands in the part of the page that is shown."""
    return all(area.viewport().rect().contains(widget.mapTo(area.viewport(), widget.rect().center()))
               for area in areas_of(widget))


def with_health(d: Desk) -> tuple[str, str]:
    """A person with a rating, a goal and a step about health under a consent, and the id of that consent."""
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    held = consent.add_consent(d.file, client_id, kind="health", given_on=TODAY - timedelta(9))
    with d.file.write("Probe") as work:
        work.add(Need(id="h" + case_id, case_id=case_id, area="health", on=TODAY, level="3", note="Rücken"))
    plan.add_goal(d.file, case_id, title="Klinik finden", area="health", agreed_on=TODAY,
                  steps=({"title": "Überweisung holen", "due_on": TODAY},))
    plan.add_goal(d.file, case_id, title="Arbeit finden", area="work", agreed_on=TODAY)
    return client_id, held


def test_health_leaves_plan_steps_and_changes_with_its_consent_and_comes_back(d: Desk) -> None:
    client_id, held = with_health(d)

    def told() -> str:
        d.go("client", client_id=client_id, tab="plan")
        plan_rows = [row.title for row in part(d, "plan").list.entries.entries]
        steps = [row.title for row in view(d).steps.list.entries.entries]
        d.go("client", client_id=client_id, tab="history")
        changes = part(d, "history")
        assert isinstance(changes, History)
        return " ".join((*plan_rows, *steps, *(f"{one.row.title} {one.row.text}" for one in changes._rows)))

    assert all(word in told() for word in ("Klinik finden", "Überweisung holen", "Rücken", "Arbeit finden"))
    consent.withdraw_consent(d.file, held, TODAY)
    settle()
    left = told()
    assert "Arbeit finden" in left
    assert not [word for word in ("Klinik", "Überweisung", "Rücken", "Gesundheit:") if word in left]
    d.file.undo()
    assert "Klinik finden" in told()


def test_entf_on_a_line_of_a_short_list_removes_it_and_undo_brings_it_back(d: Desk) -> None:
    client_id = opened_amira(d.file)
    for school in ("Grundschule", "Kolleg"):
        person.add(d.file, EducationEntry, client_id, kind="school", place=school)
    person.add(d.file, Child, client_id, birth_year=2020)
    for tab, name, count in (("levels", "education", 2), ("facts", "child", 1)):
        d.go("client", client_id=client_id, tab=tab)
        (own,) = (one for one in part(d, tab).parts.lists() if one.kind.name == name)
        own._add.setFocus()
        press(Key.Key_Tab)
        press(Key.Key_Delete)
        kind = own.kind.name
        left = record(d.file, client_id).education if kind == "education" else record(d.file, client_id).children
        assert len(left) == count - 1
        press(Key.Key_Z, CTRL)
    page = record(d.file, client_id)
    assert (len(page.education), len(page.children)) == (2, 1)


def test_a_form_that_opens_below_what_is_shown_comes_into_sight_whole(d: Desk) -> None:
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="levels")
    schools, works = part(d, "levels").parts.lists()
    for one in (schools, works):
        one._add.setFocus()
        press(Key.Key_Return)
        settle()
        assert in_sight(focused()), one.kind.name
        assert in_sight(one.new._add), one.kind.name
        press(Key.Key_Escape)


def test_a_gap_on_a_tab_nobody_has_seen_yet_is_in_sight(d: Desk) -> None:
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="thread")
    for fact in ("work_permission", "entry_school_years"):
        view(d).show_fact(fact)
        settle()
        assert in_sight(focused()), fact


def test_what_was_just_entered_is_the_current_one(d: Desk) -> None:
    client_id = opened_amira(d.file)
    casework.add_level(d.file, client_id, on=TODAY - timedelta(200), oral="a1", written="a1")
    d.go("client", client_id=client_id, tab="levels")
    tab = part(d, "levels")
    tab.start()
    tab.new.form.set_texts({"oral": "b1"})
    press(Key.Key_Return, CTRL)
    settle()
    assert tab.current() is not None and tab.current().oral == "b1"
    add_contact(d.file, case_of(d.file, client_id), on=TODAY, text="vorher")
    d.go("client", client_id=client_id, tab="thread")
    press(Key.Key_N, CTRL | SHIFT)
    type_in("gerade eben")
    press(Key.Key_Return, CTRL)
    settle()
    press(Key.Key_Delete)
    assert [note.text for note in record(d.file, client_id).contacts] == ["vorher"]


def test_confidential_is_reached_before_the_thirteen_topics(d: Desk) -> None:
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    press(Key.Key_N, CTRL | SHIFT)
    type_in("Nur für mich")
    stops = 0
    while getattr(focused(), "text", str)() != "Vertraulich" and stops < 12:
        press(Key.Key_Tab)
        stops += 1
    assert stops <= 10
    press(Key.Key_Space)
    press(Key.Key_Return, CTRL)
    (note,) = record(d.file, client_id).contacts
    assert isinstance(note, Contact) and note.confidential


def test_entf_twice_in_the_plan_takes_two_steps_and_not_the_goal(d: Desk) -> None:
    client_id = opened_amira(d.file)
    plan.add_goal(d.file, case_of(d.file, client_id), title="Arbeit", area="work", agreed_on=TODAY,
                  steps=tuple({"title": title} for title in ("A", "B", "C")))
    d.go("client", client_id=client_id, tab="plan")
    tab = part(d, "plan")
    tab.list.set_current(key_of(next(step for step in record(d.file, client_id).plan_steps if step.title == "B")))
    tab.list.setFocus()
    press(Key.Key_Delete)
    press(Key.Key_Delete)
    left = record(d.file, client_id)
    assert ([goal.title for goal in left.goals], [step.title for step in left.plan_steps]) == (["Arbeit"], ["A"])


def test_home_goes_to_the_first_entry_and_not_to_the_heading_above_it(d: Desk) -> None:
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="thread")
    thread = part(d, "thread").list
    thread.setFocus()
    press(Key.Key_End)
    press(Key.Key_Home)
    assert thread.current_key() == next(row.key for row in thread.entries.entries if row.key is not None)


def test_after_a_withdrawal_the_keyboard_is_in_the_list_again(d: Desk) -> None:
    client_id = opened_amira(d.file)
    consent.add_consent(d.file, client_id, kind="health", given_on=TODAY)
    d.go("client", client_id=client_id, tab="consents")
    tab = part(d, "consents")
    tab.table.set_current(next(c.id for c in record(d.file, client_id).consents if c.kind == "health"))
    settle()
    tab._extra.findChild(type(tab._add), "").click()
    settle()
    press(Key.Key_Return, CTRL)
    settle()
    assert focused() is tab.table
