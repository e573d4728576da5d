"""Two files that may be of one person: completed by what was typed, or merged so that it can be undone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain import merging
from app.domain.case import IN_STOCK, Case, CaseState, CaseStep
from app.domain.client import Client, checked
from app.domain.errors import N_, UserError
from app.domain.family import FamilyLink
from app.domain.freshness import FactCheck
from app.domain.language import SpokenLanguage
from app.domain.merging import MERGE, NotDuplicate
from app.domain.names import cleaned
from app.domain.residence import ResidenceDocument
from app.domain.steps import ordered
from app.store import belongings
from app.store.casefile import CaseFile
from app.store.queries import history
from app.store.queries.client import ClientPage
from app.store.records import kind_named
from app.store.work import Work
from app.usecases import accommodation, followup, freshness, intake

COMPLETE = N_("Person vervollständigen")
ONE_FILE = N_("Das ist zweimal dieselbe Akte. Es wurde nichts geändert.")
NOTHING_NEW = N_("In der Akte steht schon alles, was Sie getippt haben. Es wurde nichts geändert.")
# These have rules of their own; everything else that names a person is simply theirs from now on.
_APART = (Case, FactCheck, FamilyLink, NotDuplicate, SpokenLanguage)
# Free while numbers change places.
_ASIDE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What moves with the other file: how many of each; ``two_open`` says that both have a case that is going on."""

    contacts: int
    referrals: int
    cases: int
    papers: int
    follow_ups: int
    consents: int
    attachments: int
    others: int
    two_open: bool


def preview(keep: ClientPage, give: ClientPage) -> Preview:
    """What a merge would move, from the two files as they are shown."""
    others = (give.levels, give.children, give.relatives, give.languages, give.education, give.works, give.needs,
              give.goals, give.flags, give.eligibilities)
    return Preview(contacts=len(give.contacts), referrals=len(give.referrals), cases=len(give.cases),
                   papers=len(give.papers), follow_ups=len(give.follow_ups), consents=len(give.consents),
                   attachments=len(give.attachments), others=sum(map(len, others)),
                   two_open=_going_on(keep) and _going_on(give))


def _going_on(page: ClientPage) -> bool:
    return any(CaseState(ordered(s for s in page.case_steps if s.case_id == case.id)[-1].state) in IN_STOCK
               for case in page.cases)


def merge(file: CaseFile, keep_id: str, give_id: str, chosen: Collection[str]) -> None:
    """Makes one file of two, as one act: all of ``give`` moves to ``keep``, which takes the ``chosen`` attributes.

    Cases become episodes by the day of their first step; two that are going on stay two. Nothing recorded is lost but
    what stood in both: a link between the two, „kein Duplikat“, the older confirmation of a fact. UserError for one
    file twice, or one that has gone.
    """
    if keep_id == give_id:
        raise UserError(ONE_FILE)
    with file.write(MERGE) as work:
        keep, give = work.get(Client, keep_id), work.get(Client, give_id)
        _move_cases(work, keep_id, give_id)
        _move_checks(work, keep_id, give_id)
        _move_links(work, keep_id, give_id)
        _move_apart(work, keep_id, give_id)
        _move_languages(work, keep_id, give_id)
        for table, references in belongings.REFERENCES.items():
            kind = kind_named(table)
            for field, target in references:
                if target == history.CLIENT and kind not in _APART:
                    records: list[Any] = work.find(kind, **{field: give_id})
                    for record in records:
                        work.put(replace(record, **{field: keep_id}))
        work.put(checked(merging.merged(keep, give, chosen), file.today()))
        work.remove(give)
        # papers, birth and children of both count for the cases of both now
        followup.refresh_all(work, keep_id, file.today())


def _move_cases(work: Work, keep_id: str, give_id: str) -> None:
    cases = work.find(Case, client_id=[keep_id, give_id])
    steps = work.find(CaseStep, case_id=[case.id for case in cases])
    waiting = {case.id: case for case in merging.episodes(cases, steps, keep_id)}
    taken = {case.episode: case.id for case in cases if case.client_id == keep_id}
    now = {case.id: case for case in cases}
    # person and number together are unique at every moment, so a case goes where nobody is any more
    while waiting:
        free = next((case for case in waiting.values() if taken.get(case.episode, case.id) == case.id), None)
        if free is None:
            # two stand in each other's place
            stuck = next(case for case in waiting.values() if case.id in taken.values())
            taken = _left(taken, stuck)
            work.put(replace(now[stuck.id], episode=_ASIDE + stuck.episode))
        else:
            taken = {**_left(taken, free), free.episode: free.id}
            work.put(waiting.pop(free.id))


def _left(taken: Mapping[int, str], case: Case) -> dict[int, str]:
    return {number: case_id for number, case_id in taken.items() if case_id != case.id}


def _move_checks(work: Work, keep_id: str, give_id: str) -> None:
    mine = {check.fact: check for check in work.find(FactCheck, client_id=keep_id)}
    for check in work.find(FactCheck, client_id=give_id):
        own = mine.get(check.fact)
        if own is None:
            work.put(replace(check, client_id=keep_id))
            continue
        work.remove(check)
        if own.on < check.on:
            work.put(replace(own, on=check.on))


def _move_links(work: Work, keep_id: str, give_id: str) -> None:
    links = {link.id: link for end in ("client_id", "other_id")
             for link in work.find(FamilyLink, **{end: [keep_id, give_id]})}
    _become(work, links.values(), merging.relinked(links.values(), keep_id, give_id))


def _move_apart(work: Work, keep_id: str, give_id: str) -> None:
    known = {one.id: one for end in ("client_id", "other_id")
             for one in work.find(NotDuplicate, **{end: [keep_id, give_id]})}
    pairs: dict[frozenset[str], NotDuplicate] = {}
    for one in known.values():
        mine, other = (keep_id if who == give_id else who for who in (one.client_id, one.other_id))
        if mine != other:
            pairs.setdefault(frozenset((mine, other)), replace(one, client_id=mine, other_id=other))
    _become(work, known.values(), pairs.values())


def _become(work: Work, before: Iterable[Any], after: Iterable[Any]) -> None:
    wanted = {one.id: one for one in after}
    for one in before:
        if one.id in wanted:
            work.put(wanted[one.id])
        else:
            work.remove(one)


def _move_languages(work: Work, keep_id: str, give_id: str) -> None:
    mine = {(own.language, own.level, own.reads) for own in work.find(SpokenLanguage, client_id=keep_id)}
    for spoken in work.find(SpokenLanguage, client_id=give_id):
        if (spoken.language, spoken.level, spoken.reads) in mine:
            work.remove(spoken)
        else:
            work.put(replace(spoken, client_id=keep_id))


def fills(client: Client, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The attributes of a file that typed values would fill, in the order of the form."""
    return tuple(merging.filled_in(client, values))


def complete(file: CaseFile, client_id: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Fills what a file lacks with what was typed, in one act that also forgets the draft; returns the attributes.

    Keys are those of `intake.take_in`. Nothing that is recorded is overwritten; UserError where nothing is new.
    """
    with file.write(COMPLETE) as work:
        client = work.get(Client, client_id)
        typed = cleaned(values)
        new = merging.filled_in(client, typed)
        if typed.get("shelter") and client.accommodation_id is None:
            new["accommodation_id"] = accommodation.identity_of(work, typed["shelter"], typed.get("ags") or client.ags)
        paper = None if work.find(ResidenceDocument, client_id=client_id) else intake.paper_seen(
            client_id, typed, file.today())
        if not new and paper is None:
            raise UserError(NOTHING_NEW)
        changed = work.put(replace(client, **new))
        freshness.touched(work, changed, new, file.today())
        if paper is not None:
            work.add(paper)
        for case in sorted(work.find(Case, client_id=client_id), key=lambda c: c.episode)[-1:]:
            followup.refresh(work, case.id, file.today())
        work.discard_draft("intake")
    return (*new, *(("paper_kind",) if paper is not None else ()))
