"""The recovery code on screen: nine groups to copy onto paper, and two of them asked back. Knows no file."""

import random
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from app.domain.errors import N_
from app.i18n import _
from app.ui.controls import label
from app.ui.editors import Text
from app.ui.form import Field, FormView
from app.ui.layouts import column, holder, row

ASKED_BACK = 2
Choose = Callable[[Sequence[int], int], list[int]]
_READ_AS = str.maketrans("OIL", "011")
_OTHER_GROUP = N_("Auf dem Blatt steht hier etwas anderes. Gehen Sie zurück und vergleichen Sie diese Gruppe.")
_PER_LINE = 3


def code_sheet(groups: Sequence[str], ready: str) -> QWidget:
    """The numbered groups, three in a line, below ``ready``, and with what the paper is for."""
    lines: list[QLayout] = []
    for start in range(0, len(groups), _PER_LINE):
        line = row(gap=16)
        for number, group in enumerate(groups[start:start + _PER_LINE], start=start + 1):
            shown = label(group, "lead", select=True)
            # letter by letter, because a reader would try to say the group as a word
            shown.setAccessibleName(_("{n}. Gruppe: {group}").format(n=number, group=" ".join(group)))
            line.addLayout(row(label(str(number), "caption"), shown, None, gap=6), 1)
        lines.append(line)
    return holder(column(
        label(ready, "strong", wrap=True),
        holder(column(*lines, gap=8, margins=(16, 12, 16, 12)), "sunken"),
        label(_("Das Blatt gehört in den Tresor des Arbeitgebers, nicht zur GfS. Wer den Code hat, kann die "
                "Klientendatei öffnen, auch ohne Kennwort."), "muted", wrap=True), gap=10))


class AskedBack(QWidget):
    """Asks for two of the groups, so that a person has really written them down."""

    finished = Signal()

    def __init__(self, groups: Sequence[str], choose: Choose = random.sample) -> None:
        super().__init__()
        self._groups = {f"group{n}": groups[n] for n in sorted(choose(range(len(groups)), ASKED_BACK))}
        self.form = FormView([
            Field(name, _("{n}. Gruppe").format(n=int(name.removeprefix("group")) + 1), Text(max_length=8),
                  required=True, width="half") for name in self._groups])
        self.form.finished.connect(self.finished)
        words = label(_("Lesen Sie zwei Gruppen vom Blatt ab, damit sicher ist, dass es stimmt."), "muted", wrap=True)
        self.setLayout(column(words, self.form, gap=10))

    def first_focus(self) -> QWidget:
        """The first field."""
        return self.form.box(next(iter(self._groups))).control.targets()[0]

    def right(self) -> bool:
        """True when both groups are as on the screen before; else the first wrong one is marked."""
        if not self.form.check():
            return False
        for name, group in self._groups.items():
            if self.form.box(name).control.text().strip().upper().translate(_READ_AS) != group:
                self.form.box(name).show_error(_(_OTHER_GROUP))
                self.form.focus(name)
                return False
        return True
