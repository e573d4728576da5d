"""The keys of the GfS: made once, never overwritten, and what they sign is what the offices trust."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.domain.catalogue import CatalogueHead, Mode
from app.domain.errors import UserError
from app.domain.trust import ACTIVE, RESERVE, KeyProposal
from app.store.casefile import CaseFile
from app.usecases import signing, trust
from app.vault import minisign
from app.vault.errors import WrongSecret
from app.vault.minisign import Cost
from tests.casefiles import after, refusal

STOCK = shutil.which("minisign")
stock_only = pytest.mark.skipif(STOCK is None, reason="the program minisign is not installed here")
PASSWORD = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"
CONTENT = "Katalog;Kurse für Köln\n".encode()
HEAD = CatalogueHead(name="Kurse für Köln", number=4, as_of=date(2026, 11, 2), mode=Mode.FULL)
FILES = {"gfs-aktiv.key", "gfs-aktiv.pub", "gfs-reserve.key", "gfs-reserve.pub"}
Pairs = tuple[Path, KeyProposal, KeyProposal]


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation with the least cost the format allows."""
    real = minisign.lock
    monkeypatch.setattr(minisign, "lock", lambda secret, password: real(secret, password,
                                                                        Cost(ops=2**15, memory=2**24)))


@pytest.fixture
def pairs(tmp_path: Path) -> Pairs:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder, *signing.new_keys(folder, PASSWORD)


@pytest.fixture
def trusting(file: CaseFile, pairs: Pairs) -> Iterator[CaseFile]:
    trust.enter(file, pairs[1], ACTIVE, "GfS MUSTER")
    trust.enter(file, pairs[2], RESERVE, "GfS MUSTER")
    return file


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_two_different_pairs_are_made_and_shown_as_the_offices_will_see_them(pairs: Pairs) -> None:
    folder, active, reserve = pairs
    assert names(folder) == FILES
    assert trust.proposal_from(folder / "gfs-aktiv.pub") == active
    assert trust.proposal_from(folder / "gfs-reserve.pub") == reserve
    assert active.key_id != reserve.key_id and active.fingerprint != reserve.fingerprint
    for name in ("gfs-aktiv", "gfs-reserve"):
        secret = minisign.unlock((folder / f"{name}.key").read_text(), PASSWORD)
        assert minisign.public_file(minisign.public_of(secret)) == (folder / f"{name}.pub").read_text()


@pytest.mark.parametrize("there", sorted(FILES))
def test_nothing_is_ever_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes(b"mine")
    assert refusal(lambda: signing.new_keys(tmp_path, PASSWORD)) == signing.ALREADY_THERE
    assert names(tmp_path) == {there} and (tmp_path / there).read_bytes() == b"mine"


def test_a_file_that_appears_meanwhile_is_kept_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    def meanwhile(done: int, _total: int) -> None:
        if done == 2:
            (tmp_path / "gfs-reserve.pub").write_bytes(b"mine")

    assert refusal(lambda: signing.new_keys(tmp_path, PASSWORD, step=meanwhile)) == signing.ALREADY_THERE
    assert names(tmp_path) == {"gfs-reserve.pub"} and (tmp_path / "gfs-reserve.pub").read_bytes() == b"mine"


def test_cancelled_nothing_is_left_behind(tmp_path: Path) -> None:
    def cancel(done: int, _total: int) -> None:
        if done == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        signing.new_keys(tmp_path, PASSWORD, step=cancel)
    assert names(tmp_path) == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights of another kind")
def test_the_files_are_readable_by_their_owner_alone_whatever_the_process_grants(tmp_path: Path) -> None:
    granted = os.umask(0)
    try:
        signing.new_keys(tmp_path, PASSWORD)
    finally:
        os.umask(granted)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_weak_password_or_a_missing_folder_makes_no_keys(tmp_path: Path) -> None:
    assert "leicht zu erraten" in refusal(lambda: signing.new_keys(tmp_path, "Fluechtling2024"))
    assert refusal(lambda: signing.new_keys(tmp_path / "fehlt", PASSWORD)) == signing.CANNOT_WRITE
    assert names(tmp_path) == set()


def test_what_the_active_key_signs_the_offices_trust(trusting: CaseFile, pairs: Pairs) -> None:
    signature = signing.sign(CONTENT, pairs[0] / "gfs-aktiv.key", PASSWORD, HEAD)
    assert trust.check(trusting, CONTENT, signature, HEAD).signed
    assert " nr=4 gueltig-bis=- sha256=" in minisign.read_signature(signature).comment
    by_reserve = signing.sign(CONTENT, pairs[0] / "gfs-reserve.key", PASSWORD, HEAD)
    assert refusal(lambda: trust.check(trusting, CONTENT, by_reserve, HEAD)) == trust.BY_RESERVE


@stock_only
def test_the_stock_program_verifies_a_catalogue_and_signs_one_with_these_keys(trusting: CaseFile, pairs: Pairs) -> None:
    folder = pairs[0]
    (folder / "k.csv").write_bytes(CONTENT)
    signature = signing.sign(CONTENT, folder / "gfs-aktiv.key", PASSWORD, HEAD)
    (folder / "k.csv.minisig").write_text(signature, encoding="utf-8")
    verify = [str(STOCK), "-Vm", "k.csv", "-p", "gfs-aktiv.pub"]
    assert subprocess.run(verify, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / "k.csv.minisig").unlink()
    comment = minisign.read_signature(signature).comment
    sign = [str(STOCK), "-Sm", "k.csv", "-s", "gfs-aktiv.key", "-t", comment]
    subprocess.run(sign, cwd=folder, input=f"{PASSWORD}\n".encode(), capture_output=True, check=True)
    by_stock = trust.signature_beside(folder / "k.csv")
    assert by_stock is not None and trust.check(trusting, CONTENT, by_stock, HEAD).signed


def test_another_password_or_file_signs_nothing(pairs: Pairs) -> None:
    folder = pairs[0]
    with pytest.raises(WrongSecret):
        signing.sign(CONTENT, folder / "gfs-aktiv.key", PASSWORD + "x", HEAD)
    (folder / "bild.key").write_bytes(b"\xff\xd8")
    for name, sentence in {"gfs-aktiv.pub": minisign.NoSecretKey.sentence, "fehlt.key": signing.UNREADABLE,
                           "bild.key": minisign.NoSecretKey.sentence}.items():
        assert refusal(lambda n=name: signing.sign(CONTENT, folder / n, PASSWORD, HEAD)) == sentence


@pytest.mark.parametrize("name", ["", " \u200e", "K" * 201])
def test_a_name_no_signature_could_carry_is_refused(pairs: Pairs, name: str) -> None:
    head = CatalogueHead(name=name, number=1, as_of=after(0), mode=Mode.FULL)
    assert refusal(lambda: signing.sign(CONTENT, pairs[0] / "gfs-aktiv.key", PASSWORD, head)) == signing.NAME_UNFIT


def test_a_key_list_signed_with_the_reserve_key_changes_the_keys_of_an_office(
    trusting: CaseFile, pairs: Pairs, tmp_path: Path,
) -> None:
    later = tmp_path / "neu"
    later.mkdir()
    active, reserve = signing.new_keys(later, PASSWORD)
    path = signing.key_list(later, pairs[0] / "gfs-reserve.key", PASSWORD, name="GfS MUSTER", on=after(0),
                            active=active, reserve=reserve)
    assert names(later) - FILES == {"schluesselliste-2026-11-23.txt", "schluesselliste-2026-11-23.txt.minisig"}
    assert {key.key_id for key in trust.change(trusting, path)} == {active.key_id, reserve.key_id}
    assert trust.check(trusting, CONTENT, signing.sign(CONTENT, later / "gfs-aktiv.key", PASSWORD, HEAD), HEAD).signed


def test_a_key_list_that_no_office_would_take_is_not_made(pairs: Pairs, tmp_path: Path) -> None:
    folder, active, reserve = pairs

    def make(secret: str = "gfs-reserve.key", name: str = "GfS MUSTER", second: KeyProposal = reserve) -> Path:
        return signing.key_list(tmp_path, folder / secret, PASSWORD, name=name, on=after(0), active=active,
                                reserve=second)

    assert refusal(lambda: make("gfs-aktiv.key")) == signing.WRONG_PAIR
    assert refusal(lambda: make(second=active)) == signing.SAME_KEYS
    assert refusal(lambda: make(name="")) == signing.NAME_UNFIT
    assert names(tmp_path) == {"stick"}
    content = make().read_bytes()
    with pytest.raises(UserError) as refused:
        make()
    assert refused.value.msgid == signing.ALREADY_THERE
    assert (tmp_path / "schluesselliste-2026-11-23.txt").read_bytes() == content
