"""Writing a note: from anywhere, with what was last true, with text modules – by keyboard on a real file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton

from app.ui import client_note_text
from app.ui.client_note import NoteForm
from app.ui.palette import Hit
from app.usecases import followup, text_module
from app.usecases.contact import add_contact
from tests.ui.clientdesk import (
    CTRL,
    TODAY,
    Desk,
    Key,
    amira,
    case_of,
    control,
    fields,
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


def writing(d: Desk, client_id: str) -> NoteForm:
    d.go("client", client_id=client_id, note=True)
    note = part(d, "thread").note
    assert isinstance(note, NoteForm)
    return note


def text_of_box() -> str:
    box = focused()
    return str(box.toPlainText())  # type: ignore[attr-defined]


def test_channel_and_interpreter_of_the_last_talk_stand_ready_and_say_from_when(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    add_contact(d.file, case_id, on=TODAY - timedelta(3), kind="video", interpreter="remote")
    add_contact(d.file, case_id, on=TODAY, kind="attempt", result="not_met")
    note = writing(d, client_id)
    values = note.form.values()
    assert (values["kind"], values["interpreter"], values["result"]) == ("video", "remote", "reached")
    assert note.form.box("kind").field.help == "wie am 31.10.2026"
    press(Key.Key_Return, CTRL)
    assert len(record(d.file, client_id).contacts) == 2 and "steht noch nichts" in focused().accessibleDescription()
    type_in("Kurs")
    press(Key.Key_Return, CTRL)
    assert {c.kind for c in record(d.file, client_id).contacts if c.text == "Kurs"} == {"video"}


def test_minutes_place_and_confidentiality_are_kept(d: Desk) -> None:
    client_id = opened_amira(d.file)
    note = writing(d, client_id)
    type_in("Nur für mich")
    quick = {b.accessibleName(): b for b in note.form.box("minutes").findChildren(QPushButton)}
    quick["30 Minuten"].click()
    note.form.focus("place")
    type_in("Café")
    press(Key.Key_Tab)
    press(Key.Key_Space)
    press(Key.Key_Return, CTRL)
    (kept,) = record(d.file, client_id).contacts
    assert (kept.minutes, kept.place, kept.confidential) == (30, "Café", True)


def test_a_short_word_and_tab_put_the_filled_text_in_with_the_first_gap_selected(d: Desk) -> None:
    client_id = opened_amira(d.file)
    note = writing(d, client_id)
    type_in("Heute /erst")
    assert note.offer.is_open
    press(Key.Key_Tab)
    assert not note.offer.is_open
    assert text_of_box().startswith("Heute Erstgespräch mit Amira MUSTER am 03.11.2026 in [ort].")
    type_in("Café")
    assert "in Café." in text_of_box()
    press(Key.Key_Return, CTRL)
    assert "Erstgespräch mit Amira MUSTER" in record(d.file, client_id).contacts[0].text


def test_control_and_space_offer_own_modules_first_and_arrows_choose(d: Desk) -> None:
    client_id = opened_amira(d.file)
    case_id = case_of(d.file, client_id)
    followup.add(d.file, case_id, title="Amt", due_on=TODAY + timedelta(7))
    text_module.add(d.file, short="aa", title="Rückruf", text="Rückruf bis {termin}.")
    text_module.add(d.file, short="ab", title="Zweiter", text="Nummer {nummer}")
    note = writing(d, client_id)
    number = f"K-{record(d.file, client_id).client.number:04}"
    press(Key.Key_Space, CTRL)
    assert note.offer.is_open and [e.short for e in note.offer.list.entries.entries][:2] == ["aa", "ab"]
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert text_of_box() == f"Nummer {number}"
    press(Key.Key_Return)
    type_in("/aa")
    press(Key.Key_Return)
    assert text_of_box() == f"Nummer {number}\nRückruf bis 10.11.2026."


def test_escape_closes_the_offer_and_not_the_note_and_tab_then_leaves_the_field(d: Desk) -> None:
    note = writing(d, opened_amira(d.file))
    type_in("3/4 km/h /zzz ")
    assert not note.offer.is_open
    type_in("/te")
    press(Key.Key_Escape)
    assert not note.offer.is_open and part(d, "thread").note is note
    press(Key.Key_Tab)
    assert not control(note.form, "text").hasFocus()
    assert note.form.values()["text"] == "3/4 km/h /zzz /te"


def test_the_offer_stays_inside_the_form(alone: Callable[..., Desk]) -> None:
    d = alone(2.0)
    note = writing(d, opened_amira(d.file))
    press(Key.Key_Space, CTRL)
    settle()
    assert note.rect().contains(note.offer.panel.geometry())
    assert note.offer.list.height() >= 2 * client_note_text.ROW


def test_on_another_page_the_key_asks_for_whom_and_enter_opens_the_note(
    desk: Callable[..., Desk], monkeypatch: Any,
) -> None:
    d = desk()
    client_id, other = opened_amira(d.file), amira(d.file, given_name="Zara")
    d.window.palette_box._search = lambda typed: [Hit(key=other, title="MUSTER, Zara")] if typed else []
    d.go("clients")
    monkeypatch.setattr(d.window.desk.pages.page, "person", lambda: client_id, raising=False)
    d.window.desk.run_action("note")
    assert [e.title for e in d.window.palette_box._list.entries.entries] == ["Personen", "MUSTER, Amira"]
    press(Key.Key_Return)
    assert view(d)._record is not None and view(d)._record.client.id == client_id
    assert part(d, "thread").note is not None
    d.go("clients")
    d.window.desk.run_action("note")
    type_in("zara")
    press(Key.Key_Return)
    assert view(d)._record.client.id == other and QApplication.focusWidget() is part(d, "thread").note.first()
    fields("Tee")
