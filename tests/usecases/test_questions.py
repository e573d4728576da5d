"""The questions for the next talk: gaps, old facts, unknown conditions of offers – by topic, on screen and paper."""

from dataclasses import fields
from functools import partial
from pathlib import Path

from app.domain.client import Client
from app.domain.completeness import ENTRY
from app.domain.freshness import CONFIRMABLE, LEVEL, PAPER
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.store.queries import outgoing as register
from app.store.queries.client import page
from app.usecases import casework, catalogue, freshness, questions, questions_print, referral
from app.usecases.new_file import ALREADY_THERE
from app.usecases.questions import ANSWERS, GROUPS, MISSING, STILL, Question
from tests.casefiles import Clock, after, every_row, opened_case, refusal, taken_in
from tests.catalogues import course, issue


def asked(file: CaseFile, client_id: str) -> dict[str, Question]:
    record = page(file, client_id)
    found = questions.questions(record, offers.of_keys(file, questions.open_offerings(record)), file.today())
    assert [list(GROUPS).index(one.group) for one in found] == sorted(list(GROUPS).index(one.group) for one in found)
    return {one.key: one for one in found}


def test_what_is_missing_is_asked_and_what_was_said_is_not(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    found = asked(file, client_id)
    assert set(found) == {fact.key for fact in ENTRY} - {"birth", "ags"} | {"childcare", "driving_licence"}
    assert found["sex"].hint.startswith("männlich / weiblich") and "nicht erhoben" not in found["sex"].hint
    casework.change_client(file, client_id, sex="refused", childcare="no", phone="0150 0000042")
    assert set(found) - set(asked(file, client_id)) == {"sex", "childcare", "phone"}


def test_every_question_has_its_words_and_its_topic() -> None:
    assert set(MISSING) == {fact.key for fact in ENTRY} | {"childcare", "driving_licence"}
    assert set(STILL) == {*CONFIRMABLE, PAPER} and {group for group, _text in STILL.values()} <= set(GROUPS)
    assert set(ANSWERS) <= set(MISSING)
    assert {"childcare", "driving_licence"} <= {field.name for field in fields(Client)}


def test_an_old_fact_is_asked_until_it_is_confirmed(file: CaseFile, clock: Clock) -> None:
    client_id, _ = opened_case(file, phone="0150 0000042", paper_kind="permission", paper_valid_to=after(90))
    casework.add_level(file, client_id, on=after(-300), oral="a2", written="a1")
    assert not any(one.still for one in asked(file, client_id).values())
    clock.go_to(after(120))
    found = asked(file, client_id)
    assert {key for key, one in found.items() if one.still} == {"phone", LEVEL, PAPER}
    assert found["phone"].hint == "zuletzt gesagt am 23.11.2026" and "abgelaufen am 21.02.2027" in found[PAPER].hint
    for fact in ("phone", LEVEL):
        assert freshness.confirm(file, client_id, fact) and not freshness.confirm(file, client_id, fact)
    assert {key for key, one in asked(file, client_id).items() if one.still} == {PAPER}
    assert {check.on for check in page(file, client_id).fact_checks} == {after(120)}
    assert (file.undo(), asked(file, client_id).keys() & {"phone", LEVEL}) == (freshness.CONFIRM, {LEVEL})
    file.undo()
    assert asked(file, client_id)["phone"].still


def test_nothing_is_confirmed_that_nobody_said(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    before = every_row(file)
    for fact in ("phone", LEVEL):
        assert refusal(partial(freshness.confirm, file, client_id, fact)) == freshness.NOTHING_THERE
    assert every_row(file) == before


def test_an_offer_asks_what_it_wants_to_know_by_its_title(file: CaseFile) -> None:
    client_id, case_id = opened_case(file, sex="w")
    catalogue.apply(file, issue(1, course("K-1", baustein="2"), course("K-2")))
    sent = referral.begin(file, case_id, "K-1", on=after(0), consent_given=True)
    assert asked(file, client_id)["work_permission"].hint == "Das will wissen: MUSTER-Kurs K-1"
    casework.add_paper(file, client_id, kind="permission", valid_from=after(-9), work_permission="employment")
    assert "work_permission" not in asked(file, client_id)
    referral.record(file, sent, ReferralState.REJECTED, on=after(0), reason="full")
    assert questions.open_offerings(page(file, client_id)) == ()


def test_the_sheet_is_written_once_and_entered(file: CaseFile, tmp_path: Path) -> None:
    client_id, _ = opened_case(file)
    target = tmp_path / "fragen.pdf"
    questions_print.write_pdf(file, client_id, target)
    assert target.read_bytes().startswith(b"%PDF-")
    (line,) = register.lines(file)
    assert (line.entry.kind, line.entry.subject, line.entry.client_id) == (
        "print", "Fragen für das nächste Gespräch", client_id)
    written = target.read_bytes()
    assert refusal(lambda: questions_print.write_pdf(file, client_id, target)) == ALREADY_THERE
    nowhere = tmp_path / "weg" / "fragen.pdf"
    assert refusal(lambda: questions_print.write_pdf(file, client_id, nowhere)) == questions_print.CANNOT_WRITE
    assert target.read_bytes() == written and len(register.lines(file)) == 1
