"""Acts with backups: what is remembered and entered, and „Datei prüfen“ in numbers. How they are made: tests/store."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.usecases import backup
from tests.casefiles import refusal, taken_in


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
