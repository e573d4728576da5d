"""How the vault's files reach the disk: readable by their owner alone, whole or not at all."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

Sleep = Callable[[float], None]

# Seconds; virus scanners and indexers on Windows hold a fresh file open for moments.
_PAUSES = tuple(step / 20 for step in range(1, 11))


def create_private(path: Path) -> BinaryIO:
    """A new empty file at ``path``, mode 0600, open for writing; what an earlier attempt left there is removed."""
    path.unlink(missing_ok=True)
    # O_EXCL: never write through a link that somebody laid in our way.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def flush_to_disk(file: BinaryIO) -> None:
    """Returns when the operating system says the bytes are on the disk."""
    file.flush()
    os.fsync(file.fileno())


def replace(source: Path, target: Path, sleep: Sleep = time.sleep) -> None:
    """``os.replace`` that tries ten times more, 50 to 500 ms apart, while somebody holds the target; then OSError."""
    for pause in _PAUSES:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            sleep(pause)
    os.replace(source, target)


def sync_folder(folder: Path) -> None:
    """Makes a rename inside ``folder`` durable; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, sleep: Sleep = time.sleep) -> None:
    """``path`` holds either its old content or all of ``data``, whatever happens; OSError when the disk refuses."""
    fresh = path.with_name(path.name + ".neu")
    with create_private(fresh) as file:
        file.write(data)
        flush_to_disk(file)
    replace(fresh, path, sleep)
    sync_folder(path.parent)
