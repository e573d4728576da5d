"""The page Unterkünfte by keyboard on a real file: who lives where, what is known of a house, how one goes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from app.store.casefile import CaseFile
from app.store.queries import clients, shelters
from app.ui.shelters_page import SheltersPage
from app.ui.table import TableView
from app.ui.window import Window
from app.usecases import casework
from tests.ui import office
from tests.ui.looks import cut, settle, too_wide
from tests.ui.office import Away, Clock, key, press, texts, typed

Pages = Callable[..., Window]


def at_shelters(on_pages: Pages, file: CaseFile, away: Away, clock: Clock, zoom: float = 1.0) -> tuple[Window, str]:
    """Amira lives in Nordhof, nobody in Westhof; the window on the page, and her id."""
    office.person(file, clock, "Amira")
    (amira,) = clients.lines(file)
    for name in ("Westhof", "Nordhof"):
        casework.change_client(file, amira.client_id, shelter=name)
    window = on_pages({"shelters": partial(SheltersPage, file=file), "client": lambda _shell: away}, zoom=zoom)
    window.desk.go("shelters")
    settle()
    return window, amira.client_id


def test_a_house_is_described_once_for_all_who_live_there(
        on_pages: Pages, file: CaseFile, away: Away, clock: Clock) -> None:
    window, _ = at_shelters(on_pages, file, away, clock)
    page = window.desk.pages.page
    assert isinstance(page, SheltersPage) and page._tab is not None
    assert [line.people for line in page._tab.table.lines_model.lines] == [1, 0]
    page._tab.form.focus("visiting_days")
    typed("Di ab 14 Uhr")
    key(Qt.Key.Key_Return)
    (nordhof, _westhof) = shelters.lines(file)
    assert (nordhof.shelter.name, nordhof.shelter.visiting_days) == ("Nordhof", "Di ab 14 Uhr")
    assert "MUSTER, Amira" in [line.name for line in shelters.residents(file, nordhof.shelter.id)]


def test_a_person_is_opened_from_the_house(on_pages: Pages, file: CaseFile, away: Away, clock: Clock) -> None:
    window, amira = at_shelters(on_pages, file, away, clock)
    people = office.named(window, TableView, "Personen")
    people.setFocus()
    key(Qt.Key.Key_Return)
    assert away.asked[-1] == {"client_id": amira}


def test_a_mistyped_house_goes_and_comes_back(on_pages: Pages, file: CaseFile, away: Away, clock: Clock) -> None:
    window, _ = at_shelters(on_pages, file, away, clock)
    page = window.desk.pages.page
    assert isinstance(page, SheltersPage)
    page.arrive(shelter_id=shelters.lines(file)[1].shelter.id)
    settle()
    assert page.where() == {"shelter_id": shelters.lines(file)[1].shelter.id}
    press(window, "Unterkunft entfernen")
    assert [line.shelter.name for line in shelters.lines(file)] == ["Nordhof"]
    window.desk.strip.undo()
    settle()
    assert [line.shelter.name for line in shelters.lines(file)] == ["Nordhof", "Westhof"]


def test_a_house_is_entered_before_anybody_lives_there(
        on_pages: Pages, file: CaseFile, away: Away, clock: Clock) -> None:
    window, _ = at_shelters(on_pages, file, away, clock)
    press(window, "Neue Unterkunft")
    typed("Sonnenhof")
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    added = {line.shelter.name: line.shelter for line in shelters.lines(file)}["Sonnenhof"]
    assert added.ags == file.meta("ags")
    assert "0 Personen" in [column.text(line) for line in _lines(window) for column in _columns(window)]


def test_nothing_is_cut_at_200_percent(on_pages: Pages, file: CaseFile, away: Away, clock: Clock) -> None:
    window, _ = at_shelters(on_pages, file, away, clock, zoom=2.0)
    assert (cut(window.desk.pages), too_wide(window.desk.pages)) == ([], [])
    assert "Was hier steht, gilt für alle, die dort wohnen." in texts(window)


def _lines(window: Window) -> tuple[object, ...]:
    page = window.desk.pages.page
    assert isinstance(page, SheltersPage) and page._tab is not None
    return page._tab.table.lines_model.lines


def _columns(window: Window) -> tuple[object, ...]:
    page = window.desk.pages.page
    assert isinstance(page, SheltersPage) and page._tab is not None
    return page._tab.table.lines_model.columns
