"""Acts with backups: what is remembered and entered, and „Datei prüfen“ in numbers. How they are made: tests/store."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.store.casefile import CaseFile
from app.store.lock import IN_USE
from app.store.queries import outgoing
from app.store.queries.client import page
from app.usecases import backup, casework, keys
from tests.casefiles import PASSWORD, Opener, refusal, taken_in


@pytest.mark.parametrize(("volume", "away"), [(1, False), (2, True)])
def test_what_lies_on_another_volume_has_left_the_laptop(volume: int, away: bool) -> None:
    target, folder = (SimpleNamespace(stat=lambda v=v: SimpleNamespace(st_dev=v)) for v in (volume, 1))
    assert backup.leaves_laptop(target, folder) is away  # type: ignore[arg-type]


@pytest.mark.parametrize("away", [False, True])
def test_a_backup_is_remembered_by_where_it_went_and_entered(file: CaseFile, tmp_path: Path, away: bool,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "leaves_laptop", lambda *_: away)
    assert (backup.last_made(file), backup.last_away(file)) == (None, None)
    backup.make(file, tmp_path / "m.kdsicherung", recipient="Stick rot")
    assert backup.last_made(file) == file.now()
    assert backup.last_away(file) == (file.now() if away else None)
    (line,) = outgoing.lines(file)
    assert (line.entry.kind, line.entry.recipient, line.entry.client_id) == ("backup", "Stick rot", None)


def test_what_was_not_made_is_neither_remembered_nor_entered(file: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "m.kdsicherung").touch()
    assert "gibt es schon" in refusal(lambda: backup.make(file, tmp_path / "m.kdsicherung"))
    assert (backup.last_made(file), outgoing.lines(file)) == (None, ())


def test_an_automatic_one_is_no_copy_away_and_no_entry(file: CaseFile) -> None:
    taken_in(file)
    assert backup.automatic(file) is not None
    assert (backup.last_made(file), backup.last_away(file), outgoing.lines(file)) == (None, None, ())


def test_the_check_counts_finds_words_and_shows_its_progress(file: CaseFile) -> None:
    taken_in(file, family_name="MUSTERFRAU")
    seen: list[tuple[int, int]] = []
    report = backup.inspect(file, "Musterfrau", lambda done, total: seen.append((done, total)))
    assert (report.problems, report.counts, report.key_files) == ((), backup.holds(file), 2)
    assert report.found
    assert seen == sorted(seen) and seen[-1][0] > 0


def test_the_next_automatic_one_waits_for_a_change_and_the_newest_whole_is_known(opener: Opener) -> None:
    file = opener()
    client_id, _ = taken_in(file)
    assert (backup.local(opener.folder), backup.newest_whole(file)) == ((), None)
    first = backup.automatic(file)
    opener.clock.moment += timedelta(hours=1)
    assert first is not None and backup.automatic(file) is None
    casework.change_client(file, client_id, phone="0200")
    assert backup.automatic(file) is not None
    newer, older = backup.local(opener.folder)
    assert older.backup == first and backup.newest_whole(file) == newer.path
    newer.path.write_bytes(newer.path.read_bytes()[:-1])
    assert backup.newest_whole(file) == older.path


@pytest.mark.parametrize("by", ["password", "code", "file"])
def test_a_backup_is_looked_into_and_brought_back_by_whatever_opens_it(opener: Opener, tmp_path: Path, by: str) -> None:
    file = opener()
    client_id, _ = taken_in(file)
    source, elsewhere = tmp_path / "m.kdsicherung", tmp_path / "neu.klientendatei"
    held = backup.holds(file)
    backup.make(file, source)
    key = {"password": {"password": PASSWORD}, "code": {"code": keys.recovery_code(file)}, "file": {"file": file}}[by]
    opened = backup.look(source, **key)  # type: ignore[arg-type]
    casework.change_client(file, client_id, phone="0200")
    # nothing takes the place of a file somebody works in
    assert refusal(lambda: backup.restore(opened, file.folder)) == IN_USE
    assert backup.restore(opened, elsewhere) is None
    assert opened.backup.counts == held
    file.close()
    aside = backup.restore(opened, opener.folder)
    assert aside is not None and aside.name == "muster-vor-Wiederherstellung-1.klientendatei"
    assert page(opener(), client_id).client.phone == ""
