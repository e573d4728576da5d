"""The tab Angaben: facts about the person and about the case; leaving a field saves it."""

from itertools import pairwise
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.case import Case
from app.domain.client import Client
from app.domain.codes import code_list
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.choice import Choice
from app.ui.client_fields import (
    birth_day,
    choice,
    partial_day,
    phone,
    several_words,
    shown_values,
    stored_values,
)
from app.ui.components import titled_card
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView
from app.ui.layouts import column
from app.ui.quick_choice import enter_takes_first
from app.usecases import casework

NATIONS = ("nationality_1", "nationality_2")
CLIENT_FACTS = ("family_name", "given_name", "aliases", "original_script", "order_known", "birth", "sex", "ags",
                "contact_language", "interpreter", "phone", "accommodation", "room", "arrived")
CASE_FACTS = ("access_route", "entry_employment", "entry_school_years", "entry_certificate", "entry_german_oral")


def commune_field() -> Field:
    """The commune, required because the report needs it."""
    communes = tuple((c.id, c.label) for c in code_list("commune").active())
    return Field("ags", _("Kommune"), Choice(options=communes), required=True, width="half")


def name_fields() -> tuple[Field, ...]:
    """Names as they are."""
    order = Chips(options=((True, _("Ja")), (False, _("Nein"))))
    return (
        Field("family_name", _("Familienname"), Text(), help=_("Ein Name allein genügt.")),
        Field("given_name", _("Vorname"), Text()),
        Field("aliases", _("Weitere Namen"), several_words(), help=_("mehrere mit Komma")),
        Field("original_script", _("Name in eigener Schrift"), Text()),
        Field("order_known", _("Reihenfolge der Namen sicher"), order),
    )


def person_fields(file: CaseFile) -> tuple[Field, ...]:
    """Birth, origin and language."""
    return (
        Field("birth", _("Geburtsdatum"), birth_day(file.today), required=True, width="half",
              help=_("zum Beispiel 5.3.2001 oder ca. 2001")),
        Field("sex", _("Geschlecht"), choice("sex"), width="half"),
        Field("nationality_1", _("Staatsangehörigkeit"), choice("nationality"), width="half"),
        Field("nationality_2", _("Zweite Staatsangehörigkeit"), choice("nationality", empty=_("keine")), width="half"),
        Field("contact_language", _("Sprache"), choice("language"), width="half"),
        Field("interpreter", _("Dolmetschen"), choice("interpreter"), width="half"),
    )


def place_fields(file: CaseFile) -> tuple[Field, ...]:
    """Where the person lives and how they are reached."""
    return (
        Field("phone", _("Telefon"), phone(), width="half"),
        commune_field(),
        Field("accommodation", _("Art der Unterkunft"), choice("accommodation"), width="half"),
        Field("shelter", _("Unterkunft"), Text(), width="half", help=_("Name oder Straße")),
        Field("room", _("Zimmer"), Text(max_length=40), width="half"),
        Field("arrived", _("In Deutschland seit"), partial_day(file.today), width="half",
              help=_("zum Beispiel 2023 oder 5.2023")),
    )


def case_fields() -> tuple[Field, ...]:
    """How the person came, and their situation at the beginning."""
    return (
        Field("access_route", _("Zugangsweg"), choice("access_route"), width="half"),
        Field("entry_employment", _("Beschäftigung zu Beginn"), choice("employment"), width="half"),
        Field("entry_german_oral", _("Deutsch zu Beginn, mündlich"), choice("cefr"), width="half"),
        Field("entry_school_years", _("Schuljahre"), choice("school_years"), width="half"),
        Field("entry_certificate", _("Höchster Abschluss"), choice("certificate"), width="full"),
    )


class Facts(QWidget):
    """Forms over the person and the latest case; every left field is one entry of the history."""

    def __init__(self, file: CaseFile) -> None:
        super().__init__()
        self._file = file
        self._record: Record | None = None
        self.forms = tuple(FormView(fields, self._save_client)
                           for fields in (name_fields(), person_fields(file), place_fields(file)))
        self.case_form = FormView(case_fields(), self._save_case)
        titles = (_("Name"), _("Person"), _("Erreichbarkeit"))
        cards = [titled_card(title, form) for title, form in zip(titles, self.forms, strict=True)]
        self.setLayout(column(*cards, titled_card(_("Zu Beginn des Falls"), self.case_form), None, gap=12))
        self._chain()
        enter_takes_first(self)

    def _chain(self) -> None:
        """Enter in the last field of a card goes on into the next card."""
        for form, following in pairwise((*self.forms, self.case_form)):
            form.finished.connect(following.focus)

    def show_record(self, record: Record) -> None:
        """Shows the stored facts; a field being typed in keeps what stands there."""
        self._record = record
        nations = (*record.client.nationalities, None, None)
        values = {**shown_values(record.client, CLIENT_FACTS), **dict(zip(NATIONS, nations, strict=False)),
                  "shelter": record.shelter.name if record.shelter else ""}
        for form in self.forms:
            form.set_values(values)
        self.case_form.set_values(shown_values(record.case, CASE_FACTS))

    def focus_fact(self, attribute: str) -> None:
        """Puts the keyboard into the field of a fact."""
        wanted = NATIONS[0] if attribute == "nationalities" else attribute
        for form in (*self.forms, self.case_form):
            if wanted in form.texts():
                form.focus(wanted)

    def first(self) -> QWidget:
        """The first field."""
        return self.forms[0].box("family_name").control.targets()[0]

    def _save_client(self, attribute: str, value: object) -> None:
        assert self._record is not None
        client = self._record.client
        fields: dict[str, Any]
        if attribute in NATIONS:
            kept = [self.forms[1].values().get(name) for name in NATIONS]
            fields = {"nationalities": tuple(dict.fromkeys(code for code in kept if code))}
        elif attribute == "shelter":
            fields = {"shelter": value or ""}
        else:
            fields = stored_values(Client, {attribute: value})
        casework.change_client(self._file, client.id, **fields)

    def _save_case(self, attribute: str, value: object) -> None:
        assert self._record is not None
        casework.change_case(self._file, self._record.case.id, **stored_values(Case, {attribute: value}))
