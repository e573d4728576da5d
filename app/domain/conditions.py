"""The conditions of an offering held against a person, one by one: yes, no or not known, with the reason in words and
the fact that is missing. NO is a word, never a bar. Which offering comes first is decided in `matching`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from app.domain.case import Eligibility
from app.domain.catalogue import COMPONENT_LABELS, LIFECYCLE_LABELS, RESIDENCE_LABELS, Lifecycle
from app.domain.codes import code_list
from app.domain.date_words import Translate
from app.domain.dates import PartialDate, age_on, german
from app.domain.errors import N_
from app.domain.language import LEVELS, LanguageAssessment, at_least
from app.domain.policy import Policy
from app.domain.referral import ReferralState
from app.domain.residence import ResidenceDocument


class Verdict(StrEnum):
    """The answer to one condition; ``UNKNOWN`` is a question, not a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


class Coded(NamedTuple):
    """A code with its list, worded only where it is shown."""

    list_name: str
    code: str


class Marked(NamedTuple):
    """Words that are marked for translation elsewhere; several are joined by commas."""

    msgids: tuple[str, ...]


# None is only the value of a name that the template does not use
Value = str | int | date | Coded | Marked | None


# A named tuple, because thousands of them are made at once and a dataclass takes five times as long.
class Condition(NamedTuple):
    """One condition: ``asks`` is what the offering wants, ``has`` what holds for the person, both German templates
    filled with ``values`` by `phrase`. ``fact`` is the fact to ask for where it is missing, as in
    ``completeness.FACTS`` or an attribute of Client, "" where asking the person does not help. ``remark``: a YES with
    something to look at."""

    key: str
    verdict: Verdict
    asks: str
    has: str
    values: Mapping[str, Value] = MappingProxyType({})
    fact: str = ""
    remark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """A referral of the person that is not over: its state since a day."""

    offering_key: str
    component: str
    title: str
    state: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What the conditions look at; what is not recorded stays as it is here.

    ``papers`` are all papers, ``level`` the German assessment that counts today, ``assessed`` those of the case,
    ``wanted`` the Bausteine of its open gaps.
    """

    birth: PartialDate | None = None
    sex: str = "unknown"
    ags: str = ""
    accommodation: str = "unknown"
    childcare: str = "unknown"
    employment: str = "unknown"
    certificate: str = "unknown"
    papers: Sequence[ResidenceDocument] = ()
    level: LanguageAssessment | None = None
    assessed: Sequence[Eligibility] = ()
    underway: Sequence[Underway] = ()
    wanted: frozenset[str] = frozenset()


LABELS: Mapping[str, str] = {
    "lifecycle": N_("Angebot"), "start": N_("Einstieg"), "seats": N_("Plätze"), "eligibility": N_("Zielgruppe"),
    "age": N_("Alter"), "residence": N_("Aufenthalt"), "work": N_("Arbeitserlaubnis"), "job": N_("Beschäftigung"),
    "german_oral": N_("Deutsch mündlich"), "german_written": N_("Deutsch schriftlich"),
    "schooling": N_("Schulabschluss"), "women_only": N_("Nur für Frauen"), "childcare": N_("Kinderbetreuung"),
    "place": N_("Ort"), "referral": N_("Vermittlung"), "parallel": N_("Laufender Kurs"),
}
NOT_ASKED = N_("nicht erhoben")
NOT_SAID = N_("nicht angegeben")
TARGET_GROUP = N_("Zielgruppe von {component}")
OUTSIDE_AGES = N_("{age} Jahre, in der Regel {low} bis {high}; Ausnahmen sind im begründeten Einzelfall möglich")
# Beyond it the way is remarked on, nothing more: an own proposal, about an hour by bus and train.
FAR_KM = 30
# An estimated birth may lie a year off to either side: an own proposal.
ESTIMATED_YEARS = 1
BANNED_COMPONENT, SCHOOL_COMPONENT, COURSE_COMPONENT, NO_COMPONENT = "2", "3", "4", "R"
# Baustein 3 leads to the Hauptschulabschluss of class 9 or 10 (domain.md § 1.3): class 10 is still ahead of the first.
STILL_AHEAD = frozenset({"none", "special_needs", "esa"})
_WORKS = frozenset({"Ausbildung", "Arbeit"})
_NOT_ASKED = ("unknown", "refused")


def phrase(template: str, values: Mapping[str, Value], translate: Translate = str) -> str:
    """A template of a condition in words: dates in the written form, codes and marked words translated."""
    return translate(template).format(**{name: _worded(value, translate) for name, value in values.items()})


def _worded(value: Value, translate: Translate) -> str:
    if isinstance(value, Coded):
        code = code_list(value.list_name).get(value.code)
        return translate(code.label) if code else value.code
    if isinstance(value, Marked):
        return ", ".join(map(translate, value.msgids))
    return german(value) if isinstance(value, date) else str(value)


class Years(NamedTuple):
    """Completed years on the day of entry as a band: one number unless the birth is not known to the day."""

    least: int
    most: int


def years_on(birth: PartialDate | None, day: date) -> Years | None:
    """The age on a day; a month, a year or an estimate makes it a band. None where no birth is recorded."""
    if birth is None:
        return None
    least = most = age_on(birth, day) or 0
    if birth.day is None:
        least = age_on(PartialDate.of(birth.last_day()), day) or 0
    slack = ESTIMATED_YEARS if birth.estimated else 0
    return Years(max(0, least - slack), most + slack)


def lifecycle(state: str) -> Condition:
    """Of an offering that is not simply open: full, cancelled or withdrawn."""
    return Condition("lifecycle", NO, N_("findet statt, mit freien Plätzen"), "{state}",
                     {"state": Marked((LIFECYCLE_LABELS[Lifecycle(state)],))})


def start(begins: date | None, ends: date | None, until: date | None, continuous: bool, today: date) -> Condition:
    """Whether one can still enter: not over, registration open, not begun unless entry is continuous."""
    values = {"begins": begins, "ends": ends, "until": until}
    asks = (N_("laufender Einstieg") if continuous else N_("Beginn nicht angegeben") if begins is None
            else N_("Beginn {begins}, Anmeldung bis {until}") if until else N_("Beginn {begins}"))
    verdict, has = YES, N_("noch möglich")
    if ends and ends < today:
        verdict, has = NO, N_("zu Ende seit {ends}")
    elif until and until < today:
        verdict, has = NO, N_("Anmeldung war bis {until} möglich")
    elif begins and begins < today and not continuous:
        verdict, has = NO, N_("hat schon begonnen")
    elif begins is None and not continuous:
        verdict, has = UNKNOWN, N_("beim Träger zu erfragen")
    return Condition("start", verdict, asks, has, values)


def seats(free: int | None, as_of: date | None) -> Condition:
    """Free seats; that the catalogue does not say is a question to the provider."""
    asks = N_("ein freier Platz")
    if free is None:
        return Condition("seats", UNKNOWN, asks, NOT_SAID)
    if free <= 0:
        return Condition("seats", NO, asks, N_("kein Platz frei"))
    if as_of is None:
        return Condition("seats", YES, asks, N_("{free} frei"), {"free": free})
    return Condition("seats", YES, asks, N_("{free} frei, Stand {as_of}"), {"free": free, "as_of": as_of})


def eligibility(component: str, assessed: Eligibility | None, years: Years | None, lodged_out: bool,
                policy: Policy) -> Condition:
    """The latest assessment of the Baustein; without one what the rules exclude is a no, all else a question.

    Rules: domain.md § 1.2. An assessment under other rules than those of the day of entry is remarked on;
    ``lodged_out``: the person lives where the rules admit nobody.
    """
    values: dict[str, Value] = {"component": Marked((COMPONENT_LABELS.get(component, component),))}
    if assessed is None or assessed.result == "unknown":
        return _by_policy(values, years, lodged_out, policy)
    values |= {"result": Coded("eligibility_result", assessed.result), "on": assessed.checked_on,
               "reason": assessed.reason}
    has = N_("{result}, geprüft am {on}: {reason}") if assessed.reason else N_("{result}, geprüft am {on}")
    if assessed.result == "not_eligible":
        return Condition("eligibility", NO, TARGET_GROUP, has, values)
    older = assessed.rule_version not in ("", policy.id)
    return Condition("eligibility", YES, TARGET_GROUP, N_("{result}, geprüft am {on} nach anderen Regeln") if older
                     else has, values, remark=older)


def _by_policy(values: dict[str, Value], years: Years | None, lodged_out: bool, policy: Policy) -> Condition:
    if years and (years.most < policy.age_min or years.least > policy.age_max):
        return Condition("eligibility", NO, TARGET_GROUP, OUTSIDE_AGES,
                         {**values, "low": policy.age_min, "high": policy.age_max, "age": years.least})
    if lodged_out:
        return Condition("eligibility", NO, TARGET_GROUP, N_("wohnt in einer Landeseinrichtung; den Einzelfall prüfen"),
                         values)
    return Condition("eligibility", UNKNOWN, TARGET_GROUP, N_("noch nicht geprüft"), values, "eligibility")


def age(years: Years | None, low: int | None, high: int | None) -> Condition:
    """The limits the offering names, both inclusive; a band that straddles one of them is a question."""
    asks = (N_("bis {high} Jahre") if low is None else N_("ab {low} Jahren") if high is None
            else N_("{low} bis {high} Jahre"))
    values: dict[str, Value] = {"low": low or 0, "high": high or 0}
    if years is None:
        return Condition("age", UNKNOWN, asks, NOT_ASKED, values, "birth")
    values |= {"age": years.least, "oldest": years.most}
    has = N_("{age} Jahre bei Beginn") if years.least == years.most else N_("{age} bis {oldest} Jahre bei Beginn")
    at_least_that, at_most_that = low or 0, math.inf if high is None else high
    if years.most < at_least_that or years.least > at_most_that:
        return Condition("age", NO, asks, has, values)
    if years.least >= at_least_that and years.most <= at_most_that:
        return Condition("age", YES, asks, has, values)
    return Condition("age", UNKNOWN, asks, has, values, "birth")


def residence(admitted: tuple[str, ...], paper: ResidenceDocument | None, lapsed: bool, ends_before: bool) -> Condition:
    """The paper that counts on the day of entry. One that has ``lapsed`` by today is a question, because nobody knows
    what followed; one that ``ends_before`` entry is remarked on, because such papers are mostly renewed."""
    asks, wanted = "{admitted}", Marked(tuple(RESIDENCE_LABELS.get(group, group) for group in admitted))
    values: dict[str, Value] = {"admitted": wanted}
    if paper is None:
        return Condition("residence", UNKNOWN, asks, N_("kein Papier eingetragen"), values, "paper")
    values["kind"] = Coded("residence_kind", paper.kind)
    has = N_("{kind}, ohne Ablaufdatum")
    if paper.valid_to:
        values["until"] = paper.valid_to
        has = (N_("{kind}, abgelaufen am {until}") if lapsed else N_("{kind}, gültig bis {until}") if not ends_before
               else N_("{kind}, endet am {until} und damit vor dem Beginn"))
    kind = code_list("residence_kind").get(paper.kind)
    group = kind.group if kind else ""
    if group not in RESIDENCE_LABELS:
        return Condition("residence", UNKNOWN, asks, "{kind}", values, "paper")
    if lapsed:
        return Condition("residence", UNKNOWN, asks, has, values, "paper")
    fits = group in admitted
    return Condition("residence", YES if fits else NO, asks, has, values, remark=fits and ends_before)


def work(permission: str, ended: date | None, policy: Policy) -> Condition:
    """Baustein 2 is closed to persons banned from working (FAQ of the programme, domain.md § 1.2); ``ended`` is when
    the permission ends before the day of entry."""
    asks, values = N_("kein Arbeitsverbot"), {"permission": Coded("work_permission", permission)}
    if permission in _NOT_ASKED:
        return Condition("work", UNKNOWN, asks, NOT_ASKED, fact="work_permission")
    if permission in policy.fb2_excluded_work_permission:
        return Condition("work", NO, asks, "{permission}", values)
    if ended:
        return Condition("work", YES, asks, N_("{permission}, nur bis {until}"), {**values, "until": ended},
                         remark=True)
    return Condition("work", YES, asks, "{permission}", values)


def job(employment: str) -> Condition:
    """Baustein 2 stands beside a job or a training (domain.md § 1.3); of an internship the provider decides."""
    asks, values = N_("Arbeit oder Ausbildung"), {"own": Coded("employment", employment)}
    code = code_list("employment").get(employment)
    if code is None or employment in _NOT_ASKED:
        return Condition("job", UNKNOWN, asks, "{own}", values, "employment")
    if code.group == "Vorbereitung":
        return Condition("job", UNKNOWN, asks, N_("{own}; beim Träger zu erfragen"), values)
    return Condition("job", YES if code.group in _WORKS else NO, asks, "{own}", values)


def german_level(skill: str, wanted: str, own: str, on: date | None) -> Condition:
    """A least level of one skill, ``wanted`` of LEVELS, against one's ``own`` of a day; what is spoken says nothing of
    what is written."""
    key = f"german_{skill}"
    if LEVELS.index(wanted) == 0:
        return Condition(key, YES, N_("keine Vorkenntnisse nötig"), N_("erfüllt"))
    reached, values = at_least(own, wanted), {"wanted": Coded("cefr", wanted), "own": Coded("cefr", own)}
    if reached is None:
        return Condition(key, UNKNOWN, N_("ab {wanted}"), "{own}", values, key)
    return Condition(key, YES if reached else NO, N_("ab {wanted}"), N_("{own}, Stand {on}"), {**values, "on": on})


def schooling(certificate: str) -> Condition:
    """Baustein 3 is for a certificate one does not have yet; a foreign one, recognised or not, is none of these."""
    asks, values = N_("noch kein gleicher oder höherer Abschluss"), {"own": Coded("certificate", certificate)}
    code = code_list("certificate").get(certificate)
    if code is None or certificate in _NOT_ASKED:
        return Condition("schooling", UNKNOWN, asks, "{own}", values, "certificate")
    fits = certificate in STILL_AHEAD or code.group != "in Deutschland"
    return Condition("schooling", YES if fits else NO, asks, "{own}", values, remark=certificate == "esa")


def women_only(sex: str) -> Condition:
    """A course for women; what „divers“ means there, the provider says."""
    verdict = {"w": YES, "m": NO}.get(sex, UNKNOWN)
    fact = "sex" if verdict is UNKNOWN and sex != "d" else ""
    return Condition("women_only", verdict, N_("nur für Frauen"), "{sex}", {"sex": Coded("sex", sex)}, fact)


def childcare(offered: bool, needed: str) -> Condition:
    """Who needs childcare needs a course that has it; a course that has it suits everybody."""
    asks = N_("mit Kinderbetreuung") if offered else N_("ohne Kinderbetreuung")
    has = {"yes": N_("braucht Kinderbetreuung"), "no": N_("braucht keine")}.get(needed, NOT_ASKED)
    if offered or needed == "no":
        return Condition("childcare", YES, asks, has)
    if needed == "yes":
        return Condition("childcare", NO, asks, has)
    return Condition("childcare", UNKNOWN, asks, has, fact="childcare")


def place(ags: str, home: str, way: float | None) -> Condition:
    """The way from commune to commune in kilometres; far is a remark, because one may move or travel."""
    values: dict[str, Value] = {"there": Coded("commune", ags), "home": Coded("commune", home), "far": FAR_KM}
    if not ags:
        return Condition("place", UNKNOWN, N_("Kommune nicht angegeben"), N_("Entfernung nicht bekannt"), values)
    if not home:
        return Condition("place", UNKNOWN, "{there}", NOT_ASKED, values, "ags")
    if ags == home:
        return Condition("place", YES, "{there}", N_("in der eigenen Kommune"), values)
    if way is None:
        return Condition("place", UNKNOWN, "{there}", N_("Entfernung von {home} nicht bekannt"), values)
    has = N_("{km} km von {home}, mehr als {far}") if way > FAR_KM else N_("{km} km von {home}")
    return Condition("place", YES, "{there}", has, {**values, "km": round(way)}, remark=way > FAR_KM)


def referral(underway: Sequence[Underway], key: str) -> Condition | None:
    """A referral to this very offering that is not over; nothing to say where there is none."""
    own = next((one for one in underway if one.offering_key == key), None)
    if own is None:
        return None
    return Condition("referral", NO, N_("noch keine Vermittlung dorthin"), N_("{state} seit {since}"),
                     {"state": Coded("referral_state", own.state), "since": own.since})


def parallel(underway: Sequence[Underway], key: str) -> Condition | None:
    """Two running courses of Baustein 4 are warned of (domain.md § 10.2), Baustein 1 runs beside everything."""
    other = next((one for one in underway if one.component == COURSE_COMPONENT and one.offering_key != key
                  and one.state == ReferralState.STARTED), None)
    if other is None:
        return None
    return Condition("parallel", YES, N_("kein zweiter Kurs des FB4 zugleich"), N_("„{title}“ läuft seit {since}"),
                     {"title": other.title, "since": other.since}, remark=True)
