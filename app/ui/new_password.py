"""Choosing a password: five generated words offered first, or an own one judged in words. Saves nothing."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import N_
from app.i18n import _
from app.ui.controls import announce, button, label
from app.ui.form import Field, FormView
from app.ui.layouts import FlowBox, column, holder, row
from app.ui.secret_field import Secret
from app.vault import passphrase
from app.vault.passphrase import Verdict

# Above the floor of vault.md (10^12 guesses): three more places are a thousand times the work.
_GOOD, _STRONG = 15.0, 18.0
_DIFFERENT = N_("Die beiden Eingaben sind verschieden. Tippen Sie das Kennwort noch einmal.")
_MISSING = N_("Tippen Sie ein Kennwort oder nehmen Sie den Vorschlag.")


def worth(verdict: Verdict) -> str:
    """What a password is worth, in one sentence."""
    if not verdict.accepted:
        return _("Noch zu leicht zu erraten. Hängen Sie Wörter an, die nicht zusammengehören.")
    if verdict.guesses_log10 >= _STRONG:
        return _("Sehr sicher.")
    if verdict.guesses_log10 >= _GOOD:
        return _("Sicher.")
    return _("Ausreichend. Mit einem Wort mehr wird es deutlich sicherer.")


class NewPassword(QWidget):
    """The offer, and two fields instead of it for those who want their own. `hints` are words that do not count;
    `judge` and `advice` are others where the password protects something else than the Klientendatei."""

    finished = Signal()

    def __init__(self, hints: Callable[[], Iterable[str]] = tuple,
                 judge: Callable[[str, Iterable[str]], Verdict] = passphrase.judge, advice: str = "") -> None:
        super().__init__()
        self._hints, self._judge = hints, judge
        self._asked: tuple[str, ...] = ()
        self._judged = judge("", ())
        self.phrase = label("", "lead", wrap=True, select=True)
        self.another = button(_("Anderes vorschlagen"), "", "refresh-cw", self.suggest)
        self.own = button(_("Eigenes Kennwort"), "link", "pencil", self.take_own)
        told = label(advice or _("Schreiben Sie die fünf Wörter auf, bis Sie sie auswendig können. "
                                 "Den Zettel bewahren Sie nicht beim Gerät auf."), "caption", wrap=True)
        words = label(_("Vorgeschlagenes Kennwort"), "label")
        box = holder(column(words, self.phrase, gap=2, margins=(12, 10, 12, 10)), "sunken")
        self._offer = holder(column(box, told, FlowBox(self.another, self.own), gap=8))
        self.form = FormView((
            Field("own", _("Eigenes Kennwort"), Secret(words=self._worth), width="full",
                  help=_("Mehrere Wörter sind sicherer und leichter zu merken als Sonderzeichen.")),
            Field("again", _("Noch einmal"), Secret(), width="full"),
        ))
        self.form.finished.connect(self.finished)
        self.form.edited.connect(self._warn)
        back = button(_("Doch den Vorschlag nehmen"), "link", "undo-2", self.take_offer)
        self._fields = holder(column(self.form, row(back, None), gap=2))
        self._fields.hide()
        self.setLayout(column(self._offer, self._fields, gap=0))
        self.suggest()

    def suggest(self) -> None:
        """Shows five other words."""
        self.phrase.setText(passphrase.generate())
        self.another.setAccessibleDescription(self.phrase.text())
        announce(self.phrase, self.phrase.text())

    def take_own(self) -> None:
        """Asks for an own password instead."""
        self._offer.hide()
        self._fields.show()
        self.form.focus("own")

    def take_offer(self) -> None:
        """Goes back to the five words."""
        self._fields.hide()
        self._offer.show()
        self.another.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """The first control in reading order."""
        return self.another if self._fields.isHidden() else self.form.box("own").control.targets()[0]

    def chosen(self) -> str:
        """The password, "" while the own one cannot be taken; the sentence then stands at its field."""
        if self._fields.isHidden():
            return self.phrase.text()
        own, again = (self.form.box(name).control.text() for name in ("own", "again"))
        wrong, sentence = "own", _(_MISSING)
        if own:
            wrong, sentence = "own", _(self._verdict(own).sentence or "")
        if own and not sentence and own != again:
            wrong, sentence = "again", _(_DIFFERENT)
        if not sentence:
            return own
        self.form.box(wrong).show_error(sentence)
        self.form.focus(wrong)
        return ""

    def _verdict(self, password: str) -> Verdict:
        """Judges what is typed once for each key, which takes up to 20 ms for a long sentence."""
        asked = password, *self._hints()
        if asked != self._asked:
            self._asked, self._judged = asked, self._judge(password, asked[1:])
        return self._judged

    def _worth(self, password: str) -> str:
        return worth(self._verdict(password)) if password else ""

    def _warn(self, _attribute: str) -> None:
        box = self.form.box("own")
        own = box.control.text()
        if own and not self._verdict(own).accepted:
            box.show_warning(self._worth(own))
