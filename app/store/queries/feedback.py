"""What was said about offerings and is not written to a stick yet."""

from sqlalchemy import select

from app.domain.feedback import OfferingFeedback
from app.store.casefile import CaseFile
from app.store.records import from_row
from app.store.schema_offers import OfferingFeedbackRow


def unsent(file: CaseFile) -> tuple[OfferingFeedback, ...]:
    """The notices of this office that the GfS does not have yet, oldest first."""
    own = OfferingFeedbackRow
    with file.read() as connection:
        rows = connection.execute(select(own.__table__).where(own.sent_on.is_(None), own.office == "").order_by(
            own.on, own.offering_key)).mappings()
        return tuple(from_row(OfferingFeedback, row) for row in rows)
