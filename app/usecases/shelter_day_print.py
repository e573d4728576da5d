"""The list for a day in a shelter as a PDF, entered in the register. Not in `shelter_day`: drawing loads slowly."""

from pathlib import Path

from app.documents.day_list import DayLine, day_list_pdf
from app.domain.errors import N_
from app.store.casefile import CaseFile
from app.store.queries.shelter_day import ShelterDay
from app.usecases import outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down

SUBJECT = N_("Tagesliste einer Unterkunft")


def write_list(file: CaseFile, day: ShelterDay, target: Path) -> None:
    """Number, room and first name of the residents, by room, in a new file; UserError where it cannot."""
    lines = [DayLine(room=one.room, number=f"K-{one.number:04d}", first_name=one.given_name) for one in day.by_room()]
    put_down(target, day_list_pdf(lines, office=file.meta("office"), shelter=day.shelter.name, on=file.today(),
                                  muster=is_muster(file)))
    outgoing.note(file, "print", SUBJECT)
