"""„Tag in der Unterkunft“: pick a shelter, note everybody in one grid, then see who was not met and what stays open."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries import shelter_day as queries
from app.store.queries.shelter_day import ShelterDay
from app.ui.actions import Action
from app.ui.client_parts import SAVE_KEYS
from app.ui.components import Banner, EmptyState, PageHeader
from app.ui.controls import button, native
from app.ui.day_check import DayCheck
from app.ui.day_picker import DayPicker
from app.ui.day_sheet import DaySheet
from app.ui.entry_lines import Texts
from app.ui.entry_parts import DraftFooter, LineNotes, in_reading_order, save_print
from app.ui.focus import let_go
from app.ui.layouts import card, page
from app.ui.page_parts import Slot
from app.ui.shell import Page, Shell
from app.ui.theme import T
from app.usecases import shelter_day


class DayPage(Page):
    """`go("day", shelter=…)` opens one, without a name the list of them; what was typed before is there again."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self.title = _("Tag in der Unterkunft")
        self._shell, self._file = shell, file
        self._shelter = ""
        # the day whose end is looked at, None while it is being typed
        self._closing: date | None = None
        self._fresh = True
        self._sheet: DaySheet | None = None
        self._stage: DayPicker | DaySheet | DayCheck | None = None
        self._foot: DraftFooter | None = None

    def arrive(self, **where: object) -> None:
        """The shelter, or the list of them where none is named."""
        self.may_leave()
        self._shelter, self._closing, self._fresh = str(where.get("shelter") or ""), None, True

    def where(self) -> dict[str, str]:
        """The shelter one is in."""
        return {"shelter": self._shelter}

    def person(self) -> str:
        """Whose line has the keyboard."""
        return self._sheet.current_client() if self._sheet is not None else ""

    def build(self, parent: QWidget) -> QWidget:
        """The ground on which list, grid and check follow each other."""
        self.may_leave()
        self._fresh = True
        self._head, self._notice, self._slot, self._bar = Slot(), Slot(), Slot(), Slot()
        self._notes = LineNotes(self._shell.open_client)
        self._slot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return page(self._head, self._notice, self._slot, self._notes, gap=12, scrolls=not T.wide, footer=self._bar)

    def refresh(self, change: object) -> None:
        """Another shelter or stage is shown anew; in the grid what is being typed is never touched."""
        if self._fresh:
            self._fresh = False
            self._begin()
        elif isinstance(self._stage, DayCheck):
            self._stage.show_day(queries.day(self._file, self._shelter))
        elif isinstance(self._stage, DayPicker):
            self._stage.show_shelters()

    def _begin(self) -> None:
        self._sheet = self._foot = self._stage = None
        self._notice.put(None)
        self._notes.show_notes(())
        def gone(error: Exception) -> None:
            self._shelter, self._closing = "", None
            self._begin()
            raise error

        # else Qt would hand the keyboard on to the next button as soon as the grid goes
        let_go(self._slot)
        let_go(self._bar)
        if self._shelter:
            wanted = self._shelter, self._closing
            # a dozen statements; the first time they take 100 ms
            self._shell.run_task(self._slot, lambda step: queries.day(self._file, wanted[0]),
                                 partial(self._arrived, *wanted), gone)
            return
        self._head.put(PageHeader(self.title, _("In welcher Unterkunft sind Sie heute?")))
        self._bar.put(None)
        self._stage = picker = DayPicker(self._file, partial(self._shell.go, "intake"))
        picker.chosen.connect(lambda key: self._shell.go("day", shelter=key))
        self._slot.put(picker)
        picker.show_shelters()

    def _arrived(self, shelter: str, closing: date | None, day: ShelterDay) -> None:
        """The day was read; meanwhile somebody may have gone elsewhere."""
        if (shelter, closing) != (self._shelter, self._closing):
            return
        if closing is None:
            self._open_grid(day)
        else:
            self._open_check(day, closing)
        focus = QApplication.focusWidget()
        if self._slot.isVisible() and (focus is None or focus is self._head):
            (self.first_focus() or self._head).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_grid(self, day: ShelterDay) -> None:
        paper = button(_("Tagesliste drucken …"), icon="printer", call=self.print_list)
        self._head.put(_header(self._shell, day, paper))
        if not day.residents:
            self._bar.put(None)
            self._slot.put(card(EmptyState("users", _("Hier wohnt niemand mit laufendem Fall"), _(
                "Hier stehen die Personen dieser Unterkunft, deren Fall noch nicht abgeschlossen ist."))))
            return
        self._stage = self._sheet = sheet = DaySheet(self._file, day)
        self._take = button(_("Eintragen"), "primary", "check", self.enter, shortcut=SAVE_KEYS[0])
        self._foot = foot = DraftFooter(
            button(_("Verwerfen"), "quiet", call=self.discard), button(_("Tagesabschluss"), call=self.close_day),
            self._take, hint=_("Eingabetaste: nächste Zelle · {keys}: eintragen").format(keys=native(SAVE_KEYS[0])))
        self._bar.put(foot)
        if sheet.restored is not None:
            said = _("Ihr Entwurf von {time} Uhr ist wieder da.").format(time=f"{sheet.restored.saved_at:%H:%M}")
            self._notice.put(Banner("info", said, button(_("Neu beginnen"), call=self.discard)))
        self._slot.put(sheet)
        sheet.edited.connect(self._show_count)
        sheet.saved.connect(lambda: foot.say_saved(
            _("Entwurf gespeichert {time}").format(time=f"{self._file.now():%H:%M:%S}")))
        sheet.finished.connect(foot.enter)
        sheet.whole.connect(lambda: in_reading_order(paper, sheet.head, sheet.area, foot))
        self._show_count()

    def _show_count(self) -> None:
        assert self._sheet is not None
        n = sum(line.noted is not None for _one, line in self._sheet.lines())
        words = ngettext("{n} Person eintragen", "{n} Personen eintragen", n) if n else _("Eintragen")
        self._take.setText(words.format(n=n))
        self._take.setAccessibleName(self._take.text())

    def enter(self) -> None:
        """Writes the day as one act; a line that asks for something gets the keyboard, and nothing is written yet."""
        sheet = self._sheet
        if sheet is None:
            return
        sheet.area.commit()
        if not sheet.head.check():
            return
        wrong = [(one, line.asks) for one, line in sheet.lines() if line.asks]
        self._notes.show_notes([(f"{one.name}: {asks}", "") for one, asks in wrong])
        if wrong:
            sheet.area.go(sheet.people.index(wrong[0][0]))
            return
        noted = [line.noted for _one, line in sheet.lines() if line.noted is not None]
        if not noted:
            self.close_day()
            return
        on, kept, shelter = sheet.on, (sheet.typed(), sheet.head.texts()), self._shelter
        def entered(contacts: int) -> None:
            self._closing = on
            self._begin()
            said = ngettext("{n} Kontakt eingetragen.", "{n} Kontakte eingetragen.", contacts).format(n=contacts)
            self._shell.toast(said, partial(self._put_back, shelter, kept, undo=True))

        sheet.stop()
        self._shell.run_task(sheet, lambda step: shelter_day.enter(self._file, shelter, noted, on=on), entered)

    def _put_back(self, shelter: str, kept: tuple[dict[str, Texts], dict[str, str]], undo: bool) -> None:
        """The grid as it was, after the act was taken back or what was typed had been discarded."""
        if undo:
            self._file.undo()
        self._sheet = None
        self._file.save_draft(shelter_day.draft_kind(shelter), {"typed": kept[0], "head": kept[1]}, "")
        self._shell.go("day", shelter=shelter)

    def close_day(self) -> None:
        """Who was not met, and what stays open; what is typed stays a draft."""
        if self._sheet is not None and self._sheet.head.check():
            self._sheet.flush()
            self._closing = self._sheet.on
            self._begin()

    def _open_check(self, day: ShelterDay, on: date) -> None:
        self._stage = check = DayCheck(self._shell, self._file, on)
        self._head.put(_header(self._shell, day))
        check.show_day(day)
        self._slot.put(check)
        again = button(_("Zurück zum Eintragen"), "quiet", "arrow-left",
                       partial(self._shell.go, "day", shelter=self._shelter))
        done = button(_("Fertig"), "primary", "check", partial(self._shell.go, "today"))
        self._foot = DraftFooter(again, done)
        self._bar.put(self._foot)

    def discard(self) -> None:
        """Forgets what was typed; „Rückgängig“ brings it back."""
        if self._sheet is None:
            return
        kept, shelter = (self._sheet.typed(), self._sheet.head.texts()), self._shelter
        self._sheet.discard()
        self._sheet = None
        self._shell.go("day", shelter=shelter)
        self._shell.toast(_("Entwurf verworfen."), partial(self._put_back, shelter, kept, undo=False))

    def print_list(self) -> None:
        """Number, room and first name of everybody, for the way through the house."""
        if self._sheet is not None:
            day = self._sheet.day

            def write(target: Path) -> None:
                from app.usecases import shelter_day_print

                shelter_day_print.write_list(self._file, day, target)

            save_print(self._shell, self._sheet, _("Tagesliste speichern"), f"tagesliste-{self._file.today()}", write)

    def may_leave(self) -> bool:
        """Keeps the draft; nothing holds anybody up."""
        if self._sheet is not None:
            self._sheet.flush()
        return True

    def first_focus(self) -> QWidget | None:
        """The list of shelters, the cell that had the caret, or what is left of the day; nothing while it is read."""
        return self._stage.first() if self._stage is not None else self._head

    def areas(self) -> Sequence[QWidget]:
        """What is shown, and the acts."""
        if self._sheet is not None and self._foot is not None:
            return (self._sheet.head, self._sheet.area, self._foot)
        return [part for part in (self._stage, self._foot) if part is not None]

    def actions(self) -> Sequence[Action]:
        """The keys of the page (ui.md § 6)."""
        def blocked() -> str:
            return "" if self._sheet is not None else _("Wählen Sie zuerst eine Unterkunft.")

        return (
            Action(id="day.enter", label=_("Tag eintragen"), call=self.enter, shortcut=", ".join(SAVE_KEYS),
                   icon="check", menu="Klient", blocked=blocked),
            Action(id="day.close", label=_("Tagesabschluss"), call=self.close_day, icon="circle-check", menu="Klient",
                   blocked=blocked),
            Action(id="day.discard", label=_("Entwurf des Tages verwerfen"), call=self.discard, icon="x", menu="Klient",
                   blocked=blocked),
            Action(id="day.print", label=_("Tagesliste drucken …"), call=self.print_list, icon="printer", menu="Klient",
                   blocked=blocked),
        )


def _header(shell: Shell, day: ShelterDay, *acts: QWidget) -> PageHeader:
    said = [day.shelter.visiting_days,
            ngettext("{n} Person mit laufendem Fall", "{n} Personen mit laufendem Fall",
                     len(day.residents)).format(n=len(day.residents))]
    other = button(_("Andere Unterkunft"), icon="arrow-left", call=partial(shell.go, "day", shelter=""))
    return PageHeader(day.shelter.name, " · ".join(part for part in said if part), other, *acts)
