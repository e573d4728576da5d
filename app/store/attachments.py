"""The bytes of attachments: written with their record, read to be looked at, swept once no undo can bring them back.
They are in no history; what is known of them (`Attachment`) is, like every record."""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select, update

from app.domain.attachment import Attachment
from app.domain.errors import N_, UserError
from app.store.casefile import CaseFile
from app.store.schema import ActRow, ActSubjectRow, AttachmentContentRow, AttachmentRow
from app.store.work import Work

GONE = N_("Der Inhalt dieser Anlage wurde vor mehr als 30 Tagen entfernt und ist nicht mehr da. Alles andere ist "
          "unverändert. Nehmen Sie die Datei noch einmal auf, oder holen Sie sie aus einer Sicherung.")
KEPT = timedelta(days=30)


def put(work: Work, attachment: Attachment, content: bytes) -> None:
    """Writes record and bytes in the act that is open."""
    work.add(attachment)
    work.connection.execute(insert(AttachmentContentRow), {"id": attachment.id, "client_id": attachment.client_id,
                                                           "content": content})


def content(file: CaseFile, attachment_id: str) -> bytes:
    """The bytes of an attachment; raises UserError where they were swept. 20 MB take a tenth of a second."""
    query = select(AttachmentContentRow.content).where(AttachmentContentRow.id == attachment_id)
    with file.read() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        raise UserError(GONE)
    return bytes(found)


def left_over(file: CaseFile, before: datetime) -> bool:
    """Whether there are bytes whose record was removed before that moment."""
    with file.read() as connection:
        return connection.execute(_removed_before(before).limit(1)).first() is not None


def sweep(work: Work, before: datetime) -> int:
    """Erases bytes removed before that moment and closes the undo of the acts on them; returns how many."""
    ids = list(work.connection.execute(_removed_before(before)).scalars())
    if ids:
        work.connection.execute(delete(AttachmentContentRow).where(AttachmentContentRow.id.in_(ids)))
        # an undo would bring back a record without bytes; the links of the chain do not hold this mark
        acts = select(ActSubjectRow.number).where(ActSubjectRow.entity_id.in_(ids))
        work.connection.execute(update(ActRow).where(ActRow.number.in_(acts)).values(undoable=False))
    return len(ids)


def _removed_before(before: datetime) -> Select[str]:
    """Bytes without a record, by the last act on them: the one that removed it."""
    content, act, subject = AttachmentContentRow, ActRow, ActSubjectRow
    last = (select(func.max(act.at)).join(subject, subject.number == act.number)
            .where(subject.entity == AttachmentRow.__tablename__, subject.entity_id == content.id).scalar_subquery())
    kept = select(AttachmentRow.id).where(AttachmentRow.id == content.id).exists()
    return select(content.id).where(~kept, last < before)
