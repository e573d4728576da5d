"""Schools and jobs so far, as two short lists on the tab Bildung und Arbeit."""

from app.domain.background import EducationEntry, WorkEntry
from app.domain.dates import PartialDate, german_partial
from app.domain.names import isolated
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import choice, joined, known_word, partial_day
from app.ui.client_own import Own, Words, own_list
from app.ui.client_short import ShortList
from app.ui.editors import Text
from app.ui.form import Field
from app.ui.shell import Shell


def span(started: PartialDate | None, ended: PartialDate | None) -> str:
    """``2015 bis 06.2018``, ``seit 2019``, ``bis 2018``; "" where neither is known."""
    if started and ended:
        return _("{begin} bis {end}").format(begin=german_partial(started), end=german_partial(ended))
    if started:
        return _("seit {begin}").format(begin=german_partial(started))
    return _("bis {end}").format(end=german_partial(ended)) if ended else ""


def schools_list(shell: Shell, file: CaseFile) -> ShortList[EducationEntry]:
    """Schools, trainings, studies."""
    def fields() -> tuple[Field, ...]:
        return (Field("kind", _("Was"), choice("education_kind")), Field("place", _("Name oder Ort"), Text()),
                Field("country", _("Land"), choice("nationality")),
                Field("started", _("Von"), partial_day(file.today), help=_("zum Beispiel 2015 oder 9.2015")),
                Field("ended", _("Bis"), partial_day(file.today)), Field("certificate", _("Abschluss"), Text()),
                Field("recognition", _("Anerkennung"), choice("certificate_recognition")))

    def speak(entry: EducationEntry) -> str:
        return joined(known_word("education_kind", entry.kind) or _("Schule oder Ausbildung"), isolated(entry.place))

    def caption(entry: EducationEntry) -> str:
        return joined(span(entry.started, entry.ended), known_word("nationality", entry.country),
                       isolated(entry.certificate), known_word("certificate_recognition", entry.recognition))

    return own_list(
        shell, file, EducationEntry,
        Own(name="education", fields=fields, of=lambda page: page.education, speak=speak, caption=caption),
        Words(title=_("Schulen und Ausbildungen"), new=_("Neue Schule"), add=_("Schule eintragen"),
              removed=_("Schule entfernt."),
              empty=_("Hier steht, wo die Person zur Schule ging und was sie gelernt hat.")))


def works_list(shell: Shell, file: CaseFile) -> ShortList[WorkEntry]:
    """Jobs and internships."""
    def fields() -> tuple[Field, ...]:
        return (Field("job", _("Tätigkeit"), Text(), required=True), Field("kind", _("Art"), choice("employment")),
                Field("country", _("Land"), choice("nationality")),
                Field("started", _("Von"), partial_day(file.today), help=_("zum Beispiel 2015 oder 9.2015")),
                Field("ended", _("Bis"), partial_day(file.today)))

    def caption(entry: WorkEntry) -> str:
        return joined(known_word("employment", entry.kind), span(entry.started, entry.ended),
                       known_word("nationality", entry.country))

    return own_list(
        shell, file, WorkEntry,
        Own(name="work", fields=fields, of=lambda page: page.works, speak=lambda entry: isolated(entry.job),
            caption=caption),
        Words(title=_("Arbeit und Praktika"), new=_("Neue Arbeit"), add=_("Arbeit eintragen"),
              removed=_("Arbeit entfernt."),
              empty=_("Hier steht, was die Person bisher gearbeitet hat, hier und anderswo.")))
