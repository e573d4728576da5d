"""The end of a case in one act – reason, outcome of goals and courses, Verbleib – taking that back, and the new case of
a person who returns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.domain import case as cases
from app.domain import followup as followups
from app.domain import referral as referrals
from app.domain import rules
from app.domain.appointment import CALLED_OFF, Appointment, lies_after
from app.domain.case import Case, CaseState, CaseStep, Phase
from app.domain.codes import counted_as
from app.domain.completeness import Known, recorded
from app.domain.consent import SIX_MONTHS, Consent, given
from app.domain.errors import N_, UserError
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.names import clean
from app.domain.plan import DROPPED, OPEN, Goal, PlanStep
from app.domain.referral import OVER, Referral, ReferralState, ReferralStep, state_of
from app.domain.steps import ordered
from app.store.casefile import CaseFile
from app.store.queries import history
from app.store.queries.client import ClientPage
from app.store.queries.completeness import of_page
from app.store.work import Work
from app.usecases import followup, intake, referral
from app.usecases.referral import Outcome

CLOSE = N_("Fall abschließen")
RETURN = N_("Neuen Fall beginnen")
STILL_RUNNING = N_("Es laufen noch Vermittlungen: {titles}. Der Fall ist unverändert. Sagen Sie bei jeder, was aus ihr "
                   "wird.")
NOT_OVER = N_("Der letzte Fall dieser Person ist noch nicht abgeschlossen. Es wurde nichts geändert.")
NO_CLOSING = N_("Dieser Abschluss lässt sich nicht mehr zurücknehmen. Es bleibt alles, wie es ist. Kommt die Person "
                "wieder, beginnen Sie einen neuen Fall.")
# A waiting referral is withdrawn with the case; what was promised or runs needs a word.
ASKED = frozenset({ReferralState.CONFIRMED, ReferralState.STARTED})
# Nobody is asked half a year later: it is no longer allowed, or there is nobody to ask.
NEVER_ASKED = frozenset({"consent_withdrawn", "deceased", "wrong_entry"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEnd:
    """What becomes of a promised or running course: its last step with reason and outcome, or ``state`` None: it runs
    on without the casework, and its end is recorded when it is known."""

    state: ReferralState | None
    reason: str = ""
    exit_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What is said when a case ends: reason and situation are counted, in neutral groups only. ``goals`` are results by
    goal, ``courses`` by referral; ``six_months_form`` is how the person agreed to be asked again, "" for not now."""

    on: date
    reason: str
    outcome_situation: str
    handed_over_to: str = ""
    satisfaction: str = "unknown"
    goals: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, CourseEnd] = field(default_factory=dict)
    six_months_form: str = ""


def close(file: CaseFile, case_id: str, closing: Closing) -> None:
    """Austritt FB6 in one act, which may be backdated: courses and goals end, waiting referrals are withdrawn, open
    follow-ups cancelled, appointments ahead called off. UserError for a promised or running course of which nothing
    is said (domain.md § 10.1)."""
    with file.write(CLOSE) as work:
        _end_courses(file, work, case_id, closing)
        for state in (CaseState.CLOSING, CaseState.CLOSED):
            steps = work.find(CaseStep, case_id=case_id)
            work.add(cases.advance(case_id, steps, state, on=closing.on, now=file.now(), reason=closing.reason))
        _end_goals(work, case_id, closing)
        case = work.change(Case, case_id, closing_reason=closing.reason, outcome_situation=closing.outcome_situation,
                           handed_over_to=clean(closing.handed_over_to), satisfaction=closing.satisfaction,
                           phase=Phase.CLOSING)
        followup.cancel_all(work, case_id)
        for one in ahead(work.find(Appointment, case_id=case_id), closing.on, file.now()):
            work.put(replace(one, state=CALLED_OFF))
        _ask_again(work, case, closing)


def _end_courses(file: CaseFile, work: Work, case_id: str, closing: Closing) -> None:
    sent = work.find(Referral, case_id=case_id)
    steps = work.find(ReferralStep, referral_id=[one.id for one in sent])
    own = {one.id: [step for step in steps if step.referral_id == one.id] for one in sent}
    unsaid = [one.title for one in sent if state_of(own[one.id]) in ASKED and one.id not in closing.courses]
    if unsaid:
        raise UserError(STILL_RUNNING, titles=", ".join(unsaid))
    for one in sent:
        state, end = state_of(own[one.id]), closing.courses.get(one.id)
        if state not in ASKED or end is None:
            _withdraw(file, work, own[one.id], closing.on)
        elif end.state is not None:
            outcome = Outcome(exit_kind=end.exit_kind, situation=closing.outcome_situation) if end.exit_kind else None
            referral.recorded(file, work, one, end.state, on=closing.on, reason=end.reason, outcome=outcome)
        elif state != ReferralState.STARTED:
            # what never began cannot run on
            raise UserError(STILL_RUNNING, titles=one.title)


def _withdraw(file: CaseFile, work: Work, steps: Sequence[ReferralStep], on: date) -> None:
    last = ordered(steps)[-1]
    if last.state not in OVER:
        work.add(referrals.advance(last.referral_id, steps, ReferralState.WITHDRAWN, on=max(on, last.on),
                                   now=file.now(), reason="by_case_manager"))


def _end_goals(work: Work, case_id: str, closing: Closing) -> None:
    """Every goal of which something was said ends that day; no step goes on without a case."""
    for goal in work.find(Goal, case_id=case_id):
        said = closing.goals.get(goal.id, OPEN)
        if goal.ended_on is None and said != OPEN:
            work.put(replace(goal, result=said, ended_on=closing.on))
    for step in work.find(PlanStep, case_id=case_id, state=OPEN):
        work.put(replace(step, state=DROPPED))


def _ask_again(work: Work, case: Case, closing: Closing) -> None:
    """Verbleib after six months, only of whom agreed to it (domain.md §§ 4.2, 10.1)."""
    if closing.six_months_form:
        work.add(Consent(id=new_id(), client_id=case.client_id, kind=SIX_MONTHS, given_on=closing.on,
                         form=closing.six_months_form))
    if asks_again(work.find(Consent, client_id=case.client_id), closing.on, closing.reason):
        work.add(asked_again(case.id, closing.on))


def ahead(known: Iterable[Appointment], on: date, now: datetime) -> tuple[Appointment, ...]:
    """The appointments a case that ends on that day no longer keeps; what was before still waits for its answer."""
    return tuple(one for one in known if lies_after(one, on, now))


def asks_again(consents: Sequence[Consent], on: date, reason: str) -> bool:
    """Whether a case that ends on that day for that reason is asked about half a year later."""
    return may_ask_again(reason) and given(consents, SIX_MONTHS, on) is not None


def may_ask_again(reason: str) -> bool:
    """Whether that reason leaves somebody to ask."""
    return counted_as("closing_reason", reason) not in NEVER_ASKED


def asked_again(case_id: str, on: date) -> FollowUp:
    """The follow-up that asks then, by the rules of that day."""
    return followups.asked_again(case_id, on, rules.in_force(on))


def at_exit(record: ClientPage, today: date, closing: Closing) -> Known:
    """What would be known of the latest case once it is closed so: for the Füllstand at exit while it is typed."""
    known = of_page(record, today)
    left = [goal for goal in record.goals if goal.case_id == record.case.id and goal.ended_on is None
            and closing.goals.get(goal.id, OPEN) == OPEN]
    situation = closing.outcome_situation if recorded(closing.outcome_situation) else record.case.outcome_situation
    ended = replace(record.case, closing_reason=closing.reason, outcome_situation=situation,
                    handed_over_to=clean(closing.handed_over_to))
    return replace(known, case=ended, state=CaseState.CLOSED, goals_open=bool(left))


def take_back(file: CaseFile, case_id: str) -> str:
    """A closing made by mistake never was, as long as nothing of it was changed since; returns the title of the act.

    UserError where it was: then a new case is the way on.
    """
    for act in history.standing(file, CLOSE):
        if any(entry.kind is Case and entry.identity == case_id for entry in act.entries or ()):
            return file.undo(act.number)
    raise UserError(NO_CLOSING)


def begin_again(file: CaseFile, client_id: str, *, access_route: str, **entry: str) -> str:
    """A person returns: a new episode, never a silent reopening (domain.md § 4.4); ``entry`` are its facts ``entry_…``,
    asked anew. Returns the id of the case."""
    with file.write(RETURN) as work:
        for case in work.find(Case, client_id=client_id):
            state = cases.state_on(work.find(CaseStep, case_id=case.id), file.today())
            if state not in (CaseState.CLOSED, CaseState.LOCKED, CaseState.DISCARDED):
                raise UserError(NOT_OVER)
        begun = intake.start_episode(work, client_id, file, access_route=access_route)
        if entry:
            work.change(Case, begun.id, **entry)
        followup.refresh(work, begun.id, file.today())
    return begun.id
