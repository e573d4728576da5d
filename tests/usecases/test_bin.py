"""The bin: a whole file goes in one act and comes back row for row; what is erased stands on no page any more."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.client import Client
from app.domain.errors import UserError
from app.domain.family import FamilyLink
from app.domain.freshness import FactCheck
from app.domain.identity import new_id
from app.domain.outgoing import Outgoing
from app.store import history
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.client import page
from app.store.queries.history import of_client
from app.usecases import attachments, casework, closing, outgoing
from app.usecases import bin as bins
from app.usecases.contact import add_contact
from app.vault import keyfile, pages
from tests.casefiles import MONDAY, Clock, Opener, every_row, opened_case, refusal, taken_in
from tests.everything import KINDS, WORD, broken, facts, fill, left

LATER = timedelta(days=31)
# the register keeps what it says of itself
HELD = tuple(kind for kind in KINDS if kind is not Outgoing)


def scanned(file: CaseFile) -> int:
    return pages.count(file.database, keyfile.hkdf(file.secret, "db"), {WORD.encode()})


def person_with_everything(file: CaseFile, kinds: tuple[type, ...] = KINDS) -> tuple[str, str]:
    other, _ = taken_in(file, given_name="Ali")
    client_id, case_id = opened_case(file, given_name=WORD)
    casework.change_client(file, client_id, room=f"{WORD} 7")
    fill(file, client_id, case_id, other, kinds)
    return client_id, other


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kinds=st.sets(st.sampled_from(KINDS)).map(lambda some: tuple(kind for kind in KINDS if kind in some)))
def test_a_file_put_in_the_bin_leaves_nothing_and_comes_back_row_for_row(
    file: CaseFile, kinds: tuple[type, ...],
) -> None:
    client_id, other = person_with_everything(file, kinds)
    before = facts(file)
    bins.discard(file, client_id, "doppelt")
    rows = facts(file)
    held = {name for name, content in rows.items() if client_id in repr(content)}
    assert held <= {"attachment_content"}
    assert rows["client"] == [row for row in before["client"] if row[0] != client_id]
    file.undo()
    assert facts(file) == before
    assert file.redo() == bins.DISCARD
    assert facts(file) == rows
    assert page(file, other).relatives == ()
    assert broken(file) is None


def test_the_bin_says_whose_file_lies_there_why_and_how_long(file: CaseFile, clock: Clock) -> None:
    client_id, _ = person_with_everything(file)
    bins.discard(file, client_id, "  doppelt  angelegt ")
    clock.moment = MONDAY + timedelta(days=12, hours=3)
    (line,) = bins.contents(file)
    assert (line.name, line.reference) == (f"MUSTER, {WORD}", "K-0002")
    assert (line.reason, line.days_left) == ("doppelt angelegt", 18)
    assert line.records > len(KINDS)
    assert [found.name for found in clients.lines(file)] == ["MUSTER, Ali"]
    bins.restore(file, line.number)
    assert bins.contents(file) == ()
    assert refusal(partial(bins.restore, file, line.number)) == bins.NOT_IN_BIN


def test_a_file_comes_back_in_its_order_and_goes_again_for_the_same_reason(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    for text in ("erst", "dann", "zuletzt"):
        add_contact(file, case_id, on=file.today(), kind="phone", text=text)
    before = [contact.text for contact in page(file, client_id).contacts]
    bins.discard(file, client_id, "doppelt angelegt")
    file.undo()
    assert [contact.text for contact in page(file, client_id).contacts] == before
    file.redo()
    assert [one.reason for one in bins.contents(file)] == ["doppelt angelegt"]


def test_what_left_the_laptop_stays_in_the_register_without_the_person(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    outgoing.note(file, "print", "Fragen", client_id=client_id)
    bins.discard(file, client_id)
    assert [entry.client_id for entry in left(file, Outgoing)] == [None]
    file.undo()
    assert [entry.client_id for entry in left(file, Outgoing)] == [client_id]


def test_a_second_episode_goes_with_the_first(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    closing.close(file, case_id, closing.Closing(on=file.today(), reason="goals", outcome_situation="job"))
    closing.begin_again(file, client_id, access_route="self")
    before = facts(file)
    bins.discard(file, client_id)
    assert left(file, Case) == []
    file.undo()
    assert facts(file) == before


def test_what_is_erased_was_on_the_pages_before_and_is_on_none_after(file: CaseFile) -> None:
    client_id, other = person_with_everything(file, HELD)
    file.save_draft(f"paper:{client_id}", {"texts": {"kind": WORD}}, "kind")
    bins.discard(file, client_id, WORD)
    (line,) = bins.contents(file)
    assert scanned(file) > len(KINDS)
    bins.erase(file, line.number)
    assert scanned(file) == 0
    assert client_id not in repr({name: rows for name, rows in every_row(file).items() if name != "act_subject"})
    assert (bins.contents(file), file.drafts()) == ((), ())
    assert page(file, other).client.given_name == "Ali"
    assert broken(file) is None
    assert refusal(partial(file.undo, line.number)) == history.ERASED


def test_after_thirty_days_the_bin_empties_itself_and_not_before(file: CaseFile, clock: Clock) -> None:
    client_id, _ = person_with_everything(file, HELD)
    bins.discard(file, client_id)
    later, _ = taken_in(file)
    clock.moment = MONDAY + timedelta(days=30)
    bins.discard(file, later)
    assert (bins.sweep(file), len(bins.contents(file))) == (0, 2)
    clock.moment = MONDAY + LATER
    assert (bins.sweep(file), bins.sweep(file)) == (1, 0)
    assert attachments.sweep(file) == 0
    assert [line.client_id for line in bins.contents(file)] == [later]
    assert scanned(file) == 0


def linked(file: CaseFile) -> tuple[str, str]:
    first, _ = taken_in(file)
    second, _ = taken_in(file, given_name="Ali")
    with file.write("Angehörige eintragen") as work:
        work.add(FamilyLink(id=new_id(), client_id=first, other_id=second, relation="sibling"))
    return first, second


def test_of_two_linked_files_the_one_binned_last_comes_back_first(file: CaseFile) -> None:
    first, second = linked(file)
    before = facts(file)
    bins.discard(file, first)
    bins.discard(file, second)
    newest, oldest = bins.contents(file)
    assert refusal(partial(bins.restore, file, oldest.number)) == bins.OTHER_FIRST
    bins.restore(file, newest.number)
    bins.restore(file, oldest.number)
    assert facts(file) == before


def test_a_link_to_somebody_erased_does_not_keep_a_file_in_the_bin(file: CaseFile) -> None:
    first, second = linked(file)
    bins.discard(file, first)
    bins.discard(file, second)
    newest, oldest = bins.contents(file)
    bins.erase(file, newest.number)
    bins.restore(file, oldest.number)
    assert page(file, first).relatives == ()
    assert [client.id for client in left(file, Client)] == [first]


def test_the_bin_is_the_same_after_reopening(opener: Opener) -> None:
    file = opener()
    client_id, _ = person_with_everything(file)
    bins.discard(file, client_id)
    held = bins.contents(file)
    file.close()
    assert bins.contents(opener()) == held


def test_whoever_was_merged_into_a_person_is_shown_and_erased_with_them_and_nobody_else(file: CaseFile) -> None:
    keep, _ = taken_in(file)
    give, case_id = taken_in(file, given_name=WORD)
    third, _ = taken_in(file, given_name="Ali")
    casework.change_client(file, give, room=f"{WORD} 7")
    with file.write("Sammelschritt") as work:
        for one in (keep, give, third):
            work.change(Client, one, room="8")
    with file.write("Akten zusammenführen") as work:
        for check in work.find(FactCheck, client_id=give):
            work.remove(check)
        work.change(Case, case_id, client_id=keep, episode=2)
        work.remove(work.get(Client, give))
    casework.change_client(file, third, room="9")
    assert len(of_client(file, keep).acts) == 5
    bins.discard(file, third)
    bins.discard(file, keep)
    newest, oldest = bins.contents(file)
    assert scanned(file) > 0
    bins.erase(file, newest.number)
    assert scanned(file) == 0
    bins.restore(file, oldest.number)
    assert page(file, third).client.room == "9"


@pytest.mark.parametrize("act", [bins.restore, bins.erase])
def test_what_does_not_lie_in_the_bin_is_refused(file: CaseFile, act: Callable[..., Any]) -> None:
    taken_in(file)
    with pytest.raises(UserError):
        act(file, 1)
