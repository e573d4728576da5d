"""The history: undo and redo that survive reopening, refusals, and a chain that shows what was altered outside."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.case import CaseState
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.domain.identity import new_id
from app.domain.referral import ReferralState
from app.store import history, reversal
from app.store.casefile import CaseFile
from app.store.connection import open_connection
from app.store.history import CHANGED_SINCE, ERASED, NOTHING_TO_REDO, NOTHING_TO_UNDO
from app.store.queries import clients, offers, referrals
from app.store.queries.client import page
from app.usecases import casework, catalogue, closing, followup, intake, referral
from app.usecases.contact import add_contact
from app.vault import keyfile, pages
from tests.casefiles import Opener, every_row, opened_case, refusal, taken_in
from tests.catalogues import course, issue
from tests.everything import broken, facts


def tamper(file: CaseFile, statement: str) -> None:
    with file._transaction() as connection:
        connection.exec_driver_sql(statement)


def test_undo_and_redo_walk_back_and_forth_even_after_reopening(opener: Opener) -> None:
    file = opener()
    client_id, _ = taken_in(file)
    for phone in ("1", "2", "3"):
        casework.change_client(file, client_id, phone=phone)
    assert [file.undo(), file.undo()] == ["Angabe ändern"] * 2
    assert page(file, client_id).client.phone == "1"
    file.close()
    file = opener()
    assert (file.redo(), page(file, client_id).client.phone) == ("Angabe ändern", "2")
    assert (file.redo(), page(file, client_id).client.phone) == ("Angabe ändern", "3")
    assert refusal(file.redo) == NOTHING_TO_REDO
    file.close()
    file = opener()
    assert [file.undo() for _ in range(4)] == ["Angabe ändern"] * 3 + ["Person aufnehmen"]
    assert clients.lines(file) == ()
    assert refusal(file.undo) == NOTHING_TO_UNDO
    assert broken(file) is None


def test_a_new_act_clears_what_could_be_repeated(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="1")
    file.undo()
    casework.change_client(file, client_id, room="7")
    assert refusal(file.redo) == NOTHING_TO_REDO
    file.undo()
    client = page(file, client_id).client
    assert (client.phone, client.room) == ("", "")


def test_an_undone_intake_leaves_nothing_and_its_number_is_not_used_again(file: CaseFile) -> None:
    before = facts(file)
    taken_in(file, shelter="Straße 1")
    assert file.undo() == "Person aufnehmen"
    assert facts(file) == before
    assert clients.search(file, "muster") == ()
    file.redo()
    assert [hit.why for hit in clients.search(file, "strasse")] == ["shelter"]
    file.undo()
    client_id, _ = taken_in(file)
    assert page(file, client_id).client.number == 2


def test_a_number_given_out_by_an_undone_intake_stays_with_it(file: CaseFile) -> None:
    taken_in(file)
    file.undo()
    second, _ = taken_in(file)
    file.undo()
    file.redo()
    assert page(file, second).client.number == 2


def acts_on(file: CaseFile, client_id: str, case_id: str) -> list[Callable[[], object]]:
    """One of every kind of act, in an order in which each is possible."""
    today = file.today()
    made: dict[str, str] = {}

    def begin() -> None:
        made["referral"] = referral.begin(file, case_id, "K-1-1", on=today, consent_given=True)

    def record(state: ReferralState, **more: Any) -> Callable[[], None]:
        return lambda: referral.record(file, made["referral"], state, on=today, **more)

    def add_follow_up() -> None:
        made["follow-up"] = followup.add(file, case_id, title="Anruf", due_on=today)

    return [
        lambda: casework.add_paper(file, client_id, kind="permission", valid_from=today, valid_to=date(2026, 12, 9)),
        lambda: casework.add_level(file, client_id, on=today, oral="a1"),
        lambda: add_contact(file, case_id, on=today, text="Gespräch über Kurse", next_step="Anruf"),
        lambda: catalogue.apply(file, issue(1, course("K-1-1"))),
        begin,
        record(ReferralState.CONFIRMED),
        record(ReferralState.STARTED, planned_end=date(2027, 1, 31)),
        record(ReferralState.COMPLETED, outcome=referral.Outcome(exit_kind="regular_certificate")),
        add_follow_up,
        lambda: followup.postpone(file, made["follow-up"], 7),
        lambda: followup.finish(file, made["follow-up"]),
        lambda: casework.pause(file, case_id, on=today, reason="hospital", resume_on=today),
        lambda: closing.close(file, case_id, closing.Closing(on=today, reason="goals", outcome_situation="job")),
        lambda: closing.begin_again(file, client_id, access_route="self"),
    ]


def test_every_kind_of_act_is_undone_and_repeated_without_a_trace(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    states = [facts(file)]
    for act in acts_on(file, client_id, case_id):
        act()
        states.append(facts(file))
    for before in reversed(states[:-1]):
        file.undo()
        assert facts(file) == before
    for after in states[1:]:
        file.redo()
        assert facts(file) == after
    assert broken(file) is None


def test_an_act_whose_value_has_changed_since_is_not_undone(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="1")
    with file.write("Schlüssel erneuern", undoable=False) as work:
        work.change(Client, client_id, phone="2")
    before = every_row(file)
    assert refusal(file.undo) == CHANGED_SINCE
    assert every_row(file) == before


def test_an_act_is_not_undone_when_something_refers_to_what_it_created(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    with file.write("Übergabe", undoable=False) as work:
        work.add(Contact(id=new_id(), case_id=case_id, on=file.today(), text="Gespräch"))
    before = every_row(file)
    assert refusal(file.undo) == CHANGED_SINCE
    assert every_row(file) == before
    assert page(file, client_id).state == CaseState.PROSPECT


def test_a_removed_record_comes_back_as_it_was_but_not_beside_another(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    add_contact(file, case_id, on=file.today(), text="Gespräch", topics=("housing",), minutes=20)
    (contact,) = page(file, client_id).contacts
    with file.write("Notiz löschen") as work:
        work.remove(contact)
    assert clients.search(file, "gespräch") == ()
    file.undo()
    assert page(file, client_id).contacts == (contact,)
    file.redo()
    with file.write("Übergabe", undoable=False) as work:
        work.add(contact)
    with file._transaction() as connection:
        act = connection.execute(text("SELECT * FROM act WHERE title = 'Notiz löschen' AND kind = 'do'")).one()
        with pytest.raises(UserError, match="nicht mehr rückgängig"):
            reversal.reverse(connection, act, at=file.now(), kind=history.UNDO)


def test_an_undone_referral_takes_its_consent_and_reminder_along(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    referral.begin(file, case_id, "K-1-1", on=file.today(), consent_given=True)
    assert [line.state for line in referrals.lines(file)] == ["sent"]
    file.undo()
    shown = page(file, client_id)
    assert (shown.referrals, shown.referral_steps, shown.consents, shown.follow_ups) == ((), (), (), ())
    assert shown.case.phase == "assessment"


def test_an_undone_catalogue_makes_the_one_before_current_again(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    before = offers.current(file)
    catalogue.apply(file, issue(2, course("K-1-1", titel="Anders")))
    assert file.undo() == "Katalog einlesen"
    assert offers.current(file) == before
    assert before.catalogue is not None and before.catalogue.number == 1
    catalogue.apply(file, issue(2, course("K-1-1")))
    assert [o.lifecycle for o in offers.current(file).listed] == ["active", "withdrawn"]


ALTERATIONS = (
    "UPDATE act SET title = 'Anders' WHERE number = 2",
    "UPDATE act SET at = '2020-01-01 00:00:00.000000' WHERE number = 2",
    "UPDATE act SET kind = 'undo' WHERE number = 2",
    "UPDATE act SET target = 1 WHERE number = 2",
    "UPDATE act SET link = zeroblob(32) WHERE number = 2",
    "UPDATE act SET payload_hash = zeroblob(32) WHERE number = 2",
    "UPDATE act_payload SET content = replace(content, '0200', '0300') WHERE number = 2",
    "UPDATE act_payload SET salt = zeroblob(16) WHERE number = 2",
    "UPDATE act_subject SET entity_id = 'other' WHERE number = 2",
    "DELETE FROM act_subject WHERE number = 2",
    "INSERT INTO act_subject VALUES (2, 'client', 'other')",
    "UPDATE act SET reversed_by = 3 WHERE number = 2",
    "UPDATE act_payload SET content = (SELECT content FROM act_payload WHERE number = 3) WHERE number = 2",
    "UPDATE act_payload SET salt = (SELECT salt FROM act_payload WHERE number = 3) WHERE number = 2",
    "UPDATE act SET payload_hash = (SELECT payload_hash FROM act WHERE number = 3) WHERE number = 2",
)


def test_the_chain_shows_the_first_act_that_was_altered(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="0200")
    casework.change_client(file, client_id, room="7")
    for alteration in ALTERATIONS:
        with pytest.raises(ZeroDivisionError), file._transaction() as connection:
            connection.exec_driver_sql(alteration)
            assert history.first_broken_link(connection) == 2, alteration
            raise ZeroDivisionError  # takes the alteration back
        assert broken(file) is None


def test_the_chain_shows_where_an_act_was_taken_out(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    for phone in ("1", "2"):
        casework.change_client(file, client_id, phone=phone)
    for table in ("act_payload", "act_subject", "act"):
        tamper(file, f"DELETE FROM {table} WHERE number = 2")
    assert broken(file) == 3


def test_an_erased_content_keeps_the_chain_whole_and_only_loses_its_undo(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="0200")
    tamper(file, "DELETE FROM act_payload WHERE number = 2")
    assert broken(file) is None
    assert refusal(partial(file.undo, 2)) == ERASED
    casework.change_client(file, client_id, phone="0300")
    assert broken(file) is None


def test_undo_and_redo_pass_over_acts_whose_content_was_erased(file: CaseFile) -> None:
    first, _ = taken_in(file)
    second, _ = taken_in(file, given_name="Ali")
    casework.change_client(file, first, room="7")
    casework.change_client(file, second, room="8")
    erase(file, second)
    assert file.undo() == "Angabe ändern"
    assert (page(file, first).client.room, page(file, second).client.room) == ("", "8")
    file.undo()
    erase(file, first)
    assert refusal(file.undo) == NOTHING_TO_UNDO
    assert refusal(file.redo) == NOTHING_TO_REDO
    assert broken(file) is None


@pytest.mark.parametrize("stray", ["INSERT INTO act_payload VALUES (7, x'00', '[]')",
                                   "INSERT INTO act_subject VALUES (7, 'client', 'other')"])
def test_what_belongs_to_no_act_is_an_alteration(file: CaseFile, stray: str) -> None:
    taken_in(file)
    outside = open_connection(file.database, keyfile.hkdf(file.secret, "db"))
    outside.execute("PRAGMA foreign_keys=OFF")
    outside.execute(stray)
    outside.close()
    assert broken(file) == 7


def test_an_undo_whose_mark_was_taken_away_is_an_alteration(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="0200")
    file.undo()
    assert broken(file) is None
    tamper(file, "UPDATE act SET reversed_by = NULL WHERE number = 2")
    assert broken(file) == 2


def erase(file: CaseFile, *ids: str) -> int:
    with file._transaction() as connection:
        return history.erase_payloads(connection, ids)


def scanned(file: CaseFile, word: str) -> int:
    return pages.count(file.database, keyfile.hkdf(file.secret, "db"), {word.encode()})


def test_an_erased_value_is_in_no_page_not_even_a_free_one(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    other, _ = taken_in(file, given_name="Ali")
    casework.change_client(file, client_id, room="Zzyzx")
    casework.change_client(file, client_id, room="")
    # long enough for pages of its own, which then are free
    add_contact(file, case_id, on=file.today(), text="Xyzzy " * 3000)
    (contact,) = page(file, client_id).contacts
    with file.write("Notiz löschen") as work:
        work.remove(contact)
    assert scanned(file, "Zzyzx") > 0 and scanned(file, "Xyzzy") > 1000
    assert erase(file, client_id, case_id, contact.id) == 5
    assert (scanned(file, "Zzyzx"), scanned(file, "Xyzzy")) == (0, 0)
    assert broken(file) is None
    casework.change_client(file, other, room="12")
    assert file.undo() == "Angabe ändern"


STEPS = st.lists(st.tuples(st.sampled_from(["change", "undo", "redo", "erase"]), st.integers(0, 1)),
                 min_size=1, max_size=8)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_erased_the_chain_holds_and_the_other_person_keeps_the_content(
    file: CaseFile, steps: list[tuple[str, int]],
) -> None:
    people = [intake.take_in(file, {"family_name": "MUSTER", "birth": PartialDate(2001), "ags": "05315000"})
              for _ in range(2)]
    erased: set[str] = set()
    for number, (step, who) in enumerate(steps):
        if step == "erase":
            erase(file, people[who])
            erased.add(people[who])
            continue
        # an undo may have taken the person away, or be refused because of what was erased
        with suppress(UserError):
            if step == "change":
                casework.change_client(file, people[who], room=f"Zimmer {number}")
            else:
                file.undo() if step == "undo" else file.redo()
        assert broken(file) is None
    erase(file, *erased)
    rows = every_row(file)
    held = {number for number, _, _ in rows["act_payload"]}
    for person in people:
        touched = {number for number, _, identity in rows["act_subject"] if identity == person}
        assert touched.isdisjoint(held) if person in erased else touched <= held
    assert broken(file) is None


def test_the_header_of_an_act_holds_no_value(file: CaseFile) -> None:
    client_id, _ = taken_in(file, family_name="Zzyzx")
    casework.change_client(file, client_id, given_name="Zzyzx")
    rows = every_row(file)
    assert "Zzyzx" not in repr((rows["act"], rows["act_subject"]))
    assert "Zzyzx" in repr(rows["act_payload"])


EDITS = st.lists(st.one_of(
    st.tuples(st.just("phone"), st.sampled_from(["", "0200 1", "0200 2"])),
    st.tuples(st.just("birth"), st.sampled_from([PartialDate(2001), PartialDate(2001, 3, 5), PartialDate(2000, 1, 1)])),
    st.tuples(st.just("aliases"), st.sampled_from([(), ("Sam",), ("Sam", "محمد")])),
    st.tuples(st.just("order_known"), st.booleans()),
    st.tuples(st.just("arrived"), st.sampled_from([None, PartialDate(2019, 7)])),
), min_size=1, max_size=5)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_as_many_undos_as_edits_restore_every_field_and_redos_bring_them_back(
    file: CaseFile, edits: list[tuple[str, Any]],
) -> None:
    client_id = intake.take_in(file, {"family_name": "MUSTER", "birth": PartialDate(2001), "ags": "05315000"})
    states = [page(file, client_id).client]
    for name, value in edits:
        casework.change_client(file, client_id, **{name: value})
        if page(file, client_id).client != states[-1]:
            states.append(page(file, client_id).client)
    for expected in reversed(states[:-1]):
        file.undo()
        assert page(file, client_id).client == expected
    for expected in states[1:]:
        file.redo()
        assert page(file, client_id).client == expected


def test_any_act_that_still_stands_can_be_taken_back_by_its_number(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="1")
    with file.read() as connection:
        number = history.head(connection).number
    casework.change_client(file, client_id, room="7")
    assert file.undo(number) == "Angabe ändern"
    client = page(file, client_id).client
    assert (client.phone, client.room) == ("", "7")
    assert refusal(partial(file.undo, number)) == NOTHING_TO_UNDO
    file.undo()
    assert page(file, client_id).client.room == ""
