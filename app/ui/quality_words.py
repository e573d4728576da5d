"""How a finding of the check before a month end is said, and where it is mended. No widgets."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.domain.case import CaseStep
from app.domain.completeness import FACTS
from app.domain.dates import german, german_partial
from app.domain.errors import N_
from app.domain.names import isolated
from app.domain.referral import ReferralStep
from app.i18n import _, ngettext, number
from app.statistics.data_quality import Fault, Kind
from app.usecases.data_quality import Effect, Finding

GROUPS: Mapping[Effect, str] = {
    Effect.REFUSES: N_("Verhindert die Meldung"), Effect.CONTRADICTS: N_("Widersprüche"),
    Effect.MISSING: N_("Fehlende Angaben"),
}
SIGNS: Mapping[Effect, str] = {
    Effect.REFUSES: "ban", Effect.CONTRADICTS: "triangle-alert", Effect.MISSING: "circle-dashed"}
SENTENCES: Mapping[Kind, str] = {
    Kind.CASE_ENDS_FIRST: N_("Fall am {first} abgeschlossen, aber erst am {second} eröffnet"),
    Kind.CASE_NEVER_OPENED: N_("Fall am {first} abgeschlossen, aber nie eröffnet"),
    Kind.CASE_BACKWARDS: N_("Fall: auf einen Schritt vom {second} folgt einer vom {first}"),
    Kind.CASE_IN_FUTURE: N_("Fall: ein Schritt am {first} liegt in der Zukunft"),
    Kind.COURSE_ENDS_FIRST: N_("{title}: am {first} beendet, aber erst am {second} begonnen"),
    Kind.COURSE_NEVER_STARTED: N_("{title}: am {first} beendet, aber nie begonnen"),
    Kind.COURSE_BACKWARDS: N_("{title}: auf einen Schritt vom {second} folgt einer vom {first}"),
    Kind.COURSE_IN_FUTURE: N_("{title}: ein Schritt am {first} liegt in der Zukunft"),
    Kind.COURSE_OUTSIDE: N_("{title}: am {first} begonnen, da war der Fall nicht offen"),
    Kind.AGREED_BACKWARDS: N_("{title}: Ende am {first} vereinbart, Beginn erst am {second}"),
    Kind.TWO_OPEN: N_("{number} Fälle sind zugleich offen"),
    Kind.BORN_LATE: N_("Geburtsdatum {day} liegt nach der Aufnahme am {first}"),
    Kind.AGE: N_("Geburtsdatum {day}: bei der Aufnahme {number} Jahre alt"),
    Kind.ARRIVED_LATE: N_("In Deutschland seit {day}, aufgenommen aber schon am {first}"),
    Kind.ARRIVED_UNBORN: N_("In Deutschland seit {day}, also vor der Geburt"),
    Kind.PAPER_BACKWARDS: N_("Aufenthaltspapier bis {first} gültig, aber erst ab {second}"),
    Kind.CONTACT_IN_FUTURE: N_("Eintrag im Verlauf am {first} liegt in der Zukunft"),
    Kind.OWN_VALUE: N_("Eigener Wert „{title}“: noch nicht gesagt, als was er zählt"),
}
NO_PAPER = N_("Aufenthaltspapier am {first} fehlt")
MISSING = N_("{fact} fehlt")
# the one fact of the report that no Füllstand asks for
ENTRY_GERMAN = N_("Deutsch zu Beginn, mündlich")
# mended by other days for the dated steps, which no form of the client's page holds
STEPS: Mapping[Kind, type[CaseStep] | type[ReferralStep]] = {
    Kind.CASE_ENDS_FIRST: CaseStep, Kind.CASE_BACKWARDS: CaseStep, Kind.CASE_IN_FUTURE: CaseStep,
    Kind.COURSE_ENDS_FIRST: ReferralStep, Kind.COURSE_BACKWARDS: ReferralStep, Kind.COURSE_IN_FUTURE: ReferralStep,
    Kind.COURSE_OUTSIDE: ReferralStep,
}
_PERSON: Mapping[Kind, Mapping[str, str]] = {
    Kind.BORN_LATE: {"fact": "birth"}, Kind.AGE: {"fact": "birth"}, Kind.ARRIVED_LATE: {"fact": "arrived"},
    Kind.ARRIVED_UNBORN: {"fact": "arrived"}, Kind.TWO_OPEN: {"act": "close"}, Kind.CASE_NEVER_OPENED: {},
}


def sentence(fault: Fault) -> str:
    """What is wrong, in one line."""
    if fault.kind == Kind.MISSING:
        told = FACTS[fault.record].label if fault.record in FACTS else ENTRY_GERMAN
        words = _(NO_PAPER) if fault.record == "paper" else _(MISSING)
        return words.format(fact=_(told), first=german(fault.days[0]))
    days = [german(day) for day in fault.days]
    first, second = (*days, "", "")[:2]
    return _(SENTENCES[fault.kind]).format(
        first=first, second=second, title=isolated(fault.text) or _("Vermittlung"), number=number(fault.number),
        day=german_partial(fault.day) if fault.day else "")


def moved(fault: Fault) -> str:
    """How many figures of the report hang on it."""
    if not fault.figures:
        return _("keine Zahl")
    return ngettext("{n} Zahl", "{n} Zahlen", fault.figures).format(n=number(fault.figures))


def place(finding: Finding) -> tuple[str, dict[str, object]]:
    """The page where it is mended and what that page is given; of a kind in STEPS the person's file."""
    fault = finding.fault
    if fault.kind == Kind.OWN_VALUE:
        return "settings", {"part": "values"}
    if fault.kind in (Kind.COURSE_NEVER_STARTED, Kind.AGREED_BACKWARDS):
        return "referral", {"referral_id": fault.record}
    where: dict[str, object] = {"client_id": fault.client_id}
    if fault.kind == Kind.MISSING:
        where["fact"] = fault.record
    elif fault.kind == Kind.PAPER_BACKWARDS:
        where |= {"tab": "papers", "record": fault.record}
    elif fault.kind == Kind.CONTACT_IN_FUTURE:
        where |= {"tab": "thread", "entry": fault.record}
    else:
        where |= _PERSON.get(fault.kind, {})
    return "client", where


def counted(findings: Sequence[Finding]) -> str:
    """How many there are of each group, as one line; "" for none."""
    found = Counter(finding.effect for finding in findings)
    refuse, contradict, lack = (found[effect] for effect in Effect)
    words = (
        (refuse, ngettext("{n} verhindert die Meldung", "{n} verhindern die Meldung", refuse)),
        (contradict, ngettext("{n} Widerspruch", "{n} Widersprüche", contradict)),
        (lack, ngettext("{n} fehlende Angabe", "{n} fehlende Angaben", lack)))
    return ", ".join(said.format(n=number(n)) for n, said in words if n)
