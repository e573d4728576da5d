"""Consents as acts: entered, corrected, withdrawn; the gate before something leaves, and what a withdrawal brings."""

from functools import partial

import pytest

from app.domain.consent import DISCLOSURE, NAMES_MISSING
from app.domain.errors import UserError
from app.domain.followup import CANCELLED, DELETION_REVIEW, OPEN
from app.i18n import text_of
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.usecases import catalogue, closing, outgoing, referral
from app.usecases.consent import (
    IN_FUTURE,
    REVIEW_DAYS,
    SHUT,
    WITHDRAWN_WHEN,
    Release,
    add_consent,
    change_consent,
    gate,
    receivers,
    release,
    withdraw_consent,
)
from tests.casefiles import Clock, after, every_row, opened_case, refusal
from tests.catalogues import course, issue


def test_a_consent_keeps_everything_it_says(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    add_consent(file, client_id, kind="health", given_on=after(-1), form="oral_note", scope="Attest für den Kurs",
                purposes=("referral",), language="prs", interpreter="professional", template_version="2026-1",
                expires_on=after(90), paper_location="Ordner 3")
    (kept,) = page(file, client_id).consents
    assert (kept.scope, kept.purposes, kept.interpreter, kept.template_version) == (
        "Attest für den Kurs", ("referral",), "professional", "2026-1")
    assert kept.special_categories
    assert refusal(lambda: add_consent(file, client_id, kind="casework", given_on=after(1))) == IN_FUTURE
    assert refusal(lambda: add_consent(file, client_id, kind=DISCLOSURE, given_on=after(0))) == NAMES_MISSING


def test_how_it_was_recorded_can_be_corrected_but_not_what_was_agreed(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    consent_id = add_consent(file, client_id, kind="casework", given_on=after(0))
    change_consent(file, consent_id, paper_location="Ordner 4")
    assert page(file, client_id).consents[0].paper_location == "Ordner 4"
    with pytest.raises(ValueError, match="recipients"):
        change_consent(file, consent_id, recipients=("Jobcenter",))


def test_a_withdrawal_lies_between_the_consent_and_today(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    consent_id = add_consent(file, client_id, kind="health", given_on=file.today())
    for wrong in (after(-1), after(1)):
        assert refusal(partial(withdraw_consent, file, consent_id, wrong)) == WITHDRAWN_WHEN
    withdraw_consent(file, consent_id, file.today())
    assert page(file, client_id).consents[0].withdrawn_on == file.today()
    assert page(file, client_id).follow_ups == ()


def test_the_gate_says_in_a_sentence_why_nothing_goes_out(file: CaseFile, clock: Clock) -> None:
    client_id, _case = opened_case(file)
    ask = partial(gate, file, client_id, DISCLOSURE)
    assert ask("VHS").sentence == "Für die Weitergabe an VHS liegt keine Einwilligung vor."
    consent_id = add_consent(file, client_id, kind=DISCLOSURE, given_on=after(0), recipients=("Jobcenter",),
                             expires_on=after(5))
    assert (ask("jobcenter").ok, ask("jobcenter").consent_id) == (True, consent_id)
    assert ask("VHS").sentence == "Die Einwilligung zur Weitergabe nennt Jobcenter, aber nicht VHS."
    clock.go_to(after(6))
    assert ask("Jobcenter").sentence == "Die Einwilligung zur Weitergabe an Jobcenter ist seit 28.11.2026 abgelaufen."
    withdraw_consent(file, consent_id, after(6))
    assert "wurde am 29.11.2026 widerrufen" in ask("Jobcenter").sentence
    assert gate(file, client_id, "health").sentence == "Es liegt keine Einwilligung „Angaben zur Gesundheit“ vor."
    assert ask("die Person selbst").ok and ask("MUSTER, Amira").ok
    with file.write("Probe") as work, pytest.raises(ValueError, match="day"):
        gate(work, client_id, DISCLOSURE, "VHS")


def test_a_shut_gate_opens_for_a_reason_that_is_kept(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    assert refusal(lambda: release(file, client_id, "{VHS}")) == SHUT
    with pytest.raises(UserError) as shut:
        release(file, client_id, "{VHS}")
    assert text_of(shut.value).startswith("Für die Weitergabe an {VHS} liegt")
    assert release(file, client_id, "VHS", " Frist  heute ") == Release(reason="Frist heute")
    consent_id = add_consent(file, client_id, kind=DISCLOSURE, given_on=after(0), recipients=("VHS",))
    assert release(file, client_id, "VHS", "Frist") == Release(consent_id=consent_id)


def test_withdrawing_the_casework_asks_for_a_review_that_outlasts_the_case(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("D-1")))
    client_id, case_id = opened_case(file)
    referral.begin(file, case_id, "D-1", on=after(0), reason="eilig")
    provider = page(file, client_id).referrals[0].provider
    outgoing.note(file, "print", "Lebenslauf", "Betrieb MUSTER", client_id, reason="Vorstellung")
    outgoing.note(file, "print", "Teilhabeplan", "Amira MUSTER", client_id)
    add_consent(file, client_id, kind=DISCLOSURE, given_on=after(0), recipients=("VHS", provider.upper()))
    assert set(receivers(file, client_id)) == {"Betrieb MUSTER", "VHS", provider.upper()}
    consent_id = add_consent(file, client_id, kind="casework", given_on=after(0))
    withdraw_consent(file, consent_id, after(0))
    (review,) = (f for f in page(file, client_id).follow_ups if f.rule == DELETION_REVIEW)
    assert (review.due_on, review.state) == (after(REVIEW_DAYS), OPEN)
    assert "VHS" in review.note and "Betrieb MUSTER" in review.note
    closing.close(file, case_id, closing.Closing(on=after(0), reason="consent_withdrawn",
                                                   outcome_situation="unknown"))
    states = {f.rule: f.state for f in page(file, client_id).follow_ups}
    assert states[DELETION_REVIEW] == OPEN and states["referral_no_reply"] == CANCELLED


def test_a_consent_that_runs_out_asks_for_a_new_one_until_there_is_one(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    consent_id = add_consent(file, client_id, kind="casework", given_on=after(0), expires_on=after(60))
    (asked,) = page(file, client_id).follow_ups
    assert (asked.rule, asked.source, asked.due_on, asked.warn_days, asked.title) == (
        "consent_expiry", consent_id, after(60), (30,), "Einwilligung läuft ab: Begleitung und Aktenführung")
    add_consent(file, client_id, kind="casework", given_on=after(0))
    assert page(file, client_id).follow_ups[0].state == CANCELLED


def test_a_refused_consent_changes_nothing(file: CaseFile) -> None:
    client_id, _case = opened_case(file)
    before = every_row(file)
    refusal(lambda: add_consent(file, client_id, kind="casework", given_on=after(0), expires_on=after(-1)))
    assert every_row(file) == before
