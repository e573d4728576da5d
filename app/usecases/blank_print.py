"""Empty forms as PDF files. They hold nobody, so the register of what left says nothing of them."""

from pathlib import Path

from app.documents.blank_form import blank_intake_pdf, blank_list_pdf
from app.store.casefile import CaseFile
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down


def write_intake(file: CaseFile, target: Path) -> None:
    """The form of one person; UserError where it cannot be written."""
    put_down(target, blank_intake_pdf(office=file.meta("office"), muster=is_muster(file)))


def write_list(file: CaseFile, target: Path, shelter: str = "") -> None:
    """The list of ten persons for a visit, headed by the shelter where one is named."""
    put_down(target, blank_list_pdf(office=file.meta("office"), shelter=shelter, muster=is_muster(file)))
