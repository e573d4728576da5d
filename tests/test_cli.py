"""Commands with real files: new, check, demo, the self-test; files that do not open; where texts go."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import VERSION, cli, resources
from app.i18n import _
from app.store import casefile
from app.store.casefile import DATABASE
from app.store.connection import open_connection
from app.store.lock import IN_USE
from app.store.queries import clients
from app.usecases import demo
from app.vault import keyfile, recovery
from app.vault.errors import Damaged, TooNew, WrongSecret
from tests.casefiles import PASSWORD, Opener, clock, opener, pattern, taken_in
from tests.commands import Run, refused_with, run

__all__ = ["clock", "opener", "pattern", "run"]

STRONG = "ackerblick-teevase-wiesenlied-graskrone-turmlied"
SAMPLE = resources.path("samples", demo.CATALOGUES[0])


def test_new_creates_a_file_and_gives_the_recovery_code_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "amt.klientendatei"
    made = run("new", folder, "--ags", "05315000", "--office", "MUSTER-Amt", "--password-stdin", "--json", typed=STRONG)
    assert made.code == 0 and made.result["ok"] is True
    code = made.result["recovery_code"]
    assert code not in made.err
    file = casefile.unlock(folder, recovery.secret_of(code), clock=datetime.now)
    assert (file.meta("office"), file.meta("ags"), file.meta("role"), file.meta("muster")) == (
        "MUSTER-Amt", "05315000", "office", "")
    file.close()


@pytest.mark.parametrize(("words", "typed", "sentence"), [
    (("--ags", "05315000"), "Sommer2026", "zu leicht zu erraten"),
    (("--ags", "99999999"), STRONG, "Den Gemeindeschlüssel 99999999 gibt es in Nordrhein-Westfalen nicht"),
    (("--ags", "05315000"), "", "Es kam kein Kennwort an"),
])
def test_new_refuses_and_creates_nothing(run: Run, tmp_path: Path, words: tuple[str, ...], typed: str,
                                         sentence: str) -> None:
    assert refused_with(run("new", tmp_path / "amt.klientendatei", *words, "--password-stdin", typed=typed), sentence)
    assert list(tmp_path.iterdir()) == []


def test_new_never_touches_what_lies_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "etwas.txt").write_text("bleibt")
    refused = run("new", tmp_path, "--ags", "05315000", "--password-stdin", typed=STRONG)
    assert refused_with(refused, casefile.ALREADY_THERE)
    assert [path.name for path in tmp_path.iterdir()] == ["etwas.txt"]


def test_new_in_a_place_that_takes_no_folders_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("eine Datei, kein Ordner")
    place = tmp_path / "stick" / "amt.klientendatei"
    refused = run("new", place, "--ags", "05315000", "--password-stdin", typed=STRONG)
    assert refused_with(refused, casefile.CANNOT_CREATE)
    assert (tmp_path / "stick").read_text() == "eine Datei, kein Ordner"


def test_check_counts_and_finds_nothing_wrong(run: Run, opener: Opener) -> None:
    taken_in(opener())
    opener.close()
    checked = run("check", opener.folder, "--password-stdin", "--json")
    assert checked.code == 0
    assert checked.result["problems"] == [] and checked.result["key_files"] == len(keyfile.COPIES)
    assert checked.result["counts"]["client"] == checked.result["counts"]["case_"] == 1
    assert "found" not in checked.result


def test_scan_finds_a_name_in_the_decrypted_pages_and_nowhere_else(run: Run, opener: Opener) -> None:
    taken_in(opener(), given_name="Wolkenstein")
    opener.close()
    found = run("check", opener.folder, "--scan", "Wolkenstein", "--password-stdin", "--json")
    missed = run("check", opener.folder, "--scan", "Niemandsname", "--password-stdin", "--json")
    assert found.result["found"] >= 1 and missed.result["found"] == 0
    assert all(b"Wolkenstein" not in path.read_bytes() for path in opener.folder.iterdir())


def test_the_german_report_goes_to_stderr_and_stdout_stays_empty(run: Run, opener: Opener) -> None:
    checked = run("check", opener.folder, "--scan", "Wolkenstein", "--password-stdin")
    assert checked.out == ""
    assert "Geprüft: 0 Klienten" in checked.err and "„Wolkenstein“ steht 0-mal" in checked.err


def test_a_wrong_password_is_told_and_changes_nothing(run: Run, opener: Opener) -> None:
    before = (opener.folder / DATABASE).read_bytes()
    refused = run("check", opener.folder, "--password-stdin", typed="ein anderes Kennwort")
    assert refused_with(refused, WrongSecret.sentence)
    assert (opener.folder / DATABASE).read_bytes() == before


def test_a_refusal_is_one_object_on_stdout_too(run: Run, opener: Opener) -> None:
    refused = run("check", opener.folder, "--password-stdin", "--json", typed="ein anderes Kennwort")
    assert refused.code == WrongSecret.exit_code
    assert refused.result == {"ok": False, "error": WrongSecret.sentence, "kind": "wrong_secret"}
    assert refused.err.strip() == WrongSecret.sentence


@pytest.mark.parametrize(("before", "after"), [
    (("check",), ()), (("export-month",), ("2026-10", "--out", "raus")), (("backup",), ("x.kdsicherung",)),
    (("catalogue", "import"), (SAMPLE,)),
])
def test_a_folder_that_is_not_there_is_told_and_not_created(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                            before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*before, tmp_path / "weg.klientendatei", *after, "--password-stdin")
    assert refused_with(refused, casefile.NOT_A_FILE)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_beginning_is_told_as_damage(run: Run, opener: Opener) -> None:
    before = _flipped(opener.folder / DATABASE, 100)
    assert refused_with(run("check", opener.folder, "--password-stdin"), Damaged.sentence)
    assert (opener.folder / DATABASE).read_bytes() == before


def test_damage_further_inside_is_found_by_check(run: Run, opener: Opener) -> None:
    file = opener()
    for number in range(20):
        taken_in(file, given_name=f"Amira {number}")
    opener.close()
    size = (opener.folder / DATABASE).stat().st_size
    _flipped(opener.folder / DATABASE, size - 4096 * 3 + 700)
    checked = run("check", opener.folder, "--password-stdin")
    assert checked.code == 1 and checked.out == ""
    assert cli.PROBLEMS in checked.err or Damaged.sentence in checked.err


def _flipped(database: Path, at: int) -> bytes:
    content = bytearray(database.read_bytes())
    for place in range(at, at + 16):
        content[place] ^= 0xFF
    database.write_bytes(content)
    return bytes(content)


def test_a_file_of_a_newer_program_is_left_alone(run: Run, opener: Opener) -> None:
    connection = open_connection(opener.folder / DATABASE, keyfile.hkdf(opener.secret, "db"))
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = (opener.folder / DATABASE).read_bytes()
    assert refused_with(run("check", opener.folder, "--password-stdin"), TooNew.sentence)
    assert (opener.folder / DATABASE).read_bytes() == before


def test_a_file_in_use_is_told_and_stays_usable(run: Run, opener: Opener) -> None:
    held = opener()
    assert refused_with(run("check", opener.folder, "--password-stdin"), IN_USE)
    taken_in(held)
    assert len(clients.lines(held)) == 1


def test_a_failed_command_gives_the_file_back(run: Run, opener: Opener, tmp_path: Path) -> None:
    run("catalogue", "import", opener.folder, tmp_path / "fehlt.csv", "--password-stdin")
    run("export-month", opener.folder, "2026-11", "--out", tmp_path, "--password-stdin")
    run("backup", opener.folder, tmp_path / "kein" / "ort.kdsicherung", "--password-stdin")
    assert run("check", opener.folder, "--password-stdin").code == 0


def test_demo_makes_a_musterdatei_for_the_day_that_is_named(run: Run, tmp_path: Path) -> None:
    made = run("demo", tmp_path, "--clients", 4, "--months", 2, "--seed", 3, "--truth", tmp_path / "wahr.csv",
               "--today", "2027-03-10", "--json")
    assert made.code == 0 and made.result["clients"] == 4
    true = (tmp_path / "wahr.csv").read_text(encoding="utf-8-sig").splitlines()
    assert made.result["months"] == ["2027-02"] and {line.split(";")[0] for line in true[1:]} == {"2027-02"}
    assert demo.PASSPHRASE in made.err and made.result["passphrase"] == demo.PASSPHRASE
    checked = run("check", made.result["folder"], "--password-stdin", "--json", typed=demo.PASSPHRASE)
    assert checked.result["counts"]["client"] == 4


def test_demo_refuses_what_makes_no_sense_and_what_is_there_already(run: Run, tmp_path: Path) -> None:
    assert refused_with(run("demo", tmp_path / "leer", "--clients", 0), demo.TOO_FEW)
    (tmp_path / demo.FOLDER).mkdir()
    assert refused_with(run("demo", tmp_path), casefile.ALREADY_THERE)


def test_the_selftest_passes_and_names_what_is_missing(run: Run) -> None:
    passed = run("--selftest", "--json")
    assert passed.code == 0 and passed.result["version"] == VERSION
    assert refused_with(run("--selftest", qt="Cancel"), "Der Selbsttest ist nicht bestanden: ")
    assert "Qt" in run("--selftest", qt="Cancel").err


def test_the_version_is_told(run: Run) -> None:
    told = run("--version")
    assert told.code == 0 and told.out == f"Klientendatei {VERSION}\n"


@pytest.mark.parametrize("words", [
    (), ("unfug",), ("check",), ("catalogue",), ("catalogue", "import", "x"), ("new", "x"), ("restore", "x"),
    ("export-month", "x", "2026-10"), ("check", "x", "--today", "gestern"), ("check", "x", "--password", "geheim"),
    ("new", "x", "--ags", "05315000", "--role", "chef"), ("demo", "x", "--clients", "viele"),
])
def test_wrong_usage_ends_with_two_and_does_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    words: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "usage: klientendatei" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_stream_the_password_is_asked_for(run: Run, opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or PASSWORD)
    assert run("check", opener.folder).code == 0
    assert asked == [_("Kennwort: ")]


@pytest.mark.parametrize("words", [("--json", "check"), ("check", "--json")])
def test_json_may_stand_before_or_after_the_command(run: Run, opener: Opener, words: tuple[str, ...]) -> None:
    assert run(*words, opener.folder, "--password-stdin").result["ok"] is True
