"""Notes as acts: writing one with its next step, correcting one."""

from datetime import time

from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.client import page
from app.usecases.casework import IN_FUTURE
from app.usecases.contact import add_contact, change_contact
from tests.casefiles import after, every_row, opened_case, refusal


def test_a_contact_with_a_next_step_makes_its_follow_up_in_the_same_act(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    add_contact(file, case_id, on=after(0), at=time(9, 30), text=" Gespräch ", kind="phone", minutes=20,
                topics=("housing",), place=" Café  am Markt ", next_step=" Amt anrufen ", next_on=after(3))
    shown = page(file, client_id)
    (contact,) = shown.contacts
    assert (contact.text, contact.at, contact.minutes, contact.topics) == ("Gespräch", time(9, 30), 20, ("housing",))
    assert (contact.place, contact.confidential) == ("Café am Markt", False)
    assert [(f.title, f.due_on, f.rule) for f in shown.follow_ups] == [("Amt anrufen", after(3), "")]
    file.undo()
    assert (page(file, client_id).contacts, page(file, client_id).follow_ups) == ((), ())


def test_a_contact_cannot_lie_in_the_future(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    contact_id = add_contact(file, case_id, on=after(0), text="Gespräch")
    before = every_row(file)
    assert refusal(lambda: add_contact(file, case_id, on=after(1), text="Plan")) == IN_FUTURE
    assert refusal(lambda: change_contact(file, contact_id, on=after(1))) == IN_FUTURE
    assert every_row(file) == before
    change_contact(file, contact_id, on=after(-1), text="Besuch", confidential=True)
    assert [(c.on, c.text, c.confidential) for c in page(file, client_id).contacts] == [(after(-1), "Besuch", True)]
    assert clients.lines(file)[0].last_contact == after(-1)
