"""Importing a catalogue: what the preview says is what happens, once, in one transaction, and can be taken back."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app import resources
from app.documents import catalogue_csv
from app.domain.catalogue import Catalogue, ChangeKind, OlderCatalogue, SameCatalogue
from app.domain.errors import UserError
from app.domain.organisation import Organisation
from app.store.casefile import CaseFile
from app.store.history import CHANGED_SINCE
from app.store.queries import history, offers
from app.usecases import catalogue, organisations, trust
from app.usecases.catalogue import CHANGED, NAME_TAKEN, SIGNED, TOO_LARGE, UNREADABLE, Changed
from app.vault import minisign
from tests.casefiles import Opener, every_row, refusal
from tests.catalogues import GFS, KEY, STRANGER, course, csv_of, issue, know_gfs, of_gfs, own, written

KINDS = (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.WITHDRAWN, ChangeKind.UNCHANGED)
SAMPLES = [resources.path("samples", f"katalog_muster_{number}.csv") for number in (1, 2)]


def counted(preview: catalogue.Preview) -> list[int]:
    return [preview.count(kind) for kind in KINDS]


def digest(file: CaseFile) -> str:
    return hashlib.sha256(file.database.read_bytes()).hexdigest()


def records(file: CaseFile, kind: type) -> list:
    with file.write("nachsehen") as work:
        return work.find(kind)


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
    first = catalogue.apply(file, of_gfs(catalogue.read(SAMPLES[0]).source))
    assert counted(first) == [len(first.changes), 0, 0, 0]
    assert len(first.changes) >= 70
    second = catalogue.apply(file, of_gfs(catalogue.read(SAMPLES[1]).source))
    assert all(second.count(kind) for kind in KINDS)
    shown = offers.current(file)
    assert shown.catalogue is not None
    assert (shown.catalogue.number, shown.catalogue.rows) == (2, len(second.source.offerings))
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
    source = of_gfs(catalogue_csv.read(second))
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
    catalogue.apply(file, issue(1, course("K-1-1")))
    renamed = csv_of(2, course("K-1-1")).replace(b"MUSTER-Angebote", b"MUSTER-Kurse")
    done = catalogue.apply(file, of_gfs(catalogue_csv.read(renamed)))
    assert [str(note) for note in done.notes] == [
        "Der Katalog heißt jetzt „MUSTER-Kurse“, bisher „MUSTER-Angebote“. Prüfen Sie, ob es der richtige ist."]
    assert len(current(file)) == 1


def test_a_file_that_is_gone_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(lambda: catalogue.read(tmp_path / "fort.csv")) == UNREADABLE
    assert refusal(lambda: catalogue.read(tmp_path)) == UNREADABLE
    (tmp_path / "da.csv").write_bytes(csv_of(1, course("K-1-1")))
    assert catalogue.read(tmp_path / "da.csv").head.number == 1
    monkeypatch.setattr(catalogue, "SIZE_LIMIT", 10)
    assert refusal(lambda: catalogue.read(tmp_path / "da.csv")) == TOO_LARGE


# --- whose file it is -------------------------------------------------------------------------------------------------

def test_a_file_signed_by_the_gfs_comes_in_as_its_catalogue(file: CaseFile, tmp_path: Path) -> None:
    know_gfs(file)
    done = catalogue.apply(file, catalogue.read(written(tmp_path, csv_of(1, course("K-1-1")))))
    assert (done.series, done.trust.signed, done.trust.key and done.trust.key.name) == ("", True, GFS)
    now = offers.current(file)
    assert now.catalogue is not None and now.catalogue.key_id == KEY.key_id and now.own == ()
    assert set(current(file)) == {"K-1-1"}


def test_a_flipped_byte_and_a_foreign_key_are_refused_and_make_no_own_list_either(
        file: CaseFile, tmp_path: Path) -> None:
    know_gfs(file)
    catalogue.apply(file, issue(1, course("K-1-1")))
    before = digest(file)
    path = written(tmp_path, csv_of(2, course("K-1-1")))
    path.write_bytes(path.read_bytes().replace(b"01.12.2026", b"01.12.2027"))
    flipped = catalogue.read(path)
    foreign = catalogue.read(written(tmp_path, csv_of(2, course("K-1-1")), STRANGER))
    for incoming, sentence in ((flipped, minisign.AlteredContent.sentence), (foreign, trust.FOREIGN)):
        for name in ("", "Meine Liste"):
            assert refusal(lambda i=incoming, n=name: catalogue.preview(file, i, n)) == sentence
            assert refusal(lambda i=incoming, n=name: catalogue.apply(file, i, own_list=n)) == sentence
    assert digest(file) == before


def test_a_key_given_up_after_the_preview_does_not_let_its_file_in(file: CaseFile, tmp_path: Path) -> None:
    know_gfs(file)
    incoming = catalogue.read(written(tmp_path, csv_of(1, course("K-1-1"))))
    catalogue.preview(file, incoming)
    trust.retire(file, KEY.key_id)
    assert refusal(lambda: catalogue.apply(file, incoming)) == trust.RETIRED
    assert current(file) == {}


def test_an_unsigned_file_never_replaces_the_catalogue_of_the_gfs(file: CaseFile) -> None:
    catalogue.apply(file, issue(3, course("K-1-1"), course("K-1-2")))
    done = catalogue.apply(file, own(1, course("K-1-1", titel="anders")), own_list="Vom Nachbarn")
    now = offers.current(file)
    assert now.catalogue is not None and now.catalogue.number == 3
    assert [(one.series, one.number) for one in now.own] == [("Vom Nachbarn", 1)]
    assert [change.kind for change in done.changes] == [ChangeKind.NEW]
    assert {(o.key, o.title, o.series) for o in now.listed} == {
        ("K-1-1", "MUSTER-Kurs K-1-1", ""), ("K-1-2", "MUSTER-Kurs K-1-2", ""),
        ("Vom Nachbarn/K-1-1", "anders", "Vom Nachbarn")}


def test_each_series_has_numbers_of_its_own_and_is_named_after_the_head_by_default(file: CaseFile) -> None:
    catalogue.apply(file, issue(9, course("K-1-1")))
    assert catalogue.apply(file, own(1, course("K-1-1"))).series == "MUSTER-Angebote"
    catalogue.apply(file, own(2, course("K-2-1")))
    assert current(file) == {"K-1-1": ("active", 9), "MUSTER-Angebote/K-1-1": ("withdrawn", 2),
                             "MUSTER-Angebote/K-2-1": ("active", 2)}
    with pytest.raises(OlderCatalogue):
        catalogue.preview(file, own(1, course("K-1-1")))
    assert catalogue.preview(file, own(1, course("K-1-1")), "Andere").series == "Andere"


def test_a_row_that_cannot_be_read_withdraws_nothing_from_an_own_list_either(file: CaseFile) -> None:
    catalogue.apply(file, own(1, course("K-1-1")), own_list="Liste")
    done = catalogue.apply(file, own(2, course("K-1-1", beginn="31.02.2027")), own_list="Liste")
    assert counted(done) == [0, 0, 0, 1] and current(file) == {"Liste/K-1-1": ("active", 1)}


def test_a_signed_file_is_no_own_list_and_no_list_takes_the_keys_of_another(file: CaseFile) -> None:
    assert refusal(lambda: catalogue.preview(file, issue(1, course("K-1-1")), "Liste")) == SIGNED
    catalogue.apply(file, issue(1, course("VK/1-1")))
    assert refusal(lambda: catalogue.preview(file, own(1, course("1-1")), "VK")) == NAME_TAKEN
    assert catalogue.preview(file, own(1, course("1-1")), "VK/1").series == "VK-1"


def test_the_first_signed_catalogue_follows_an_unsigned_one_of_older_files_by_number(file: CaseFile) -> None:
    catalogue.apply(file, issue(4, course("K-1-1")))
    (old,) = records(file, Catalogue)
    with file.write("wie früher") as work:
        work.put(replace(old, key_id=""))
    with pytest.raises(OlderCatalogue):
        catalogue.preview(file, issue(3, course("K-1-1")))
    assert counted(catalogue.apply(file, issue(5, course("K-1-2")))) == [1, 0, 1, 0]


# --- back, in part, and not what was shown ----------------------------------------------------------------------------

def test_an_older_number_comes_back_only_with_a_reason_which_the_act_keeps(file: CaseFile) -> None:
    for number in (1, 2, 3):
        catalogue.apply(file, issue(number, course("K-1-1", titel=f"T{number}")))
    older = issue(1, course("K-1-1", titel="T1"))
    for blank in ("", "  "):
        with pytest.raises(OlderCatalogue):
            catalogue.apply(file, older, older_because=blank)
    done = catalogue.apply(file, older, older_because="Katalog 3 war ein Versehen")
    assert [str(note) for note in done.notes] == ["Sie gehen von Katalog 3 zurück zu Katalog 1."]
    now = offers.current(file)
    assert now.catalogue is not None and (now.catalogue.number, now.listed[0].title) == (1, "T1")
    assert any("Katalog 3 war ein Versehen" in repr(act) for act in every_row(file)["act_payload"])
    assert catalogue.preview(file, issue(3, course("K-1-1"))).count(ChangeKind.CHANGED) == 1
    file.undo()
    back = offers.current(file)
    assert back.catalogue is not None and (back.catalogue.number, back.listed[0].title) == (3, "T3")


def test_one_does_not_go_back_to_a_list_of_changes(file: CaseFile) -> None:
    catalogue.apply(file, issue(3, course("K-1-1")))
    with pytest.raises(UserError, match="enthält nur Änderungen, damit lässt sich nicht"):
        catalogue.apply(file, issue(2, course("K-1-1"), mode="Änderung"), older_because="Versehen")


def test_what_is_not_taken_stays_and_is_offered_again(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2"), course("K-1-3")))
    second = issue(2, course("K-1-1", titel="neu"), course("K-1-2", titel="neu"), course("K-1-4"))
    catalogue.apply(file, second, take={"K-1-2"})
    assert {o.key: o.title for o in offers.current(file).listed} == {
        "K-1-1": "MUSTER-Kurs K-1-1", "K-1-2": "neu", "K-1-3": "MUSTER-Kurs K-1-3"}
    again = catalogue.preview(file, second)
    assert [(c.key, c.kind) for c in again.changes if c.kind != ChangeKind.UNCHANGED] == [
        ("K-1-1", "changed"), ("K-1-4", "new"), ("K-1-3", "withdrawn")]
    assert "noch nicht übernommen" in str(again.notes[0])
    catalogue.apply(file, second)
    assert set(current(file)) == {"K-1-1", "K-1-2", "K-1-3", "K-1-4"}
    assert refusal(lambda: catalogue.apply(file, second)).endswith("Es ist nichts zu tun.")


def test_before_a_list_of_changes_it_is_said_that_something_of_the_last_one_was_left(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-1-2")))
    second = issue(2, course("K-1-1", titel="neu"), course("K-1-2", titel="neu"), mode="Änderung")
    third = issue(3, course("K-1-3"), mode="Änderung")
    catalogue.apply(file, second, take={"K-1-1"})
    assert "Aus Katalog 2 haben Sie nicht alles übernommen" in str(catalogue.preview(file, third).notes[0])
    catalogue.apply(file, second)
    assert catalogue.preview(file, third).notes == ()


def test_what_is_applied_is_what_was_seen_or_nothing(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    second = issue(3, course("K-1-1", titel="drei"))
    shown = catalogue.preview(file, second)
    catalogue.apply(file, issue(2, course("K-1-1", titel="zwei"), course("K-1-2")))
    before = every_row(file)
    with pytest.raises(Changed) as refused:
        catalogue.apply(file, second, seen=shown.digest)
    assert refused.value.msgid == CHANGED and every_row(file) == before
    fresh = refused.value.preview
    assert fresh == catalogue.preview(file, second) and fresh.changes[0].fields[0].old == "zwei"
    assert catalogue.apply(file, second, seen=fresh.digest) == fresh


def test_an_own_list_is_taken_back_like_the_catalogue_of_the_gfs(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    catalogue.apply(file, own(1, course("K-1-1")), own_list="Liste")
    before = offers.current(file)
    catalogue.apply(file, own(2, course("K-1-1", titel="anders"), course("K-1-2")), own_list="Liste")
    after = offers.current(file)
    file.undo()
    assert offers.current(file) == before
    file.redo()
    assert offers.current(file) == after


def test_stopping_in_the_middle_leaves_nothing(file: CaseFile) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    before = every_row(file)
    with pytest.raises(Stopped):
        catalogue.apply(file, issue(1, course("K-1-1")), step=stop)
    assert every_row(file) == before
    catalogue.apply(file, issue(1, course("K-1-1")))
    after = every_row(file)
    with pytest.raises(Stopped):
        file.undo(step=stop)
    assert every_row(file) == after
    file.undo()
    undone = every_row(file)
    with pytest.raises(Stopped):
        file.redo(step=stop)
    assert every_row(file) == undone


# --- the book of providers --------------------------------------------------------------------------------------------

def book(file: CaseFile) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    return {one.name: (one.phone, one.components, one.from_catalogue) for one in records(file, Organisation)}


def test_providers_enter_the_book_and_are_renewed_until_somebody_changes_them(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-2-1", baustein="2"), course("K-3-1", traeger="MUSTER-B")))
    assert book(file) == {"MUSTER-Träger": ("0200 000011", ("2", "4"), True), "MUSTER-B": ("0200 000011", ("4",), True)}
    with file.write("von Hand") as work:
        (one,) = work.find(Organisation, name="MUSTER-B")
        work.put(replace(one, phone="0200 99", from_catalogue=False))
    catalogue.apply(file, issue(2, course("K-1-1", traeger_telefon="0200 77"),
                                course("K-3-1", traeger="MUSTER-B", traeger_telefon="0200 77")))
    assert book(file) == {"MUSTER-Träger": ("0200 77", ("4",), True), "MUSTER-B": ("0200 99", ("4",), False)}
    file.undo()
    assert book(file)["MUSTER-Träger"] == ("0200 000011", ("2", "4"), True)


def test_a_catalogue_is_taken_back_and_repeated_though_somebody_has_changed_its_providers(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, *(course(f"K-1-{one}", traeger=f"MUSTER-{one}") for one in "ABC")))
    first = current(file)
    catalogue.apply(file, issue(2, *(course(f"K-1-{one}", traeger=f"MUSTER-{one}", traeger_telefon="0200 77")
                                     for one in "ABCDEF")))
    second = current(file)
    ids = {one.name: one.id for one in records(file, Organisation)}
    for name in ("MUSTER-B", "MUSTER-E"):
        organisations.change(file, ids[name], phone="0200 99")
    organisations.add_person(file, ids["MUSTER-F"], name="Frau MUSTER")
    organisations.remove(file, ids["MUSTER-C"])
    (act, *_later) = (step.number for step in history.last(file) if step.title == "Katalog einlesen")
    kept = {"MUSTER-B": "0200 99", "MUSTER-E": "0200 99", "MUSTER-F": "0200 77"}
    file.undo(act)
    assert current(file) == first
    assert {name: said[0] for name, said in book(file).items()} == {"MUSTER-A": "0200 000011", **kept}
    file.redo()
    assert current(file) == second
    assert {name: said[0] for name, said in book(file).items()} == {
        "MUSTER-A": "0200 77", "MUSTER-D": "0200 77", **kept}


def test_only_a_catalogue_is_taken_back_past_what_somebody_wrote(file: CaseFile) -> None:
    made = organisations.add(file, name="MUSTER-A", phone="1")
    organisations.change(file, made, phone="2")
    organisations.change(file, made, phone="3")
    before = every_row(file)
    for number in (1, 2):
        assert refusal(lambda act=number: file.undo(act)) == CHANGED_SINCE
    assert every_row(file) == before


def test_an_own_list_adds_providers_but_renews_none_of_the_gfs(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    catalogue.apply(file, own(1, course("K-1-1", traeger_telefon="0200 66"), course("K-2-1", traeger="MUSTER-C")))
    assert {name: one[0] for name, one in book(file).items()} == {
        "MUSTER-Träger": "0200 000011", "MUSTER-C": "0200 000011"}
