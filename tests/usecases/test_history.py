"""The history as a person reads it, and one old value put back."""

from functools import partial

from app.domain import residence
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.domain.family import FamilyLink
from app.domain.identity import new_id
from app.domain.residence import ResidenceDocument
from app.store import history as store
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.store.queries.history import Act, Entry, last, of_client
from app.usecases import bin as bins
from app.usecases import casework, flag, followup, history
from app.usecases.history import restore_value
from tests.casefiles import after, opened_case, refusal, taken_in


def changes(file: CaseFile, client_id: str, name: str) -> list[Entry]:
    acts = of_client(file, client_id).acts
    return [entry for act in acts for entry in act.entries or () if entry.what == "set" and name in entry.fields]


def test_a_field_changed_twenty_five_times_has_as_many_entries_and_the_third_can_be_put_back(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    for n in range(1, 26):
        casework.change_client(file, client_id, room=f"Zimmer {n}")
    found = changes(file, client_id, "room")
    assert len(found) == 25
    third = found[-3]
    assert third.fields["room"] == ["Zimmer 2", "Zimmer 3"]
    restore_value(file, third, "room")
    assert page(file, client_id).client.room == "Zimmer 2"
    assert file.undo() == history.RESTORE
    assert page(file, client_id).client.room == "Zimmer 25"
    assert len(changes(file, client_id, "room")) == 27


def test_every_kind_of_value_comes_back_as_it_was(file: CaseFile) -> None:
    client_id, _ = taken_in(file, birth=PartialDate(2001, 3, 5))
    casework.change_client(file, client_id, aliases=("Sam", "محمد"), arrived=PartialDate(2019, 7), order_known=False)
    casework.change_client(file, client_id, aliases=(), arrived=None, order_known=True, birth=PartialDate(1999))
    for name in ("aliases", "arrived", "order_known", "birth"):
        restore_value(file, changes(file, client_id, name)[0], name)
    client = page(file, client_id).client
    assert (client.aliases, client.arrived, client.order_known, client.birth) == (
        ("Sam", "محمد"), PartialDate(2019, 7), False, PartialDate(2001, 3, 5))


def test_a_value_that_stands_already_or_whose_record_has_gone_is_refused(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    with file.write("Notiz") as work:
        note = work.add(Contact(id=new_id(), case_id=case_id, on=file.today(), text="alt"))
    with file.write("Notiz ändern") as work:
        work.change(Contact, note.id, text="neu")
    (change,) = changes(file, client_id, "text")
    restore_value(file, change, "text")
    before = len(of_client(file, client_id).acts)
    assert refusal(partial(restore_value, file, change, "text")) == history.IS_SO
    with file.write("Notiz löschen") as work:
        work.remove(work.get(Contact, note.id))
    assert refusal(partial(restore_value, file, change, "text")) == store.GONE_SINCE
    assert len(of_client(file, client_id).acts) == before + 1


def test_a_shelter_that_has_gone_and_a_date_that_may_not_be_are_refused(file: CaseFile) -> None:
    client_id, _ = taken_in(file, shelter="Haus Birke")
    home = page(file, client_id).shelter
    casework.change_client(file, client_id, shelter="")
    with file.write("Unterkunft löschen") as work:
        work.remove(home)
    assert refusal(partial(restore_value, file, changes(file, client_id, "accommodation_id")[0],
                           "accommodation_id")) == store.REFERENCE_GONE
    paper = casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9), valid_to=after(-5))
    casework.change_paper(file, paper, valid_to=after(9))
    casework.change_paper(file, paper, valid_from=after(0))
    (change,) = changes(file, client_id, "valid_to")
    assert refusal(partial(restore_value, file, change, "valid_to")) == residence.ENDS_BEFORE_START
    assert [one.valid_to for one in page(file, client_id).papers] == [after(9)]


def test_a_paper_put_back_moves_its_reminder(file: CaseFile) -> None:
    client_id, _ = opened_case(file)
    paper = casework.add_paper(file, client_id, kind="toleration_60a", valid_from=after(-9), valid_to=after(60))
    casework.change_paper(file, paper, valid_to=after(90))
    entry = next(e for e in changes(file, client_id, "valid_to") if e.kind is ResidenceDocument)
    restore_value(file, entry, "valid_to")
    assert [step.due_on for step in page(file, client_id).follow_ups] == [after(60)]


def test_fields_that_say_one_thing_together_come_back_together(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    step = followup.add(file, case_id, title="Anruf", due_on=None)
    followup.finish(file, step)
    restore_value(file, changes(file, client_id, "state")[0], "state")
    assert [(one.state, one.done_on) for one in page(file, client_id).follow_ups] == [("open", None)]


def test_a_step_of_a_case_is_only_taken_back_as_a_whole(file: CaseFile) -> None:
    taken_in(file)
    entry = Entry(what="set", entity="case_step", identity="x", fields={"on": ["2026-11-01", "2026-11-02"]})
    assert not history.can_restore(entry, "on")
    assert refusal(partial(restore_value, file, entry, "on")) == history.WHOLE_STEP


def test_an_act_about_several_persons_shows_each_only_their_own_part(file: CaseFile) -> None:
    people = [opened_case(file) for _ in range(2)]
    with file.write("Sammelschritt") as work:
        notes = [work.add(Contact(id=new_id(), case_id=case_id, on=file.today(), text=client_id))
                 for client_id, case_id in people]
    with file.write("Sammelschritt") as work:
        for note in notes:
            work.change(Contact, note.id, minutes=5)
    for (client_id, _), note in zip(people, notes, strict=True):
        changed, added, *_ = of_client(file, client_id).acts
        assert [entry.identity for entry in changed.entries or ()] == [note.id]
        assert [entry.fields["text"] for entry in added.entries or ()] == [client_id]


def test_a_link_is_in_the_history_of_both_and_erasing_one_leaves_the_other_theirs(file: CaseFile) -> None:
    first, second = (taken_in(file)[0] for _ in range(2))
    with file.write("Angehörige") as work:
        work.add(FamilyLink(id=new_id(), client_id=first, other_id=second, relation="sibling"))
    for client_id, other in ((first, second), (second, first)):
        shown = of_client(file, client_id)
        assert shown.acts[0].title == "Angehörige"
        assert shown.names[other] == "MUSTER, Amira"
    bins.discard(file, second)
    bins.erase(file, bins.contents(file)[0].number)
    assert [act.entries is not None for act in of_client(file, first).acts] == [False, False, True]


def standing(acts: tuple[Act, ...]) -> list[tuple[str, bool, bool]]:
    return [(act.kind, act.standing, act.taken_back) for act in acts]


def test_what_was_taken_back_is_marked_and_older_acts_are_read_on_demand(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, room="7")
    file.undo()
    shown = of_client(file, client_id)
    assert standing(shown.acts) == [("undo", True, False), ("do", False, True), ("do", True, False)]
    short = of_client(file, client_id, limit=2)
    assert (len(short.acts), short.older, shown.older) == (2, True, False)


def test_the_text_of_a_note_that_is_or_was_confidential_is_known_as_such(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    with file.write("Notiz") as work:
        secret, plain, once = (work.add(Contact(id=new_id(), case_id=case_id, on=file.today(), confidential=hidden))
                               for hidden in (True, False, True))
    with file.write("Notiz ändern") as work:
        work.change(Contact, once.id, confidential=False)
    with file.write("Notiz löschen") as work:
        work.remove(work.get(Contact, secret.id))
    assert of_client(file, client_id).confidential == {secret.id, once.id}
    assert plain.id not in of_client(file, client_id).confidential


def test_the_last_steps_of_the_file_name_the_persons_and_what_stands(file: CaseFile) -> None:
    client_id, _ = taken_in(file)
    flag.put(file, client_id, kind="other", reason="x")
    file.undo()
    with file.write("Schlüssel", undoable=False) as work:
        work.change(Client, client_id, room="9")
    newest, back, done, taken = last(file)
    assert (newest.title, newest.undoable) == ("Schlüssel", False)
    assert (back.kind, back.undoable, done.taken_back, taken.taken_back) == ("undo", False, True, False)
    assert {step.people for step in (back, done, taken)} == {("MUSTER, Amira",)}
    assert len(last(file, limit=2)) == 2
