"""Füllstand of a file at entry and at exit: which facts count, where each is filled in, which are missing. One rule for
the list and the page of a person; no words but the names of the facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.case import Case, CaseState
from app.domain.client import Client
from app.domain.codes import counted_as
from app.domain.errors import N_
from app.domain.language import LanguageAssessment
from app.domain.residence import ResidenceDocument

# Only what nobody recorded is missing; „keine Angabe“ („refused“) is an answer (domain.md § 4.2).
NOT_RECORDED = (None, "", (), "unknown")
PERSON, PAPERS, LEARNING, SUPPORT, ENDING = "person", "papers", "learning", "support", "ending"
# Whoever is reached in one of these ways is reached.
WAYS = ("phone", "mail", "messenger", "trusted_person")
# An intake that was thrown away never becomes a case: nothing is asked of it any more.
ENDED = frozenset({CaseState.CLOSED, CaseState.LOCKED})
HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rules look at: the person, the latest case with its state, the paper and the German level that count
    today; whether consent to the casework holds, a Baustein was assessed, an area of life rated, a goal left open."""

    client: Client
    case: Case
    state: str
    paper: ResidenceDocument | None = None
    level: LanguageAssessment | None = None
    consent: bool = False
    eligibility: bool = False
    needs: bool = False
    goals_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact that counts: ``place`` is the part of the client page where it is filled in, under its ``key``;
    ``topic`` groups it with what is asked in the same breath."""

    key: str
    label: str
    topic: str
    place: str
    filled: Callable[[Known], bool]


def recorded(value: object) -> bool:
    """Whether somebody asked: „keine Angabe“ counts, „nicht erhoben“ does not."""
    return value not in NOT_RECORDED


def _client(key: str, label: str) -> Fact:
    return Fact(key=key, label=label, topic=PERSON, place="facts",
                filled=lambda known: recorded(getattr(known.client, key)))


def _at_entry(key: str, label: str) -> Fact:
    """A fact at the beginning of the case. Before that it is the same as today's, which opening carries over."""
    now = key.removeprefix("entry_")

    def filled(known: Known) -> bool:
        own = recorded(getattr(known.case, key))
        return own or (known.state == CaseState.PROSPECT and recorded(getattr(known.client, now)))

    return Fact(key=key, label=label, topic=LEARNING, place="facts", filled=filled)


# domain.md § 13: what is taken down „under two minutes“, and of the first weeks what the statistics and the referrals
# rest on. The name, the one thing nobody can be taken in without, would only make every share look better.
ENTRY: Sequence[Fact] = (
    _client("birth", N_("Geburtsdatum")),
    _client("ags", N_("Kommune")),
    _client("sex", N_("Geschlecht")),
    _client("nationalities", N_("Staatsangehörigkeit")),
    _client("contact_language", N_("Sprache")),
    _client("interpreter", N_("Dolmetschen")),
    Fact(key="phone", label=N_("Telefon oder ein anderer Weg"), topic=PERSON, place="facts",
         filled=lambda known: any(getattr(known.client, way) for way in WAYS)),
    _client("accommodation", N_("Art der Unterkunft")),
    Fact(key="access_route", label=N_("Zugangsweg"), topic=PERSON, place="facts",
         filled=lambda known: recorded(known.case.access_route)),
    Fact(key="paper", label=N_("Aufenthaltspapier"), topic=PAPERS, place="papers",
         filled=lambda known: known.paper is not None and recorded(known.paper.kind)),
    Fact(key="work_permission", label=N_("Arbeit laut Papier"), topic=PAPERS, place="papers",
         filled=lambda known: known.paper is not None and recorded(known.paper.work_permission)),
    Fact(key="consent", label=N_("Einwilligung in die Fallarbeit"), topic=PAPERS, place="consents",
         filled=lambda known: known.consent),
    Fact(key="eligibility", label=N_("Zielgruppe der Bausteine"), topic=PAPERS, place="papers",
         filled=lambda known: known.eligibility),
    _at_entry("entry_employment", N_("Beschäftigung zu Beginn")),
    _at_entry("entry_school_years", N_("Schuljahre zu Beginn")),
    _at_entry("entry_certificate", N_("Höchster Abschluss zu Beginn")),
    Fact(key="german_oral", label=N_("Deutsch mündlich"), topic=LEARNING, place="levels",
         filled=lambda known: known.level is not None and recorded(known.level.oral)),
    Fact(key="german_written", label=N_("Deutsch schriftlich"), topic=LEARNING, place="levels",
         filled=lambda known: known.level is not None and recorded(known.level.written)),
    Fact(key="needs", label=N_("Bedarf"), topic=SUPPORT, place="plan", filled=lambda known: known.needs),
)
# domain.md § 13 „Closing“. Running courses are settled by the act itself; how content the person was, is voluntary.
EXIT: Sequence[Fact] = (
    Fact(key="closing_reason", label=N_("Grund"), topic=ENDING, place="facts",
         filled=lambda known: recorded(known.case.closing_reason)),
    Fact(key="outcome_situation", label=N_("Situation am Ende"), topic=ENDING, place="facts",
         filled=lambda known: recorded(known.case.outcome_situation)),
    Fact(key="goals", label=N_("Ergebnis jedes Ziels"), topic=ENDING, place="plan",
         filled=lambda known: not known.goals_open),
    Fact(key="handed_over_to", label=N_("Übergeben an"), topic=ENDING, place="facts",
         filled=lambda known: (counted_as("closing_reason", known.case.closing_reason) != HANDED_OVER
                               or recorded(known.case.handed_over_to))),
)
FACTS = {fact.key: fact for fact in (*ENTRY, *EXIT)}


def missing(known: Known, facts: Sequence[Fact] = ENTRY) -> tuple[Fact, ...]:
    """The facts that nobody recorded yet, in the order in which they are asked."""
    return tuple(fact for fact in facts if not fact.filled(known))


def share(known: Known, facts: Sequence[Fact] = ENTRY) -> float:
    """The Füllstand: the part of the facts that is recorded, 0 to 1."""
    return sum(fact.filled(known) for fact in facts) / len(facts)


def exit_share(known: Known) -> float | None:
    """The Füllstand at exit; None while the case has not ended („–“)."""
    return share(known, EXIT) if known.state in ENDED else None


def percent(of: float) -> int:
    """A share as it is shown everywhere, in whole percent; only what is complete is 100."""
    return min(round(100 * of), 99) if of < 1 else 100
