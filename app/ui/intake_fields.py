"""The topics of Aufnahme in the order of the spoken interview, with the last intake as help. No widgets, no saving."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from app.domain.client import Client
from app.domain.codes import code_list
from app.domain.names import folded, isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import intake
from app.store.queries.intake import LastIntake
from app.ui.choice import Choice
from app.ui.client_fields import birth_day, choice, due_day, partial_day, phone, several_words, stored_values, word
from app.ui.controls import native
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.suggest import Suggested

# The twelve facts the ring counts; the other fields are extra.
COUNTED = ("family_name", "given_name", "birth", "sex", "nationality", "ags", "shelter", "contact_language", "phone",
           "interpreter", "access_route", "paper_kind")
AS_BEFORE = "Ctrl+,"
PROPOSED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Fields that belong together; `state` stands beside the heading."""

    title: str
    state: str
    fields: tuple[Field, ...]
    opened: bool = True


def topics(file: CaseFile, last: LastIntake) -> tuple[Topic, ...]:
    """Person, Erreichbarkeit, Aufenthalt, and what can wait."""
    communes = tuple((c.id, c.label) for c in code_list("commune").active())
    known = _("wie bei der letzten Aufnahme") if last.former else _("die der Dienststelle")
    return (
        Topic(title=_("Person"), state=_("drei Pflichtangaben: ein Name, Geburtsjahr und Kommune"), fields=(
            Field("family_name", _("Familienname"), Text(), help=_("Ein Name genügt, gleich welcher.")),
            Field("given_name", _("Vorname"), Text()),
            Field("aliases", _("Weitere Namen"), several_words(), help=_("Alias, mehrere mit Komma")),
            Field("birth", _("Geburtsdatum oder -jahr"), birth_day(file.today), required=True,
                  help=_("zum Beispiel 5.3.2001 oder ca. 2001")),
            Field("sex", _("Geschlecht"), choice("sex")),
            Field("nationality", _("Staatsangehörigkeit"), choice("nationality")),
        )),
        Topic(title=_("Erreichbarkeit"), state="", fields=(
            Field("ags", _("Kommune"), Choice(options=communes, frequent=(last.ags,) if last.ags else ()),
                  required=True, help=known if last.ags else ""),
            Field("shelter", _("Unterkunft"), Suggested(find=own_words(partial(intake.shelter_names, file)), free=True),
                  help=_last(isolated(last.shelter))),
            Field("contact_language", _("Sprache"), choice("language"),
                  help=_last_code("language", last.contact_language)),
            Field("phone", _("Telefon"), phone()),
            Field("interpreter", _("Dolmetschen"), choice("interpreter")),
            Field("access_route", _("Zugangsweg"), choice("access_route"),
                  help=_last_code("access_route", last.access_route)),
        )),
        Topic(title=_("Aufenthalt"), state="", fields=(
            Field("paper_kind", _("Papier"), choice("residence_kind")),
            Field("paper_valid_to", _("Gültig bis"), due_day(file.today), help=_("zum Beispiel 2301 oder +14")),
            Field("paper_work_permission", _("Arbeit laut Papier"), choice("work_permission")),
        )),
        Topic(title=_("Weitere Angaben"), state=_("können warten"), opened=False, fields=(
            Field("original_script", _("Name in eigener Schrift"), Text()),
            Field("accommodation", _("Art der Unterkunft"), choice("accommodation")),
            Field("room", _("Zimmer"), Text(max_length=40)),
            Field("occupation", _("Beruf oder Tätigkeit"),
                  Suggested(find=own_words(partial(intake.occupations, file)), free=True)),
            Field("arrived", _("In Deutschland seit"), partial_day(file.today),
                  help=_("zum Beispiel 2023 oder 5.2023")),
        )),
    )


def offered(last: LastIntake) -> dict[str, str]:
    """What the last intake offers for the next one, by attribute; the commune stands there already."""
    found = {"shelter": last.shelter, "contact_language": last.contact_language, "access_route": last.access_route}
    return {name: value for name, value in found.items() if value not in ("", "unknown", "refused")}


def own_words(read: Callable[[], Sequence[str]]) -> Callable[[str], list[tuple[str, str]]]:
    """Proposals from what the file holds already, read at the first letter; those that begin so come first."""
    words: list[str] = []

    def find(typed: str) -> list[tuple[str, str]]:
        if not words:
            words.extend(read())
        part = folded(typed)
        hits = [word for word in words if part in folded(word)]
        return [(word, word) for word in sorted(hits, key=lambda word: not folded(word).startswith(part))[:PROPOSED]]

    return find


def _last(text: str) -> str:
    return _("zuletzt: {text} – {key}").format(text=text, key=native(AS_BEFORE)) if text else ""


def _last_code(name: str, code: str) -> str:
    return _last(word(name, code)) if code not in ("unknown", "refused") else ""


def for_use_case(values: dict[str, object]) -> dict[str, Any]:
    """Form values as the act of taking in wants them; what is empty is left to its default."""
    nationality = values.get("nationality")
    own = {name: value for name, value in values.items() if name in {f.name for f in fields(Client)}}
    beside = ("access_route", "shelter")
    rest = {name: value for name, value in values.items() if name.startswith("paper_") or name in beside}
    return {**stored_values(Client, own), **rest, "nationalities": (nationality,) if nationality else ()}


def counted(values: dict[str, object]) -> int:
    """How many of the twelve facts are there; any one name counts as the name."""
    return sum(values.get(name) not in (None, "", ()) for name in COUNTED)
