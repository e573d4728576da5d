"""The Geschäftsführende Stelle (GfS) issues a catalogue: a spreadsheet is read as the offices will read it, compared
with the last issue, numbered, signed and written to a stick. Nothing is ever overwritten or issued twice."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from app.documents import catalogue_file, catalogue_writing
from app.documents.catalogue_file import CatalogueFile, Step, silent
from app.domain.catalogue import CatalogueHead, ChangeKind, Lifecycle, Mode, Offering, OfferingChange, compare
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.issue import IssuedCatalogue
from app.domain.names import clean
from app.domain.trust import ACTIVE, NAME_LENGTH
from app.store.casefile import CaseFile
from app.store.check import room_for
from app.store.queries import issued_catalogues
from app.store.queries.issued_catalogues import IssuedLine
from app.store.queries.offers import Source
from app.store.work import GONE
from app.usecases import catalogue, muster, outgoing, role, signing, trust
from app.vault import minisign

ISSUE = N_("Katalog ausgeben")
VALID_DAYS = 90  # proposed, never prescribed
SUBJECT = N_("Katalog {number} „{name}“, unterschrieben")
RECIPIENT = N_("Teilhabemanagements")
WRITERS: Mapping[str, Callable[[CatalogueHead, Sequence[Offering]], bytes]] = {
    "csv": catalogue_writing.csv_bytes, "json": catalogue_writing.json_bytes}

ISSUED_ALREADY = N_("Katalog {number} ist schon ausgegeben, zuletzt Katalog {last}. Es wurde nichts ausgegeben. Nehmen "
                    "Sie eine höhere Nummer, zum Beispiel {next}.")
NOT_NEXT = N_("Eine Ausgabe nur mit Änderungen trägt die nächste Nummer, also {next}. Es wurde nichts ausgegeben. "
              "Nehmen Sie diese Nummer, oder geben Sie den Katalog vollständig aus.")
FIRST_IS_FULL = N_("Der erste Katalog muss vollständig sein. Es wurde nichts ausgegeben.")
CANNOT_WITHDRAW = N_("In der Tabelle fehlen {n} Angebote der letzten Ausgabe. Eine Ausgabe nur mit Änderungen kann sie "
                     "nicht zurückziehen. Es wurde nichts ausgegeben. Geben Sie den Katalog vollständig aus, oder "
                     "setzen Sie diese Angebote in der Tabelle auf „abgesagt“.")
NOTHING_TO_SAY = N_("Gegenüber der letzten Ausgabe hat sich nichts geändert. Es wurde nichts ausgegeben. Soll nur die "
                    "Gültigkeit verlängert werden, geben Sie den Katalog vollständig aus.")
EMPTY = N_("In der Tabelle steht kein Angebot, das ausgegeben werden könnte. Es wurde nichts ausgegeben.")
NAME_UNFIT = N_("Der Katalog braucht einen Namen mit höchstens {limit} Zeichen. Es wurde nichts ausgegeben.")
ENDED = N_("„Gültig bis“ liegt vor heute oder vor dem Stand. Es wurde nichts ausgegeben. Nehmen Sie einen "
           "späteren Tag.")
AHEAD = N_("Der Stand liegt in der Zukunft. Es wurde nichts ausgegeben. Nehmen Sie den Tag, an dem die Angaben "
           "stimmen.")
ANOTHER_MEANWHILE = N_("Seit die Tabelle gelesen wurde, ist Katalog {last} ausgegeben worden. Es wurde nichts "
                       "ausgegeben. Wählen Sie die Tabelle noch einmal.")
READS_OTHERWISE = N_("Die geschriebene Datei läse sich anders als die Tabelle, vermutlich wegen eines sehr langen "
                     "Textes. Es wurde nichts ausgegeben. Kürzen Sie die Beschreibungen in der Tabelle.")
NO_KEYS = N_("In dieser Datei ist noch kein Schlüssel zum Unterschreiben eingetragen. Es wurde nichts ausgegeben. "
             "Legen Sie die Schlüssel in den Einstellungen unter „Schlüssel“ an.")
NOT_ACTIVE = N_("Die gewählte Datei enthält nicht den aktiven Schlüssel {key_id}, dem die Teilhabemanagements trauen. "
                "Es wurde nichts ausgegeben. Wählen Sie die Datei „gfs-aktiv.key“ der Schlüssel, die gelten.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A spreadsheet as it was read: ``state`` is what the last issue left, ``changes`` what this one would do."""

    source: CatalogueFile
    last: IssuedLine | None
    state: tuple[Offering, ...]
    changes: tuple[OfferingChange, ...]

    def count(self, kind: ChangeKind) -> int:
        """How many offerings change in this way."""
        return sum(change.kind == kind for change in self.changes)

    def offerings(self, mode: Mode) -> tuple[Offering, ...]:
        """What an issue of that mode lists. An offering whose row was refused stays as the last issue had it."""
        kinds = (ChangeKind.NEW, ChangeKind.CHANGED) if mode is Mode.DELTA else tuple(ChangeKind)
        told = [one.new for one in self.changes if one.kind in kinds and one.new.lifecycle != Lifecycle.WITHDRAWN]
        if mode is Mode.FULL and self.source.head.mode is Mode.DELTA:
            named = {one.key for one in self.changes}
            told += [one for one in self.state if one.key not in named]
        return tuple(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was issued, and the file on the stick; its `.minisig` lies beside it."""

    issued: IssuedLine
    path: Path


def look(file: CaseFile, path: Path, step: Step = silent) -> Sheet:
    """Reads a spreadsheet with the same checks as the offices do and compares it with the last issue; writes nothing.

    What its head leaves open is proposed. Raises UserError.
    """
    role.check_issues(file)
    last = issued_catalogues.last(file)
    unsaid = {"katalog": last.name if last else file.meta("office"), "nummer": str(last.number + 1 if last else 1),
              "stand": file.today().isoformat(), "art": catalogue_writing.MODES[Mode.FULL]}
    source = catalogue_file.read(catalogue.content_of(path), step=step, head=unsaid)
    state = _state(file)
    changes = compare(state, source.offerings, source.head.mode, source.refused_keys)
    return Sheet(source=source, last=last, state=state, changes=changes)


def proposal(file: CaseFile, sheet: Sheet) -> CatalogueHead:
    """The head that is proposed: the next number, today as Stand, valid for 90 days or as long as the table says."""
    said, last, today = sheet.source.head, sheet.last, file.today()
    known = said.valid_until is not None and said.valid_until >= today
    return CatalogueHead(name=last.name if last else said.name, number=last.number + 1 if last else said.number,
                         as_of=today, mode=said.mode if last else Mode.FULL,
                         valid_until=said.valid_until if known else today + timedelta(VALID_DAYS))


def check(sheet: Sheet, head: CatalogueHead, today: date) -> None:
    """Raises UserError for a head under which no office would take the issue, and for one that says nothing."""
    last = sheet.last
    if not head.name or len(head.name) > NAME_LENGTH:
        raise UserError(NAME_UNFIT, limit=NAME_LENGTH)
    if last is not None and head.number <= last.number:
        raise UserError(ISSUED_ALREADY, number=head.number, last=last.number, next=last.number + 1)
    if head.as_of > today:
        raise UserError(AHEAD)
    if head.valid_until is not None and head.valid_until < max(head.as_of, today):
        raise UserError(ENDED)
    if head.mode is Mode.DELTA:
        if last is None:
            raise UserError(FIRST_IS_FULL)
        if head.number != last.number + 1:
            raise UserError(NOT_NEXT, next=last.number + 1)
        if gone := sheet.count(ChangeKind.WITHDRAWN):
            raise UserError(CANNOT_WITHDRAW, n=gone)
    if not sheet.offerings(head.mode):
        raise UserError(EMPTY if head.mode is Mode.FULL else NOTHING_TO_SAY)


def issue(file: CaseFile, sheet: Sheet, head: CatalogueHead, *, secret: Path, password: str, folder: Path,
          form: str = "csv", step: Step = silent) -> Done:
    """Signs the catalogue with the active key, keeps its bytes and writes file and `.minisig`, all or nothing.

    ``form`` is csv or json. Takes as long as a derivation (3 to 6 s, 1 GiB). Raises UserError.
    """
    role.check_issues(file)
    # who practises with the real key must not hand out a catalogue that looks like the next real one
    head = replace(head, name=muster.named(file, clean(head.name)))
    check(sheet, head, file.today())
    active = next((key for key in trust.keys(file) if key.role == ACTIVE and key.retired_on is None), None)
    if active is None:
        raise UserError(NO_KEYS)
    content = _content(sheet, head, form)
    path = folder / _file_name(file, head.number, form)
    _check_place(path, len(content))
    step(0, 1)
    signature = signing.sign(content, secret, password, head)
    signed = minisign.read_signature(signature)
    if minisign.key_id_of(signed.key_id) != active.key_id:
        raise UserError(NOT_ACTIVE, key_id=active.key_id)
    minisign.verify(content, signed, minisign.read_public_key(active.public_key))
    step(1, 1)
    made = IssuedCatalogue(id=new_id(), name=head.name, number=head.number, as_of=head.as_of, mode=str(head.mode),
                           valid_until=head.valid_until, issued_at=file.now(), rows=len(sheet.offerings(head.mode)),
                           content=content, sha256=hashlib.sha256(content).hexdigest(), signature=signature,
                           key_id=active.key_id)
    _keep_and_write(file, sheet, made, path)
    outgoing.note(file, "catalogue", SUBJECT.format(number=made.number, name=made.name), RECIPIENT)
    return Done(issued=_line(file, made.number), path=path)


def write_again(file: CaseFile, identity: str, folder: Path) -> Path:
    """Puts the very bytes of an issue and its signature into another folder; raises UserError."""
    found = issued_catalogues.whole(file, identity)
    if found is None:
        raise UserError(GONE)
    form = "json" if found.content.lstrip().startswith(b"{") else "csv"
    path = folder / _file_name(file, found.number, form)
    _check_place(path, len(found.content))
    signing.write_new(folder, _files(path, found))
    outgoing.note(file, "catalogue", SUBJECT.format(number=found.number, name=found.name), RECIPIENT)
    return path


def sign_file(path: Path, secret: Path, password: str) -> Path:
    """Signs a catalogue that was made elsewhere and puts its `.minisig` beside it; no number is taken, nothing is kept.

    Raises UserError for a file no office could read as a catalogue. Never overwrites.
    """
    content = catalogue.content_of(path)
    signature = signing.sign(content, secret, password, catalogue_file.read(content).head)
    target = path.with_name(path.name + trust.SUFFIX)
    signing.write_new(path.parent, {target.name: signature.encode("utf-8")})
    return target


def differences(file: CaseFile, number: int) -> tuple[OfferingChange, ...]:
    """What that issue changed against the one before it, without what stayed as it was."""
    before, now = _state(file, number), _state(file, number + 1)
    return tuple(one for one in compare(before, now, Mode.FULL) if one.kind != ChangeKind.UNCHANGED)


def _state(source: Source, before: int | None = None) -> tuple[Offering, ...]:
    """The offerings that the issues below a number (None: all issues) leave in the hands of an office."""
    held: tuple[Offering, ...] = ()
    for content in issued_catalogues.chain(source, before):
        read = catalogue_file.read(content)
        named = {one.key for one in read.offerings}
        kept = () if read.head.mode is Mode.FULL else tuple(one for one in held if one.key not in named)
        held = (*kept, *read.offerings)
    return held


def _content(sheet: Sheet, head: CatalogueHead, form: str) -> bytes:
    """The bytes of the file; raises UserError unless an office reads from them exactly what is meant."""
    meant = sheet.offerings(head.mode)
    content = WRITERS[form](head, meant)
    read = catalogue_file.read(content)
    # JSON lists the offerings of an offer together
    same = {one.key: one for one in read.offerings} == {one.key: one for one in meant}
    if read.head != head or read.refused or not same:
        raise UserError(READS_OTHERWISE)
    return content


def _file_name(file: CaseFile, number: int, form: str) -> str:
    return muster.stem_of(file, f"katalog-{number}") + f".{form}"


def _check_place(path: Path, size: int) -> None:
    """Asked before the long derivation, so that nobody waits for a refusal."""
    if not path.parent.is_dir():
        raise UserError(signing.CANNOT_WRITE)
    room_for(path, size)
    for each in (path, path.with_name(path.name + trust.SUFFIX)):
        if each.exists():
            raise UserError(signing.ALREADY_THERE, name=each.name)


def _files(path: Path, made: IssuedCatalogue) -> dict[str, bytes]:
    return {path.name: made.content, path.name + trust.SUFFIX: made.signature.encode("utf-8")}


def _keep_and_write(file: CaseFile, sheet: Sheet, made: IssuedCatalogue, path: Path) -> None:
    """One act: a stick that refuses takes the number back, and an act that fails takes the files off the stick."""
    files = _files(path, made)
    with ExitStack() as undone:
        with file.write(ISSUE, undoable=False) as work:
            last = issued_catalogues.last(work.connection)
            if last is not None and (sheet.last is None or last.number != sheet.last.number):
                raise UserError(ANOTHER_MEANWHILE, last=last.number)
            work.add(made)
            signing.write_new(path.parent, files)
            for name in files:
                undone.callback(_away, path.parent / name)
        undone.pop_all()


def _away(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _line(file: CaseFile, number: int) -> IssuedLine:
    return next(one for one in issued_catalogues.lines(file) if one.number == number)
