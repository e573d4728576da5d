"""Änderungen, Merker, Papierkorb and Verlauf der Schritte on a real Klientendatei, by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.contact import Contact
from app.domain.family import FamilyLink
from app.domain.identity import new_id
from app.store.queries.history import of_client
from app.ui.client_flags import flag_pills
from app.ui.client_history import History
from app.ui.client_history_words import MANY, rows_of
from app.ui.client_tabs import TABS
from app.ui.client_thread_rows import rows_of as thread_rows
from app.usecases import bin as bins
from app.usecases import casework, flag
from tests.everything import fill
from tests.ui.clientdesk import (
    ALT,
    CTRL,
    TODAY,
    Desk,
    Key,
    amira,
    at_amira,
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


def test_everything_recorded_is_told_in_words_and_no_code_or_identity_shows(d: Desk) -> None:
    client_id = opened_amira(d.file)
    other = amira(d.file, given_name="Ali")
    own, others = case_of(d.file, client_id), case_of(d.file, other)
    made = fill(d.file, client_id, own, other)
    fill(d.file, other, others, client_id, (FamilyLink,))
    casework.change_client(d.file, client_id, nationalities=("475",), sex="m", interpreter="none", room="7")
    d.file.undo()
    rows = rows_of(of_client(d.file, client_id))
    told = "\n".join(f"{one.row.title} | {one.row.caption} | {one.row.text}" for one in rows)
    assert "Staatsangehörigkeit | Person · Angabe ändern · zurückgenommen | Afghanistan → Syrien" in told
    assert "Staatsangehörigkeit | Person · Rückgängig: Angabe ändern | Syrien → Afghanistan" in told
    assert "Zimmer | Person · Angabe ändern · zurückgenommen | nicht eingetragen → 7" in told
    assert "Person: MUSTER, Ali · Andere Person: MUSTER, Amira · Ist für diese Person: Zzyzx" in told
    # that a fact was confirmed is no line of its own
    assert f"{len(made) - 1} Einträge hinzugefügt | Füllen | " in told
    assert len(made) > MANY
    assert all(code not in told for code in (client_id, "2026-11", "prs", "toleration", "None", "True"))


def test_the_text_of_a_confidential_note_stands_as_confidential(d: Desk) -> None:
    client_id = amira(d.file)
    with d.file.write("Notiz schreiben") as work:
        note = work.add(Contact(id=new_id(), case_id=case_of(d.file, client_id), on=TODAY, text="Zzyzx",
                                confidential=True))
    with d.file.write("Notiz ändern") as work:
        work.change(Contact, note.id, text="Zzyzx zwei")
    told = [one.row.text for one in rows_of(of_client(d.file, client_id))]
    assert told[0] == "vertraulich → vertraulich"
    assert "Zzyzx" not in "\n".join(told)
    bins.discard(d.file, client_id)
    bins.erase(d.file, bins.contents(d.file)[0].number)
    assert {one.row.caption for one in rows_of(of_client(d.file, client_id))} == {"Inhalt gelöscht"}


def test_the_last_tab_lists_filters_finds_and_puts_one_value_back_by_keyboard(d: Desk) -> None:
    client_id = opened_amira(d.file)
    for n in range(1, 26):
        casework.change_client(d.file, client_id, room=str(n))
    d.go("client", client_id=client_id)
    press(getattr(Key, f"Key_{len(TABS)}"), ALT)
    tab = part(d, "history")
    assert isinstance(tab, History) and focused() is tab.list
    assert sum(one.row.title == "Zimmer" for one in tab._rows) == 25
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert isinstance(focused(), QPushButton)
    press(Key.Key_Space)
    assert record(d.file, client_id).client.room == "22"
    assert d.toast == "„Zimmer“ hat wieder den früheren Wert."
    d.window.desk.strip.undo()
    assert record(d.file, client_id).client.room == "25"
    page = d.window.desk.pages.page
    assert page is not None and page.find() and not page.find()
    type_in("einwilligung")
    found = [one for one in tab._rows if one.row.key in {entry.key for entry in tab.list.entries.entries}]
    assert len(found) < len(tab._rows) and {one.group for one in found} == {"consents"}
    assert unfit(d) == []
    press(Key.Key_Return)
    press(Key.Key_R, CTRL)
    assert d.toast == "Diese Zeile hat keinen früheren Wert. Wählen Sie ein geändertes Feld."


def test_older_steps_are_shown_when_asked_for(alone: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.client_history.AT_ONCE", 3)
    d = alone(2.0)
    client_id = amira(d.file)
    for n in range(8):
        casework.change_client(d.file, client_id, room=str(n))
    d.go("client", client_id=client_id, tab="history")
    tab = part(d, "history")
    assert len(tab._rows) == 3
    assert "Gezeigt und durchsucht sind die letzten 3 Schritte." in texts(d)
    tab.show_older()
    settle()
    assert len(tab._rows) == 6
    assert unfit(d) == []


def test_a_flag_is_set_changed_and_cleared_and_leaves_three_lines(d: Desk) -> None:
    client_id = at_amira(d, act="flag")
    type_in("schutz")
    press(Key.Key_Return)
    type_in("+14")
    press(Key.Key_Return)
    type_in("Ex-Partner sucht sie")
    press(Key.Key_Return, CTRL)
    (stored,) = record(d.file, client_id).flags
    assert (stored.kind, stored.reason, str(stored.until)) == ("protect", "Ex-Partner sucht sie", "2026-11-17")
    assert [(pill.text, pill.icon) for pill in flag_pills(record(d.file, client_id))] == [("Schutzbedarf", "flag")]
    assert "Ex-Partner sucht sie" in texts(d)
    view(d).open_panel(f"flag_edit:{stored.id}")
    flag.change(d.file, stored.id, until=None)
    view(d).open_panel(f"flag_clear:{stored.id}")
    settle()
    type_in("nicht mehr nötig")
    press(Key.Key_Return, CTRL)
    assert (record(d.file, client_id).flags[0].cleared_reason, flag_pills(record(d.file, client_id))) == (
        "nicht mehr nötig", ())
    lines = [row.title for row in thread_rows(record(d.file, client_id)) if row.key[0] == "flag"]
    assert lines == ["Merker aufgehoben: Schutzbedarf", "Merker geändert: Schutzbedarf", "Merker gesetzt: Schutzbedarf"]
    view(d).open_panel("flag_clear:gone")
    assert view(d).acts.panel is None


def test_a_file_goes_into_the_bin_and_back_and_only_a_confirmed_one_for_good(alone: Callable[..., Desk]) -> None:
    d = alone()
    client_id = at_amira(d, act="bin")
    type_in("doppelt")
    press(Key.Key_Return, CTRL)
    assert d.seen[-1][0] == "clients" and d.toast == "Die Akte MUSTER, Amira liegt im Papierkorb."
    d.go("bin")
    assert unfit(d) == []
    press(Key.Key_Return)
    assert record(d.file, client_id).client.id == client_id
    assert "Der Papierkorb ist leer" in texts(d)
    bins.discard(d.file, client_id)
    d.go("clients")
    d.go("bin")
    press(Key.Key_Delete)
    assert "1 Akte endgültig löschen? MUSTER, Amira, K-0001" in " ".join(texts(d)).replace("\u2068", "").replace(
        "\u2069", "")
    press(Key.Key_Escape)
    assert len(bins.contents(d.file)) == 1
    press(Key.Key_Delete)
    press(Key.Key_Tab)
    press(Key.Key_Space)
    assert (bins.contents(d.file), d.toast) == ((), "1 Akte ist endgültig gelöscht.")


def test_any_of_the_last_steps_is_taken_back_or_says_why_not(d: Desk) -> None:
    client_id = amira(d.file)
    casework.change_client(d.file, client_id, room="7")
    casework.change_client(d.file, client_id, phone="0150 0000042")
    d.go("history")
    press(Key.Key_Down)
    press(Key.Key_Delete)
    client = record(d.file, client_id).client
    assert (client.room, client.phone) == ("", "0150 0000042")
    press(Key.Key_Delete)
    assert "lässt sich nicht zurücknehmen: schon zurückgenommen" in d.toast
    assert unfit(d) == []


def test_delete_takes_a_paper_and_a_note_out_and_the_toast_brings_them_back(d: Desk) -> None:
    client_id = opened_amira(d.file)
    with d.file.write("Notiz schreiben") as work:
        work.add(Contact(id=new_id(), case_id=case_of(d.file, client_id), on=TODAY, text="Gespräch"))
    d.go("client", client_id=client_id)
    thread = part(d, "thread")
    thread.list.set_current(("contact", record(d.file, client_id).contacts[0].id))
    press(Key.Key_Delete)
    assert (record(d.file, client_id).contacts, d.toast) == ((), "Notiz gelöscht.")
    d.window.desk.strip.undo()
    assert len(record(d.file, client_id).contacts) == 1
    view(d).enter_tab("papers")
    settle()
    press(Key.Key_Delete)
    assert (record(d.file, client_id).papers, d.toast) == ((), "Aufenthaltspapier gelöscht.")
    d.window.desk.strip.undo()
    assert len(record(d.file, client_id).papers) == 1
