"""What matching costs: 2,000 offerings for one person, 3,000 persons for one offering, with and without reading."""

import gc
import random
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app.domain.catalogue import Offering
from app.domain.codes import shipped
from app.domain.identity import new_id
from app.domain.listing import listed
from app.domain.matching import rank
from app.store.queries import matching
from app.store.schema import CaseRow
from tests.benchmarks import caseload
from tests.benchmarks.caseload import TODAY, Run
from tests.benchmarks.figures import Figure, Target

OFFERINGS, PERSONS, ROUNDS = 2000, 60, 20
LEVELS = ("", "0", "a1", "a2", "b1", "b2")


def offerings() -> list[Offering]:
    """As many as a large catalogue has, hardly two of which ask the same."""
    draw, communes = random.Random(1), shipped("commune").ids
    return [_offering(draw, number, draw.choice(communes)) for number in range(OFFERINGS)]


def _offering(draw: random.Random, number: int, ags: str) -> Offering:
    start = TODAY + timedelta(draw.randint(-60, 300))
    return Offering(
        key=f"M{number}-1", offer_key=f"M{number}", component=draw.choice("12345R"), title=f"MUSTER-Kurs {number}",
        provider="MUSTER-Träger", ags=ags, start=start, end=start + timedelta(150),
        register_until=start - timedelta(draw.randint(3, 20)), continuous_entry=draw.random() < 0.2,
        german_oral=draw.choice(LEVELS), german_written=draw.choice(LEVELS), age_min=18,
        age_max=draw.choice((27, 30, None)), residence=draw.choice(((), ("gestattung", "duldung"))),
        women_only=draw.random() < 0.1, childcare=draw.random() < 0.3, seats_max=20,
        seats_free=draw.choice((None, 0, 1, 2, 4, 8)), seats_as_of=TODAY - timedelta(draw.randint(1, 60)))


def matches(run: Run) -> list[Figure]:
    """Both directions on a copy of the caseload with a catalogue of 2,000."""
    catalogue = offerings()
    with caseload.copy(run) as file:
        with file.write("Messung", undoable=False) as work:
            work.add_all(listed(one, new_id(), 1, "messung") for one in catalogue)
        with file.read() as connection:
            cases = connection.execute(select(CaseRow.id).limit(PERSONS)).scalars().all()
        known = [matching.facts_of(file, case) for case in cases]
        # as in the window, where the collector is off and runs between two events (app/ui/garbage.py)
        gc.collect()
        gc.disable()
        ranked = [_timed(lambda facts=facts: rank(facts, catalogue, TODAY)) for facts in known]
        whole = [_timed(lambda case=case: matching.offers_for(file, case)) for case in cases[:ROUNDS]]
        people = [_timed(lambda key=one.key: matching.people_for(file, key)) for one in catalogue[:ROUNDS]]
        gc.enable()
    name = f"Matching, {OFFERINGS:,} offerings for one person"
    return [
        Figure(name=f"{name}, the ranking", unit="ms", samples=ranked, target=Target(of="p95", limit=50)),
        Figure(name=f"{name}, all read anew", unit="ms", samples=whole),
        Figure(name=f"Matching, {run.clients:,} persons for one offering, read and ranked", unit="ms", samples=people,
               target=Target(of="p95", limit=300)),
    ]


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
