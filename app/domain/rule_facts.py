"""What a person's records say to the rules: the dated facts they start from, what follows, and how follow-ups that were
accepted go along with a changed date. Which acts make their own follow-ups stands in `followup`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.case import CaseState, CaseStep, state_on
from app.domain.client import Client
from app.domain.dates import PartialDate, next_workday
from app.domain.family import Child
from app.domain.followup import CANCELLED, DECLINED, DONE, OPEN, RUNNING, FollowUp, ReferralFacts, priority_of
from app.domain.identity import new_id
from app.domain.referral import ReferralState
from app.domain.residence import ResidenceDocument, current
from app.domain.rules import BIRTH, OWN, PROPOSAL, Due, Rule, due, in_force, worded
from app.domain.steps import ordered

# What of Client the facts are read from: a change of these may move an accepted follow-up.
OF_CLIENT = frozenset({"birth", "arrived", "asylum_state", "decision_served_on", "identity_state", "household"})
NO_WORK_YET = frozenset({"banned", "unknown"})
WITHOUT_CONSENT = frozenset({"any", "employment"})
# Bans that end with the waiting; the others last whatever the day.
WAITING = frozenset({"unknown", "reception_facility", "waiting_period", "accelerated_procedure"})
# § 60c: whoever has done all that can be asked stands as one whose identity is known
IDENTITY_DONE = frozenset({"clarified_passport", "clarified_other", "measures_taken"})
NO_APPEAL = frozenset({"rejected_final", "withdrawn", "not_applied"})
NO_PAPER = frozenset({"none_unclear", "unknown"})
RECOGNISED = frozenset({"permit_25_1_2", "permit_25_3"})
WITH_CHILDREN = frozenset({"single_parent", "family"})
OF_AGE = 18
ENDS = {CaseState.CLOSED: "case_closed", CaseState.LOCKED: "case_closed", CaseState.DISCARDED: "case_discarded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rules may know of a person and of the case they are asked for."""

    client: Client
    case_steps: Sequence[CaseStep]
    papers: Sequence[ResidenceDocument] = ()
    children: Sequence[Child] = ()
    referrals: Sequence[ReferralFacts] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A day a rule starts from: ``source`` as in rules.SOURCES, ``record`` what it stands in, ``title`` of a course.

    ``not_after`` is an end printed on a paper: what is computed never reaches beyond it.
    """

    source: str
    record: str
    on: PartialDate
    title: str = ""
    not_after: date | None = None

    @property
    def key(self) -> str:
        """What a follow-up keeps as its source: a fact of another day is another one."""
        return f"{self.record}@{self.on.iso()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a rule suggests of a fact.

    ``late`` means that its day has passed, or may have, and ``due`` asks now; ``over`` that the day the law or the
    programme names has certainly passed, so that nobody is asked any more.
    """

    rule: Rule
    fact: Fact
    due: Due
    late: bool
    over: bool


def suggested(known: Known, today: date) -> tuple[Suggestion, ...]:
    """Everything the rules in force suggest for that person, the earliest first; none of what acts make themselves."""
    paper = current(known.papers, today)
    rules = [rule for rule in in_force(today).values() if rule.made == PROPOSAL]
    found = [_suggestion(rule, fact, today) for fact in facts(known, today) for rule in rules
             if rule.source == fact.source
             and (not rule.papers or (paper is not None and paper.kind in rule.papers))
             and (rule.since is None or fact.on.first_day() >= rule.since)]
    return tuple(sorted(found, key=lambda one: (one.due.on, one.rule.id)))


def _suggestion(rule: Rule, fact: Fact, today: date) -> Suggestion:
    when = due(rule, fact.on)
    if fact.not_after is not None and fact.not_after < when.on:
        when = replace(when, on=fact.not_after, exact_on=None, latest=fact.not_after)
    # a question of our own is asked late rather than never, and so is a day that perhaps lies ahead still
    late = when.on < today and (rule.kind == OWN or today <= when.latest)
    if late:
        exact = None if when.estimated else when.exact_on or when.on
        when = replace(when, on=next_workday(today) if rule.kind == OWN else today, exact_on=exact)
    return Suggestion(rule=rule, fact=fact, due=when, late=late, over=when.on < today)


def facts(known: Known, today: date) -> tuple[Fact, ...]:
    """The dated facts of a running case, or the one day on which it ended."""
    # a step may be dated up to today only, so the last one is the state after all of them
    steps = ordered(known.case_steps)
    state = state_on(steps, date.max)
    if state in ENDS:
        on = next(step.on for step in steps if ENDS.get(CaseState(step.state)) == ENDS[state])
        return (Fact(source=ENDS[state], record="case", on=PartialDate.of(on)),)
    if state not in RUNNING:
        return ()
    paper = current(known.papers, today)
    return (*_of_client(known, paper, today), *_of_papers(known.papers, paper), *_of_courses(known.referrals))


def _of_client(known: Known, paper: ResidenceDocument | None, today: date) -> Iterator[Fact]:
    client = known.client
    if client.birth is not None:
        yield Fact(source=BIRTH, record="birth", on=client.birth)
    if client.arrived is not None:
        permission = paper.work_permission if paper else "unknown"
        waits = paper is not None and permission in NO_WORK_YET and paper.work_ban_reason in WAITING
        holds = {"arrived_no_work": waits, "arrived_needs_consent": permission not in WITHOUT_CONSENT,
                 "arrived_identity_open": client.identity_state not in IDENTITY_DONE,
                 "stay_with_child": _with_child(known, today), "stay": not _with_child(known, today)}
        for source, does in holds.items():
            if does:
                yield Fact(source=source, record="arrived", on=client.arrived)
    if client.decision_served_on is not None and client.asylum_state not in NO_APPEAL:
        yield Fact(source="decision_served", record="decision", on=PartialDate.of(client.decision_served_on))


def _with_child(known: Known, today: date) -> bool:
    """Whether a child under age lives there; one without birth year counts, the follow-up asks anyway."""
    own = any(child.lives_with == "with_person" and (child.birth_year is None or today.year - child.birth_year < OF_AGE)
              for child in known.children)
    return own or (not known.children and known.client.household in WITH_CHILDREN)


def _of_papers(papers: Sequence[ResidenceDocument], paper: ResidenceDocument | None) -> Iterator[Fact]:
    if paper is None:
        return
    if paper.permission_until is not None:
        yield Fact(source="permission_until", record=paper.id, on=PartialDate.of(paper.permission_until))
    if paper.valid_to is None and paper.kind not in NO_PAPER:
        yield Fact(source="paper_without_end", record=paper.id, on=PartialDate.of(paper.valid_from))
    for source, kinds in (("granted_60d", {"toleration_60d"}), ("granted_104c", {"permit_104c"}),
                          ("recognised", RECOGNISED)):
        if paper.kind in kinds:
            # the same status on a later paper, like a new card, began with the first one
            first = min(one.valid_from for one in papers if one.kind in kinds)
            ends = paper.valid_to if source == "granted_104c" else None
            yield Fact(source=source, record=source, on=PartialDate.of(first), not_after=ends)


def _of_courses(referrals: Iterable[ReferralFacts]) -> Iterator[Fact]:
    for one in referrals:
        steps = ordered(one.steps)
        end = one.participation.planned_end if one.participation else None
        if steps and steps[-1].state == ReferralState.STARTED and end is not None and end > steps[-1].on:
            middle = steps[-1].on + (end - steps[-1].on) / 2
            yield Fact(source="course_middle", record=one.referral.id, on=PartialDate.of(middle),
                       title=one.referral.title)


def follow_up_of(one: Suggestion, case_id: str) -> FollowUp:
    """What accepting a suggestion makes."""
    return FollowUp(id=new_id(), case_id=case_id, due_on=one.due.on, exact_on=one.due.exact_on, rule=one.rule.id,
                    source=one.fact.key, title=worded(one.rule, one.due, one.fact.title),
                    warn_days=one.rule.warn_days, priority=priority_of(one.rule))


def record_of(follow_up: FollowUp) -> str:
    """The record of the fact a follow-up was accepted for, whatever its day was then."""
    return follow_up.source.rpartition("@")[0]


def unanswered(suggestions: Iterable[Suggestion], existing: Iterable[FollowUp]) -> tuple[Suggestion, ...]:
    """The suggestions nobody has said yes or no to; what was finished or declined for another day counts anew."""
    existing = tuple(existing)
    standing = {(one.rule, record_of(one)) for one in existing if one.state == OPEN}
    answered = {(one.rule, one.source) for one in existing if one.state in (DONE, DECLINED)}
    return tuple(one for one in suggestions if not one.over and (one.rule.id, one.fact.record) not in standing
                 and (one.rule.id, one.fact.key) not in answered)


def recomputed(accepted: Sequence[FollowUp], suggestions: Iterable[Suggestion]) -> list[FollowUp]:
    """The accepted follow-ups that have to change: moved with their date, gone with their reason, back with it.

    Finished, declined and hand-edited ones stay; one whose day has merely passed stays too.
    """
    wishes = {(one.rule.id, one.fact.record): one for one in suggestions}
    standing = {(one.rule, record_of(one)) for one in accepted if one.state == OPEN}
    changed = []
    for have in accepted:
        wish = wishes.get((have.rule, record_of(have)))
        if have.state == OPEN and wish is None:
            changed.append(replace(have, state=CANCELLED))
        elif have.state == OPEN and wish is not None and not have.edited and _moved(have, wish):
            changed.append(_renewed(have, wish))
        elif have.state == CANCELLED and wish is not None and (have.rule, record_of(have)) not in standing:
            standing.add((have.rule, record_of(have)))
            changed.append(_renewed(have, wish))
    return changed


def _moved(have: FollowUp, wish: Suggestion) -> bool:
    """Whether its fact has another day, or the rule another answer; what was asked late is not late anew each day."""
    return have.source != wish.fact.key or (not wish.late and have.due_on != wish.due.on)


def _renewed(have: FollowUp, wish: Suggestion) -> FollowUp:
    fresh = follow_up_of(wish, have.case_id or "")
    return replace(fresh, id=have.id, case_id=have.case_id, note=have.note, repeat=have.repeat,
                   postponements=have.postponements)
