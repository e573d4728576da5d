"""What a catalogue is refused for, through the use case: each with a sentence of its own, and nothing is written.
Signed by the program minisign itself where it is installed, as the Geschäftsführende Stelle may do."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.catalogue import EXPIRED, OlderCatalogue, SameCatalogue
from app.domain.errors import UserError
from app.domain.trust import ACTIVE, catalogue_comment
from app.store.casefile import CaseFile
from app.store.queries import offers
from app.usecases import catalogue, trust
from app.vault import minisign
from tests.casefiles import Clock, after, every_row, refusal
from tests.catalogues import KEY, SECRET, STRANGER, course, csv_of, own, written
from tests.commands import Run, refused_with, run

__all__ = ["run"]
STOCK = shutil.which("minisign")
# catalogues of the tests hold until the last day of the year
LAST_DAY = 38
Signed = Callable[..., Path]


def catalogue_file(number: int, *, until: str = "31.12.2026") -> bytes:
    return csv_of(number, course("K-1-1", titel=f"Nummer {number}")).replace(b"31.12.2026", until.encode())


@pytest.fixture(params=["own", *(["stock"] if STOCK else [])])
def signed(request: pytest.FixtureRequest, file: CaseFile, tmp_path: Path) -> Signed:
    """Writes a catalogue with a signature by the key the file trusts, or by a stranger's."""
    if request.param == "own":
        trust.enter(file, trust.proposal(KEY.public_key), ACTIVE, "GfS MUSTER")
        return lambda content, stranger=False: written(tmp_path, content, STRANGER if stranger else SECRET)
    for name in ("gfs", "stranger"):
        _stock(tmp_path, "-GWf", "-p", f"{name}.pub", "-s", f"{name}.key")
    trust.enter(file, trust.proposal_from(tmp_path / "gfs.pub"), ACTIVE, "GfS MUSTER")

    def by_stock(content: bytes, stranger: bool = False) -> Path:
        path = written(tmp_path, content, None)
        read = catalogue.read(path).source
        _stock(tmp_path, "-Sm", path.name, "-s", "stranger.key" if stranger else "gfs.key", "-t",
               catalogue_comment(read.head, read.sha256))
        return path

    return by_stock


def _stock(folder: Path, *words: str) -> None:
    subprocess.run([str(STOCK), *words], cwd=folder, capture_output=True, check=True)


def test_what_may_not_come_in_is_refused_with_its_own_sentence_and_nothing_is_written(
        file: CaseFile, signed: Signed, clock: Clock) -> None:
    assert catalogue.apply(file, catalogue.read(signed(catalogue_file(2)))).trust.signed
    before = every_row(file)
    said = set()

    def refused(path: Path) -> UserError:
        incoming = catalogue.read(path)
        for act in (catalogue.preview, catalogue.apply):
            with pytest.raises(UserError) as error:
                act(file, incoming)
            assert every_row(file) == before
        said.add(error.value.msgid)
        return error.value

    flipped = signed(catalogue_file(3))
    flipped.write_bytes(flipped.read_bytes().replace(b"Nummer 3", b"Nummer 8"))
    assert refused(flipped).msgid == minisign.AlteredContent.sentence
    assert isinstance(refused(signed(catalogue_file(1))), OlderCatalogue)
    expired = refused(signed(catalogue_file(3, until="22.11.2026")))
    assert str(expired) == ("Katalog 3 galt nur bis 22.11.2026 und ist abgelaufen. Es wurde nichts eingelesen, Ihr "
                            "Katalog ist unverändert. Lassen Sie sich einen neueren geben.")
    assert refused(signed(catalogue_file(3), stranger=True)).msgid == trust.FOREIGN
    assert len(said) == 4
    assert catalogue.apply(file, catalogue.read(signed(catalogue_file(3, until="23.11.2026")))).head.number == 3


def test_an_expired_one_comes_in_neither_as_a_way_back_nor_as_an_own_list_nor_in_parts(
        file: CaseFile, clock: Clock, tmp_path: Path) -> None:
    part = own(4, course("K-1-1"), course("K-1-2"))
    catalogue.apply(file, part, take={"MUSTER-Angebote/K-1-1"})
    clock.go_to(after(LAST_DAY))
    assert catalogue.preview(file, part).notes
    clock.go_to(after(LAST_DAY + 1))
    assert refusal(lambda: catalogue.apply(file, part)) == EXPIRED
    assert refusal(lambda: catalogue.apply(file, own(3, course("K-1-1")), older_because="Versehen")) == EXPIRED
    assert refusal(lambda: catalogue.apply(file, own(1, course("K-1-1")), own_list="Andere")) == EXPIRED
    assert [one.number for one in offers.current(file).own] == [4]


def test_the_very_catalogue_in_force_is_only_said_to_be_in_though_it_has_expired(file: CaseFile, clock: Clock) -> None:
    catalogue.apply(file, own(4, course("K-1-1")))
    clock.go_to(after(LAST_DAY + 1))
    with pytest.raises(SameCatalogue):
        catalogue.preview(file, own(4, course("K-1-1")))


def test_the_command_refuses_an_expired_one_in_the_same_words(file: CaseFile, run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, catalogue_file(1, until="22.11.2026"), None)
    file.close()
    for words in ((), ("--dry-run",)):
        assert refused_with(run("catalogue", "import", file.folder, path, "--password-stdin", *words), EXPIRED)
