"""What is only rehearsed is never written."""

from app.domain.contact import Contact
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.store.casefile import CaseFile, Change
from app.usecases.rehearsal import rehearse
from tests.casefiles import every_row, opened_case


def records(file: CaseFile, case_id: str) -> tuple[object, ...]:
    day = file.today()
    return (Contact(id=new_id(), case_id=case_id, on=day, text="MUSTER"),
            FollowUp(id=new_id(), case_id=case_id, title="Rückruf", due_on=day))


def test_a_rehearsal_leaves_no_row_tells_nobody_and_the_next_act_is_written(file: CaseFile) -> None:
    _client, case_id = opened_case(file)
    before, told = every_row(file), list[Change]()
    file.subscribe(told.append)
    rehearse(file, records(file, case_id))
    assert every_row(file) == before and not told
    with file.write("Notiz") as work:
        work.add(records(file, case_id)[0])
    assert file.undo() == "Notiz" and len(told) == 2


def test_a_rehearsal_for_somebody_who_has_gone_says_nothing(file: CaseFile) -> None:
    before = every_row(file)
    rehearse(file, records(file, new_id()))
    assert every_row(file) == before
