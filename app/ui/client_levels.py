"""The tab Bildung und Arbeit: German as dated levels, oral and written apart, then school, training and work."""

from typing import Any

from app.domain.dates import german
from app.domain.language import LanguageAssessment
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_cards import FactsCard
from app.ui.client_fields import choice, past_day, shown_values, stored_values, word
from app.ui.client_mixed import MixedTab
from app.ui.client_records import Kind
from app.ui.client_school import schools_list, works_list
from app.ui.columns import Column
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.shell import Shell
from app.usecases import casework

NAMES = ("on", "oral", "written", "basis", "certificate")


def level_fields(file: CaseFile) -> tuple[Field, ...]:
    """What is spoken and written, since when that is known and from what."""
    return (
        Field("oral", _("Mündlich"), choice("cefr")),
        Field("written", _("Schriftlich"), choice("cefr")),
        Field("on", _("Stand vom"), past_day(file.today), required=True),
        Field("basis", _("Grundlage"), choice("cefr_basis")),
        Field("certificate", _("Zertifikat"), Text(), help=_("zum Beispiel telc B1")),
    )


def school_fields() -> tuple[Field, ...]:
    """The highest of what was reached, wherever it was."""
    return (
        Field("literacy", _("Lesen und Schreiben"), choice("literacy"), width="half"),
        Field("school_years", _("Schuljahre"), choice("school_years"), width="half"),
        Field("certificate", _("Höchster Abschluss"), choice("certificate"), width="full"),
        Field("recognition", _("Anerkennung"), choice("certificate_recognition"), width="half"),
    )


def work_fields() -> tuple[Field, ...]:
    """What was learned, and the situation today; that at the beginning of the case stands with the case."""
    return (
        Field("vocational", _("Ausbildung"), choice("vocational"), width="half"),
        Field("occupation", _("Beruf"), Text(), width="half", help=_("gelernt oder ausgeübt")),
        Field("employment", _("Beschäftigung heute"), choice("employment"), width="half"),
        Field("livelihood", _("Lebensunterhalt"), choice("livelihood"), width="half"),
        Field("driving_licence", _("Führerschein"), choice("yes_no"), width="half"),
    )


def levels_tab(shell: Shell, file: CaseFile) -> MixedTab[LanguageAssessment]:
    """German by date, then what the person brings along."""
    def add(client_id: str, values: dict[str, object]) -> None:
        casework.add_level(file, client_id, **_stored(values))

    def change(level_id: str, attribute: str, value: object) -> None:
        casework.change_level(file, level_id, **_stored({attribute: value}))

    def speak(level: LanguageAssessment) -> str:
        return _("{date}: {oral} mündlich, {written} schriftlich").format(
            date=german(level.on), oral=word("cefr", level.oral), written=word("cefr", level.written))

    kind = Kind[LanguageAssessment](
        name="level", title=_("Deutsch"), new=_("Neuer Deutschstand"), add_word=_("Deutschstand eintragen"),
        columns=(
            Column[LanguageAssessment](title=_("Stand vom"), text=lambda v: german(v.on), sort=lambda v: v.on),
            Column[LanguageAssessment](title=_("Mündlich"), text=lambda v: word("cefr", v.oral), width=150),
            Column[LanguageAssessment](title=_("Schriftlich"), text=lambda v: word("cefr", v.written), width=150),
            Column[LanguageAssessment](title=_("Grundlage"), text=lambda v: word("cefr_basis", v.basis), width=190),
        ),
        key=lambda v: v.id, speak=speak,
        empty=("languages", _("Noch kein Deutschstand"),
               _("Hier steht, was die Person auf Deutsch spricht und schreibt, mit Datum und Grundlage.")),
        new_fields=lambda: level_fields(file), new_values=lambda: {"on": file.today()}, add=add,
        edit_fields=lambda: level_fields(file), values=lambda v: shown_values(v, NAMES), change=change)
    return MixedTab(file, kind, (
        lambda: FactsCard(file, _("Schule"), school_fields()), lambda: schools_list(shell, file),
        lambda: FactsCard(file, _("Ausbildung und Arbeit"), work_fields()), lambda: works_list(shell, file)))


def _stored(values: dict[str, object]) -> dict[str, Any]:
    return stored_values(LanguageAssessment, values)
