"""What belongs to a person: each act is one step of the history, refuses what cannot be, and can be taken back."""

from collections.abc import Callable

import pytest

from app.domain.background import BEGINS_IN_FUTURE, ENDS_BEFORE_START, JOB_MISSING, EducationEntry, WorkEntry
from app.domain.dates import PartialDate
from app.domain.family import INVERSE, NO_BIRTH_YEAR, WITH_ONESELF, Child
from app.domain.language import SpokenLanguage
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.store.queries.history import of_client
from app.usecases import casework, consent, eligibility, person
from app.usecases.eligibility import IN_FUTURE, REASON_MISSING
from app.usecases.person import ALREADY_LINKED, GERMAN_ELSEWHERE, LANGUAGE_MISSING, TWICE
from tests.casefiles import after, every_row, opened_case, refusal, taken_in


@pytest.mark.parametrize(("kind", "fields", "changed", "where"), [
    (Child, {"birth_year": 2019, "lives_with": "with_person"}, {"care_need": "yes"}, "children"),
    (SpokenLanguage, {"language": "fra", "level": "fluent"}, {"reads": "yes"}, "languages"),
    (EducationEntry, {"kind": "school", "place": "Kabul"}, {"ended": PartialDate(2018)}, "education"),
    (WorkEntry, {"job": "Schneider", "country": "423"}, {"kind": "employed_full"}, "works"),
])
def test_a_record_is_entered_corrected_removed_and_brought_back(
        file: CaseFile, kind: type, fields: dict[str, object], changed: dict[str, object], where: str) -> None:
    client_id, _ = taken_in(file)
    record_id = person.add(file, kind, client_id, **fields)
    person.change(file, kind, record_id, **changed)
    (stored,) = getattr(page(file, client_id), where)
    assert {name: getattr(stored, name) for name in {**fields, **changed}} == {**fields, **changed}
    person.remove(file, kind, record_id)
    assert getattr(page(file, client_id), where) == ()
    assert file.undo() == person.ACTS[kind].remove
    assert getattr(page(file, client_id), where) == (stored,)
    titles = [act.title for act in of_client(file, client_id).acts]
    assert {person.ACTS[kind].add, person.ACTS[kind].change} < set(titles)


def test_what_cannot_be_is_refused_and_leaves_no_trace(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    person.add(file, SpokenLanguage, client_id, language="fra")
    other = person.add(file, SpokenLanguage, client_id, language="eng")
    before = every_row(file)

    def adding(kind: type, **fields: object) -> Callable[[], object]:
        return lambda: person.add(file, kind, client_id, **fields)

    refused = {
        NO_BIRTH_YEAR: [adding(Child, birth_year=after(400).year), adding(Child, birth_year=19)],
        LANGUAGE_MISSING: [adding(SpokenLanguage, language="")],
        GERMAN_ELSEWHERE: [adding(SpokenLanguage, language="deu")],
        TWICE: [adding(SpokenLanguage, language="fra"),
                lambda: person.change(file, SpokenLanguage, other, language="fra")],
        JOB_MISSING: [adding(WorkEntry, job="  ")],
        BEGINS_IN_FUTURE: [adding(WorkEntry, job="Koch", started=PartialDate.of(after(1)))],
        ENDS_BEFORE_START: [adding(EducationEntry, started=PartialDate(2019), ended=PartialDate(2018, 12))],
    }
    assert [(why, refusal(act)) for why, acts in refused.items() for act in acts] == [
        (why, why) for why, acts in refused.items() for _act in acts]
    assert every_row(file) == before


def test_an_entry_may_end_in_the_month_in_which_it_began(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    person.add(file, WorkEntry, client_id, job="Ernte", started=PartialDate(2021, 5), ended=PartialDate(2021))
    assert page(file, client_id).works[0].ended == PartialDate(2021)


def test_a_link_is_seen_from_both_and_taking_it_away_leaves_both(file: CaseFile) -> None:
    one, _ = taken_in(file)
    two, _ = taken_in(file, given_name="Omid")
    link_id = person.link(file, one, two, "parent")
    assert [(r.client_id, r.relation) for r in page(file, one).relatives] == [(two, "parent")]
    assert [(r.client_id, r.relation, r.name) for r in page(file, two).relatives] == [
        (one, "child", "MUSTER, Amira")]
    assert refusal(lambda: person.link(file, two, one, "child")) == ALREADY_LINKED
    assert refusal(lambda: person.link(file, one, one, "sibling")) == WITH_ONESELF
    person.unlink(file, link_id)
    assert page(file, one).relatives == page(file, two).relatives == ()
    assert (page(file, one).client.given_name, page(file, two).client.given_name) == ("Amira", "Omid")
    file.undo()
    assert len(page(file, one).relatives) == 1


def test_every_relation_has_its_other_side() -> None:
    assert all(INVERSE[INVERSE[relation]] == relation for relation in INVERSE)


def test_an_assessment_is_dated_with_its_reason_and_the_rules_of_its_day(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    eligibility.assess(file, case_id, component="2", result="eligible", checked_on=after(-3))
    eligibility.assess(file, case_id, component="2", result="not_eligible", checked_on=after(0), reason=" Verbot ")
    found = sorted(page(file, client_id).eligibilities, key=lambda e: e.checked_on)
    assert [(e.result, e.checked_on, e.reason) for e in found] == [
        ("eligible", after(-3), ""), ("not_eligible", after(0), "Verbot")]
    assert all(e.rule_version for e in found)


@pytest.mark.parametrize(("fields", "why"), [
    ({"result": "eligible_by_exception"}, REASON_MISSING), ({"result": "not_eligible", "reason": " "}, REASON_MISSING),
    ({"result": "eligible", "checked_on": after(1)}, IN_FUTURE),
])
def test_an_assessment_without_reason_or_of_the_future_is_refused(
        file: CaseFile, fields: dict[str, object], why: str) -> None:
    _, case_id = taken_in(file)
    before = every_row(file)
    values = {"component": "1", "checked_on": after(0), **fields}
    assert refusal(lambda: eligibility.assess(file, case_id, **values)) == why  # type: ignore[arg-type]
    assert every_row(file) == before


def test_a_medical_reason_needs_a_consent_to_health_data(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    medical = {"kind": "toleration_60a", "valid_from": after(-9), "reason_group": "medical"}
    assert refusal(lambda: casework.add_paper(file, client_id, **medical)) == casework.HEALTH_NOT_AGREED
    paper_id = casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9))
    assert refusal(lambda: casework.change_paper(file, paper_id, reason_group="medical")) == casework.HEALTH_NOT_AGREED
    consent_id = consent.add_consent(file, client_id, kind="health", given_on=after(-1))
    casework.change_paper(file, paper_id, reason_group="medical")
    consent.withdraw_consent(file, consent_id, after(0))
    # what was agreed once may be corrected in other things
    casework.change_paper(file, paper_id, seen_original=True)
    assert page(file, client_id).papers[0].reason_group == "medical"
