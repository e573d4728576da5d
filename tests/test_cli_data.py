"""Commands that bring data in and out, with real files: catalogues, monthly reports, backups."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app import resources
from app.cli import NO_MAPPING
from app.store import backup as store_backup
from app.store.casefile import DATABASE
from app.store.queries import clients, monthly, offers
from app.usecases import catalogue, demo, keys, monthly_export, old_list
from tests import oldlists, zips
from tests.casefiles import PASSWORD, Clock, Opener, clock, dump, opened_case, opener, pattern, taken_in
from tests.catalogues import course, csv_of, know_gfs, written
from tests.commands import Run, refused_with, run

__all__ = ["clock", "opener", "pattern", "run"]

SAMPLES = [resources.path("samples", name) for name in demo.CATALOGUES]


def test_a_catalogue_comes_in_and_the_next_number_changes_it(run: Run, opener: Opener) -> None:
    first, second = (run("catalogue", "import", opener.folder, path, "--password-stdin", "--json") for path in SAMPLES)
    assert first.result["number"] == 1 and first.result["refused"] == [] and first.result["written"] is True
    assert first.result["new"] > 70 and first.result["changed"] == 0
    assert second.result["number"] == 2 and min(second.result[k] for k in ("new", "changed", "withdrawn")) > 0
    (listed,) = offers.current(opener()).own
    assert listed.number == 2 and first.result["own_list"] == listed.series and not first.result["signed"]
    assert "nicht unterschrieben" in first.err


def test_a_signed_catalogue_comes_in_and_an_older_one_only_with_a_reason(
        run: Run, opener: Opener, tmp_path: Path) -> None:
    know_gfs(opener())
    opener.close()
    first, second = (written(tmp_path, csv_of(n, course("VK-1", titel=f"T{n}")), name=f"{n}.csv") for n in (1, 2))
    into = ("catalogue", "import", opener.folder)
    assert run(*into, second, "--password-stdin", "--json").result["signed"] is True
    refused = run(*into, first, "--password-stdin", "--json")
    assert refused.code == 1 and "Sie haben schon Katalog 2" in refused.err
    back = run(*into, first, "--older", "Katalog 2 war ein Versehen", "--password-stdin", "--json")
    assert back.result["changed"] == 1 and "zurück zu Katalog 1" in back.err
    (tmp_path / "1.csv.minisig").unlink()
    own = run(*into, first, "--own-list", "Liste", "--password-stdin", "--json")
    assert (own.result["own_list"], own.result["new"]) == ("Liste", 1)
    assert {one.key for one in offers.current(opener()).listed} == {"VK-1", "Liste/VK-1"}


def test_a_dry_run_counts_and_writes_nothing(run: Run, opener: Opener) -> None:
    before = dump(opener.folder / DATABASE, opener.secret)
    tried = run("catalogue", "import", opener.folder, SAMPLES[0], "--dry-run", "--password-stdin", "--json")
    assert tried.result["new"] > 70 and tried.result["written"] is False
    assert dump(opener.folder / DATABASE, opener.secret) == before


def test_refused_rows_are_told_with_line_and_reason(run: Run, opener: Opener, tmp_path: Path) -> None:
    (tmp_path / "k.csv").write_bytes(csv_of(1, course("VK-1"), course("VK-2", beginn="31.02.2026")))
    done = run("catalogue", "import", opener.folder, tmp_path / "k.csv", "--password-stdin", "--json")
    assert done.code == 0 and done.result["new"] == 1
    assert [row["line"] for row in done.result["refused"]] == [8]
    assert "31.02.2026" in done.result["refused"][0]["reason"]
    assert "Zeile 8: " in done.err and "Katalog 1: 1 neu" in done.err


@pytest.mark.parametrize(("content", "sentence"), [
    (csv_of(2, course("VK-1")), "ist schon eingelesen"),
    (csv_of(2, course("VK-9")), "einen anderen Inhalt"),
    (csv_of(1, course("VK-1")), "Sie haben schon Katalog 2"),
    (csv_of(7, course("VK-1"), mode="Änderung"), "enthält nur die Änderungen"),
    (b"", "Die Datei ist leer"),
    (b"Liste;ohne;Spaltennamen\n1;2;3\n", "fehlt die Zeile mit den Spaltennamen"),
])
def test_what_may_not_follow_is_refused_and_changes_nothing(run: Run, opener: Opener, tmp_path: Path, content: bytes,
                                                            sentence: str) -> None:
    (tmp_path / "zwei.csv").write_bytes(csv_of(2, course("VK-1")))
    assert run("catalogue", "import", opener.folder, tmp_path / "zwei.csv", "--password-stdin").code == 0
    before = dump(opener.folder / DATABASE, opener.secret)
    (tmp_path / "neu.csv").write_bytes(content)
    refused = run("catalogue", "import", opener.folder, tmp_path / "neu.csv", "--password-stdin")
    assert refused.code == 1 and sentence in refused.err
    assert dump(opener.folder / DATABASE, opener.secret) == before


def test_a_catalogue_file_that_is_not_there_is_one_sentence(run: Run, opener: Opener, tmp_path: Path) -> None:
    refused = run("catalogue", "import", opener.folder, tmp_path / "stick.csv", "--password-stdin")
    assert refused_with(refused, catalogue.UNREADABLE)


@pytest.fixture
def october(opener: Opener, clock: Clock) -> Opener:
    """A file with cases opened in September, on a day in November."""
    clock.go_to(date(2026, 9, 15))
    file = opener()
    for number in range(7):
        opened_case(file, given_name=f"Amira {number}", sex="w")
    clock.go_to(date(2026, 11, 23))
    opener.close()
    return opener


def test_the_same_month_again_gives_the_same_bytes(run: Run, october: Opener, tmp_path: Path, clock: Clock) -> None:
    first = run("export-month", october.folder, "2026-10", "--out", tmp_path / "a", "--password-stdin", "--json")
    file = october()
    opened_case(file, given_name="danach")
    october.close()
    clock.go_to(date(2026, 12, 20))
    second = run("export-month", october.folder, "2026-10", "--out", tmp_path / "b", "--password-stdin", "--json")
    assert [Path(path).suffix for path in first.result["files"]] == [".json", ".xlsx", ".csv", ".pdf"]
    for one, other in zip(first.result["files"], second.result["files"], strict=True):
        assert Path(one).name == Path(other).name and Path(one).read_bytes() == Path(other).read_bytes()


def test_the_report_names_nobody_and_prints_multiples_of_five(run: Run, october: Opener, tmp_path: Path) -> None:
    done = run("export-month", october.folder, "2026-10", "--out", tmp_path, "--password-stdin", "--json")
    content = Path(done.result["files"][0]).read_text(encoding="utf-8")
    assert "MUSTER" not in content and "Amira" not in content
    assert "kd-monat/1" in content
    assert done.result["month"] == "2026-10"


@pytest.mark.parametrize(("month", "sentence"), [
    ("2026-11", "November 2026 ist noch nicht zu Ende"), ("2027-03", "März 2027 ist noch nicht zu Ende"),
    ("Oktober", "„Oktober“ ist kein Monat"), ("2026-13", "„2026-13“ ist kein Monat"),
])
def test_a_month_that_is_not_over_or_none_at_all_isrefused_with(run: Run, october: Opener, tmp_path: Path, month: str,
                                                            sentence: str) -> None:
    refused = run("export-month", october.folder, month, "--out", tmp_path / "raus", "--password-stdin")
    assert refused_with(refused, sentence)
    assert not (tmp_path / "raus").exists()
    assert monthly.issued_lines(october()) == ()


def test_a_gap_between_months_is_refused_with_the_month_whose_turn_it_is(run: Run, october: Opener, tmp_path: Path,
                                                                       clock: Clock) -> None:
    assert run("export-month", october.folder, "2026-09", "--out", tmp_path, "--password-stdin").code == 0
    clock.go_to(date(2026, 12, 10))
    refused = run("export-month", october.folder, "2026-11", "--out", tmp_path / "raus", "--password-stdin")
    assert refused_with(refused, "Zuerst ist Oktober 2026 an der Reihe")
    assert not (tmp_path / "raus").exists()


def test_a_place_that_takes_no_files_leaves_the_month_issued(run: Run, october: Opener, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("eine Datei, kein Ordner")
    refused = run("export-month", october.folder, "2026-10", "--out", tmp_path / "stick", "--password-stdin")
    assert refused_with(refused, monthly_export.CANNOT_WRITE)
    assert run("export-month", october.folder, "2026-10", "--out", tmp_path / "raus", "--password-stdin").code == 0
    assert [str(line.month) for line in monthly.issued_lines(october())] == ["2026-10"]


def test_a_backup_brings_everything_back(run: Run, opener: Opener, tmp_path: Path) -> None:
    taken_in(opener(), given_name="Wolkenstein")
    opener.close()
    copy = tmp_path / "sicherung.kdsicherung"
    made = run("backup", opener.folder, copy, "--password-stdin", "--json")
    assert made.code == 0 and made.result["counts"]["client"] == 1
    assert b"Wolkenstein" not in copy.read_bytes()
    rows = dump(opener.folder / DATABASE, opener.secret)
    assert [entry[2:4] for entry in rows["outgoing"]] == [("backup", "Sicherung „sicherung.kdsicherung“")]
    shutil.rmtree(opener.folder)
    back = run("restore", copy, opener.folder, "--password-stdin", "--json")
    assert back.code == 0 and back.result["counts"] == made.result["counts"]
    assert datetime.fromisoformat(back.result["created"]) == opener.clock()
    restored = dump(opener.folder / DATABASE, opener.secret)
    # the entry that this backup was made comes after it
    later = {"meta", "outgoing", "act", "act_payload", "act_subject"}
    assert {name: rows[name] for name in rows if name not in later} == {
        name: restored[name] for name in restored if name not in later}
    assert run("check", opener.folder, "--password-stdin").code == 0


def test_the_recovery_code_restores_without_any_password(run: Run, opener: Opener, tmp_path: Path) -> None:
    copy = tmp_path / "leer.kdsicherung"
    assert run("backup", opener.folder, copy, "--password-stdin").code == 0
    code = keys.recovery_code(opener())
    opener.close()
    shutil.rmtree(opener.folder)
    assert run("restore", copy, opener.folder, "--code", "--password-stdin", typed=code).code == 0
    assert run("check", opener.folder, "--password-stdin").code == 0
    refused = run("restore", copy, tmp_path / "x.klientendatei", "--code", "--password-stdin", typed=PASSWORD)
    assert refused.code == 3 and not (tmp_path / "x.klientendatei").exists()


def test_restoring_keeps_what_lay_there(run: Run, opener: Opener, tmp_path: Path) -> None:
    copy = tmp_path / "leer.kdsicherung"
    assert run("backup", opener.folder, copy, "--password-stdin").code == 0
    taken_in(opener())
    opener.close()
    done = run("restore", copy, opener.folder, "--password-stdin")
    assert done.code == 0 and "Wiederhergestellt ist der Stand vom 23.11.2026, 10:00 Uhr" in done.err
    assert clients.lines(opener()) == ()
    (aside,) = tmp_path.glob("*vor-Wiederherstellung*")
    assert run("check", aside, "--password-stdin", "--json").result["counts"]["client"] == 1


def test_a_backup_never_replaces_a_file(run: Run, opener: Opener, tmp_path: Path) -> None:
    (tmp_path / "belegt").write_text("bleibt")
    refused = run("backup", opener.folder, tmp_path / "belegt", "--password-stdin")
    assert refused_with(refused, store_backup.TARGET_EXISTS)
    assert (tmp_path / "belegt").read_text() == "bleibt"


def test_a_backup_to_a_place_that_is_gone_leaves_nothing_behind(run: Run, opener: Opener, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    refused = run("backup", opener.folder, tmp_path / "stick" / "s.kdsicherung", "--password-stdin")
    assert refused_with(refused, "An diesen Ort lässt sich nichts schreiben. Ihre Daten sind unverändert")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(("spoil", "typed", "sentence"), [
    (lambda path: None, "ein anderes Kennwort", "gehört nicht zu dieser Sicherung"),
    (lambda path: path.write_bytes(path.read_bytes()[:-5000]), PASSWORD, "beschädigt oder unvollständig"),
    (lambda path: path.write_bytes(b"keine Sicherung"), PASSWORD, "keine Sicherung einer Klientendatei"),
    (lambda path: path.unlink(), PASSWORD, "Die Sicherung lässt sich nicht lesen"),
])
def test_what_cannot_be_restored_leaves_the_live_file_alone(run: Run, opener: Opener, tmp_path: Path, typed: str,
                                                            spoil: Callable[[Path], object], sentence: str) -> None:
    copy = tmp_path / "s.kdsicherung"
    assert run("backup", opener.folder, copy, "--password-stdin").code == 0
    before = dump(opener.folder / DATABASE, opener.secret)
    spoil(copy)
    assert refused_with(run("restore", copy, opener.folder, "--password-stdin", typed=typed), sentence)
    assert dump(opener.folder / DATABASE, opener.secret) == before
    assert {path.name for path in tmp_path.iterdir()} <= {opener.folder.name, copy.name}


# --- an older list ----------------------------------------------------------------------------------------------------

OLD = oldlists.FILES / "old_list_20.csv"


def old_counts(result: dict[str, Any]) -> list[int]:
    return [result[status] for status in ("taken", "new", "duplicate", "known", "error")]


def test_an_old_list_comes_in_with_the_mapping_the_dry_run_shows_and_a_second_time_adds_nothing(
        run: Run, opener: Opener, tmp_path: Path) -> None:
    before = dump(opener.folder / DATABASE, opener.secret)
    tried = run("import-old", opener.folder, OLD, "--dry-run", "--password-stdin", "--json")
    assert old_counts(tried.result) == [0, 15, 2, 0, 3] and tried.result["written"] is False
    assert dump(opener.folder / DATABASE, opener.secret) == before
    mapping = tmp_path / "spalten.json"
    mapping.write_text(json.dumps(tried.result["mapping"]), encoding="utf-8")
    words = ("import-old", opener.folder, OLD, "--mapping", mapping, "--password-stdin")
    done = run(*words, "--json")
    assert old_counts(done.result) == [15, 15, 2, 0, 3] and "mapping" not in done.result
    assert {row["line"]: row["status"] for row in done.result["rows"]}[15] == "duplicate"
    assert "Zeile 15: Wie Zeile 6: Gleicher Name" in done.err and "Zeile 10: Spalte „Geb.-Datum“" in done.err
    assert "Muster" not in done.err and len(clients.lines(opener())) == 15
    opener.close()
    assert old_counts(run(*words, "--json").result) == [0, 0, 2, 15, 3]


def test_an_old_list_without_a_mapping_or_with_half_of_one_is_refused(
        run: Run, opener: Opener, tmp_path: Path) -> None:
    assert refused_with(run("import-old", opener.folder, OLD, "--password-stdin"), NO_MAPPING)
    (tmp_path / "m.json").write_text('{"Nachname": "family_name"}')
    half = run("import-old", opener.folder, OLD, "--mapping", tmp_path / "m.json", "--password-stdin")
    assert refused_with(half, old_list.UNMAPPED) and "Kommune" in half.err
    missing = run("import-old", opener.folder, tmp_path / "x.csv", "--dry-run", "--password-stdin")
    assert missing.code == 1 and "lässt sich nicht öffnen" in missing.err


def test_all_own_data_leave_in_a_zip_with_a_password_of_its_own(run: Run, opener: Opener, tmp_path: Path) -> None:
    opened_case(opener())
    opener.close()
    target = tmp_path / "daten.zip"
    export = ("export-own", opener.folder, target, "--password-stdin", "--json")
    weak = run(*export)
    assert weak.code == 1 and weak.result["kind"] == "refused" and not target.exists()
    assert run(*export, typed="falsch").code == 3
    both = f"{PASSWORD}\n{zips.PASSWORD}"
    assert run(*export, "--history", typed=both).code == 1 and not target.exists()
    done = run(*export, typed=both)
    assert done.code == 0 and done.result["records"]["client"] == 1 and done.result["file"] == str(target)
    found = json.loads(zips.unzipped(target.read_bytes())["klientendatei.json"])
    assert found["contains"] == {"confidential": False, "health": False, "history": False}
