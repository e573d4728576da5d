"""What the rules of domain.md § 11 propose for a person: shown first, then accepted or declined, each one act. What
acts make by themselves is `followup`'s; reminders of the whole file are values for Heute and no records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain import rule_facts, rules
from app.domain.date_words import month_in_words
from app.domain.dates import Month, german, german_partial
from app.domain.errors import N_
from app.domain.followup import CANCELLED, DECLINED, OPEN, FollowUp, ReferralFacts
from app.domain.rule_facts import Known, Suggestion
from app.domain.rules import Rule, due, worded
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import reminders
from app.store.queries.client import ClientPage
from app.usecases import followup

ACCEPT = N_("Vorgeschlagene Wiedervorlagen anlegen")
DECLINE = N_("Vorgeschlagene Wiedervorlage ablehnen")
WHY = N_("{what}: {day}")
GUESSED = N_("{why} (geschätzt)")
BAND = N_("{why} (geschätzt: frühestens {first}, spätestens {last})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One follow-up a rule suggests, with ``why``: the fact in words. Of a guessed date ``due_on`` is the earliest day.

    ``rule`` tells label, text, law and disclaimer; ``follow_up`` is what accepting it makes, ``exact_on`` the day of
    the rule itself where it was moved to a working day or has passed already.
    """

    client_id: str
    rule: Rule
    why: str
    estimated: bool
    follow_up: FollowUp

    @property
    def due_on(self) -> date | None:
        """The day to act by."""
        return self.follow_up.due_on

    @property
    def exact_on(self) -> date | None:
        """The day of the rule itself where that is another one."""
        return self.follow_up.exact_on

    @property
    def title(self) -> str:
        """What the follow-up will say."""
        return self.follow_up.title

    @property
    def disclaimer(self) -> str:
        """What has to stand beside it."""
        return self.rule.disclaimer


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReminder:
    """A reminder of the whole file, computed afresh each time: ``rule`` month_export or catalogue_age."""

    rule: Rule
    title: str
    due_on: date
    why: str


def proposals(file: CaseFile, client_id: str) -> tuple[Proposal, ...]:
    """What the rules suggest for that person and nobody answered yet, the earliest first; UserError where they have
    gone."""
    return of_page(clients.page(file, client_id), file.today())


def of_page(record: ClientPage, today: date) -> tuple[Proposal, ...]:
    """The same of a person whose page was read, for its latest case; no statement."""
    case_id = record.case.id
    asked = rule_facts.suggested(_known(record), today)
    mine = [one for one in record.follow_ups if one.case_id == case_id]
    return tuple(Proposal(client_id=record.client.id, rule=one.rule, why=_why(one), estimated=one.due.estimated,
                          follow_up=rule_facts.follow_up_of(one, case_id))
                 for one in rule_facts.unanswered(asked, mine))


def accept(file: CaseFile, chosen: Sequence[Proposal]) -> tuple[str, ...]:
    """Makes the chosen follow-ups in one act and returns their ids; what stands already is not made twice."""
    with file.write(ACCEPT) as work:
        made = []
        for one in chosen:
            wish = one.follow_up
            rest = [have for have in work.find(FollowUp, case_id=wish.case_id, rule=wish.rule)
                    if rule_facts.record_of(have) == rule_facts.record_of(wish)]
            if any(have.state == OPEN for have in rest):
                continue
            gone = next((have for have in rest if have.state == CANCELLED), None)
            made.append((work.put(replace(wish, id=gone.id, note=gone.note)) if gone else work.add(wish)).id)
        # what was shown may be older than the facts: they have the last word
        for case_id in {one.follow_up.case_id for one in chosen}:
            if case_id is not None:
                followup.refresh(work, case_id, file.today())
    return tuple(made)


def decline(file: CaseFile, one: Proposal) -> str:
    """Not wanted: not shown again until the date it was computed from is another one. Returns the id of the record."""
    with file.write(DECLINE) as work:
        declined = work.add(replace(one.follow_up, state=DECLINED))
    return declined.id


def file_reminders(file: CaseFile, today: date) -> tuple[FileReminder, ...]:
    """What the file as a whole reminds of today: a month that is not issued, a catalogue that has grown old."""
    dates, law = reminders.dates(file), rules.in_force(today)
    found = []
    month = _unissued(dates, today)
    if month is not None:
        rule = law["month_export"]
        name = month_in_words(month.year, month.month, _)
        when = due(rule, month.first_day())
        found.append(FileReminder(rule=rule, title=worded(rule, when, name), due_on=when.on,
                                  why=_(WHY).format(what=_(rules.SOURCES[rule.source]), day=name)))
    if dates.catalogue_read_on is not None:
        rule = law["catalogue_age"]
        when = due(rule, dates.catalogue_read_on)
        if when.on <= today:
            found.append(FileReminder(rule=rule, title=worded(rule, when), due_on=when.on, why=_(WHY).format(
                what=_(rules.SOURCES[rule.source]), day=german(dates.catalogue_read_on))))
    return tuple(found)


def _unissued(dates: reminders.FileDates, today: date) -> Month | None:
    """The first month that is over, had a case and was not issued; of a new file the month before this one."""
    last = Month.of(today).previous()
    month = Month.parse(dates.last_issued).next() if dates.last_issued else last
    if month > last or dates.first_step is None or dates.first_step > month.last_day():
        return None
    return month


def _known(record: ClientPage) -> Known:
    case_id = record.case.id
    ended = {one.referral_id: one for one in record.participations}
    return Known(
        client=record.client, papers=record.papers, children=record.children,
        case_steps=[step for step in record.case_steps if step.case_id == case_id],
        referrals=[ReferralFacts(referral=one, participation=ended.get(one.id),
                                 steps=tuple(step for step in record.referral_steps if step.referral_id == one.id))
                   for one in record.referrals if one.case_id == case_id])


def _why(one: Suggestion) -> str:
    """The fact in words, of a guessed one with the span of days it may mean."""
    what = _(rules.SOURCES[one.fact.source]).format(title=one.fact.title)
    why = _(WHY).format(what=what, day=german_partial(one.fact.on))
    if not one.due.estimated:
        return why
    first = due(one.rule, one.fact.on).on
    if first == one.due.latest:
        return _(GUESSED).format(why=why)
    return _(BAND).format(why=why, first=german(first), last=german(one.due.latest))
