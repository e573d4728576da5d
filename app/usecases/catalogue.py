"""Catalogues that come in from a stick: read, preview, apply in one transaction; undo is the history's."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.documents import catalogue_csv
from app.documents.catalogue_csv import CatalogueFile
from app.domain.catalogue import (
    Catalogue,
    CatalogueHead,
    ChangeKind,
    OfferingChange,
    SameCatalogue,
    check_number,
    compare,
)
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.listing import ListedOffering, listed, offering_of
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.queries import offers
from app.store.work import Work

IMPORT = N_("Katalog einlesen")
UNREADABLE = N_("Die Datei lässt sich nicht lesen. Ihr Katalog ist unverändert. Prüfen Sie, ob der Stick noch steckt.")
TOO_LARGE = N_("Die Datei ist größer als {limit} MB und wird nicht eingelesen. Ihr Katalog ist unverändert.")
SIZE_LIMIT = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do: every change, every refused row with its reason, notes that do not block."""

    source: CatalogueFile
    head: CatalogueHead
    changes: tuple[OfferingChange, ...]
    notes: tuple[UserError, ...]

    def count(self, kind: ChangeKind) -> int:
        """How many offerings change in this way."""
        return sum(change.kind == kind for change in self.changes)


def read(path: Path) -> CatalogueFile:
    """The file, parsed row by row; raises UserError where it is no catalogue at all."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise UserError(TOO_LARGE, limit=SIZE_LIMIT // 1_000_000)
        return catalogue_csv.read(path.read_bytes())
    except OSError:
        raise UserError(UNREADABLE) from None


def preview(file: CaseFile, source: CatalogueFile) -> Preview:
    """What would change; nothing is written. Raises UserError for an older number or a gap."""
    current = offers.current(file)
    return _compared(source, current.catalogue, current.listed, file)


def _compared(source: CatalogueFile, last: Catalogue | None, current: tuple[ListedOffering, ...],
              file: CaseFile) -> Preview:
    notes = check_number(source.head, last, sha256=source.sha256, today=file.today())
    changes = compare([offering_of(o) for o in current], source.offerings, source.head.mode,
                      {row.key for row in source.refused if row.key})
    return Preview(source=source, head=source.head, changes=changes, notes=notes)


def apply(file: CaseFile, source: CatalogueFile) -> Preview:
    """Recomputes the difference inside its own transaction and writes it; offerings are versioned by number."""
    room_for(file.database, 0)
    with file.write(IMPORT) as work:
        last = max(work.find(Catalogue), key=lambda c: c.number, default=None)
        current = {o.key: o for o in work.find(ListedOffering, until=None)}
        done = _compared(source, last, tuple(current.values()), file)
        _write(work, done, current, file)
    return done


def _write(work: Work, done: Preview, current: dict[str, ListedOffering], file: CaseFile) -> None:
    number = done.head.number
    touched = [change for change in done.changes if change.kind != ChangeKind.UNCHANGED]
    for change in touched:
        if change.key in current:
            work.put(replace(current[change.key], until=number))
    work.add_all(listed(change.new, new_id(), number) for change in touched)
    work.add(Catalogue(id=new_id(), name=done.head.name, number=number, as_of=done.head.as_of, mode=done.head.mode,
                       valid_until=done.head.valid_until, imported_at=file.now(), sha256=done.source.sha256,
                       rows=len(done.source.offerings)))


__all__ = ["Preview", "SameCatalogue", "apply", "preview", "read"]
