"""Persons whose offering a catalogue changed: the banner on the page, and the list until each is dealt with."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import affected
from app.store.queries.affected import AffectedReferral
from app.ui.catalogue_changes import ChangeList, affected_row
from app.ui.components import Banner, PageHeader
from app.ui.controls import button, key_hint
from app.ui.layouts import FlowBox, column, footer, framed, holder, page, row
from app.ui.page_parts import Leavable, Slot, tall_page
from app.ui.shell import Shell
from app.ui.theme import T
from app.usecases import catalogue_affected


class AffectedPeople:
    """Who is concerned by the catalogues that came in; lives as long as its page, ``switch`` shows it anew."""

    def __init__(self, shell: Shell, file: CaseFile, switch: Callable[[], object]) -> None:
        self._shell, self._file, self._switch = shell, file, switch
        self._owner = QObject()
        self._found: tuple[AffectedReferral, ...] = ()
        self.active = False

    def read(self) -> None:
        """Reads again who is left."""
        self._found = affected.outstanding(self._file)

    def blocked(self) -> str:
        """Why there is nothing to remind of, "" where there is."""
        return "" if self._found else _("Keiner Ihrer Klienten ist von einer Änderung am Katalog betroffen.")

    def _people(self) -> int:
        return len({one.client_id for one in self._found})

    def _said(self) -> str:
        people = self._people()
        words = ngettext("{n} Ihrer Klienten ist betroffen: Sein Angebot hat sich geändert.",
                         "{n} Ihrer Klienten sind betroffen: Ihre Angebote haben sich geändert.", people)
        return words.format(n=people)

    def _act_words(self) -> str:
        people = self._people()
        return ngettext("{n} Wiedervorlage anlegen", "{n} Wiedervorlagen anlegen", people).format(n=people)

    def banner(self) -> Banner | None:
        """What stands on the page while somebody is left."""
        if not self._found:
            return None
        return Banner("warn", self._said(), button(_("Ansehen"), call=self.open),
                      button(self._act_words(), icon="calendar-clock", call=self.remind), icon="users")

    def open(self) -> None:
        """Shows them one by one."""
        self.active = True
        self._switch()

    def close(self) -> None:
        """Back to the offerings."""
        self.active = False
        self._switch()

    def remind(self) -> None:
        """A follow-up for each person, in one act."""
        found = self._found
        if found:
            self._shell.run_task(self._owner, lambda _step: catalogue_affected.remind(self._file, found),
                                 self._reminded)

    def _reminded(self, made: int) -> None:
        self.close()
        words = ngettext("{n} Wiedervorlage angelegt", "{n} Wiedervorlagen angelegt", made)
        self._shell.toast(words.format(n=made), self._file.undo)

    def _set_aside(self, key: object) -> None:
        one = next((one for one in self._found if one.referral_id == key), None)
        if one is not None:
            before = catalogue_affected.set_aside(self._file, [one])
            self._show_again()
            self._shell.toast(_("Erledigt: {name}, {title}").format(name=one.name, title=one.title),
                              partial(self._bring_back, before))

    def _bring_back(self, before: str) -> None:
        catalogue_affected.take_back(self._file, before)
        self._show_again()

    def _show_again(self) -> None:
        self.read()
        self.active = self.active and bool(self._found)
        self._switch()

    def _open_person(self, key: object) -> None:
        for one in self._found:
            if one.referral_id == key:
                self._shell.open_client(one.client_id)

    def build(self) -> QWidget:
        """The list with the one act below it; Esc leads back."""
        back = button(_("Angebote"), "link", "arrow-left", call=self.close)
        head = holder(column(row(back, None), PageHeader(_("Betroffene Klienten"), self._said()), gap=2))
        self._list = ChangeList(_("Betroffene Klienten"), boxes=False)
        self._list.opened.connect(self._open_person)
        self._list.done.connect(self._set_aside)
        self._foot = Slot(self._buttons())
        if not T.wide:
            ground = page(head, framed(self._list), gap=12, scrolls=True, footer=footer(self._foot))
        else:
            body = framed(self._list, holder(row(self._foot, margins=(16, 9, 16, 9)), "cardfoot"), main=self._list)
            ground = tall_page(head, body, main=body)
        return Leavable(ground, self.close)

    def _buttons(self) -> QWidget:
        hint = key_hint(_("Eingabe öffnet die Person"), _("Leertaste: ohne Wiedervorlage erledigt"))
        act = button(self._act_words(), "primary", "calendar-clock", call=self.remind, shortcut="Ctrl+Return")
        if not T.wide:
            return holder(column(hint, FlowBox(act, right=True), gap=6))
        line = row(hint, act)
        line.setStretch(0, 1)
        return holder(line)

    def refresh(self) -> None:
        """Shows who is left; with nobody left the page goes back."""
        if not self._found:
            self.close()
            return
        self._list.set_rows([affected_row(one) for one in self._found])
        if not T.wide:
            self._list.fit()

    def areas(self) -> Sequence[QWidget]:
        """The list and its button."""
        return (self._list, self._foot)
