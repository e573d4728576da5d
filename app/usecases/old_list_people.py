"""One row of an older list as records, inside the act that takes the list over: a new person, or blanks filled."""

from dataclasses import fields, replace
from typing import Any

from app.documents.old_list import OldRow
from app.domain.case import Case
from app.domain.client import Client, checked
from app.domain.completeness import recorded
from app.domain.errors import N_
from app.domain.identity import new_id
from app.domain.language import LanguageAssessment
from app.domain.residence import ResidenceDocument
from app.store.casefile import CaseFile
from app.store.work import Work
from app.usecases import accommodation, contact, followup, intake

TAKEN_OVER = N_("Aus der alten Liste übernommen.")
FIRST_CONTACT = N_("Erstkontakt nach der alten Liste.")
# The order of the names is no answer somebody gave, and a birth or a commune is never blank.
_FILLED = tuple(f.name for f in fields(Client) if f.name not in ("id", "number", "order_known"))


def take(work: Work, file: CaseFile, row: OldRow) -> str:
    """A new prospect with everything the row says, as from intake; returns the identity."""
    values = row.values
    client = intake.taken_in(work, file, {**values, "told_on": values.get("first_contact")})
    (case,) = work.find(Case, client_id=client.id)
    _add_level(work, file, client.id, row)
    _add_note(work, file, case.id, row)
    return client.id


def fill(work: Work, file: CaseFile, client_id: str, row: OldRow) -> None:
    """What nobody has answered for the person yet, as the row says it; what stands there stays. Remarks become a note.
    """
    values = row.values
    client = work.get(Client, client_id)
    own: dict[str, Any] = {}
    if client.accommodation_id is None:
        own |= accommodation.moved(work, client, values.get("shelter", ""))
    own |= {name: values[name] for name in _FILLED if name in values and not recorded(getattr(client, name))}
    work.put(checked(replace(client, **own), file.today()))
    case = max(work.find(Case, client_id=client_id), key=lambda each: each.episode)
    if case.access_route == "unknown" and values.get("access_route"):
        case = work.put(replace(case, access_route=values["access_route"]))
    if not work.find(ResidenceDocument, client_id=client_id) and (
            paper := intake.paper_seen(client_id, values, file.today())):
        work.add(paper)
        followup.refresh(work, case.id, file.today())
    if not work.find(LanguageAssessment, client_id=client_id):
        _add_level(work, file, client_id, row)
    _add_note(work, file, case.id, row)


def _add_level(work: Work, file: CaseFile, client_id: str, row: OldRow) -> None:
    if oral := row.values.get("german"):
        work.add(LanguageAssessment(id=new_id(), client_id=client_id, oral=oral,
                                    on=row.values.get("first_contact") or file.today()))


def _add_note(work: Work, file: CaseFile, case_id: str, row: OldRow) -> None:
    """The first contact on its day, with all remarks; without a day they are no contact with the person, who would
    else count as met today."""
    day = row.values.get("first_contact")
    remarks = [text for text in (row.values.get("note", ""), *row.notes) if text]
    if day is None and not remarks:
        return
    head = [*([FIRST_CONTACT] if day else []), *([TAKEN_OVER] if remarks else [])]
    contact.written(work, file.today(), case_id, on=day or file.today(), kind="unknown" if day else "third_party",
                    text="\n".join((" ".join(head), *remarks)))
