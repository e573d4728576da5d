"""Makes the packages for Linux from a finished bundle: a .deb and a tar.xz, the same bytes from the same bundle."""

import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

from installer import dev
from installer.linux import needs

# Reverse DNS that nobody can own: the ending .internal is set apart for names that are never registered.
APP_ID = "internal.klientendatei.klientendatei"
NAME = "klientendatei"
PROGRAMS = ("klientendatei", "klientendatei-cli")
HERE = Path(__file__).resolve().parent
DRAWING = dev.ROOT / "resources" / "pictures" / "klientendatei.svg"
WORK = dev.ROOT / "build" / "linux"
# Debian's name of the machine type; the tar.xz has the kernel's
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
PNG_SIZES = ("48", "64", "128", "256")
# zstd 9 packs 230 MB into 98 in 6 s; xz makes 84 of it, in two minutes, which the tar.xz takes for both
COMPRESSION = ("-Zzstd", "-z9")
# Recommended, because the font of a bare system knows no Ethiopic, and names are shown in it; PDFs bring their own.
CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: Klientendatei <pakete@klientendatei.internal>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: fonts-noto-core
Section: misc
Priority: optional
Description: encrypted case register for the Teilhabemanagement
 Klientendatei keeps the case register of a Teilhabemanager in North
 Rhine-Westphalia in one encrypted file on the laptop: intake, referral,
 follow-up, course catalogues from a stick, monthly reports of rounded
 counts. It needs no network and no server.
 .
 Klientendatei führt die Klientendatei im Teilhabemanagement in einer
 verschlüsselten Datei auf dem Laptop: Aufnahme, Vermittlung, Wiedervorlage,
 Kurskataloge von einem Stick, Monatsmeldungen aus gerundeten Zahlen. Es
 braucht kein Netz und keinen Server.
"""


def deb(bundle: Path, out: Path, version: str) -> Path:
    """Writes the Debian package into the folder ``out``; SetupStopped where a tool or a known library is missing."""
    _need({"dpkg-deb": "dpkg", "objdump": "binutils"})
    root, moment = _empty(WORK / "deb"), source_date()
    shutil.copytree(bundle, root / "usr" / "lib" / NAME, symlinks=True)
    _share(root / "usr" / "share", version, moment)
    _documents(root / "usr" / "share", version, moment)
    (root / "usr" / "bin").mkdir()
    for program in PROGRAMS:
        # PyInstaller's starter asks the kernel where it lies, so a link leads it to its folder all the same
        (root / "usr" / "bin" / program).symlink_to(f"../lib/{NAME}/{program}")
    architecture = ARCHITECTURES[platform.machine()]
    control = root / "DEBIAN"
    files = [path for path in _sorted(root) if path.is_file() and not path.is_symlink()]
    control.mkdir()
    (control / "control").write_text(CONTROL.format(
        name=NAME, version=version, architecture=architecture, depends=", ".join(needs.depends(bundle)),
        kilobytes=sum(-(-path.stat().st_size // 1024) for path in files)), encoding="utf-8")
    (control / "md5sums").write_text("".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(root)}\n"
        for path in files), encoding="utf-8")
    _settle(root, moment)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}_{version}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", *COMPRESSION, "--build", str(root), str(target)]
    subprocess.run(command, env=os.environ | {"SOURCE_DATE_EPOCH": str(moment)}, stdout=subprocess.DEVNULL, check=True)
    shutil.rmtree(root)
    return target


def tarball(bundle: Path, out: Path, version: str) -> Path:
    """Writes the folder for use without installation as a tar.xz into ``out``; SetupStopped where xz is missing."""
    _need({"xz": "xz-utils"})
    root, moment = _empty(WORK / "tar") / f"{NAME}-{version}", source_date()
    shutil.copytree(bundle, root, symlinks=True)
    _share(root / "share", version, moment)
    for name in ("LIESMICH.txt", "einrichten.sh"):
        (root / name).write_text(_filled(name, version, moment), encoding="utf-8")
    shutil.copy(dev.ROOT / "LICENSE", root / "LICENSE")
    _settle(root, moment)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{NAME}-{version}-linux-{platform.machine()}.tar.xz"
    with target.open("wb") as file:
        # blocks of a fixed size, so that the number of processors changes no byte
        packing = subprocess.Popen(["xz", "-6", "--threads=2", "--block-size=24MiB", "--stdout"],
                                   stdin=subprocess.PIPE, stdout=file)
        assert packing.stdin is not None
        with packing.stdin, tarfile.open(fileobj=packing.stdin, mode="w|", format=tarfile.GNU_FORMAT) as archive:
            for path in (root, *_sorted(root)):
                archive.add(path, arcname=str(path.relative_to(root.parent)), recursive=False, filter=_nobody)
        if packing.wait():
            raise dev.SetupStopped("xz could not pack the archive; its message stands above.")
    shutil.rmtree(root.parent)
    return target


def source_date() -> int:
    """Seconds since 1970 that every file in the packages gets: the caller's, else those of the commit built from."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        return int(given)
    asked = ["git", "-C", str(dev.ROOT), "log", "-1", "--format=%ct"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout if shutil.which("git") else ""
    # an unpacked source archive knows no commits, but its files keep their date
    return int(said) if said.strip() else int((dev.ROOT / "pyproject.toml").stat().st_mtime)


def _share(share: Path, version: str, moment: int) -> None:
    """What tells a desktop of the program, below a folder such as /usr/share."""
    for source, place in (("klientendatei.desktop", f"applications/{NAME}.desktop"),
                          ("klientendatei.metainfo.xml", f"metainfo/{APP_ID}.metainfo.xml"),
                          ("klientendatei.mime.xml", f"mime/packages/{APP_ID}.xml")):
        target = share / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_filled(source, version, moment), encoding="utf-8")
    icons = share / "icons" / "hicolor"
    svg = icons / "scalable" / "apps" / f"{APP_ID}.svg"
    svg.parent.mkdir(parents=True)
    svg.write_bytes(DRAWING.read_bytes())
    if dev.call(dev.PYTHON, "-m", "installer.linux.icons", svg, icons, *PNG_SIZES):
        raise dev.SetupStopped("The icon could not be drawn; the message stands above.")


def _documents(share: Path, version: str, moment: int) -> None:
    """Licence, change log and manual page, where Debian looks for them."""
    documents, manual = share / "doc" / NAME, share / "man" / "man1"
    documents.mkdir(parents=True)
    manual.mkdir(parents=True)
    licence = "".join(f" {line.strip() or '.'}\n" for line in (dev.ROOT / "LICENSE").read_text("utf-8").splitlines())
    (documents / "copyright").write_text(_filled("copyright", version, moment) + licence, encoding="utf-8")
    dated = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(moment))
    changes = (f"{NAME} ({version}) stable; urgency=medium\n\n  * Version {version}; the program itself says what is "
               f"new in it.\n\n -- Klientendatei <pakete@klientendatei.internal>  {dated}\n")
    for target, text in ((documents / "changelog.gz", changes),
                         (manual / "klientendatei-cli.1.gz", _filled("klientendatei-cli.1", version, moment))):
        target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    (manual / "klientendatei.1.gz").symlink_to("klientendatei-cli.1.gz")


def _filled(name: str, version: str, moment: int) -> str:
    """The text of a file of this folder with the values of this build in its places."""
    text = (HERE / name).read_text(encoding="utf-8")
    day = time.strftime("%Y-%m-%d", time.gmtime(moment))
    for place, value in (("@APP_ID@", APP_ID), ("@VERSION@", version), ("@DATE@", day)):
        text = text.replace(place, value)
    return text


def _settle(root: Path, moment: int) -> None:
    """Gives everything below ``root`` its rights and its date, whatever umask and clock of this machine are."""
    for path in (root, *_sorted(root)):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name in (*PROGRAMS, "einrichten.sh") else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def _nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _sorted(root: Path) -> Iterator[Path]:
    yield from sorted(root.rglob("*"))


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _need(tools: dict[str, str]) -> None:
    missing = [package for tool, package in tools.items() if not shutil.which(tool)]
    if missing:
        dev.install_packages(missing)
