"""Tries setup and MSI in a Windows that wine makes: install, self-test, window, update, refusals, remove, data kept.

`python -m installer.windows.try_setup dist/klientendatei-….exe [--log FILE]`; an MSI beside it is tried as well.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.usecases.demo import PASSPHRASE
from installer import dev, display
from installer.windows import build, msi, wine
from installer.windows.wine import Wine

PREFIX = wine.WORK / "trial"
HIGHER = "99.0.0"
RUNNING, NEWER = 3, 4  # klientendatei.nsi
MSI_FAILED = 1603
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
TYPES = (".kdsicherung", ".kdfall")
SECONDS_FOR_WINDOW = 120
LEAST_WORDS = "wine proves that the files are complete and that the code paths run, no more; no Windows was used."


class TrialFailed(Exception):
    """What was tried did not work; the text says what."""


@dataclass(slots=True)
class Trial:
    """One prefix, and the lines of the log as far as it has come."""

    wine: Wine
    screen: display.Screen | None
    lines: list[str] = field(default_factory=list)

    def note(self, line: str) -> None:
        self.lines.append(line)
        dev.say(f"   {line}")

    def demand(self, truth: object, what: str) -> None:
        if not truth:
            raise TrialFailed(f"Not as it should be: {what}.")

    def run(self, what: str, expected: int, *words: str | Path) -> float:
        """Runs a Windows program, demands its exit code, and returns the seconds it took."""
        begun = time.monotonic()
        done = self.wine.call(*words)
        # Linux keeps one byte of an exit code
        if done.returncode != expected % 256:
            raise TrialFailed(f"{what}: exit code {done.returncode} instead of {expected}. {done.stdout}{done.stderr}")
        return time.monotonic() - begun

    def registry(self, key: str) -> dict[str, str]:
        """The values of one key by name, "" for the default one; empty where there is no such key."""
        said = self.wine.call("reg", "query", key).stdout
        found = re.findall(r"^ {4}(.+?) {4}REG_\w+ {4}(.*?)\r?$", said, re.MULTILINE)
        return {"" if name.startswith("(") else name: value for name, value in found}

    def installed(self, name: str) -> bool:
        return bool(self.registry(name))


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("setup", type=Path)
    parser.add_argument("--bundle", type=Path, default=dev.ROOT / "dist" / "windows" / "klientendatei",
                        help="what the setup was packed from, for a second setup of a higher version")
    parser.add_argument("--log", type=Path)
    chosen = parser.parse_args(words)
    if build.missing():
        dev.say(build.missing())
        return 1
    try:
        lines = trial(chosen.setup.resolve(), chosen.bundle.resolve())
    except (TrialFailed, dev.SetupStopped) as failure:
        dev.say(str(failure))
        return 1
    if chosen.log:
        chosen.log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def trial(setup: Path, bundle: Path) -> list[str]:
    """Everything in a clean prefix; returns the log. Raises TrialFailed."""
    version = re.sub(r"^klientendatei-|-windows.*$", "", setup.name)
    package = setup.with_name(setup.name.replace("-setup.exe", ".msi"))
    higher = wine.WORK / "higher"
    higher.mkdir(parents=True, exist_ok=True)
    try:
        with (display.screen() if shutil.which("Xvfb") else nullcontext()) as seen, \
                wine.clean(PREFIX, seen.display if seen else "") as windows:
            here = Trial(windows, seen)
            system = subprocess.run(["wine", "--version"], capture_output=True, text=True, check=False).stdout
            here.note(f"{date.today()}: Klientendatei {version} for Windows, tried in a clean prefix of "
                      f"{system.split()[0]} as Windows 10.")
            try_setup(here, setup, build.setup(bundle, higher, HIGHER, quick=True), version)
            if package.is_file():
                try_msi(here, package, msi.package(bundle, higher, HIGHER), version)
            here.note(LEAST_WORDS)
            return here.lines
    finally:
        shutil.rmtree(higher, ignore_errors=True)


def local(windows: Wine) -> Path:
    """%LOCALAPPDATA% of the one person in the prefix."""
    return windows.here(windows.call("cmd", "/c", "echo %LOCALAPPDATA%").stdout.strip())


def try_setup(here: Trial, setup: Path, higher: Path, version: str) -> None:
    """The setup for one person from nothing to nothing."""
    home = local(here.wine)
    place, data = home / "Programs" / "Klientendatei", home / "Klientendatei"
    menu = home.parent / "Roaming/Microsoft/Windows/Start Menu/Programs/Klientendatei.lnk"
    entry, opens = rf"HKCU\{UNINSTALL}\Klientendatei", r"HKCU\Software\Classes\{}"
    seconds = here.run("silent installation", 0, setup, "/S")
    here.note(f"{setup.name}: {megabytes(setup)} MB; /S: exit code 0 after {seconds:.0f} s, "
              f"{build.size_of(place) / 1e6:.0f} MB in {sum(path.is_file() for path in place.rglob('*'))} files.")
    selftest(here, place)
    demand_entry(here, entry, place, version, menu)
    muster = make_muster(here, place, data)
    try_window(here, place, muster, setup)
    leftover = place / "_internal" / "left-over.txt"
    leftover.touch()
    seconds = here.run("silent update", 0, higher, "/S")
    here.demand(not leftover.exists(), "the update leaves files of the old version")
    here.demand(here.registry(entry).get("DisplayVersion") == HIGHER, "the update tells its version")
    here.note(f"Update to {HIGHER} over it, /S: exit code 0 after {seconds:.0f} s, nothing of the old version left.")
    before = (place / build.PROGRAMS[0]).stat().st_mtime_ns
    here.run("downgrade", NEWER, setup, "/S")
    here.demand((place / build.PROGRAMS[0]).stat().st_mtime_ns == before, "a refused downgrade changes nothing")
    here.note(f"Setup of {version} over {HIGHER}, /S: refused with exit code {NEWER}, nothing changed.")
    # the remover starts a copy of itself and ends at once
    here.run("silent removal", 0, place / "entfernen.exe", "/S")
    wait_until(lambda: not place.exists(), 60, "the removal takes the program's folder away")
    here.demand(not menu.exists() and not here.installed(entry), "the removal takes menu and uninstall entry away")
    here.demand(not any(here.installed(opens.format(ending)) for ending in TYPES), "the removal takes the types away")
    here.demand(muster.is_dir(), "the removal keeps the data")
    here.note("entfernen.exe /S: program, menu entry, file types and uninstall entry are gone; the data is kept.")


def try_msi(here: Trial, package: Path, higher: Path, version: str) -> None:
    """The MSI for the whole device from nothing to nothing."""
    place = here.wine.drive / "Program Files" / "Klientendatei"
    muster = local(here.wine) / "Klientendatei" / "muster.klientendatei"
    seconds = here.run("silent installation of the MSI", 0, "msiexec", "/i", package, "/qn")
    here.note(f"{package.name}: {megabytes(package)} MB; msiexec /i … /qn: exit code 0 after {seconds:.0f} s, "
              f"{build.size_of(place) / 1e6:.0f} MB.")
    selftest(here, place)
    for ending in TYPES:
        here.demand(here.installed(rf"HKLM\Software\Classes\{ending}"), f"the MSI enters {ending}")
    check(here, place, muster)
    seconds = here.run("update by a higher MSI", 0, "msiexec", "/i", higher, "/qn")
    versions = entries(here)
    here.demand(versions == [HIGHER], f"one entry of the higher version, not {versions}")
    here.run("downgrade by the MSI", MSI_FAILED, "msiexec", "/i", package, "/qn")
    here.demand(entries(here) == [HIGHER], "a refused downgrade changes nothing")
    here.note(f"MSI of {HIGHER} over it: exit code 0 after {seconds:.0f} s, one entry left; {version} over {HIGHER}: "
              f"refused ({MSI_FAILED}).")
    here.run("silent removal of the MSI", 0, "msiexec", "/x", higher, "/qn")
    here.demand(not (place / build.PROGRAMS[0]).exists() and not entries(here), "the MSI takes its program away")
    here.demand(muster.is_dir(), "the removal keeps the data")
    here.note("msiexec /x … /qn: program and entry are gone, the Musterdatei is kept.")


def entries(here: Trial) -> list[str]:
    """The versions under which Windows lists the program for everybody on the device."""
    said = here.wine.call("reg", "query", rf"HKLM\{UNINSTALL}", "/s").stdout
    keys = re.split(r"^HKEY_", said, flags=re.MULTILINE)
    ours = (key for key in keys if re.search(r"DisplayName +REG_SZ +Klientendatei\r?$", key, re.MULTILINE))
    return [version for key in ours for version in re.findall(r"DisplayVersion +REG_SZ +(\S+)", key)]


def selftest(here: Trial, place: Path) -> None:
    """The installed program tests itself."""
    done = here.wine.call(place / build.PROGRAMS[1], "--selftest", "--json")
    here.demand(done.returncode == 0, f"the self-test passes ({done.stdout}{done.stderr})")
    said = json.loads(done.stdout)
    here.note(f"klientendatei-cli.exe --selftest from there: passed (SQLCipher {said['cipher']}, "
              f"{', '.join(said['parts'])}).")


def demand_entry(here: Trial, entry: str, place: Path, version: str, menu: Path) -> None:
    """What Windows lists and what a double click starts."""
    listed = here.registry(entry)
    here.demand(listed.get("DisplayVersion") == version, "the uninstall entry tells the version")
    here.demand(listed.get("QuietUninstallString", "").endswith(' /S'), "the uninstall entry tells the silent removal")
    for ending in TYPES:
        kind = here.registry(rf"HKCU\Software\Classes\{ending}").get("", "")
        command = here.registry(rf"HKCU\Software\Classes\{kind}\shell\open\command").get("", "")
        here.demand(command == f'"{here.wine.path(place / build.PROGRAMS[0])}" "%1"', f"a double click on {ending}")
    here.demand(menu.is_file(), "there is an entry in the start menu")
    here.note(f"Uninstall entry, start menu entry and the types {' and '.join(TYPES)} are there, all of one person.")


def make_muster(here: Trial, place: Path, data: Path) -> Path:
    """A Musterdatei where case files lie by default, made and checked by the installed program."""
    seconds = here.run("demo", 0, place / build.PROGRAMS[1], "demo", data, "--clients", "3", "--months", "1")
    muster = data / "muster.klientendatei"
    check(here, place, muster)
    here.note(f"A Musterdatei made by the installed program in {seconds:.0f} s, opened again and checked.")
    return muster


def check(here: Trial, place: Path, muster: Path) -> None:
    """The program opens the Musterdatei and finds nothing wrong."""
    done = here.wine.call(place / build.PROGRAMS[1], "check", muster, "--password-stdin", given=PASSPHRASE + "\n")
    here.demand(done.returncode == 0, f"the Musterdatei opens and is sound ({done.stdout}{done.stderr})")


def try_window(here: Trial, place: Path, muster: Path, setup: Path) -> None:
    """The window on the Musterdatei, painted; meanwhile the setup refuses. Without an X server neither is tried."""
    screen = here.screen
    if screen is None:
        here.note("Window and refusal while it is open: not tried, Xvfb is missing.")
        return
    begun = time.monotonic()
    program = here.wine.start(place / build.PROGRAMS[0], muster)
    try:
        wait_until(lambda: screen.colours() >= display.LEAST_COLOURS, SECONDS_FOR_WINDOW, "the window is painted")
        here.note(f"klientendatei.exe with the Musterdatei: window painted under Xvfb after "
                  f"{time.monotonic() - begun:.0f} s.")
        here.run("setup while the program runs", RUNNING, setup, "/S")
        here.note(f"Setup while the window is open, /S: refused with exit code {RUNNING}.")
    finally:
        here.wine.stop()
        with suppress(subprocess.TimeoutExpired):
            program.wait(timeout=30)


def wait_until(come: Callable[[], bool], seconds: int, what: str) -> None:
    end = time.monotonic() + seconds
    while not come():
        if time.monotonic() > end:
            raise TrialFailed(f"Not within {seconds} s: {what}.")
        time.sleep(1)


def megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
