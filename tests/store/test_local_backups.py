"""Automatic backups: beside the file, only where something changed, thinned, nothing foreign ever removed."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from app.store import local_backups, migrations
from app.store.casefile import CaseFile
from app.store.check import CANNOT_WRITE
from app.usecases import backup, casework
from app.vault import keyfile
from tests.casefiles import MONDAY, PASSWORD, Opener, refusal, taken_in

NAME = "muster-2026-11-23-100000.kdsicherung"


@pytest.fixture
def place(opener: Opener) -> Path:
    return opener.folder.with_name("muster-Sicherungen")


def test_it_lies_beside_the_file_for_its_owner_alone_and_names_nobody(file: CaseFile, place: Path) -> None:
    taken_in(file)
    made = backup.automatic(file)
    assert made is not None and made.counts["client"] == 1
    assert os.listdir(place) == [NAME]
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE((place / NAME).stat().st_mode) == 0o600
    assert backup.look(place / NAME, password=PASSWORD).backup == made


def test_without_a_change_there_is_no_second_one(opener: Opener, place: Path) -> None:
    file = opener()
    client_id, _ = taken_in(file)
    assert backup.automatic(file) is not None
    opener.clock.moment += timedelta(hours=1)
    assert backup.automatic(file) is None
    file.save_draft("intake", {"family_name": "MUS"}, "family_name")
    assert backup.automatic(file) is not None
    opener.clock.moment += timedelta(hours=1)
    assert backup.automatic(file) is None
    casework.change_client(file, client_id, phone="0200")
    assert backup.automatic(file) is not None
    opener.clock.moment += timedelta(hours=1)
    keys = keyfile.load(file.folder)[0]
    keyfile.save(file.folder, keyfile.change_password(keys, file.secret, "anderes", keyfile.LIGHT_KDF))
    assert backup.automatic(file) is not None
    assert len(os.listdir(place)) == 4


def test_two_of_the_same_second_have_two_names(file: CaseFile, place: Path) -> None:
    local_backups.keep(file)
    local_backups.keep(file)
    assert sorted(os.listdir(place)) == [NAME.replace(".", "-2."), NAME]


def test_older_ones_go_and_what_is_not_a_backup_of_this_file_stays(opener: Opener, place: Path) -> None:
    file = opener()
    place.mkdir()
    strange = {"muster-2020-01-01-100000.kdsicherung": b"ruin", "muster-2020-01-01.kdsicherung": b"von Hand",
               "anderes-2020-01-01-100000.kdsicherung": b"fremd", "notiz.txt": b"wichtig"}
    for name, content in strange.items():
        (place / name).write_bytes(content)
    (place / "muster-2020-01-01-100000.kdsicherung.neu").write_bytes(b"abgebrochen")
    for _hour in range(8):
        opener.clock.moment += timedelta(minutes=30)
        local_backups.keep(file)
    kept = {name for name in os.listdir(place) if name not in strange}
    assert kept == {f"muster-{MONDAY + n * timedelta(minutes=30):%Y-%m-%d-%H%M%S}.kdsicherung" for n in range(4, 9)}
    assert {name: (place / name).read_bytes() for name in strange} == strange


def test_nothing_goes_while_the_new_one_does_not_hold(opener: Opener, place: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    file = opener()
    for _hour in range(5):
        opener.clock.moment += timedelta(minutes=30)
        local_backups.keep(file)
    before = sorted(os.listdir(place))
    monkeypatch.setattr("app.store.check.KEEP_FREE", 2**60)
    with pytest.raises(Exception, match="zu wenig Platz"):
        local_backups.keep(file)
    assert sorted(os.listdir(place)) == before


def test_a_place_that_cannot_be_made_is_told(file: CaseFile, place: Path) -> None:
    place.write_text("eine Datei")
    assert refusal(lambda: local_backups.keep(file)) == CANNOT_WRITE


def test_the_list_needs_no_key_and_puts_what_cannot_be_read_last(opener: Opener, place: Path) -> None:
    file = opener()
    assert backup.local(opener.folder) == ()
    for _day in range(2):
        opener.clock.moment += timedelta(days=1)
        local_backups.keep(file)
    (place / "zz.kdsicherung").write_bytes(b"KLIDAT1\n")
    found = backup.local(opener.folder)
    assert [one.backup.created if one.backup else None for one in found] == [
        MONDAY + timedelta(days=2), MONDAY + timedelta(days=1), None]
    assert found[0].size == found[0].path.stat().st_size


def test_the_newest_whole_one_is_found_behind_a_damaged_one(opener: Opener, place: Path) -> None:
    file = opener()
    assert backup.newest_whole(file) is None
    for _day in range(2):
        opener.clock.moment += timedelta(days=1)
        local_backups.keep(file)
    newest, older = (one.path for one in backup.local(opener.folder))
    assert backup.newest_whole(file) == newest
    with newest.open("r+b") as stored:
        stored.seek(-9, os.SEEK_END)
        stored.write(b"\0" * 9)
    assert backup.newest_whole(file) == older


def test_another_key_makes_older_ones_neither_newest_nor_superfluous(opener: Opener, place: Path) -> None:
    file = opener()
    for _n in range(7):
        local_backups.keep(file)
    assert len(os.listdir(place)) == 5
    file.secret = keyfile.new_secret()
    assert local_backups.newest(file) is None
    assert {one.verified for one in local_backups._copies(file)} == {False}


def test_the_backup_before_an_update_says_so_in_its_name_and_is_made_once(file: CaseFile, place: Path) -> None:
    local_backups.before_version(file, "0.2.0")
    local_backups.before_version(file, "0.2.0")
    assert os.listdir(place) == [NAME.replace(".kd", "-vor-Version-0.2.0.kd")]
    (found,) = backup.local(file.folder)
    assert found.before_version == "0.2.0" and found.backup and found.backup.schema == migrations.CURRENT


def test_the_last_backup_before_an_update_stays_when_the_others_are_thinned(opener: Opener) -> None:
    file = opener()
    for version in ("0.2.0", "0.3.0"):
        local_backups.before_version(file, version)
        opener.clock.moment += timedelta(minutes=30)
        taken_in(file, given_name=version)
    for _half_hour in range(6):
        local_backups.keep(file)
        opener.clock.moment += timedelta(minutes=30)
    assert [one.before_version for one in backup.local(opener.folder) if one.before_version] == ["0.3.0"]


def test_a_damaged_backup_before_the_update_does_not_count_as_one(file: CaseFile, place: Path) -> None:
    local_backups.before_version(file, "0.2.0")
    (path,) = place.iterdir()
    with path.open("r+b") as stored:
        stored.seek(-9, os.SEEK_END)
        stored.write(b"\0" * 9)
    local_backups.before_version(file, "0.2.0")
    assert len(os.listdir(place)) == 2
