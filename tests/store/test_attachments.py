"""The bytes of attachments in the encrypted file: beside the history, kept for an undo, swept afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.attachment import Attachment, taken
from app.store import attachments, history
from app.store.attachments import KEPT
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.schema import ActPayloadRow, AttachmentContentRow
from tests.attached import pdf, picture
from tests.casefiles import Clock, Opener, after, refusal, taken_in

LETTER, PHOTO = pdf(), picture("JPEG")


def put(file: CaseFile, client_id: str, content: bytes = LETTER) -> Attachment:
    made = taken(client_id, "a.pdf", content, file.now())
    with file.write("Probe") as work:
        attachments.put(work, made, content)
    return made


def remove(file: CaseFile, made: Attachment) -> None:
    with file.write("Weg") as work:
        work.remove(made)


def kept(file: CaseFile) -> set[str]:
    with file.read() as connection:
        return set(connection.execute(select(AttachmentContentRow.id)).scalars())


def sweep(file: CaseFile) -> int:
    with file.write("Aufräumen") as work:
        return attachments.sweep(work, file.now() - KEPT)


def test_bytes_come_back_as_they_were_after_closing(opener: Opener) -> None:
    file = opener()
    client_id, _case = taken_in(file)
    made = put(file, client_id)
    file.close()
    again = opener()
    assert attachments.content(again, made.id) == LETTER
    assert clients.page(again, client_id).attachments == (made,)


def test_no_byte_stands_in_the_history_or_in_the_clear(opener: Opener) -> None:
    file = opener()
    client_id, _case = taken_in(file)
    marker = b"%PDF-1.4 MARKE-IM-ANHANG-4711 startxref 1 %%EOF"
    put(file, client_id, marker)
    with file.read() as connection:
        payloads = " ".join(connection.execute(select(ActPayloadRow.content)).scalars())
    assert "a.pdf" in payloads and "MARKE-IM-ANHANG" not in payloads
    file.close()
    assert all(b"MARKE-IM-ANHANG" not in path.read_bytes() for path in file.folder.rglob("*") if path.is_file())


def test_a_removal_keeps_the_bytes_until_its_undo_is_too_old(file: CaseFile, clock: Clock) -> None:
    client_id, _case = taken_in(file)
    made, other = put(file, client_id), put(file, client_id, PHOTO)
    remove(file, made)
    clock.go_to(after(30))
    assert (attachments.left_over(file, clock() - KEPT), sweep(file)) == (False, 0)
    file.undo()
    assert attachments.content(file, made.id) == LETTER
    file.redo()
    clock.go_to(after(61))
    assert attachments.left_over(file, clock() - KEPT) and sweep(file) == 1
    assert kept(file) == {other.id}
    assert refusal(lambda: attachments.content(file, made.id)) == attachments.GONE


def test_no_undo_and_no_redo_brings_back_a_record_without_bytes(file: CaseFile, clock: Clock) -> None:
    client_id, _case = taken_in(file)
    removed = put(file, client_id)
    remove(file, removed)
    put(file, client_id, PHOTO)
    file.undo()
    clock.go_to(after(0) + KEPT + timedelta(1))
    assert sweep(file) == 2 and kept(file) == set()
    assert refusal(file.redo) == history.NOTHING_TO_REDO
    file.undo()  # the person, taken in before
    assert refusal(file.undo) == history.NOTHING_TO_UNDO
    with file.read() as connection:
        assert history.first_broken_link(connection) is None


def test_an_entry_of_the_program_does_not_take_the_repeating_away(file: CaseFile) -> None:
    client_id, _case = taken_in(file)
    made = put(file, client_id)
    file.undo()
    with file.write("Von selbst", undoable=False) as work:
        work.add(taken(client_id, "b.png", picture(), file.now()))
    file.redo()
    assert made in clients.page(file, client_id).attachments


def test_an_attachment_belongs_to_somebody(file: CaseFile) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        put(file, "nobody")
    assert kept(file) == set()
