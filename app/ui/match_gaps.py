"""Bedarf ohne passendes Angebot: the small form from a new referral, and the list on the page of a person."""

from collections.abc import Mapping, Sequence
from functools import partial

from app.domain.codes import code_list
from app.domain.dates import german
from app.domain.language import LEVELS
from app.domain.matching import Match, gap_reason
from app.domain.offer_gap import OfferGap
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui import history
from app.ui.choice import Choice
from app.ui.client_fields import choice, joined, word
from app.ui.client_parts import ActPanel
from app.ui.client_records import Kind
from app.ui.client_short import Short, ShortList
from app.ui.editors import Chips, Text
from app.ui.form import Field
from app.ui.shell import Shell
from app.usecases import gaps

CODED = ("component", "reason", "course_kind", "german")


def gap_fields() -> tuple[Field, ...]:
    """What is needed, why nothing suits, and what it should be like."""
    reasons = tuple((one.id, _(one.label)) for one in code_list("gap_reason").active())
    levels = tuple((level, word("cefr", level)) for level in LEVELS)
    return (
        Field("component", _("Baustein"), choice("referral_target", empty=_("nicht gewählt")), required=True,
              width="full"),
        Field("reason", _("Warum passt nichts?"), Chips(options=reasons), required=True, width="full"),
        Field("course_kind", _("Kursart"), choice("course_kind", empty=_("egal")), width="half"),
        Field("german", _("Deutsch"), Choice(options=levels, empty=_("egal")), width="half"),
        Field("note", _("Anmerkung"), Text(max_length=400), width="full"),
    )


def _add(file: CaseFile, case_id: str, values: Mapping[str, object]) -> str:
    def said(name: str) -> str:
        return str(values.get(name) or "")

    return gaps.add(file, case_id, component=said("component"), reason=said("reason"), course_kind=said("course_kind"),
                    german=said("german"), note=said("note"))


def gap_panel(shell: Shell, file: CaseFile, case_id: str, matches: Sequence[Match], component: str) -> ActPanel:
    """The form for the person of a case; the reason that lies near is put in until somebody chooses one."""
    def keep(values: Mapping[str, object]) -> None:
        _add(file, case_id, values)
        shell.toast(_("Bedarf festgehalten: {component}").format(
            component=word("referral_target", str(values["component"]))), partial(history.undo, shell, file))

    panel = ActPanel(
        _("Bedarf ohne passendes Angebot"),
        _("In der Akte steht es unter Vermittlungen, bis es erledigt ist. So lange stehen Angebote dieses Bausteins "
          "weiter oben."),
        gap_fields(), _("Festhalten"), keep, scrolls=False)
    proposed = [""]

    def propose(attribute: str) -> None:
        values = panel.form.values()
        chosen, reason = str(values.get("component") or ""), str(values.get("reason") or "")
        # what a person chose stays; only the proposal before gives way to the next
        if attribute == "component" and chosen and reason == proposed[0]:
            proposed[0] = gap_reason(matches, chosen)
            panel.form.set_values({"reason": proposed[0] or None})

    panel.form.edited.connect(propose)
    if component:
        panel.form.set_values({"component": component})
        propose("component")
    return panel


def gaps_list(shell: Shell, file: CaseFile) -> ShortList[OfferGap]:
    """The open ones of the current case; what is met leaves the list with one press and comes back with undo."""
    def resolve(gap: OfferGap) -> None:
        gaps.resolve(file, gap.id)
        shell.toast(_("Bedarf erledigt: {component}").format(component=word("referral_target", gap.component)),
                    partial(history.undo, shell, file))

    kind = Kind[OfferGap](
        name="offer_gap", title=_("Bedarf ohne passendes Angebot"), columns=(), key=lambda gap: gap.id,
        speak=lambda gap: joined(word("referral_target", gap.component), word("gap_reason", gap.reason)),
        empty=("circle-dashed", "", _("Hier steht, was die Person braucht und kein Angebot bietet.")),
        new=_("Bedarf festhalten"), add_word=_("Festhalten"), new_fields=gap_fields, new_values=dict,
        add=partial(_add, file), edit_fields=gap_fields, values=lambda gap: {
            "note": gap.note, **{name: getattr(gap, name) or None for name in CODED}},
        change=lambda gap_id, name, value: gaps.change(file, gap_id, **{name: value or ""}))
    return ShortList(shell, file, kind, Short[OfferGap](of=_open_ones, caption=_caption,
                                                        further={_("Erledigt"): resolve}))


def _open_ones(record: Record) -> tuple[str, Sequence[OfferGap]]:
    own = [gap for gap in record.gaps if gap.case_id == record.case.id and gap.resolved_on is None]
    return record.case.id, sorted(own, key=lambda gap: (gap.since, gap.id), reverse=True)


def _caption(gap: OfferGap) -> str:
    kind = word("course_kind", gap.course_kind) if gap.course_kind else ""
    level = _("Deutsch {level}").format(level=word("cefr", gap.german)) if gap.german else ""
    return joined(_("seit {date}").format(date=german(gap.since)), kind, level, gap.note)
