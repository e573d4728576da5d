"""The page of a person by keyboard on a real file: notes, facts, papers, acts on the case, next steps."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.dates import PartialDate
from app.ui.client_page import ClientPage
from app.ui.client_parts import ActPanel, caret_in
from app.ui.client_view import ClientView
from app.ui.components import Banner
from app.ui.drafts import draft_of
from app.usecases import casework, followup, intake
from tests.ui.clientdesk import (
    ALT,
    CTRL,
    NOW,
    SHIFT,
    Desk,
    Key,
    amira,
    fields,
    focused,
    new_file,
    opened_amira,
    press,
    record,
    type_in,
)
from tests.ui.looks import cut, settle, too_wide

TODAY = NOW.date()


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def opened(zoom: float = 1.0) -> Desk:
        made.append(Desk(qapp, new_file(tmp_path), zoom))
        return made[-1]

    yield opened
    for one in made:
        one.close()


def view(desk: Desk) -> ClientView:
    page = desk.window.desk.pages.page
    assert isinstance(page, ClientPage) and page._view is not None
    return page._view


def texts(desk: Desk) -> list[str]:
    """Every visible label and button of the page."""
    root = desk.window.desk.pages
    return [w.text() for kind in (QLabel, QPushButton) for w in root.findChildren(kind) if w.isVisible() and w.text()]


def test_the_thread_has_the_keyboard_when_the_page_opens(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file))
    assert focused().accessibleName() == "Verlauf"


def test_the_head_says_number_birth_age_and_nationality(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file))
    assert "K-0001 · geb. 12.03.2003 (23 Jahre) · Afghanistan" in texts(d)


def test_a_note_is_written_by_keyboard_and_its_next_step_becomes_a_follow_up(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
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


def test_an_empty_note_is_not_saved_and_says_why(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, note=True)
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).contacts == ()
    assert "steht noch nichts" in focused().accessibleDescription()


def test_a_note_of_the_future_stays_in_the_form_with_the_sentence_at_the_date(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, note=True)
    type_in("Termin")
    view(d).tabs._part("thread").note.form.focus("on")  # type: ignore[union-attr]
    focused().selectAll()  # type: ignore[attr-defined]
    type_in("5.11.2026")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).contacts == ()
    assert "liegt in der Zukunft" in focused().accessibleDescription()


def test_a_note_left_with_esc_is_a_draft_that_is_offered_again_with_its_caret(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    case_id = record(d.file, client_id).case.id
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
    assert record(d.file, client_id).contacts[0].text == "schriebenhalb ge"
    assert draft_of(d.file, f"note:{case_id}") is None


def test_larger_text_keeps_a_half_written_note(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file), note=True)
    type_in("halb")
    d.window.zoom(1)
    settle()
    assert "halb" in view(d).tabs._part("thread").note.form.texts()["text"]  # type: ignore[union-attr]


def test_enter_on_a_note_corrects_it_field_by_field(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    casework.add_contact(d.file, record(d.file, client_id).case.id, on=TODAY, kind="phone", text="alt", minutes=5)
    d.go("client", client_id=client_id)
    view(d).tabs.select("thread", None)
    thread = view(d).tabs._part("thread")
    thread.list.set_current(("contact", record(d.file, client_id).contacts[0].id))  # type: ignore[union-attr]
    press(Key.Key_Return)
    acts = len(record(d.file, client_id).acts)
    focused().selectAll()  # type: ignore[attr-defined]
    type_in("neu")
    press(Key.Key_Tab)
    assert record(d.file, client_id).contacts[0].text == "neu"
    d.file.undo()
    settle()
    assert record(d.file, client_id).contacts[0].text == "alt"
    assert thread.note.form.texts()["text"] == "alt"  # type: ignore[union-attr]
    assert [act.kind for act in record(d.file, client_id).acts[:-acts]] == ["undo", "do"]


def test_the_thread_is_filtered_and_searched_without_opening_a_note(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    case_id = record(d.file, client_id).case.id
    for n in range(20):
        casework.add_contact(d.file, case_id, on=TODAY - timedelta(days=n), kind="third_party" if n % 2 else "phone",
                             text=f"Zeugnis {n} übersetzt")
    d.go("client", client_id=client_id)
    thread = view(d).tabs._part("thread")
    shown = [entry.spoken for entry in thread.list.entries.entries]  # type: ignore[union-attr]
    assert sum("übersetzt" in line for line in shown) == 20
    assert d.window.desk.pages.page is not None and d.window.desk.pages.page.find()
    type_in("zeugnis 13")
    rows = [e for e in thread.list.entries.entries if e.key is not None]  # type: ignore[union-attr]
    assert [row.text for row in rows] == ["Zeugnis 13 übersetzt"]
    assert not d.window.desk.pages.page.find()
    press(Key.Key_Escape)
    thread._filter("authority")  # type: ignore[union-attr]
    rows = [e for e in thread.list.entries.entries if e.key is not None]  # type: ignore[union-attr]
    assert sum(row.key[0] == "contact" for row in rows) == 10


def test_nothing_found_says_so_and_clears_with_one_button(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file))
    page = d.window.desk.pages.page
    assert page is not None and page.find()
    type_in("xyzxyz")
    assert "Nichts gefunden für „xyzxyz“" in texts(d)


def test_leaving_a_changed_field_is_one_entry_of_the_history(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="facts")
    before = len(record(d.file, client_id).acts)
    view(d).show_fact("phone")
    fields("0150 0000042")
    assert record(d.file, client_id).client.phone == "0150 0000042"
    assert len(record(d.file, client_id).acts) == before + 1
    d.file.undo()
    settle()
    assert view(d).tabs._part("facts").forms[2].texts()["phone"] == ""  # type: ignore[union-attr]


def test_a_bad_number_stays_is_marked_and_the_next_field_is_reached(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    view(d).show_fact("phone")
    fields("0150")
    assert record(d.file, client_id).client.phone == ""
    facts = view(d).tabs._part("facts")
    box = facts.forms[2].box("phone")  # type: ignore[union-attr]
    assert box.control.text() == "0150"
    assert box.control.targets()[0].accessibleDescription() == (
        "Die Nummer ist zu kurz. Sie können trotzdem weiterarbeiten.")
    assert caret_in(view(d).ground) == "ags"


def test_names_are_kept_as_they_are(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    view(d).show_fact("aliases")
    fields("Sam, Sami", "أميرة")
    view(d).show_fact("birth")
    focused().selectAll()  # type: ignore[attr-defined]
    fields("ca. 1999")
    client = record(d.file, client_id).client
    assert client.aliases == ("Sam", "Sami")
    assert client.original_script == "أميرة"
    assert client.birth == PartialDate(1999, estimated=True)
    settle()
    assert any("geb. ca. 1999 (geschätzt, etwa 27 Jahre)" in text for text in texts(d))


def test_two_nationalities_and_facts_of_the_case_are_saved(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    view(d).show_fact("nationality_2")
    fields("Iran")
    view(d).show_fact("entry_school_years")
    fields("5")
    stored = record(d.file, client_id)
    assert stored.client.nationalities == ("423", "439")
    assert stored.case.entry_school_years == "5_8"


def test_a_missing_fact_is_listed_and_jumped_to(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file))
    assert "2 Angaben fehlen" in texts(d)
    view(d)._header._list_missing()
    menu = d.window.findChildren(QMenu)[-1]
    assert [action.text() for action in menu.actions()] == ["Telefon", "Art der Unterkunft"]
    menu.actions()[1].trigger()
    menu.close()
    settle()
    assert caret_in(view(d).ground) == "accommodation"


def test_a_new_paper_is_entered_and_the_old_one_stays(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="papers")
    view(d).tabs._part("papers").start()  # type: ignore[union-attr]
    fields("Fiktions", "h", "1.2.2027")
    press(Key.Key_Return, CTRL)
    settle()
    papers = {paper.kind: paper for paper in record(d.file, client_id).papers}
    assert set(papers) == {"toleration_60a", "fiction"}
    assert (papers["fiction"].valid_from, papers["fiction"].valid_to) == (TODAY, date(2027, 2, 1))
    due = [f.due_on for f in record(d.file, client_id).follow_ups if f.rule == "doc_expiry" and f.state == "open"]
    assert due == [date(2027, 2, 1)]


def test_a_half_typed_paper_is_a_draft(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="papers")
    view(d).tabs._part("papers").start()  # type: ignore[union-attr]
    type_in("Fik")
    d.go("clients")
    kept = draft_of(d.file, f"paper:{client_id}")
    assert kept is not None and kept.content["texts"]["kind"] == "fiction"


def test_a_paper_with_contradicting_dates_is_refused_in_the_form(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="papers")
    view(d).tabs._part("papers").start()  # type: ignore[union-attr]
    fields("Fiktions", "1.11.2026", "1.10.2026")
    press(Key.Key_Return, CTRL)
    assert len(record(d.file, client_id).papers) == 1
    assert any("liegt vor" in banner.sentence for banner in d.window.findChildren(Banner) if banner.isVisible())


def test_a_paper_is_corrected_by_leaving_a_field(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="papers")
    view(d).tabs._part("papers").form.focus("valid_to")  # type: ignore[union-attr]
    focused().selectAll()  # type: ignore[attr-defined]
    fields("30.11.2026")
    assert record(d.file, client_id).papers[0].valid_to == date(2026, 11, 30)


def test_german_levels_are_added_and_corrected(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id, tab="levels")
    view(d).tabs._part("levels").start()  # type: ignore[union-attr]
    fields("A2", "A1", "", "Einst")
    press(Key.Key_Return, CTRL)
    settle()
    (level,) = record(d.file, client_id).levels
    assert (level.oral, level.written, level.basis, level.on) == ("a2", "a1", "placement_test", TODAY)
    view(d).tabs._part("levels").form.focus("written")  # type: ignore[union-attr]
    fields("A2")
    assert record(d.file, client_id).levels[0].written == "a2"


def test_a_consent_is_added_and_withdrawn(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = amira(d.file)
    d.go("client", client_id=client_id, tab="consents")
    tab = view(d).tabs._part("consents")
    tab.start()  # type: ignore[union-attr]
    fields("Weitergabe")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).consents == ()
    tab.new.form.focus("recipients")  # type: ignore[union-attr]
    fields("Träger Muster")
    press(Key.Key_Return, CTRL)
    settle()
    assert record(d.file, client_id).consents[0].recipients == ("Träger Muster",)
    next(b for b in d.window.findChildren(QPushButton) if b.text() == "Widerrufen …").click()
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).consents[0].withdrawn_on == TODAY


def test_a_prospect_is_opened_in_the_page_and_gaps_need_a_reason(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = intake.take_in(d.file, {"family_name": "MUSTER", "birth": PartialDate(2003), "ags": "05315000"})
    d.go("client", client_id=client_id)
    next(b for b in d.window.findChildren(QPushButton) if b.text() == "Nächster Schritt: Fall eröffnen").click()
    settle()
    assert caret_in(view(d).ground) == "on"
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).state == "prospect"
    assert any(b.sentence.startswith("Zum Eröffnen fehlt noch") for b in d.window.findChildren(Banner) if b.isVisible())
    panel = d.window.findChild(ActPanel)
    assert isinstance(panel, ActPanel)
    panel.form.focus("override_reason")
    type_in("Unterlagen folgen")
    press(Key.Key_Return, CTRL)
    settle()
    assert record(d.file, client_id).state == "open"
    assert focused().accessibleName() == "Verlauf"


def test_esc_closes_the_panel_and_nothing_is_written(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    view(d).open_panel("close")
    press(Key.Key_Escape)
    assert record(d.file, client_id).state == "open"
    assert focused().accessibleName() == "Verlauf"


def test_a_case_is_paused_resumed_closed_and_begun_again(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    for act, typed, state in (
            ("pause", ("", "Haft", "+14"), "paused"), ("resume", ("",), "open"),
            ("close", ("", "Ziele", "Schule"), "closed"), ("return", ("von sich",), "prospect")):
        view(d).open_panel(act)
        fields(*typed)
        press(Key.Key_Return, CTRL)
        settle()
        assert record(d.file, client_id).state == state
    stored = record(d.file, client_id)
    assert len(stored.cases) == 2
    assert (stored.cases[0].closing_reason, stored.cases[0].outcome_situation) == ("goals_reached", "school")
    assert any(f.title == "Fall fortsetzen" for f in stored.follow_ups)


def test_a_prospect_is_discarded_with_a_reason(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = amira(d.file)
    d.go("client", client_id=client_id)
    view(d).open_panel("discard")
    fields("", "möchte")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).state == "discarded"


def test_next_steps_are_added_finished_and_postponed_by_keyboard(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    d.go("client", client_id=client_id)
    press(Key.Key_D, CTRL)
    fields("Zeugnis abholen", "+3")
    settle()

    def step() -> followup.FollowUp:
        return next(f for f in record(d.file, client_id).follow_ups if not f.rule)

    assert (step().title, step().due_on) == ("Zeugnis abholen", TODAY + timedelta(days=3))
    view(d).steps.list.setFocus()
    view(d).steps.list.set_current(step().id)
    press(Key.Key_7)
    settle()
    assert step().due_on == TODAY + timedelta(days=10)
    view(d).steps.list.set_current(step().id)
    press(Key.Key_Return)
    focused().selectAll()  # type: ignore[attr-defined]
    fields("Zeugnis holen", "")
    settle()
    assert step().title == "Zeugnis holen"
    view(d).steps.list.setFocus()
    view(d).steps.list.set_current(step().id)
    press(Key.Key_Space)
    settle()
    assert step().state == "done"
    assert d.toast == "Wiedervorlage „Zeugnis holen“ erledigt."


def test_matching_leads_to_the_page_of_referrals_and_needs_an_open_case(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = amira(d.file)
    d.go("client", client_id=client_id)
    press(Key.Key_M, CTRL)
    assert d.toast == "Erst den Fall eröffnen, dann vermitteln."
    case_id = record(d.file, client_id).case.id
    intake.open_case(d.file, case_id, intake.Opening(on=TODAY, override_reason="Probe"))
    settle()
    press(Key.Key_M, CTRL)
    assert d.seen[-1] == ("referral", {"case_id": case_id})


def test_alt_and_a_digit_opens_a_part_of_the_page(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file))
    for n, expected in ((Key.Key_2, "facts"), (Key.Key_6, "consents"), (Key.Key_1, "thread")):
        press(n, ALT)
        assert view(d).tabs.current == expected


def test_the_history_of_acts_stands_under_its_chip(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    casework.change_client(d.file, client_id, room="12")
    d.go("client", client_id=client_id)
    thread = view(d).tabs._part("thread")
    thread._filter("changes")  # type: ignore[union-attr]
    assert any("Angabe ändern" in entry.spoken for entry in thread.list.entries.entries)  # type: ignore[union-attr]


def test_a_person_who_is_taken_back_leaves_a_sentence_and_a_way_out(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=amira(d.file))
    d.file.undo()
    settle()
    assert "Diese Person ist nicht in der Datei" in texts(d)
    next(b for b in d.window.findChildren(QPushButton) if b.text() == "Zu den Klienten").click()
    assert d.seen[-1][0] == "clients"


def test_only_one_button_has_the_strong_colour(desk: Callable[..., Desk]) -> None:
    d = desk()
    d.go("client", client_id=opened_amira(d.file))

    def strong() -> list[str]:
        found = d.window.desk.pages.findChildren(QPushButton)
        return [b.text() for b in found if b.isVisible() and b.property("kind") == "primary"]

    assert strong() == ["Notiz"]
    view(d).write_note()
    assert strong() == ["Notiz speichern"]
    view(d).open_panel("pause")
    assert strong() == ["Unterbrechen"]
    view(d).enter_tab("papers")
    view(d).tabs._part("papers").start()  # type: ignore[union-attr]
    assert strong() == ["Papier eintragen"]


def test_the_right_column_fits_at_100_percent(desk: Callable[..., Desk]) -> None:
    d = desk()
    client_id = opened_amira(d.file)
    for n in range(9):
        followup.add(d.file, record(d.file, client_id).case.id, title=f"Schritt {n}", due_on=TODAY + timedelta(days=n))
    d.go("client", client_id=client_id)
    side = view(d)._glance
    bottom = side.mapTo(d.window, side.rect().bottomLeft()).y()
    assert bottom < d.window.height()
    assert cut(d.window.desk.pages) == []


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_cut_in_any_part_or_panel(desk: Callable[..., Desk], zoom: float) -> None:
    d = desk(zoom)
    client_id = opened_amira(d.file)
    for part in ("thread", "facts", "papers", "levels", "referrals", "consents"):
        d.go("client", client_id=client_id, tab=part)
        assert (part, cut(d.window.desk.pages), too_wide(d.window.desk.pages)) == (part, [], [])
    for act in ("open", "pause", "close", "return"):
        view(d).open_panel(act)
        settle()
        assert (act, cut(d.window.desk.pages), too_wide(d.window.desk.pages)) == (act, [], [])
