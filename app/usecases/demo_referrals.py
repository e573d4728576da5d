"""How an invented person comes into a course and out of it again: every answer a provider gives, as a dated step."""

from datetime import date, timedelta

from app.domain.catalogue import Lifecycle
from app.domain.language import at_least
from app.domain.listing import ListedOffering
from app.domain.referral import OVER
from app.domain.referral import ReferralState as S
from app.usecases import referral
from app.usecases.demo_people import chance, choose
from app.usecases.demo_stage import Life, Stage
from app.usecases.referral import Outcome

COMPONENTS = {"1": 24, "2": 9, "3": 13, "4": 36, "5": 5, "R": 13}
ANSWERS: dict[S | None, int] = {S.CONFIRMED: 55, S.WAITING_LIST: 13, S.REJECTED: 18, S.WITHDRAWN: 4, S.NO_REPLY: 3,
                                None: 7}
ANSWERS_WHEN_FULL: dict[S | None, int] = {S.WAITING_LIST: 6, S.REJECTED: 4}
AFTER_WAITING: dict[S | None, int] = {S.CONFIRMED: 45, S.EXPIRED: 15, None: 40}
REASONS = {
    S.REJECTED: ("full", "level_too_low", "conditions_not_met", "no_work_permission", "too_late"),
    S.WITHDRAWN: ("by_client", "by_case_manager"),
    S.NOT_STARTED: ("did_not_appear", "course_cancelled", "travel", "no_childcare"),
    S.DROPPED: ("absence", "overtaxed", "took_job", "travel", "moved"),
}
ENDS = {
    S.COMPLETED: (("completed", "job_seeking"), ("completed", "language_course"), ("to_training", "training_company"),
                  ("to_work", "employed_part")),
    S.COMPLETED_WITHOUT_CERTIFICATE: (("completed_without_certificate", "job_seeking"),
                                      ("to_internship", "introductory_training")),
    S.TRANSFERRED: (("to_other_measure", "language_course"),),
    S.DROPPED: (("dropped", "job_seeking"), ("dropped", "unknown")),
}
VERBAL = "mündlich zugesagt, Blatt folgt"
SOON, FAR, AGAIN = 5, 70, 40
JUST_BEGUN, JUST_BEGUN_DAYS = 3, 14


def refer(stage: Stage, life: Life) -> None:
    """Begins a referral to something that fits; without a fitting offer nothing happens."""
    offers = [o for o in stage.offers if _fits(o, life) and _begins_soon(o, stage.diary.today)]
    if not life.active or not offers:
        return
    present = {o.component for o in offers}
    component = choose(stage.rng, {known: weight for known, weight in COMPONENTS.items() if known in present})
    fitting = {o: _liking(o, stage.diary.end) for o in offers if o.component == component}
    _begin(stage, life, choose(stage.rng, fitting))


def refer_to_beginning(stage: Stage) -> None:
    """Some get a place in courses that begin just before the end: the question „Angetreten?“ is open then."""
    end = stage.diary.end
    first = max(stage.diary.today, end - timedelta(days=JUST_BEGUN_DAYS))
    courses = [o for o in reversed(stage.offers) if o.start and first < o.start <= end]
    free = [life for life in stage.lives if life.active and not life.referrals_open]
    for life, offer in zip(stage.rng.sample(free, min(JUST_BEGUN, len(free))), courses * JUST_BEGUN, strict=False):
        life.referrals_open += 1
        life.agreed.add(offer.provider)
        identity = referral.begin(stage.file, life.case_id, offer.key, on=stage.diary.today, consent_given=True)
        stage.diary.after(4, _record, stage, life, identity, S.CONFIRMED)


def _fits(offer: ListedOffering, life: Life) -> bool:
    allowed = offer.lifecycle in (Lifecycle.ACTIVE, Lifecycle.FULL)
    level = at_least(life.person.level["oral"], offer.german_oral)
    return allowed and level is not False and (not offer.women_only or life.person.intake["sex"] == "w")


def _liking(offer: ListedOffering, end: date) -> int:
    """Short courses with a free place are what people take first; a full one is tried now and then."""
    if offer.lifecycle == Lifecycle.FULL:
        return 1
    return 6 if offer.end and offer.end < end else 3


def _begins_soon(offer: ListedOffering, day: date) -> bool:
    if offer.start is None:
        return offer.continuous_entry
    return day + timedelta(days=SOON) <= offer.start <= day + timedelta(days=FAR)


def _begin(stage: Stage, life: Life, offer: ListedOffering) -> None:
    """Mostly with a signed sheet, sometimes on the spoken word, sometimes the sheet is missing at first."""
    # a sheet signed for this provider before still holds
    way = "known" if offer.provider in life.agreed else choose(stage.rng, {"signed": 80, "verbal": 11, "missing": 9})
    if way == "signed":
        life.agreed.add(offer.provider)
    identity = referral.begin(stage.file, life.case_id, offer.key, on=stage.diary.today, consent_given=way == "signed",
                              reason=VERBAL if way == "verbal" else "",
                              supports=("travel",) if offer.travel_refund and chance(stage.rng, 60) else ())
    life.referrals_open += 1
    if way != "missing":
        _wait_for_answer(stage, life, identity, offer)
    elif chance(stage.rng, 70):
        stage.diary.after(stage.rng.randrange(4, 12), _send, stage, life, identity, offer)


def _send(stage: Stage, life: Life, identity: str, offer: ListedOffering) -> None:
    referral.send(stage.file, identity, on=stage.diary.today, consent_given=True)
    life.agreed.add(offer.provider)
    _wait_for_answer(stage, life, identity, offer)


def _wait_for_answer(stage: Stage, life: Life, identity: str, offer: ListedOffering) -> None:
    answer = choose(stage.rng, ANSWERS_WHEN_FULL if offer.lifecycle == Lifecycle.FULL else ANSWERS)
    if answer is not None:
        days = 16 if answer == S.NO_REPLY else stage.rng.randrange(2, 12)
        stage.diary.after(days, _answered, stage, life, identity, offer, answer)


def _answered(stage: Stage, life: Life, identity: str, offer: ListedOffering, answer: S) -> None:
    _record(stage, life, identity, answer)
    rng = stage.rng
    if answer == S.CONFIRMED:
        begins = max(offer.start or stage.diary.today + timedelta(days=rng.randrange(4, 12)), stage.diary.today)
        seen = begins + timedelta(days=rng.randrange(0, 4))
        stage.diary.on(seen, _start, stage, life, identity, offer, begins)
    elif answer == S.WAITING_LIST:
        later = choose(rng, AFTER_WAITING)
        if later is not None:
            stage.diary.after(rng.randrange(8, 25), _answered, stage, life, identity, offer, later)


def _start(stage: Stage, life: Life, identity: str, offer: ListedOffering, begins: date) -> None:
    rng = stage.rng
    if chance(rng, 12):
        _record(stage, life, identity, S.NOT_STARTED)
        return
    referral.record(stage.file, identity, S.STARTED, on=begins)
    if chance(rng, 22):
        stage.diary.on(begins + timedelta(days=rng.randrange(8, 60)), _end, stage, life, identity, S.DROPPED)
    elif offer.end is not None:
        way = choose(rng, {S.COMPLETED: 70, S.COMPLETED_WITHOUT_CERTIFICATE: 30})
        stage.diary.on(offer.end + timedelta(days=rng.randrange(0, 5)), _end, stage, life, identity, way)
    elif chance(rng, 50):
        way = choose(rng, {S.TRANSFERRED: 2, S.COMPLETED_WITHOUT_CERTIFICATE: 1, S.COMPLETED: 1})
        stage.diary.on(begins + timedelta(days=rng.randrange(35, 110)), _end, stage, life, identity, way)


def _end(stage: Stage, life: Life, identity: str, way: S) -> None:
    exit_kind, situation = stage.rng.choice(ENDS[way])
    outcome = Outcome(exit_kind=exit_kind, situation=situation, certificate_seen=way == S.COMPLETED)
    _record(stage, life, identity, way, outcome)


def _record(stage: Stage, life: Life, identity: str, state: S, outcome: Outcome | None = None) -> None:
    reason = stage.rng.choice(REASONS[state]) if state in REASONS else ""
    referral.record(stage.file, identity, state, on=stage.diary.today, reason=reason, outcome=outcome)
    if state in OVER:
        life.referrals_open -= 1
        if chance(stage.rng, AGAIN):
            stage.diary.after(stage.rng.randrange(5, 20), refer, stage, life)
