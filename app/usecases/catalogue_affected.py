"""Persons whose offering a catalogue changed: noted by the import, dealt with by a follow-up or by setting aside."""

from collections.abc import Iterable, Mapping, Sequence

from app.domain.catalogue import FIELD_LABELS, FieldChange, Lifecycle, OfferingChange, value_in_words
from app.domain.errors import N_
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.store.casefile import CaseFile
from app.store.queries import affected
from app.store.queries.affected import AffectedReferral, Note
from app.store.work import Work

REMIND = N_("Wiedervorlagen zu geänderten Angeboten anlegen")
TITLES = {
    Lifecycle.CANCELLED: N_("Angebot abgesagt: {title}"), Lifecycle.FULL: N_("Angebot voll: {title}"),
    Lifecycle.WITHDRAWN: N_("Angebot steht nicht mehr im Katalog: {title}"),
    Lifecycle.ACTIVE: N_("Angebot geändert: {title}"),
}


def note(work: Work, taken: Sequence[OfferingChange], versions: Mapping[str, str]) -> None:
    """As part of an import, before it writes: whom it concerns, and from which version on (``versions``: key → id).

    Who was not dealt with yet keeps the version known before: two changes in a row are told as one.
    """
    waiting = {one.referral_id for one in affected.outstanding(work.connection)}
    kept = [one for one in affected.notes(work.connection) if one.referral_id in waiting]
    new = [Note(referral_id=one.referral_id, base=versions[one.offering_key])
           for one in affected.of(work.connection, taken) if one.referral_id not in waiting]
    if new or kept != list(affected.notes(work.connection)):
        work.set_meta(affected.NOTED, affected.in_writing([*kept, *new]))


def remind(file: CaseFile, concerned: Iterable[AffectedReferral]) -> int:
    """A follow-up for today for each person, in one act; returns how many. One that exists is not made twice."""
    wanted = {one.referral_id for one in concerned}
    with file.write(REMIND) as work:
        people: dict[str, list[AffectedReferral]] = {}
        for one in affected.outstanding(work.connection):
            if one.referral_id in wanted:
                people.setdefault(one.client_id, []).append(one)
        made: dict[str, str] = {}
        for own in people.values():
            follow_up = work.add(FollowUp(id=new_id(), case_id=own[0].case_id, due_on=file.today(), title=_title(own),
                                          note="\n".join(line for one in own for line in _lines(one, len(own) > 1))))
            made.update((one.referral_id, follow_up.id) for one in own)
        if made:
            work.set_meta(affected.NOTED, affected.in_writing(
                Note(referral_id=old.referral_id, base=old.base, reminder=made.get(old.referral_id, old.reminder))
                for old in affected.notes(work.connection)))
    return len(people)


def set_aside(file: CaseFile, concerned: Iterable[AffectedReferral]) -> str:
    """No longer says of these that something is to be done; returns what `take_back` needs. Writes no history."""
    before, gone = file.meta(affected.NOTED), {one.referral_id for one in concerned}
    with file.read() as connection:
        left = [one for one in affected.notes(connection) if one.referral_id not in gone]
    file.set_meta(**{affected.NOTED: affected.in_writing(left)})
    return before


def take_back(file: CaseFile, before: str) -> None:
    """Says again what `set_aside` took away."""
    file.set_meta(**{affected.NOTED: before})


def _title(own: Sequence[AffectedReferral]) -> str:
    if len(own) == 1:
        return TITLES[own[0].lifecycle].format(title=own[0].title)
    return N_("Angebote geändert: {titles}").format(titles=", ".join(one.title for one in own))


def _lines(one: AffectedReferral, named: bool) -> list[str]:
    return [*([one.title] if named else []), *(in_words(field) for field in one.fields)]


def in_words(field: FieldChange) -> str:
    """``Beginn: 01.12.2026 → 15.12.2026``"""
    return f"{FIELD_LABELS[field.field]}: {value_in_words(field.field, field.old)} → " \
           f"{value_in_words(field.field, field.new)}"


__all__ = ["note", "remind", "set_aside", "take_back"]
