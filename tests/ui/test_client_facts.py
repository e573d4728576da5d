"""The tab Angaben by keyboard on a real file: names, shelter, children, languages, family."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from app.domain.family import Child
from app.domain.language import SpokenLanguage
from app.ui.caret import caret_in
from app.ui.client_facts import Facts
from app.ui.client_short import ShortList
from app.ui.client_tabs import TAB_OF
from app.ui.drafts import draft_of
from app.ui.form import FormView
from app.usecases import accommodation, person
from tests.ui.clientdesk import (
    CTRL,
    Desk,
    Key,
    amira,
    at_amira,
    click,
    control,
    fields,
    focused,
    part,
    press,
    record,
    said_at,
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


def at_facts(d: Desk) -> tuple[str, Facts]:
    """Amira's facts on the screen."""
    client_id = at_amira(d, tab="facts")
    facts = part(d, "facts")
    assert isinstance(facts, Facts)
    return client_id, facts


def listed(facts: Facts, name: str) -> ShortList[Any]:
    """One of the short lists."""
    facts.parts.all()
    return next(one for one in facts.parts.lists() if one.kind.name == name)


def retype(d: Desk, form: FormView, *typed: str) -> None:
    """Types over the first field and on from there."""
    # without a screen a list of proposals that went by itself leaves no window active
    d.window.activateWindow()
    settle()
    form.focus()
    select_all()
    fields(*typed)


def test_names_begin_where_their_script_does_and_an_odd_address_is_only_doubted(d: Desk) -> None:
    client_id, facts = at_facts(d)
    line = control(facts.forms[0], "original_script")
    view(d).show_fact("original_script")
    fields("أميرة (موستر)")
    assert record(d.file, client_id).client.original_script == "أميرة (موستر)"
    assert line.layoutDirection() == Qt.LayoutDirection.RightToLeft
    view(d).show_fact("original_script")
    select_all()
    fields("ሰላም")
    assert line.layoutDirection() == Qt.LayoutDirection.LeftToRight
    view(d).show_fact("mail")
    fields("amira at web")
    box = facts.forms[2].box("mail")
    assert box.control.targets()[0].accessibleDescription().startswith("So sieht keine E-Mail-Adresse aus.")
    view(d).show_fact("channels")
    press(Key.Key_Space)
    view(d).show_fact("safe_hours")
    fields("nach dem Kurs")
    client = record(d.file, client_id).client
    assert (client.mail, client.channels, client.safe_hours) == ("amira at web", ("phone",), "nach dem Kurs")


def test_a_shelter_is_found_by_a_part_of_its_name_or_new_and_elsewhere_doubted(d: Desk) -> None:
    client_id, facts = at_facts(d)
    home = accommodation.add(d.file, name="Übergangsheim Süd", kind="municipal_shared", ags="05315000")
    view(d).show_fact("shelter")
    select_all()
    type_in("sud")
    completer = focused().completer()  # type: ignore[attr-defined]
    completer.setCompletionPrefix("sud")
    assert [completer.completionModel().index(i, 0).data() for i in range(completer.completionCount())] == [
        "Übergangsheim Süd"]
    completer.activated.emit("Übergangsheim Süd")
    press(Key.Key_Return)
    client = record(d.file, client_id).client
    assert (client.accommodation_id, client.accommodation) == (home, "municipal_shared")
    note = said_at(facts.forms[3], "shelter")
    assert note == "Gemeinschaftsunterkunft der Kommune, Köln"
    line = control(facts.forms[3], "shelter")
    view(d).show_fact("shelter")
    select_all()
    type_in("Westhof")
    assert line.accessibleDescription() == "neu, wird angelegt"
    press(Key.Key_Return)
    assert record(d.file, client_id).shelter.name == "Westhof"
    view(d).show_fact("ags")
    select_all()
    fields("Bonn")
    settle()
    assert line.accessibleDescription() == "Die Unterkunft liegt in Köln, die Kommune der Person ist Bonn."
    click(d, "Unterkunft öffnen")
    assert d.seen[-1] == ("shelters", {"shelter_id": record(d.file, client_id).client.accommodation_id})


def test_a_child_is_entered_corrected_and_removed_by_keyboard(d: Desk) -> None:
    client_id, facts = at_facts(d)
    listed(facts, "child").start()
    fields("2091")
    assert "kein Jahr bis heute" in listed(facts, "child").new.form.box("birth_year").control.targets()[
        0].accessibleDescription()
    listed(facts, "child").new.form.focus("birth_year")
    select_all()
    fields("2019", "bei der Person", "ja")
    press(Key.Key_Return, CTRL)
    settle()
    (child,) = record(d.file, client_id).children
    assert (child.birth_year, child.lives_with, child.care_need) == (2019, "with_person", "yes")
    assert focused().accessibleName() == "Neues Kind"
    assert "lebt bei der Person · Betreuung nötig" in texts(d)
    click(d, "Ändern: geboren 2019")
    select_all()
    fields("2020")
    assert record(d.file, client_id).children[0].birth_year == 2020
    press(Key.Key_Escape)
    click(d, "Entfernen: geboren 2020")
    assert record(d.file, client_id).children == ()
    assert d.toast == "Kind entfernt."
    d.window.desk.strip.undo()
    settle()
    assert "geboren 2020" in texts(d)


def test_one_form_is_open_at_a_time_drafts_stay_and_german_is_no_other_language(alone: Callable[..., Desk]) -> None:
    d = alone()
    client_id, facts = at_facts(d)
    assert strong(d) == ["Notiz"]
    listed(facts, "spoken").start()
    type_in("Franz")
    listed(facts, "child").start()
    assert strong(d) == ["Kind eintragen"]
    assert draft_of(d.file, f"spoken:{client_id}") is not None
    press(Key.Key_Escape)
    assert strong(d) == ["Notiz"]
    d.go("client", client_id=amira(d.file), tab="facts")
    assert not facts.busy
    d.go("client", client_id=client_id, tab="facts")
    spoken = listed(facts, "spoken")
    assert spoken.new is not None and spoken.new.form.texts()["language"] == "fra"
    retype(d, spoken.new.form, "Deutsch")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).languages == ()
    retype(d, spoken.new.form, "Französisch", "fließend", "ja")
    press(Key.Key_Return, CTRL)
    assert record(d.file, client_id).languages[0].language == "fra"


def test_a_sister_is_found_by_typing_linked_opened_and_unlinked_and_both_stay(d: Desk) -> None:
    client_id, facts = at_facts(d)
    sister = amira(d.file, given_name="Zahra", original_script="زهرا")
    number = f"K-{record(d.file, sister).client.number:04}"
    links = listed(facts, "link")
    links.start()
    fields("Niemand", "Schwester")
    press(Key.Key_Return, CTRL)
    assert focused().accessibleDescription().startswith("„Niemand“ steht nicht in der Klientendatei.")
    assert links.new is not None
    links.new.form.focus("other")
    select_all()
    type_in("زهرا")
    links.new.form.box("other").control.line.completer().activated.emit(f"MUSTER, Zahra, {number}")  # type: ignore[attr-defined]
    d.go("clients")
    d.go("client", client_id=client_id, tab="facts")
    # the draft has the words alone
    assert links.new is not None and links.new.form.values()["other"] == sister
    links.new.save()
    settle()
    (relative,) = record(d.file, client_id).relatives
    assert (relative.client_id, relative.relation) == (sister, "sibling")
    assert f"Schwester oder Bruder · {number}" in texts(d)
    click(d, "Öffnen: MUSTER, Zahra")
    page = d.window.desk.pages.page
    assert page is not None and page.title == "MUSTER, Zahra"
    view(d).enter_tab("facts")
    click(d, "Lösen: MUSTER, Amira")
    assert record(d.file, client_id).relatives == record(d.file, sister).relatives == ()


def test_every_fact_has_its_tab(d: Desk) -> None:
    at_facts(d)
    for attribute, tab in {**TAB_OF, "nationalities": "facts", "phone": "facts"}.items():
        view(d).show_fact(attribute)
        assert (view(d).tabs.current, caret_in(view(d).ground)) == (
            tab, "nationality_1" if attribute == "nationalities" else attribute)


def test_nothing_is_cut_with_lists_and_forms_at_200_percent(alone: Callable[..., Desk]) -> None:
    d = alone(2.0)
    client_id, facts = at_facts(d)
    person.add(d.file, Child, client_id, birth_year=2019, lives_with="other_parent", care_need="no")
    person.add(d.file, SpokenLanguage, client_id, language="pcm", level="everyday", reads="no")
    listed(facts, "link").start()
    settle()
    assert unfit(d) == []
