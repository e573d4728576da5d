"""The removable volumes that are mounted now, as far as the system tells. It reads them; nothing is written here."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from app.domain.errors import N_
from app.i18n import _

# where desktops mount what a person plugs in; a disk that an administrator mounts elsewhere is chosen as a folder
_PLUGGED_IN = re.compile(r"/(run/media|media|Volumes)/.+|/mnt(/.+)?")
_WINDOWS_REMOVABLE = 2
NO_NAME = N_("USB-Datenträger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One place for a backup: ``free`` in bytes."""

    root: Path
    name: str
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the system says of a mounted volume."""

    root: str
    name: str
    device: bytes
    free: int
    usable: bool
    removable: bool


def removable(beside: Path, to_write: bool = True) -> tuple[Volume, ...]:
    """The removable volumes other than the one on which ``beside`` lies. A hanging network share can make it slow.

    Those that are locked against writing are left out, unless they are only to be read.
    """
    own = bytes(QStorageInfo(str(beside)).device().data())
    return offered((_seen(volume, to_write) for volume in QStorageInfo.mountedVolumes()), own)


def offered(seen: Iterable[Seen], own: bytes) -> tuple[Volume, ...]:
    """Those that can take a backup away, by name; each device once."""
    found: dict[bytes, Volume] = {}
    for one in seen:
        if one.usable and one.removable and one.device != own:
            found.setdefault(one.device, Volume(root=Path(one.root), name=one.name or _(NO_NAME), free=one.free))
    return tuple(sorted(found.values(), key=lambda volume: volume.name.casefold()))


def _seen(volume: QStorageInfo, to_write: bool) -> Seen:
    root = volume.rootPath()
    return Seen(root=root, name=volume.name(), device=bytes(volume.device().data()), free=volume.bytesAvailable(),
                usable=volume.isValid() and volume.isReady() and not (to_write and volume.isReadOnly()),
                removable=is_plugged_in(root))


def is_plugged_in(root: str) -> bool:
    """Whether a volume with this root is one that a person plugged in."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root)) == _WINDOWS_REMOVABLE
    return _PLUGGED_IN.fullmatch(root) is not None
