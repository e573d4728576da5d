"""Catalogues that come in from a stick: read, preview, apply in one transaction; undo is the history's. The catalogue
of the GfS comes in signed, everything else only as an own list beside it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents import catalogue_file
from app.documents.catalogue_file import CatalogueFile, Step, silent
from app.domain.catalogue import (
    Catalogue,
    CatalogueHead,
    ChangeKind,
    Lifecycle,
    Mode,
    OfferingChange,
    OlderCatalogue,
    SameCatalogue,
    check_number,
    compare,
)
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.listing import ListedOffering, in_series, key_prefix, list_name, listed, offering_of
from app.domain.names import clean, folded
from app.domain.trust import IssuerKey, Trust
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.queries import affected, history, offers
from app.store.queries.affected import AffectedReferral
from app.store.queries.offers import Series, Source
from app.store.work import Work
from app.usecases import catalogue_affected, organisations, trust

IMPORT = N_("Katalog einlesen")
UNREADABLE = N_("Die Datei lässt sich nicht lesen. Ihr Katalog ist unverändert. Prüfen Sie, ob der Stick noch steckt.")
TOO_LARGE = N_("Die Datei ist größer als {limit} MB und wird nicht eingelesen. Ihr Katalog ist unverändert.")
SIGNED = N_("Die Datei ist unterschrieben: Sie ist der Katalog der Geschäftsführenden Stelle und keine eigene Liste. "
            "Es wurde nichts eingelesen. Lassen Sie den Namen der Liste weg.")
NAME_TAKEN = N_("Der Name „{name}“ lässt sich für eine eigene Liste nicht verwenden, weil Angebote aus einem anderen "
                "Katalog so anfangen. Es wurde nichts eingelesen. Geben Sie der Liste einen anderen Namen.")
CHANGED = N_("Seit der Vorschau hat sich in Ihrer Klientendatei etwas geändert. Es wurde nichts übernommen. Sehen Sie "
             "die neue Vorschau durch, und übernehmen Sie dann.")
LEFT = N_("Aus Katalog {number} haben Sie nicht alles übernommen, und dieser nennt nur, was sich seitdem geändert hat. "
          "Lesen Sie vorher Katalog {number} noch einmal ein, wenn Sie das Übrige brauchen.")
SIZE_LIMIT = catalogue_file.MAX_BYTES
# between two calls of the step: about a tenth of a second
ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A file as it was read, with the signature beside it; ``content`` is kept only where there is one to check."""

    source: CatalogueFile
    content: bytes = b""
    signature: str | None = None

    @property
    def head(self) -> CatalogueHead:
        """What the file says of itself."""
        return self.source.head

    def trust(self, known: Sequence[IssuerKey]) -> Trust:
        """What the signature is worth under these keys; raises UserError for one that does not hold."""
        return trust.judged(known, self.content, self.signature, self.head)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do: every change, every refused row with its reason, notes that do not block.

    ``series`` is "" for the catalogue of the GfS and the name of an own list else; keys are those that are stored.
    ``affected`` are the referrals of ours that the changes concern; ``digest`` stands for all of it.
    """

    source: CatalogueFile
    head: CatalogueHead
    series: str
    trust: Trust
    changes: tuple[OfferingChange, ...]
    notes: tuple[UserError, ...]
    affected: tuple[AffectedReferral, ...]
    digest: str

    def count(self, kind: ChangeKind) -> int:
        """How many offerings change in this way."""
        return sum(change.kind == kind for change in self.changes)


class Changed(UserError):
    """The difference, or whom it concerns, is no longer the one that was shown; ``preview`` is the new one."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(CHANGED)
        self.preview = preview


def content_of(path: Path) -> bytes:
    """The bytes of a file that may be a catalogue; raises UserError where it is too large or cannot be read."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise UserError(TOO_LARGE, limit=SIZE_LIMIT // 1_000_000)
        return path.read_bytes()
    except OSError:
        raise UserError(UNREADABLE) from None


def read(path: Path, step: Step = silent) -> Incoming:
    """The file, parsed row by row, and its signature; raises UserError where it is no catalogue at all."""
    content = content_of(path)
    signature = trust.signature_beside(path)
    return Incoming(source=catalogue_file.read(content, step=step), signature=signature,
                    content=content if signature is not None else b"")


def preview(file: CaseFile, incoming: Incoming, own_list: str = "", *, older_because: str = "") -> Preview:
    """What would change; nothing is written. ``own_list`` names the list an unsigned file becomes, by default as its
    head does. Raises UserError for a signature that does not hold, an older number without a reason, or a gap."""
    return _compared(file, trust.keys(file), incoming, own_list, bool(clean(older_because)), file.today())


def apply(file: CaseFile, incoming: Incoming, *, own_list: str = "", take: Collection[str] | None = None,
          seen: str = "", older_because: str = "", step: Step = silent) -> Preview:
    """Computes difference and affected anew inside its own transaction and writes what is taken, in one act.

    ``take`` are the keys accepted (None: all); the other offerings stay as they are. Raises `Changed` where ``seen``
    is the digest of a preview that no longer holds, and what `preview` raises. No referral is touched.
    """
    room_for(file.database, 0)
    because = clean(older_because)
    with file.write(IMPORT) as work:
        now = _compared(work.connection, work.find(IssuerKey), incoming, own_list, bool(because), file.today())
        if seen and seen != now.digest:
            raise Changed(now)
        taken = [change for change in now.changes
                 if change.kind != ChangeKind.UNCHANGED and (take is None or change.key in take)]
        left = sum(change.kind != ChangeKind.UNCHANGED for change in now.changes) - len(taken)
        work.set_meta(offers.left_name(now.series), f"{now.head.number} {left}")
        _write(work, now, taken, step)
        work.because(_in_force(work, now, file), because)
    return now


def last_import(file: CaseFile) -> int:
    """The number of the act by which the last catalogue came in, for taking just that one back; 0 without any."""
    return next((one.number for one in history.last(file, 5) if one.title == IMPORT), 0)


def _compared(source: Source, known: Sequence[IssuerKey], incoming: Incoming, own_list: str, back: bool,
              today: date) -> Preview:
    file, trusted = incoming.source, incoming.trust(known)
    if trusted.signed and own_list:
        raise UserError(SIGNED)
    series = "" if trusted.signed else list_name(own_list) or list_name(file.head.name)
    there = offers.series(source, series)
    if there.key_taken:
        raise UserError(NAME_TAKEN, name=series)
    changes = _changes(file, there, series)
    notes = check_number(file.head, there.last, sha256=file.sha256, today=today, back=back,
                         waiting=sum(change.kind != ChangeKind.UNCHANGED for change in changes))
    if there.left and there.last is not None and file.head.mode is Mode.DELTA and file.head.number > there.last.number:
        notes += (UserError(LEFT, number=there.last.number),)
    touched = affected.of(source, changes)
    return Preview(source=file, head=file.head, series=series, trust=trusted, changes=changes, notes=notes,
                   affected=touched, digest=_digest(file, series, changes, touched))


def _changes(file: CatalogueFile, there: Series, series: str) -> tuple[OfferingChange, ...]:
    offered = [in_series(offering, series) for offering in file.offerings]
    refused = {key_prefix(series) + key for key in file.refused_keys}
    return compare([offering_of(one) for one in there.listed], offered, file.head.mode, refused)


def _digest(file: CatalogueFile, series: str, changes: Sequence[OfferingChange],
            touched: Sequence[AffectedReferral]) -> str:
    """A preview in few bytes: what is new follows from the file, what it meets from the old values."""
    told = hashlib.sha256(repr((series, file.sha256)).encode())
    for change in changes:
        if change.kind != ChangeKind.UNCHANGED:
            told.update(repr((change.key, str(change.kind), change.fields)).encode())
    for one in touched:
        told.update(repr((one.referral_id, one.offering_key)).encode())
    return told.hexdigest()


def _write(work: Work, done: Preview, taken: Sequence[OfferingChange], step: Step) -> None:
    number, series = done.head.number, done.series
    there = {one.key: one for one in work.find(ListedOffering, until=None, series=series)}
    catalogue_affected.note(work, taken, {key: one.id for key, one in there.items()})
    for at in range(0, len(taken), ROWS_AT_ONCE):
        step(at, len(taken))
        some = taken[at:at + ROWS_AT_ONCE]
        work.change_all([there[change.key] for change in some if change.key in there], until=number)
        work.add_all(listed(change.new, new_id(), number, series) for change in some)
    step(len(taken), len(taken))
    held = {one.key: offering_of(one) for one in there.values()} | {change.key: change.new for change in taken}
    # an own list must not change the telephone number the GfS signed
    known = offers.gfs_providers(work.connection) if series else frozenset()
    theirs = {name for name in {one.provider for one in held.values()} if known and folded(name) in known}
    organisations.renew_from_catalogue(work, [o for o in held.values() if o.lifecycle != Lifecycle.WITHDRAWN
                                              and o.provider not in theirs])


def _in_force(work: Work, done: Preview, file: CaseFile) -> Catalogue:
    """The record of the issue. Going back takes those above it away: the highest number is the one in force."""
    head, same = done.head, None
    for one in work.find(Catalogue, series=done.series):
        if one.number > head.number:
            work.remove(one)
        elif one.number == head.number:
            same = one
    made = Catalogue(id=same.id if same else new_id(), name=head.name, number=head.number, as_of=head.as_of,
                     mode=head.mode, valid_until=head.valid_until, imported_at=file.now(), sha256=done.source.sha256,
                     rows=len(done.source.offerings), series=done.series, form=done.source.form,
                     key_id=done.trust.key.key_id if done.trust.key else "")
    return work.put(made) if same else work.add(made)


__all__ = ["Changed", "Incoming", "OlderCatalogue", "Preview", "SameCatalogue", "apply", "last_import", "preview",
           "read"]
