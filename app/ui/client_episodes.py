"""The cases of a person one after another: earlier ones to read, and the panel that begins another one."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain import language
from app.domain.case import Case, CaseState
from app.domain.codes import UNKNOWN
from app.domain.dates import german
from app.domain.names import isolated
from app.domain.referral import state_of
from app.i18n import _, ngettext
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_fields import choice, word
from app.ui.client_parts import ActPanel
from app.ui.components import Facts, SectionTitle
from app.ui.form import Field
from app.ui.layouts import column, divider, holder
from app.usecases import closing

EPISODES = "episodes"
# entry facts by the list of their codes, and the attribute of the person that says the same of today
ENTRY = {"entry_employment": ("employment", "employment"), "entry_school_years": ("school_years", "school_years"),
         "entry_certificate": ("certificate", "certificate"), "entry_german_oral": ("cefr", "")}


def period(record: Record, case: Case) -> str:
    """``12.03.2024 bis 05.06.2025``, ``seit 12.03.2024``: from the opening, else from the intake."""
    steps = [step for step in record.case_steps if step.case_id == case.id]
    begun = next((step.on for step in steps if step.state == CaseState.OPEN), steps[0].on)
    ended = next((step.on for step in steps if step.state in (CaseState.CLOSED, CaseState.DISCARDED)), None)
    if ended is None:
        return _("seit {begin}").format(begin=german(begun))
    return _("{begin} bis {end}").format(begin=german(begun), end=german(ended))


def episodes_panel(record: Record) -> ActPanel:
    """All cases of the person, the latest first."""
    parts: list[QWidget] = []
    for case in reversed(record.cases):
        title = _("Fall {n} · {period}").format(n=case.episode, period=period(record, case))
        parts += [divider(), SectionTitle(title, icon="flag"), _facts(record, case)]
    sentence = _("Jeder Fall bleibt, wie er war. Gespräche und Schritte aller Fälle stehen im Verlauf.")
    return ActPanel(_("Fälle dieser Person"), sentence, (), "", lambda _values: None,
                    holder(column(*parts[1:], gap=8)), leave=_("Schließen"))


def _facts(record: Record, case: Case) -> Facts:
    facts = Facts(label_width=170)
    for name, value in _said(record, case):
        if value:
            facts.add(name, value)
    return facts


def _said(record: Record, case: Case) -> tuple[tuple[str, str], ...]:
    goals = [f"{isolated(goal.title)}: {word('goal_result', goal.result)}"
             for goal in record.goals if goal.case_id == case.id]
    sent = [f"{isolated(one.title)}: {word('referral_state', state)}" for one in record.referrals
            if one.case_id == case.id and (state := state_of(s for s in record.referral_steps
                                                             if s.referral_id == one.id)) is not None]
    talks = sum(contact.case_id == case.id for contact in record.contacts)
    return (
        (_("Zugangsweg"), word("access_route", case.access_route)),
        (_("Beschäftigung zu Beginn"), word("employment", case.entry_employment)),
        (_("Schule zu Beginn"), ", ".join(word(name, code) for name, code in (
            ("school_years", case.entry_school_years), ("certificate", case.entry_certificate)) if code != UNKNOWN)),
        (_("Deutsch zu Beginn"), word("cefr", case.entry_german_oral)),
        (_("Ziele"), "\n".join(goals)), (_("Vermittlungen"), "\n".join(sent)),
        (_("Verlauf"), ngettext("{n} Eintrag", "{n} Einträge", talks).format(n=talks) if talks else ""),
        (_("Grund des Abschlusses"), word("closing_reason", case.closing_reason) if case.closing_reason else ""),
        (_("Situation am Ende"), word("outcome_situation", case.outcome_situation) if case.outcome_situation else ""),
        (_("Übergeben an"), isolated(case.handed_over_to)),
        (_("Zufriedenheit"), word("satisfaction", case.satisfaction) if case.satisfaction != UNKNOWN else ""),
    )


def return_panel(file: CaseFile, record: Record) -> ActPanel:
    """A new case: the facts at its beginning are asked again, filled in with what is known of the person today."""
    before = record.case

    def help_of(name: str, listed: str) -> str:
        code = getattr(before, name)
        return _("beim letzten Mal: {value}").format(value=word(listed, code)) if code != UNKNOWN else ""

    def run(values: Mapping[str, object]) -> None:
        said = {name: str(value) for name in ENTRY if (value := values[name])}
        closing.begin_again(file, record.client.id, access_route=str(values["access_route"] or UNKNOWN), **said)

    labels = {"entry_employment": _("Beschäftigung heute"), "entry_school_years": _("Schuljahre"),
              "entry_certificate": _("Höchster Abschluss"), "entry_german_oral": _("Deutsch mündlich")}
    fields = (Field("access_route", _("Zugangsweg"), choice("access_route"), width="full",
                    help=help_of("access_route", "access_route")),
              *(Field(name, labels[name], choice(listed), width="half", help=help_of(name, listed))
                for name, (listed, _now) in ENTRY.items()))
    sentence = _("Fall {n} beginnt mit der Klärung. Die früheren bleiben, wie sie waren. Fragen Sie die Lage zu Beginn "
                 "neu: Eingetragen ist, was heute von der Person bekannt ist.").format(n=before.episode + 1)
    panel = ActPanel(_("Neuen Fall beginnen"), sentence, fields, _("Beginnen"), run)
    panel.form.set_values(today_of(record, file.today()))
    return panel


def today_of(record: Record, today: date) -> dict[str, object]:
    """What is known today of the facts at the beginning of a case; None for „nicht erhoben“."""
    level = language.latest(record.levels, today)
    known = {name: getattr(record.client, now) if now else level.oral if level else UNKNOWN
             for name, (_listed, now) in ENTRY.items()}
    return {name: None if code == UNKNOWN else code for name, code in known.items()}
