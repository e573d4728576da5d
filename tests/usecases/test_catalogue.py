"""Importing a catalogue: what the preview says is what happens, once, in one transaction, and can be taken back."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from app import resources
from app.documents import catalogue_csv
from app.domain.catalogue import ChangeKind, SameCatalogue
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.usecases import catalogue
from app.usecases.catalogue import TOO_LARGE, UNREADABLE
from tests.casefiles import Opener, every_row, refusal
from tests.catalogues import course, csv_of, issue

KINDS = (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.WITHDRAWN, ChangeKind.UNCHANGED)
SAMPLES = [resources.path("samples", f"katalog_muster_{number}.csv") for number in (1, 2)]


def counted(preview: catalogue.Preview) -> list[int]:
    return [preview.count(kind) for kind in KINDS]


def digest(file: CaseFile) -> str:
    return hashlib.sha256(file.database.read_bytes()).hexdigest()


def current(file: CaseFile) -> dict[str, tuple[str, int]]:
    return {o.key: (o.lifecycle, o.since) for o in offers.current(file).listed}


def test_the_preview_writes_nothing_and_says_what_the_import_does(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2"), course("K-1-3")))
    second = issue(2, course("K-1-1"), course("K-1-2", beginn="15.12.2026"), course("K-1-4"))
    before = digest(file)
    shown = catalogue.preview(file, second)
    assert digest(file) == before
    assert counted(shown) == [1, 1, 1, 1]
    assert catalogue.apply(file, second) == shown
    assert current(file) == {"K-1-1": ("active", 1), "K-1-2": ("active", 2), "K-1-3": ("withdrawn", 2),
                             "K-1-4": ("active", 2)}


def test_a_moved_date_is_shown_old_and_new_and_holds_afterwards(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    done = catalogue.apply(file, issue(2, course("K-1-1", beginn="15.12.2026", ende="30.04.2027")))
    (change,) = done.changes
    assert [(f.field, f.old, f.new) for f in change.fields] == [
        ("start", date(2026, 12, 1), date(2026, 12, 15)), ("end", date(2027, 3, 31), date(2027, 4, 30))]
    (offering,) = offers.current(file).listed
    assert (offering.start, offering.end) == (date(2026, 12, 15), date(2027, 4, 30))


def test_both_shipped_samples_come_in_one_after_the_other(file: CaseFile) -> None:
    first = catalogue.apply(file, catalogue.read(SAMPLES[0]))
    assert counted(first) == [len(first.changes), 0, 0, 0]
    assert len(first.changes) >= 70
    second = catalogue.apply(file, catalogue.read(SAMPLES[1]))
    assert all(second.count(kind) for kind in KINDS)
    shown = offers.current(file)
    assert shown.catalogue is not None
    assert (shown.catalogue.number, shown.catalogue.rows) == (2, len(catalogue.read(SAMPLES[1]).offerings))
    assert len(shown.listed) == len(second.changes)


def test_every_version_of_an_offering_stays_with_its_numbers(file: CaseFile) -> None:
    for number, title in ((1, "eins"), (2, "zwei"), (3, "zwei")):
        catalogue.apply(file, issue(number, course("K-1-1", titel=title)))
    with file.read() as connection:
        rows = connection.exec_driver_sql('SELECT since, until, title FROM offering ORDER BY since').all()
    assert [tuple(row) for row in rows] == [(1, 2, "eins"), (2, None, "zwei")]


def test_a_withdrawn_offering_comes_back_with_a_later_number(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    catalogue.apply(file, issue(2, course("K-1-2")))
    catalogue.apply(file, issue(3, course("K-1-1"), course("K-1-2")))
    assert current(file) == {"K-1-1": ("active", 3), "K-1-2": ("active", 1)}


def test_a_list_of_changes_speaks_only_of_what_it_lists(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    done = catalogue.apply(file, issue(2, course("K-1-2", zustand="abgesagt"), mode="Änderung"))
    assert counted(done) == [0, 1, 0, 0]
    assert current(file) == {"K-1-1": ("active", 1), "K-1-2": ("cancelled", 2)}


def test_a_row_that_cannot_be_read_withdraws_nothing(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    done = catalogue.apply(file, issue(2, course("K-1-1", beginn="31.02.2027"), course("K-1-2")))
    assert [row.key for row in done.source.refused] == ["K-1-1"]
    assert counted(done) == [0, 0, 0, 2]
    assert current(file)["K-1-1"] == ("active", 1)


@pytest.mark.parametrize(("second", "kind"), [
    (csv_of(5, course("K-1-1")), SameCatalogue),
    (csv_of(5, course("K-1-1", titel="anders")), UserError),
    (csv_of(4, course("K-1-1")), UserError),
    (csv_of(7, course("K-1-1"), mode="Änderung"), UserError),
], ids=["same file", "same number", "older", "gap"])
def test_a_refused_import_leaves_the_database_byte_for_byte(
    opener: Opener, second: bytes, kind: type[UserError],
) -> None:
    file = opener()
    catalogue.apply(file, issue(5, course("K-1-1")))
    rows, before = every_row(file), digest(file)
    source = catalogue_csv.read(second)
    for act in (catalogue.preview, catalogue.apply):
        with pytest.raises(kind):
            act(file, source)
    assert digest(file) == before
    file.close()
    assert every_row(opener()) == rows


def test_an_import_that_breaks_off_leaves_nothing(file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    before = every_row(file)
    monkeypatch.setattr(catalogue, "listed", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        catalogue.apply(file, issue(2, course("K-1-1", titel="anders"), course("K-1-2")))
    assert every_row(file) == before


def test_an_import_is_one_entry_and_its_undo_makes_the_number_before_current(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    before = offers.current(file)
    catalogue.apply(file, issue(2, course("K-1-1", titel="anders")))
    after = offers.current(file)
    assert len(every_row(file)["act"]) == 2
    assert file.undo() == "Katalog einlesen"
    assert offers.current(file) == before
    assert file.redo() == "Katalog einlesen"
    assert offers.current(file) == after


def test_notes_do_not_block(file: CaseFile) -> None:
    outdated = csv_of(1, course("K-1-1")).replace(b"31.12.2026", b"15.11.2026")
    done = catalogue.apply(file, catalogue_csv.read(outdated))
    assert [str(note) for note in done.notes] == ["Katalog 1 galt bis 15.11.2026. Fragen Sie nach einem neueren."]
    assert len(current(file)) == 1


def test_a_file_that_is_gone_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(lambda: catalogue.read(tmp_path / "fort.csv")) == UNREADABLE
    assert refusal(lambda: catalogue.read(tmp_path)) == UNREADABLE
    (tmp_path / "da.csv").write_bytes(csv_of(1, course("K-1-1")))
    assert catalogue.read(tmp_path / "da.csv").head.number == 1
    monkeypatch.setattr(catalogue, "SIZE_LIMIT", 10)
    assert refusal(lambda: catalogue.read(tmp_path / "da.csv")) == TOO_LARGE
