"""The tab Verlauf: write a note on top, chips and find-inside, then the one thread of everything."""

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.names import folded
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_note import NoteForm
from app.ui.client_parts import follow_current, keys
from app.ui.client_removal import remove_record
from app.ui.client_thread_find import FindBar
from app.ui.client_thread_rows import ALL, CHIPS, SECRET, SHOW_KEYS, hits, rows_of
from app.ui.client_thread_secret import HeldKeys
from app.ui.components import EmptyState
from app.ui.controls import Chip, button, native
from app.ui.focus import show_row
from app.ui.layouts import FlowBox, column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.theme import T
from app.ui.timeline import Timeline, TimelineRow
from app.usecases import health


class Thread(QWidget):
    """Everything about a person, newest first; `opened(key)` wants the place where an entry is changed."""

    opened = Signal(object)
    writing = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self._chip = ALL
        self._entered_id = ""
        self.note: NoteForm | None = None
        self._opener = button(_("Notiz schreiben …"), "search", "pencil", self.write, shortcut="Ctrl+Shift+N")
        self._opening = holder(row(self._opener, margins=(14, 8, 14, 0)))
        self._opener.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slot = Slot()
        self._slot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._chips = {key: Chip(_(name), key == ALL) for key, name in CHIPS}
        for key, chip in self._chips.items():
            chip.clicked.connect(partial(self._filter, key))
        self.held = HeldKeys(self)
        self.held.changed.connect(lambda _down: self._fill())
        self.list = Timeline(_("Verlauf"))
        self.list.opened.connect(self._open)
        self.finder = FindBar()
        self.finder.typed.connect(lambda _text: self._mark(go=True))
        self.finder.moved.connect(self._go_to)
        self.finder.left.connect(self._leave_find)
        self._empty = Slot()
        self._toolbar = _tools(FlowBox(*self._chips.values()), self.finder)
        card = framed(self._opening, self._slot, self._toolbar, self._empty, self.list, main=self.list)
        self.setLayout(column(card, gap=0))
        keys(self, ("F3",), self.finder.following)
        keys(self.list, ("Del",), self._remove)
        keys(self, ("Shift+F3",), self.finder.previous)
        # held down with them, Enter opens what is shown only while they are held
        keys(self.list, ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), lambda: self._open(self.list.current_key()))
        if T.wide:
            # while a note is written above it, the last entry can still be read
            self.list.setMinimumHeight(T.px(92))
        else:
            follow_current(self.list)

    def show_record(self, record: Record) -> None:
        """Shows a person's thread; another person's note form closes, a draft of this one is offered again."""
        other = self._record is None or self._record.case.id != record.case.id
        self._record = health.of_page(record, self._file.today())
        if other:
            self._close()
            self.held.end()
            self._choose(ALL)
            self.finder.field.clear()
            if f"note:{record.case.id}" in record.drafts:
                self.write()
        elif self.note is not None:
            self.note.refresh(record)
        self._fill()
        if not T.wide:
            self.list.fit()

    def write(self) -> None:
        """Opens the form for a new note and goes into it."""
        if self._record is None:
            return
        if self.note is None or self.note.contact_id:
            self._show(NoteForm(self._shell, self._file, self._record))
        if self.note is not None:
            self.note.start()

    def _show(self, note: NoteForm) -> None:
        if self.note is not None:
            self.note.flush()
        self.note = note
        note.closed.connect(self._closed)
        self._opening.hide()
        # the form needs the room at 768 lines; Strg+F brings the search back
        self._toolbar.setVisible(self._chip != ALL or bool(self.finder.field.text()))
        self._slot.put(note)
        self.writing.emit(True)

    def _closed(self) -> None:
        self._entered_id = self.note.entered_id if self.note is not None else ""
        self._close()
        self._go_to_entered()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_entered(self) -> None:
        """To the note that was just entered, as soon as it stands in the list: Entf must not mean another one."""
        if self._entered_id and self.list.set_current(("contact", self._entered_id)):
            self._entered_id = ""

    def _close(self) -> None:
        if self.note is not None:
            self.note.flush()
        self.note = None
        self._slot.put(None)
        self._opening.show()
        self._toolbar.show()
        self.writing.emit(False)

    def flush(self) -> None:
        """Keeps what is being typed as a draft now."""
        if self.note is not None:
            self.note.flush()

    def first(self) -> QWidget:
        """The form while a note is being written, else the thread."""
        if self.note is not None:
            return self.note.first()
        return self.list if self.list.isVisibleTo(self) else self._opener

    @property
    def finding(self) -> bool:
        """True while the keyboard is in the search."""
        return self.finder.field.hasFocus()

    def look_for(self) -> None:
        """Goes into the search."""
        self._toolbar.show()
        self.finder.begin()

    def _filter(self, key: str, _on: bool = False) -> None:
        self._choose(key)
        self._fill()

    def _choose(self, key: str) -> None:
        self._chip = key
        for other, chip in self._chips.items():
            chip.setChecked(other == key)

    def _fill(self) -> None:
        if self._record is None:
            return
        rows = rows_of(self._record, self._chip, self.held.down)
        self.list.set_rows(rows)
        self._go_to_entered()
        self.list.setVisible(bool(rows))
        self._empty.put(None if rows else nothing_yet(self._chip, partial(self._filter, ALL)))
        self._mark()

    def _mark(self, go: bool = False) -> None:
        """Marks what is looked for, counts the entries that have it, and goes to the next of them."""
        if self._record is None:
            return
        typed = self.finder.field.text().strip()
        rows = [entry for entry in self.list.entries.entries if isinstance(entry, TimelineRow)]
        found = hits(self._record, rows, typed)
        order = {row.key: i for i, row in enumerate(rows)}
        here = order.get(self.list.current_key(), 0)
        self.list.mark(folded(typed).split())
        self.finder.show_hits(found, sum(order[key] < here for key in found))
        if go:
            self.finder.go()

    def _go_to(self, key: Hashable) -> None:
        self.list.set_current(key)
        if not T.wide:
            show_row(self.list)

    def _leave_find(self) -> None:
        self.finder.field.clear()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, contact_id: str) -> bool:
        """Opens the form of a note that stands in the thread and is not hidden; False for none of them."""
        contacts = self._record.contacts if self._record is not None else ()
        found = next((contact for contact in contacts if contact.id == contact_id), None)
        if found is None or self._record is None or (found.confidential and not self.held.down):
            return False
        self._show(NoteForm(self._shell, self._file, self._record, found))
        if self.note is not None:
            self.note.start()
        return True

    def _remove(self) -> None:
        """Entf on a note takes it out; other entries are removed where they are kept."""
        key = self.list.current_key()
        what, which, *_more = key if isinstance(key, tuple) else ("", "")
        contacts = self._record.contacts if self._record is not None and what == "contact" else ()
        for contact in [contact for contact in contacts if contact.id == which]:
            remove_record(self._shell, self._file, contact)

    def _open(self, key: Hashable) -> None:
        """Enter on a note corrects it here; other entries are changed where they are kept."""
        what, which, *_more = key if isinstance(key, tuple) else ("", "")
        if what == "contact":
            if not self.edit(which):
                self._shell.toast(_("Diese Notiz ist vertraulich. Halten Sie {keys} und drücken Sie Eingabe, um sie "
                                    "zu öffnen.").format(keys=native(SHOW_KEYS)))
        else:
            self.opened.emit(key)


def _tools(chips: QWidget, finder: QWidget) -> QWidget:
    if not T.wide:
        return holder(column(chips, finder, gap=8, margins=(14, 8, 14, 6)))
    line = row(chips, finder, gap=12, margins=(14, 8, 14, 6))
    line.setStretch(0, 1)
    return holder(line)


def nothing_yet(chip: str, show_all: Callable[[], object]) -> EmptyState:
    """What would stand here, and the way to what does."""
    if chip == SECRET:
        return EmptyState("eye-off", _("Keine vertrauliche Notiz"), _(
            "Eine Notiz, die Sie als vertraulich kennzeichnen, bleibt verdeckt und steht in keinem Brief."),
            button(_("Alles zeigen"), call=show_all))
    if chip != ALL:
        return EmptyState("list-filter", _("Hier ist noch nichts"),
                          _("Zu diesem Filter gibt es noch keinen Eintrag."), button(_("Alles zeigen"), call=show_all))
    return EmptyState("sticky-note", _("Noch kein Eintrag"), _("Hier steht alles, was mit der Person war."))
