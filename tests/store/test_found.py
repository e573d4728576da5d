"""The words of persons in memory find whom the file finds, and more kindly; notes are read no further than needed."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile
from app.store.queries import clients, notes
from app.store.queries.found import Answer, Words, best_first, hits
from app.store.queries.notes import NoteSearch
from app.store.search import forms_of
from app.usecases import casework
from app.usecases.contact import add_contact
from tests.casefiles import taken_in

PEOPLE = (
    {"family_name": "O'Muster-Land", "given_name": "Łukasz", "phone": "+49 150 0000-4242",
     "shelter": "Straße der Freiheit"},
    {"family_name": "MUSTER", "given_name": "Mohammed", "birth": PartialDate(2000, 1, 1), "phone": "0150 0007777"},
    {"family_name": "MUSTER", "given_name": "Muhammed Ali", "aliases": ("Şeyma",), "birth": PartialDate(2003, 3, 12)},
    {"family_name": "", "given_name": "Nuri", "original_script": "محمد", "birth": PartialDate(1999)},
)
LETTERS = "mustermohaml łuş'-0124 ك7"


@pytest.fixture
def words(file: CaseFile) -> Words:
    for person in PEOPLE:
        taken_in(file, **person)
    return Words(clients.lines(file))


def numbers(file: CaseFile, found: object) -> list[int]:
    assert isinstance(found, set | frozenset)
    return sorted(line.number for line in clients.lines(file) if line.client_id in found)


def test_persons_are_found_by_the_beginnings_of_their_words(file: CaseFile, words: Words) -> None:
    wanted = {
        "m": [1, 2, 3, 4], "mus": [1, 2, 3], "muster moh": [2], "muster-la": [1], "muster-x": [], "o'mus": [1],
        "omuster": [1], "LUK": [1], "strasse": [1], "4242": [1], "K-0002": [2], "k-00": [1, 2, 3, 4], "010100": [2],
        "12032003": [3], "seyma": [3], "محم": [4], "mhmd": [4], "0150 0007777": [2], "xy": [], "": [], "-": [],
    }
    assert {typed: numbers(file, words.found(typed)) for typed in wanted} == wanted


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=LETTERS, min_size=1, max_size=6))
def test_whoever_the_file_finds_is_found_in_memory(file: CaseFile, words: Words, typed: str) -> None:
    # the file knows no end of a field: it finds „1-4“ where the number 1 stands before a telephone number with a 4
    within = {line.client_id for line in clients.lines(file)
              if all(any(form in part for form in forms_of(word) for part in line.words)
                     for word in typed.split() if forms_of(word))}
    assert {hit.client_id for hit in clients.search(file, typed)} & within <= set(words.found(typed))


def test_a_name_is_found_by_how_it_sounds_in_any_script(file: CaseFile, words: Words) -> None:
    assert numbers(file, words.alike("muhamad")) == [2, 3, 4]
    assert numbers(file, words.found("muhamad")) == []
    assert [words.alike(typed) for typed in ("muha", "muster moha", "12345")] == [frozenset()] * 3
    found = hits(clients.lines(file), "muhamad", Answer(alike=words.alike("muhamad")))
    assert {hit.why for hit in found.values()} == {"alike", "note"}


def test_a_changed_person_is_found_under_the_new_words_only(file: CaseFile, words: Words) -> None:
    line = next(line for line in clients.lines(file) if line.number == 2)
    casework.change_client(file, line.client_id, given_name="Samir")
    (changed,) = clients.lines(file, only=[line.client_id])
    words.put(changed)
    words.put(replace(changed, phase="planning"))
    assert numbers(file, words.found("samir")) == [2] and not words.found("mohammed")
    assert numbers(file, words.alike("muhamad")) == [3, 4]


def test_a_search_ends_with_as_many_as_are_wanted(file: CaseFile, words: Words) -> None:
    assert len(clients.search(file, "muster", 1)) == 1
    assert clients.search(file, "muster", 2) == clients.search(file, "muster")[:2]


def written(file: CaseFile, *texts: str) -> list[str]:
    """One person a note; ids in the order of the notes."""
    made = []
    for number, text in enumerate(texts):
        client_id, case_id = taken_in(file, given_name=f"P{number}")
        add_contact(file, case_id, on=file.today(), text=text, confidential=text.startswith("heimlich"))
        made.append(client_id)
    return made


def test_a_beginning_of_frequent_and_of_rare_words_finds_every_note_that_has_one(file: CaseFile) -> None:
    one, two, three, four = written(file, "Zeugnis da", "Zeugin kommt", "Zeugnismappe fehlt", "heimlich Zeug")
    search = NoteSearch(file)
    assert list(search.found("zeug").clients) == [one, two, three, four]
    assert list(search.found("zeugn").clients) == [one, three]
    assert list(search.found("zeugnis d").clients) == [one]
    assert dict(search.found("zeug", 1).clients) == {one: False} and search.found("zeug", 1).more
    assert search.found("zeug").clients[four] is True and not search.found("zeug").more


def test_nothing_is_looked_for_twice_in_vain_until_something_is_written(file: CaseFile,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    search = NoteSearch(file)
    assert search.found("ab") == search.found("abc") == notes.NOTHING
    with monkeypatch.context() as patched:
        patched.setattr(notes, "found_by", lambda *_all: pytest.fail("read again"))
        assert search.found("abcd") == notes.NOTHING
    (client_id,) = written(file, "abcdef")
    search.forget()
    assert list(search.found("abcd").clients) == [client_id]


def test_of_a_word_in_very_many_notes_only_the_first_are_read(file: CaseFile) -> None:
    client_id, case_id = taken_in(file)
    for _number in range(12):
        add_contact(file, case_id, on=file.today(), text="Deutschkurs besprochen")
    found = NoteSearch(file).found("deutschk", 10)
    assert list(found.clients) == [client_id] and found.more


def test_a_line_has_what_filters_and_columns_need(file: CaseFile) -> None:
    client_id, _case_id = taken_in(file, certificate="none", contact_language="prs", nationalities=("423",))
    casework.add_level(file, client_id, on=file.today(), oral="b1", written="a2")
    (line,) = clients.lines(file)
    assert (line.german, line.german_written, line.certificate, line.language) == ("b1", "a2", "none", "prs")
    assert (line.flags, line.components, line.next_due, line.reminder) == ((), (), None, None)


def test_who_is_called_as_typed_comes_first_and_who_writes_so_before_who_sounds_so(file: CaseFile) -> None:
    taken_in(file, family_name="Ali", given_name="Hassan")
    taken_in(file, family_name="Hassan", given_name="Ali")
    taken_in(file, family_name="Balde", given_name="Amadou")
    taken_in(file, family_name="", given_name="Nuri", original_script="بلدي")
    lines = clients.lines(file)

    def order(typed: str) -> list[int]:
        return [line.number for line in best_first(lines, typed)]

    assert order("Hassan, Ali")[0] == order("hassan al")[0] == 2 and order("ali hassan")[0] == 1
    assert order("بل")[0] == 4
    assert order("x") == [line.number for line in lines]
