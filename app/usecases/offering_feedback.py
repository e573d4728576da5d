"""What an office tells the Geschäftsführende Stelle (GfS) about its offerings: noted one by one, written to a file
together. No person stands in it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.catalogue import Offering
from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.feedback import OfferingFeedback
from app.domain.identity import new_id
from app.domain.listing import own_list
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.usecases import outgoing
from app.usecases.muster import office_of
from app.usecases.new_file import put_down

ADD = N_("Hinweis zu einem Angebot merken")
WRITE = N_("Hinweise zu Angeboten weitergeben")
SUBJECT = N_("Hinweise zu Angeboten: {n}")
RECIPIENT = N_("Geschäftsführende Stelle")
KIND_MISSING = N_("Es fehlt, was an dem Angebot nicht stimmt. Es wurde nichts gemerkt. Wählen Sie einen Hinweis aus.")
NOT_OF_GFS = N_("Dieses Angebot steht in einer eigenen Liste, von der die Geschäftsführende Stelle nichts weiß. Es "
                "wurde nichts gemerkt.")
NOTHING_NEW = N_("Es gibt keinen Hinweis, der noch nicht weitergegeben ist. Es wurde nichts geschrieben.")
NOTE_LENGTH, NAME_LENGTH = 500, 200
KINDS = "offering_feedback"
FORMAT, VERSION = "klientendatei-hinweise", 1


def add(file: CaseFile, offering: Offering, kind: str, note: str = "") -> OfferingFeedback:
    """Notes what is wrong with an offering of the GfS; raises UserError without a kind and for an own list."""
    if kind not in code_list(KINDS):
        raise UserError(KIND_MISSING)
    if own_list(offering):
        raise UserError(NOT_OF_GFS)
    with file.write(ADD) as work:
        return work.add(OfferingFeedback(
            id=new_id(), offering_key=offering.key, title=offering.title[:NAME_LENGTH],
            provider=offering.provider[:NAME_LENGTH], kind=kind, on=file.today(), note=clean(note)[:NOTE_LENGTH]))


def write(file: CaseFile, target: Path) -> int:
    """Puts what was not sent yet into a new file and marks it as sent today, in one act; returns how many.

    Raises UserError where there is nothing or nothing can be written; then nothing is marked.
    """
    office = office_of(file)
    with file.write(WRITE, undoable=False) as work:
        found = [one for one in work.find(OfferingFeedback, sent_on=None) if not one.office]
        if not found:
            raise UserError(NOTHING_NEW)
        for one in found:
            work.change(OfferingFeedback, one.id, sent_on=file.today())
        # last in the act: a stick that refuses takes the marks back with it
        put_down(target, in_json(found, office))
    outgoing.note(file, "list", SUBJECT.format(n=len(found)), RECIPIENT)
    return len(found)


def in_json(found: Sequence[OfferingFeedback], office: str) -> bytes:
    """The file as the GfS reads it: UTF-8, one object, the notices by day."""
    notices: list[dict[str, Any]] = [
        {"durchfuehrung_id": one.offering_key, "titel": one.title, "traeger": one.provider, "hinweis": one.kind,
         "datum": one.on.isoformat(), "anmerkung": one.note}
        for one in sorted(found, key=lambda one: (one.on, one.offering_key, one.kind))]
    whole = {"format": FORMAT, "version": VERSION, "stelle": office, "hinweise": notices}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
