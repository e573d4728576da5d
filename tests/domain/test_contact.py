"""Contacts: which of them others may read, and how one last spoke with a person."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.contact import Contact, Habit, for_others, in_order, last_habit

DAY = date(2026, 11, 3)
CONTACTS = st.lists(st.builds(
    Contact, id=st.uuids().map(str), case_id=st.just("case"), text=st.text(max_size=5), confidential=st.booleans(),
    on=st.integers(0, 9).map(lambda n: DAY - timedelta(n)), at=st.none() | st.just(time(9, 30)),
    kind=st.sampled_from(("phone", "attempt", "third_party", "unknown"))), max_size=8)


@settings(max_examples=50)
@given(CONTACTS)
def test_no_confidential_note_reaches_others_unless_it_is_ticked(contacts: list[Contact]) -> None:
    shared = for_others(contacts)
    assert not any(contact.confidential for contact in shared)
    assert list(shared) == [contact for contact in in_order(contacts) if not contact.confidential]
    assert list(for_others(contacts, include_confidential=True)) == in_order(contacts)


@settings(max_examples=50)
@given(CONTACTS)
def test_the_last_habit_is_that_of_the_latest_talk_with_the_person(contacts: list[Contact]) -> None:
    talks = [contact for contact in contacts if contact.kind == "phone"]
    habit = last_habit(contacts)
    assert (habit is None) == (not talks)
    assert habit is None or habit.on == max(contact.on for contact in talks)


def test_of_one_day_the_later_talk_counts_and_one_without_time_is_the_earlier() -> None:
    early = Contact(id="1", case_id="c", on=DAY, at=time(8), kind="phone", interpreter="lay")
    late = Contact(id="2", case_id="c", on=DAY, at=time(15), kind="video", interpreter="remote")
    whenever = Contact(id="3", case_id="c", on=DAY, kind="mail")
    assert last_habit([late, whenever, early]) == Habit(kind="video", interpreter="remote", on=DAY)
