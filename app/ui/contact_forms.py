"""What is asked of an organisation and of a person there; fields and forms, shared by Adressbuch and referral."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.names import folded
from app.domain.organisation import ContactPerson, Organisation
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import organisations as query
from app.ui.client_fields import choice, shown_values, stored_values, word
from app.ui.client_home import commune_field
from app.ui.client_records import Entering
from app.ui.editors import Chips, LongText, Option, Text
from app.ui.form import Field
from app.ui.suggest import Suggested
from app.usecases import organisations

# the page, and the kind of the drafts on it
PAGE = "contacts"
COMPONENTS = ("1", "2", "3", "4", "5", "R")
FACTS = ("name", "kind", "phone", "mail", "address", "ags", "components", "note")
OF_PERSON = ("name", "task", "phone", "mail", "note")
Values = Mapping[str, object]


def organisation_fields() -> tuple[Field, ...]:
    """How one reaches a provider, an office or another place."""
    commune = commune_field()
    components = tuple((one, word("referral_target", one).split(" ")[0]) for one in COMPONENTS)
    return (
        Field("name", _("Name"), Text(), required=True, width="half"),
        Field("kind", _("Art der Stelle"), choice("organisation_kind"), width="half"),
        Field("phone", _("Telefon"), Text(), width="half"),
        Field("mail", _("E-Mail"), Text(), width="half"),
        Field("address", _("Anschrift"), Text(max_length=300), width="half"),
        Field("ags", _("Kommune"), commune.editor, width="half"),
        Field("components", _("Bausteine"), Chips(options=components, several=True), width="full"),
        Field("note", _("Anmerkung"), LongText(lines=2), width="full", help=_("zum Beispiel wann jemand abhebt")),
    )


def person_fields() -> tuple[Field, ...]:
    """Who there does what."""
    return (
        Field("name", _("Name"), Text(), required=True, width="half"),
        Field("task", _("Wofür zuständig"), Text(), width="half"),
        Field("phone", _("Telefon"), Text(), width="half"),
        Field("mail", _("E-Mail"), Text(), width="half"),
        Field("note", _("Anmerkung"), Text(max_length=1000), width="full"),
    )


def stored(kind: type, values: Values) -> dict[str, Any]:
    """What a form holds, as the record stores it; an empty line is no text."""
    return {name: "" if value is None else value for name, value in stored_values(kind, values).items()}


def shown_organisation(one: Organisation) -> dict[str, Any]:
    """A stored organisation as the form shows it."""
    return {**shown_values(one, FACTS), "ags": one.ags or None}


def new_organisation(file: CaseFile, made: Callable[[str], object]) -> Entering:
    """The form of a new entry; `made` gets its identity."""
    return Entering(
        name=PAGE, new=_("Neuer Eintrag"), add_word=_("Eintragen"), new_fields=organisation_fields,
        new_values=lambda: {"kind": "provider", "ags": file.meta("ags") or None},
        add=lambda _owner, values: made(organisations.add(file, **stored(Organisation, values))))


def new_person(file: CaseFile) -> Entering:
    """The form of somebody at the organisation that owns it."""
    return Entering(
        name=PAGE, new=_("Neue Ansprechperson"), add_word=_("Eintragen"), new_fields=person_fields, new_values=dict,
        add=lambda owner, values: organisations.add_person(file, owner, **stored(ContactPerson, values)))


def provider_person(file: CaseFile, provider: str) -> Suggested:
    """The editor of a contact person at a provider: proposes those of the book with number, takes any other text."""
    def find(typed: str) -> list[Option]:
        entry = query.of_provider(file, provider)
        known = [" ".join(part for part in (one.name, one.phone) if part) for one in entry.persons] if entry else []
        return [(one, one) for one in known if folded(typed) in folded(one)]

    return Suggested(find=find, free=True)
