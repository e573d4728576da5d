"""Acts on own text modules (Textbausteine): add, change, remove – and what fills their placeholders for a person."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from app.domain.codes import UNKNOWN, code_list
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.followup import OPEN
from app.domain.identity import new_id
from app.domain.text_module import TextModule, checked
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage

ADD = N_("Textbaustein anlegen")
CHANGE = N_("Textbaustein ändern")
REMOVE = N_("Textbaustein entfernen")


def add(file: CaseFile, *, short: str, title: str, text: str) -> str:
    """An own module; one with the short word of a delivered module takes its place. Returns its id."""
    with file.write(ADD) as work:
        made = TextModule(id=new_id(), short=short, title=title, text=text)
        work.add(checked(made, work.find(TextModule)))
    return made.id


def change(file: CaseFile, module_id: str, **fields: Any) -> None:
    """Another short word, title or text."""
    with file.write(CHANGE) as work:
        work.put(checked(replace(work.get(TextModule, module_id), **fields), work.find(TextModule)))


def remove(file: CaseFile, module_id: str) -> None:
    """Takes it out; notes written with it stay as they are."""
    with file.write(REMOVE) as work:
        work.remove(work.get(TextModule, module_id))


def values_for(person: ClientPage, *, on: date, at: time, today: date, office: str) -> dict[str, str]:
    """What stands in the place of each placeholder, by its name; "" where nobody knows it."""
    client = person.client
    alias = client.aliases[0] if client.aliases else ""
    ahead = sorted(f.due_on for f in person.follow_ups if f.state == OPEN and f.due_on and f.due_on >= today)
    language = code_list("language").get(client.contact_language)
    return {
        "name": f"{client.given_name} {client.family_name}".strip() or alias,
        "vorname": client.given_name or alias, "nummer": client.reference, "datum": german(on),
        "uhrzeit": f"{at:%H:%M}", "termin": german(ahead[0]) if ahead else "", "dienststelle": office,
        "sprache": _(language.label) if language and client.contact_language not in (UNKNOWN, "refused") else "",
        "unterkunft": person.shelter.name if person.shelter else "",
    }
