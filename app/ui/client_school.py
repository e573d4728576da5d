"""Schools and jobs so far, as two short lists on the tab Bildung und Arbeit."""

from functools import partial

from app.domain.background import EducationEntry, WorkEntry
from app.domain.dates import PartialDate, german_partial
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import choice, partial_day, shown_values, stored_values, word
from app.ui.client_records import Kind
from app.ui.client_short import Short, ShortList
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.shell import Shell
from app.usecases import person

SCHOOL = ("kind", "country", "place", "started", "ended", "certificate", "recognition")
WORK = ("job", "kind", "country", "started", "ended")
NOT_KNOWN = ("unknown", "refused", "")


def span(started: PartialDate | None, ended: PartialDate | None) -> str:
    """``2015 bis 06.2018``, ``seit 2019``, ``bis 2018``; "" where neither is known."""
    if started and ended:
        return _("{begin} bis {end}").format(begin=german_partial(started), end=german_partial(ended))
    if started:
        return _("seit {begin}").format(begin=german_partial(started))
    return _("bis {end}").format(end=german_partial(ended)) if ended else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _word(name: str, code: str) -> str:
    return "" if code in NOT_KNOWN else word(name, code)


def schools_list(shell: Shell, file: CaseFile) -> ShortList[EducationEntry]:
    """Schools, trainings, studies."""
    def fields() -> tuple[Field, ...]:
        return (Field("kind", _("Was"), choice("education_kind")), Field("place", _("Name oder Ort"), Text()),
                Field("country", _("Land"), choice("nationality")),
                Field("started", _("Von"), partial_day(file.today), help=_("zum Beispiel 2015 oder 9.2015")),
                Field("ended", _("Bis"), partial_day(file.today)), Field("certificate", _("Abschluss"), Text()),
                Field("recognition", _("Anerkennung"), choice("certificate_recognition")))

    def speak(entry: EducationEntry) -> str:
        return _joined(_word("education_kind", entry.kind) or _("Schule oder Ausbildung"), isolated(entry.place))

    def caption(entry: EducationEntry) -> str:
        return _joined(span(entry.started, entry.ended), _word("nationality", entry.country),
                       isolated(entry.certificate), _word("certificate_recognition", entry.recognition))

    kind = Kind[EducationEntry](
        name="education", title=_("Schulen und Ausbildungen"), columns=(), key=lambda e: e.id, speak=speak,
        empty=("graduation-cap", "", _("Hier steht, wo die Person zur Schule ging und was sie gelernt hat.")),
        new=_("Neue Schule"), add_word=_("Schule eintragen"), new_fields=fields, new_values=dict,
        add=lambda owner, values: person.add(file, EducationEntry, owner, **_stored(EducationEntry, values)),
        edit_fields=fields, values=lambda e: shown_values(e, SCHOOL),
        change=lambda key, name, value: person.change(file, EducationEntry, key,
                                                      **_stored(EducationEntry, {name: value})))
    return ShortList(shell, file, kind, Short[EducationEntry](
        of=lambda record: (record.client.id, record.education), caption=caption,
        remove=partial(person.remove, file, EducationEntry), removed=_("Schule entfernt.")))


def works_list(shell: Shell, file: CaseFile) -> ShortList[WorkEntry]:
    """Jobs and internships."""
    def fields() -> tuple[Field, ...]:
        return (Field("job", _("Tätigkeit"), Text(), required=True), Field("kind", _("Art"), choice("employment")),
                Field("country", _("Land"), choice("nationality")),
                Field("started", _("Von"), partial_day(file.today), help=_("zum Beispiel 2015 oder 9.2015")),
                Field("ended", _("Bis"), partial_day(file.today)))

    def caption(entry: WorkEntry) -> str:
        return _joined(_word("employment", entry.kind), span(entry.started, entry.ended),
                       _word("nationality", entry.country))

    kind = Kind[WorkEntry](
        name="work", title=_("Arbeit und Praktika"), columns=(), key=lambda e: e.id, speak=lambda e: isolated(e.job),
        empty=("briefcase", "", _("Hier steht, was die Person bisher gearbeitet hat, hier und anderswo.")),
        new=_("Neue Arbeit"), add_word=_("Arbeit eintragen"), new_fields=fields, new_values=dict,
        add=lambda owner, values: person.add(file, WorkEntry, owner, **_stored(WorkEntry, values)),
        edit_fields=fields, values=lambda e: shown_values(e, WORK),
        change=lambda key, name, value: person.change(file, WorkEntry, key, **_stored(WorkEntry, {name: value})))
    return ShortList(shell, file, kind, Short[WorkEntry](
        of=lambda record: (record.client.id, record.works), caption=caption,
        remove=partial(person.remove, file, WorkEntry), removed=_("Arbeit entfernt.")))


def _stored(kind: type, values: dict[str, object]) -> dict[str, object]:
    return stored_values(kind, values)
