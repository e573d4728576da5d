"""Commands of the Geschäftsführende Stelle: keys, a signature for a file made elsewhere, a whole issue."""

from pathlib import Path

import pytest

from app.domain.trust import ACTIVE
from app.usecases import catalogue, issuing, role, trust
from app.vault import minisign
from app.vault.minisign import Cost
from tests.casefiles import PASSWORD, Opener, clock, opener, pattern
from tests.catalogues import course, csv_of
from tests.commands import Run, refused_with, run

__all__ = ["clock", "opener", "pattern", "run"]
KEY_PASSWORD = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation with the least cost the format allows."""
    real = minisign.lock
    monkeypatch.setattr(minisign, "lock", lambda secret, password: real(secret, password,
                                                                        Cost(ops=2**15, memory=2**24)))


def test_keys_are_made_and_sign_what_an_office_takes(run: Run, opener: Opener, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = run("gfs", "new-keys", stick, "--password-stdin", "--json", typed=KEY_PASSWORD)
    assert made.code == 0 and made.result["active"]["fingerprint"] in made.err
    (stick / "k.csv").write_bytes(csv_of(4, course("VK-1")))
    signed = run("gfs", "sign-catalogue", stick / "k.csv", "--key", stick / "gfs-aktiv.key", "--password-stdin",
                 typed=KEY_PASSWORD)
    assert signed.code == 0 and "k.csv.minisig" in signed.err
    file = opener()
    trust.enter(file, trust.proposal(made.result["active"]["public_key"]), ACTIVE, "GfS MUSTER")
    assert catalogue.preview(file, catalogue.read(stick / "k.csv")).trust.signed
    file.close()
    wrong = run("gfs", "sign-catalogue", stick / "k.csv", "--key", stick / "gfs-aktiv.key", "--password-stdin",
                typed="falsch")
    assert wrong.code == 3 and not wrong.out


def test_a_table_is_issued_under_the_next_number(run: Run, opener: Opener, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(csv_of(1, course("VK-1"), course("VK-2", beginn="x")))
    run("gfs", "new-keys", tmp_path, "--password-stdin", typed=KEY_PASSWORD)
    words = ("gfs", "issue", opener.folder, tmp_path / "t.csv", "--key", tmp_path / "gfs-aktiv.key", "--out", tmp_path,
             "--password-stdin")
    assert refused_with(run(*words), role.ONLY_GFS)
    file = opener()
    file.set_meta(role=role.GFS)
    trust.enter(file, trust.proposal_from(tmp_path / "gfs-aktiv.pub"), ACTIVE, "GfS MUSTER")
    file.close()
    both = f"{PASSWORD}\n{KEY_PASSWORD}"
    done = run(*words, "--json", typed=both)
    assert (done.code, done.result["number"], done.result["rows"]) == (0, 1, 1)
    assert [row["line"] for row in done.result["refused"]] == [8] and (tmp_path / "katalog-1.csv").exists()
    assert refused_with(run(*words, "--number", 1, typed=both), issuing.ISSUED_ALREADY)
    assert refused_with(run(*words, "--changes", typed=both), issuing.NOTHING_TO_SAY)
