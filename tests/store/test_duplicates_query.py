"""The people of an open file in memory: read once, kept up to date by what is written, gone with the file."""

import gc
import weakref

from app.domain.dates import PartialDate
from app.domain.duplicates import Traits
from app.store.queries import duplicates
from app.usecases import casework
from tests.casefiles import taken_in

TYPED = Traits(family="Chalil", given="Wasim", birth=PartialDate(2000, 7, 9))


def test_nobody_is_suggested_before_the_file_was_read_and_then_everybody_at_once(file):
    someone = taken_in(file, family_name="Khalil", given_name="Wassim", birth=PartialDate(2000, 7, 9))[0]
    people = duplicates.known(file)
    assert people is duplicates.known(file) and not people.ready and people.similar(file, TYPED) == ()
    steps = []
    people.build(file, lambda done, total: steps.append((done, total)))
    assert people.ready and steps
    assert [hit.id for hit in people.similar(file, TYPED)] == [someone]
    assert people.similar(file, TYPED, but=(someone,)) == ()


def test_what_is_written_and_undone_is_known_at_the_next_question(file):
    people = duplicates.known(file)
    people.build(file)
    someone = taken_in(file, family_name="Khalil", given_name="Wassim", birth=PartialDate(2000, 7, 9))[0]
    assert [hit.id for hit in people.similar(file, TYPED)] == [someone]
    casework.change_client(file, someone, family_name="Anders", given_name="Otto")
    assert people.similar(file, TYPED) == ()
    file.undo()
    assert [hit.id for hit in people.similar(file, TYPED)] == [someone]
    file.undo()
    assert people.similar(file, TYPED) == ()


def test_an_import_is_read_as_a_whole(file, monkeypatch):
    monkeypatch.setattr(duplicates, "_MANY", 1)
    people = duplicates.known(file)
    people.build(file)
    someone = taken_in(file, family_name="Khalil", given_name="Wassim", birth=PartialDate(2000, 7, 9))[0]
    assert [hit.id for hit in people.similar(file, TYPED)] == [someone]


def test_other_spellings_are_found_with_what_a_list_shows(file):
    taken_in(file, family_name="MUSTER", given_name="Mohammed", shelter="GU Hafenstraße")
    taken_in(file, family_name="MUSTER", given_name="محمد")
    taken_in(file, family_name="MUSTER", given_name="Amira")
    assert [line.name for line in duplicates.similar_names(file, "muhamad", at_most=1)] == ["MUSTER, Mohammed"]
    found = duplicates.similar_names(file, "muhamad")
    assert {line.number for line in found} == {1, 2} and found[0].shelter == "GU Hafenstraße"
    assert duplicates.similar_names(file, "") == ()


def test_pairs_name_both_files_the_older_one_first(file):
    for given, family, birth in (("Ali", "Hassan", PartialDate(2001, 5, 3)), ("Kim", "Otto", PartialDate(1999)),
                                 ("Hassan", "Ali", PartialDate(2001, 3, 5))):
        taken_in(file, given_name=given, family_name=family, birth=birth)
    (pair,) = duplicates.pairs(file)
    assert (pair.one.number, pair.other.number, pair.reasons) == (1, 3, ("turned", "day_month"))
    assert duplicates.lines(file, []) == {} and duplicates.recorded(file, "nobody") is None


def test_the_people_go_with_the_file(opener):
    file = opener()
    duplicates.known(file).build(file)
    people = weakref.ref(duplicates.known(file))
    file.close()
    opener.opened.clear()
    del file
    gc.collect()
    assert people() is None
