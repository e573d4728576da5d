"""A COMMIT that fails means "unknown": what stands counts as done, what does not is told, memory follows the disk."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from app.domain.errors import UserError
from app.store import connection as connections
from app.store import history
from app.store.casefile import UNKNOWN, CaseFile, Change
from app.store.connection import DISK_FULL, UNREADABLE
from app.store.queries import clients
from app.store.queries.client import page
from app.usecases import casework
from app.vault import stand
from tests.casefiles import Opener, every_row, refusal, taken_in

BEFORE, AFTER = "before", "after"


class Faults:
    """What goes wrong at the next COMMIT, and whether nothing can be read after it."""

    def __init__(self) -> None:
        self.at = ""
        self.message = "disk I/O error"
        self.then_unreadable = False


class Faulty(sqlcipher.Connection):  # type: ignore[misc]
    """A connection whose COMMIT fails, before or after the real one."""

    def __init__(self, *values: Any, faults: Faults, **more: Any) -> None:
        super().__init__(*values, **more)
        self._faults = faults

    def commit(self) -> None:
        """The real COMMIT, and the fault that was ordered."""
        # readers commit nothing, and only writers are meant
        if not self._faults.at or not self.in_transaction or self.execute("PRAGMA query_only").fetchone()[0]:
            super().commit()
            return
        at, self._faults.at = self._faults.at, ""
        if at == AFTER:
            super().commit()
        if self._faults.then_unreadable:
            sqlcipher.connect = refuses
        raise sqlcipher.OperationalError(self._faults.message)


def refuses(*_values: Any, **_more: Any) -> None:
    raise sqlcipher.OperationalError("disk I/O error")


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    ordered = Faults()
    monkeypatch.setattr(connections.sqlcipher, "connect",
                        partial(sqlcipher.connect, factory=partial(Faulty, faults=ordered)))
    yield ordered


@pytest.fixture
def told(file: CaseFile) -> list[Change]:
    heard: list[Change] = []
    file.subscribe(heard.append)
    return heard


@pytest.fixture
def file(faults: Faults, opener: Opener) -> CaseFile:
    return opener()


def acts(file: CaseFile) -> list[str]:
    return [row[2] for row in every_row(file)["act"]]


def test_an_act_that_stands_although_its_commit_raised_counts_as_done(
    file: CaseFile, faults: Faults, told: list[Change],
) -> None:
    client_id, _ = taken_in(file)
    told.clear()
    faults.at = AFTER
    casework.change_client(file, client_id, phone="0200")
    assert page(file, client_id).client.phone == "0200"
    assert [change.title for change in told] == ["Angabe ändern"]
    assert [hit.why for hit in clients.search(file, "0200")] == ["phone"]
    casework.change_client(file, client_id, phone="0300")
    assert acts(file) == ["Person aufnehmen", "Angabe ändern", "Angabe ändern"]


@pytest.mark.parametrize(("message", "sentence"), [
    ("disk I/O error", UNREADABLE), ("database or disk is full", DISK_FULL)])
def test_an_act_that_does_not_stand_is_told_and_leaves_no_trace(
    file: CaseFile, faults: Faults, told: list[Change], message: str, sentence: str,
) -> None:
    client_id, _ = taken_in(file)
    before = every_row(file)
    told.clear()
    faults.at, faults.message = BEFORE, message
    assert refusal(lambda: casework.change_client(file, client_id, phone="0200")) == sentence
    assert (every_row(file), told) == (before, [])
    casework.change_client(file, client_id, phone="0200")
    assert page(file, client_id).client.phone == "0200"
    with file.read() as connection:
        assert history.first_broken_link(connection) is None


def test_a_failure_that_is_no_known_one_stays_a_defect_and_leaves_no_trace(file: CaseFile, faults: Faults) -> None:
    client_id, _ = taken_in(file)
    before = every_row(file)
    faults.at, faults.message = BEFORE, "no such thing"
    with pytest.raises(Exception, match="no such thing"):
        casework.change_client(file, client_id, phone="0200")
    assert every_row(file) == before


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_an_undo_and_a_redo_are_read_again_too(file: CaseFile, faults: Faults, told: list[Change], at: str) -> None:
    client_id, _ = taken_in(file)
    casework.change_client(file, client_id, phone="0200")
    for act, phone in ((file.undo, ""), (file.redo, "0200")):
        faults.at = at
        if at == BEFORE:
            assert refusal(act) == UNREADABLE
        assert act() == "Angabe ändern"
        assert page(file, client_id).client.phone == phone
    assert len(acts(file)) == 4


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_where_nothing_can_be_read_nobody_says_that_it_is_or_is_not_saved(
    opener: Opener, file: CaseFile, faults: Faults, told: list[Change], at: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    client_id, _ = taken_in(file)
    told.clear()
    whole = sqlcipher.connect
    faults.at, faults.then_unreadable = at, True
    with pytest.raises(UserError) as refused:
        casework.change_client(file, client_id, phone="0200")
    assert (refused.value.msgid, refused.value.values) == (UNKNOWN, {"title": "Angabe ändern"})
    assert told == []
    sqlcipher.connect = whole
    assert page(file, client_id).client.phone == ("0200" if at == AFTER else "")


def test_a_draft_whose_commit_failed_can_simply_be_saved_again(file: CaseFile, faults: Faults) -> None:
    for at in (BEFORE, AFTER):
        faults.at = at
        with pytest.raises(UserError):
            file.save_draft("note", {"text": at}, "text")
        file.save_draft("note", {"text": at}, "text")
        assert [draft.content for draft in file.drafts()] == [{"text": at}]


def test_the_generation_rises_with_the_first_commit_that_stands(opener: Opener, faults: Faults) -> None:
    file = opener()
    before = file.meta("generation")
    faults.at = BEFORE
    with pytest.raises(UserError):
        file.set_meta(office="Neues Amt")
    assert file.meta("generation") == before
    file.set_meta(office="Neues Amt")
    assert int(file.meta("generation")) == int(before) + 1
    file.close()
    known = stand.load(opener.folder, opener.secret)
    assert known is not None and known.generation == int(before) + 1
