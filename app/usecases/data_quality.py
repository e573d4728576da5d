"""What to look at before a month leaves: contradictions and gaps of the file, and the act that mends dated steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from itertools import pairwise

from app.domain.case import CaseStep
from app.domain.codes import code_list
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.domain.referral import Referral, ReferralStep
from app.domain.steps import STEP_IN_FUTURE
from app.statistics import data_quality
from app.statistics.data_quality import Fault, Kind
from app.statistics.plan import load_plan
from app.store.casefile import CaseFile
from app.store.queries import data_quality as query
from app.store.queries import monthly
from app.usecases import followup

REDATE = N_("Datum eines Schritts berichtigen")
TURNED = N_("„{after}“ am {on:%d.%m.%Y} liegt vor „{before}“ am {last:%d.%m.%Y}. Es wurde nichts geändert.")
STATES: Mapping[type, tuple[str, str]] = {
    CaseStep: ("case_id", "case_state"), ReferralStep: ("referral_id", "referral_state")}


class Effect(IntEnum):
    """What a finding does to the month, the worst first."""

    REFUSES = 0
    CONTRADICTS = 1
    MISSING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the check; ``name`` is empty for what concerns no single person."""

    effect: Effect
    fault: Fault
    name: str = ""
    number: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for the same finding however often it is looked for."""
        return self.fault.kind, self.fault.client_id, self.fault.record


def findings(file: CaseFile, month: Month) -> tuple[Finding, ...]:
    """Everything that stands in the way of a month or moves its figures: what refuses it first, then what contradicts
    itself, then what is missing; among each by the number of figures it moves, then by name."""
    facts, checked = monthly.facts(file), query.read(file)
    found = [Fault(kind=Kind.OWN_VALUE, record=value.id, text=value.label, refuses=True) for value in facts.unassigned]
    found += data_quality.faults(load_plan(), facts.caseload, checked.records, month, file.today())

    def rank(fault: Fault) -> tuple[object, ...]:
        who = checked.names.get(fault.client_id)
        return effect_of(fault), -fault.figures, who.sort if who else ("", ""), fault.client_id, fault.kind

    lines = []
    for fault in sorted(found, key=rank):
        who = checked.names.get(fault.client_id)
        lines.append(Finding(effect=effect_of(fault), fault=fault, name=who.name if who else "",
                             number=who.number if who else 0))
    return tuple(lines)


def effect_of(fault: Fault) -> Effect:
    """In which of the three groups a fault stands."""
    if fault.refuses:
        return Effect.REFUSES
    return Effect.MISSING if fault.kind == Kind.MISSING else Effect.CONTRADICTS


def redate(file: CaseFile, kind: type[CaseStep] | type[ReferralStep], owner_id: str, days: Mapping[str, date]) -> None:
    """Other days for steps of one case or referral, by the id of the step, as one act; reminders follow.

    Raises UserError for a day to come and where a step would come before the one recorded before it.
    """
    owner, labels = STATES[kind]
    with file.write(REDATE) as work:
        steps = sorted(work.find(kind, **{owner: owner_id}), key=lambda step: (step.recorded_at, step.on))
        told = [replace(step, on=days.get(step.id, step.on)) for step in steps]
        _check(told, labels, file.today())
        for step in told:
            work.put(step)
        case_id = owner_id if kind is CaseStep else work.get(Referral, owner_id).case_id
        followup.refresh(work, case_id, file.today())


def _check(steps: Sequence[CaseStep | ReferralStep], labels: str, today: date) -> None:
    words = code_list(labels)
    if any(step.on > today for step in steps):
        raise UserError(STEP_IN_FUTURE)
    for before, after in pairwise(steps):
        if after.on < before.on:
            raise UserError(TURNED, after=words.label(after.state), on=after.on, before=words.label(before.state),
                            last=before.on)
