"""Builds what is handed out: bundle, installers, licence report, SBOM, checksums; all of it lies in dist/ afterwards.

``python3 build_installer.py`` makes what this computer can make: on Linux the .deb and the tar.xz, with wine also the
setup and the MSI for Windows. Whatever was built tests itself before it is packed; the first failure ends the build.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from installer import dev

DIST = dev.ROOT / "dist"
WORK = dev.ROOT / "build" / "bundle"
BUNDLE = DIST / "klientendatei"
INSIDE = BUNDLE / "_internal"
CONSOLE_PROGRAM = BUNDLE / ("klientendatei-cli.exe" if dev.WINDOWS else "klientendatei-cli")
MOST_MB, MOST_MB_OF_SOLVER = 190, 50
# what the linear programmes need: the solver, and numpy, from which it takes its arrays
SOLVER = ("highspy", "numpy", "numpy.libs")
# Debian's package for each program that the build asks for on Linux
TOOLS = {"dpkg-deb": "dpkg-dev", "icupkg": "icu-devtools", "objdump": "binutils", "xz": "xz-utils"}


class BuildStopped(Exception):
    """The build cannot go on; the text says why."""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle-only", action="store_true", help="ends when the bundle has tested itself")
    parser.add_argument("--try", dest="tried", action="store_true", help="installs, tests and removes what was built")
    chosen = parser.parse_args(words)
    try:
        dev.ensure_ready()
        # in the environment that now exists: the rest needs what the lock names
        if Path(sys.prefix).resolve() != dev.VENV.resolve():
            return dev.call(dev.PYTHON, Path(__file__).resolve(), *words)
        build_all(bundle_only=chosen.bundle_only, tried=chosen.tried)
    except (BuildStopped, dev.SetupStopped) as stop:
        dev.say(str(stop))
        return 1
    return 0


def build_all(*, bundle_only: bool, tried: bool) -> None:
    """The steps in their order."""
    if not dev.WINDOWS:
        os.environ["PATH"] = dev.wide_path()
    step("Clean", clean)
    step("Translations", translations)
    step("Bundle", bundle)
    step("Licences", licences)
    step("Publisher's key", publishers_key)
    step("Size", size)
    step("Self-test", selftest)
    step("Tests of the built program", frozen_tests)
    if bundle_only:
        return
    made = step("Installers", installers)
    if tried:
        step("Trial", lambda: try_out(made))
    signed = step("Signatures", lambda: signatures(made))
    step("Checksums", lambda: checksums([*made, *signed, *step("Licence report and SBOM", papers)]))


def step(name: str, work: Callable) -> list[Path]:
    """One step with its name and its seconds; the files it made."""
    dev.say(f"── {name}")
    begun = time.monotonic()
    made = work() or []
    for path in made:
        dev.say(f"   {path.relative_to(dev.ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    dev.say(f"   {time.monotonic() - begun:.0f} s")
    return made


def clean() -> None:
    """Nothing of an older build is handed out."""
    if sys.platform == "linux":
        missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
        if missing:
            dev.install_packages(missing)
    for folder in (DIST, WORK):
        shutil.rmtree(folder, ignore_errors=True)
    DIST.mkdir()


def translations() -> None:
    """Compiles what stands in resources/locale; as long as nothing stands there the program speaks German."""
    found = sorted((dev.ROOT / "resources" / "locale").glob("*/LC_MESSAGES/*.po"))
    for path in found:
        if dev.call(dev.PYTHON, "-m", "babel.messages.frontend", "compile", "-i", path, "-o", path.with_suffix(".mo")):
            raise BuildStopped(f"{path.relative_to(dev.ROOT)} cannot be compiled; the message stands above.")
    dev.say(f"   {len(found)} catalogues beside German")


def bundle() -> None:
    """PyInstaller on installer/app.spec."""
    os.environ["PYINSTALLER_CONFIG_DIR"] = str(WORK / "cache")
    options = ("--noconfirm", "--clean", "--log-level", "ERROR", "--distpath", DIST, "--workpath", WORK)
    if dev.call(dev.PYTHON, "-m", "PyInstaller", *options, dev.ROOT / "installer" / "app.spec"):
        raise BuildStopped("PyInstaller could not make the bundle; its message stands above.")
    if not dev.WINDOWS:
        CONSOLE_PROGRAM.symlink_to("klientendatei")


def licences() -> None:
    """Every part with its licence, readable in the program; a part without one ends the build."""
    from installer import licences as parts

    try:
        parts.write(INSIDE / "resources" / "licences", BUNDLE)
    except parts.LicenceMissing as missing:
        raise BuildStopped(str(missing)) from None


def publishers_key() -> None:
    """The public key of whoever builds, by which the program later knows an update; none without a release key."""
    from installer import release

    key = release.public_key()
    if key:
        target = INSIDE / "resources" / "update" / "herausgeber.pub"
        target.parent.mkdir(exist_ok=True)
        target.write_text(key, encoding="utf-8")
    dev.say("   shipped" if key else "   none: this build will refuse every update (KLIENTENDATEI_RELEASE_KEY)")


def size() -> None:
    """The limits of the bundle."""
    whole, solver = megabytes(BUNDLE), sum(megabytes(INSIDE / name) for name in SOLVER)
    dev.say(f"   {whole:.0f} MB (at most {MOST_MB}), the solver {solver:.0f} of it (at most {MOST_MB_OF_SOLVER})")
    if whole > MOST_MB or solver > MOST_MB_OF_SOLVER:
        raise BuildStopped("The bundle is too large. Look for what came in: installer/app.spec cuts by name and reach.")


def selftest() -> None:
    """Every shipped part once, by the built program itself."""
    status = subprocess.run([CONSOLE_PROGRAM, "--selftest"], check=False).returncode
    if status:
        raise BuildStopped(f"{CONSOLE_PROGRAM.name} --selftest failed with exit status {status}.")


def frozen_tests() -> None:
    """The part of the test suite that drives the built program from outside."""
    os.environ["KLIENTENDATEI_PROGRAM"] = str(CONSOLE_PROGRAM)
    if dev.call(dev.PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "frozen", "tests/installer"):
        raise BuildStopped("The built program failed a test; it stands above.")


def installers() -> list[Path]:
    """What this computer can make; what it cannot is said."""
    from app import VERSION

    if sys.platform == "linux":
        from installer.linux import packages
        from installer.windows import build as windows

        made = [packages.deb(BUNDLE, DIST, VERSION), packages.tarball(BUNDLE, DIST, VERSION)]
        missing = windows.missing()
        if missing:
            dev.say(f"   Windows is left out: {missing}")
            return made
        return made + windows.build(DIST, VERSION)
    if dev.WINDOWS:
        from installer.windows import build as windows

        return windows.installers(BUNDLE, DIST, VERSION)
    name = DIST / f"klientendatei-{VERSION}-macos-arm64"
    return [Path(shutil.make_archive(str(name), "zip", DIST, BUNDLE.name))]


def try_out(made: list[Path]) -> None:
    """Installs what was made where it harms nobody, tests it there and removes it again."""
    for path in made:
        # the MSI that lies beside the setup is tried with it
        script = {".deb": "linux.try_deb", ".exe": "windows.try_setup"}.get(path.suffix)
        log = DIST / f"{path.name}.log"
        if script and dev.call(dev.PYTHON, "-m", f"installer.{script}", path, "--log", log):
            raise BuildStopped(f"{path.name} failed its trial; the log stands above.")


def papers() -> list[Path]:
    """Of each bundle the licences as one text, and the parts as a list for machines (CycloneDX)."""
    from app import VERSION
    from app.usecases.updates_here import platform_id
    from installer import licences as parts

    made = []
    for platform, folder in ((platform_id(), BUNDLE), ("windows-x86_64", DIST / "windows" / "klientendatei")):
        if folder.is_dir():
            stem = f"klientendatei-{VERSION}-{platform}"
            made += [DIST / f"{stem}-lizenzen.txt", DIST / f"{stem}.cdx.json"]
            parts.report(folder / "_internal" / "resources" / "licences", made[-2])
            parts.sbom(made[-1], VERSION, folder)
    return made


def signatures(made: list[Path]) -> list[Path]:
    """One .minisig beside each installer, where a release key was given."""
    from app import VERSION
    from installer import release

    return release.sign(made, VERSION) if release.public_key() else []


def checksums(made: list[Path]) -> list[Path]:
    """SHA-256 of everything that is handed out, as sha256sum reads it."""
    target = DIST / "SHA256SUMS"
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made)]
    target.write_text("".join(lines), encoding="utf-8")
    return [target]


def megabytes(folder: Path) -> float:
    """The files below a folder in 10^6 bytes; a symbolic link takes no room."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
