"""The page Angebote: its actions, and which form stands on it: the offerings, an import, or whom that concerns."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.ui.actions import Action
from app.ui.catalogue_affected import AffectedPeople
from app.ui.catalogue_head import HintsOut
from app.ui.catalogue_import import CatalogueImport
from app.ui.catalogue_import_form import ImportForm
from app.ui.catalogue_offers import OffersForm
from app.ui.catalogue_reading import OfferReader
from app.ui.client_attachments import FileDrop
from app.ui.page_parts import StagedPage
from app.ui.shell import Shell

SHOWS = frozenset({"catalogue", "offering", "referral", "referral_step", "follow_up", "offering_feedback"})


class CataloguePage(StagedPage):
    """Master list of offerings with filter chips; while a catalogue comes in, the import takes the page."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Angebote")
        self._import = CatalogueImport(shell, file, self._switch)
        self._people = AffectedPeople(shell, file, self._switch)
        self._hints = HintsOut(shell, file)
        self._reader = OfferReader(shell, file, self._have)
        self._offers = OffersForm(shell, file, self._reader, self._switch, self._import.choose,
                                  (self._people.banner, self._hints.banner))
        self._form_of_import: ImportForm | None = None
        self._asks = False

    def arrive(self, **where: object) -> None:
        """``offering_key`` shows that offering; ``path`` reads a catalogue at once, ``read`` asks for one."""
        self._asks = bool(where.get("read"))
        key, path = where.get("offering_key"), where.get("path")
        if isinstance(key, str):
            self._offers.choose(key)
        if isinstance(path, str | Path):
            self._import.start(Path(path))
        if key or path:
            # filled right after
            super()._switch()

    def build(self, parent: QWidget) -> QWidget:
        """The form the page has come to; a file that is dropped on any of them is read."""
        stage = super().build(parent)
        FileDrop(stage).dropped.connect(self._import.take)
        return stage

    def lasting(self, where: dict[str, object]) -> dict[str, object]:
        """Who comes back is not asked for a file again."""
        return {name: value for name, value in where.items() if name != "read"}

    def _switch(self) -> None:
        super()._switch()
        if self._stage is not None:
            self.refresh(None)

    def _form(self) -> QWidget:
        self._form_of_import = ImportForm(self._import) if self._import.active else None
        return (self._form_of_import or (self._people if self._people.active else self._offers)).build()

    def refresh(self, change: object) -> None:
        """Reads the catalogue anew where one was written; the import shows itself."""
        if self._asks and self._stage is not None:
            self._asks = False
            # after the page has its place: the file dialog stands over it
            QTimer.singleShot(0, self._stage, self._import.choose)
        if self._form_of_import is not None:
            self._form_of_import.refresh()
            return
        if isinstance(change, Change) and not change.entities & SHOWS:
            return
        self._people.read()
        if self._people.active:
            self._people.refresh()
            return
        if isinstance(change, Change) and "offering" in change.entities:
            self._reader.forget()
        self._reader.ask()

    def _have(self) -> None:
        """Shows what was read; another form may stand on the page by now."""
        if self._form_of_import is None and not self._people.active:
            self._offers.refresh()

    def first_focus(self) -> QWidget | None:
        """What the form that is shown begins with."""
        if self._form_of_import is not None:
            return self._form_of_import.first_focus()
        return self._people.areas()[0] if self._people.active else self._offers.first_focus()

    def areas(self) -> Sequence[QWidget]:
        """Those of the form that is shown."""
        return (self._form_of_import or (self._people if self._people.active else self._offers)).areas()

    def actions(self) -> Sequence[Action]:
        """Reading a catalogue, doing what the form shown is for, reminding of whom it concerns, handing hints on."""
        return (
            Action(id="catalogue.read", label=_("Katalog einlesen"), call=self._import.choose, icon="file-down",
                   menu="Datei", shortcut="Ctrl+O"),
            Action(id="catalogue.apply", label=_("Änderungen am Katalog übernehmen"), call=self._confirm,
                   shortcut="Ctrl+Return, Ctrl+Enter", icon="check", menu="Bearbeiten", blocked=self._unready),
            Action(id="catalogue.remind", label=_("Wiedervorlagen für betroffene Klienten anlegen"),
                   call=self._people.remind, icon="calendar-clock", menu="Bearbeiten", blocked=self._people.blocked),
            Action(id="catalogue.who", label=_("Wer passt?"), call=self._offers.find_people, shortcut="Ctrl+M",
                   icon="users", menu="Bearbeiten", blocked=self._nobody_asked),
            Action(id="catalogue.hints", label=_("Hinweise an die Geschäftsführende Stelle ausgeben"),
                   call=self._hints.ask_place, icon="send", menu="Datei", blocked=self._hints.blocked),
        )

    def _confirm(self) -> None:
        """Strg+Eingabe: the primary button of the form that is shown."""
        if self._import.active:
            self._import.apply()
        elif self._people.active:
            self._people.remind()
        elif self._offers.hint is not None:
            self._offers.hint.confirm()

    def _unready(self) -> str:
        if not self._import.active and (self._people.active or self._offers.hint is not None):
            return ""
        return self._import.blocked()

    def _nobody_asked(self) -> str:
        if self._import.active or self._people.active:
            return _("Wählen Sie erst ein Angebot.")
        return self._offers.nobody_asked()

    def find(self) -> bool:
        """Ctrl+F: the search of this page first."""
        return not self._import.active and not self._people.active and self._offers.find()
