"""The page Angebote: the current catalogue with its filters, one offering in full, and the way into an import."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.catalogue import Catalogue, Offering
from app.domain.dates import Month, german
from app.domain.policy import policy_on
from app.i18n import _, ngettext
from app.store.casefile import CaseFile, Change
from app.store.queries import offers
from app.ui import catalogue_words
from app.ui.actions import Action
from app.ui.catalogue_filter import OfferFilterBar
from app.ui.catalogue_import import CatalogueImport
from app.ui.catalogue_rows import OfferList, OfferRow, offer_row
from app.ui.catalogue_words import OfferFilter
from app.ui.components import Banner, EmptyState, Facts, PageHeader
from app.ui.controls import button, label
from app.ui.layouts import FlowBox, beside, card, column, framed, holder, page, row, scroll
from app.ui.page_parts import Slot, Stage, lead_into, refill, tall_page
from app.ui.painted import StatusPill
from app.ui.shell import Page, Shell
from app.ui.theme import T


class CataloguePage(Page):
    """Master list of offerings with filter chips; while a catalogue comes in, the import takes the page."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Angebote")
        self._shell, self._file = shell, file
        self._filter = OfferFilter(month=Month.of(file.today()))
        self._import = CatalogueImport(shell, file, self._switch)
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
        return self._stage

    def _switch(self) -> None:
        if self._stage is not None:
            self._stage.swap(self._form(), self.first_focus)
            self.refresh(None)

    def _form(self) -> QWidget:
        if self._import.active:
            return self._import.build()
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
        if self._import.active:
            self._import.refresh()
            return
        if isinstance(change, Change) and not change.entities & {"catalogue", "offering", "referral"}:
            return
        before, self._offers = self._offers, offers.current(self._file, self._offers)
        if before is None or before.listed is not self._offers.listed:
            self._offerings = {listed.key: listed for listed in self._offers.listed}
            self._rows.clear()
        if self._alone and not T.wide:
            self._show_detail()
        else:
            self._show_head(self._offers.catalogue)
            self._show_list()

    def _show_head(self, catalogue: Catalogue | None) -> None:
        self._body.setVisible(catalogue is not None)
        self._read.setVisible(catalogue is not None)
        if catalogue is None:
            self._header.set_context("")
            self._banner.put(None)
            start = button(_("Katalog einlesen"), "primary", "file-down", call=self._import.choose)
            self._first = start
            self._empty.put(card(EmptyState(
                "book-open-text", _("Noch kein Katalog"),
                _("Hier stehen die Angebote der Träger. Sie kommen als Datei von der Geschäftsführenden Stelle."),
                start)))
            return
        self._empty.put(None)
        self._first = self._bar.search
        context = _("Katalog {number} „{name}“, Stand {as_of} · eigene Liste, nicht unterschrieben")
        self._header.set_context(context.format(number=catalogue.number, name=catalogue.name,
                                                as_of=german(catalogue.as_of)))
        sentence = self._stale(catalogue)
        self._banner.put(Banner("warn", sentence) if sentence else None)

    def _stale(self, catalogue: Catalogue) -> str:
        today = self._file.today()
        days = (today - catalogue.as_of).days
        if catalogue.valid_until is not None and catalogue.valid_until < today:
            return _("Katalog {number} galt bis {until}. Fragen Sie nach einem neueren.").format(
                number=catalogue.number, until=german(catalogue.valid_until))
        if days > policy_on(today).catalogue_stale_days:
            return _("Der Katalog ist {days} Tage alt. Plätze und Termine können sich geändert haben. Fragen Sie nach "
                     "einem neueren.").format(days=days)
        return ""

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
        self._detail.put(_detail(offering, referred, partial(self._refer, offering.key)))

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
        return self._import.first_focus() if self._import.active else self._first

    def areas(self) -> Sequence[QWidget]:
        """Search, list, detail."""
        if self._import.active:
            return self._import.areas()
        return (self._first, self._detail) if self._alone and not T.wide else (self._first, self._list, self._detail)

    def actions(self) -> Sequence[Action]:
        """Reading a catalogue, and applying what was read."""
        return (
            Action(id="catalogue.read", label=_("Katalog einlesen"), call=self._import.choose, icon="file-down",
                   menu="Datei"),
            Action(id="catalogue.apply", label=_("Änderungen am Katalog übernehmen"), call=self._import.apply,
                   shortcut="Ctrl+Return, Ctrl+Enter", icon="check", menu="Bearbeiten", blocked=self._import.blocked),
        )

    def find(self) -> bool:
        """Ctrl+F: the search of this page first."""
        if self._import.active or (self._alone and not T.wide) or self._bar.search.hasFocus():
            return False
        self._bar.search.setFocus()
        return True


def _detail(offering: Offering, referred: int, refer: Callable[[], object]) -> QWidget:
    """One offering in full: pills, text, every fact the catalogue states, and the one act."""
    pill = catalogue_words.seats(offering)
    said, missing = catalogue_words.facts(offering)
    facts = Facts(96)
    for name, value in said:
        facts.add(name, value)
    if missing:
        facts.add(_("Nicht angegeben"), ", ".join(missing))
    pills = FlowBox(StatusPill(catalogue_words.component_words(offering.component), "info", "layers"),
                    StatusPill(pill.text, pill.kind, pill.icon))
    parts: list[QWidget] = [pills, label(offering.title, "lead", wrap=True)]
    if offering.description:
        parts.append(label(offering.description, wrap=True, select=True))
    if referred:
        words = ngettext("{n} eigene Vermittlung hierhin", "{n} eigene Vermittlungen hierhin", referred)
        parts.append(label(words.format(n=referred), "caption"))
    reason = catalogue_words.closed(offering)
    act: QWidget = label(reason, "caption", wrap=True)
    if not reason:
        primary: QPushButton = button(_("Vermitteln"), "primary", "handshake", call=refer)
        act = holder(row(primary, None))
    return card(*parts, act, facts, gap=8)
