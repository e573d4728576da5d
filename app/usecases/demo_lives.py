"""How an invented person goes through the office: intake, opening, contacts, papers, follow-ups, an end. Referrals are
next door; everything happens through the use cases a person would use."""

from datetime import date, timedelta

from app.store.queries import clients, today
from app.usecases import casework, closing, contact, demo_facts, demo_plans, demo_words, followup, intake
from app.usecases.closing import Closing
from app.usecases.demo_people import WORK, chance, choose, paper_days
from app.usecases.demo_referrals import refer
from app.usecases.demo_stage import Life, Stage
from app.usecases.intake import Opening

# Of a hundred persons taken in so many become cases soon and so many do not stay; the rest is asked again later.
OPENED, DISCARDED = 56, 8
# One referral for three persons, so about one for two with a case; some of them are second attempts.
REFERRED = 42
DAYS_BETWEEN_CONTACTS = 20
KINDS = {"in_person_shelter": 26, "in_person_office": 22, "phone": 24, "messenger": 14, "in_person_accompanied": 7,
         "mail": 3}
RESULTS = {"reached": 84, "not_met": 7, "missed_unexcused": 4, "missed_excused": 3, "postponed": 2}
DISCARD_REASONS = {"not_wanted": 4, "no_further_contact": 3, "not_eligible": 2, "no_consent": 1}
CLOSINGS = (("goals_reached", "training_company"), ("goals_reached", "employed_full"),
            ("handed_over", "language_course"), ("moved_away", "unknown"),
            ("sgb_access", "job_seeking"), ("contact_lost", "not_reached"))
PATIENCE = 21
LEAVE_TO_THE_FACTS = frozenset({"doc_expiry", "course_start_check", "plan_step", "plan_review"})


def arrive(stage: Stage, life: Life) -> None:
    """Taken in; what becomes of the person is decided here."""
    life.client_id = intake.take_in(stage.file, life.person.intake)
    life.case_id = clients.lines(stage.file, [life.client_id])[0].case_id
    stage.lives.append(life)
    _watch_paper(stage, life, life.person.intake.get("paper_kind", ""), life.person.intake.get("paper_valid_to"))
    fate, rng = stage.rng.random() * 100, stage.rng
    if fate < OPENED:
        stage.diary.after(rng.choice((0, 0, 1, 2, 5, 9)), _open, stage, life)
    elif fate < OPENED + DISCARDED:
        stage.diary.after(rng.randrange(14, 60), _discard, stage, life)
    else:
        stage.diary.after(rng.randrange(3, 20), _ask_prospect, stage, life)


def _open(stage: Stage, life: Life) -> None:
    """Consent, eligibility, facts at entry, German, the first talk; from here on contacts and perhaps a referral."""
    file, rng, day = stage.file, stage.rng, stage.diary.today
    signed, given = chance(rng, 95), life.person.intake
    components = rng.choice((("1", "4"), ("3", "4"), ("1", "2", "4"), ("4",)))
    unasked = "unknown" in (given["sex"], given["access_route"])
    intake.open_case(file, life.case_id, Opening(
        on=day, consent_form="signed" if signed else "", paper_location="Ordner im Schrank" if signed else "",
        eligible_for=components, override_reason="" if signed and not unasked else demo_words.OVERRIDE))
    life.opened = True
    demo_facts.tell(file, life, stage.lives, day)
    casework.change_case(file, life.case_id, **life.person.entry)
    if life.person.level["oral"] != "unknown":
        casework.add_level(file, life.client_id, on=day, **life.person.level)
    contact.add_contact(file, life.case_id, on=day, text=rng.choice(demo_words.FIRST_TALK), kind="in_person_office",
                        minutes=45, topics=("language", "training"), interpreter=given["interpreter"])
    if chance(rng, 9):
        life.quiet_from = day + timedelta(days=rng.randrange(20, 120))
    _next_contact(stage, life)
    if chance(rng, REFERRED):
        stage.diary.after(rng.randrange(4, 60), refer, stage, life)
    if chance(rng, 3):
        stage.diary.after(rng.randrange(40, 90), _pause, stage, life)
    demo_plans.begin(stage, life)


def _discard(stage: Stage, life: Life) -> None:
    intake.discard(stage.file, life.case_id, reason=choose(stage.rng, DISCARD_REASONS), on=stage.diary.today)
    life.ended = True


def _ask_prospect(stage: Stage, life: Life) -> None:
    contact.add_contact(stage.file, life.case_id, on=stage.diary.today, kind="attempt", result="not_met",
                        text=stage.rng.choice(demo_words.NOT_REACHED), next_step="Noch einmal nachfragen",
                        next_on=stage.diary.today + timedelta(days=14))
    fate = choose(stage.rng, {"open": 5, "discard": 3, "wait": 2})
    if fate != "wait":
        stage.diary.after(stage.rng.randrange(14, 60), _open if fate == "open" else _discard, stage, life)


def _next_contact(stage: Stage, life: Life, average: int = DAYS_BETWEEN_CONTACTS) -> None:
    # the sum of three waits: mostly around three weeks, seldom more than five
    days = max(3, round(stage.rng.gammavariate(3, average / 3)))
    stage.diary.after(days, _contact, stage, life)


def _contact(stage: Stage, life: Life) -> None:
    if life.ended or (life.quiet_from is not None and stage.diary.today >= life.quiet_from):
        return
    reached = not life.active or _note(stage, life)
    _next_contact(stage, life, DAYS_BETWEEN_CONTACTS if reached else 6)


def _note(stage: Stage, life: Life) -> bool:
    """One contact in a few words, a fourth of them with a next step; whether the person was reached."""
    rng, day = stage.rng, stage.diary.today
    if chance(rng, 4):
        contact.add_contact(stage.file, life.case_id, on=day, kind="third_party",
                            text=rng.choice(demo_words.WITH_OTHERS))
        return False
    result = choose(rng, RESULTS)
    topic, text = rng.choice(demo_words.NOTES)
    step = rng.choice(demo_words.NEXT_STEPS) if chance(rng, 25) else ""
    if result != "reached":
        topic, text = "", rng.choice(demo_words.NOT_REACHED)
    contact.add_contact(
        stage.file, life.case_id, on=day, kind=choose(rng, KINDS), result=result, text=text, next_step=step,
        next_on=day + timedelta(days=rng.randrange(3, 22)) if step else None,
        minutes=rng.choice((0, 10, 15, 20, 30, 45)), topics=(topic,) if topic else (),
        interpreter=life.person.intake["interpreter"])
    return result == "reached"


def _watch_paper(stage: Stage, life: Life, kind: str, until: date | None) -> None:
    """The next paper is seen around the end of the one before, sometimes weeks too late."""
    if until is None:
        return
    late = stage.rng.randrange(8, 30) if chance(stage.rng, 12) else stage.rng.randrange(-7, 2)
    stage.diary.on(until + timedelta(days=late), _new_paper, stage, life, kind)


def _new_paper(stage: Stage, life: Life, kind: str) -> None:
    if life.ended or (not life.opened and chance(stage.rng, 30)):
        return
    rng, day = stage.rng, stage.diary.today
    # an application that was turned down ends in a Duldung
    kind = "toleration_60a" if kind in ("asylum_permission", "arrival_proof") and chance(rng, 8) else kind
    until = day + timedelta(days=paper_days(rng, kind))
    casework.add_paper(stage.file, life.client_id, kind=kind, valid_from=day, valid_to=until, seen_original=True,
                       work_permission="banned" if kind == "toleration_60b" else choose(rng, WORK),
                       residence_condition=rng.choice(("municipality", "district", "unknown")))
    _watch_paper(stage, life, kind, until)


def _pause(stage: Stage, life: Life) -> None:
    if not life.active:
        return
    back = stage.rng.randrange(20, 45)
    life.paused = True
    casework.pause(stage.file, life.case_id, on=stage.diary.today, reason=stage.rng.choice(("away", "family")),
                   resume_on=stage.diary.today + timedelta(days=back))
    stage.diary.after(back, _resume, stage, life)


def _resume(stage: Stage, life: Life) -> None:
    life.paused = False
    casework.resume(stage.file, life.case_id, on=stage.diary.today)


def close_one(stage: Stage, ending: tuple[str, str] | None = None) -> Life | None:
    """Someone without an open referral leaves, in a reason that is counted in neutral groups only."""
    free = [life for life in stage.lives if life.active and not life.referrals_open]
    if not free:
        return None
    life = stage.rng.choice(free)
    reason, situation = ending or stage.rng.choice(CLOSINGS)
    closing.close(stage.file, life.case_id,
                   Closing(on=stage.diary.today, reason=reason, outcome_situation=situation))
    life.ended = True
    return life


def lose_and_find(stage: Stage) -> None:
    """Contact is lost, the case closed; some weeks later the person stands in the door again."""
    life = close_one(stage, ("contact_lost", "not_reached"))
    if life is not None:
        stage.diary.after(stage.rng.randrange(18, 30), _return, stage, life)


def _return(stage: Stage, life: Life) -> None:
    """A new episode of the same person: asked and opened again, with contacts from then on."""
    life.case_id = closing.begin_again(stage.file, life.client_id, access_route="self")
    life.ended, life.opened, life.quiet_from = False, False, None
    stage.diary.after(stage.rng.randrange(2, 9), _open, stage, life)


def clear_desk(stage: Stage) -> None:
    """What is due is done, moved or left lying; papers and course starts are settled by what happens to them."""
    place = {life.client_id: life.number for life in stage.lives}
    # identities are random and names repeat: only by number does a seed meet the same lines again
    lines = sorted((line for line in today.page(stage.file).lines if line.due_on and line.due_on <= stage.diary.today),
                   key=lambda line: (line.due_on, place.get(line.client_id, 0), line.rule, line.title))
    for line in lines:
        # asked again and again, the person has no new paper: that is known then, and the line goes
        waited = line.due_on is not None and (stage.diary.today - line.due_on).days > PATIENCE
        if line.rule not in LEAVE_TO_THE_FACTS or (line.rule == "doc_expiry" and waited):
            _settle(stage, line.follow_up_id)


def _settle(stage: Stage, follow_up_id: str) -> None:
    fate = stage.rng.random() * 100
    if fate < 84:
        followup.finish(stage.file, follow_up_id)
    elif fate < 92:
        followup.postpone(stage.file, follow_up_id, 7)


def prepare_desk(stage: Stage) -> None:
    """The last working day before the end: what a person would find on Heute the next morning."""
    end, known = stage.diary.end, [life for life in stage.lives if life.active]
    # on a Sunday no day of the week is left: what is meant for it stands in the next
    days_left = (6 - end.weekday()) or 7
    dated = [(title, end) for title in demo_words.DUE_NOW]
    dated += [(title, stage.diary.today) for title in demo_words.LEFT_OVER]
    dated += [(title, end + timedelta(days=1 + n % days_left)) for n, title in enumerate(demo_words.DUE_THIS_WEEK)]
    for (title, due), life in zip(dated, stage.rng.sample(known, min(len(known), len(dated))), strict=False):
        followup.add(stage.file, life.case_id, title=title, due_on=due)
    followup.add(stage.file, None, title=demo_words.SOMEDAY, due_on=None)
