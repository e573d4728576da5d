"""Taking a person in: three required facts make a prospect; opening is one further act that may be overridden."""

from datetime import date, timedelta

import pytest

from app.domain.case import OPENING_GAPS
from app.domain.client import BIRTH_MISSING, COMMUNE_MISSING, NAME_MISSING
from app.domain.dates import Month, PartialDate
from app.domain.errors import UserError
from app.domain.steps import NOT_FROM_HERE, REASON_NEEDED, STEP_IN_FUTURE, STEP_TOO_EARLY
from app.statistics.counting import count, prove
from app.statistics.plan import STOCK, cell, load_plan
from app.store.casefile import CaseFile
from app.store.queries import clients, monthly
from app.store.queries.client import page
from app.usecases import casework, closing, contact, followup, intake
from tests.casefiles import Clock, after, every_row, opened_case, person, refusal, taken_in


def test_three_facts_make_a_prospect_with_a_number(file: CaseFile) -> None:
    client_id = intake.take_in(file, {"aliases": ("Sam",), "birth": PartialDate(2001), "ags": "05315000"})
    shown = page(file, client_id)
    assert (shown.client.reference, shown.state, shown.case.episode, shown.case.phase) == (
        "K-0001", "prospect", 1, "access")
    assert [step.on for step in shown.case_steps] == [file.today()]
    assert (shown.papers, shown.follow_ups, shown.consents) == ((), (), ())
    assert page(file, taken_in(file)[0]).client.number == 2


def test_names_are_tidied_and_everything_typed_is_kept(file: CaseFile) -> None:
    client_id = intake.take_in(file, person(
        family_name="  MUSTER ", given_name="Ami\u202era", sex="w", nationalities=("423",), phone=" 0200 42 ",
        original_script="أميرة", access_route="outreach", arrived=PartialDate(2019, 7), order_known=False))
    shown = page(file, client_id)
    assert (shown.client.family_name, shown.client.given_name, shown.client.phone) == ("MUSTER", "Amira", "0200 42")
    assert (shown.client.original_script, shown.client.arrived) == ("أميرة", PartialDate(2019, 7))
    assert (shown.case.access_route, shown.client.order_known) == ("outreach", False)


def test_a_paper_seen_at_intake_becomes_a_record_and_a_reminder(file: CaseFile) -> None:
    client_id = intake.take_in(file, person(paper_kind="toleration_60a", paper_valid_to=after(20),
                                            paper_work_permission="banned"))
    shown = page(file, client_id)
    (paper,) = shown.papers
    assert (paper.kind, paper.valid_from, paper.valid_to, paper.work_permission) == (
        "toleration_60a", after(0), after(20), "banned")
    assert [(f.rule, f.source, f.due_on) for f in shown.follow_ups] == [("doc_expiry", paper.id, after(20))]


def test_a_paper_that_has_expired_already_is_recorded_with_its_last_day(file: CaseFile) -> None:
    client_id = intake.take_in(file, person(paper_kind="toleration_60a", paper_valid_to=after(-3)))
    (paper,) = page(file, client_id).papers
    assert (paper.valid_from, paper.valid_to) == (after(-3), after(-3))


@pytest.mark.parametrize("kind", [None, "", "unknown"])
def test_without_a_kind_there_is_no_paper(file: CaseFile, kind: str | None) -> None:
    assert page(file, intake.take_in(file, person(paper_kind=kind, paper_valid_to=after(9)))).papers == ()


@pytest.mark.parametrize(("missing", "why"), [
    ({"family_name": " ", "given_name": ""}, NAME_MISSING), ({"birth": None}, BIRTH_MISSING),
    ({"ags": ""}, COMMUNE_MISSING),
])
def test_an_intake_that_lacks_something_leaves_no_trace_and_uses_no_number(
    file: CaseFile, missing: dict[str, object], why: str,
) -> None:
    file.save_draft("intake", {"given_name": "A"}, "given_name")
    before = every_row(file)
    assert refusal(lambda: intake.take_in(file, person(**missing))) == why
    assert every_row(file) == before
    assert page(file, taken_in(file)[0]).client.number == 1


def test_a_finished_intake_ends_its_draft(file: CaseFile) -> None:
    file.save_draft("intake", {"given_name": "Amira"}, "phone")
    file.save_draft("note", {"text": "bleibt"}, "text")
    taken_in(file)
    assert [draft.kind for draft in file.drafts()] == ["note"]


def test_opening_names_every_gap_and_changes_nothing(file: CaseFile) -> None:
    _, case_id = taken_in(file)
    before = every_row(file)
    with pytest.raises(UserError, match="Fallarbeit, Geschlecht, Zugangsweg, geprüfte Förderbausteine") as refused:
        intake.open_case(file, case_id, intake.Opening(on=file.today()))
    assert refused.value.msgid == OPENING_GAPS
    assert every_row(file) == before


def test_a_reason_opens_in_spite_of_gaps_and_is_kept(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    intake.open_case(file, case_id, intake.Opening(on=file.today(), override_reason="Unterlagen folgen"))
    shown = page(file, client_id)
    assert (shown.state, shown.case.phase, shown.case_steps[-1].reason) == ("open", "assessment", "Unterlagen folgen")


def test_a_complete_opening_records_consent_and_eligibility(file: CaseFile) -> None:
    client_id, case_id = taken_in(file, sex="w", access_route="self", contact_language="fa")
    intake.open_case(file, case_id, intake.Opening(on=file.today(), consent_form="signed", paper_location="Ordner 3",
                                                   eligible_for=("1", "4")))
    shown = page(file, client_id)
    (consent,) = shown.consents
    assert (consent.kind, consent.form, consent.language, consent.paper_location) == (
        "casework", "signed", "fa", "Ordner 3")
    assert [(e.component, e.result, e.rule_version) for e in shown.eligibilities] == [
        ("1", "eligible", "kim_2023"), ("4", "eligible", "kim_2023")]
    assert shown.state == "open"
    assert (file.undo(), page(file, client_id).consents) == ("Fall eröffnen", ())


def test_an_exception_keeps_its_reason(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    intake.open_case(file, case_id, intake.Opening(on=file.today(), eligible_for=("3",), override_reason="folgt",
                                                   eligibility_reason="29 Jahre, Abschluss fehlt"))
    (checked,) = page(file, client_id).eligibilities
    assert (checked.result, checked.reason) == ("eligible_by_exception", "29 Jahre, Abschluss fehlt")


@pytest.mark.parametrize(("on", "why"), [(after(1), STEP_IN_FUTURE), (after(0), NOT_FROM_HERE)])
def test_a_case_is_not_opened_in_the_future_or_twice(file: CaseFile, on: date, why: str) -> None:
    _, case_id = opened_case(file) if why == NOT_FROM_HERE else taken_in(file)
    before = every_row(file)
    assert refusal(lambda: intake.open_case(file, case_id, intake.Opening(on=on, override_reason="x"))) == why
    assert every_row(file) == before


@pytest.mark.parametrize("days", [1, 3, 40, 400])
def test_a_case_is_opened_on_the_day_of_the_talk_though_the_intake_was_typed_later(file: CaseFile, days: int) -> None:
    client_id, case_id = taken_in(file)
    before = every_row(file)
    day = after(-days)
    intake.open_case(file, case_id, intake.Opening(on=day, override_reason="x"))
    assert [(step.state, step.on) for step in page(file, client_id).case_steps] == [("prospect", day), ("open", day)]
    for month in (Month.of(day).previous(), Month.of(day), Month.of(day).next()):
        load = monthly.facts(file).caseload
        counts = count(load_plan(), load, month)
        prove(load, counts)
        assert counts[cell(STOCK)] == (month >= Month.of(day))
        assert counts[cell("intake_ytd", str(month.year))] == (month.year == day.year and month >= Month.of(day))
    file.undo()
    assert every_row(file)["case_step"] == before["case_step"]


def test_a_new_case_does_not_begin_before_the_end_of_the_one_before(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    closing.close(file, case_id, closing.Closing(on=file.today(), reason="moved_away", outcome_situation="unknown"))
    ended = file.today()
    clock.moment += timedelta(days=30)
    again = closing.begin_again(file, client_id, access_route="self")
    early = intake.Opening(on=ended - timedelta(days=1), override_reason="x")
    assert refusal(lambda: intake.open_case(file, again, early)) == STEP_TOO_EARLY
    intake.open_case(file, again, intake.Opening(on=ended, override_reason="x"))
    assert page(file, client_id).state == "open"


def test_hints_warn_of_age_facility_and_work_ban_and_never_block(file: CaseFile) -> None:
    client_id, case_id = taken_in(file, birth=PartialDate(1990), accommodation="land_zue")
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9), work_permission="banned")
    shown = page(file, client_id)
    hints = intake.hints(shown.client, list(shown.papers), file.today())
    assert hints == (intake.TOO_YOUNG_OR_OLD.format(low=18, high=27, age=36), intake.STATE_FACILITY, intake.WORK_BAN)
    intake.open_case(file, case_id, intake.Opening(on=file.today(), override_reason="Einzelfall"))
    assert page(file, client_id).state == "open"


@pytest.mark.parametrize(("birth", "warned"), [
    (PartialDate(2008, 11, 23), False), (PartialDate(2008, 11, 24), True),
    (PartialDate(1998, 11, 24), False), (PartialDate(1998, 11, 23), True),
])
def test_both_age_limits_are_included(file: CaseFile, birth: PartialDate, warned: bool) -> None:
    client = page(file, taken_in(file, birth=birth)[0]).client
    assert bool(intake.hints(client, [], file.today())) is warned


def test_a_discarded_prospect_needs_a_reason_and_loses_its_reminders(file: CaseFile, clock: Clock) -> None:
    client_id = intake.take_in(file, person(paper_kind="toleration_60a", paper_valid_to=after(20)))
    case_id = page(file, client_id).case.id
    followup.add(file, case_id, title="Anruf", due_on=after(0))
    assert refusal(lambda: intake.discard(file, case_id, reason="", on=file.today())) == REASON_NEEDED
    intake.discard(file, case_id, reason="no_consent", on=file.today())
    shown = page(file, client_id)
    assert (shown.state, [f.state for f in shown.follow_ups]) == ("discarded", ["cancelled", "cancelled"])
    assert clients.counts(file) == {"discarded": 1}
    clock.go_to(after(1))
    assert page(file, client_id).case.id != closing.begin_again(file, client_id, access_route="self")


def test_what_is_known_of_the_person_is_the_situation_at_entry_and_typed_once(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    casework.change_client(file, client_id, employment="care", school_years="5_8", certificate="none")
    casework.add_level(file, client_id, on=after(-40), oral="a1")
    casework.add_level(file, client_id, on=after(-2), oral="a2")
    casework.change_case(file, case_id, entry_certificate="esa")
    intake.open_case(file, case_id, intake.Opening(on=after(-5), override_reason="Probe"))
    case = page(file, client_id).case
    assert (case.entry_employment, case.entry_school_years, case.entry_german_oral) == ("care", "5_8", "a2")
    # what was said of the entry itself stays
    assert case.entry_certificate == "esa"
    casework.change_client(file, client_id, employment="employed_full")
    assert page(file, client_id).case.entry_employment == "care"


def test_what_nobody_knows_stays_unknown_at_entry(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    intake.open_case(file, case_id, intake.Opening(on=after(0), override_reason="Probe"))
    case = page(file, client_id).case
    assert {case.entry_employment, case.entry_school_years, case.entry_certificate} == {"unknown"}
    assert case.entry_german_oral == "unknown"


def test_a_first_contact_under_an_alias_is_completed_in_the_same_file_and_counted_once(file: CaseFile) -> None:
    client_id = intake.take_in(file, {"aliases": ("Sam",), "birth": PartialDate(2001), "ags": "05315000"})
    case_id = page(file, client_id).case.id
    contact.add_contact(file, case_id, on=file.today(), kind="in_person_shelter")
    casework.change_client(file, client_id, family_name="MUSTER", given_name="Samir", birth=PartialDate(2001, 3, 5),
                           sex="m", nationalities=("423",))
    intake.open_case(file, case_id, intake.Opening(on=file.today(), override_reason="Übung"))
    (line,) = clients.lines(file)
    assert (line.client_id, line.name, line.aliases) == (client_id, "MUSTER, Samir", ("Sam",))
    caseload = monthly.facts(file).caseload
    counts = count(load_plan(), caseload, Month.of(file.today()))
    prove(caseload, counts)
    year = str(file.today().year)
    assert (counts[cell(STOCK)], counts[cell("reached_ytd", year)], counts[cell("intake_ytd", year)]) == (1, 1, 1)
