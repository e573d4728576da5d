"""The machine the figures hold for, without its name: processor, system, versions, cost of locking memory."""

import ctypes
import mmap
import os
import platform
import sys
import time
from pathlib import Path

from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2 as sqlcipher

PAIRS = 2000


def lines(screen: str) -> list[str]:
    """What has to be known to compare two runs."""
    pair = lock_pair()
    locking = "not measured on this system" if pair is None else f"{pair:.1f} µs for each pair of mlock and munlock"
    return [
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}{_system()}, screen: {screen}",
        f"Python {platform.python_version()}, Qt {qVersion()}, SQLCipher {_sqlcipher()}; locking a page of memory: "
        f"{locking}",
    ]


def lock_pair() -> float | None:
    """Microseconds for locking a page into memory and releasing it, which SQLCipher does for each of its buffers."""
    if sys.platform == "win32":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    page = mmap.mmap(-1, mmap.PAGESIZE)
    page[0] = 1
    place, size = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(page))), ctypes.c_size_t(mmap.PAGESIZE)
    if libc.mlock(place, size) != 0:
        return None
    libc.munlock(place, size)
    begun = time.perf_counter()
    for _ in range(PAIRS):
        libc.mlock(place, size)
        libc.munlock(place, size)
    return (time.perf_counter() - begun) / PAIRS * 1e6


def _processor() -> str:
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in facts.splitlines() if line.startswith("model name")]
    return f"{names[0]}{' (virtual machine)' if 'hypervisor' in facts else ''}" if names else platform.machine()


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return ""
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB, "


def _system() -> str:
    if sys.platform == "linux":
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    return f"{platform.system()} {platform.release()}"


def _sqlcipher() -> str:
    connection = sqlcipher.connect(":memory:")
    version = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    return str(version)
