"""Taking a person in (Aufnahme): quick intake to ``prospect``, then opening the case as one further act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.domain import case as cases
from app.domain import language, residence
from app.domain.accommodation import Accommodation
from app.domain.case import Case, CaseState, CaseStep, Eligibility, Phase
from app.domain.client import Client, age, checked
from app.domain.codes import counted_as
from app.domain.consent import CASEWORK, Consent, given
from app.domain.errors import N_
from app.domain.identity import new_id
from app.domain.language import LanguageAssessment
from app.domain.names import clean
from app.domain.policy import policy_on
from app.domain.residence import ResidenceDocument
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import accommodation, apart, followup, freshness, role

TAKE_IN = N_("Person aufnehmen")
OPEN_CASE = N_("Fall eröffnen")
DISCARD = N_("Aufnahme verwerfen")
GAPS = {
    "consent": N_("Einwilligung in die Fallarbeit"),
    "sex": N_("Geschlecht"),
    "access_route": N_("Zugangsweg"),
    "eligibility": N_("geprüfte Förderbausteine"),
}
TOO_YOUNG_OR_OLD = N_("Das Programm gilt in der Regel von {low} bis {high} Jahren, hier sind es {age}. "
                      "Ausnahmen sind im begründeten Einzelfall möglich.")
STATE_FACILITY = N_("In Landeseinrichtungen Untergebrachte sind in der Regel ausgeschlossen. "
                    "Prüfen Sie den Einzelfall.")
WORK_BAN = N_("Bei einem Arbeitsverbot kommt Baustein 2 in der Regel nicht in Frage.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is said when a case is opened; gaps need ``override_reason``, nothing else blocks (domain.md § 10.1)."""

    on: date
    consent_form: str = ""
    paper_location: str = ""
    eligible_for: tuple[str, ...] = ()
    eligibility_reason: str = ""
    override_reason: str = ""


def take_in(file: CaseFile, values: Mapping[str, Any]) -> str:
    """Creates client, prospect case and, where a paper was named, its record; returns the client's id.

    Keys are attributes of Client, ``shelter`` (its name), ``access_route`` and ``paper_kind``, ``paper_valid_to``,
    ``paper_work_permission``; ``told_on`` is the day of what is said where that is not today, None for nobody knows.
    ``others`` are the ids of persons who were set apart from this one.
    """
    with file.write(TAKE_IN) as work:
        client = taken_in(work, file, values)
        apart.note(work, client.id, values.get("others", ()), file.today())
        work.discard_draft("intake")
    return client.id


def taken_in(work: Work, file: CaseFile, values: Mapping[str, Any]) -> Client:
    """The person with case and paper, as part of an act; the keys are those of `take_in`."""
    role.check_takes_persons(work)
    own: dict[str, Any] = {f.name: clean(v) if isinstance(v := values[f.name], str) else v
                           for f in fields(Client) if f.name in values}
    own.setdefault("accommodation_id", accommodation.identity_of(
        work, values.get("shelter") or "", own.get("ags", ""), own.get("accommodation", "unknown")))
    if own["accommodation_id"] and own.get("accommodation", "unknown") == "unknown":
        own["accommodation"] = work.get(Accommodation, own["accommodation_id"]).kind
    client = checked(Client(**{**own, "id": new_id(), "number": work.next_number()}), file.today())
    work.add(client)
    if told_on := values.get("told_on", file.today()):
        freshness.touched(work, client, own, told_on)
    case = start_episode(work, client.id, file, access_route=values.get("access_route") or "unknown")
    if paper := paper_seen(client.id, values, file.today()):
        work.add(paper)
        followup.refresh(work, case.id, file.today())
    return client


def paper_seen(client_id: str, values: Mapping[str, Any], today: date) -> ResidenceDocument | None:
    """The paper that was named, if any: seen today; since when it is valid is asked later."""
    if values.get("paper_kind") in (None, "", "unknown"):
        return None
    until = values.get("paper_valid_to")
    return residence.checked(ResidenceDocument(
        id=new_id(), client_id=client_id, kind=values["paper_kind"], valid_to=until,
        valid_from=min(today, until or today), work_permission=values.get("paper_work_permission") or "unknown"))


def start_episode(work: Work, client_id: str, file: CaseFile, *, access_route: str) -> Case:
    """A new episode in state ``prospect``; a person who returns keeps the earlier ones."""
    former = sorted(work.find(Case, client_id=client_id), key=lambda c: c.episode)
    case = work.add(Case(id=new_id(), client_id=client_id, episode=len(former) + 1, access_route=access_route,
                         former_case_id=former[-1].id if former else None))
    work.add(cases.advance(case.id, [], CaseState.PROSPECT, on=file.today(), now=file.now()))
    return case


def gaps(client: Client, case: Case, consent: Consent | None, eligibility: bool) -> tuple[str, ...]:
    """What opening asks for and is not there yet, as keys of GAPS."""
    return tuple(name for name, missing in (
        ("consent", consent is None), ("sex", client.sex == "unknown"),
        ("access_route", case.access_route == "unknown"), ("eligibility", not eligibility)) if missing)


def hints(client: Client, papers: list[ResidenceDocument], today: date) -> tuple[str, ...]:
    """Warnings of the policy of that day, in words; they never block (domain.md § 1.2)."""
    policy, found = policy_on(today), []
    years = age(client, today)
    if years is not None and not policy.age_min <= years <= policy.age_max:
        found.append(TOO_YOUNG_OR_OLD.format(low=policy.age_min, high=policy.age_max, age=years))
    if counted_as("accommodation", client.accommodation) in policy.excluded_accommodation:
        found.append(STATE_FACILITY)
    paper = residence.current(papers, today)
    if paper and paper.work_permission in policy.fb2_excluded_work_permission:
        found.append(WORK_BAN)
    return tuple(found)


def open_case(file: CaseFile, case_id: str, opening: Opening) -> None:
    """Eintritt FB6: records consent and eligibility where given, then the step to ``open``; a day before the intake was
    typed takes the intake with it, a day before the end of the case before is refused."""
    with file.write(OPEN_CASE) as work:
        case = work.get(Case, case_id)
        client = work.get(Client, case.client_id)
        if opening.consent_form:
            work.add(Consent(id=new_id(), client_id=client.id, kind=CASEWORK, given_on=opening.on,
                             form=opening.consent_form, language=client.contact_language,
                             paper_location=opening.paper_location))
        policy = policy_on(opening.on)
        work.add_all(Eligibility(id=new_id(), case_id=case.id, component=component, checked_on=opening.on,
                                 result="eligible_by_exception" if opening.eligibility_reason else "eligible",
                                 reason=opening.eligibility_reason, rule_version=policy.id)
                     for component in opening.eligible_for)
        consent = given(work.find(Consent, client_id=client.id), CASEWORK, opening.on)
        missing = gaps(client, case, consent, bool(work.find(Eligibility, case_id=case.id)))
        cases.checked_opening([GAPS[name] for name in missing], opening.override_reason)
        *before, step = cases.opened(case.id, work.find(CaseStep, case_id=case.id), on=opening.on, now=file.now(),
                                     reason=opening.override_reason, after=_end_before(work, case))
        for earlier in before:
            work.put(earlier)
        work.add(step)
        work.change(Case, case.id, phase=Phase.ASSESSMENT,
                    **entry_facts(case, client, work.find(LanguageAssessment, client_id=client.id), file.today()))
        followup.refresh(work, case.id, file.today())


def entry_facts(case: Case, client: Client, levels: Iterable[LanguageAssessment], today: date) -> dict[str, str]:
    """The situation at entry where the case does not have it yet: that of the person today, typed only once."""
    level = language.latest(levels, today)
    now = {"entry_employment": client.employment, "entry_school_years": client.school_years,
           "entry_certificate": client.certificate, "entry_german_oral": level.oral if level else "unknown"}
    return {name: value for name, value in now.items() if getattr(case, name) == "unknown" != value}


def _end_before(work: Work, case: Case) -> date | None:
    """The day of the last step of the episode before this one."""
    steps = work.find(CaseStep, case_id=case.former_case_id) if case.former_case_id else []
    return max((step.on for step in steps), default=None)


def discard(file: CaseFile, case_id: str, *, reason: str, on: date) -> None:
    """A prospect who does not become a client; only the tally of contacts stays (domain.md § 10.1)."""
    with file.write(DISCARD) as work:
        steps = work.find(CaseStep, case_id=case_id)
        work.add(cases.advance(case_id, steps, CaseState.DISCARDED, on=on, now=file.now(), reason=reason))
        followup.cancel_all(work, case_id)
