"""What can be done on every page: new person, note, follow-up, undo, backup; declared once for menus, keys, palette."""

from collections.abc import Callable
from functools import partial

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.ui import history
from app.ui.actions import Action
from app.ui.bin_page import DISCARD
from app.ui.client_appointments import NEW as NEW_APPOINTMENT
from app.ui.client_flags import ADD as ADD_FLAG
from app.ui.drafts import DraftKeeper
from app.ui.focus import commit_focused
from app.ui.palette import Hit
from app.ui.window import Window
from app.usecases import role

CLIENT = "client"


def shown_client(window: Window) -> str:
    """The person whose page is open, "" for none."""
    pages = window.desk.pages
    return str(getattr(pages.page, "client_id", "")) if pages.current_id == CLIENT else ""


class _Asked:
    """Acts that need a person: the one shown, else whom the palette is asked for."""

    def __init__(self, window: Window, file: CaseFile) -> None:
        self._window, self._file, self._shell = window, file, window.desk

    def for_client(self, act: str) -> Callable[[str], object]:
        """The act for the person the palette has found."""
        return lambda client_id: self._shell.go(CLIENT, client_id=client_id, **{act: True})

    def panel(self, panel: str, client_id: str) -> None:
        """Opens a panel on the page of that person."""
        self._shell.go(CLIENT, client_id=client_id, act=panel)

    def panel_for(self, panel: str, action: str, question: str) -> None:
        """Opens a panel for the person shown, or asks for whom."""
        if shown_client(self._window):
            self.panel(panel, shown_client(self._window))
        else:
            self._window.palette_box.start_for(self._shell.actions.get(action), question, [])

    def follow_up(self) -> None:
        """For the person shown, else on Heute without one."""
        if shown_client(self._window):
            self.for_client("follow_up")(shown_client(self._window))
        else:
            self._shell.go("today", follow_up=True)

    def appointment(self) -> None:
        """With the person shown, else on the page Termine, where the person is looked for."""
        if shown_client(self._window):
            self.panel(NEW_APPOINTMENT, shown_client(self._window))
        else:
            self._shell.go("appointments", new=True)

    def note(self) -> None:
        """For the person shown; else the palette proposes whoever the page is about."""
        if shown_client(self._window):
            self.for_client("note")(shown_client(self._window))
            return
        page = self._shell.pages.page
        about = page.person() if page is not None else ""
        found = clients.lines(self._file, only=[about]) if about else ()
        proposed = [Hit(key=line.client_id, title=line.name, caption=f"K-{line.number:04d}") for line in found]
        self._window.palette_box.start_for(self._shell.actions.get("note"), _("Notiz für wen? Name oder Nummer"),
                                           proposed)

    def save(self) -> None:
        """Everything is saved as it is left; the key is for hands that have learned it, and for an answer."""
        for keeper in self._window.findChildren(DraftKeeper):
            keeper.flush()
        if commit_focused():
            self._shell.set_saved(_("Gespeichert {time:%H:%M:%S}").format(time=self._file.now()))
            self._shell.toast(_("Alles ist gespeichert."))
        else:
            self._shell.toast(_("Ein Feld ist noch nicht gültig und darum nicht gespeichert. Alles andere ist "
                                "gespeichert."))


def actions(window: Window, file: CaseFile) -> list[Action]:
    """The global acts; those of the window itself (search, text size, lock, quit) are declared there."""
    asked = _Asked(window, file)
    if role.is_gfs(file):
        # offices never load its pages
        from app.ui import gfs_office

        return [*gfs_office.page_actions(window), *_of_file(window, file, asked)]
    return [*_of_persons(window, asked), *_pages(window), *_of_file(window, file, asked)]


def _of_persons(window: Window, asked: _Asked) -> list[Action]:
    go = window.desk.go
    return [
        Action(id="intake", label=_("Neue Person"), call=partial(go, "intake"), shortcut="Ctrl+N",
               icon="user-plus", menu="Klient", for_text=lambda text: go("intake", name=text),
               label_text=_("Neue Person „{text}“ aufnehmen")),
        Action(id="note", label=_("Notiz"), call=asked.note, shortcut="Ctrl+Shift+N", icon="sticky-note", menu="Klient",
               for_client=asked.for_client("note"), label_for=_("Notiz für {name}")),
        Action(id="follow_up", label=_("Wiedervorlage"), call=asked.follow_up, shortcut="Ctrl+D", icon="alarm-clock",
               menu="Klient", for_client=asked.for_client("follow_up"), label_for=_("Wiedervorlage für {name}")),
        Action(id="flag", label=_("Merker setzen"), icon="flag", menu="Klient",
               call=partial(asked.panel_for, ADD_FLAG, "flag", _("Merker für wen? Name oder Nummer")),
               for_client=partial(asked.panel, ADD_FLAG), label_for=_("Merker für {name} setzen")),
        Action(id="appointment", label=_("Termin anlegen"), icon="calendar-clock", menu="Klient",
               call=asked.appointment, for_client=partial(asked.panel, NEW_APPOINTMENT),
               label_for=_("Termin mit {name} anlegen")),
        Action(id="discard", label=_("Akte in den Papierkorb legen …"), icon="trash-2", menu="Klient",
               call=partial(asked.panel_for, DISCARD, "discard", _("Wessen Akte? Name oder Nummer")),
               for_client=partial(asked.panel, DISCARD), label_for=_("Akte von {name} in den Papierkorb legen")),
    ]


def _pages(window: Window) -> list[Action]:
    """Pages that stand in no sidebar."""
    def page(name: str, words: str, icon: str, menu: str = "Klient", keys: str = "", **where: object) -> Action:
        return Action(id=name, label=words, call=partial(window.desk.go, name, **where), icon=icon, menu=menu,
                      shortcut=keys)

    return [
        page("batch", _("Mehrere Personen aufnehmen"), "users"),
        page("day", _("Tag in der Unterkunft"), "building-2", shelter=""),
        page("duplicates", _("Mögliche Dubletten"), "users"),
        page("shelters", _("Unterkünfte"), "building-2"),
        page("week", _("Woche"), "calendar-days"),
        page("appointments", _("Termine"), "calendar-days"),
        page("contacts", _("Adressbuch"), "phone"),
        page("sleeping", _("Ruhende Fälle"), "moon"),
        page("figures", _("Eigene Zahlen"), "chart-column", "Ansicht"),
        page("quality", _("Angaben prüfen"), "list-filter", "Ansicht"),
        page("history", _("Verlauf der Schritte"), "history", "Bearbeiten", "Ctrl+Shift+H"),
        page("bin", _("Papierkorb"), "trash-2", "Bearbeiten"),
        page("old_list", _("Alte Liste übernehmen"), "file-up", "Datei"),
        page("restore", _("Sicherung wiederherstellen …"), "history", "Datei"),
    ]


def _of_file(window: Window, file: CaseFile, asked: _Asked) -> list[Action]:
    shell = window.desk
    return [
        Action(id="save", label=_("Jetzt speichern"), call=asked.save, shortcut="Ctrl+S", icon="check", menu="Datei"),
        Action(id="undo", label=_("Rückgängig"), call=partial(history.undo, shell, file), shortcut="Ctrl+Z",
               icon="undo-2", menu="Bearbeiten"),
        Action(id="redo", label=_("Wiederherstellen"), call=partial(history.redo, shell, file),
               shortcut=history.REDO_KEYS, menu="Bearbeiten"),
        Action(id="backup_usb", label=_("Auf USB sichern"), icon="usb", menu="Datei",
               call=partial(shell.go, "settings", part="backup", start="usb")),
        Action(id="backup", label=_("An anderem Ort sichern …"), icon="download", menu="Datei",
               call=partial(shell.go, "settings", part="backup", start="file")),
        Action(id="own_data", label=_("Alle eigenen Daten ausgeben …"), icon="file-down", menu="Datei",
               call=partial(shell.go, "settings", part="data", start="data")),
        Action(id="check", label=_("Klientendatei prüfen"), call=partial(shell.go, "settings", part="check"),
               icon="shield-check", menu="Datei"),
        Action(id="update", label=_("Aktualisierung prüfen"), icon="usb", menu="Hilfe",
               call=partial(shell.go, "settings", part="check", start="update")),
        Action(id="about", label=_("Über Klientendatei"), call=partial(shell.go, "about"), icon="info", menu="Hilfe"),
    ]
