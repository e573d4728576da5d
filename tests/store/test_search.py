"""Search: every spelling finds, notes from three letters on, and what was deleted has left the index."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.dates import PartialDate
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.client import page
from app.store.search import folded_text, match_expression
from app.usecases import casework
from app.usecases.contact import add_contact, change_contact
from tests.casefiles import taken_in


def names(file: CaseFile, typed: str) -> list[str]:
    found = [hit.client_id for hit in clients.search(file, typed)]
    return sorted(line.name for line in clients.lines(file) if line.client_id in found)


def hit_ids(file: CaseFile, typed: str) -> list[str]:
    return [hit.client_id for hit in clients.search(file, typed)]


def index_pages(file: CaseFile, index: str) -> bytes:
    with file.read() as connection:
        return b"".join(connection.execute(text(f"SELECT block FROM {index}_data")).scalars())


@pytest.mark.parametrize(("fields", "typed"), [
    ({"given_name": "Łukasz"}, ("Łukasz", "łuk", "lukasz", "LUK", "Lukász")),
    ({"shelter": "Straße der Freiheit 1"}, ("Straße", "strasse", "STRASSE", "freih")),
    ({"given_name": "Øresund"}, ("Øresund", "oresund", "ore")),
    ({"original_script": "محمد"}, ("محمد", "محم", "mhmd")),
    ({"aliases": ("Şeyma",)}, ("Şeyma", "seyma")),
    ({"given_name": "Ömer"}, ("ömer", "omer")),
    ({"family_name": "O'Muster-Land"}, ("muster-land", "O'Muster", "land")),
    ({"birth": PartialDate(2003, 3, 12)}, ("120303", "12032003", "2003")),
    ({"phone": "+49 150 0000-4242"}, ("4242", "004242", "491500000")),
])
def test_people_are_found_however_they_are_spelt(
    file: CaseFile, fields: dict[str, object], typed: tuple[str, ...],
) -> None:
    wanted, _ = taken_in(file, **fields)
    taken_in(file, family_name="ANDERS", given_name="Bob", birth=PartialDate(1999), phone="0200 999999")
    assert {word: [hit.client_id for hit in clients.search(file, word)] for word in typed} == {
        word: [wanted] for word in typed}


@pytest.mark.parametrize(("typed", "why"), [
    ("lukasz", ""), ("muster luk", ""), ("sam", "alias"), ("mhmd", "original_script"), ("strasse", "shelter"),
    ("0042", "phone"), ("120303", "birth"), ("K-0001", "number"), ("bahn", "note"),
])
def test_a_hit_says_why_it_was_found(file: CaseFile, typed: str, why: str) -> None:
    _, case_id = taken_in(file, given_name="Łukasz", aliases=("Sam",), original_script="محمد", shelter="Straße 1",
                          phone="0200 000042", birth=PartialDate(2003, 3, 12))
    add_contact(file, case_id, on=file.today(), text="Bahn zum Kurs")
    assert [hit.why for hit in clients.search(file, typed)] == [why]


def test_several_words_narrow_the_search_in_any_order(file: CaseFile) -> None:
    taken_in(file, given_name="Amira", shelter="Nordhof")
    taken_in(file, given_name="Amina", shelter="Südhof")
    assert names(file, "ami") == ["MUSTER, Amina", "MUSTER, Amira"]
    assert names(file, "südhof ami") == names(file, "ami sud") == ["MUSTER, Amina"]
    assert names(file, "amira südhof") == []


def test_notes_are_searched_from_three_letters_on(file: CaseFile) -> None:
    _, case_id = taken_in(file)
    add_contact(file, case_id, on=file.today(), text="Gespräch über die Straßenbahn")
    assert clients.search(file, "ge") == ()
    for typed in ("ges", "gespräch", "GESPRACH", "strassenb"):
        assert [hit.why for hit in clients.search(file, typed)] == ["note"], typed


def test_short_words_beside_a_long_one_narrow_notes_too(file: CaseFile) -> None:
    _, case_id = taken_in(file)
    add_contact(file, case_id, on=file.today(), text="Zeugnis am Abend geholt")
    assert [hit.why for hit in clients.search(file, "zeugnis ab")] == ["note"]
    assert [hit.why for hit in clients.search(file, "am ab")] == ["note"]
    assert [clients.search(file, typed) for typed in ("zeugnis xy", "zeuge ab")] == [(), ()]


def test_whoever_is_found_keeps_the_place_when_more_is_typed_or_written(file: CaseFile) -> None:
    client = page(file, taken_in(file, given_name="Bob")[0]).client
    with file.write("Übernahme") as work:
        # identities run against the order of their coming; few are explained and many are not
        work.add_all(replace(client, id=f"{1000 - n}", number=n, given_name=f"{'A' if n % 3 else 'B'}mir")
                     for n in range(2, 302))
    many, few = (hit_ids(file, typed) for typed in ("mu", "muster bmi"))
    assert (len(many), len(few)) == (301, 100)
    assert few == [one for one in many if one in few]
    casework.change_client(file, few[0], phone="0150 4242")
    assert hit_ids(file, "mu") == many


@pytest.mark.parametrize("word", ["muster", "Amira", "Ömer", "K-1700", "Muster-Land", "2003", "a\u0308rztin"])
def test_a_word_whose_folded_form_is_what_the_index_holds_is_looked_for_once(word: str) -> None:
    assert match_expression(word) == f'("{folded_text(word)}"*)'


@pytest.mark.parametrize("word", ["Straße", "Øresund", "O'Muster", "محمد"])
def test_a_word_that_the_index_holds_in_another_form_is_looked_for_in_both(word: str) -> None:
    assert set((match_expression(word) or "").strip("()").split(" OR ")) == {f'"{word}"*', f'"{folded_text(word)}"*'}


def test_a_changed_name_or_note_is_found_under_the_new_words_only(file: CaseFile) -> None:
    client_id, case_id = taken_in(file, given_name="Amira")
    contact_id = add_contact(file, case_id, on=file.today(), text="Zahnarzt")
    casework.change_client(file, client_id, given_name="Samira")
    change_contact(file, contact_id, text="Augenarzt")
    assert [clients.search(file, typed) for typed in ("amira", "zahnarzt")] == [(), ()]
    assert [len(clients.search(file, typed)) for typed in ("samira", "augenarzt")] == [1, 1]
    file.undo()
    assert [len(clients.search(file, typed)) for typed in ("zahnarzt", "augenarzt")] == [1, 0]


def test_deleted_words_leave_the_pages_of_the_index(file: CaseFile) -> None:
    for number in range(5):
        taken_in(file, given_name=f"Bob{number}")
    client_id, case_id = taken_in(file, given_name="Zzyzxq")
    add_contact(file, case_id, on=file.today(), text="zzyzxquark besprochen")
    assert b"zyzxq" in index_pages(file, "client_search")
    assert b"zyzxquark" in index_pages(file, "contact_search")
    with file.write("Notiz löschen") as work:
        work.remove(page(file, client_id).contacts[0])
    casework.change_client(file, client_id, given_name="Amira")
    assert b"zyzxq" not in index_pages(file, "client_search")
    assert b"zyzxq" not in index_pages(file, "contact_search")


def test_secure_delete_is_on_for_every_full_text_table(file: CaseFile) -> None:
    with file.read() as connection:
        fts5 = text("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
        tables = connection.execute(fts5).scalars().all()
        on = {name: connection.execute(text(f"SELECT v FROM {name}_config WHERE k = 'secure-delete'")).scalar()
              for name in tables}
    assert on == {"client_search": 1, "contact_search": 1}


def test_more_people_than_one_statement_takes_are_indexed(file: CaseFile) -> None:
    client = page(file, taken_in(file)[0]).client
    with file.write("Übernahme") as work:
        work.add_all(type(client)(id=str(number), number=number, family_name=f"MUSTER{number}", birth=client.birth,
                                  ags=client.ags) for number in range(2, 1103))
    assert [len(clients.search(file, typed)) for typed in ("muster", "muster1102", "muster2")] == [1102, 1, 111]


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "()", "-", "،"])
def test_nothing_to_look_for_finds_nobody(file: CaseFile, typed: str) -> None:
    taken_in(file)
    assert match_expression(typed) is None
    assert clients.search(file, typed) == ()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12))
@example("a\0b")
@example("NEAR(a b)")
@example("words:a OR ^b")
def test_whatever_is_typed_is_no_syntax(file: CaseFile, typed: str) -> None:
    assert isinstance(clients.search(file, typed), tuple)


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(categories=("L", "M", "Nd", "Zs", "Po")), max_size=12))
def test_folding_twice_changes_nothing_more(typed: str) -> None:
    assert folded_text(folded_text(typed)) == folded_text(typed)
