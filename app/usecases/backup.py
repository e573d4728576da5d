"""Acts that keep the data: make a backup by hand or by itself, look into one, restore it, check the file."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import N_
from app.i18n import _
from app.store import backup, history, local_backups
from app.store import restore as restoring
from app.store.backup import BACKUP_SUFFIX, Backup
from app.store.casefile import CaseFile
from app.store.check import Progress
from app.store.local_backups import Found
from app.store.lock import refuse_open
from app.store.restore import Opened
from app.store.search import folded_text
from app.usecases import outgoing
from app.vault import keyfile, pages

__all__ = ["BACKUP_SUFFIX", "Backup", "Found", "Opened"]

CHAIN_BROKEN = N_("Die Änderungsgeschichte wurde außerhalb des Programms verändert, zuerst bei Eintrag {number}.")
SUBJECT = N_("Sicherung „{name}“")
LAST_BACKUP = "last_backup"
LAST_AWAY = "last_backup_away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What „Datei prüfen“ found: problems in words, row counts, and how often a word looked for stands in the pages."""

    problems: tuple[str, ...]
    counts: dict[str, int]
    schema: int
    key_files: int
    found: int | None = None


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def make(file: CaseFile, target: Path, progress: Progress = _silent, recipient: str = "") -> Backup:
    """A backup in one file where a person wants it: entered in the register, and remembered for Heute.

    ``recipient`` is the medium it went to. Raises UserError; then there is no file.
    """
    made = backup.back_up(file, target, progress)
    at = made.created.isoformat()
    file.set_meta(**{LAST_BACKUP: at}, **({LAST_AWAY: at} if leaves_laptop(target, file.folder) else {}))
    outgoing.note(file, "backup", _(SUBJECT).format(name=target.name), recipient)
    return made


def leaves_laptop(target: Path, folder: Path) -> bool:
    """Whether ``target`` lies on another volume than the Klientendatei: all that the system tells of a stick."""
    return target.stat().st_dev != folder.stat().st_dev


def automatic(file: CaseFile, progress: Progress = _silent) -> Backup | None:
    """One more backup beside the Klientendatei, None where nothing changed since the last; older ones are thinned."""
    newest = local_backups.newest(file)
    if newest is not None and not local_backups.changed_since(file, newest):
        return None
    return local_backups.keep(file, progress=progress)


def last_made(file: CaseFile) -> datetime | None:
    """When the last backup was made by hand, None for never."""
    return _moment(file, LAST_BACKUP)


def last_away(file: CaseFile) -> datetime | None:
    """When the last backup went to another volume, None for never: only such a one outlives the laptop."""
    return _moment(file, LAST_AWAY)


def _moment(file: CaseFile, name: str) -> datetime | None:
    text = file.meta(name)
    return datetime.fromisoformat(text) if text else None


def local(folder: Path) -> tuple[Found, ...]:
    """The automatic backups beside a Klientendatei, newest first; needs no key."""
    return local_backups.found_in(folder)


def newest_whole(file: CaseFile) -> Path | None:
    """The newest automatic backup that is whole to the last byte."""
    return local_backups.newest_whole(file)


def holds(file: CaseFile) -> dict[str, int]:
    """What the Klientendatei holds now, counted as backups count."""
    return backup.live_counts(file)


def look(source: Path, *, password: str = "", code: str = "", file: CaseFile | None = None) -> Opened:
    """What a backup holds, opened by password, by recovery code or by the key of the file that is open."""
    return restoring.look(source, password=password, code=code, secret=file.secret if file is not None else b"")


def prepare(opened: Opened, folder: Path, progress: Progress = _silent) -> Path:
    """Unpacks and checks a backup beside ``folder``, which may be open; nothing of it is changed."""
    return restoring.prepare(opened, folder, progress)


def put_in_place(fresh: Path, folder: Path) -> Path | None:
    """Makes what was prepared the Klientendatei; what lay there is kept aside in the folder that is returned."""
    return restoring.put_in_place(fresh, folder)


def restore(opened: Opened, folder: Path, progress: Progress = _silent) -> Path | None:
    """Brings a backup back as the Klientendatei ``folder``; what lay there is kept aside in what is returned."""
    if folder.exists():
        refuse_open(folder)
    return put_in_place(prepare(opened, folder, progress), folder)


def inspect(file: CaseFile, word: str = "", progress: Progress = _silent) -> Report:
    """Both integrity checks, the chain of the history, the key files, and a word looked for in the decrypted pages."""
    key = keyfile.hkdf(file.secret, "db")
    checked = backup.check_beside(file, progress)
    broken = None
    if not checked.problems:
        with file.read() as connection:
            broken = history.first_broken_link(connection)
    problems = [*checked.problems, *([CHAIN_BROKEN.format(number=broken)] if broken else [])]
    if not problems:
        file.standing.found_whole(file.now())
    forms = {form.encode() for form in (word, word.lower(), word.upper(), folded_text(word)) if form}
    return Report(problems=tuple(problems), counts=checked.counts, schema=checked.schema,
                  key_files=sum((file.folder / name).exists() for name in keyfile.COPIES),
                  found=pages.count(file.database, key, forms) if forms else None)
