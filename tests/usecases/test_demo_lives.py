"""What can happen to an invented person, one fate at a time: seeds decide in the Musterdatei, here the test does."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from app.domain.dates import next_workday
from app.store.queries import offers
from app.store.queries.client import ClientPage, page
from app.usecases import catalogue, demo_lives, demo_people, demo_plans, demo_referrals
from app.usecases.casework import RESUME
from app.usecases.demo_referrals import VERBAL
from app.usecases.demo_stage import Diary, Life, MovingClock, Stage
from tests.casefiles import PASSWORD, new_file, opened_case
from tests.catalogues import course, issue

BEGIN, END = date(2026, 11, 2), date(2027, 9, 30)
MORNING = datetime(2026, 11, 2, 8, 30)
# a person who gets a plan, by the number alone
PLANNED = next(n for n in range(1, 99) if Random(f"plan {n}").random() * 100 < demo_plans.PLANNED)


class Fate(Random):
    """Every die falls at the same share of its range, so that one way through the story is taken."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def random(self) -> float:
        """The share, always."""
        return self.share

    def gammavariate(self, alpha: float, beta: float) -> float:
        """The mean: the real one would throw the same dice for ever."""
        return alpha * beta


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Callable[[float], Stage]]:
    clock = MovingClock(MORNING)
    file = new_file(tmp_path / "muster.klientendatei", PASSWORD, clock)
    yield lambda share: Stage(file=file, diary=Diary(clock, END), rng=Fate(share))
    file.close()


def somebody(stage: Stage, number: int = PLANNED) -> Life:
    life = Life(number=number, person=demo_people.draw(Random(number), number, BEGIN))
    life.client_id, life.case_id = opened_case(stage.file, sex="w")
    life.opened = True
    stage.lives.append(life)
    return life


def of(stage: Stage, life: Life) -> ClientPage:
    return page(stage.file, life.client_id)


def referred(on: Stage) -> tuple[Life, ClientPage]:
    """Somebody for whom one course fits, some months later."""
    life = somebody(on)
    life.person.level["oral"] = "b1"
    catalogue.apply(on.file, issue(1, course("K-1-1", beginn="16.11.2026", ende="15.01.2027")))
    on.offers = offers.current(on.file).listed
    demo_referrals.refer(on, life)
    assert life.referrals_open == 1
    on.diary.play()
    return life, of(on, life)


@pytest.mark.parametrize(("share", "answers"), [
    (.01, ["confirmed", "not_started"]), (.15, ["confirmed", "started", "dropped"]),
    (.45, ["confirmed", "started", "completed"]), (.57, ["waiting_list", "expired"]), (.65, ["waiting_list"]),
    (.7, ["rejected"]), (.88, ["withdrawn"]), (.905, ["no_reply"]),
])
def test_every_answer_of_a_provider_leads_to_its_end(stage: Callable[[float], Stage], share: float,
                                                     answers: list[str]) -> None:
    on = stage(share)
    life, shown = referred(on)
    (sent,) = shown.referrals
    assert [step.state for step in shown.referral_steps][-len(answers) - 1:] == ["sent", *answers]
    assert life.referrals_open == (answers[-1] in ("waiting_list", "no_reply"))
    # on the spoken word nothing was signed, and the step says so
    spoken = share > .8
    assert (sent.provider in life.agreed, bool(shown.consents)) == (not spoken, not spoken)
    assert {step.reason for step in shown.referral_steps if step.state == "sent"} == {VERBAL if spoken else ""}


def test_a_sheet_that_never_comes_leaves_the_referral_waiting(stage: Callable[[float], Stage]) -> None:
    on = stage(.95)
    life, shown = referred(on)
    assert [step.state for step in shown.referral_steps] == ["draft", "consent_missing"]
    assert (life.agreed, life.referrals_open) == (set(), 1)


def test_without_a_fitting_offer_nobody_is_referred(stage: Callable[[float], Stage]) -> None:
    on = stage(.5)
    life = somebody(on)
    demo_referrals.refer(on, life)
    catalogue.apply(on.file, issue(1, course("K-1-1", beginn="03.11.2026"), course("K-2-1", beginn="01.06.2027")))
    on.offers = offers.current(on.file).listed
    demo_referrals.refer(on, life)
    assert of(on, life).referrals == () and life.referrals_open == 0


def test_who_is_away_for_some_weeks_comes_back(stage: Callable[[float], Stage]) -> None:
    on = stage(.01)
    life = Life(number=PLANNED, person=demo_people.draw(Random(1), 1, BEGIN))
    demo_lives.arrive(on, life)
    on.diary.play()
    shown = of(on, life)
    assert [step.state for step in shown.case_steps] == ["prospect", "open", "paused", "open"]
    away, back = shown.case_steps[2:]
    (asked,) = (f.due_on for f in shown.follow_ups if f.title == RESUME)
    assert asked is not None and asked - away.on >= timedelta(days=20)
    assert life.active and back.on == next_workday(asked)


def test_who_has_left_meanwhile_is_neither_paused_nor_visited(stage: Callable[[float], Stage]) -> None:
    on = stage(.01)
    life = Life(number=PLANNED, person=demo_people.draw(Random(1), 1, BEGIN))
    demo_lives.arrive(on, life)
    on.diary.after(12, demo_lives.close_one, on)
    on.diary.play()
    shown = of(on, life)
    assert [step.state for step in shown.case_steps] == ["prospect", "open", "closing", "closed"]
    assert max(one.on for one in shown.contacts) <= shown.case_steps[-1].on


def test_nobody_goes_where_nobody_can_and_who_is_lost_is_found(stage: Callable[[float], Stage]) -> None:
    on = stage(.5)
    assert demo_lives.close_one(on) is None
    demo_lives.lose_and_find(on)
    life = somebody(on)
    life.referrals_open = 1
    assert demo_lives.close_one(on) is None
    life.referrals_open = 0
    demo_lives.lose_and_find(on)
    assert of(on, life).state == "closed" and not life.active
    on.diary.play()
    shown = of(on, life)
    assert [case.episode for case in shown.cases] == [1, 2] and shown.state == "open"
    assert [case.closing_reason for case in shown.cases] == ["contact_lost", ""]


@pytest.mark.parametrize("leaves", ["at once", "after the needs", "never"])
def test_a_plan_is_made_with_whoever_is_still_there(stage: Callable[[float], Stage], leaves: str) -> None:
    on = stage(.5)
    life = somebody(on)

    def look() -> None:
        life.paused = leaves == "after the needs" and bool(of(on, life).needs)

    life.paused = leaves == "at once"
    demo_plans.begin(on, life)
    for n in range(40 if leaves != "at once" else 0):
        on.diary.after(n, look)
    on.diary.play()
    shown = of(on, life)
    assert bool(shown.needs) == (leaves != "at once")
    assert len(shown.goals) == (2 if leaves == "never" else 0)
    assert all(step.due_on is not None for step in shown.plan_steps)


def test_nobody_sees_a_new_paper_of_a_person_who_has_left(stage: Callable[[float], Stage]) -> None:
    on = stage(.5)
    stays, left = (Life(number=n, person=demo_people.draw(Random(n), n, BEGIN)) for n in (1, 2))
    for life in (stays, left):
        life.person.intake.update(paper_kind="toleration_60a", paper_valid_to=BEGIN + timedelta(days=30))
        demo_lives.arrive(on, life)
    left.ended = True
    on.diary.play()
    assert len(of(on, stays).papers) > 1 == len(of(on, left).papers)
