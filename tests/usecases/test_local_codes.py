"""Own values of a list: assigned, counted as a value of the state, and in the way of the monthly report alone."""

import pytest

from app import VERSION
from app.domain.codes import code_list
from app.domain.dates import Month
from app.domain.errors import UserError
from app.domain.local_codes import UNASSIGNED, LocalCode, NotAssigned
from app.i18n import text_of
from app.statistics import counting
from app.statistics.plan import cell, load_plan
from app.store.casefile import CaseFile
from app.store.queries import clients, monthly, today
from app.store.queries import local_codes as stored
from app.usecases import casework, closing, contact, flag, local_codes, monthly_export, own_figures
from app.usecases.closing import Closing
from tests.casefiles import Clock, after, opened_case, refusal

OCTOBER = Month(2026, 10)


@pytest.fixture
def file(file: CaseFile) -> CaseFile:
    local_codes.follow(file)
    return file


def value(file: CaseFile, value_id: str) -> LocalCode:
    return next(one for one in stored.own(file) if one.id == value_id)


def code(file: CaseFile, label: str, list_name: str = "access_route", counts_as: str = "") -> str:
    """An own value as records hold it."""
    return value(file, local_codes.add(file, list_name=list_name, label=label, counts_as=counts_as)).code


def row(file: CaseFile, title: str, label: str) -> tuple[str, ...]:
    figures = own_figures.figures(file, Month.of(file.today()))
    table = next(table for table in figures.tables if table.title == title)
    return next((row.clients for row in table.rows if row.label == label), ())


def test_a_new_value_is_a_word_of_its_list_and_follows_undo(file: CaseFile) -> None:
    made = code(file, " Sprachcafé ", counts_as="volunteers")
    assert code_list("access_route").label(made) == "Sprachcafé"
    file.undo()
    assert made not in code_list("access_route")
    file.redo()
    local_codes.change(file, made.removeprefix("own:"), label="Café der Sprachen")
    assert code_list("access_route").label(made) == "Café der Sprachen"


def test_a_word_stands_only_once_in_a_list_and_counts_only_as_what_is_there(file: CaseFile) -> None:
    code(file, "Sprachcafé")
    add = local_codes.add
    assert refusal(lambda: add(file, list_name="access_route", label="sprachcafe")) == local_codes.KNOWN
    assert refusal(lambda: add(file, list_name="access_route", label="Ehrenamt")) == local_codes.KNOWN
    assert refusal(lambda: add(file, list_name="access_route", label=" ")) == local_codes.LABEL_MISSING
    for wrong in ("phone", "unknown", "own:x"):
        assert refusal(lambda wrong=wrong: add(file, list_name="access_route", label="Chor", counts_as=wrong)) \
            == local_codes.NO_SUCH_VALUE
    with pytest.raises(KeyError):
        add(file, list_name="course_kind", label="Chor")
    assert len(stored.own(file)) == 1 and code(file, "Sprachcafé", "contact_kind", "in_person_office")


def test_a_value_in_use_is_retired_and_only_an_unused_one_removed(file: CaseFile) -> None:
    made, spare = code(file, "Sprachcafé", counts_as="volunteers"), code(file, "Tippfehler")
    opened_case(file, access_route=made)
    opened_case(file, access_route=made)
    with pytest.raises(UserError) as refused:
        local_codes.remove(file, made.removeprefix("own:"))
    assert refused.value.msgid == local_codes.IN_USE and "„Sprachcafé“ steht 2-mal" in text_of(refused.value)
    local_codes.remove(file, spare.removeprefix("own:"))
    local_codes.retire(file, made.removeprefix("own:"))
    found = code_list("access_route")
    assert spare not in found and found.label(made) == "Sprachcafé"
    assert made not in {one.id for one in found.active()}
    local_codes.retire(file, made.removeprefix("own:"), False)
    assert made in {one.id for one in code_list("access_route").active()}


def test_the_report_waits_for_an_assignment_and_then_counts_it(file: CaseFile, clock: Clock) -> None:
    clock.go_to(OCTOBER.first_day())
    made = code(file, "Sprachcafé")
    local_codes.add(file, list_name="contact_kind", label="Von niemandem benutzt")
    client_id, _case = opened_case(file, access_route=made)
    clock.go_to(after(0))
    with pytest.raises(NotAssigned) as refused:
        monthly_export.prepare(file, OCTOBER, VERSION)
    assert refused.value.msgid == UNASSIGNED
    assert "„Sprachcafé“ (Zugangsweg)." in text_of(refused.value) and "niemandem" not in text_of(refused.value)
    assert row(file, "Zugangsweg", "Sprachcafé") == (client_id,)
    local_codes.change(file, made.removeprefix("own:"), counts_as="volunteers")
    assert monthly.facts(file).caseload.cases[0].access_route == "volunteers"
    assert row(file, "Zugangsweg", "Ehrenamt") == (client_id,) and not row(file, "Zugangsweg", "Sprachcafé")
    assert monthly_export.issue(file, OCTOBER, VERSION).issued
    local_codes.change(file, made.removeprefix("own:"), counts_as="")
    assert monthly_export.prepare(file, OCTOBER, VERSION).issued


def test_what_a_case_ended_in_counts_as_the_situation_of_the_state(file: CaseFile) -> None:
    made = code(file, "Minijob im Café", "outcome_situation", "marginal")
    client_id, case_id = opened_case(file)
    reason = code(file, "im Himmel", "closing_reason", "deceased")
    closing.close(file, case_id, Closing(on=file.today(), reason=reason, outcome_situation=made,
                                         six_months_form="signed"))
    assert monthly.facts(file).caseload.cases[0].closed_with == "marginal"
    counts = counting.count(load_plan(), monthly.facts(file).caseload, Month.of(file.today()))
    assert counts.rows_behind(cell("transition_ytd", "2026")) == (client_id,)
    assert not [line for line in today.page(file).lines if line.client_id == client_id]


def test_a_talk_about_a_person_is_no_contact_under_an_own_word_either(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    talk = code(file, "Anruf beim Amt", "contact_kind", "third_party")
    contact.add_contact(file, case_id, on=file.today(), kind=talk, text="x")
    facts = monthly.facts(file).caseload.contacts
    assert [(one.client_id, one.kind) for one in facts] == [(client_id, "third_party")]
    assert clients.lines(file)[0].last_contact is None
    clock.go_to(after(200))
    assert [line.last_on for line in today.silent(file)] == [None]
    local_codes.change(file, talk.removeprefix("own:"), counts_as="phone")
    assert clients.lines(file)[0].last_contact == after(0)


def test_a_flag_and_a_shelter_may_have_own_words(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    kind = code(file, "Hund", "flag_kind", "other")
    flag.put(file, client_id, kind=kind, reason="x")
    home = code(file, "Hotel", "accommodation", "municipal_shared")
    casework.change_client(file, client_id, accommodation=home)
    assert refusal(lambda: local_codes.remove(file, kind.removeprefix("own:"))) == local_codes.IN_USE
    assert refusal(lambda: local_codes.remove(file, home.removeprefix("own:"))) == local_codes.IN_USE
