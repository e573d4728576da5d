"""Practising with invented people, before a file is open: into the practice file, or a fresh one in its place."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui.components import setting_line
from app.ui.controls import button
from app.ui.gate import BROAD, Card, Gate
from app.ui.layouts import divider, row
from app.ui.unlock import SUFFIX, heading

PRACTICE = f"muster{SUFFIX}"
Make = Callable[[bool, Callable[[int, int], None]], Path]


class PracticeCard(Card):
    """`wanted` carries the folder to unlock, `left` goes back; ``make(anew, step)`` makes a file, in the worker."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, gate: Gate, folder: Path, make: Make) -> None:
        super().__init__(_("Üben"), BROAD)
        self._gate, self._make = gate, make
        there = folder.exists()
        self.open_button = button(_("Weiterüben"), "primary", "graduation-cap", partial(self.wanted.emit, folder))
        self.make_button = button(_("Neu beginnen") if there else _("Übungsdatei anlegen"), "" if there else "primary",
                                  "refresh-cw" if there else "graduation-cap", partial(self.begin, there))
        self.back = button(_("Zurück"), "quiet", "arrow-left", self.left.emit)
        self._there = there
        words = _("In der Übungsdatei heißen alle MUSTER. Nichts davon gelangt in Ihre eigene Klientendatei, und "
                  "alles, was Sie drucken oder speichern, ist als MUSTER gekennzeichnet.")
        for part in heading(_("Üben mit erfundenen Personen"), words):
            self.inside.addWidget(part)
        fresh = _("120 erfundene Personen über sechs Monate. Dauert etwa eine Minute.")
        ways = [(_("Die Übungsdatei noch einmal öffnen"), _("So, wie Sie sie verlassen haben."), self.open_button)
                ] if there else []
        ways.append((_("Von vorn anfangen") if there else _("Eine Übungsdatei anlegen"),
                     _("Die bisherige Übungsdatei wird gelöscht. {fresh}").format(fresh=fresh) if there else fresh,
                     self.make_button))
        for name, what, act in ways:
            self.inside.addWidget(divider())
            self.inside.addWidget(setting_line(name, what, act))
        self.inside.addWidget(divider())
        self.inside.addLayout(row(self.back, None))

    def first_focus(self) -> QWidget:
        """The act most likely wanted."""
        return self.open_button if self._there else self.make_button

    def begin(self, anew: bool) -> None:
        """Makes the file beside the window; nothing else can be begun meanwhile."""
        self.say("", "")
        self._busy(True)
        self._gate.run(lambda step: self._make(anew, step), self.wanted.emit, self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        self._gate.problems.show(error)

    def _busy(self, on: bool) -> None:
        usual = _("Neu beginnen") if self._there else _("Übungsdatei anlegen")
        self.make_button.setText(_("Wird angelegt …") if on else usual)
        self.make_button.setAccessibleName(self.make_button.text())
        for act in (self.open_button, self.make_button, self.back):
            act.setDisabled(on)
