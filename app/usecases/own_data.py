"""All own data out of the file, in one encrypted ZIP: JSON in the published form, CSV tables, attachments. Never a file
in the clear, and always an entry in the register."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import resources
from app.documents import own_data
from app.documents.own_data import JSON_NAME, KINDS, NAMES, SCHEMA_NAME
from app.domain.attachment import SUFFIXES, Attachment
from app.domain.case import Case, CaseStep
from app.domain.client import Client
from app.domain.codes import counted_as
from app.domain.consent import Consent, holds_health
from app.domain.contact import Contact
from app.domain.errors import N_, UserError
from app.domain.followup import PLAN_STEP, FollowUp
from app.domain.issue import IssuedCatalogue
from app.domain.monthly import IssuedMonth, ReceivedReport
from app.domain.needs import PROTECTED_AREA, Need
from app.domain.plan import Goal, GoalReview, PlanStep
from app.domain.referral import Referral, ReferralStep
from app.domain.residence import MEDICAL, ResidenceDocument
from app.store import attachments
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.queries import whole
from app.usecases import outgoing
from app.usecases.muster import WORD, mark_of, office_of
from app.usecases.new_file import ALREADY_THERE, CANNOT_WRITE
from app.vault import aes_zip
from app.vault.aes_zip import EncryptedZip

Records = Mapping[type, tuple[Any, ...]]
Step = Callable[[int, int], None]
KIND, ZIP = "own_data", ".zip"
SUBJECT = N_("Alle eigenen Daten, verschlüsselte ZIP: {people} Personen, {files} Anlagen{more}")
WITH = {"confidential": N_("vertrauliche Notizen"), "health": N_("Angaben zur Gesundheit"),
        "history": N_("Änderungsverlauf")}
ALL_OR_NONE = N_("Im Änderungsverlauf steht alles, was je eingetragen war, auch Vertrauliches und Angaben zur "
                 "Gesundheit. Er geht nur zusammen mit beidem hinaus. Es wurde nichts ausgegeben. Wählen Sie beides "
                 "dazu, oder lassen Sie den Verlauf weg.")
# reasons of a step that tell of somebody's health, and the lists they stand in
HEALTH_REASONS = frozenset({"illness", "pregnancy_care", "strain", "hospital"})
REASON_LISTS = ("case_reason", "referral_reason", "drop_out_reason")
_EVERY = 100  # records between two steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What goes along beside everything else; by default nothing of it."""

    confidential: bool = False
    health: bool = False
    history: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What lies at ``path`` now; ``records`` counts those of every kind by its name in the form."""

    path: Path
    records: Mapping[str, int]


def silent(_done: int, _total: int) -> None:
    """Nobody waits for it."""


def write(file: CaseFile, target: Path, password: str, wanted: Wanted, step: Step = silent) -> Written:
    """Writes a new encrypted ZIP and enters it in the register; for a worker. ``step`` may raise to stop it.

    Raises UserError: password too weak for a ZIP, history without the rest, a taken name, no room, cannot write; then
    nothing is left behind.
    """
    aes_zip.check(password)
    check(wanted)
    counted = _Counter(step)
    found = whole.records(file, KINDS, counted.one)
    taken = _taken(file, found, wanted)
    room_for(target, sum(one.size for one in taken[Attachment]))
    try:
        with ExitStack() as undone:
            with target.open("xb") as out:
                undone.callback(target.unlink, missing_ok=True)
                with EncryptedZip(out, password, file.now()) as archive:
                    _fill(archive, file, taken, wanted, counted)
                out.flush()
                os.fsync(out.fileno())
            more = ", ".join(words for name, words in WITH.items() if getattr(wanted, name))
            outgoing.note(file, KIND, SUBJECT.format(people=len(taken[Client]), files=len(taken[Attachment]),
                                                     more=f", mit: {more}" if more else ""))
            undone.pop_all()
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    return Written(path=target, records={NAMES[kind]: len(values) for kind, values in taken.items()})


def check(wanted: Wanted) -> None:
    """Raises UserError for the history without everything that stands in it."""
    if wanted.history and not (wanted.confidential and wanted.health):
        raise UserError(ALL_OR_NONE)


class _Counter:
    """Tells how far it is once in a hundred records; their number is known once they are read."""

    def __init__(self, step: Step) -> None:
        self._step, self.done, self.total = step, 0, 0

    def one(self) -> None:
        self.done += 1
        if self.done % _EVERY == 0:
            self._step(min(self.done, self.total) if self.total else self.done, self.total)


def _fill(archive: EncryptedZip, file: CaseFile, taken: Records, wanted: Wanted, counted: _Counter) -> None:
    files = _places(taken)
    counted.total = counted.done + 2 * sum(map(len, taken.values())) + _EVERY * len(taken[Attachment])
    head = own_data.Head(at=file.now(), office=office_of(file), ags=file.meta("ags"),
                         confidential=wanted.confidential, health=wanted.health, history=wanted.history)
    acts = whole.acts(file, counted.one) if wanted.history else ()
    counted.total += 2 * whole.count(file) if wanted.history else 0
    archive.add(JSON_NAME, _watched(own_data.json_pieces(head, taken, files, acts), counted))
    if mark := mark_of(file):
        # a ZIP shows its names without the password
        archive.add(f"{WORD}.txt", [f"{mark}\n".encode()])
    archive.add(SCHEMA_NAME, [resources.path("formate", SCHEMA_NAME).read_bytes()])
    numbers = _numbers(taken)
    for kind, values in taken.items():
        if values:
            archive.add(f"tabellen/{NAMES[kind]}.csv", [own_data.table(kind, values, numbers, files)])
            for _value in values:
                counted.one()
    for value in (*taken[IssuedMonth], *taken[ReceivedReport], *taken[IssuedCatalogue]):
        archive.add(files[value.id], [value.content])
    for attachment in taken[Attachment]:
        archive.add(files[attachment.id], [attachments.content(file, attachment.id)])
        for _part in range(_EVERY):
            counted.one()


def _watched(pieces: Iterator[bytes], counted: _Counter) -> Iterator[bytes]:
    for piece in pieces:
        counted.one()
        yield piece


def _places(taken: Records) -> dict[str, str]:
    """Where files lie in the archive: under numbers, because a ZIP shows its names to anybody without the password."""
    return {
        **{one.id: f"anlagen/{n:05d}{SUFFIXES[one.kind][0]}" for n, one in enumerate(taken[Attachment], start=1)},
        **{one.id: f"monatsmeldungen/{one.period}.json" for one in taken[IssuedMonth]},
        **{one.id: f"eingegangen/{n:05d}.json" for n, one in enumerate(taken[ReceivedReport], start=1)},
        **{one.id: f"kataloge/{one.number}.dat" for one in taken[IssuedCatalogue]},
    }


def _owners(records: Records) -> dict[str, str]:
    """The person whom a case, a referral, or a record of theirs belongs to, by identity."""
    found = {client.id: client.id for client in records[Client]}
    found |= {case.id: case.client_id for case in records[Case]}
    found |= {one.id: found[one.case_id] for one in records[Referral]}
    for values in records.values():
        for value in values:
            for name in ("client_id", "case_id", "referral_id"):
                if owner := found.get(getattr(value, name, None) or ""):
                    found.setdefault(value.id, owner)
    return found


def _numbers(records: Records) -> dict[str, str]:
    numbers = {client.id: own_data.number_of(client) for client in records[Client]}
    return {identity: numbers[owner] for identity, owner in _owners(records).items()}


def _taken(file: CaseFile, records: Records, wanted: Wanted) -> dict[type, tuple[Any, ...]]:
    """The records without what is not wanted, and without health whose consent no longer holds."""
    found = dict(records)
    if not wanted.confidential:
        found[Contact] = tuple(one for one in found[Contact] if not one.confidential)
    consents: dict[str, list[Consent]] = defaultdict(list)
    for consent in records[Consent]:
        consents[consent.client_id].append(consent)
    held = {client.id for client in records[Client]
            if wanted.health and holds_health(consents[client.id], file.today())}
    owners = _owners(records)
    told = {identity for identity, owner in owners.items() if owner in held}
    for area_of in (Need, Goal):
        found[area_of] = tuple(one for one in found[area_of] if one.area != PROTECTED_AREA or one.id in told)
    goals = {goal.id for goal in found[Goal]}
    for of_goal in (PlanStep, GoalReview):
        found[of_goal] = tuple(one for one in found[of_goal] if one.goal_id in goals)
    # each step has a follow-up of the same words
    out = {step.id for step in records[PlanStep]} - {step.id for step in found[PlanStep]}
    found[FollowUp] = tuple(one for one in found[FollowUp] if one.rule != PLAN_STEP or one.source not in out)
    for kind in (CaseStep, ReferralStep, Contact, ResidenceDocument):
        found[kind] = tuple(one if one.id in told else _without_health(one) for one in found[kind])
    return found


def _without_health(one: Any) -> Any:
    """The record without the reason or the topic that tells of somebody's health."""
    if isinstance(one, CaseStep | ReferralStep) and _tells_of_health(one.reason):
        return replace(one, reason="")
    if isinstance(one, Contact) and PROTECTED_AREA in one.topics:
        return replace(one, topics=tuple(topic for topic in one.topics if topic != PROTECTED_AREA))
    if isinstance(one, ResidenceDocument) and one.reason_group == MEDICAL:
        return replace(one, reason_group="unknown")
    return one


def _tells_of_health(reason: str) -> bool:
    return any(counted_as(name, reason) in HEALTH_REASONS for name in REASON_LISTS)
