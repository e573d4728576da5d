"""What is left of a person whose records were removed, erased for good: contents of acts, bytes of files, drafts."""

from collections.abc import Collection

from sqlalchemy import delete, or_, select

from app.store import belongings, history
from app.store.schema import AttachmentContentRow, DraftRow
from app.store.work import Work


def forget(work: Work, client_id: str, ids: Collection[str]) -> int:
    """Erases what acts about the person and about these records of theirs wrote; returns how many acts that were.

    Numbers, moments, titles and links of the acts stay (vault.md). Backups made before still hold everything.
    """
    gone = belongings.merged_into(work.connection, client_id) | set(ids)
    work.connection.execute(delete(AttachmentContentRow).where(
        or_(AttachmentContentRow.client_id.in_(gone), AttachmentContentRow.id.in_(gone))))
    # a draft is named after the person or case it belongs to, note:<case_id>; that of a day in a shelter holds them
    for kind, content in list(work.connection.execute(select(DraftRow.kind, DraftRow.content))):
        if kind.partition(":")[2] in gone or any(identity in content for identity in gone):
            work.discard_draft(kind)
    return history.erase_payloads(work.connection, gone)
