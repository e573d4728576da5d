"""Taking over an older list: what the preview says is what happens, once, in one act, and can be taken back."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.tables import Row, Table, TableRefused
from app.domain.case import CaseState
from app.domain.client import Client
from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.domain.freshness import FactCheck
from app.domain.old_import import ImportedRow
from app.store.casefile import CaseFile
from app.store.queries import client as client_query
from app.store.queries import recorded
from app.store.queries.client import ClientPage
from app.usecases import casework, old_list, old_list_columns
from app.usecases.new_file import ALREADY_THERE
from app.usecases.old_list import Applied, Preview, apply, preview, proposed_choices
from app.usecases.old_list_columns import Columns
from app.usecases.old_list_status import DUPLICATE, ERROR, FILL, KNOWN, NEW, TAKE, judged
from tests import oldlists
from tests.casefiles import Opener, every_row, refusal, taken_in

SAMPLE = oldlists.FILES / "old_list_20.csv"
KOELN = {"ags": "05315000"}
HEADER = ("Vorname", "Familienname", "Geburtsdatum")
# the history goes on, and so does the index of the search
GOING_ON = ("act", "meta", "client_search", "contact_search")


def listed(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Table:
    return Table(header=header, rows=tuple(Row(line=n, cells=cells) for n, cells in enumerate(lines, start=2)))


def shown(file: CaseFile, table: Table, defaults: Mapping[str, str] = KOELN) -> Preview:
    return preview(file, table, old_list_columns.proposed(file, table).mapping, defaults)


def sample(file: CaseFile) -> Preview:
    return shown(file, old_list.look(SAMPLE), {})


def taken_over(file: CaseFile, found: Preview) -> Applied:
    return apply(file, found, proposed_choices(found))


def counted(found: Preview) -> list[int]:
    return [found.count(status) for status in (NEW, DUPLICATE, KNOWN, ERROR)]


def statuses(file: CaseFile, *lines: tuple[str, ...]) -> list[str]:
    return [row.status for row in shown(file, listed(*lines)).rows]


def persons(file: CaseFile) -> list[Client]:
    return sorted(recorded.read(file).people.values(), key=lambda client: client.number)


def page_of(file: CaseFile, given_name: str) -> ClientPage:
    return client_query.page(file, next(c.id for c in persons(file) if c.given_name == given_name))


# --- the sample -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_sample_shows_fifteen_two_three_and_a_second_import_adds_nothing(file: CaseFile, suffix: str) -> None:
    table = old_list.look(SAMPLE.with_suffix(f".{suffix}"))
    before = every_row(file)
    found = shown(file, table, {})
    assert every_row(file) == before
    assert counted(found) == [15, 2, 0, 3]
    assert [(row.line, row.told) for row in found.rows if row.status == DUPLICATE] == [
        (15, "Wie Zeile 6: Gleicher Name, gleiches Geburtsjahr."),
        (21, "Wie Zeile 9: Gleicher Name, gleiches Geburtsdatum.")]
    assert all("Geb.-Datum" in row.why for row in found.rows if row.status == ERROR)
    done = taken_over(file, found)
    assert (done.taken, done.filled, done.skipped) == (15, 0, 0) and len(persons(file)) == 15
    again = shown(file, table, {})
    assert counted(again) == [0, 2, 15, 3] and taken_over(file, again).act is None
    assert len(persons(file)) == 15


def test_what_a_row_says_stands_where_intake_would_have_put_it(file: CaseFile) -> None:
    taken_over(file, sample(file))
    page = page_of(file, "Amira")
    assert (page.client.family_name, page.client.birth) == ("Muster", PartialDate(2001, 3, 5))
    assert page.shelter is not None and page.shelter.name == "GU Musterstraße" and page.client.room == "100"
    assert page.state == CaseState.PROSPECT and page.case.access_route == "volunteers"
    assert [(paper.kind, paper.valid_to) for paper in page.papers] == [("toleration_60a", date(2026, 12, 31))]
    assert [(level.oral, level.on) for level in page.levels] == [("a2", date(2026, 5, 1))]
    assert [(c.on, c.kind, c.text) for c in page.contacts] == [
        (date(2026, 5, 1), "unknown", "Erstkontakt nach der alten Liste.")]
    assert {check.on for check in page.fact_checks} == {date(2026, 5, 1)}
    assert "kommt gern; ruft zurück" in page_of(file, "Dawit").contacts[0].text


def test_the_whole_import_is_one_step_that_can_be_taken_back(file: CaseFile) -> None:
    taken_in(file, given_name="Zahra")
    before = every_row(file)
    done = taken_over(file, sample(file))
    casework.change_client(file, persons(file)[0].id, phone="0221 555")
    file.undo()
    assert file.undo(done.act) == old_list.IMPORT
    after = every_row(file)
    assert {name for name, rows in after.items() if rows != before[name] and not name.startswith(GOING_ON)} == set()
    assert counted(sample(file)) == [15, 2, 0, 3]


def test_the_errors_come_out_as_a_file_and_never_over_another(file: CaseFile, tmp_path: Path) -> None:
    target = tmp_path / "fehler.csv"
    assert old_list.save_errors(sample(file), target) == 3
    lines = list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["Zeile", "10", "14", "18"]
    assert refusal(lambda: old_list.save_errors(sample(file), target)) == ALREADY_THERE
    assert refusal(lambda: old_list.save_errors(sample(file), tmp_path / "x" / "y.csv")) == old_list.CANNOT_WRITE


# --- who is who -------------------------------------------------------------------------------------------------------

def test_a_person_of_the_file_is_found_by_name_and_birth_or_by_a_like_spelling(file: CaseFile) -> None:
    client_id, _case = taken_in(file, given_name="Muhammed", birth=PartialDate(2001, 3, 5))
    exact, spelled, other = shown(file, listed(("Muhammed", "Muster", "5.3.2001"), ("Mohamad", "Muster", "05.03.2001"),
                                               ("Jelena", "Muster", "7.8.1996"))).rows
    assert (exact.client_id, exact.of, exact.of_name) == (client_id, "K-0001", "MUSTER, Muhammed")
    assert (spelled.status, spelled.client_id) == (DUPLICATE, client_id)
    assert spelled.why == "Ähnlich geschrieben, gleiches Geburtsdatum."
    assert (other.status, other.choices, other.told) == (NEW, (TAKE,), "")


def test_who_names_somebody_for_the_third_time_means_the_first_and_the_same_row_twice_is_no_person(
        file: CaseFile) -> None:
    rows = shown(file, listed(("Amira", "Muster", "2001"), ("AMIRA", "Muster", "ca. 2001"), ("Muster", "Amira", "2001"),
                              ("Amira", "Muster", "2001"))).rows
    assert [(row.status, row.earlier) for row in rows] == [
        (NEW, 0), (DUPLICATE, 2), (DUPLICATE, 2), (DUPLICATE, 2)]
    assert rows[3].choices == () and rows[3].told == "Diese Zeile steht schon in Zeile 2."


def test_who_names_a_duplicate_names_the_person_behind_it(file: CaseFile) -> None:
    spelled = ("Wassim", "Khalil", "9.7.2000"), ("Wasim", "Chalil", "9.7.2000"), ("WASIM", "Chalil", "09.07.2000")
    rows = shown(file, listed(*spelled)).rows
    assert [(row.status, row.earlier, row.of) for row in rows] == [
        (NEW, 0, ""), (DUPLICATE, 2, "Zeile 2"), (DUPLICATE, 2, "Zeile 2")]
    assert rows[2].told == "Wie Zeile 2: Gleicher Name, gleiches Geburtsdatum."
    client_id, _case = taken_in(file, given_name="Wassim", family_name="Khalil", birth=PartialDate(2000, 7, 9))
    assert {(row.status, row.client_id) for row in shown(file, listed(*spelled)).rows} == {(DUPLICATE, client_id)}


def test_comparing_many_rows_is_told_and_can_be_stopped(file: CaseFile) -> None:
    rows = [row.row for row in shown(file, listed(*((f"Kim{n}", "Muster", f"{1950 + n}") for n in range(51)))).rows]
    now, told = recorded.read(file), list[tuple[int, int]]()
    assert len(judged(rows, now, lambda done, total: told.append((done, total)))) == 51
    assert told == [(25, 51), (50, 51)]

    def stop(done: int, _total: int) -> None:
        raise InterruptedError(done)

    with pytest.raises(InterruptedError):
        judged(rows, now, stop)


def test_a_single_name_with_a_year_is_too_little_to_be_the_same(file: CaseFile) -> None:
    header = ("Vorname", "Geburtsdatum")
    many = [(f"Ali{'' if n < 2 else n}", "2001") for n in range(2)]
    found = shown(file, listed(*many, ("Ali", "2001 "), header=header))
    assert "Diese Zeile" in found.rows[1].why
    assert found.rows[0].status == NEW


# --- decisions --------------------------------------------------------------------------------------------------------

def test_a_duplicate_is_taken_only_as_a_new_person_by_decision(file: CaseFile) -> None:
    found = shown(file, listed(("Amira", "Muster", "2001"), ("Amira", "Muster", "ca. 2001")))
    assert proposed_choices(found) == {2: TAKE}
    done = apply(file, found, {2: TAKE, 3: TAKE})
    assert done.taken == 2
    assert [c.birth for c in persons(file)] == [PartialDate(2001), PartialDate(2001, estimated=True)]


def test_only_blanks_are_filled_and_remarks_become_a_note(file: CaseFile) -> None:
    client_id, _case = taken_in(file, phone="0221 111", sex="unknown")
    header = (*HEADER, "Telefon", "Geschlecht", "Unterkunft", "Status", "Deutsch", "Zugang", "Bemerkung")
    line = ("Amira", "Muster", "5.3.2001", "0176 222", "w", "GU Musterweg", "Duldung", "B1", "Ehrenamt", "ruft an")
    found = shown(file, listed(line, header=header))
    (row,) = found.rows
    assert row.choices == (FILL, TAKE)
    assert apply(file, found, {2: FILL}) == Applied(taken=0, filled=1, skipped=0, act=2)
    page = client_query.page(file, client_id)
    assert (page.client.phone, page.client.sex) == ("0221 111", "w")
    assert page.shelter is not None and page.shelter.name == "GU Musterweg"
    assert page.case.access_route == "volunteers" and page.papers[0].kind == "toleration_60a"
    assert page.levels[0].oral == "b1"
    # nobody was met today, so that it is no contact with the person
    assert [(c.kind, c.text) for c in page.contacts] == [
        ("third_party", "Aus der alten Liste übernommen.\nruft an")]
    assert shown(file, listed(line, header=header)).rows[0].status == KNOWN


def test_blanks_of_a_row_above_are_filled_when_it_was_taken_and_else_the_row_is_skipped(file: CaseFile) -> None:
    header = (*HEADER, "Telefon")
    table = listed(("Amira", "Muster", "5.3.2001"), ("Amira", "Muster", "05.03.01", "0176 222"), header=header)
    assert apply(file, shown(file, table), {3: FILL}).skipped == 1 and persons(file) == []
    done = apply(file, shown(file, table), {2: TAKE, 3: FILL})
    assert (done.taken, done.filled) == (1, 1) and [c.phone for c in persons(file)] == ["0176 222"]


def test_old_facts_do_not_pass_for_told_today(file: CaseFile) -> None:
    taken_over(file, shown(file, listed(("Amira", "Muster", "2001", "0176 222"), header=(*HEADER, "Telefon"))))
    assert page_of(file, "Amira").fact_checks == ()


def test_who_became_known_since_the_preview_is_skipped(file: CaseFile) -> None:
    found = shown(file, listed(("Amira", "Muster", "5.3.2001"), ("Jelena", "Muster", "7.8.1996")))
    taken_in(file)
    done = taken_over(file, found)
    assert (done.taken, done.skipped) == (1, 1) and [c.given_name for c in persons(file)] == ["Amira", "Jelena"]
    assert taken_over(file, found).taken == 0


def test_stopped_in_the_middle_nothing_is_written(file: CaseFile) -> None:
    class Stopped(Exception):
        """Somebody pressed „Anhalten“."""

    def step(done: int, _total: int) -> None:
        if done == 9:
            raise Stopped

    found, before = sample(file), every_row(file)
    with pytest.raises(Stopped):
        apply(file, found, proposed_choices(found), step)
    assert every_row(file) == before


# --- columns ----------------------------------------------------------------------------------------------------------

def test_without_a_name_or_a_birth_nothing_is_compared(file: CaseFile) -> None:
    with pytest.raises(UserError) as refused:
        preview(file, listed(("Amira", "Muster", "2001")), {"Vorname": "given_name"}, {})
    assert refused.value.values["fields"] == "Geburtsdatum oder -jahr, Kommune"


def test_a_mapping_is_remembered_without_a_word_of_the_list(file: CaseFile, opener: Opener) -> None:
    table = listed(("Amira", "Muster", "2001"), header=("MUSTER, Elif", "Zweite", "2002"))
    mapping = {"MUSTER, Elif": "given_name", "Zweite": "", "2002": "birth"}
    assert old_list_columns.remembered(file, table.header) is None
    taken_over(file, preview(file, table, mapping, KOELN))
    assert old_list_columns.proposed(file, table) == Columns(mapping=mapping, defaults=KOELN)
    assert "Elif" not in file.meta("old_list_columns")
    for number in range(old_list_columns.REMEMBERED):
        taken_over(file, shown(file, listed(("Amira", "Muster", f"{1990 + number}"), header=(*HEADER, f"x{number}"))))
    assert old_list_columns.remembered(file, table.header) is None
    assert old_list_columns.remembered(file, (*HEADER, "x0")) is not None


@pytest.mark.parametrize(("content", "msgid"), [
    ("[]", old_list_columns.NOT_READ), ("{", old_list_columns.NOT_READ),
    ('{"Name": "religion"}', old_list_columns.NO_FIELD), ('{"Name": 3}', old_list_columns.NO_FIELD),
    ('{"defaults": {"sex": "w"}}', old_list_columns.NO_DEFAULT),
    ('{"defaults": {"ags": "99999999"}}', old_list_columns.NO_DEFAULT),
    ('{"defaults": []}', old_list_columns.NO_DEFAULT),
])
def test_a_mapping_file_that_means_nothing_is_refused(tmp_path: Path, content: str, msgid: str) -> None:
    (tmp_path / "m.json").write_text(content)
    assert refusal(lambda: old_list_columns.read(tmp_path / "m.json")) == msgid
    assert refusal(lambda: old_list_columns.read(tmp_path / "gibt es nicht.json")) == old_list_columns.NOT_READ


def test_a_mapping_file_is_read_and_a_list_that_is_none_refused(tmp_path: Path) -> None:
    mapping = {"Name": "full_name", "Nr.": ""}
    (tmp_path / "m.json").write_text(json.dumps({**mapping, "defaults": KOELN}))
    assert old_list_columns.read(tmp_path / "m.json") == Columns(mapping=mapping, defaults=KOELN)
    with pytest.raises(TableRefused):
        old_list.look(tmp_path / "gibt es nicht.xlsx")


# --- any list ---------------------------------------------------------------------------------------------------------

LINES = st.lists(st.tuples(st.sampled_from(["Amira", "Amîra", "Bilal", "", "Elif"]),
                           st.sampled_from(["Muster", "MUSTER", "Mustér", ""]),
                           st.sampled_from(["2001", "5.3.2001", "ca. 2001", "31.2.2001", ""])), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_a_second_import_adds_nothing_and_undo_leaves_nothing_behind(
        file: CaseFile, lines: list[tuple[str, ...]]) -> None:
    table = listed(*lines)
    found = shown(file, table)
    done = taken_over(file, found)
    assert Counter(row.status for row in found.rows)[NEW] == done.taken == len(persons(file))
    again = shown(file, table)
    assert again.count(NEW) == 0 and again.count(KNOWN) == done.taken and taken_over(file, again).taken == 0
    if done.act is not None:
        file.undo(done.act)
    with file.write("nachsehen") as work:
        assert [work.find(kind) for kind in (Client, ImportedRow, FactCheck)] == [[], [], []]
