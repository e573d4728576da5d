"""When perishable facts were last told: every act that types one notes the day, and „Stimmt noch“ moves it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from app.domain import language, residence
from app.domain.case import IN_STOCK, CaseState
from app.domain.client import Client
from app.domain.completeness import recorded
from app.domain.errors import N_, UserError
from app.domain.freshness import LEVEL, FactCheck, Stale, is_told, perishable, stale
from app.domain.identity import new_id
from app.domain.language import LanguageAssessment
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage
from app.store.work import Work

CONFIRM = N_("Angabe bestätigen")
NOTHING_THERE = N_("Hier steht noch nichts, was stimmen könnte. Es wurde nichts geändert. Tragen Sie die Angabe ein.")


def touched(work: Work, client: Client, fields: Collection[str], today: date) -> None:
    """Notes ``today`` for every perishable fact among these attributes of the person; part of the act that typed them.

    An attribute that is empty now says nothing about today.
    """
    facts = perishable([name for name in fields if recorded(getattr(client, name))])
    _note(work, client.id, facts, today)


def confirm(file: CaseFile, client_id: str, fact: str) -> bool:
    """„Stimmt noch“: a fact of CONFIRMABLE was asked today and is as it stands; UserError where nothing stands.

    False where that was known today already, and nothing was written.
    """
    with file.write(CONFIRM) as work:
        client = work.get(Client, client_id)
        told = bool(work.find(LanguageAssessment, client_id=client_id)) if fact == LEVEL else is_told(client, fact)
        if not told:
            raise UserError(NOTHING_THERE)
        _note(work, client_id, (fact,), file.today())
    return bool(work.noted)


def to_ask(record: ClientPage, today: date) -> tuple[Stale, ...]:
    """What of a person is to be asked again, the oldest first; of whom nobody accompanies any more, nothing."""
    if record.state not in (*IN_STOCK, CaseState.PROSPECT):
        return ()
    return stale(record.client, record.fact_checks, language.latest(record.levels, today),
                 residence.current(record.papers, today), today)


def _note(work: Work, client_id: str, facts: Collection[str], today: date) -> None:
    known = {check.fact: check for check in work.find(FactCheck, client_id=client_id)} if facts else {}
    for fact in facts:
        if fact in known:
            work.put(replace(known[fact], on=today))
        else:
            work.add(FactCheck(id=new_id(), client_id=client_id, fact=fact, on=today))
