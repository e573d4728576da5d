"""Catalogue numbers, differences between issues and the German words of the preview."""

from dataclasses import fields, replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import (
    EXPIRED,
    FIELD_LABELS,
    Catalogue,
    CatalogueHead,
    ChangeKind,
    Lifecycle,
    Mode,
    Offering,
    SameCatalogue,
    check_number,
    compare,
    field_changes,
    value_in_words,
)
from app.domain.codes import code_list
from app.domain.errors import UserError

TODAY = date(2026, 11, 10)


def offering(key="VK-1-1", **values):
    return Offering(**{"key": key, "offer_key": "VK-1", "component": "4", "title": "Deutsch A2 kompakt",
                       "provider": "MUSTER-Bildungswerk", "start": date(2026, 11, 9), "seats_free": 7, **values})


def head(number=12, mode=Mode.FULL, name="Angebote Musterkreis", valid_until=None):
    return CatalogueHead(name=name, number=number, as_of=date(2026, 11, 2), mode=mode, valid_until=valid_until)


def imported(number=12, sha256="a" * 64):
    return Catalogue(id="1", name="Angebote Musterkreis", number=number, as_of=date(2026, 10, 5), mode=Mode.FULL,
                     imported_at=datetime(2026, 10, 6, 9, 0), sha256=sha256, rows=80)


def check(new, last, sha256="b" * 64):
    return check_number(new, last, sha256=sha256, today=TODAY)


# --- differences ------------------------------------------------------------------------------------------------------

def test_a_change_names_each_field_old_and_new():
    old = offering()
    new = replace(old, start=date(2026, 11, 16), seats_free=4)
    (change,) = compare([old], [new], Mode.FULL)
    assert change.kind is ChangeKind.CHANGED
    assert [(part.field, part.old, part.new) for part in change.fields] == [
        ("start", date(2026, 11, 9), date(2026, 11, 16)), ("seats_free", 7, 4)]


def test_an_offering_not_seen_before_is_new_and_has_no_old_state():
    (change,) = compare([], [offering()], Mode.FULL)
    assert (change.kind, change.old, change.new, change.fields) == (ChangeKind.NEW, None, offering(), ())


def test_a_full_issue_withdraws_what_it_no_longer_lists_and_keeps_the_rest_of_it():
    old = offering()
    (change,) = compare([old], [], Mode.FULL)
    assert change.kind is ChangeKind.WITHDRAWN
    assert change.new == replace(old, lifecycle=Lifecycle.WITHDRAWN)
    assert [part.field for part in change.fields] == ["lifecycle"]


def test_a_withdrawn_offering_is_kept_and_not_withdrawn_again():
    gone = offering(lifecycle=Lifecycle.WITHDRAWN)
    (change,) = compare([gone], [], Mode.FULL)
    assert (change.kind, change.new) == (ChangeKind.UNCHANGED, gone)


def test_an_offering_that_reappears_comes_back():
    (change,) = compare([offering(lifecycle=Lifecycle.WITHDRAWN)], [offering()], Mode.FULL)
    assert (change.kind, change.new.lifecycle) == (ChangeKind.CHANGED, Lifecycle.ACTIVE)


def test_a_cancelled_offering_that_is_listed_counts_as_changed_not_as_withdrawn():
    (change,) = compare([offering()], [offering(lifecycle=Lifecycle.CANCELLED)], Mode.FULL)
    assert change.kind is ChangeKind.CHANGED


def test_a_delta_speaks_only_of_what_it_lists():
    current = [offering("A"), offering("B")]
    changes = compare(current, [offering("B", seats_free=0)], Mode.DELTA)
    assert [(change.key, change.kind) for change in changes] == [("B", ChangeKind.CHANGED)]


def test_a_row_that_could_not_be_read_does_not_withdraw_its_offering():
    current = [offering("A"), offering("B")]
    changes = compare(current, [], Mode.FULL, refused_keys={"A"})
    assert [(change.key, change.kind) for change in changes] == [
        ("A", ChangeKind.UNCHANGED), ("B", ChangeKind.WITHDRAWN)]


def test_the_mode_may_be_given_as_it_is_stored():
    assert compare([offering()], [], "delta") == ()


OFFERINGS = st.lists(
    st.builds(offering, st.sampled_from("ABCDEFGH"), seats_free=st.integers(0, 3),
              lifecycle=st.sampled_from([Lifecycle.ACTIVE, Lifecycle.FULL, Lifecycle.CANCELLED])),
    unique_by=lambda each: each.key)
KNOWN = OFFERINGS.flatmap(lambda listed: st.sets(st.sampled_from("ABCDEFGH")).map(
    lambda gone: [replace(each, lifecycle=Lifecycle.WITHDRAWN) if each.key in gone else each for each in listed]))


@given(KNOWN, OFFERINGS)
def test_a_full_issue_leaves_exactly_what_it_lists_and_the_withdrawn(current, incoming):
    changes = compare(current, incoming, Mode.FULL)
    after = {change.key: change.new for change in changes}
    listed = {each.key: each for each in incoming}
    missing = {each.key: replace(each, lifecycle=Lifecycle.WITHDRAWN) for each in current if each.key not in listed}
    assert after == listed | missing
    assert len(changes) == len(after)


@given(KNOWN, OFFERINGS)
def test_the_same_issue_twice_changes_nothing_the_second_time(current, incoming):
    after = [change.new for change in compare(current, incoming, Mode.FULL)]
    assert {change.kind for change in compare(after, incoming, Mode.FULL)} <= {ChangeKind.UNCHANGED}


@given(KNOWN, OFFERINGS)
def test_every_listed_difference_turns_the_old_state_into_the_new_one(current, incoming):
    for change in compare(current, incoming, Mode.FULL):
        if change.old is not None:
            assert replace(change.old, **{part.field: part.new for part in change.fields}) == change.new
            assert bool(change.fields) == (change.kind is not ChangeKind.UNCHANGED)


def test_two_equal_states_have_no_differences():
    assert field_changes(offering(), offering()) == ()


# --- numbers ----------------------------------------------------------------------------------------------------------

def test_the_first_full_catalogue_is_taken_whatever_its_number():
    assert check(head(number=7), None) == ()


def test_a_full_catalogue_may_leave_out_numbers():
    assert check(head(number=15), imported(12)) == ()


def test_an_older_number_is_refused_with_both_numbers():
    with pytest.raises(UserError) as refused:
        check(head(number=11), imported(12))
    assert str(refused.value) == "Sie haben schon Katalog 12. Diese Datei ist Katalog 11 und wird nicht eingelesen."


def test_the_same_file_again_is_recognised_and_nothing_is_to_do():
    with pytest.raises(SameCatalogue) as same:
        check(head(), imported(sha256="c" * 64), sha256="c" * 64)
    assert str(same.value) == "Katalog 12 ist schon eingelesen. Es ist nichts zu tun."


def test_other_content_under_the_same_number_is_refused():
    with pytest.raises(UserError, match="anderen Inhalt") as refused:
        check(head(), imported())
    assert not isinstance(refused.value, SameCatalogue)


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_delta_is_taken_only_one_after_the_last_number(number, last):
    if number == last + 1:
        assert check(head(number, Mode.DELTA), imported(last)) == ()
    else:
        with pytest.raises(UserError):
            check(head(number, Mode.DELTA), imported(last))


def test_a_delta_with_a_gap_asks_for_the_full_catalogue():
    with pytest.raises(UserError, match="Änderungen zu Katalog 13, Sie haben Katalog 12") as refused:
        check(head(14, Mode.DELTA), imported(12))
    assert "vollständigen Katalog" in str(refused.value)


def test_a_delta_without_any_catalogue_asks_for_the_full_one():
    with pytest.raises(UserError, match="noch keinen Katalog"):
        check(head(mode=Mode.DELTA), None)


def test_another_name_is_noted_but_not_refused():
    (note,) = check(head(13, name="Angebote Beispielkreis"), imported(12))
    assert "„Angebote Beispielkreis“, bisher „Angebote Musterkreis“" in str(note)


def test_a_catalogue_is_refused_from_the_day_after_it_expired():
    for until in (TODAY, None):
        assert check(head(13, valid_until=until), imported(12)) == ()
    yesterday = head(13, valid_until=date(2026, 11, 9))
    for last in (imported(12), imported(14), None):
        with pytest.raises(UserError) as refused:
            check(yesterday, last)
        assert refused.value.msgid == EXPIRED


# --- words ------------------------------------------------------------------------------------------------------------

def test_every_field_of_an_offering_has_a_label():
    assert list(FIELD_LABELS) == [field.name for field in fields(Offering)]


@pytest.mark.parametrize(("field", "value", "words"), [
    ("lifecycle", Lifecycle.WITHDRAWN, "zurückgezogen"),
    ("component", "4", "FB4"),
    ("component", "R", "Regelangebot"),
    ("course_kind", "basissprachkurs", "Basissprachkurs NRW"),
    ("course_kind", "", "nicht angegeben"),
    ("course_kind", "noch_unbekannt", "noch_unbekannt"),
    ("title", "Deutsch A2 kompakt", "Deutsch A2 kompakt"),
    ("start", date(2026, 11, 9), "09.11.2026"),
    ("end", None, "nicht angegeben"),
    ("women_only", True, "ja"),
    ("childcare", False, "nein"),
    ("weekly_units", 25.5, "25,5"),
    ("total_units", 1000.0, "1000"),
    ("seats_free", 0, "0"),
    ("german_oral", "a1", "A1"),
    ("residence", (), "alle"),
    ("residence", ("gestattung", "duldung"), "Gestattung, Duldung"),
])
def test_values_are_shown_in_german_words(field, value, words):
    assert value_in_words(field, value) == words


def test_every_course_kind_has_its_own_words():
    kinds = code_list("course_kind").ids
    assert len({value_in_words("course_kind", kind) for kind in kinds}) == len(kinds)
