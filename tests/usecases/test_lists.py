"""Saved lists, and lists for one's own use."""

from pathlib import Path

import pytest

from app.store.casefile import CaseFile
from app.store.queries import outgoing as register
from app.store.queries.lists import lists as saved
from app.usecases import lists, own_list
from app.usecases.new_file import ALREADY_THERE, CANNOT_WRITE
from app.vault import aes_zip
from tests import zips
from tests.casefiles import refusal


def test_a_list_is_kept_renamed_and_removed_and_each_can_be_taken_back(file: CaseFile) -> None:
    first = lists.keep(file, " B1  ohne Abschluss ", filters={"german:b1", "certificate:none"}, search="x ",
                       sort="-name", columns=("name", "age"))
    second = lists.keep(file, "Zweite", filters=())
    assert [one.name for one in saved(file)] == ["B1 ohne Abschluss", "Zweite"]
    assert saved(file)[0].filters == ("certificate:none", "german:b1") and saved(file)[0].search == "x"
    lists.rename(file, second, "Andere")
    lists.remove(file, first)
    assert [one.name for one in saved(file)] == ["Andere"]
    file.undo()
    file.undo()
    assert [one.name for one in saved(file)] == ["B1 ohne Abschluss", "Zweite"]


def test_a_list_needs_a_name_of_its_own(file: CaseFile) -> None:
    one = lists.keep(file, "Erste", filters=())
    assert refusal(lambda: lists.keep(file, "  ", filters=())) == lists.NO_NAME
    assert refusal(lambda: lists.keep(file, "erste", filters=())) == lists.TAKEN
    lists.rename(file, one, "ERSTE")
    assert [kept.name for kept in saved(file)] == ["ERSTE"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_own_list_is_written_once_and_entered(file: CaseFile, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"liste{suffix}"
    own_list.write(file, target, "Papier läuft ab", ["Nummer", "Name"], [["K-0001", "=1+1"], ["K-0002", "MUSTER"]])
    content = target.read_bytes()
    assert content[:2] == b"PK" if suffix == ".xlsx" else "'=1+1" in content.decode("utf-8-sig")
    (line,) = register.lines(file)
    assert line.entry.kind == "list" and line.entry.subject == f"Papier läuft ab: 2 Zeilen, {suffix[1:].upper()}"
    assert refusal(lambda: own_list.write(file, target, "x", ["a"], [])) == ALREADY_THERE
    nowhere = tmp_path / "no" / f"x{suffix}"
    assert refusal(lambda: own_list.write(file, nowhere, "x", ["a"], [])) == CANNOT_WRITE
    assert target.read_bytes() == content and len(register.lines(file)) == 1


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_list_in_an_encrypted_zip_tells_nothing_without_its_password(
        file: CaseFile, tmp_path: Path, suffix: str) -> None:
    rows, target = [["K-0001", "=1+1"], ["K-0002", "MUSTER"]], tmp_path / "liste.zip"
    own_list.write(file, target, "Papier läuft ab", ["Nummer", "Name"], rows, suffix=suffix, password=zips.PASSWORD)
    plain = tmp_path / f"offen{suffix}"
    own_list.write(file, plain, "Papier läuft ab", ["Nummer", "Name"], rows)
    # the title of a list may tell of somebody, and names inside are open
    assert zips.unzipped(target.read_bytes()) == {f"liste{suffix}": plain.read_bytes()}
    assert register.lines(file)[1].entry.subject.endswith(f"2 Zeilen, {suffix[1:].upper()} in verschlüsselter ZIP")
    weak = refusal(lambda: own_list.write(file, tmp_path / "x.zip", "x", ["a"], [], suffix=suffix, password="Muster1"))
    assert weak == aes_zip.TOO_EASY and not (tmp_path / "x.zip").exists() and len(register.lines(file)) == 2
