"""The page Adressbuch by keyboard on a real file: found by typing, copied by a key, and its number in a referral."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.store.casefile import CaseFile
from app.store.queries import organisations as query
from app.ui.contact_forms import provider_person
from app.ui.contact_words import reached
from app.ui.contacts_page import ContactsPage
from app.ui.drafts import draft_of
from app.ui.referral_page import ReferralPage
from app.ui.window import Window
from app.usecases import organisations, referral
from tests.ui import office
from tests.ui.looks import cut, ring_gaps, settle, too_wide
from tests.ui.office import Away, Clock, key, press, texts, typed

Pages = Callable[..., Window]
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(on_pages: Pages, file: CaseFile, **look: float) -> tuple[Window, ContactsPage]:
    """A provider and an office with a person, and the page on them."""
    organisations.add(file, name="VHS MUSTER", phone="0200 5", mail="vhs@muster.example")
    office_id = organisations.add(file, name="Jobcenter MUSTER", kind="authority", phone="02931 94-1234")
    organisations.add_person(file, office_id, name="Frau Öztürk", task="Leistung", phone="02931 94-77")
    window = on_pages({"contacts": partial(ContactsPage, file=file)}, **look)
    window.desk.go("contacts")
    settle()
    page = window.desk.pages.page
    assert isinstance(page, ContactsPage)
    return window, page


def shown(page: ContactsPage) -> list[str]:
    return [one.organisation.name for one in page._list.table.lines_model.lines]


def test_typing_finds_and_a_key_copies_the_number(on_pages: Pages, file: CaseFile) -> None:
    window, page = opened(on_pages, file)
    assert shown(page) == ["Jobcenter MUSTER", "VHS MUSTER"]
    typed("oztu")
    assert shown(page) == ["Jobcenter MUSTER"]
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "02931 94-1234"
    assert "Telefonnummer kopiert: " in "\n".join(one.text() for one in window.findChildren(QLabel))
    key(Qt.Key.Key_R)
    assert page._list.search.text() == "oztur" and page._list.search.hasFocus()
    typed("xx")
    assert "Nichts gefunden" in texts(window)
    press(window, "Alle zeigen")
    press(window, "Behörde")
    assert shown(page) == ["Jobcenter MUSTER"]
    press(window, "Alle")
    page._list.table.setFocus()
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.clipboard().text() == "vhs@muster.example"


def test_an_entry_is_made_corrected_and_removed_by_keyboard(on_pages: Pages, file: CaseFile) -> None:
    window, page = opened(on_pages, file)
    press(window, "Neuer Eintrag")
    typed("Beratung MUSTER")
    key(Qt.Key.Key_Return, CTRL)
    assert page._list.current is not None and page._list.current.organisation.name == "Beratung MUSTER"
    page._list.table.setFocus()
    key(Qt.Key.Key_Return)
    typed("0200 77")
    key(Qt.Key.Key_Return)
    assert query.book(file)[0].phone == "0200 77" and "0200 77" in texts(window)
    page._list.table.setFocus()
    key(Qt.Key.Key_Delete)
    assert len(query.book(file)) == 2
    window.desk.strip.undo()
    settle()
    assert len(query.book(file)) == 3
    press(window, "Neuer Eintrag")
    typed("vhs muster")
    key(Qt.Key.Key_Return, CTRL)
    assert "„vhs muster“ steht schon im Adressbuch." in texts(window) and page.may_leave()
    key(Qt.Key.Key_Escape)
    assert draft_of(file, "contacts:") is not None and len(query.book(file)) == 3


def test_a_person_there_is_entered_changed_and_removed(on_pages: Pages, file: CaseFile) -> None:
    window, page = opened(on_pages, file)
    press(window, "Neue Ansprechperson")
    typed("Herr MUSTER")
    key(Qt.Key.Key_Return, CTRL)
    assert [one.name for one in query.book(file)[0].persons] == ["Frau Öztürk", "Herr MUSTER"]
    page._side.correct(query.book(file)[0].persons[1].id)
    settle()
    typed("Herr MUSTER junior")
    key(Qt.Key.Key_Return)
    assert query.book(file)[0].persons[1].name == "Herr MUSTER junior"
    page._side._remove_person(query.book(file)[0].persons[1].id)
    assert len(query.book(file)[0].persons) == 1


def test_the_number_of_the_provider_stands_in_the_referral(on_pages: Pages, file: CaseFile, clock: Clock,
                                                           away: Away) -> None:
    office.take_catalogue(file)
    case_id, (entry, *_more) = office.person(file, clock, "Amira"), query.book(file)
    offering = next(o for o in office.offers.current(file).listed
                    if o.provider == entry.organisation.name and o.lifecycle == "active")
    made = referral.begin(file, case_id, offering.key, on=file.today(), reason="Übung")
    organisations.change(file, entry.organisation.id, phone="0200 4711")
    organisations.add_person(file, entry.organisation.id, name="Herr MUSTER", task="Anmeldung", phone="0200 4712")
    window = on_pages({"referral": partial(ReferralPage, file=file), "client": lambda _shell: away})
    window.desk.go("referral", referral_id=made)
    office.work_done(window)
    said = texts(window).replace("\u2068", "").replace("\u2069", "")
    for words in (offering.provider_phone, "0200 4711", "Herr MUSTER, Anmeldung, 0200 4712"):
        assert words in said


def test_without_the_book_the_referral_says_what_it_remembers(file: CaseFile) -> None:
    assert reached("0200 1", None) == [("Telefon", "0200 1")] and reached("", None) == []
    made = organisations.add(file, name="VHS MUSTER", phone="0200 5")
    organisations.add_person(file, made, name="Frau Öztürk", phone="0200 6")
    assert [name for name, _value in reached("", query.of_provider(file, "vhs muster"))] == ["Telefon", "Person dort"]
    assert provider_person(file, "VHS Muster").find("oz") == [("Frau Öztürk 0200 6", "Frau Öztürk 0200 6")]


def test_nothing_is_cut_at_200_percent_and_tab_goes_round(on_pages: Pages, file: CaseFile) -> None:
    window, page = opened(on_pages, file, zoom=2.0)
    assert (cut(window.desk.pages), too_wide(window.desk.pages)) == ([], [])
    stops, gaps = ring_gaps(window, window.ring)
    assert gaps == [] and stops > 12
    page.add()
    settle()
    assert (cut(window.desk.pages), too_wide(window.desk.pages)) == ([], [])
