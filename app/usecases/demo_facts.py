"""What the Musterdatei knows of a person beside the intake: family, school, work, procedure, and of the shelters.
Drawn from a Random of its own, so that whoever adds a fact here changes nobody's story. Everything is invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from app.domain.background import EducationEntry, WorkEntry
from app.domain.dates import PartialDate
from app.domain.family import Child
from app.domain.language import SpokenLanguage
from app.store.casefile import CaseFile
from app.store.queries import shelters
from app.usecases import accommodation, casework, person
from app.usecases.demo_people import Person, chance, choose
from app.usecases.demo_stage import Life

HOUSEHOLD = {"alone": 62, "relatives": 14, "partner": 7, "family": 8, "single_parent": 4, "unknown": 5}
FAMILY_STATUS = {"LD": 74, "VH": 18, "GS": 3, "VW": 1, "unknown": 4}
LITERACY = {"latin": 48, "second_script": 34, "functional": 8, "primary_illiterate": 4, "unknown": 6}
VOCATIONAL = {"none": 46, "experience_only": 26, "not_finished": 9, "foreign_not_recognised": 10, "apprenticeship": 3,
              "unknown": 6}
IDENTITY = {"clarified_passport": 26, "clarified_other": 14, "measures_taken": 28, "unclarified": 24, "unknown": 8}
ASYLUM = {"asylum_permission": {"running": 70, "rejected_appeal_open": 28, "follow_up_application": 2},
          "arrival_proof": {"running": 1}}
AFTER_ASYLUM = {"rejected_final": 82, "rejected_appeal_open": 8, "withdrawn": 4, "not_applied": 6}
INCOME = {"employed_full": "own_income", "employed_part": "own_income_part", "marginal": "own_income_part",
          "training_company": "own_income_part"}
JOBS = ("Küchenhilfe", "Verkauf auf dem Markt", "Landwirtschaft", "Schneiderei", "Bau", "Kfz-Werkstatt", "Friseur",
        "Pflege von Angehörigen", "Lager", "Bäckerei")
HELPFUL = {"eng": 5, "fra": 3, "tur": 3, "rus": 1, "ara": 2}
CHANNELS = (("phone", "messenger"), ("messenger",), ("phone", "sms", "letter"), ("phone", "messenger", "shelter"))
HOURS = ("Mo bis Fr ab 15 Uhr", "vormittags", "nach dem Kurs, ab 13 Uhr", "nur abends")
VISITS = ("Di und Do ab 14 Uhr", "Mi 10 bis 16 Uhr", "Mo bis Fr vormittags", "Fr ab 13 Uhr", "nach Absprache")
CONTACTS = ("Frau MUSTER, Büro im Erdgeschoss", "Herr MUSTER, Hausleitung", "Sozialdienst MUSTER, Tür 1")
RELATED = 7
RELATIONS = ("sibling", "relative", "partner")
YES = {"yes": 3, "no": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is asked of one person in the first weeks: attributes of Client, and the records beside them."""

    facts: Mapping[str, Any]
    records: tuple[tuple[type, Mapping[str, Any]], ...]


def draw(number: int, known: Person, day: date) -> Background:
    """The background that fits what the intake knows; the same person always has the same."""
    rng = Random(f"{number} {known.intake!r}")
    facts = {**_home_life(rng), **_procedure(rng, known, day), **_learned(rng, known), **_reach(rng)}
    grown = day.year - known.intake["birth"].year - 19
    return Background(facts=facts, records=(*_children(rng, facts["household"], day, grown), *_languages(rng, known),
                                            *_past(rng, known)))


def tell(file: CaseFile, life: Life, others: Sequence[Life], day: date) -> None:
    """Enters it once, through the acts a person would use; some turn out to be related to one who was there before."""
    if life.told:
        return
    life.told = True
    background = draw(life.number, life.person, day)
    casework.change_client(file, life.client_id, **background.facts)
    for kind, fields in background.records:
        person.add(file, kind, life.client_id, **fields)
    country = life.person.intake["nationalities"]
    kin = [other for other in others if other.told and other is not life and country
           and other.person.intake["nationalities"] == country]
    if kin and life.number % RELATED == 0:
        person.link(file, life.client_id, kin[-1].client_id, RELATIONS[life.number % len(RELATIONS)])


def describe_shelters(file: CaseFile) -> None:
    """Visiting days and the rest, for every shelter that has a name by now."""
    for place, line in enumerate(shelters.lines(file)):
        accommodation.change(file, line.shelter.id, kind="municipal_shared",
                             address=f"{line.shelter.name.removeprefix('GU ')}, Musterstadt",
                             contact=CONTACTS[place % len(CONTACTS)], visiting_days=VISITS[place % len(VISITS)],
                             consulting_room="yes" if place % 3 else "no", network="yes" if place % 2 else "no")


def _home_life(rng: Random) -> dict[str, Any]:
    household = choose(rng, HOUSEHOLD)
    with_children = household in ("family", "single_parent")
    return {"household": household, "family_status": "VH" if household == "family" else choose(rng, FAMILY_STATUS),
            "childcare": choose(rng, YES) if with_children else "no"}


def _procedure(rng: Random, known: Person, day: date) -> dict[str, Any]:
    """Asylum and identity, in step with the paper shown at intake and the month of arrival."""
    kind, arrived = known.intake.get("paper_kind", "unknown"), known.intake["arrived"]
    state = choose(rng, ASYLUM.get(kind, AFTER_ASYLUM)) if kind != "unknown" else "unknown"
    identity = choose(rng, IDENTITY)
    applied = arrived if state not in ("unknown", "not_applied") else None
    tolerated = kind.startswith("toleration") and arrived is not None
    return {"asylum_state": state, "asylum_applied": applied, "identity_state": identity,
            "identity_on": None if identity == "unknown" else day,
            "first_toleration": PartialDate(min(arrived.year + 1, day.year)) if tolerated else None}


def _learned(rng: Random, known: Person) -> dict[str, Any]:
    """School and work today as they were told for the entry, so that nothing contradicts itself."""
    entry = known.entry
    employment, certificate = entry["entry_employment"], entry["entry_certificate"]
    vocational = choose(rng, VOCATIONAL)
    return {"employment": employment, "school_years": entry["entry_school_years"], "certificate": certificate,
            "recognition": "not_recognised" if certificate.startswith("foreign") else "unknown",
            "literacy": choose(rng, LITERACY), "vocational": vocational,
            "occupation": rng.choice(JOBS) if vocational not in ("none", "unknown") else "",
            "driving_licence": "yes" if chance(rng, 12) else "no", "birth_country": known.intake["nationalities"][0]
            if known.intake["nationalities"] and chance(rng, 80) else "",
            "livelihood": INCOME.get(employment, "asylblg" if chance(rng, 88) else "unknown")}


def _reach(rng: Random) -> dict[str, Any]:
    return {"channels": rng.choice(CHANNELS) if chance(rng, 70) else (),
            "safe_hours": rng.choice(HOURS) if chance(rng, 30) else "",
            "trusted_person": "Bruder, in derselben Unterkunft" if chance(rng, 10) else ""}


def _children(rng: Random, household: str, day: date, grown: int) -> list[tuple[type, Mapping[str, Any]]]:
    """Children of somebody who has been grown up for so many years."""
    if household not in ("family", "single_parent"):
        return []
    return [(Child, {"birth_year": day.year - rng.randrange(max(1, min(10, grown)) + 1), "lives_with": "with_person",
                     "care_need": choose(rng, YES)}) for _n in range(rng.choice((1, 1, 2, 3)))]


def _languages(rng: Random, known: Person) -> list[tuple[type, Mapping[str, Any]]]:
    if not chance(rng, 45):
        return []
    language = choose(rng, HELPFUL)
    if language == known.intake["contact_language"]:
        return []
    return [(SpokenLanguage, {"language": language, "level": choose(rng, {"everyday": 4, "little": 3, "fluent": 2}),
                              "reads": choose(rng, YES)})]


def _past(rng: Random, known: Person) -> list[tuple[type, Mapping[str, Any]]]:
    """One school and one job for about every third person; the years fit the birth."""
    birth, country = known.intake["birth"].year, next(iter(known.intake["nationalities"]), "")
    found: list[tuple[type, Mapping[str, Any]]] = []
    if chance(rng, 35):
        found.append((EducationEntry, {"kind": "school", "country": country, "started": PartialDate(birth + 7),
                                       "ended": PartialDate(birth + 7 + rng.randrange(3, 9))}))
    if chance(rng, 30):
        found.append((WorkEntry, {"job": rng.choice(JOBS), "kind": "unknown", "country": country,
                                  "started": PartialDate(birth + 15)}))
    return found
