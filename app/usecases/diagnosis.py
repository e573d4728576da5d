"""„Diagnose speichern“: a text for whoever looks for a fault – versions, counts, durations, places of errors.
No name, no value of a person, no path: what is not in the list below does not get in."""

import os
import platform
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from app import VERSION, paths
from app.domain.errors import N_, UserError
from app.i18n import _, decimal, number
from app.settings import Settings
from app.store.casefile import CaseFile
from app.store.check import engine_versions
from app.store.queries.sizes import sizes
from app.usecases import outgoing
from app.usecases.muster import is_muster
from app.vault import traces

SUFFIX = ".txt"
SUBJECT = N_("Diagnose ohne Angaben zu Personen")
CANNOT_WRITE = N_("An diesen Ort lässt sich keine Datei schreiben. Es wurde nichts gespeichert. "
                  "Wählen Sie einen anderen Ort.")
ALREADY_THERE = N_("Hier liegt schon eine Datei mit diesem Namen. Sie ist unverändert. Wählen Sie einen anderen Namen.")
# where the window stood says nothing about a fault, and the rest of the settings are choices from lists
_LEFT_OUT = frozenset({"geometry"})
_MEGABYTE = 1_000_000


def text(file: CaseFile, settings: Settings, window: Sequence[str]) -> str:
    """The diagnosis as it will be saved; ``window`` are the lines about Qt and the screen, which only the UI knows."""
    found, engine = sizes(file), engine_versions()
    built = _("gebautes Programm") if paths.is_frozen() else _("aus dem Quelltext")
    parts = [
        _part(_("Programm"), [f"Klientendatei {VERSION}, {built}", f"Python {platform.python_version()}", *window,
                              f"SQLCipher {engine.sqlcipher}, SQLite {engine.sqlite}, {engine.provider}"]),
        _part(_("Rechner"), [f"{platform.system()} {platform.release()}, {platform.machine()}",
                             _("Kerne: {n}").format(n=os.cpu_count() or 0),
                             _("Freier Platz: {n} MB").format(
                                 n=number(shutil.disk_usage(file.folder).free // _MEGABYTE))]),
        _part(_("Klientendatei"), [
            _("Schema {n}, {size} MB").format(n=found.schema, size=decimal(found.size / _MEGABYTE)),
            _("Übungsdatei mit erfundenen Personen") if is_muster(file) else _("Datei mit echten Personen"),
            *_pairs(_numbers(found.rows))]),
        _part(_("Dauer in Sekunden"), _pairs({what: decimal(s, 2) for what, s in traces.durations().items()})),
        _part(_("Einstellungen dieses Rechners"),
              _pairs({name: value for name, value in asdict(settings).items() if name not in _LEFT_OUT})),
        _part(_("Letzte Fehler nach Art, Modul und Zeile"), map(str, traces.crashes())),
    ]
    head = _("Diagnose der Klientendatei vom {at:%d.%m.%Y, %H:%M} Uhr, ohne Angaben zu Personen").format(at=file.now())
    return "\n".join([head, *parts]) + "\n"


def save(file: CaseFile, shown: str, target: Path) -> None:
    """Writes what was shown to a new file the person chose, and enters it in the register of what left the laptop.

    Raises UserError where there is such a file or nothing can be written.
    """
    try:
        with target.open("x", encoding="utf-8") as written:
            written.write(shown)
    except FileExistsError:
        raise UserError(ALREADY_THERE) from None
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    outgoing.note(file, "diagnosis", SUBJECT)


def _numbers(rows: Mapping[str, int]) -> dict[str, object]:
    return {table: number(count) for table, count in rows.items()}


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name}: {value}" for name, value in values.items()]


def _part(title: str, lines: Iterable[str]) -> str:
    return "\n".join(["", title, *(f"  {line}" for line in lines)]) if (lines := list(lines)) else \
        f"\n{title}\n  " + _("keine")
