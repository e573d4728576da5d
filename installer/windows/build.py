"""Makes what Windows gets: the bundle (on Linux under wine), the setup for one person, the MSI for IT departments.

`python -m installer.windows.build [--quick]` makes all of it alone; --quick packs fast and large.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer import dev
from installer.windows import look, msi, reach, signing, wheels, wine

SCRIPT = Path(__file__).parent / "klientendatei.nsi"
NAME = "klientendatei-{version}-windows-x86_64"
PROGRAMS = ("klientendatei.exe", "klientendatei-cli.exe")
MOST_MB = 190


def missing() -> str:
    """"" or the sentence what this machine lacks to build for Windows; without wixl only the MSI is left out."""
    if shutil.which("makensis") is None:
        return "The package nsis is missing."
    return wine.missing()


def build(out: Path, version: str) -> list[Path]:
    """Bundle, setup and MSI on Linux, the first of them in ``out/windows``; returns the installers."""
    return installers(bundle(out / "windows"), out, version)


def installers(folder: Path, out: Path, version: str) -> list[Path]:
    """The installers of a finished bundle, with its programs signed where a certificate is given."""
    signing.sign(*(folder / name for name in PROGRAMS))
    made = [setup(folder, out, version)]
    if shutil.which("wixl") and shutil.which("msibuild"):
        made.append(msi.package(folder, out, version))
        signing.sign(made[-1])
    else:
        dev.say("   The MSI is left out: wixl or msitools is missing.")
    return made


def bundle(target: Path) -> Path:
    """The bundle for Windows, made by PyInstaller under wine and tested by its own self-test there."""
    python, work = wheels.python(wine.WORK), wine.WORK / "work"
    folder, cache = target / "klientendatei", wine.WORK / "cache"
    for old in (target, work):
        shutil.rmtree(old, ignore_errors=True)
    with wine.clean(wine.WORK / "prefix") as windows:
        os.environ["PYINSTALLER_CONFIG_DIR"] = windows.path(cache)
        options = ("--noconfirm", "--clean", "--log-level", "ERROR")
        # -B: what this Python compiles has no place beside the sources
        done = windows.call(python, "-B", "-m", "PyInstaller", *options, "--distpath", target, "--workpath", work,
                            dev.ROOT / "installer" / "app.spec")
        if done.returncode or not (folder / PROGRAMS[0]).is_file():
            raise dev.SetupStopped(f"PyInstaller could not make the bundle for Windows:\n{done.stdout}{done.stderr}")
        complete(folder)
        tested = windows.call(folder / PROGRAMS[1], "--selftest", "--json")
        if tested.returncode:
            raise dev.SetupStopped(f"The bundle for Windows fails its self-test: {tested.stdout}{tested.stderr}")
    absent = reach.missing(folder)
    if absent:
        raise dev.SetupStopped("A Windows would not find these libraries:\n" + "\n".join(absent))
    megabytes = size_of(folder) / 1e6
    dev.say(f"   bundle for Windows {megabytes:.0f} MB (at most {MOST_MB}), self-test passed under wine")
    if megabytes > MOST_MB:
        raise dev.SetupStopped("The bundle for Windows is too large.")
    return folder


def complete(folder: Path) -> None:
    """Adds what build_installer.py also adds to the bundle it makes: licences, and the publisher's key if given."""
    from installer import licences, release

    inside = folder / "_internal" / "resources"
    try:
        licences.write(inside / "licences", folder, wheels.packages(wine.WORK))
    except licences.LicenceMissing as absent:
        raise dev.SetupStopped(str(absent)) from None
    key = release.public_key()
    if key:
        (inside / "update" / "herausgeber.pub").write_text(key, encoding="utf-8", newline="\n")


def setup(folder: Path, out: Path, version: str, *, quick: bool = False) -> Path:
    """The setup for one person by NSIS; packed small (LZMA), or fast and large when ``quick``."""
    target = out / f"{NAME.format(version=version)}-setup.exe"
    given = {"VERSION": version, "VERSION4": ".".join(map(str, look.four_numbers(version))), "OUT": target,
             "BUNDLE": folder, "ICON": look.icon(wine.WORK / "klientendatei.ico"),
             "KILOBYTES": size_of(folder) // 1024}
    if quick:
        given["QUICK"] = "1"
    if signing.is_wanted():
        # NSIS hands over the uninstaller, which it writes itself, before it packs it
        given["SIGN"] = f'"{sys.executable}" -m installer.windows.signing'
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", "-NOCD",
               *(f"-D{name}={value}" for name, value in given.items()), str(SCRIPT)]
    done = subprocess.run(command, cwd=dev.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise dev.SetupStopped(f"makensis could not make {target.name}:\n{done.stdout}{done.stderr}")
    signing.sign(target)
    return target


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(words: list[str]) -> int:
    from app import VERSION

    out = dev.ROOT / "dist"
    try:
        if missing():
            raise dev.SetupStopped(missing())
        folder = bundle(out / "windows")
        made = [setup(folder, out, VERSION, quick=True)] if "--quick" in words else installers(folder, out, VERSION)
    except dev.SetupStopped as stop:
        dev.say(str(stop))
        return 1
    for path in made:
        dev.say(f"{path.relative_to(dev.ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
