"""Whether a bundle for Windows brings every library its files ask for. Wine cannot tell: it has its own C++ runtime."""

import re
import subprocess
from pathlib import Path

from installer.windows.wine import DUMP

# What a Windows need not have: the C++ runtime, Python, Qt and what packages bring under names of their own. The C
# runtime (ucrtbase, api-ms-win-…) and everything else is a part of Windows 10.
BROUGHT = re.compile(r"^(vcruntime|msvcp|concrt|python3|qt6|pyside6|shiboken6|lib|pdfium)", re.IGNORECASE)
_IMPORT = re.compile(r"DLL Name: (\S+)")


def missing(bundle: Path) -> list[str]:
    """One line for each library that a file asks for and would not find where Windows and Python look."""
    inside = bundle / "_internal"
    files = sorted(path for path in inside.rglob("*") if path.suffix.lower() in (".dll", ".pyd"))
    here: dict[Path, set[str]] = {}
    for path in files:
        here.setdefault(path.parent, set()).add(path.name.lower())
    lines = []
    for path in files:
        found = set().union(*(here.get(folder, set()) for folder in places(path, inside)))
        lines += [f"{path.relative_to(bundle).as_posix()}: {name}" for name in imports(path)
                  if BROUGHT.match(name) and name.lower() not in found]
    return lines


def places(path: Path, inside: Path) -> list[Path]:
    """Its own folder, the program's, and those that its package enters when it is imported."""
    package = path.relative_to(inside).parts[0]
    own = ["PySide6", "shiboken6"] if package == "PySide6" else [package, f"{package}.libs"]
    return [path.parent, inside, *(inside / name for name in own)]


def imports(path: Path) -> list[str]:
    """The names of the libraries a file asks for."""
    said = subprocess.run([DUMP, "-p", path], capture_output=True, text=True, check=True).stdout
    return sorted(set(_IMPORT.findall(said)))
