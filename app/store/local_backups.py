"""The automatic backups beside a Klientendatei: one more, which of them go, the newest, all that lie there."""

import glob
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.backups import Copy, superfluous
from app.domain.errors import UserError
from app.store.backup import BACKUP_SUFFIX, Backup, back_up, backup_of, remove
from app.store.check import CANNOT_WRITE, Progress
from app.store.copying import Live
from app.vault import container, keyfile
from app.vault.container import Header
from app.vault.errors import VaultError

_BEFORE = "-vor-Version-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file in the folder of the automatic backups; without ``backup`` its beginning cannot be read."""

    path: Path
    size: int
    backup: Backup | None

    @property
    def before_version(self) -> str:
        """The version of the program before whose first start it was made, "" for any other backup."""
        return _version_in(self.path.name)


def place_of(folder: Path) -> Path:
    """Where the automatic backups of a Klientendatei lie: beside its folder, so that neither takes the other along."""
    return folder.with_name(f"{folder.stem}-Sicherungen")


def keep(file: Live, mark: str = "", progress: Progress = lambda done, total: None) -> Backup:
    """One more automatic backup; once it holds, those that are superfluous go. Raises what ``back_up`` raises."""
    place = place_of(file.folder)
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        place.chmod(0o700)
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    for rest in place.glob(f"*{BACKUP_SUFFIX}.neu"):
        remove(rest)
    made = back_up(file, _free_name(place, f"{_stem(file)}{file.now():%Y-%m-%d-%H%M%S}{mark}"), progress)
    for name in superfluous(_copies(file)) - _last_before_update(file):
        # on Windows somebody may have it open; it goes the next time
        with suppress(OSError):
            (place / name).unlink()
    return made


def before_version(file: Live, version: str, progress: Progress = lambda done, total: None) -> None:
    """The file as it is before version ``version`` of the program writes to it; where that lies here, nothing is done.

    The last one before an update is not thinned.
    """
    for name, header in _headers(file).items():
        if _version_in(name) == version and header is not None and not changed_since(file, header):
            with suppress(VaultError, OSError):
                container.verify(place_of(file.folder) / name, file.secret)
                return
    keep(file, f"{_BEFORE}{version}", progress)


def newest(file: Live) -> Header | None:
    """The header of the latest automatic backup made with the key of today, None for none; the payload is not read."""
    headers = [header for header in _headers(file).values() if header is not None]
    return max(headers, key=lambda header: datetime.fromisoformat(header.created), default=None)


def changed_since(file: Live, header: Header) -> bool:
    """Whether there is more to keep than this backup holds: an act, a draft, a key file."""
    with file.read() as connection:
        acts = connection.exec_driver_sql("SELECT count(*) FROM act").scalar_one()
        drafted = connection.exec_driver_sql("SELECT max(saved_at) FROM draft").scalar_one()
    keys = keyfile.latest(file.folder, file.secret)
    typed = drafted is not None and datetime.fromisoformat(drafted) > datetime.fromisoformat(header.created)
    return acts != header.counts.get("act") or typed or (keys is not None and keys.gen != header.part.gen)


def newest_whole(file: Live) -> Path | None:
    """The newest automatic backup of which every byte is as it was written; None where none is. Reads as it goes."""
    headers = {name: header for name, header in _headers(file).items() if header is not None}
    for name in sorted(headers, key=lambda name: headers[name].created, reverse=True):
        with suppress(VaultError, OSError):
            container.verify(place_of(file.folder) / name, file.secret)
            return place_of(file.folder) / name
    return None


def found_in(folder: Path) -> tuple[Found, ...]:
    """Every backup beside a Klientendatei, newest first, the unreadable last; needs neither key nor live folder.

    What they say of themselves is unverified until a password or code was tried.
    """
    found: list[Found] = []
    with suppress(OSError):
        for path in place_of(folder).glob(f"*{BACKUP_SUFFIX}"):
            backup = None
            with suppress(VaultError):
                backup = backup_of(container.read_header(path))
            found.append(Found(path=path, size=path.stat().st_size, backup=backup))
    return tuple(sorted(found, reverse=True, key=lambda one: (one.backup.created if one.backup else datetime.min,
                                                              one.path.name)))


def _version_in(name: str) -> str:
    found = re.search(rf"{_BEFORE}([0-9]+(\.[0-9]+)*)", name)
    return found[1] if found else ""


def _last_before_update(file: Live) -> frozenset[str]:
    """Of a day with an update only the evening would stay, and what went wrong in it would be in there."""
    made = {name: header.created for name, header in _headers(file).items() if header and _version_in(name)}
    return frozenset([max(made, key=lambda name: made[name])] if made else [])


def _stem(file: Live) -> str:
    return f"{file.folder.stem}-"


def _free_name(place: Path, name: str) -> Path:
    names = (place / f"{name}{again}{BACKUP_SUFFIX}" for again in ("", *(f"-{n}" for n in range(2, 1000))))
    return next((path for path in names if not path.exists()), place / f"{name}{BACKUP_SUFFIX}")


def _headers(file: Live) -> dict[str, Header | None]:
    """The automatic backups by name; None for one that this secret did not make or that is damaged.

    What a person laid into the folder has no time of day in its name: it is nobody's to be counted or thinned.
    """
    found: dict[str, Header | None] = {}
    for path in place_of(file.folder).glob(f"{glob.escape(_stem(file))}????-??-??-??????*{BACKUP_SUFFIX}"):
        found[path.name] = None
        with suppress(VaultError, OSError):
            found[path.name] = container.read_header(path, file.secret)
    return found


def _copies(file: Live) -> list[Copy]:
    return [Copy(name=name, made=datetime.fromisoformat(header.created) if header else datetime.min,
                 verified=header is not None) for name, header in _headers(file).items()]
