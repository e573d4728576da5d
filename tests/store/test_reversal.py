"""Taking back an act with many records: alike ones together, in the opposite order, all of them or none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.identity import new_id
from app.domain.organisation import ContactPerson, Organisation
from app.store import reversal
from app.store.casefile import CaseFile
from app.store.history import CHANGED_SINCE
from tests.casefiles import every_row, refusal

MANY = 2 * reversal.AT_ONCE + 7


def book(file: CaseFile) -> list[Organisation]:
    with file.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, name, phone FROM organisation ORDER BY name").all()
    return [Organisation(id=row.id, name=row.name, phone=row.phone) for row in rows]


@pytest.fixture
def entries(file: CaseFile) -> list[Organisation]:
    """More entries than one statement takes, none of a catalogue."""
    made = [Organisation(id=new_id(), name=f"MUSTER {n:04d}", phone=f"0200 {n % 3}") for n in range(MANY)]
    with file.write("Anlegen") as work:
        work.add_all(made)
    return made


def mixed(file: CaseFile, entries: list[Organisation]) -> None:
    """One act that changes all alike, some each in its own way and one of them twice, takes some out, adds a few."""
    with file.write("Vieles") as work:
        work.change_all(entries, phone="0200 9")
        for n, one in enumerate(entries[:20]):
            work.put(replace(one, phone=f"0201 {n}"))
        work.put(replace(entries[3], phone="0202"))
        for one in entries[-5:]:
            work.remove(replace(one, phone="0200 9"))
        added = [Organisation(id=new_id(), name=f"NEU {n}") for n in range(3)]
        work.add_all(added)
        work.add(ContactPerson(id=new_id(), organisation_id=added[0].id, name="Frau MUSTER"))


def without_history(file: CaseFile) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows for name, rows in every_row(file).items() if not name.startswith(("act", "meta"))}


def test_everything_is_as_before_and_after_it_as_often_as_one_likes(
        file: CaseFile, entries: list[Organisation]) -> None:
    before = without_history(file)
    mixed(file, entries)
    after = without_history(file)
    assert before != after
    for _again in range(2):
        assert file.undo() == "Vieles" and without_history(file) == before
        assert file.redo() == "Vieles" and without_history(file) == after
    file.undo()
    file.undo()
    assert book(file) == []


def test_one_record_among_hundreds_that_has_changed_since_keeps_all_of_them(file: CaseFile,
                                                                            entries: list[Organisation]) -> None:
    with file.write("Alle") as work:
        work.change_all(entries, phone="0200 9")
    with file.write("Einer", undoable=False) as work:
        work.change(Organisation, entries[MANY // 2].id, phone="0203")
    before = every_row(file)
    assert refusal(file.undo) == CHANGED_SINCE
    assert every_row(file) == before


def test_it_says_how_far_it_is_and_stopped_in_the_middle_it_has_done_nothing(file: CaseFile,
                                                                             entries: list[Organisation]) -> None:
    class Stopped(Exception):
        pass

    def until(last: int) -> Callable[[int, int], None]:
        def step(done: int, total: int) -> None:
            told.append((done, total))
            if done >= last:
                raise Stopped
        return step

    before, told = every_row(file), list[tuple[int, int]]()
    for act in (file.undo, file.redo):
        with pytest.raises(Stopped):
            act(step=until(reversal.AT_ONCE + 1))
        assert every_row(file) == before
        told.clear()
        act(step=until(MANY + 1))
        assert told == [(done, MANY) for done in range(0, MANY, reversal.AT_ONCE)]
        before = every_row(file)
