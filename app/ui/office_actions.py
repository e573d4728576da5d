"""What can be done on every page: new person, note, follow-up, undo, backup; declared once for menus, keys, palette."""

from collections.abc import Callable
from functools import partial

from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.ui import history
from app.ui.actions import Action
from app.ui.bin_page import DISCARD
from app.ui.client_flags import ADD as ADD_FLAG
from app.ui.drafts import DraftKeeper
from app.ui.focus import commit_focused
from app.ui.palette import Hit
from app.ui.window import Window

CLIENT = "client"


def shown_client(window: Window) -> str:
    """The person whose page is open, "" for none."""
    pages = window.desk.pages
    return str(getattr(pages.page, "client_id", "")) if pages.current_id == CLIENT else ""


def actions(window: Window, file: CaseFile) -> list[Action]:
    """The global acts; those of the window itself (search, text size, lock, quit) are declared there."""
    shell = window.desk

    def for_client(act: str) -> Callable[[str], object]:
        return lambda client_id: shell.go(CLIENT, client_id=client_id, **{act: True})

    def on_shown(act: str) -> None:
        shell.go(CLIENT, client_id=shown_client(window), **{act: True})

    def ask(panel: str, client_id: str) -> None:
        shell.go(CLIENT, client_id=client_id, act=panel)

    def ask_shown(panel: str, action: str, question: str) -> None:
        if shown_client(window):
            ask(panel, shown_client(window))
        else:
            window.palette_box.start_for(window.desk.actions.get(action), question, [])

    def follow_up() -> None:
        if shown_client(window):
            on_shown("follow_up")
        else:
            shell.go("today", follow_up=True)

    def save() -> None:
        # everything is saved as it is left; the key is for hands that have learned it, and for an answer
        for keeper in window.findChildren(DraftKeeper):
            keeper.flush()
        if commit_focused():
            shell.set_saved(_("Gespeichert {time:%H:%M:%S}").format(time=file.now()))
            shell.toast(_("Alles ist gespeichert."))
        else:
            shell.toast(_("Ein Feld ist noch nicht gültig und darum nicht gespeichert. Alles andere ist gespeichert."))

    def note() -> None:
        if shown_client(window):
            on_shown("note")
        else:
            page = window.desk.pages.page
            window.palette_box.start_for(window.desk.actions.get("note"), _("Notiz für wen? Name oder Nummer"),
                                         proposed(page.person() if page is not None else ""))

    def proposed(client_id: str) -> list[Hit]:
        found = clients.lines(file, only=[client_id]) if client_id else ()
        return [Hit(key=line.client_id, title=line.name, caption=f"K-{line.number:04d}") for line in found]

    return [
        Action(id="intake", label=_("Neue Person"), call=partial(shell.go, "intake"), shortcut="Ctrl+N",
               icon="user-plus", menu="Klient", for_text=lambda text: shell.go("intake", name=text),
               label_text=_("Neue Person „{text}“ aufnehmen")),
        Action(id="batch", label=_("Mehrere Personen aufnehmen"), call=partial(shell.go, "batch"), icon="users",
               menu="Klient"),
        Action(id="day", label=_("Tag in der Unterkunft"), call=partial(shell.go, "day", shelter=""), icon="building-2",
               menu="Klient"),
        Action(id="note", label=_("Notiz"), call=note, shortcut="Ctrl+Shift+N", icon="sticky-note", menu="Klient",
               for_client=for_client("note"), label_for=_("Notiz für {name}")),
        Action(id="follow_up", label=_("Wiedervorlage"), call=follow_up, shortcut="Ctrl+D", icon="alarm-clock",
               menu="Klient", for_client=for_client("follow_up"), label_for=_("Wiedervorlage für {name}")),
        Action(id="duplicates", label=_("Mögliche Dubletten"), call=partial(shell.go, "duplicates"), icon="users",
               menu="Klient"),
        Action(id="shelters", label=_("Unterkünfte"), call=partial(shell.go, "shelters"), icon="building-2",
               menu="Klient"),
        Action(id="sleeping", label=_("Ruhende Fälle"), call=partial(shell.go, "sleeping"), icon="moon", menu="Klient"),
        Action(id="save", label=_("Jetzt speichern"), call=save, shortcut="Ctrl+S", icon="check", menu="Datei"),
        Action(id="undo", label=_("Rückgängig"), call=partial(history.undo, shell, file), shortcut="Ctrl+Z",
               icon="undo-2", menu="Bearbeiten"),
        Action(id="redo", label=_("Wiederherstellen"), call=partial(history.redo, shell, file),
               shortcut=history.REDO_KEYS, menu="Bearbeiten"),
        Action(id="history", label=_("Verlauf der Schritte"), call=partial(shell.go, "history"), icon="history",
               shortcut="Ctrl+Shift+H", menu="Bearbeiten"),
        Action(id="flag", label=_("Merker setzen"), icon="flag", menu="Klient",
               call=partial(ask_shown, ADD_FLAG, "flag", _("Merker für wen? Name oder Nummer")),
               for_client=partial(ask, ADD_FLAG), label_for=_("Merker für {name} setzen")),
        Action(id="discard", label=_("Akte in den Papierkorb legen …"), icon="trash-2", menu="Klient",
               call=partial(ask_shown, DISCARD, "discard", _("Wessen Akte? Name oder Nummer")),
               for_client=partial(ask, DISCARD), label_for=_("Akte von {name} in den Papierkorb legen")),
        Action(id="figures", label=_("Eigene Zahlen"), call=partial(shell.go, "figures"), icon="chart-column",
               menu="Ansicht"),
        Action(id="bin", label=_("Papierkorb"), call=partial(shell.go, "bin"), icon="trash-2", menu="Bearbeiten"),
        Action(id="old_list", label=_("Alte Liste übernehmen"), call=partial(shell.go, "old_list"), icon="file-up",
               menu="Datei"),
        Action(id="backup_usb", label=_("Auf USB sichern"), icon="usb", menu="Datei",
               call=partial(shell.go, "settings", part="backup", start="usb")),
        Action(id="backup", label=_("An anderem Ort sichern …"), icon="download", menu="Datei",
               call=partial(shell.go, "settings", part="backup", start="file")),
        Action(id="restore", label=_("Sicherung wiederherstellen …"), call=partial(shell.go, "restore"),
               icon="history", menu="Datei"),
        Action(id="check", label=_("Klientendatei prüfen"), call=partial(shell.go, "settings", part="check"),
               icon="shield-check", menu="Datei"),
    ]
