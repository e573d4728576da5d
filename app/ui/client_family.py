"""Household and family on the tab Angaben: who belongs to the person, and what else they speak."""

from collections.abc import Mapping
from functools import partial

from app.domain.errors import N_, UserError
from app.domain.family import Child
from app.domain.language import SpokenLanguage
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries.client import Relative
from app.ui.client_fields import choice, joined, known_word, word, year
from app.ui.client_own import Own, Words, own_list
from app.ui.client_records import Kind
from app.ui.client_short import Short, ShortList
from app.ui.editors import Option
from app.ui.form import Field
from app.ui.shell import Shell
from app.ui.suggest import Suggested
from app.usecases import person

OFFERED = 8
CHOOSE_BOTH = N_("Es fehlt, wer verbunden wird oder wie die beiden zueinander stehen. Es wurde nichts gespeichert.")


def household_fields() -> tuple[Field, ...]:
    """Who the person lives with."""
    return (
        Field("family_status", _("Familienstand"), choice("family_status")),
        Field("household", _("Haushalt"), choice("household")),
        Field("childcare", _("Kinderbetreuung nötig"), choice("yes_no")),
    )


def children_list(shell: Shell, file: CaseFile) -> ShortList[Child]:
    """Children without names: only what childcare asks."""
    def fields() -> tuple[Field, ...]:
        return (Field("birth_year", _("Geburtsjahr"), year(file.today), help=_("zum Beispiel 2019")),
                Field("lives_with", _("Lebt"), choice("child_lives_with")),
                Field("care_need", _("Betreuung nötig"), choice("yes_no")))

    def speak(child: Child) -> str:
        return _("geboren {year}").format(year=child.birth_year) if child.birth_year else _("Geburtsjahr nicht erhoben")

    def caption(child: Child) -> str:
        care = {"yes": _("Betreuung nötig"), "no": _("keine Betreuung nötig")}.get(child.care_need, "")
        where = known_word("child_lives_with", child.lives_with)
        return joined(_("lebt {where}").format(where=where) if where else "", care)

    return own_list(
        shell, file, Child,
        Own(name="child", fields=fields, of=lambda page: page.children, speak=speak, caption=caption),
        Words(title=_("Kinder"), new=_("Neues Kind"), add=_("Kind eintragen"), removed=_("Kind entfernt."),
              empty=_("Hier stehen Kinder, für die die Person sorgt: nur das Geburtsjahr, kein Name.")))


def languages_list(shell: Shell, file: CaseFile) -> ShortList[SpokenLanguage]:
    """Languages beside German and the one for contact."""
    def fields() -> tuple[Field, ...]:
        return (Field("language", _("Sprache"), choice("language", without=(person.GERMAN,)), required=True),
                Field("level", _("Wie gut"), choice("language_skill")),
                Field("reads", _("Liest die Schrift"), choice("yes_no")))

    def caption(spoken: SpokenLanguage) -> str:
        reads = {"yes": _("liest die Schrift"), "no": _("liest die Schrift nicht")}.get(spoken.reads, "")
        return joined(known_word("language_skill", spoken.level), reads)

    return own_list(
        shell, file, SpokenLanguage,
        Own(name="spoken", fields=fields, of=lambda page: page.languages, caption=caption,
            speak=lambda spoken: word("language", spoken.language)),
        Words(title=_("Weitere Sprachen"), new=_("Neue Sprache"), add=_("Sprache eintragen"),
              removed=_("Sprache entfernt."),
              empty=_("Hier stehen Sprachen außer Deutsch, mit denen sich die Person behilft.")))


def links_list(shell: Shell, file: CaseFile) -> ShortList[Relative]:
    """Persons of the file who belong together; a link shows on both pages and goes without either of them."""
    def fields() -> tuple[Field, ...]:
        relations = choice("family_relation")
        return (Field("other", _("Person"), Suggested(find=partial(people, file)), required=True, width="half",
                      help=_("Name, Nummer oder Geburtsdatum tippen")),
                Field("relation", _("Ist für diese Person"), relations, required=True, width="half"))

    def add(owner: str, values: Mapping[str, object]) -> object:
        other, relation = values.get("other"), values.get("relation")
        if not isinstance(other, str) or not isinstance(relation, str):
            raise UserError(CHOOSE_BOTH)
        return person.link(file, owner, other, relation)

    kind = Kind[Relative](
        name="link", title=_("Familie in der Datei"), columns=(), key=lambda r: r.link_id, speak=lambda r: r.name,
        empty=("link", "", _("Hier stehen Angehörige, die selbst in der Klientendatei sind.")),
        new=_("Person verbinden"), add_word=_("Verbinden"), new_fields=fields, new_values=dict, add=add,
        edit_fields=tuple, values=lambda r: {}, change=lambda *_changed: None)
    return ShortList(shell, file, kind, Short[Relative](
        of=lambda record: (record.client.id, record.relatives),
        caption=lambda r: f"{word('family_relation', r.relation)} · K-{r.number:04d}",
        remove=partial(person.unlink, file), remove_word=_("Lösen"), removed=_("Verbindung gelöst."),
        further={_("Öffnen"): lambda r: shell.open_client(r.client_id)}))


def people(file: CaseFile, typed: str) -> list[Option]:
    """Persons for a typed name, number or birth date, best hit first; notes are not looked into."""
    found = [hit.client_id for hit in clients.search(file, typed) if hit.why != "note"][:OFFERED]
    lines = {line.client_id: line for line in clients.lines(file, only=found)} if found else {}
    return [(key, f"{lines[key].name}, K-{lines[key].number:04d}") for key in found if key in lines]

