"""What to ask in the next talk: what is missing, what may no longer be true, and what an offer asks that nobody knows.
How it looks on screen and paper is said elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.catalogue import Offering
from app.domain.codes import REFUSED, UNKNOWN, code_list
from app.domain.completeness import ENTRY, LEARNING, PAPERS, PERSON, SUPPORT, Known, missing, recorded
from app.domain.dates import german
from app.domain.errors import N_
from app.domain.freshness import LEVEL, PAPER
from app.domain.referral import OVER, state_of
from app.i18n import _
from app.store.queries.client import ClientPage
from app.store.queries.completeness import of_page
from app.usecases.freshness import to_ask

GROUPS: Mapping[str, str] = {
    PERSON: N_("Person und Erreichbarkeit"), PAPERS: N_("Aufenthalt und Einwilligung"),
    LEARNING: N_("Deutsch, Schule und Arbeit"), SUPPORT: N_("Familie und Alltag"),
}
MISSING: Mapping[str, str] = {
    "birth": N_("Wann sind Sie geboren?"), "ags": N_("In welcher Stadt oder Gemeinde wohnen Sie?"),
    "sex": N_("Welches Geschlecht sollen wir eintragen?"), "nationalities": N_("Welche Staatsangehörigkeit haben Sie?"),
    "contact_language": N_("In welcher Sprache sprechen wir am besten?"),
    "interpreter": N_("Brauchen Sie jemanden, der dolmetscht?"),
    "phone": N_("Wie können wir Sie erreichen?"), "accommodation": N_("Wie wohnen Sie?"),
    "access_route": N_("Wie haben Sie von uns erfahren?"),
    "paper": N_("Welches Papier haben Sie von der Ausländerbehörde?"),
    "work_permission": N_("Was steht auf dem Papier zur Arbeit?"),
    "consent": N_("Dürfen wir Sie begleiten und eine Akte führen?"),
    "eligibility": N_("Für welche Bausteine kommt die Person in Frage?"),
    "entry_employment": N_("Was haben Sie gemacht, als wir uns kennengelernt haben?"),
    "entry_school_years": N_("Wie viele Jahre waren Sie in der Schule?"),
    "entry_certificate": N_("Welchen Schulabschluss haben Sie?"),
    "german_oral": N_("Wie gut sprechen Sie Deutsch?"), "german_written": N_("Wie gut schreiben Sie Deutsch?"),
    "needs": N_("Wo brauchen Sie gerade am meisten Hilfe?"),
    "childcare": N_("Brauchen Sie eine Betreuung für Ihre Kinder?"),
    "driving_licence": N_("Haben Sie einen Führerschein?"),
}
STILL: Mapping[str, tuple[str, str]] = {
    "phone": (PERSON, N_("Erreichen wir Sie noch unter dieser Nummer?")),
    "accommodation": (PERSON, N_("Wohnen Sie noch dort?")),
    "employment": (LEARNING, N_("Arbeiten oder lernen Sie noch dasselbe?")),
    "livelihood": (SUPPORT, N_("Leben Sie noch vom selben Geld?")),
    LEVEL: (LEARNING, N_("Ist Ihr Deutsch besser geworden?")),
    PAPER: (PAPERS, N_("Haben Sie ein neues Papier?")),
}
# The lists of which a person can choose an answer on the sheet.
ANSWERS: Mapping[str, str] = {
    "sex": "sex", "interpreter": "interpreter", "entry_school_years": "school_years", "childcare": "yes_no",
    "driving_licence": "yes_no", "german_oral": "cefr", "german_written": "cefr",
}
WANTED_BY = N_("Das will wissen: {titles}")
LAST_TOLD, NEVER_TOLD = N_("zuletzt gesagt am {date}"), N_("wann das gesagt wurde, weiß niemand")
ENDED_ON = N_("das letzte ist abgelaufen am {date}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: ``key`` is the fact that answers it, ``group`` a key of GROUPS, ``hint`` what is known or possible;
    ``still`` asks whether something is still true, so that „ja“ is enough."""

    key: str
    text: str
    group: str
    hint: str = ""
    still: bool = False


def questions(record: ClientPage, offerings: Iterable[Offering], today: date) -> tuple[Question, ...]:
    """What is open of a person, by topic; ``offerings`` are those of the referrals that are not over."""
    known = of_page(record, today)
    asked = {fact.key: Question(key=fact.key, text=_(MISSING[fact.key]), group=fact.topic, hint=_answers(fact.key))
             for fact in missing(known, ENTRY)}
    for key, titles in unknown_conditions(known, offerings).items():
        topics = {fact.key: fact.topic for fact in ENTRY}
        found = asked.get(key) or Question(key=key, text=_(MISSING[key]), group=topics.get(key, SUPPORT),
                                           hint=_answers(key))
        wanted = _(WANTED_BY).format(titles=", ".join(titles)) if titles else ""
        asked[key] = replace(found, hint=" · ".join(part for part in (found.hint, wanted) if part))
    for one in to_ask(record, today):
        group, text = STILL[one.fact]
        last = ENDED_ON if one.fact == PAPER else LAST_TOLD
        when = _(last).format(date=german(one.since)) if one.since else _(NEVER_TOLD)
        asked[one.fact] = Question(key=one.fact, text=_(text), group=group, still=True, hint=when)
    order = tuple(GROUPS)
    return tuple(sorted(asked.values(), key=lambda question: order.index(question.group)))


def open_offerings(record: ClientPage) -> tuple[str, ...]:
    """The keys of the offerings the latest case is being referred to or in."""
    own = [one for one in record.referrals if one.case_id == record.case.id and one.offering_key]
    steps = record.referral_steps
    return tuple(one.offering_key for one in own
                 if state_of(step for step in steps if step.referral_id == one.id) not in OVER)


def unknown_conditions(known: Known, offerings: Iterable[Offering]) -> dict[str, tuple[str, ...]]:
    """The facts an offer asks for that nobody knows, each with the titles that ask; childcare and the licence are asked
    of everybody: every search for an offer rests on them."""
    client, level = known.client, known.level
    blank: dict[str, bool] = {
        "german_oral": level is None or not recorded(level.oral),
        "german_written": level is None or not recorded(level.written),
        "work_permission": known.paper is None or not recorded(known.paper.work_permission),
        "paper": known.paper is None, "sex": not recorded(client.sex), "childcare": not recorded(client.childcare),
        "driving_licence": not recorded(client.driving_licence),
    }
    found: dict[str, list[str]] = {key: [] for key in ("childcare", "driving_licence") if blank[key]}
    for offering in offerings:
        for key in _asked_by(offering):
            if blank[key]:
                found.setdefault(key, []).append(offering.title)
    return {key: tuple(titles) for key, titles in found.items()}


def _asked_by(offering: Offering) -> Sequence[str]:
    asks = {"german_oral": offering.german_oral, "german_written": offering.german_written,
            # Baustein 2 leads into work (domain.md § 1.3)
            "work_permission": offering.component == "2", "paper": offering.residence, "sex": offering.women_only,
            "childcare": not offering.childcare}
    return [key for key, wanted in asks.items() if wanted]


def _answers(key: str) -> str:
    if key not in ANSWERS:
        return ""
    return " / ".join(_(code.label) for code in code_list(ANSWERS[key]).active() if code.id not in (UNKNOWN, REFUSED))
