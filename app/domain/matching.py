"""Which offering comes first for a person, and which person for an offering: one written rule for both directions. The
answers to the single conditions come from `conditions`; nothing here reads a file or blocks anything."""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.domain import conditions as asked
from app.domain.case import Eligibility
from app.domain.catalogue import Lifecycle, Offering
from app.domain.codes import counted_as
from app.domain.conditions import NO, UNKNOWN, Condition, PersonFacts, Years, years_on
from app.domain.distance import km
from app.domain.errors import N_
from app.domain.language import LEVELS
from app.domain.policy import Policy, policy_on
from app.domain.residence import ResidenceDocument, current


class Fit(StrEnum):
    """The three words for an offering as a whole (the design knows no fourth)."""

    FITS = "fits"
    ALMOST = "almost"
    NOT = "not"


FIT_WORDS = {Fit.FITS: N_("passt"), Fit.ALMOST: N_("fast – Angabe fehlt"), Fit.NOT: N_("passt nicht")}
# as the page and the handbook say it
RULE = N_("Zuerst kommt, was keine Bedingung verletzt, sonst was die wenigsten verletzt. Dann zählt, wie wenige "
          "Angaben fehlen, dann der gewünschte Baustein, der nähere Beginn und der nähere Ort.")
_NO_DATE = 1_000_000
_GAP_REASONS = {"seats": "full", "lifecycle": "none_exists", "start": "none_exists", "german_oral": "wrong_level",
                "german_written": "wrong_level", "childcare": "no_childcare", "work": "no_permission"}
Order = tuple[int, int, int, int, float]


class _Part(NamedTuple):
    """Some conditions, and how many of them are violated or open."""

    conditions: Sequence[Condition]
    noes: int
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An offering held against a person; ``order`` is its place by the rule, the smaller the better."""

    offering: Offering
    parts: tuple[_Part, ...]
    order: Order

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition the offering has, in the order in which they are read; of most offerings nobody asks."""
        return _joined(self.parts)

    @property
    def fit(self) -> Fit:
        """The word for the whole."""
        return Fit.NOT if self.order[0] else Fit.ALMOST if self.order[1] else Fit.FITS

    @property
    def fulfilled(self) -> int:
        """How many conditions are fulfilled (✓)."""
        return sum(len(part.conditions) for part in self.parts) - self.order[0] - self.order[1]

    @property
    def violated(self) -> int:
        """How many are not (✕)."""
        return self.order[0]

    @property
    def questions(self) -> int:
        """How many nobody can answer yet (?)."""
        return self.order[1]


def entry_day(offering: Offering, today: date) -> date:
    """The day on which a person would begin: the start of the course, today where it runs or names none."""
    return offering.start if offering.start is not None and offering.start > today else today


class _Entry(NamedTuple):
    """What holds for one person on one day of entry: age, paper and the rules in force.

    ``lodged_out``: the person lives where these rules admit nobody. ``like`` is the same for days that do not differ.
    """

    years: Years | None
    paper: ResidenceDocument | None
    lapsed: bool
    ends_before: bool
    permission: str
    permission_ended: date | None
    lodged_out: bool
    policy: Policy
    like: Hashable


def _part(found: Sequence[Condition]) -> _Part:
    noes = questions = 0
    for one in found:
        if one.verdict is NO:
            noes += 1
        elif one.verdict is UNKNOWN:
            questions += 1
    return _Part(found, noes, questions)


def _joined(parts: Iterable[_Part]) -> tuple[Condition, ...]:
    return tuple([one for part in parts for one in part.conditions])


class Candidate:
    """One person before many offerings: what several offerings ask alike is answered once.

    ``policy`` None takes the rules in force on the day of entry. ``answers`` may be shared by several persons of one
    run: a question there holds everything its answer depends on.
    """

    def __init__(self, facts: PersonFacts, today: date, policy: Policy | None = None,
                 answers: dict[Hashable, Condition] | None = None) -> None:
        self.facts, self.today, self._policy = facts, today, policy
        self._answers: dict[Hashable, Condition] = {} if answers is None else answers
        self._entries: dict[date, _Entry] = {}
        self._alike: dict[Hashable, _Part] = {}
        self._assessed = _latest(facts.assessed, today) if facts.assessed else {}
        level = facts.level
        self._german = (level.oral, level.written, level.on) if level else ("unknown", "unknown", None)

    def match(self, offering: Offering) -> Match:
        """The offering with all its conditions and its place in the order."""
        answers = self._answered(offering)
        noes = questions = 0
        for part in answers:
            noes += part.noes
            questions += part.questions
        way = km(self.facts.ags, offering.ags)
        order = (noes, questions, offering.component not in self.facts.wanted, self._days(offering),
                 math.inf if way is None else way)
        return Match(offering=offering, parts=answers, order=order)

    def conditions(self, offering: Offering) -> tuple[Condition, ...]:
        """Every condition the offering has, in the order in which they are read."""
        return _joined(self._answered(offering))

    def _answered(self, of: Offering) -> tuple[_Part, ...]:
        entry, alike = self._entry(entry_day(of, self.today)), self._alike
        # most offerings share what they ask of the programme and of the person
        programme = of.component, of.residence, entry.like
        if programme not in alike:
            alike[programme] = _part(self._of_programme(of, entry))
        person = (of.age_min, of.age_max, entry.years, of.german_oral, of.german_written, of.women_only, of.childcare)
        if person not in alike:
            alike[person] = _part(self._of_person(of, entry.years))
        return alike[programme], alike[person], _part(self._of_offering(of) + self._of_referrals(of))

    def _of_programme(self, of: Offering, entry: _Entry) -> list[Condition]:
        facts, once = self.facts, self._once
        found = []
        if of.component != asked.NO_COMPONENT:
            assessed = self._assessed.get(of.component)
            found.append(once(
                ("eligibility", of.component, assessed and assessed.id, entry.years, entry.lodged_out, entry.policy.id),
                lambda: asked.eligibility(of.component, assessed, entry.years, entry.lodged_out, entry.policy)))
        if of.residence:
            paper = entry.paper
            found.append(once(
                ("residence", of.residence, paper and (paper.kind, paper.valid_to), entry.lapsed, entry.ends_before),
                lambda: asked.residence(of.residence, paper, entry.lapsed, entry.ends_before)))
        if of.component == asked.BANNED_COMPONENT:
            permission, ended, policy = entry.permission, entry.permission_ended, entry.policy
            found += (once(("work", permission, ended, policy.id), lambda: asked.work(permission, ended, policy)),
                      once(("job", facts.employment), lambda: asked.job(facts.employment)))
        if of.component == asked.SCHOOL_COMPONENT:
            found.append(once(("schooling", facts.certificate), lambda: asked.schooling(facts.certificate)))
        return found

    def _of_person(self, of: Offering, years: Years | None) -> list[Condition]:
        facts, once, (oral, written, on) = self.facts, self._once, self._german
        found = []
        if of.age_min is not None or of.age_max is not None:
            found.append(once(("age", years, of.age_min, of.age_max),
                              lambda: asked.age(years, of.age_min, of.age_max)))
        if of.german_oral in LEVELS:
            found.append(once(("oral", of.german_oral, oral, on),
                              lambda: asked.german_level("oral", of.german_oral, oral, on)))
        if of.german_written in LEVELS:
            found.append(once(("written", of.german_written, written, on),
                              lambda: asked.german_level("written", of.german_written, written, on)))
        if of.women_only:
            found.append(once(("women_only", facts.sex), lambda: asked.women_only(facts.sex)))
        found.append(once(("childcare", of.childcare, facts.childcare),
                          lambda: asked.childcare(of.childcare, facts.childcare)))
        return found

    def _of_offering(self, of: Offering) -> list[Condition]:
        home, once = self.facts.ags, self._once
        found = [
            once(("place", of.ags, home), lambda: asked.place(of.ags, home, km(home, of.ags))),
            once(("start", of.start, of.end, of.register_until, of.continuous_entry), lambda: asked.start(
                of.start, of.end, of.register_until, of.continuous_entry, self.today))]
        if of.lifecycle != Lifecycle.ACTIVE:
            found.append(asked.lifecycle(of.lifecycle))
        if of.lifecycle != Lifecycle.FULL:
            found.append(once(("seats", of.seats_free, of.seats_as_of),
                              lambda: asked.seats(of.seats_free, of.seats_as_of)))
        return found

    def _of_referrals(self, of: Offering) -> list[Condition]:
        underway = self.facts.underway
        if not underway:
            return []
        second = asked.parallel(underway, of.key) if of.component == asked.COURSE_COMPONENT else None
        return [one for one in (asked.referral(underway, of.key), second) if one is not None]

    def _once(self, question: Hashable, answer: Callable[[], Condition]) -> Condition:
        known = self._answers.get(question)
        if known is None:
            known = self._answers[question] = answer()
        return known

    def _entry(self, day: date) -> _Entry:
        if day not in self._entries:
            self._entries[day] = self._on(day)
        return self._entries[day]

    def _on(self, day: date) -> _Entry:
        facts, policy = self.facts, self._policy or _rules(day)
        years, paper = years_on(facts.birth, day), _paper(facts.papers, day)
        lodged_out = counted_as("accommodation", facts.accommodation) in policy.excluded_accommodation
        if paper is None:
            return _Entry(years, None, False, False, "unknown", None, lodged_out, policy, (years, policy.id))
        until, allowed = paper.valid_to, paper.permission_until
        lapsed, ends_before = until is not None and until < self.today, until is not None and until < day
        ended = allowed if allowed is not None and allowed < day else None
        return _Entry(years, paper, lapsed, ends_before, paper.work_permission, ended, lodged_out, policy,
                      (years, policy.id, paper.kind, until, lapsed, ends_before, paper.work_permission, ended))

    def _days(self, offering: Offering) -> int:
        if offering.start is None:
            return 0 if offering.continuous_entry else _NO_DATE
        return max(0, (offering.start - self.today).days)


def _latest(assessed: Sequence[Eligibility], today: date) -> dict[str, Eligibility]:
    """Per Baustein the assessment that counts."""
    past = [one for one in assessed if one.checked_on <= today]
    return {one.component: one for one in sorted(past, key=lambda one: (one.checked_on, one.id))}


def _paper(papers: Sequence[ResidenceDocument], day: date) -> ResidenceDocument | None:
    # most people have one, and among one there is nothing to compare
    return current(papers, day) if len(papers) != 1 or papers[0].valid_from > day else papers[0]


@lru_cache(maxsize=1024)
def _rules(day: date) -> Policy:
    return policy_on(day)


def conditions(facts: PersonFacts, offering: Offering, today: date,
               policy: Policy | None = None) -> tuple[Condition, ...]:
    """The conditions of one offering for one person; ``policy`` None: the rules in force on the day of entry."""
    return Candidate(facts, today, policy).conditions(offering)


def rank(facts: PersonFacts, offerings: Iterable[Offering], today: date,
         policy: Policy | None = None) -> tuple[Match, ...]:
    """The offerings for a person, the best first.

    The rule, in this order: what violates no condition (✕), else fewest of them; fewest open questions (?); a Baustein
    the person is waiting for (an open gap); the nearer start, where running entry counts as today and no date as last;
    the nearer place, an unknown way as last. What is still equal stands by title and key, so that the order never
    jumps. For the persons of an offering the same rule holds, with the name at the end.
    """
    candidate = Candidate(facts, today, policy)
    found = [candidate.match(offering) for offering in offerings]
    return tuple(sorted(found, key=lambda match: (match.order, match.offering.title, match.offering.key)))


def gap_reason(matches: Iterable[Match], component: str) -> str:
    """Why no offering of a Baustein suits, as a proposal of the list gap_reason; "" where one does or nothing is known.

    ``matches`` are the best first: what stands in the way of the nearest one is the reason.
    """
    best = next((match for match in matches if match.offering.component == component), None)
    if best is None:
        return "none_exists"
    for one in best.conditions:
        if one.verdict is NO:
            full = one.key == "lifecycle" and best.offering.lifecycle == Lifecycle.FULL
            return "full" if full else _GAP_REASONS.get(one.key, "")
    return "too_far" if any(one.key == "place" and one.remark for one in best.conditions) else ""
