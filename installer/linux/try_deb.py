"""Tries a .deb on a bare Debian: install, self-test, window, removal; the log says what was seen, in few lines.

python -m installer.linux.try_deb dist/klientendatei_….deb [--log FILE], as root.
"""

import argparse
import hashlib
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from installer import dev, display
from installer.linux import chroot
from installer.linux.packages import NAME

USER = "muster"
HOME = f"/home/{USER}"
DATA = f"{HOME}/.local/share/Klientendatei"
INSTALLED = f"/usr/lib/{NAME}"
MIME_TYPE = "application/x-klientendatei-sicherung"
# the kernel's, apt's own books and the person's
NOT_OURS = ("proc", "dev", "sys", "home", "tmp", "var/log", "var/cache/apt", "var/lib/apt", "var/tmp")


class Trial:
    """One package in one fresh copy of the bare Debian; each step adds a line to the log, or stops with a sentence."""

    def __init__(self, root: Path, package: Path) -> None:
        self.root, self.package = root, package
        self.log: list[str] = []

    def apt(self, *words: str) -> tuple[str, float]:
        """What apt-get said and the seconds it took."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
        begun = time.monotonic()
        said = chroot.run(chroot.inside(self.root, "apt-get", "-q", "-y", *words, variables=quiet))
        return said, time.monotonic() - begun

    def as_user(self, *words: str, **variables: str) -> list[str]:
        """The command of somebody who is not root, in an empty environment and a computer without any network."""
        command = chroot.inside(self.root, *words, user=USER, variables={"HOME": HOME, **variables})
        return ["unshare", "--net", *command]

    def install(self) -> None:
        # a kept base knows only the packages of the day it was made
        self.apt("update")
        place = self.root / "var" / "tmp" / self.package.name
        place.write_bytes(self.package.read_bytes())
        said, seconds = self.apt("install", "--no-install-recommends", f"/var/tmp/{self.package.name}")
        place.unlink()
        new = re.search(r"(\d+) newly installed", said)
        others = int(new[1]) - 1 if new else 0
        kept = _bytes_below(self.root / INSTALLED.lstrip("/"))
        self.log.append(f"installed by apt in {seconds:.0f} s: {kept / 1e6:.0f} MB, and {others} packages it needs")
        chroot.run(chroot.inside(self.root, "useradd", "--create-home", "--shell", "/bin/sh", USER))

    def libraries(self) -> None:
        """Every program and library in the package finds what it asks for, here where nothing else is installed."""
        script = (f"find {INSTALLED} -type f \\( -name '*.so*' -o -perm /111 \\) -print0 "
                  f"| LD_LIBRARY_PATH={INSTALLED}/_internal xargs -0 ldd 2>&1 || true")
        said = chroot.run(chroot.inside(self.root, "/bin/sh", "-c", script))
        missing = sorted({line.strip() for line in said.splitlines() if "not found" in line})
        if missing or "libc.so.6 => " not in said:
            raise dev.SetupStopped("Libraries are missing in the bare Debian:\n" + "\n".join(missing or [said[-500:]]))
        self.log.append("ldd: no library is missing")

    def selftest(self) -> None:
        begun = time.monotonic()
        chroot.run(self.as_user("klientendatei-cli", "--selftest"))
        self.log.append(f"klientendatei-cli --selftest as another user, empty environment: passed in "
                        f"{time.monotonic() - begun:.1f} s")

    def window(self, screen: display.Screen, what: str) -> None:
        """Starts what the desktop file names, and again: the second start is what a person has from then on."""
        text = (self.root / "usr/share/applications" / f"{NAME}.desktop").read_text(encoding="utf-8")
        program = shlex.split(re.findall(r"^Exec=(.*)$", text, re.MULTILINE)[0])[0]
        taken, said = [], self.root / "var" / "tmp" / "said"
        for _ in range(2):
            begun = time.monotonic()
            with said.open("wb") as errors:
                command = self.as_user(program, DISPLAY=screen.display)
                process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=errors)
            try:
                window = screen.wait_for("Klientendatei", process, said)
                taken.append(time.monotonic() - begun)
            finally:
                process.terminate()
                process.wait()
            screen.wait_for_none()
        if f"StartupWMClass={window.instance}\n" not in text:
            raise dev.SetupStopped(f"The window calls itself {window.instance}, the desktop file says another name.")
        self.log.append(f"{what}: painted window of {window.width} × {window.height} after {taken[0]:.2f} s, "
                        f"again after {taken[1]:.2f} s")

    def casefile(self) -> None:
        """Somebody's Klientendatei at the usual place."""
        chroot.run(self.as_user("klientendatei-cli", "demo", DATA, "--clients", "15", "--months", "1"))

    def desktop(self) -> None:
        """With the two packages every desktop has, the types of files are known to it; they come late, lest they
        bring a library the package forgot."""
        self.apt("install", "--no-install-recommends", "shared-mime-info", "desktop-file-utils")
        if self._known() != (True, True):
            raise dev.SetupStopped("The desktop does not know the types of files of the package.")
        self.log.append("MIME types and desktop file: known to the desktop after the installation")

    def remove(self) -> None:
        before = self._hashes()
        names = chroot.run(chroot.inside(self.root, "dpkg", "-L", NAME)).split()
        self.apt("remove", NAME)
        # of a package without files to configure apt forgets the name with the removal; dpkg takes it as done
        chroot.run(chroot.inside(self.root, "dpkg", "--purge", NAME))
        # a directory of the package may belong to others too
        left = [name for name in names[1:] if (place := self.root / name.lstrip("/")).is_symlink() or place.is_file()]
        left += [str(path) for path in self._ours()]
        if left or any(self._known()):
            raise dev.SetupStopped(f"Something is left after the removal: {' '.join(left[:5])}")
        if not before or self._hashes() != before:
            raise dev.SetupStopped("The removal changed the person's own files.")
        self.log.append(f"removed and purged: nothing of {len(names)} entries is left; "
                        f"{len(before)} files of the person are unchanged")

    def _known(self) -> tuple[bool, bool]:
        share = self.root / "usr" / "share"
        types, menu = share / "mime" / "globs2", share / "applications" / "mimeinfo.cache"
        return (types.exists() and MIME_TYPE in types.read_text(encoding="utf-8"),
                menu.exists() and f"{NAME}.desktop" in menu.read_text(encoding="utf-8"))

    def _hashes(self) -> dict[str, str]:
        home = self.root / HOME.lstrip("/")
        return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(home.rglob("*")) if path.is_file()}

    def _ours(self) -> Iterator[Path]:
        outside = [self.root / name for name in NOT_OURS]
        for path in self.root.rglob("*klientendatei*"):
            if not any(path.is_relative_to(place) for place in outside):
                yield path.relative_to(self.root)


def attempt(package: Path) -> list[str]:
    """The lines of the log; SetupStopped with the sentence of what failed."""
    chroot.provide_base()
    with chroot.copied() as root, display.screen() as screen:
        trial = Trial(root, package)
        trial.install()
        trial.libraries()
        trial.selftest()
        trial.window(screen, "first start, nothing there yet")
        trial.casefile()
        trial.window(screen, "start with a Klientendatei")
        trial.desktop()
        trial.remove()
    return trial.log


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m installer.linux.try_deb")
    parser.add_argument("package", type=Path)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    lacking = chroot.missing()
    if lacking:
        dev.say(lacking)
        return 2
    if not given.inside:
        paths = [str(given.package.resolve())] + (["--log", str(given.log.resolve())] if given.log else [])
        return chroot.in_private("installer.linux.try_deb", ["--inside", *paths])
    lines = [f"{given.package.name}, {given.package.stat().st_size / 1e6:.1f} MB, {date.today()}, "
             f"bare Debian {chroot.SUITE} (debootstrap --variant=minbase), no network for the program"]
    try:
        lines += attempt(given.package)
    except dev.SetupStopped as stop:
        dev.say(str(stop))
        return 1
    dev.say("\n".join(lines))
    if given.log:
        given.log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
