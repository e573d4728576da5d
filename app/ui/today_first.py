"""„Die ersten drei Schritte“ on Heute: what a new file lacks, each with its act. What is done is read, not kept."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.store.queries.today import Beginning
from app.ui.components import SectionTitle
from app.ui.controls import button, glyph, label
from app.ui.layouts import FlowBox, card, column, divider, holder, row
from app.ui.theme import T

Call = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCalls:
    """Where the first steps lead, and what puts them away."""

    catalogue: Call
    person: Call
    backup: Call
    put_away: Call


class FirstSteps(QWidget):
    """A finished step carries its check and no longer explains itself; `first` is the button of the next one."""

    def __init__(self, done: Beginning, backed_up: bool, calls: StepCalls) -> None:
        super().__init__()
        self.first: QPushButton | None = None
        steps = (
            (done.catalogue, _("Katalog einlesen"),
             _("Die Angebote der Träger, als Datei von der Geschäftsführenden Stelle. Sie sehen vor dem Übernehmen, "
               "was darin steht."), _("Katalog einlesen"), calls.catalogue),
            (bool(done.people), _("Ersten Klienten aufnehmen"),
             _("Ein Name, das Geburtsjahr und die Kommune genügen. Alles andere ergänzen Sie später."),
             _("Person aufnehmen"), calls.person),
            (backed_up, _("Sicherung auf einen USB-Datenträger legen"),
             _("Bewahren Sie ihn nicht beim Gerät auf, und das Blatt mit dem Wiederherstellungscode an einem dritten "
               "Ort. Ohne Kennwort und Code öffnet niemand diese Datei."), _("Auf USB sichern"), calls.backup),
        )
        away = button(_("Ausblenden"), "link", call=calls.put_away)
        items: list[QWidget] = [SectionTitle(_("Die ersten drei Schritte"), icon="flag", action=away)]
        for number, (finished, title, what, word, call) in enumerate(steps, 1):
            items += [divider(), self._step(number, finished, title, what, word, call)]
        self.setLayout(column(card(*items, gap=10), None, gap=0))

    def _step(self, number: int, finished: bool, title: str, what: str, word: str, call: Call) -> QWidget:
        mark = glyph("circle-check", "ok", 24) if finished else label(str(number), "display")
        mark.setMinimumWidth(T.px(30))
        line = row(mark, gap=12, margins=(0, 2, 0, 2))
        if finished:
            mark.setAccessibleName(_("{title}, erledigt").format(title=title))
            line.addWidget(label(title, "muted", wrap=True), 1)
            return holder(line)
        words = column(label(title, "strong", wrap=True), label(what, "muted", wrap=True), gap=2)
        act = button(word, call=call)
        self.first = self.first or act
        if T.wide:
            line.addLayout(words, 1)
            line.addWidget(act)
        else:
            line.addLayout(column(words, FlowBox(act), gap=6), 1)
        return holder(line)
