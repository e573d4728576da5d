"""One offering in full: pills, text, every fact the catalogue states, the way into a referral and a hint to the GfS."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.catalogue import Offering
from app.domain.codes import code_list
from app.domain.listing import own_list
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.ui import catalogue_words
from app.ui.client_parts import ActPanel, give_way
from app.ui.components import Facts
from app.ui.controls import button, label
from app.ui.editors import Chips, LongText
from app.ui.form import Field
from app.ui.layouts import FlowBox, card, holder, row
from app.ui.page_parts import Slot
from app.ui.painted import StatusPill
from app.ui.shell import Shell
from app.ui.turns import soon
from app.usecases import offering_feedback


class OfferDetail(Slot):
    """The card of the offering that is chosen; ``hint`` is the form about it while that stands in its place.

    What is half typed in the form stays while the same offering is shown again. ``refer`` is told the key.
    """

    def __init__(self, shell: Shell, file: CaseFile, refer: Callable[[str], object],
                 who: Callable[[], object]) -> None:
        super().__init__()
        self._shell, self._file, self._refer, self._who = shell, file, refer, who
        self._wanted: tuple[Offering | None, int] = None, 0
        self._said: tuple[Offering | None, int] | None = None
        self._waiting = False
        self.hint: ActPanel | None = None

    def show_soon(self, offering: Offering | None, referred: int) -> None:
        """The same in a turn of its own: with the list in one turn it would hold the window up."""
        self._wanted = offering, referred
        if not self._waiting:
            self._waiting = True
            soon(self, self._catch_up, urgent=True)

    def show_now(self, offering: Offering | None, referred: int) -> None:
        """Shows an offering with how many referrals of ours stand behind it, None for none."""
        self._wanted = offering, referred
        self._show()

    def _catch_up(self) -> None:
        if self._waiting:
            self._show()

    def _show(self) -> None:
        self._waiting = False
        before = self._said[0] if self._said is not None else None
        offering, referred = self._wanted
        if self._said == self._wanted or (self.hint is not None and before == offering):
            return
        self._said, self.hint = self._wanted, None
        if offering is None:
            self.put(card(label(_("Kein Angebot passt zu diesen Filtern."), "muted", wrap=True)))
        else:
            self.put(_card_of(offering, referred, partial(self._refer, offering.key), self.say_hint, self._who))

    def say_hint(self) -> None:
        """The form about what is wrong with the offering takes its place."""
        self._catch_up()
        offering = self._wanted[0]
        if offering is None:
            return
        panel = self.hint = _hint_panel(self._shell, self._file, offering)
        give_way(panel)
        panel.closed.connect(self._leave_hint)
        self.put(panel)
        panel.first().setFocus()

    def _leave_hint(self) -> None:
        self._said = self.hint = None
        self._show()


def _card_of(offering: Offering, referred: int, refer: Callable[[], object], hint: Callable[[], object],
             who: Callable[[], object]) -> QWidget:
    """The card of an offering; ``refer``, ``hint`` and ``who`` (fits) are its acts."""
    pill = catalogue_words.seats(offering)
    said, missing = catalogue_words.facts(offering)
    facts = Facts(96)
    if own_list(offering):
        facts.add(_("Eigene Liste"), own_list(offering), _("nicht unterschrieben"))
    for name, value in said:
        facts.add(name, value)
    if missing:
        facts.add(_("Nicht angegeben"), ", ".join(missing))
    own = catalogue_words.own_pill(offering)
    pills = FlowBox(StatusPill(catalogue_words.component_words(offering.component), "info", "layers"),
                    StatusPill(pill.text, pill.kind, pill.icon),
                    *([StatusPill(own.text, own.kind, own.icon)] if own is not None else []))
    parts: list[QWidget] = [pills, label(offering.title, "lead", wrap=True)]
    if offering.description:
        parts.append(label(offering.description, wrap=True, select=True))
    if referred:
        words = ngettext("{n} eigene Vermittlung hierhin", "{n} eigene Vermittlungen hierhin", referred)
        parts.append(label(words.format(n=referred), "caption"))
    reason = catalogue_words.closed(offering)
    act: QWidget = label(reason, "caption", wrap=True)
    if not reason:
        primary: QPushButton = button(_("Vermitteln"), "primary", "handshake", call=refer)
        act = holder(row(button(_("Wer passt?"), icon="users", call=who, shortcut="Ctrl+M"), primary, None))
    if not own_list(offering):
        told = button(_("Hinweis an die Geschäftsführende Stelle …"), "link", call=hint)
        return card(*parts, act, facts, holder(row(told, None)), gap=8)
    return card(*parts, act, facts, gap=8)


def _hint_panel(shell: Shell, file: CaseFile, offering: Offering) -> ActPanel:
    """What is wrong with this offering, for the next file to the GfS."""
    kinds = tuple((code.id, _(code.label)) for code in code_list(offering_feedback.KINDS).active())

    def keep(values: Mapping[str, object]) -> None:
        offering_feedback.add(file, offering, str(values["kind"] or ""), str(values["note"] or ""))
        shell.toast(_("Hinweis gemerkt: {title}").format(title=offering.title), file.undo)

    return ActPanel(
        _("Hinweis an die Geschäftsführende Stelle"),
        _("Er geht mit der nächsten Datei hinaus, die Sie ihr geben. Schreiben Sie keine Namen von Klienten hinein."),
        (Field("kind", _("Was stimmt nicht?"), Chips(options=kinds), required=True, width="full"),
         Field("note", _("Anmerkung"), LongText(lines=3), width="full")), _("Merken"), keep, scrolls=False)
