"""Every act knows whom it is about, and what hangs on a record comes in an order in which it can go."""

from app.domain.case import Case
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.identity import new_id
from app.domain.outgoing import Outgoing
from app.domain.referral import ReferralStep
from app.store import belongings, history
from app.store.casefile import CaseFile
from app.store.history import IN_REGISTER
from app.store.queries.client import page
from app.usecases import catalogue, outgoing, referral
from tests.casefiles import every_row, opened_case, refusal, taken_in
from tests.catalogues import course, issue
from tests.everything import KINDS, fill


def head_number(file: CaseFile) -> int:
    with file.read() as connection:
        return history.head(connection).number


def test_who_stands_in_the_register_is_not_taken_back_by_an_undo_and_the_sentence_says_so(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    outgoing.note(file, "print", "Fragen", client_id=client_id)
    assert refusal(file.undo) == IN_REGISTER
    assert page(file, client_id).client.number == 1


def test_every_act_names_the_person_it_is_about_also_for_records_that_have_gone(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    referral.begin(file, case_id, "K-1-1", on=file.today(), consent_given=True)
    before = head_number(file)
    with file.write("Übergabe") as work:
        for step in work.find(ReferralStep):
            work.remove(step)
    with file.write("Übergabe") as work:
        note = work.add(Contact(id=new_id(), case_id=case_id, on=file.today()))
    with file.write("Übergabe") as work:
        work.change(Contact, note.id, text="neu")
    with file.write("Übergabe") as work:
        work.remove(work.get(Contact, note.id))
    subjects = {(number, identity) for number, entity, identity in every_row(file)["act_subject"] if entity == "client"}
    assert subjects >= {(before + n, client_id) for n in range(1, 5)}


def test_what_hangs_on_a_person_is_everything_and_what_is_referred_to_goes_last(file: CaseFile) -> None:
    other, _ = taken_in(file)
    client_id, case_id = opened_case(file)
    fill(file, client_id, case_id, other)
    with file.write("Lesen") as work:
        found = belongings.of(work, work.get(Client, client_id))
        kept = belongings.of(work, work.get(Client, client_id), without=(Outgoing,))
    kinds = [type(one) for one in found]
    assert set(kinds) == {*KINDS, Client, Case}
    assert kinds[-1] is Client
    assert kinds.index(Case) > max(i for i, one in enumerate(found) if hasattr(one, "case_id"))
    assert len(found) - len(kept) == 1
