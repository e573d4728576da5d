"""Acts on attachments: take a file in, rename, remove, look at it, hand it out (entered in the register), sweep."""

import os
from contextlib import ExitStack
from pathlib import Path

from app.documents import pdf_pages
from app.domain import attachment as attachments
from app.domain.attachment import PDF, Attachment
from app.domain.client import Client
from app.domain.dates import german
from app.domain.errors import N_, UserError
from app.domain.names import clean
from app.store import attachments as store
from app.store.attachments import KEPT
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.usecases import consent, muster, outgoing

ADD = N_("Anlage hinzufügen")
RENAME = N_("Anlage umbenennen")
REMOVE = N_("Anlage entfernen")
SWEEP = N_("Entfernte Anlagen endgültig löschen")
ALREADY = N_("Diese Datei ist bei dieser Person schon vorhanden, als „{name}“ vom {day}. Es wurde nichts noch einmal "
             "aufgenommen.")
CANNOT_READ = N_("„{name}“ lässt sich nicht lesen. Es wurde nichts aufgenommen. Prüfen Sie, ob die Datei noch da ist "
                 "und ob Sie sie öffnen dürfen.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Die Anlage ist unverändert und nicht ausgegeben. "
                  "Wählen Sie einen anderen Ort.")
ALREADY_THERE = N_("An diesem Ort gibt es schon eine Datei mit diesem Namen. Sie bleibt, wie sie ist, und es wurde "
                   "nichts ausgegeben. Wählen Sie einen anderen Namen.")
RECIPIENT_MISSING = N_("Es fehlt, für wen die Anlage ist. Es wurde nichts ausgegeben. "
                       "Ein Wort genügt, zum Beispiel „Jobcenter“.")
KIND = "attachment"


def add(file: CaseFile, client_id: str, path: Path) -> Attachment:
    """Takes a file in as it is now; the file itself stays where it lies. For a worker: 20 MB take half a second.

    Raises UserError: not readable, of another kind, damaged, protected, too large, already there, disk full.
    """
    content = _read(path)
    made = attachments.taken(client_id, path.name, content, file.now())
    if made.kind == PDF:
        pdf_pages.pages(made.name, content)
    room_for(file.database, len(content))
    with file.write(ADD) as work:
        work.get(Client, client_id)
        for twin in work.find(Attachment, client_id=client_id, sha256=made.sha256):
            raise UserError(ALREADY, name=twin.name, day=german(twin.added_at.date()))
        store.put(work, made, content)
    return made


def _read(path: Path) -> bytes:
    """At most one byte more than allowed: that is enough to refuse a larger one."""
    try:
        # a pipe or a device would be waited for without end
        if not path.is_file():
            raise UserError(CANNOT_READ, name=attachments.name_of_file(path.name))
        with path.open("rb") as source:
            return source.read(attachments.MOST_BYTES + 1)
    except OSError:
        raise UserError(CANNOT_READ, name=attachments.name_of_file(path.name)) from None


def rename(file: CaseFile, attachment_id: str, name: str) -> None:
    """Another name; the content and its kind stay."""
    tidy = attachments.checked_name(name)
    with file.write(RENAME) as work:
        work.change(Attachment, attachment_id, name=tidy)


def remove(file: CaseFile, attachment_id: str) -> None:
    """Takes it out of the list; its bytes stay for 30 days, so that the undo brings it back whole."""
    with file.write(REMOVE) as work:
        work.remove(work.get(Attachment, attachment_id))


def content(file: CaseFile, attachment_id: str) -> bytes:
    """The bytes, to be looked at in memory; never to be written anywhere but by `hand_out`."""
    return store.content(file, attachment_id)


def name_outside(file: CaseFile, attachment: Attachment) -> str:
    """What a handed out file is proposed to be called; its bytes stay as they came, so a Musterdatei says it here."""
    name = Path(attachments.file_name(attachment))
    return muster.stem_of(file, name.stem) + name.suffix


def hand_out(file: CaseFile, attachment: Attachment, target: Path, recipient: str, purpose: str = "", *,
             reason: str = "") -> None:
    """Writes the file in the clear to a new ``target`` and enters it in the register; without the entry no file.

    Raises UserError: nobody named, no consent for the receiver and no ``reason`` to do it all the same, something lies
    there already, cannot write, disk full.
    """
    if not clean(recipient):
        raise UserError(RECIPIENT_MISSING)
    released = consent.release(file, attachment.client_id, recipient, reason)
    held = content(file, attachment.id)
    room_for(target, len(held))
    subject = f"„{attachment.name}“" + (f" – {clean(purpose)}" if clean(purpose) else "")
    try:
        with ExitStack() as undone:
            with target.open("xb") as out:
                undone.callback(target.unlink, missing_ok=True)
                out.write(held)
                out.flush()
                os.fsync(out.fileno())
            outgoing.note(file, KIND, subject, recipient, attachment.client_id, reason=released.reason,
                          consent_id=released.consent_id)
            undone.pop_all()
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(CANNOT_WRITE) from None


def sweep(file: CaseFile) -> int:
    """Erases the bytes of attachments removed over 30 days ago; returns how many. At close or after unlock.

    Costs one read where there is nothing to do; an undo of these removals is refused from then on.
    """
    before = file.now() - KEPT
    if not store.left_over(file, before):
        return 0
    with file.write(SWEEP) as work:
        return store.sweep(work, before)
