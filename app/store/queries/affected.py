"""Referrals of ours that a catalogue touches: which a change concerns, and which nobody has dealt with yet."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from app.domain.catalogue import FieldChange, Lifecycle, Offering, OfferingChange, field_changes
from app.domain.listing import ListedOffering, offering_of
from app.domain.referral import OVER
from app.store.queries.current import NAME_COLUMNS, name_of, referral_states
from app.store.queries.offers import Source, connected
from app.store.records import from_row
from app.store.schema import CaseRow, ClientRow, FollowUpRow, MetaRow, ReferralRow, ReferralStepRow
from app.store.schema_offers import OfferingRow

# What somebody who is on the way to a course has to be told (domain.md § 6.2); seats and texts are not among it.
MATTERS = ("lifecycle", "start", "end", "place", "schedule", "provider", "provider_phone", "provider_mail")
# A fact about the file and no record: it says what an import left to do, and nobody's data.
NOTED = "catalogue_affected"


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedReferral:
    """A referral that is not over and whose offering changed: ``fields`` old → new, ``lifecycle`` what holds now."""

    referral_id: str
    case_id: str
    client_id: str
    name: str
    state: str
    offering_key: str
    title: str
    lifecycle: Lifecycle
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an import left to do: ``base`` is the version of the offering that was last known of this referral.

    ``reminder`` is the follow-up made of it; while that exists, it is dealt with.
    """

    referral_id: str
    base: str
    reminder: str = ""


def that_matter(changes: Iterable[OfferingChange]) -> dict[str, tuple[FieldChange, ...]]:
    """Per key of an offering that was there before, the changes that concern those on their way to it."""
    found = {}
    for change in changes:
        fields = tuple(field for field in change.fields if field.field in MATTERS)
        if change.old is not None and fields:
            found[change.key] = fields
    return found


def of(source: Source, changes: Iterable[OfferingChange]) -> tuple[AffectedReferral, ...]:
    """Exactly the referrals that are not over and whose offering changes in one of `MATTERS`, by name."""
    changes = tuple(changes)
    matters, offered = that_matter(changes), {change.key: change.new for change in changes}
    if not matters:
        return ()
    with connected(source) as connection:
        # all open ones are fewer than the keys of a large catalogue, which no statement would take
        rows = _referrals(connection, (ReferralRow.offering_key != "") & ReferralRow.id.not_in(
            select(ReferralStepRow.referral_id).where(ReferralStepRow.state.in_(sorted(OVER)))))
    return _sorted(_affected(row, state, offered[row.offering_key], matters[row.offering_key]) for row, state in rows
                   if row.offering_key in matters)


def outstanding(source: Source) -> tuple[AffectedReferral, ...]:
    """What imports changed for referrals that are not over and nobody has dealt with, by name.

    An import that was taken back, a reminder made and a change that was itself changed back leave nothing.
    """
    with connected(source) as connection:
        open_notes = {note.referral_id: note for note in notes(connection)}
        if not open_notes:
            return ()
        made = set(connection.execute(select(FollowUpRow.id).where(
            FollowUpRow.id.in_([note.reminder for note in open_notes.values() if note.reminder]))).scalars())
        rows = _referrals(connection, ReferralRow.id.in_(list(open_notes)))
        bases = _offerings(connection, OfferingRow.id.in_([note.base for note in open_notes.values()]), "id")
        now = _offerings(connection, OfferingRow.until.is_(None)
                         & OfferingRow.key.in_([row.offering_key for row, _state in rows]), "key")
    found = []
    for row, state in rows:
        note = open_notes[row.id]
        base, offering = bases.get(note.base), now.get(row.offering_key)
        if note.reminder not in made and base is not None and offering is not None:
            fields = tuple(f for f in field_changes(base, offering) if f.field in MATTERS)
            found += [_affected(row, state, offering, fields)] if fields else []
    return _sorted(found)


def notes(connection: Connection) -> tuple[Note, ...]:
    """What the imports so far noted, dealt with or not."""
    said = connection.execute(select(MetaRow.value).where(MetaRow.name == NOTED)).scalar()
    return tuple(Note(referral_id=one[0], base=one[1], reminder=one[2]) for one in json.loads(said or "[]"))


def in_writing(noted: Iterable[Note]) -> str:
    """The fact as the file keeps it; `notes` is the way back."""
    return json.dumps([[note.referral_id, note.base, note.reminder] for note in noted])


def _referrals(connection: Connection, which: ColumnElement[bool]) -> list[tuple[Any, str]]:
    """Referrals from which something can still follow, each with its state."""
    rows = connection.execute(
        select(ReferralRow.id, ReferralRow.case_id, ReferralRow.offering_key, CaseRow.client_id, *NAME_COLUMNS)
        .join(CaseRow, CaseRow.id == ReferralRow.case_id).join(ClientRow, ClientRow.id == CaseRow.client_id)
        .where(which)).all()
    states = referral_states(connection, [row.id for row in rows])
    return [(row, states[row.id].state) for row in rows if states[row.id].state not in OVER]


def _offerings(connection: Connection, which: ColumnElement[bool], by: str) -> dict[str, Offering]:
    rows = connection.execute(select(OfferingRow.__table__).where(which)).mappings()
    return {row[by]: offering_of(from_row(ListedOffering, row)) for row in rows}


def _affected(row: Any, state: str, offering: Offering, fields: tuple[FieldChange, ...]) -> AffectedReferral:
    return AffectedReferral(
        referral_id=row.id, case_id=row.case_id, client_id=row.client_id, name=name_of(row), state=state,
        offering_key=row.offering_key, title=offering.title, lifecycle=Lifecycle(offering.lifecycle), fields=fields)


def _sorted(found: Iterable[AffectedReferral]) -> tuple[AffectedReferral, ...]:
    return tuple(sorted(found, key=lambda one: (one.name, one.title, one.referral_id)))
