"""Acts that keep the data: make a backup, look into one, restore it, check the file."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import N_
from app.store import backup, check, history
from app.store.backup import Backup
from app.store.casefile import CaseFile
from app.store.check import Progress
from app.store.search import folded_text
from app.vault import keyfile, pages

CHAIN_BROKEN = N_("Die Änderungsgeschichte wurde außerhalb des Programms verändert, zuerst bei Eintrag {number}.")
LAST_BACKUP = "last_backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What „Datei prüfen“ found: problems in words, row counts, and how often a word looked for stands in the pages."""

    problems: tuple[str, ...]
    counts: dict[str, int]
    schema: int
    key_files: int
    found: int | None = None


def make(file: CaseFile, target: Path, progress: Progress = lambda done, total: None) -> Backup:
    """A backup in one file; remembered so that Heute can remind of the next one."""
    made = backup.back_up(file, target, progress)
    file.set_meta(**{LAST_BACKUP: file.now().isoformat()})
    return made


def last_made(file: CaseFile) -> datetime | None:
    """When the last backup was made, None for never."""
    text = file.meta(LAST_BACKUP)
    return datetime.fromisoformat(text) if text else None


def restore(source: Path, password: str, folder: Path) -> Backup:
    """Brings a backup back as a Klientendatei of its own; what lay there before is kept aside."""
    return backup.restore(source, password, folder)


def inspect(file: CaseFile, word: str = "") -> Report:
    """Both integrity checks, the chain of the history, the key files, and a word looked for in the decrypted pages."""
    key = keyfile.hkdf(file.secret, "db")
    checked = check.check_database(file.database, key)
    broken = None
    if not checked.problems:
        with file.read() as connection:
            broken = history.first_broken_link(connection)
    problems = [*checked.problems, *([CHAIN_BROKEN.format(number=broken)] if broken else [])]
    forms = {form.encode() for form in (word, word.lower(), word.upper(), folded_text(word)) if form}
    return Report(problems=tuple(problems), counts=checked.counts, schema=checked.schema,
                  key_files=sum((file.folder / name).exists() for name in keyfile.COPIES),
                  found=pages.count(file.database, key, forms) if forms else None)


