"""Follow-up rules as dated data (`resources/policy/wiedervorlagen.json`, domain.md § 11) and the day each one names.
What a person's records say to them stands in `rule_facts`: nothing here knows a person. Hints, no legal advice."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from app import resources
from app.domain.codes import shipped
from app.domain.dates import Month, PartialDate, add_months, birthday, next_workday, nth_workday
from app.domain.errors import N_
from app.domain.policy import RULES_FILE, Policy, policies, policy_on

LAW, PROGRAMME, OWN = "law", "programme", "own"
# Who brings a rule to a follow-up: an act by itself, a person who accepts the proposal; the last two make none, Heute
# shows what they say in a list of its own or as a reminder of the whole file.
ACT, PROPOSAL, LIST, FILE = "act", "proposal", "list", "file"
BIRTH = "birth"
GUESSED = N_("{title} (geschätzt)")
# The dated facts a rule may start from, in the words that tell why it is proposed.
SOURCES: Mapping[str, str] = {
    BIRTH: N_("Geburtsdatum"), "arrived_no_work": N_("In Deutschland seit"),
    "arrived_needs_consent": N_("In Deutschland seit"), "arrived_identity_open": N_("In Deutschland seit"),
    "stay": N_("In Deutschland seit"), "stay_with_child": N_("In Deutschland seit"),
    "decision_served": N_("Bescheid zugestellt am"), "paper_end": N_("Papier gültig bis"),
    "paper_without_end": N_("Papier ohne Ablaufdatum, gültig ab"),
    "permission_until": N_("Beschäftigungserlaubnis bis"),
    "granted_60d": N_("Beschäftigungsduldung seit"), "granted_104c": N_("Chancen-Aufenthaltsrecht seit"),
    "recognised": N_("Aufenthaltserlaubnis nach Anerkennung seit"), "consent_end": N_("Einwilligung bis"),
    "last_contact": N_("Letzter Kontakt"), "plan_reviewed": N_("Plan zuletzt durchgesprochen"),
    "referral_sent": N_("Angemeldet am"), "course_start": N_("Beginn"), "course_middle": N_("Mitte von „{title}“"),
    "planned_end": N_("Geplantes Ende"), "case_closed": N_("Fall abgeschlossen am"),
    "case_discarded": N_("Nicht aufgenommen am"), "month": N_("Monat"), "catalogue": N_("Katalog eingelesen am"),
    "flag_until": N_("Merker gilt bis"), "step_due": N_("Schritt bis"),
}
_OFFSETS = frozenset({"years", "months", "days", "workday"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as it holds in one period; ``law`` names where it comes from or that it is a proposal of our own.

    The day is ``source`` plus years, months and days, or the ``workday``-th working day of the month after it. Only
    people with one of the ``papers`` (empty: everybody) and a source from ``since`` on are meant. ``rolls`` marks the
    computed end of a period, which moves on to a working day (§ 193 BGB, § 31 Abs. 3 VwVfG): never an age, never a day
    printed on a paper.
    """

    id: str
    label_de: str
    title: str
    source: str
    years: int = 0
    months: int = 0
    days: int = 0
    workday: int = 0
    warn_days: tuple[int, ...]
    kind: str
    law_profile: str
    law: str
    text: str
    disclaimer: str
    valid_from: date
    valid_to: date | None
    made: str
    papers: tuple[str, ...]
    since: date | None
    rolls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The day a rule names: ``on`` to act by, ``exact_on`` the day itself where a weekend or holiday moved it.

    Of a guessed or partial source ``on`` is the earliest day it may mean and ``latest`` the last one.
    """

    on: date
    exact_on: date | None
    latest: date
    estimated: bool


def in_force(day: date) -> Mapping[str, Rule]:
    """The rules that hold on that day, by id; before the first period of all those of its first day, as `policy_on`."""
    return _in_force(max(day, min(policy.valid_from for policy in policies())))


def latest() -> tuple[Rule, ...]:
    """Every rule once, as it stands last, in the order of the file: what the handbook lists."""
    return tuple({rule.id: rule for rule in sorted(_resolved(policies()[-1].id), key=lambda one: one.valid_from)}
                 [entry["id"]] for entry in {entry["id"]: entry for entry in _entries()}.values())


def made_by(way: str) -> frozenset[str]:
    """The ids of all rules, in force or not, that become a follow-up in that way."""
    return frozenset(entry["id"] for entry in _entries() if entry["made"] == way)


def due(rule: Rule, source: date | PartialDate) -> Due:
    """When the rule asks for something whose source lies on that day; of a span of days both ends are computed."""
    value = PartialDate.of(source) if isinstance(source, date) else source
    # given by an authority where nobody knew the day: as good as the year alone (domain.md § 11)
    assigned = rule.source == BIRTH and value.is_assigned_looking
    estimated = assigned or not value.exact
    exact = _moved(rule, value.first_day())
    latest = _moved(rule, date(value.year, 12, 31) if assigned else value.last_day())
    # a guess that is moved to a Monday would look as if somebody had counted
    on = next_workday(exact) if rule.rolls and not estimated else exact
    return Due(on=on, exact_on=exact if on != exact else None, latest=latest, estimated=estimated)


def worded(rule: Rule, when: Due, title: str = "") -> str:
    """The title of its follow-up, marked where the day is a guess; ``title`` is that of the course, flag or step."""
    said = rule.title.format(title=title)
    return GUESSED.format(title=said) if when.estimated else said


def _moved(rule: Rule, day: date) -> date:
    if rule.workday:
        return nth_workday(Month.of(day).next(), rule.workday)
    years, months = divmod(12 * rule.years + rule.months, 12)
    if rule.source == BIRTH and not months:
        # an age is reached at the start of the birthday, who is born on leap day reaches it on 1 March
        start = birthday(PartialDate.of(day), years)
    else:
        start = add_months(day, 12 * years + months)
    return start + timedelta(days=rule.days)


@lru_cache(maxsize=16)
def _in_force(day: date) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in _resolved(policy_on(day).id)
            if rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)}


@lru_cache(maxsize=4)
def _resolved(policy_id: str) -> tuple[Rule, ...]:
    """All rules of all times with the numbers of one policy."""
    (policy,) = (policy for policy in policies() if policy.id == policy_id)
    return tuple(_rule(entry, policy) for entry in _entries())


@lru_cache(maxsize=1)
def _entries() -> tuple[dict[str, Any], ...]:
    """The file as it stands, with its disclaimer in each rule; ValueError for anything misspelt, missing or unknown."""
    content = json.loads(resources.path("policy", RULES_FILE).read_text(encoding="utf-8"))
    _known("the file", content, {"disclaimer", "note", "rules"})
    entries = tuple({**entry, "disclaimer": content["disclaimer"]} for entry in content["rules"])
    by_id: dict[str, list[Rule]] = {}
    for entry in entries:
        # read once with the values of every period: a name no policy knows must not wait for its day
        for policy in policies():
            rule = _rule(entry, policy)
        by_id.setdefault(rule.id, []).append(rule)
    for periods in by_id.values():
        _follow_each_other(periods)
    return entries


def _follow_each_other(periods: Iterable[Rule]) -> None:
    """As of `policy`: a day between two periods would have no rule, a day in both would have two."""
    for earlier, later in pairwise(sorted(periods, key=lambda rule: rule.valid_from)):
        if earlier.valid_to is None or (later.valid_from - earlier.valid_to).days != 1:
            raise ValueError(f"gap or overlap between the periods of {later.id}")


def _rule(entry: Mapping[str, Any], policy: Policy) -> Rule:
    """One entry with the numbers of that policy."""
    name = entry.get("id", "?")
    _known(name, entry, {field.name for field in fields(Rule)} - _OFFSETS | {"offset"})
    offset = entry["offset"]
    if not set(offset) <= _OFFSETS:
        raise ValueError(f"rule {name}: {sorted(set(offset) - _OFFSETS)}")
    warn = _named(entry["warn_days"], policy) if isinstance(entry["warn_days"], str) else entry["warn_days"]
    values = {key: value for key, value in entry.items() if key != "offset"} | {
        unit: _number(value, policy) for unit, value in offset.items()} | {
        "warn_days": tuple(_number(value, policy) for value in warn), "papers": tuple(entry["papers"])} | {
        key: entry[key] and date.fromisoformat(entry[key]) for key in ("valid_from", "valid_to", "since")}
    rule = Rule(**values)
    allowed = (rule.kind in (LAW, PROGRAMME, OWN), rule.made in (ACT, PROPOSAL, LIST, FILE), rule.source in SOURCES,
               all(paper in shipped("residence_kind") for paper in rule.papers),
               rule.valid_to is None or rule.valid_from <= rule.valid_to)
    if not all(allowed):
        raise ValueError(f"rule {name}: kind, way, source, papers or period")
    return rule


def _number(value: int | str | list[Any], policy: Policy) -> int:
    """A number itself, by the name it has in the policy, or by name and place in a list there."""
    if isinstance(value, list):
        name, place = value
        return int(_named(name, policy)[place])
    return int(_named(value, policy) if isinstance(value, str) else value)


def _named(name: str, policy: Policy) -> Any:
    if name not in {field.name for field in fields(Policy)}:
        raise ValueError(f"no value {name} in the policies")
    return getattr(policy, name)


def _known(name: str, found: Mapping[str, Any], wanted: set[str]) -> None:
    if set(found) != wanted:
        raise ValueError(f"rule {name}: {sorted(set(found) ^ wanted)}")
