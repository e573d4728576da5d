"""One offering in full: pills, text, every fact the catalogue states, the way into a referral and a hint to the GfS."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.catalogue import Offering
from app.domain.codes import code_list
from app.domain.listing import own_list
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.ui import catalogue_words
from app.ui.client_parts import ActPanel
from app.ui.components import Facts
from app.ui.controls import button, label
from app.ui.editors import Chips, LongText
from app.ui.form import Field
from app.ui.layouts import FlowBox, card, holder, row
from app.ui.painted import StatusPill
from app.ui.shell import Shell
from app.usecases import offering_feedback


def detail(offering: Offering, referred: int, refer: Callable[[], object], hint: Callable[[], object]) -> QWidget:
    """The card of an offering; ``refer`` and ``hint`` are its two acts."""
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
        act = holder(row(primary, None))
    if not own_list(offering):
        told = button(_("Hinweis an die Geschäftsführende Stelle …"), "link", call=hint)
        return card(*parts, act, facts, holder(row(told, None)), gap=8)
    return card(*parts, act, facts, gap=8)


def hint_panel(shell: Shell, file: CaseFile, offering: Offering) -> ActPanel:
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
