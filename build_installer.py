"""Builds the program as one folder in dist/ and lets the built program test itself; the installers come later."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer import dev

BUNDLE = dev.ROOT / "dist" / "klientendatei"
CONSOLE_PROGRAM = BUNDLE / ("klientendatei-cli.exe" if dev.WINDOWS else "klientendatei-cli")


def build() -> int:
    """Runs PyInstaller on installer/app.spec and returns its exit status; all it leaves lies in build/ and dist/."""
    # PyInstaller reads the libraries of Linux programs with objdump, installer/icu.py their data with icupkg.
    tools = {"objdump": "binutils", "icupkg": "icu-devtools"} if sys.platform == "linux" else {}
    missing = [package for tool, package in tools.items() if not shutil.which(tool)]
    if missing:
        dev.install_packages(missing)
    work = dev.ROOT / "build" / "bundle"
    os.environ["PYINSTALLER_CONFIG_DIR"] = str(work / "cache")
    folders = ("--distpath", BUNDLE.parent, "--workpath", work)
    options = ("--noconfirm", "--clean", "--log-level", "WARN", *folders)
    status = dev.call(dev.PYTHON, "-m", "PyInstaller", *options, dev.ROOT / "installer" / "app.spec")
    if not status and not dev.WINDOWS:
        CONSOLE_PROGRAM.symlink_to("klientendatei")
    return status


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; a symbolic link takes no room."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main() -> int:
    try:
        dev.ensure_ready()
        status = build()
    except dev.SetupStopped as stop:
        dev.say(str(stop))
        return 1
    if status:
        dev.say("PyInstaller could not make the bundle; its message stands above.")
        return status
    dev.say(f"{BUNDLE.relative_to(dev.ROOT)}: {size_of(BUNDLE) / 1e6:.0f} MB")
    status = subprocess.run([CONSOLE_PROGRAM, "--selftest"], check=False).returncode
    dev.say(f"{CONSOLE_PROGRAM.name} --selftest: {'passed' if status == 0 else f'failed with exit status {status}'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
