"""What this device needs for an update: its system, the kind of installer it was set up with, and what to do with one.
Nothing here reads or starts an installer."""

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from app import paths
from app.domain.errors import N_
from app.i18n import _

# names of products, the same in every language
SYSTEMS = {"linux-x86_64": "Linux (x86-64)", "windows-x86_64": "Windows (x86-64)", "macos-arm64": "macOS (Apple)"}
_BY_PYTHON = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}
_OF_PACKAGES = ("/usr/", "/opt/")

STARTS = N_("Das Programm legt eine Sicherung an, startet das Einrichten und beendet sich dann. Begonnenes bleibt "
            "erhalten.")
COPIES = N_("Das Programm übernimmt die Datei auf dieses Gerät, legt eine Sicherung an und sagt dann, wie es "
            "weitergeht.")
BY_IT = N_("Die geprüfte Datei liegt in {place}. Einrichten kann sie nur, wer dieses Gerät verwaltet, mit diesem "
           "Befehl. Beenden Sie vorher dieses Programm.")
UNPACK = N_("Die geprüfte Datei liegt in {place}. Dieser Befehl entpackt sie neben dem jetzigen Ordner des Programms. "
            "Beenden Sie dann dieses Programm, und starten Sie das neue im Ordner „{folder}“; „einrichten.sh“ dort "
            "trägt es in das Menü ein.")
OPEN = N_("Die geprüfte Datei liegt in {place}. Beenden Sie dieses Programm, öffnen Sie die Datei mit diesem Befehl, "
          "und ziehen Sie das neue Programm in den Ordner „Programme“.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What a person does with a verified installer that the program does not start: a sentence and one command."""

    sentence: str
    command: str


def platform_id() -> str:
    """This device, as installers name it, for example „linux-x86_64“."""
    machine = platform.machine().lower()
    return f"{_BY_PYTHON.get(sys.platform, sys.platform)}-{_MACHINES.get(machine, machine)}"


def own_kind() -> str:
    """The kind of installer this program was set up with: a package is the administrator's, the others are not."""
    program = Path(sys.executable).as_posix()
    if sys.platform == "win32":
        shared = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")).as_posix()
        return "msi" if program.casefold().startswith(shared.casefold() + "/") else "setup"
    if sys.platform == "darwin":
        return "dmg"
    return "deb" if paths.is_frozen() and program.startswith(_OF_PACKAGES) else "tar.xz"


def starts_by_itself(kind: str) -> bool:
    """Whether the program may start an installer of this kind: it needs no other rights and waits for the program."""
    return kind == "setup"


def instruction(kind: str, installer: Path) -> Instruction:
    """What to do with an installer of any other kind."""
    sentence, command = {
        "deb": (BY_IT, f"sudo apt install {quote(str(installer))}"),
        "msi": (BY_IT, f'msiexec /i "{installer}"'),
        "tar.xz": (UNPACK, f"tar -xf {quote(str(installer))} -C {quote(str(Path(sys.executable).parent.parent))}"),
        "dmg": (OPEN, f"open {quote(str(installer))}"),
    }[kind]
    # what an archive unpacks into
    folder = installer.name.split("-linux-")[0]
    return Instruction(sentence=_(sentence).format(place=installer.parent, folder=folder), command=command)
