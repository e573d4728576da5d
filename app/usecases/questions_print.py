"""The questions for the next talk on paper, entered in the register. Not in `questions`: drawing loads slowly."""

from pathlib import Path

from app.documents import question_sheet
from app.documents.question_sheet import question_sheet_pdf
from app.domain.errors import N_
from app.domain.names import shown
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import page
from app.store.queries.offers import of_keys
from app.usecases import outgoing
from app.usecases.muster import is_muster
from app.usecases.new_file import put_down
from app.usecases.questions import GROUPS, open_offerings, questions

SUBJECT, FOR = N_("Fragen für das nächste Gespräch"), N_("für das eigene Gespräch")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Es wurde nichts gespeichert. Wählen Sie einen anderen "
                  "Ort.")


def write_pdf(file: CaseFile, client_id: str, target: Path) -> None:
    """Writes the sheet to a new file and enters that; raises UserError where it cannot."""
    record = page(file, client_id)
    asked = questions(record, of_keys(file, open_offerings(record)), file.today())
    client = record.client
    content = question_sheet_pdf(
        shown(family=client.family_name, given=client.given_name, alias=next(iter(client.aliases), "")),
        client.reference,
        [question_sheet.Question(text=one.text, answer_hint=one.hint, group=_(GROUPS[one.group])) for one in asked],
        office=file.meta("office"), on=file.today(), muster=is_muster(file))
    put_down(target, content, CANNOT_WRITE)
    outgoing.note(file, "print", SUBJECT, FOR, client_id)
