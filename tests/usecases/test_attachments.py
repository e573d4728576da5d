"""Attachments as acts: taking in, renaming, removing, handing out with an entry in the register."""

import os
from pathlib import Path

import pytest

from app.documents import pdf_pages
from app.domain import attachment as rules
from app.domain.attachment import Attachment
from app.domain.errors import UserError
from app.store import check
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import outgoing as register
from app.usecases import attachments, outgoing
from tests.attached import pdf, picture
from tests.casefiles import Clock, after, every_row, refusal, taken_in


@pytest.fixture
def client_id(file: CaseFile) -> str:
    return taken_in(file)[0]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "Bescheid.pdf"
    path.write_bytes(pdf(2))
    return path


def held(file: CaseFile, client_id: str) -> tuple[Attachment, ...]:
    return clients.page(file, client_id).attachments


def test_a_file_is_taken_in_and_stays_where_it_lies(file: CaseFile, client_id: str, letter: Path) -> None:
    made = attachments.add(file, client_id, letter)
    assert held(file, client_id) == (made,)
    assert (made.name, made.kind) == ("Bescheid.pdf", "pdf")
    assert attachments.content(file, made.id) == letter.read_bytes() == pdf(2)


@pytest.mark.parametrize(("muster", "name"), [("", "Bescheid.pdf"), ("1", "Bescheid_MUSTER.pdf")])
def test_what_is_handed_out_of_a_musterdatei_is_proposed_under_a_name_that_says_so(
        file: CaseFile, client_id: str, letter: Path, muster: str, name: str) -> None:
    file.set_meta(muster=muster)
    assert attachments.name_outside(file, attachments.add(file, client_id, letter)) == name


@pytest.mark.parametrize(("content", "sentence"), [
    (b"MZ" + b"\0" * 500, rules.OTHER_KIND), (b"", rules.EMPTY), (pdf()[:-200], rules.INCOMPLETE),
    (pdf(password="geheim"), pdf_pages.LOCKED), (b"%PDF-1.4\nstartxref\n0\n%%EOF", pdf_pages.BROKEN)])
def test_a_refused_file_leaves_everything_as_it_was(file: CaseFile, client_id: str, letter: Path, content: bytes,
                                                    sentence: str) -> None:
    letter.write_bytes(content)
    before = every_row(file)
    assert refusal(lambda: attachments.add(file, client_id, letter)) == sentence
    assert every_row(file) == before
    assert letter.read_bytes() == content


def test_more_than_twenty_megabytes_are_never_read(file: CaseFile, client_id: str, letter: Path) -> None:
    # a sparse file: four gigabytes that would not fit into memory
    os.truncate(letter, 4 << 30)
    assert refusal(lambda: attachments.add(file, client_id, letter)) == rules.TOO_LARGE


def test_a_folder_a_missing_file_and_a_pipe_cannot_be_read(file: CaseFile, client_id: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path, tmp_path / "nichts.pdf", tmp_path / "pipe.pdf"):
        assert refusal(lambda p=path: attachments.add(file, client_id, p)) == attachments.CANNOT_READ


def test_a_file_that_may_not_be_opened_is_told_in_one_sentence(file: CaseFile, client_id: str, letter: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbidden)
    assert refusal(lambda: attachments.add(file, client_id, letter)) == attachments.CANNOT_READ
    monkeypatch.undo()
    assert held(file, client_id) == ()


def test_the_same_file_is_not_taken_in_twice_for_one_person(file: CaseFile, client_id: str, letter: Path) -> None:
    attachments.add(file, client_id, letter)
    with pytest.raises(UserError) as refused:
        attachments.add(file, client_id, letter.rename(letter.with_name("anders.pdf")))
    assert refused.value.msgid == attachments.ALREADY
    assert refused.value.values == {"name": "Bescheid.pdf", "day": "23.11.2026"}
    other, _case = taken_in(file, given_name="Ali")
    assert attachments.add(file, other, letter.with_name("anders.pdf")).name == "anders.pdf"


def test_a_full_disk_is_noticed_before_anything_is_written(file: CaseFile, client_id: str, letter: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "KEEP_FREE", 1 << 60)
    assert refusal(lambda: attachments.add(file, client_id, letter)) == check.NO_ROOM
    assert held(file, client_id) == ()


def test_rename_remove_and_their_undo_and_redo(file: CaseFile, client_id: str, letter: Path) -> None:
    made = attachments.add(file, client_id, letter)
    attachments.rename(file, made.id, " Bescheid 3/26 ")
    assert held(file, client_id)[0].name == "Bescheid 3-26"
    assert refusal(lambda: attachments.rename(file, made.id, " . \u202e")) == rules.NAME_MISSING
    attachments.remove(file, made.id)
    assert held(file, client_id) == ()
    assert [file.undo(), file.undo()] == [attachments.REMOVE, attachments.RENAME]
    assert held(file, client_id) == (made,)
    assert file.undo() == attachments.ADD
    assert held(file, client_id) == ()
    assert file.redo() == attachments.ADD
    assert attachments.content(file, made.id) == pdf(2)


def test_handing_out_writes_the_file_and_one_line_of_the_register(file: CaseFile, client_id: str, letter: Path,
                                                                  tmp_path: Path) -> None:
    made = attachments.add(file, client_id, letter)
    target = tmp_path / "stick" / "Bescheid.pdf"
    target.parent.mkdir()
    attachments.hand_out(file, made, target, " Jobcenter ", "Widerspruch", reason="Frist")
    assert target.read_bytes() == pdf(2)
    (line,) = register.lines(file)
    assert (line.entry.kind, line.entry.subject) == ("attachment", "„Bescheid.pdf“ – Widerspruch")
    assert (line.entry.recipient, line.entry.client_id, line.number, line.entry.at) == (
        "Jobcenter", client_id, 1, file.now())
    assert "MUSTER" in line.person


def test_what_lies_there_is_never_replaced_and_nobody_goes_unnamed(file: CaseFile, client_id: str,
                                                                   letter: Path) -> None:
    made = attachments.add(file, client_id, letter)
    letter.write_bytes(b"etwas anderes")
    assert refusal(lambda: attachments.hand_out(file, made, letter, "Amt", reason="eilig")) == attachments.ALREADY_THERE
    assert letter.read_bytes() == b"etwas anderes"
    beside = letter.with_name("neu.pdf")
    assert refusal(lambda: attachments.hand_out(file, made, beside, " \u202e ")) == attachments.RECIPIENT_MISSING
    nowhere = letter.with_name("kein") / "ordner.pdf"
    assert refusal(lambda: attachments.hand_out(file, made, nowhere, "Amt", reason="eilig")) == attachments.CANNOT_WRITE
    assert not beside.exists() and register.lines(file) == ()


def test_a_file_that_cannot_be_entered_does_not_stay_outside(file: CaseFile, client_id: str, letter: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    made = attachments.add(file, client_id, letter)

    def refused(*_what: object, **_more: object) -> None:
        raise UserError(check.CANNOT_WRITE)

    monkeypatch.setattr(outgoing, "note", refused)
    target = letter.with_name("hinaus.pdf")
    assert refusal(lambda: attachments.hand_out(file, made, target, "die Person selbst")) == check.CANNOT_WRITE
    assert not target.exists()


def test_the_register_stands_and_no_undo_takes_a_line_back(file: CaseFile, client_id: str, letter: Path,
                                                           clock: Clock) -> None:
    attachments.add(file, client_id, letter)
    early = outgoing.note(file, "backup", "Sicherung auf USB" + "x" * 600)
    clock.go_to(after(1))
    late = outgoing.note(file, "handover", "Akte", "MUSTER-Amt", client_id)
    assert [line.entry for line in register.lines(file)] == [late, early]
    assert len(early.subject) == outgoing.SUBJECT_LENGTH
    assert file.undo() == attachments.ADD
    assert len(register.lines(file)) == 2


def test_sweeping_erases_what_was_removed_over_thirty_days_ago(file: CaseFile, client_id: str, letter: Path,
                                                               clock: Clock) -> None:
    made = attachments.add(file, client_id, letter)
    attachments.remove(file, made.id)
    assert attachments.sweep(file) == 0
    clock.go_to(after(31))
    assert attachments.sweep(file) == 1
    assert attachments.sweep(file) == 0


def test_a_photo_needs_no_reader_of_pdf(file: CaseFile, client_id: str, tmp_path: Path,
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "_pdfium", lambda: pytest.fail("loaded"))
    path = tmp_path / "foto.dat"
    path.write_bytes(picture("JPEG"))
    assert attachments.add(file, client_id, path).kind == "jpeg"
