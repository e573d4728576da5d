"""What this program is made of: versions, its own licence, the parts with their licences. Tells nothing of a file."""

import json
import platform
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from app import VERSION, paths, resources
from app.domain.errors import N_, UserError
from app.i18n import _
from app.store.check import engine_versions
from app.vault import library

LICENCE = "EUPL-1.2"
FOLDER, LIST, OWN = "licences", "teile.json", "LICENSE"
# what a checkout runs on, by the names their distributions have; a built program knows its parts from its list
DISTRIBUTIONS = (
    "anyascii", "arabic-reshaper", "cryptography", "defusedxml", "filelock", "highspy", "numpy", "pillow",
    "platformdirs", "PySide6-Essentials", "pypdfium2", "python-bidi", "python-calamine", "reportlab",
    "shiboken6", "SQLAlchemy", "sqlcipher3", "XlsxWriter", "zxcvbn")
_HIGHS = ("highspy", "highs")
_LICENCE_LENGTH = 60
NO_TEXT = N_("Der Text dieser Lizenz liegt diesem Programm nicht bei. Es ist nichts beschädigt. Sie finden ihn bei den "
             "Herausgebern des Teils.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of another maker: ``licence`` by its SPDX expression, ``text`` the file that holds it, "" for none."""

    name: str
    version: str
    licence: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """``versions`` are pairs of a name and a value; ``texts`` whether the licence texts of the parts are shipped."""

    versions: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    texts: bool


def look(window: Sequence[tuple[str, str]] = ()) -> About:
    """Versions and parts; ``window`` are the versions of what only the window knows (Qt). For a worker."""
    shipped = _shipped()
    parts = _installed() if shipped is None else shipped
    engine = engine_versions()
    built = _("gebautes Programm") if paths.is_frozen() else _("aus dem Quelltext")
    highs = next((part.version for part in parts if part.name.lower() in _HIGHS), "")
    versions = [
        (_("Klientendatei"), f"{VERSION}, {built}"), ("Python", platform.python_version()), *window,
        ("SQLCipher", engine.sqlcipher), ("SQLite", engine.sqlite),
        (_("Verschlüsselung in SQLCipher"), engine.provider), (_("Verschlüsselung in Python"), library.version()),
        ("HiGHS", highs), (_("System"), f"{platform.system()} {platform.machine()}")]
    return About(versions=tuple(pair for pair in versions if pair[1]), parts=parts, texts=shipped is not None)


def licence_text(part: Part | None = None) -> str:
    """The licence of a part in full, of this program without one; UserError where it is not there."""
    shipped = resources.path(FOLDER)
    places = [shipped / OWN, resources.ROOT.parent / OWN] if part is None else [shipped / part.text]
    for place in places if part is None or part.text else []:
        with suppress(OSError):
            return place.read_text(encoding="utf-8", errors="replace")
    raise UserError(NO_TEXT)


def _shipped() -> tuple[Part, ...] | None:
    """The list that comes with the built program; None where there is none, as in a checkout."""
    try:
        told = json.loads(resources.path(FOLDER, LIST).read_text(encoding="utf-8"))
    except OSError:
        return None
    # a name and no path: nothing beside the shipped texts can be asked for
    return tuple(sorted((Part(name=one["name"], version=one["version"], licence=one["licence"],
                              text=Path(one.get("text", "")).name) for one in told),
                        key=lambda part: part.name.lower()))


def _installed() -> tuple[Part, ...]:
    found = []
    for name in DISTRIBUTIONS:
        with suppress(metadata.PackageNotFoundError):
            facts = metadata.metadata(name)
            licence = next((facts[key] for key in ("License-Expression", "License") if key in facts), "")
            found.append(Part(name=name, version=metadata.version(name), licence=licence[:_LICENCE_LENGTH]))
    return tuple(sorted(found, key=lambda part: part.name.lower()))
