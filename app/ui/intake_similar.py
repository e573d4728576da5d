"""The panel „Gibt es die Person schon?“: who may be the person being typed and why; never takes the focus by itself."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.caseload import Found
from app.domain.client import Client
from app.domain.dates import german_partial
from app.domain.duplicates import Traits
from app.domain.errors import N_
from app.domain.labels import label_of
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import duplicates
from app.store.queries.duplicates import PersonLine
from app.ui import history
from app.ui.alike_words import degree, reason_words
from app.ui.components import SectionTitle
from app.ui.controls import button, label
from app.ui.intake_fields import for_use_case
from app.ui.layouts import FlowBox, card, column, holder, row
from app.ui.page_parts import Slot
from app.ui.painted import StatusPill
from app.ui.shell import Shell
from app.usecases import merge

AFTER_MS = 150
_PAPER = N_("Papier")


class Form(Protocol):
    """What the panel reads of the form."""

    def so_far(self) -> dict[str, object]:
        """The valid values of what is there already."""


def typed(values: Mapping[str, Any]) -> Traits:
    """What is typed so far, to be compared."""
    nation = values.get("nationality")
    return Traits(family=values.get("family_name") or "", given=values.get("given_name") or "",
                  aliases=tuple(values.get("aliases") or ()), original_script=values.get("original_script") or "",
                  phone=values.get("phone") or "", birth=values.get("birth"), sex=values.get("sex") or "",
                  nationalities=(nation,) if nation else ())


class SimilarNames(QWidget):
    """Looks a moment after the last key; empty room until there is a hit. `others` are known to be somebody else.

    `left` comes when the keyboard shall go back to the form.
    """

    set_apart, completed, left = Signal(), Signal(), Signal()

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self._shell, self._file = shell, file
        self._people = duplicates.known(file)
        self._form: Form | None = None
        self._typed = Traits()
        self.others: tuple[str, ...] = ()
        self._title = SectionTitle(_("Gibt es die Person schon?"))
        self._title.hide()
        self._list = Slot()
        self._openers: list[QPushButton] = []
        self.hits: tuple[PersonLine, ...] = ()
        self.setLayout(column(self._title, self._list, None, gap=10))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._look)
        self._reading = False

    def look_for(self, form: Form) -> None:
        """Searches soon for whoever is being typed."""
        self._form = form
        if not self._people.ready and not self._reading:
            # everybody is read beside the window, once, and not before the form is there: both want Python
            self._reading = True
            self._shell.run_task(self, lambda step: self._people.build(self._file, step), lambda _nothing: self._look())
        now = typed(form.so_far())
        if now != self._typed:
            self._typed = now
            self._timer.start()

    def stop(self) -> None:
        """Whoever was typed is in the file now: nobody is looked for any more."""
        self._timer.stop()

    def set_others(self, others: tuple[str, ...]) -> None:
        """Who was set apart from the person in the draft."""
        self.others = others
        self._look()

    def look_again(self) -> None:
        """Persons changed: whoever went or is called otherwise shows; else nothing is touched."""
        there = duplicates.lines(self._file, [hit.client_id for hit in self.hits])
        if any(there.get(hit.client_id) != hit for hit in self.hits):
            self._look()

    def _look(self) -> None:
        found = self._people.similar(self._file, self._typed, self.others)
        there = duplicates.lines(self._file, [hit.id for hit in found])
        shown = [hit for hit in found if hit.id in there]
        self.hits = tuple(there[hit.id] for hit in shown)
        self._openers = []
        self._title.set_count(_("{n} mögliche").format(n=len(shown)) if shown else "")
        self._title.setVisible(bool(shown))
        if not shown:
            self._list.put(None)
            return
        note = label(_("Die Prüfung hält Sie nicht auf. F2 führt zum ersten Treffer und zurück."), "caption",
                     wrap=True)
        self._list.put(holder(column(*(self._card(there[hit.id], hit) for hit in shown), note, gap=10)))

    def _card(self, line: PersonLine, hit: Found) -> QWidget:
        born = _("geb. {date}").format(date=german_partial(line.birth)) if line.birth else ""
        about = " · ".join(part for part in (f"K-{line.number:04d}", born, isolated(line.shelter)) if part)
        opener = button(_("Akte öffnen"), call=partial(self._shell.open_client, line.client_id),
                        tip=_("Akte von {name} öffnen").format(name=line.name))
        self._openers.append(opener)
        apart = button(_("Ist jemand anderes"), "link", call=partial(self._set_apart, line),
                       tip=_("{name} ist jemand anderes").format(name=line.name))
        head = row(label(line.name, "strong", wrap=True), label(degree(hit.likeness.score), "caption"), gap=8)
        head.setStretch(0, 1)
        chips = FlowBox(*(StatusPill(words, "ok" if strong else "plain", "check" if strong else "info")
                          for words, strong in reason_words(hit.likeness.reasons)))
        return card(head, label(about, "caption", wrap=True), chips, *self._completing(line), FlowBox(opener, apart),
                    gap=8, pad=14)

    def _completing(self, line: PersonLine) -> list[QWidget]:
        """What the typed values would add to the file that is there, and the button that adds it."""
        if self._form is None or (there := duplicates.recorded(self._file, line.client_id)) is None:
            return []
        new = merge.fills(there, for_use_case(self._form.so_far()))
        if not new:
            return []
        names = ", ".join(_(label_of(Client, name)) for name in new)
        fill = button(_("Diese Person vervollständigen"), "link", "user-check", partial(self._complete, line),
                      tip=_("{name}: {fields} aus diesem Formular eintragen").format(name=line.name, fields=names))
        return [label(_("Dort fehlt noch: {fields}").format(fields=names), "caption", wrap=True), FlowBox(fill)]

    def _complete(self, line: PersonLine) -> None:
        """The person was recorded before with less: the file there gets what it lacks, and no second one is made."""
        assert self._form is not None
        new = merge.complete(self._file, line.client_id, for_use_case(self._form.so_far()))
        self.completed.emit()
        self._shell.open_client(line.client_id)
        names = ", ".join(_(_PAPER if name == "paper_kind" else label_of(Client, name)) for name in new)
        self._shell.toast(_("Ergänzt: {fields}.").format(fields=names), partial(history.undo, self._shell, self._file))

    def _set_apart(self, line: PersonLine) -> None:
        self.others = (*self.others, line.client_id)
        self.set_apart.emit()
        # before the button goes: Qt would hand the keyboard on to the next one in the window
        self.left.emit()
        self._look()
        if self._openers:
            self.enter()

    def enter(self) -> None:
        """F2: to the button of the first hit, and from the hits back to the form."""
        focus = QApplication.focusWidget()
        if self._openers and not (focus is not None and self.isAncestorOf(focus)):
            self._openers[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.left.emit()
