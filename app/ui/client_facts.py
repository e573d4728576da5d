"""The tab Angaben: facts about the person and about the case, card by card; leaving a field saves it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.codes import code_list
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.client_cards import CaseCard, ExitCard, FactsCard
from app.ui.client_family import children_list, household_fields, languages_list, links_list
from app.ui.client_fields import birth_day, choice, phone, several_words, shown_values, word
from app.ui.client_home import HomeCard
from app.ui.client_mixed import Parts
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView
from app.ui.layouts import column
from app.ui.shell import Shell

NATIONS = ("nationality_1", "nationality_2")


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
        Field("nationality_1", _("Staatsangehörigkeit"), choice("nationality")),
        Field("nationality_2", _("Zweite Staatsangehörigkeit"), choice("nationality", empty=_("keine"))),
        Field("birth_country", _("Geburtsland"), choice("nationality")),
        Field("contact_language", _("Sprache"), choice("language"), width="half"),
        Field("interpreter", _("Dolmetschen"), choice("interpreter"), width="half"),
    )


def reach_fields() -> tuple[Field, ...]:
    """How the person may be reached, and when without danger for them."""
    channels = tuple((code.id, word("contact_channel", code.id)) for code in code_list("contact_channel").active())
    return (
        Field("phone", _("Telefon"), phone()),
        Field("mail", _("E-Mail"), Text(), doubt=_odd_mail),
        Field("messenger", _("Messenger"), Text(), help=_("Name oder Nummer dort")),
        Field("channels", _("Erlaubte Wege"), Chips(options=channels, several=True), width="full"),
        Field("safe_hours", _("Sichere Zeiten"), Text(), width="half", help=_("zum Beispiel Mo bis Fr ab 15 Uhr")),
        Field("trusted_person", _("Vertrauensperson"), Text(), width="half", help=_("Name und wie sie erreichbar ist")),
        Field("contact_note", _("Hinweis zum Kontakt"), Text(), width="full",
              help=_("zum Beispiel: keine Nachricht auf die Mailbox")),
    )


def _odd_mail(value: object) -> str:
    name, at, place = str(value).partition("@")
    whole = name and at and "." in place and " " not in str(value)
    return "" if whole else _("So sieht keine E-Mail-Adresse aus. Gespeichert ist sie trotzdem.")


def case_fields() -> tuple[Field, ...]:
    """How the person came, and their situation at the beginning."""
    return (
        Field("access_route", _("Zugangsweg"), choice("access_route"), width="half"),
        Field("entry_employment", _("Beschäftigung zu Beginn"), choice("employment"), width="half"),
        Field("entry_german_oral", _("Deutsch zu Beginn, mündlich"), choice("cefr"), width="half"),
        Field("entry_school_years", _("Schuljahre"), choice("school_years"), width="half"),
        Field("entry_certificate", _("Höchster Abschluss"), choice("certificate"), width="full"),
    )


def exit_fields() -> tuple[Field, ...]:
    """The situation at the end, which is often known some days later."""
    return (
        Field("outcome_situation", _("Situation am Ende"), choice("outcome_situation"), width="half"),
        Field("satisfaction", _("Zufriedenheit"), choice("satisfaction"), width="half"),
        Field("handed_over_to", _("Übergeben an"), Text(), width="full", help=_("Stelle oder Angebot")),
    )


class PersonCard(FactsCard):
    """Birth, origin, language; the two boxes for a nationality are one fact."""

    def values(self, record: Record) -> dict[str, Any]:
        """What the fields show."""
        nations = (*record.client.nationalities, None, None)
        own = [name for name in self.form.attributes if name not in NATIONS]
        return {**shown_values(record.client, own), **dict(zip(NATIONS, nations, strict=False))}

    def told(self, attribute: str, value: object) -> dict[str, Any]:
        """What a left field says."""
        if attribute not in NATIONS:
            return super().told(attribute, value)
        kept = [self.form.values().get(name) for name in NATIONS]
        return {"nationalities": tuple(dict.fromkeys(code for code in kept if code))}


class Facts(QWidget):
    """The cards over the person and the latest case; every left field is one entry of the history."""

    writing = Signal(bool)

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        super().__init__()
        self.setLayout(column(None, gap=12))
        self.parts = Parts(self, (
            lambda: FactsCard(file, _("Name"), name_fields()),
            lambda: PersonCard(file, _("Person"), person_fields(file)),
            lambda: languages_list(shell, file), lambda: FactsCard(file, _("Erreichbarkeit"), reach_fields()),
            lambda: HomeCard(shell, file), lambda: FactsCard(file, _("Haushalt"), household_fields()),
            lambda: children_list(shell, file), lambda: links_list(shell, file),
            lambda: CaseCard(file, _("Zu Beginn des Falls"), case_fields()),
            lambda: ExitCard(file, _("Am Ende des Falls"), exit_fields())), at_once=1)
        self.parts.writing.connect(lambda _on: self.writing.emit(self.busy))

    @property
    def forms(self) -> tuple[FormView, ...]:
        """The forms of all cards, top first."""
        return tuple(part.form for part in self.parts.all() if isinstance(part, FactsCard))

    @property
    def busy(self) -> bool:
        """True while a form for a new record is open."""
        return self.parts.busy

    def flush(self) -> None:
        """Keeps what is being typed as drafts."""
        self.parts.flush()

    def show_record(self, record: Record) -> None:
        """Shows the stored facts; a field being typed in keeps what stands there."""
        self.parts.show_record(record)

    def focus_fact(self, attribute: str) -> bool:
        """Puts the keyboard into the field of a fact; False where it is on another tab."""
        own = {"nationalities": NATIONS[0], "accommodation_id": "shelter"}
        return self.parts.focus_fact(own.get(attribute, attribute))

    def first(self) -> QWidget:
        """The first field."""
        return self.parts.first.form.box("family_name").control.targets()[0]
