"""The form of Angebote that shows them: the head, the list with its filters, one offering in full beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.dates import Month
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui import catalogue_words
from app.ui.catalogue_detail import OfferDetail
from app.ui.catalogue_head import context, stale
from app.ui.catalogue_list import FilteredOffers, Wanted
from app.ui.catalogue_reading import OfferReader
from app.ui.catalogue_words import OfferFilter
from app.ui.client_parts import ActPanel
from app.ui.components import Banner, EmptyState, PageHeader
from app.ui.controls import button
from app.ui.layouts import card, column, holder, page, row
from app.ui.page_parts import Slot, tall_page
from app.ui.shell import Shell
from app.ui.theme import T


class OffersForm:
    """It lives as long as its page: ``switch`` shows it anew, ``read_in`` begins an import, each of ``notices`` is
    asked for a banner."""

    def __init__(self, shell: Shell, file: CaseFile, reader: OfferReader, switch: Callable[[], object],
                 read_in: Callable[[], object], notices: Sequence[Callable[[], Banner | None]]) -> None:
        self._shell, self._file, self._reader = shell, file, reader
        self._switch, self._read_in, self._notices = switch, read_in, notices
        self._wanted = Wanted(filter=OfferFilter(month=Month.of(file.today())))
        # below 90 letters list and detail take turns
        self._alone = False
        self._detail: OfferDetail | None = None

    def choose(self, key: str) -> None:
        """The offering the form shows when it is built next, alone where it takes turns with the list."""
        self._wanted, self._alone = Wanted(filter=OfferFilter(withdrawn=True), key=key), True

    @property
    def _one(self) -> bool:
        """Whether the offering stands alone."""
        return self._alone and not T.wide

    @property
    def hint(self) -> ActPanel | None:
        """The form about the offering, while it is open."""
        return self._detail.hint if self._detail is not None else None

    def build(self) -> QWidget:
        """The list with its filters, or the offering alone."""
        self._detail = OfferDetail(self._shell, self._file, self._refer, self.find_people)
        if self._one:
            back = button(_("Angebote"), "link", "arrow-left", call=self._leave_detail)
            self._first: QWidget = back
            return page(holder(row(back, None)), self._detail, None, scrolls=True)
        self._read = button(_("Katalog einlesen"), icon="file-down", call=self._read_in)
        self._header = PageHeader(_("Angebote"), "", self._read)
        self._banner, self._empty = Slot(), Slot()
        self._body = FilteredOffers(self._wanted, Month.of(self._file.today()), self._detail)
        self._body.opened.connect(self._open)
        if T.wide:
            self._body.chosen.connect(self._show_detail)
        self._first = self._body.search
        items = (self._header, self._banner, self._empty, self._body)
        if not T.wide:
            return page(*items, None, gap=12, scrolls=True)
        return tall_page(*items, main=self._body)

    def refresh(self) -> None:
        """Shows what was read last."""
        if self._one:
            self._show_detail()
        else:
            self._show_head()
            self._body.show_found(self._reader.found)

    def _show_head(self) -> None:
        current = self._reader.found.current
        empty = current.catalogue is None and not current.own
        focus = QApplication.focusWidget()
        here = focus is None or self._body.isAncestorOf(focus) or self._empty.isAncestorOf(focus)
        self._body.setVisible(not empty)
        self._read.setVisible(not empty)
        self._header.set_context(context(current))
        sentence = stale(current, self._file.today())
        banners = [*([Banner("warn", sentence)] if sentence else []),
                   *(one for notice in self._notices if (one := notice()) is not None)]
        self._banner.put(holder(column(*banners, gap=8)) if banners else None)
        if not empty:
            self._empty.put(None)
            self._first = self._body.search
            return
        start = button(_("Katalog einlesen"), "primary", "file-down", call=self._read_in)
        self._first = start
        self._empty.put(card(EmptyState(
            "book-open-text", _("Noch kein Katalog"),
            _("Hier stehen die Angebote der Träger. Sie kommen als Datei von der Geschäftsführenden Stelle; ziehen Sie "
              "sie auf diese Seite."), start)))
        if here and start.isVisible():
            # the search, which had it until this was known, has gone
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_detail(self) -> None:
        assert self._detail is not None
        found, key = self._reader.found, self._wanted.key
        show = self._detail.show_now if self._one else self._detail.show_soon
        show(found.offerings.get(key), found.current.referred.get(key, 0))

    def _open(self, key: str) -> None:
        if T.wide:
            self._refer(key)
        else:
            self._alone = True
            self._switch()

    def _leave_detail(self) -> None:
        self._alone = False
        self._switch()

    def _refer(self, key: str) -> None:
        if not catalogue_words.closed(self._reader.found.offerings[key]):
            self._shell.go("referral", offering_key=key)

    def find_people(self) -> None:
        """To those whom the offering suits."""
        self._shell.go("who_fits", offering_key=self._wanted.key)

    def nobody_asked(self) -> str:
        """Why nobody can be looked for now, "" when it is possible."""
        offering = self._reader.found.offerings.get(self._wanted.key)
        return catalogue_words.closed(offering) if offering is not None else _("Wählen Sie erst ein Angebot.")

    def first_focus(self) -> QWidget:
        """The search, the empty state's button, or the link back."""
        return self._first

    def areas(self) -> Sequence[QWidget]:
        """Search, list, detail."""
        assert self._detail is not None
        return (self._first, self._detail) if self._one else (self._first, self._body.list, self._detail)

    def find(self) -> bool:
        """Goes to the search; False where there is none or it has the keyboard."""
        if self._one or self._body.search.hasFocus():
            return False
        self._body.search.setFocus()
        return True
