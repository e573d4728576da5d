"""A bare Debian in a folder to try packages in: made once by debootstrap, copied for each trial, mounts private."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from installer import dev

SUITE = "bookworm"
WORK = dev.ROOT / "build" / "linux"
BASE = WORK / "base"
# written last: a debootstrap that was broken off is begun anew
MADE = WORK / "base.made"
ARCHIVES = WORK / "archives"
X_SOCKETS = Path("/tmp/.X11-unix")
TOOLS = {"debootstrap": "debootstrap", "Xvfb": "xvfb", "xwininfo": "x11-utils", "unshare": "util-linux"}
# debootstrap and mount lie where the path of a bare login does not look
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
_ONE_LINE = re.compile(r"^deb\s+(?:\[[^]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)$", re.MULTILINE)


def missing() -> str:
    """"" or the sentence that says what this machine lacks for a trial."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "A bare Debian to try the package in is made by root only."
    lacking = sorted(package for tool, package in TOOLS.items() if not shutil.which(tool, path=PATH))
    if lacking:
        return f"To try the package in a bare Debian, install: {' '.join(lacking)}"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        return "This machine lets nobody mount, so a bare Debian cannot be started in a folder."
    return "" if MADE.exists() or mirror() else f"apt on this machine names no source of Debian {SUITE}."


def mirror(folder: Path = Path("/etc/apt")) -> str:
    """The address from which apt of this machine takes Debian's ``SUITE``, "" where it does not."""
    for path in sorted(folder.glob("sources.list.d/*.sources")):
        for stanza in path.read_text(encoding="utf-8").split("\n\n"):
            fields = dict(re.findall(r"^(\w[\w-]*):[ \t]*(.*)$", stanza, re.MULTILINE))
            if SUITE in fields.get("Suites", "").split() and "main" in fields.get("Components", "").split():
                return str(fields["URIs"].split()[0])
    for path in (folder / "sources.list", *sorted(folder.glob("sources.list.d/*.list"))):
        for address, suite, components in _ONE_LINE.findall(path.read_text("utf-8") if path.exists() else ""):
            if suite == SUITE and "main" in components.split():
                return str(address)
    return ""


def in_private(module: str, words: list[str]) -> int:
    """Runs ``module`` where mounts and processes are its own: the kernel takes both away with it, however it ends."""
    apart = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
    return subprocess.run([*apart, sys.executable, "-m", module, *words], cwd=dev.ROOT, check=False).returncode


def provide_base() -> None:
    """Makes the bare Debian that trials are copied from, if it is not there yet."""
    if MADE.exists():
        return
    shutil.rmtree(BASE, ignore_errors=True)
    BASE.parent.mkdir(parents=True, exist_ok=True)
    run(["debootstrap", "--variant=minbase", SUITE, str(BASE), mirror()])
    MADE.touch()


@contextlib.contextmanager
def copied() -> Iterator[Path]:
    """A fresh copy of the bare Debian with /proc, the sockets of X and apt's kept packages; only inside in_private."""
    root = WORK / "trial"
    shutil.rmtree(root, ignore_errors=True)
    run(["cp", "--archive", "--reflink=auto", str(BASE), str(root)])
    ARCHIVES.mkdir(exist_ok=True)
    X_SOCKETS.mkdir(exist_ok=True)
    mounts = [root / "proc", root / "tmp" / ".X11-unix", root / "var" / "cache" / "apt" / "archives"]
    try:
        (root / "tmp" / ".X11-unix").mkdir(exist_ok=True)
        run(["mount", "-t", "proc", "proc", str(mounts[0])])
        run(["mount", "--bind", str(X_SOCKETS), str(mounts[1])])
        run(["mount", "--bind", str(ARCHIVES), str(mounts[2])])
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
        yield root
    finally:
        for place in reversed(mounts):
            # Lazily, for a process of the trial may still live; what is not mounted says so, and nobody cares.
            subprocess.run(["umount", "--lazy", place], capture_output=True, check=False)
        if not any(os.path.ismount(place) for place in mounts):
            shutil.rmtree(root)


def inside(root: Path, *words: str, user: str = "", variables: dict[str, str] | None = None) -> list[str]:
    """The command that runs ``words`` below ``root`` with nothing of this environment, as ``user`` or as root."""
    given = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"} | (variables or {})
    who = [f"--userspec={user}:{user}"] if user else []
    return ["chroot", *who, str(root), "/usr/bin/env", "-i", *(f"{key}={one}" for key, one in given.items()), *words]


def run(command: list[str]) -> str:
    """What the command says; SetupStopped with its last lines when it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=os.environ | {"PATH": PATH}, check=False)
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        tail = "\n".join(said.splitlines()[-12:])
        raise dev.SetupStopped(f"{Path(command[0]).name} failed with exit status {done.returncode}:\n{tail}")
    return said
