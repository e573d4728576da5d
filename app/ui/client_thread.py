"""The tab Verlauf: write a note on top, chips and find-inside, then the one thread of everything."""

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.contact import Contact
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_note import NoteForm
from app.ui.client_parts import follow_current, keys
from app.ui.client_thread_rows import ALL, CHIPS, rows_of
from app.ui.components import EmptyState
from app.ui.controls import Chip, button, search_field
from app.ui.drafts import draft_of
from app.ui.layouts import FlowBox, column, framed, holder, row
from app.ui.page_parts import Slot
from app.ui.shell import Shell
from app.ui.theme import T
from app.ui.timeline import Timeline


class Thread(QWidget):
    """Everything about a person, newest first; `opened(key)` wants the place where an entry is changed."""

    opened = Signal(object)
    writing = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._record: Record | None = None
        self._chip = ALL
        self.note: NoteForm | None = None
        self._opener = button(_("Notiz schreiben …"), "search", "pencil", self.write, shortcut="Ctrl+Shift+N")
        self._opening = holder(row(self._opener, margins=(14, 8, 14, 0)))
        self._opener.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slot = Slot()
        self._slot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._chips = {key: Chip(_(name), key == ALL) for key, name in CHIPS}
        for key, chip in self._chips.items():
            chip.clicked.connect(partial(self._filter, key))
        self.search = search_field(_("In diesem Verlauf suchen"), _("In diesem Verlauf suchen"))
        self.search.textChanged.connect(lambda: self._fill())
        keys(self.search, ("Esc",), self._leave_find)
        self.list = Timeline(_("Verlauf"))
        self.list.opened.connect(self._open)
        self._empty = Slot()
        self._toolbar = self._tools()
        card = framed(self._opening, self._slot, self._toolbar, self._empty, self.list, main=self.list)
        self.setLayout(column(card, gap=0))
        if T.wide:
            # while a note is written above it, the last entry can still be read
            self.list.setMinimumHeight(T.px(92))
        else:
            follow_current(self.list)

    def _tools(self) -> QWidget:
        chips = FlowBox(*self._chips.values())
        if not T.wide:
            return holder(column(chips, self.search, gap=8, margins=(14, 8, 14, 6)))
        self.search.setFixedWidth(T.px(210))
        line = row(chips, self.search, gap=12, margins=(14, 8, 14, 6))
        line.setStretch(0, 1)
        return holder(line)

    def show_record(self, record: Record) -> None:
        """Shows a person's thread; another person's note form closes, a draft of this one is offered again."""
        other = self._record is None or self._record.case.id != record.case.id
        self._record = record
        if other:
            self._close()
            self._chip = ALL
            self.search.setText("")
            if draft_of(self._file, f"note:{record.case.id}") is not None:
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

    def _edit(self, contact: Contact) -> None:
        assert self._record is not None
        self._show(NoteForm(self._shell, self._file, self._record, contact))
        if self.note is not None:
            self.note.start()

    def _show(self, note: NoteForm) -> None:
        if self.note is not None:
            self.note.flush()
        self.note = note
        note.closed.connect(self._closed)
        self._opening.hide()
        # the form needs the room at 768 lines; Strg+F brings the search back
        self._toolbar.setVisible(self._chip != ALL or bool(self.search.text()))
        self._slot.put(note)
        self.writing.emit(True)

    def _closed(self) -> None:
        self._close()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def look_for(self) -> None:
        """Goes into the search."""
        self._toolbar.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _filter(self, key: str) -> None:
        self._chip = key
        for other, chip in self._chips.items():
            chip.setChecked(other == key)
        self._fill()

    def _fill(self) -> None:
        if self._record is None:
            return
        typed = self.search.text().strip()
        rows = rows_of(self._record, self._chip, typed)
        self.list.set_rows(rows, typed)
        self.list.setVisible(bool(rows))
        self._empty.put(None if rows else self._nothing(typed))

    def _nothing(self, typed: str) -> EmptyState:
        if typed:
            title = _("Nichts gefunden für „{text}“").format(text=typed)
            clear = button(_("Suche leeren"), call=self.search.clear)
            return EmptyState("search", title, _("Gesucht wird in allem, was dieser Filter zeigt."), clear)
        if self._chip != ALL:
            show_all = button(_("Alles zeigen"), call=partial(self._filter, ALL))
            return EmptyState("list-filter", _("Hier ist noch nichts"),
                              _("Zu diesem Filter gibt es noch keinen Eintrag."), show_all)
        return EmptyState("sticky-note", _("Noch kein Eintrag"), _("Hier steht alles, was mit der Person war."))

    def _leave_find(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, contact_id: str) -> bool:
        """Opens the form of a note that stands in the thread; False for none of them."""
        contacts = self._record.contacts if self._record is not None else ()
        found = next((contact for contact in contacts if contact.id == contact_id), None)
        if found is not None:
            self._edit(found)
        return found is not None

    def _open(self, key: Hashable) -> None:
        """Enter on a note corrects it here; other entries are changed where they are kept."""
        what, which = key if isinstance(key, tuple) else ("", "")
        if what != "contact" or not self.edit(which):
            self.opened.emit(key)
