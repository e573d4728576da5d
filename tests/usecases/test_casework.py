"""Everyday acts: each is one entry of the history, refuses what cannot be, and leaves no trace of a refusal."""



from app.domain.client import NAME_MISSING
from app.domain.dates import PartialDate
from app.domain.residence import ENDS_BEFORE_START
from app.domain.steps import NOT_FROM_HERE, REASON_NEEDED
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage, page
from app.store.queries.history import of_client
from app.usecases import casework, contact
from app.usecases.casework import IN_FUTURE
from tests.casefiles import Clock, after, every_row, opened_case, refusal, taken_in


def open_rules(shown: ClientPage) -> list[tuple[str, object]]:
    return [(f.rule, f.due_on) for f in shown.follow_ups if f.state == "open"]


def test_a_changed_field_is_tidied_and_checked(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, family_name="  MUSTER-LAND ", birth=PartialDate(2002), interpreter="lay")
    client = page(file, client_id).client
    assert (client.family_name, client.birth, client.interpreter) == ("MUSTER-LAND", PartialDate(2002), "lay")
    before = every_row(file)
    assert refusal(lambda: casework.change_client(file, client_id, family_name=" ", given_name="")) == NAME_MISSING
    assert every_row(file) == before


def test_facts_of_the_case_are_changed_as_one_step(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    casework.change_case(file, case_id, phase="planning", entry_employment="care")
    case = page(file, client_id).case
    assert (case.phase, case.entry_employment) == ("planning", "care")
    assert file.undo() == "Angabe zum Fall ändern"
    assert page(file, client_id).case.phase == "access"


def test_a_new_paper_keeps_the_old_one_and_takes_over_its_reminder(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    first = casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    assert open_rules(page(file, client_id)) == [("doc_expiry", after(9))]
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(0), valid_to=after(99))
    shown = page(file, client_id)
    assert first in [paper.id for paper in shown.papers]
    assert open_rules(shown) == [("doc_expiry", after(99))]


def test_a_corrected_paper_moves_its_reminder(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    paper_id = casework.add_paper(file, client_id, kind="permission", valid_from=after(-90), valid_to=after(9))
    casework.change_paper(file, paper_id, valid_to=after(19))
    assert open_rules(page(file, client_id)) == [("doc_expiry", after(19))]
    casework.change_paper(file, paper_id, valid_to=None)
    assert open_rules(page(file, client_id)) == []
    before = every_row(file)
    assert refusal(lambda: casework.change_paper(file, paper_id, valid_to=after(-91))) == ENDS_BEFORE_START
    assert refusal(lambda: casework.add_paper(file, client_id, kind="permission", valid_from=after(0),
                                              valid_to=after(-1))) == ENDS_BEFORE_START
    assert every_row(file) == before


def test_a_level_has_its_day_and_basis(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    level_id = casework.add_level(file, client_id, on=after(-3), oral="a2", written="a1", basis="certificate")
    casework.change_level(file, level_id, written="a2")
    (level,) = page(file, client_id).levels
    assert (level.on, level.oral, level.written, level.basis) == (after(-3), "a2", "a2", "certificate")
    before = every_row(file)
    assert refusal(lambda: casework.add_level(file, client_id, on=after(1), oral="b1")) == IN_FUTURE
    assert refusal(lambda: casework.change_level(file, level_id, on=after(1))) == IN_FUTURE
    assert every_row(file) == before


def test_a_pause_keeps_its_reason_and_asks_on_the_day_of_return(file: CaseFile, clock: Clock) -> None:
    client_id, case_id = opened_case(file)
    assert refusal(lambda: casework.pause(file, case_id, on=after(0), reason="")) == REASON_NEEDED
    casework.pause(file, case_id, on=after(0), reason="hospital", resume_on=after(30))
    shown = page(file, client_id)
    assert (shown.state, shown.case_steps[-1].reason) == ("paused", "hospital")
    assert [(f.title, f.due_on) for f in shown.follow_ups] == [("Fall fortsetzen", after(30))]
    clock.go_to(after(30))
    casework.resume(file, case_id, on=after(30))
    assert page(file, client_id).state == "open"
    assert refusal(lambda: casework.resume(file, case_id, on=after(30))) == NOT_FROM_HERE


def test_the_history_of_a_person_names_papers_notes_and_referrals_too(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.add_paper(file, client_id, kind="toleration_60a", valid_from=file.today())
    contact.add_contact(file, case_id, on=file.today(), text="Gespräch")
    titles = {act.title for act in of_client(file, client_id).acts}
    assert {casework.ADD_PAPER, contact.ADD, "Fall eröffnen", "Person aufnehmen"} <= titles


def test_a_second_level_of_one_day_says_more_of_the_first_instead_of_standing_beside_it(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    first = casework.add_level(file, client_id, on=after(-3), oral="a1", written="alpha")
    assert casework.add_level(file, client_id, on=after(-3), oral="b1", basis="certificate") == first
    (level,) = page(file, client_id).levels
    assert (level.oral, level.written, level.basis) == ("b1", "alpha", "certificate")
    file.undo()
    assert page(file, client_id).levels[0].oral == "a1"
