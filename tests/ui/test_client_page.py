"""The page of a person by keyboard on a real file: notes, facts, papers, acts on the case, next steps."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QScrollArea

from app.domain.dates import PartialDate
from app.domain.followup import FollowUp
from app.store.queries.history import of_client
from app.ui.caret import caret_in
from app.ui.client_tabs import TABS
from app.ui.drafts import draft_of
from app.usecases import casework, followup, intake
from app.usecases.contact import add_contact
from tests.ui.clientdesk import (
    ALT,
    CTRL,
    SHIFT,
    TODAY,
    Desk,
    Key,
    amira,
    at_amira,
    case_of,
    click,
    fields,
    focused,
    opened_amira,
    part,
    press,
    record,
    select_all,
    strong,
    texts,
    type_in,
    unfit,
    view,
)
from tests.ui.kept import alone, d, kept
from tests.ui.looks import settle

__all__ = ["alone", "d", "kept"]

ACTS = ("open", "pause", "close", "return")


def test_the_thread_has_the_keyboard_when_the_page_opens(d: Desk) -> None:
    at_amira(d)
    assert focused().accessibleName() == "Verlauf"


def test_the_head_says_number_birth_age_and_nationality(d: Desk) -> None:
    number = record(d.file, at_amira(d)).client.number
    assert f"K-{number:04} · geb. 12.03.2003 (23 Jahre) · Afghanistan" in texts(d)


def test_a_note_is_written_by_keyboard_and_its_next_step_becomes_a_follow_up(d: Desk) -> None:
    client_id = at_amira(d)
    press(Key.Key_N, CTRL | SHIFT)
    assert caret_in(view(d).ground) == "text"
    type_in("Frau Muster sucht einen Kurs.")
    press(Key.Key_Tab)
    fields("Telefon", "", "35", "Rückruf wegen Zeugnis", "+7")
    press(Key.Key_Return, CTRL)
    stored = record(d.file, client_id)
    (note,) = stored.contacts
    assert (note.text, note.kind, note.minutes, note.on) == ("Frau Muster sucht einen Kurs.", "phone", 35, TODAY)
    assert [(f.title, f.due_on) for f in stored.follow_ups if not f.rule] == [
        ("Rückruf wegen Zeugnis", TODAY + timedelta(days=7))]
    assert d.toast == "Notiz gespeichert. Wiedervorlage: Di 10.11."
    assert focused().accessibleName() == "Verlauf"
    d.window.desk.strip.undo()
    assert record(d.file, client_id).contacts == ()


def test_an_empty_note_is_not_saved_and_says_why(d: Desk) -> None:
    client_id = at_amira(d, note=True)
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).contacts == ()
    assert "steht noch nichts" in focused().accessibleDescription()


def test_a_note_of_the_future_stays_in_the_form_with_the_sentence_at_the_date(d: Desk) -> None:
    client_id = at_amira(d, note=True)
    type_in("Termin")
    part(d, "thread").note.form.focus("on")
    select_all()
    type_in("5.11.2026")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).contacts == ()
    assert "liegt in der Zukunft" in focused().accessibleDescription()


def test_a_note_left_with_esc_is_a_draft_that_is_offered_again_with_its_caret(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    d.go("client", client_id=client_id, note=True)
    type_in("halb ge")
    press(Key.Key_Escape)
    kept = draft_of(d.file, f"note:{case_id}")
    assert kept is not None and kept.content["texts"]["text"] == "halb ge"
    d.go("clients")
    d.go("client", client_id=amira(d.file))
    assert focused().accessibleName() == "Verlauf"
    d.go("client", client_id=client_id)
    assert caret_in(view(d).ground) == "text"
    type_in("schrieben")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).contacts[0].text == "halb geschrieben"
    assert draft_of(d.file, f"note:{case_id}") is None


def test_enter_on_a_note_corrects_it_field_by_field(d: Desk) -> None:
    client_id = opened_amira(d.file)
    add_contact(d.file, case_of(d.file, client_id), on=TODAY, kind="phone", text="alt", minutes=5)
    d.go("client", client_id=client_id)
    view(d).tabs.select("thread", None)
    thread = part(d, "thread")
    thread.list.set_current(("contact", record(d.file, client_id).contacts[0].id))
    press(Key.Key_Return)
    acts = len(of_client(d.file, client_id).acts)
    select_all()
    type_in("neu")
    press(Key.Key_Tab)
    assert record(d.file, client_id).contacts[0].text == "neu"
    d.file.undo()
    settle()
    assert record(d.file, client_id).contacts[0].text == "alt"
    assert thread.note.form.texts()["text"] == "alt"
    assert [act.kind for act in of_client(d.file, client_id).acts[:-acts]] == ["undo", "do"]


def test_the_thread_is_filtered_and_searched_without_opening_a_note(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    for n in range(20):
        add_contact(d.file, case_id, on=TODAY - timedelta(days=n), kind="third_party" if n % 2 else "phone",
                    text=f"Zeugnis {n} übersetzt")
    d.go("client", client_id=client_id)
    thread = part(d, "thread")
    shown = [entry.spoken for entry in thread.list.entries.entries]
    assert sum("übersetzt" in line for line in shown) == 20
    assert d.window.desk.pages.page is not None and d.window.desk.pages.page.find()
    type_in("zeugnis 13")
    current = next(e for e in thread.list.entries.entries if e.key == thread.list.current_key())
    assert current.text == "Zeugnis 13 übersetzt" and thread.finder.count.text() == "1 von 1"
    assert not d.window.desk.pages.page.find()
    press(Key.Key_Escape)
    thread._filter("authority")
    rows = [e for e in thread.list.entries.entries if e.key is not None]
    assert sum(row.key[0] == "contact" for row in rows) == 10
    assert thread.note is None


def test_leaving_a_changed_field_is_one_entry_of_the_history(d: Desk) -> None:
    client_id = at_amira(d, tab="facts")
    before = len(of_client(d.file, client_id).acts)
    view(d).show_fact("phone")
    fields("0150 0000042")
    assert record(d.file, client_id).client.phone == "0150 0000042"
    assert len(of_client(d.file, client_id).acts) == before + 1
    d.file.undo()
    settle()
    assert part(d, "facts").forms[2].texts()["phone"] == ""


def test_a_bad_number_stays_is_marked_and_the_next_field_is_reached(d: Desk) -> None:
    client_id = at_amira(d)
    view(d).show_fact("phone")
    fields("0150")
    assert record(d.file, client_id).client.phone == ""
    facts = part(d, "facts")
    box = facts.forms[2].box("phone")
    assert box.control.text() == "0150"
    assert box.control.targets()[0].accessibleDescription() == (
        "Die Nummer ist zu kurz. Sie können trotzdem weiterarbeiten.")
    assert caret_in(view(d).ground) == "mail"


def test_names_are_kept_as_they_are(d: Desk) -> None:
    client_id = at_amira(d)
    view(d).show_fact("aliases")
    fields("Sam, Sami", "أميرة")
    view(d).show_fact("birth")
    select_all()
    fields("ca. 1999")
    client = record(d.file, client_id).client
    assert client.aliases == ("Sam", "Sami")
    assert client.original_script == "أميرة"
    assert client.birth == PartialDate(1999, estimated=True)
    settle()
    assert any("geb. ca. 1999 (geschätzt, etwa 27 Jahre)" in text for text in texts(d))


def test_two_nationalities_and_facts_of_the_case_are_saved(d: Desk) -> None:
    client_id = at_amira(d)
    view(d).show_fact("nationality_2")
    fields("Iran")
    view(d).show_fact("entry_school_years")
    fields("5")
    stored = record(d.file, client_id)
    assert stored.client.nationalities == ("423", "439")
    assert stored.case.entry_school_years == "5_8"


def test_a_missing_fact_is_listed_and_jumped_to(d: Desk) -> None:
    at_amira(d)
    assert "9 Angaben fehlen" in texts(d)
    press(Key.Key_L, CTRL | SHIFT)
    (menu,) = (one for one in d.window.findChildren(QMenu) if one.isVisible())
    assert [action.text() for action in menu.actions()][:2] == ["Telefon oder ein anderer Weg", "Art der Unterkunft"]
    menu.actions()[1].trigger()
    menu.close()
    settle()
    assert caret_in(view(d).ground) == "accommodation"


def test_next_steps_are_added_finished_and_postponed_by_keyboard(d: Desk) -> None:
    client_id = at_amira(d)
    press(Key.Key_D, CTRL)
    fields("Zeugnis abholen", "+3")
    settle()

    def step() -> FollowUp:
        return next(f for f in record(d.file, client_id).follow_ups if not f.rule)

    assert (step().title, step().due_on) == ("Zeugnis abholen", TODAY + timedelta(days=3))
    view(d).steps.list.setFocus()
    view(d).steps.list.set_current(step().id)
    press(Key.Key_7)
    settle()
    assert step().due_on == TODAY + timedelta(days=10)
    view(d).steps.list.set_current(step().id)
    press(Key.Key_Return)
    select_all()
    fields("Zeugnis holen", "")
    settle()
    assert step().title == "Zeugnis holen"
    view(d).steps.list.setFocus()
    view(d).steps.list.set_current(step().id)
    press(Key.Key_Space)
    settle()
    assert step().state == "done"
    assert d.toast == "Wiedervorlage „Zeugnis holen“ erledigt."


def test_matching_leads_to_the_page_of_referrals_and_needs_an_open_case(d: Desk) -> None:
    client_id = amira(d.file)
    d.go("client", client_id=client_id)
    press(Key.Key_M, CTRL)
    assert d.toast == "Erst den Fall eröffnen, dann vermitteln."
    case_id = case_of(d.file, client_id)
    intake.open_case(d.file, case_id, intake.Opening(on=TODAY, override_reason="Probe"))
    settle()
    press(Key.Key_M, CTRL)
    assert d.seen[-1] == ("referral", {"case_id": case_id})


def test_alt_and_a_digit_opens_a_part_of_the_page(d: Desk) -> None:
    at_amira(d)
    keys = {"facts": Key.Key_2, "plan": Key.Key_5, "consents": Key.Key_7, "thread": Key.Key_1}
    for expected, key in keys.items():
        press(key, ALT)
        assert view(d).tabs.current == expected and part(d, expected).isVisible()


def test_a_person_who_is_taken_back_leaves_a_sentence_and_a_way_out(d: Desk) -> None:
    d.go("client", client_id=amira(d.file))
    d.file.undo()
    settle()
    assert "Diese Person ist nicht in der Datei" in texts(d)
    click(d, "Zu den Klienten")
    assert d.seen[-1][0] == "clients"


def test_only_one_button_has_the_strong_colour(d: Desk) -> None:
    at_amira(d)
    assert strong(d) == ["Notiz"]
    view(d).write_note()
    assert strong(d) == ["Notiz speichern"]
    view(d).open_panel("pause")
    assert strong(d) == ["Unterbrechen"]
    view(d).enter_tab("papers")
    part(d, "papers").start()
    assert strong(d) == ["Papier eintragen"]


def with_nine_steps(d: Desk) -> None:
    client_id = opened_amira(d.file)
    for n in range(9):
        followup.add(d.file, case_of(d.file, client_id), title=f"Schritt {n}", due_on=TODAY + timedelta(days=n))
    d.go("client", client_id=client_id)


def test_the_right_column_fits_at_100_percent(d: Desk) -> None:
    with_nine_steps(d)
    side = view(d)._glance
    bottom = side.mapTo(d.window, side.rect().bottomLeft()).y()
    assert bottom < d.window.height()
    assert view(d).steps.list.height() > 150
    assert unfit(d) == []


def test_nothing_scrolls_inside_the_right_column_while_a_form_is_open_in_it(d: Desk) -> None:
    with_nine_steps(d)
    steps = view(d).steps
    assert steps.list.verticalScrollBar().maximum() > 0
    steps.add()
    settle()
    assert steps.list.verticalScrollBar().maximum() == 0


def test_a_paper_that_was_followed_by_another_is_history(d: Desk) -> None:
    client_id = opened_amira(d.file)
    for begins, ends in ((-90, -10), (-12, 200)):
        casework.add_paper(d.file, client_id, kind="toleration_60a", valid_from=TODAY + timedelta(days=begins),
                           valid_to=TODAY + timedelta(days=ends))
    d.go("client", client_id=client_id, tab="papers")
    model = part(d, "papers").table.lines_model
    old = min(model.lines, key=lambda paper: paper.valid_from)
    state = model.columns[-1]
    assert state.pill(old) is None
    assert state.text(old) == "ersetzt am 22.10.2026"
    assert "ersetzt am" in model.sentence(old)


def test_a_note_being_written_has_the_room_of_the_filter_until_it_is_asked_for(d: Desk) -> None:
    at_amira(d, note=True)
    thread = part(d, "thread")
    assert not thread.finder.isVisible()
    assert view(d).find() and thread.finding
    thread.note.leave()
    settle()
    assert thread.finder.isVisible()


def cut_anywhere(d: Desk) -> list[tuple[str, list[str]]]:
    """What has too little room, by part and panel of the page of one person."""
    client_id, found = at_amira(d), []
    for tab in TABS:
        d.go("client", client_id=client_id, tab=tab)
        found.append((view(d).tabs.current, unfit(d)))
    for act in ACTS:
        view(d).open_panel(act)
        settle()
        found.append((view(d).acts.act, unfit(d)))
    return found


def test_nothing_is_cut_in_any_part_or_panel(d: Desk) -> None:
    assert cut_anywhere(d) == [(name, []) for name in (*TABS, *ACTS)]


def test_at_200_percent_nothing_is_cut_and_a_part_chosen_by_its_key_begins_the_page(alone: Callable[..., Desk]) -> None:
    d = alone(2.0)
    assert cut_anywhere(d) == [(name, []) for name in (*TABS, *ACTS)]
    at_amira(d)
    press(Key.Key_3, ALT)
    ground = view(d).ground
    assert isinstance(ground, QScrollArea)
    assert view(d)._words.mapTo(ground.viewport(), QPoint(0, 0)).y() == 0
    assert focused() is part(d, "papers").first() and not focused().visibleRegion().isEmpty()


def test_larger_text_keeps_a_half_written_note_and_the_keys_of_the_page(alone: Callable[..., Desk]) -> None:
    d = alone()
    at_amira(d, note=True)
    type_in("halb")
    d.window.zoom(1)
    settle()
    assert part(d, "thread").note.form.texts()["text"] == "halb"
    press(Key.Key_2, ALT)
    assert view(d).tabs.current == "facts"
    assert caret_in(view(d).ground) == "family_name"
