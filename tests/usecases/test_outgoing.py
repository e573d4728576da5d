"""The register on paper: it names what it shows, enters itself and never writes over another file."""

import errno
from pathlib import Path

import pytest

from app.store.casefile import CaseFile
from app.store.queries import outgoing as register
from app.usecases import new_file, outgoing, outgoing_print
from app.usecases.outgoing_print import CANNOT_WRITE
from tests.casefiles import refusal, taken_in
from tests.documents.printed import copied


def subjects(file: CaseFile) -> set[tuple[str, str]]:
    return {(line.entry.kind, line.entry.subject) for line in register.lines(file)}


def test_the_list_holds_the_lines_of_its_kind_and_is_an_entry_itself(file: CaseFile, tmp_path: Path) -> None:
    client_id, _ = taken_in(file)
    outgoing.note(file, "attachment", "Ausweis", "Jobcenter", client_id, reason="eilig")
    outgoing.note(file, "backup", "Sicherung rot")
    outgoing_print.write_pdf(file, tmp_path / "alle.pdf")
    outgoing_print.write_pdf(file, tmp_path / "anlagen.pdf", "attachment")
    everything, part = ("".join(copied((tmp_path / f"{name}.pdf").read_bytes())) for name in ("alle", "anlagen"))
    assert "Ausweis" in everything and "rot" in everything
    assert "Ausweis" in part and "rot" not in part
    assert {("print", "Liste der Ausgänge"), ("print", "Liste der Ausgänge: Anlage")} <= subjects(file)


def test_the_register_of_one_person_leaves_out_the_others(file: CaseFile) -> None:
    mine, other = taken_in(file)[0], taken_in(file, given_name="Jelena")[0]
    for client_id in (mine, other, None):
        outgoing.note(file, "print", "Blatt", "VHS", client_id)
    assert [line.entry.client_id for line in register.lines(file, mine)] == [mine]
    assert len(register.lines(file)) == 3


def test_what_lies_there_stays_and_a_list_that_cannot_be_written_is_not_entered(
        file: CaseFile, tmp_path: Path) -> None:
    target = tmp_path / "liste.pdf"
    target.write_text("von gestern")
    assert refusal(lambda: outgoing_print.write_pdf(file, target)) == new_file.ALREADY_THERE
    assert target.read_text() == "von gestern"
    assert refusal(lambda: outgoing_print.write_pdf(file, tmp_path / "fort" / "liste.pdf")) == CANNOT_WRITE
    assert register.lines(file) == ()


def test_half_a_file_never_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        """A disk that fills up while it is written."""

        def __enter__(self) -> "Full":
            target.touch()
            return self

        def __exit__(self, *_: object) -> None:
            """The file is closed."""

        def write(self, _content: bytes) -> None:
            raise OSError(errno.ENOSPC, "no space left on device")

    target = tmp_path / "blatt.pdf"
    monkeypatch.setattr(Path, "open", lambda *_: Full())
    assert refusal(lambda: new_file.put_down(target, b"%PDF-")) == new_file.CANNOT_WRITE
    assert not target.exists()
