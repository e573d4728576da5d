"""Own text modules in the settings: added, changed, removed and brought back, the delivered ones taken as a pattern."""

from collections.abc import Callable

from app.domain.text_module import delivered
from app.store.casefile import CaseFile
from app.store.queries import text_modules
from app.ui.settings_page import SettingsPage
from app.ui.settings_texts import TextsPart
from app.ui.shell import PageEntry
from app.ui.window import Window
from tests.ui.clientdesk import CTRL, Key, fields, press, type_in
from tests.ui.looks import settle
from tests.ui.office import Away


def test_own_modules_are_added_changed_removed_and_brought_back(
    on_pages: Callable[..., Window], file: CaseFile, away: Away,
) -> None:
    window = on_pages({"away": lambda _shell: away})
    window.add_pages([PageEntry(id="settings", label="Einstellungen", icon="settings",
                                factory=lambda shell: SettingsPage(shell, file, window))])
    window.desk.go("settings", part="texts")
    settle()
    (part,) = window.findChildren(TextsPart)
    part.own.start()
    fields("bus", "Buskarte")
    type_in("Karte für {name}")
    press(Key.Key_Return, CTRL)
    settle()
    assert [(m.short, m.title, m.text) for m in text_modules.own(file)] == [("bus", "Buskarte", "Karte für {name}")]
    part.own.form.focus("title")
    press(Key.Key_A, CTRL)
    fields("Fahrkarte")
    assert text_modules.own(file)[0].title == "Fahrkarte"
    settle()
    current = part.own.current()
    assert current is not None
    part.remove(current)
    assert text_modules.own(file) == ()
    window.desk.strip.undo()
    assert [m.title for m in text_modules.own(file)] == ["Fahrkarte"]
    settle()
    part.shipped.set_current(delivered()[0].id)
    part.take()
    assert {m.short for m in text_modules.own(file)} == {"bus", delivered()[0].short}
