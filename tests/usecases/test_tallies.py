"""What a person had added to the counters of a year outlives their file, as numbers with nobody behind them."""

from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.dates import Month
from app.domain.identity import new_id
from app.domain.monthly import Tally
from app.domain.referral import Referral, ReferralStep
from app.statistics import counting
from app.statistics.plan import Cell, load_plan
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.usecases import bin as bins
from app.usecases import casework, closing, contact, merge, own_figures
from tests.casefiles import MONDAY, Clock, opened_case
from tests.everything import left

PLAN = load_plan()
ENDED = closing.Closing(on=MONDAY.date(), reason="goals_reached", outcome_situation="employed_full")


def counters(file: CaseFile, months: int = 14) -> dict[tuple[Month, Cell], int]:
    """Every counter of the last months, proved."""
    load, month = monthly.facts(file).caseload, Month.of(file.today())
    found: dict[tuple[Month, Cell], int] = {}
    for back in range(months):
        counts = counting.count(PLAN, load, month.plus(-back))
        counting.prove(load, counts)
        found |= {(counts.month, c): counts[c] for c in counts.behind if c.epoch}
    return found


def a_life(file: CaseFile, random: Random) -> str:
    """Somebody with contacts, perhaps a course, perhaps an end."""
    client_id, case_id = opened_case(file)
    for kind, result in (("phone", "reached"), ("attempt", "not_met"), ("case_conference", "reached")):
        day = file.today() - timedelta(days=random.randrange(400))
        contact.add_contact(file, case_id, on=day, kind=kind, result=result)
    if random.random() < 0.5:
        sent(file, case_id)
    if random.random() < 0.5:
        closing.close(file, case_id, ENDED)
    return client_id


def sent(file: CaseFile, case_id: str) -> None:
    with file.write("Vermitteln") as work:
        moved = work.add(Referral(id=new_id(), case_id=case_id, component="4"))
        work.add(ReferralStep(id=new_id(), referral_id=moved.id, state="sent", on=file.today(), recorded_at=file.now()))


def erased(file: CaseFile, client_id: str) -> None:
    bins.discard(file, client_id)
    bins.erase(file, next(line.number for line in bins.contents(file) if line.client_id == client_id))


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(random=st.randoms(use_true_random=False), goes=st.lists(st.booleans(), min_size=3, max_size=3))
def test_no_counter_falls_by_the_bin_or_by_erasing(file: CaseFile, random: Random, goes: list[bool]) -> None:
    people = [a_life(file, random) for _ in goes]
    before = counters(file)
    gone = {client_id for client_id, away in zip(people, goes, strict=True) if away}
    for client_id in gone:
        bins.discard(file, client_id)
    assert counters(file) == before
    for line in bins.contents(file):
        bins.erase(file, line.number)
    assert counters(file) == before
    assert not gone & {fact.client_id for fact in monthly.facts(file).caseload.cases}


def test_a_file_that_comes_back_from_the_bin_counts_as_before_and_leaves_no_number(file: CaseFile) -> None:
    client_id = a_life(file, Random(3))
    before = counters(file)
    bins.discard(file, client_id)
    file.undo()
    assert (counters(file), left(file, Tally)) == (before, [])


def test_a_tally_knows_measure_month_and_conditions_and_no_person_and_no_day(file: CaseFile) -> None:
    client_id, case_id = opened_case(file)
    casework.change_case(file, case_id, access_route="jmd")
    sent(file, case_id)
    erased(file, client_id)
    held = {tally.id: tally.n for tally in left(file, Tally)}
    assert held == {"intake_ytd|2026-11|": 1, "access_ytd|2026-11|access=beratung": 1,
                    "referral_ytd|2026-11|baustein=4": 1}
    assert file.today().isoformat() not in repr(left(file, Tally)) and client_id not in repr(left(file, Tally))


def test_a_second_erasure_adds_to_the_first(file: CaseFile) -> None:
    for _ in range(2):
        erased(file, opened_case(file)[0])
    assert {(tally.measure, tally.n) for tally in left(file, Tally)} == {("intake_ytd", 2), ("access_ytd", 2)}


def test_what_the_bin_empties_by_itself_is_counted_on_and_the_next_year_begins_anew(
    file: CaseFile, clock: Clock,
) -> None:
    bins.discard(file, opened_case(file)[0])
    clock.go_to(date(2027, 1, 20))
    assert bins.sweep(file) == 1
    now = counters(file)
    intakes = {str(month): n for (month, c), n in now.items() if c.measure == "intake_ytd"}
    assert (intakes["2026-10"], intakes["2026-11"], intakes["2026-12"], intakes["2027-01"]) == (0, 1, 1, 0)


def test_a_merged_file_that_is_erased_had_one_intake(file: CaseFile) -> None:
    keep, _ = opened_case(file)
    give, _ = opened_case(file)
    merge.merge(file, keep, give, ())
    erased(file, keep)
    assert {tally.measure: tally.n for tally in left(file, Tally)} == {"intake_ytd": 1, "access_ytd": 1}


def test_own_figures_say_how_much_stands_for_erased_files_and_list_only_who_is_there(file: CaseFile) -> None:
    stays, _ = opened_case(file)
    erased(file, opened_case(file)[0])
    figures = own_figures.figures(file, Month.of(file.today()))
    rows = [row for table in figures.tables if table.no == "5" for row in table.rows if row.erased]
    (intakes,) = rows
    assert intakes.label == "Fälle eröffnet (darunter 1 aus gelöschten Akten)"
    assert (intakes.clients, intakes.erased, intakes.total) == ((stays,), 1, 2)
