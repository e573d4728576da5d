"""The page Angebote: what is in force with its filters, one offering in full, the way into an import, whom it
concerns, and the hints to the GfS."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.catalogue import Offering
from app.domain.dates import Month
from app.i18n import _
from app.store.casefile import CaseFile, Change
from app.store.queries import offers
from app.store.queries.offers import CurrentOffers
from app.ui import catalogue_words
from app.ui.actions import Action
from app.ui.catalogue_affected import AffectedPeople
from app.ui.catalogue_detail import detail, hint_panel
from app.ui.catalogue_filter import OfferFilterBar
from app.ui.catalogue_head import HintsOut, context, stale
from app.ui.catalogue_import import CatalogueImport
from app.ui.catalogue_import_form import ImportForm
from app.ui.catalogue_rows import OfferList, OfferRow, offer_row
from app.ui.catalogue_words import OfferFilter
from app.ui.client_attachments import FileDrop
from app.ui.components import Banner, EmptyState, PageHeader
from app.ui.controls import button, label
from app.ui.layouts import beside, card, column, framed, holder, page, row, scroll
from app.ui.page_parts import Slot, Stage, lead_into, refill, tall_page
from app.ui.shell import Page, Shell
from app.ui.theme import T

SHOWS = frozenset({"catalogue", "offering", "referral", "referral_step", "follow_up", "offering_feedback"})


class CataloguePage(Page):
    """Master list of offerings with filter chips; while a catalogue comes in, the import takes the page."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Angebote")
        self._shell, self._file = shell, file
        self._filter = OfferFilter(month=Month.of(file.today()))
        self._import = CatalogueImport(shell, file, self._switch)
        self._people = AffectedPeople(shell, file, self._switch)
        self._hints = HintsOut(shell, file)
        self._form_of_import: ImportForm | None = None
        self._offers: offers.CurrentOffers | None = None
        self._offerings: dict[str, Offering] = {}
        self._rows: dict[str, OfferRow] = {}
        self._chosen = ""
        # below 90 letters list and detail take turns
        self._alone = False
        self._stage: Stage | None = None

    def arrive(self, **where: object) -> None:
        """``offering_key`` shows that offering; ``path`` reads a catalogue at once."""
        key, path = where.get("offering_key"), where.get("path")
        if isinstance(key, str):
            self._chosen, self._filter, self._alone = key, OfferFilter(withdrawn=True), True
        if isinstance(path, str | Path):
            self._import.start(Path(path))

        if self._stage is not None and (key or path):
            self._switch()

    def build(self, parent: QWidget) -> QWidget:
        """The list with its filters, the offering alone, or the import."""
        self._stage = Stage(self._form())
        FileDrop(self._stage).dropped.connect(self._import.take)
        return self._stage

    def _switch(self) -> None:
        if self._stage is not None:
            self._stage.swap(self._form(), self.first_focus)
            self.refresh(None)

    def _form(self) -> QWidget:
        self._form_of_import = ImportForm(self._import) if self._import.active else None
        if self._form_of_import is not None:
            return self._form_of_import.build()
        if self._people.active:
            return self._people.build()
        self._detail = Slot()
        if self._alone and not T.wide:
            back = button(self.title, "link", "arrow-left", call=self._leave_detail)
            self._first: QWidget = back
            return page(holder(row(back, None)), self._detail, None, scrolls=True)
        self._read = button(_("Katalog einlesen"), icon="file-down", call=self._import.choose)
        self._header = PageHeader(self.title, "", self._read)
        self._banner, self._empty = Slot(), Slot()
        self._body = self._list_body()
        items = (self._header, self._banner, self._empty, self._body)
        if not T.wide:
            return page(*items, None, gap=12, scrolls=True)
        return tall_page(*items, main=self._body)

    def _list_body(self) -> QWidget:
        self._list = OfferList(self.title)
        self._list.current_changed.connect(self._choose_offer)
        self._list.opened.connect(self._open)
        self._bar = OfferFilterBar(self._filter, Month.of(self._file.today()))
        self._bar.changed.connect(self._narrow)
        lead_into(self._bar.search, self._list)
        self._first = self._bar.search
        listed = framed(self._list)
        if not T.wide:
            self._list.clicked.connect(lambda: self._open(self._list.current_key()))
            return holder(column(self._bar, listed, gap=10))
        side = scroll(holder(column(self._detail, None)))
        body = column(self._bar, beside(listed, side, 380), gap=10)
        body.setStretch(1, 1)
        return holder(body)

    def _narrow(self, wanted: object) -> None:
        if isinstance(wanted, OfferFilter):
            self._filter = wanted
            self._show_list()

    def refresh(self, change: object) -> None:
        """Reads the catalogue anew where one was written; the import shows itself."""
        if self._form_of_import is not None:
            self._form_of_import.refresh()
            return
        if isinstance(change, Change) and not change.entities & SHOWS:
            return
        self._people.read()
        if self._people.active:
            self._people.refresh()
            return
        self._read_offers(change)
        if self._offers is not None and not (self._alone and not T.wide):
            self._show_head(self._offers)
            self._show_list()
        else:
            self._show_detail()

    def _read_offers(self, change: object) -> None:
        written = isinstance(change, Change) and "offering" in change.entities
        before, self._offers = self._offers, offers.current(self._file, None if written else self._offers)
        if before is None or before.listed is not self._offers.listed:
            self._offerings = {listed.key: listed for listed in self._offers.listed}
            self._rows.clear()

    def _show_head(self, current: CurrentOffers) -> None:
        empty = current.catalogue is None and not current.own
        self._body.setVisible(not empty)
        self._read.setVisible(not empty)
        self._header.set_context(context(current))
        sentence = stale(current, self._file.today())
        banners = [*([Banner("warn", sentence)] if sentence else []),
                   *(one for one in (self._people.banner(), self._hints.banner()) if one is not None)]
        self._banner.put(holder(column(*banners, gap=8)) if banners else None)
        if not empty:
            self._empty.put(None)
            self._first = self._bar.search
            self._bar.show_places(catalogue_words.places(self._offerings.values()))
            return
        start = button(_("Katalog einlesen"), "primary", "file-down", call=self._import.choose)
        self._first = start
        self._empty.put(card(EmptyState(
            "book-open-text", _("Noch kein Katalog"),
            _("Hier stehen die Angebote der Träger. Sie kommen als Datei von der Geschäftsführenden Stelle; ziehen Sie "
              "sie auf diese Seite."), start)))

    def _show_list(self) -> None:
        shown = [offering for offering in self._offerings.values() if self._filter.keeps(offering)]
        for offering in shown:
            if offering.key not in self._rows:
                self._rows[offering.key] = offer_row(offering)
        refill(self._list, [self._rows[offering.key] for offering in shown], self._chosen)
        self._bar.set_found(_("{n} von {all} Angeboten").format(n=len(shown), all=len(self._offerings)))
        self._chosen = str(self._list.current_key() or "")
        if T.wide:
            self._show_detail()
        else:
            self._list.fit()

    def _choose_offer(self, key: object) -> None:
        if isinstance(key, str) and key != self._chosen:
            self._chosen = key
            if T.wide:
                self._show_detail()

    def _show_detail(self) -> None:
        offering = self._offerings.get(self._chosen)
        if offering is None:
            self._detail.put(card(label(_("Kein Angebot passt zu diesen Filtern."), "muted", wrap=True)))
            return
        referred = self._offers.referred.get(offering.key, 0) if self._offers else 0
        self._detail.put(detail(offering, referred, partial(self._refer, offering.key), self._say_hint))

    def _say_hint(self) -> None:
        panel = hint_panel(self._shell, self._file, self._offerings[self._chosen])
        panel.closed.connect(self._show_detail)
        self._detail.put(panel)
        panel.first().setFocus()

    def _open(self, key: object) -> None:
        if not isinstance(key, str):
            return
        self._chosen = key
        if T.wide:
            self._refer(key)
        else:
            self._alone = True
            self._switch()

    def _leave_detail(self) -> None:
        self._alone = False
        self._switch()

    def _refer(self, key: str) -> None:
        if not catalogue_words.closed(self._offerings[key]):
            self._shell.go("referral", offering_key=key)

    def first_focus(self) -> QWidget | None:
        """The search, the empty state's button, the link back, or the import's first control."""
        if self._form_of_import is not None:
            return self._form_of_import.first_focus()
        return self._people.areas()[0] if self._people.active else self._first

    def areas(self) -> Sequence[QWidget]:
        """Search, list, detail."""
        if self._form_of_import is not None:
            return self._form_of_import.areas()
        if self._people.active:
            return self._people.areas()
        return (self._first, self._detail) if self._alone and not T.wide else (self._first, self._list, self._detail)

    def actions(self) -> Sequence[Action]:
        """Reading a catalogue, doing what the form shown is for, reminding of whom it concerns, handing hints on."""
        return (
            Action(id="catalogue.read", label=_("Katalog einlesen"), call=self._import.choose, icon="file-down",
                   menu="Datei", shortcut="Ctrl+O"),
            Action(id="catalogue.apply", label=_("Änderungen am Katalog übernehmen"), call=self._confirm,
                   shortcut="Ctrl+Return, Ctrl+Enter", icon="check", menu="Bearbeiten", blocked=self._unready),
            Action(id="catalogue.remind", label=_("Wiedervorlagen für betroffene Klienten anlegen"),
                   call=self._people.remind, icon="calendar-clock", menu="Bearbeiten", blocked=self._people.blocked),
            Action(id="catalogue.hints", label=_("Hinweise an die Geschäftsführende Stelle ausgeben"),
                   call=self._hints.ask_place, icon="send", menu="Datei", blocked=self._hints.blocked),
        )

    def _confirm(self) -> None:
        """Strg+Eingabe: the primary button of the form that is shown."""
        if self._people.active and not self._import.active:
            self._people.remind()
        else:
            self._import.apply()

    def _unready(self) -> str:
        return "" if self._people.active and not self._import.active else self._import.blocked()

    def find(self) -> bool:
        """Ctrl+F: the search of this page first."""
        if self._import.active or self._people.active or (self._alone and not T.wide) or self._bar.search.hasFocus():
            return False
        self._bar.search.setFocus()
        return True
