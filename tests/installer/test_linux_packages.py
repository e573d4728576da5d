"""The packages for Linux: what stands in them, that desktops accept it, and, among the long ones, a bare Debian."""

import configparser
import gzip
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.vault import container, keyfile
from installer import dev, display
from installer.linux import chroot, needs, packages
from installer.linux.packages import APP_ID

MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
MOMENT = "1767258000"


def tool(name: str, package: str) -> str:
    """The program; a machine without it skips the sentence that needs it, and says how to get it."""
    if not shutil.which(name):
        pytest.skip(f"{name} is missing: apt-get install {package}")
    return name


def ran(*command: str | Path, **variables: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | variables, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of two small programs, one data file with a careless mode, and a link."""
    root = tmp_path_factory.mktemp("bundle") / "klientendatei"
    (root / "_internal").mkdir(parents=True)
    for name in packages.PROGRAMS:
        shutil.copy(str(shutil.which("true")), root / name)
    (root / "_internal" / "codes.json").write_text("{}\n")
    (root / "_internal" / "codes.json").chmod(0o600)
    (root / "_internal" / "again.json").symlink_to("codes.json")
    return root


@pytest.fixture(scope="module")
def made(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with both packages of version 1.2.3 and with the .deb unpacked in ``root``."""
    for name, package in (("dpkg-deb", "dpkg"), ("objdump", "binutils"), ("xz", "xz-utils")):
        tool(name, package)
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packages, "WORK", tmp_path_factory.mktemp("work"))
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        ran("dpkg-deb", "-x", packages.deb(bundle, out, "1.2.3"), out / "root")
        packages.tarball(bundle, out, "1.2.3")
        yield out


@pytest.fixture(scope="module")
def share(made: Path) -> Path:
    return made / "root" / "usr" / "share"


def test_the_control_file_names_what_apt_needs(made: Path) -> None:
    said = ran("dpkg-deb", "--field", made / "klientendatei_1.2.3_amd64.deb")
    fields = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line and not line.startswith(" "))
    assert (fields["Package"], fields["Version"], fields["Architecture"]) == ("klientendatei", "1.2.3", "amd64")
    assert fields["Depends"].startswith("libc6 (>= 2.")
    files = [path for path in (made / "root").rglob("*") if path.is_file() and not path.is_symlink()]
    assert int(fields["Installed-Size"]) == sum(-(-path.stat().st_size // 1024) for path in files)
    assert "Klientendatei führt" in said


def test_everything_belongs_to_root_and_can_be_read_by_all(made: Path) -> None:
    for line in ran("dpkg-deb", "-c", made / "klientendatei_1.2.3_amd64.deb").splitlines():
        mode, owner, _, day, *_, name = line.split()
        assert (owner, day) == ("root/root", "2026-01-01")
        program = name.endswith(("/klientendatei", "/klientendatei-cli"))
        assert mode in ("drwxr-xr-x", "lrwxrwxrwx", "-rwxr-xr-x" if program else "-rw-r--r--")


def test_the_commands_lead_to_the_programs(made: Path) -> None:
    for name in packages.PROGRAMS:
        link = made / "root" / "usr" / "bin" / name
        assert link.resolve() == made / "root" / "usr" / "lib" / "klientendatei" / name
        ran(link)


def test_the_checksums_of_the_package_are_those_of_its_files(made: Path) -> None:
    for line in ran("dpkg-deb", "-I", made / "klientendatei_1.2.3_amd64.deb", "md5sums").splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.md5((made / "root" / name).read_bytes()).hexdigest() == digest


def test_the_same_bundle_makes_the_same_bytes(bundle: Path, made: Path, tmp_path: Path) -> None:
    os.utime(bundle / "_internal" / "codes.json", (1, 1))
    before = os.umask(0o077)
    try:
        again = packages.deb(bundle, tmp_path, "1.2.3"), packages.tarball(bundle, tmp_path, "1.2.3")
    finally:
        os.umask(before)
    for path in again:
        assert path.read_bytes() == (made / path.name).read_bytes()


def test_no_file_keeps_a_place_that_was_not_filled(made: Path, share: Path) -> None:
    texts = [path for path in share.rglob("*") if path.suffix in (".desktop", ".xml")]
    written = [path.read_text("utf-8") for path in texts] + [gzip.decompress(path.read_bytes()).decode()
                                                             for path in share.rglob("*.gz")]
    assert len(written) >= 5
    assert not [text for text in written if "@APP_ID@" in text or "@VERSION@" in text or "@DATE@" in text]


def test_the_desktop_file_is_valid(share: Path) -> None:
    ran(tool("desktop-file-validate", "desktop-file-utils"), share / "applications" / "klientendatei.desktop")


def test_the_metainfo_is_valid_and_knows_the_version(share: Path) -> None:
    path = share / "metainfo" / f"{APP_ID}.metainfo.xml"
    release = ElementTree.parse(path).find("releases/release")
    assert release is not None and release.attrib == {"version": "1.2.3", "date": "2026-01-01"}
    said = ran(tool("appstreamcli", "appstream"), "validate", "--no-net", path)
    assert "W:" not in said


def test_desktop_file_metainfo_and_types_name_the_same(share: Path) -> None:
    desktop = configparser.ConfigParser(interpolation=None)
    desktop.read(share / "applications" / "klientendatei.desktop", encoding="utf-8")
    named = set(desktop["Desktop Entry"]["MimeType"].strip(";").split(";"))
    types = ElementTree.parse(share / "mime" / "packages" / f"{APP_ID}.xml").findall(f"{MIME}mime-type")
    known = ElementTree.parse(share / "metainfo" / f"{APP_ID}.metainfo.xml").findall("provides/mediatype")
    assert named == {one.attrib["type"] for one in types} == {one.text for one in known}
    icon = desktop["Desktop Entry"]["Icon"]
    assert len(list((share / "icons" / "hicolor").rglob(f"{icon}.*"))) == 1 + len(packages.PNG_SIZES)


ASK = """
import sys
from PySide6.QtCore import QMimeDatabase
for path in sys.argv[1:]:
    print(QMimeDatabase().mimeTypeForFile(path).name())
"""


def test_a_backup_is_known_by_its_content_and_the_others_by_their_name(share: Path, tmp_path: Path) -> None:
    shutil.copytree(share / "mime", tmp_path / "mime")
    ran(tool("update-mime-database", "shared-mime-info"), tmp_path / "mime")
    image, unnamed, case, folder = (tmp_path / name for name in ("image", "unnamed", "a.kdfall", "a.klientendatei"))
    image.write_bytes(b"payload")
    secret = keyfile.new_secret()
    container.write(unnamed, image, secret, keyfile.create(secret, "Kennwort", keyfile.LIGHT_KDF),
                    backup_id=container.new_backup_id(), created="2026-01-01T12:00:00", schema=1, counts={})
    case.touch()
    folder.mkdir()
    said = ran(sys.executable, "-c", ASK, unnamed, case, folder,
               XDG_DATA_DIRS=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "home"))
    # the last is the gap that the comment in the file admits: a folder stays a folder
    assert said.split() == ["application/x-klientendatei-sicherung", "application/x-klientendatei-fall",
                            "inode/directory"]


def test_the_archive_unpacks_into_one_folder_that_belongs_to_nobody(made: Path) -> None:
    with tarfile.open(made / f"klientendatei-1.2.3-linux-{os.uname().machine}.tar.xz") as archive:
        entries = {entry.name: entry for entry in archive}
    assert {entry.uid for entry in entries.values()} == {0} == {entry.gid for entry in entries.values()}
    root = "klientendatei-1.2.3"
    assert {name.split("/")[0] for name in entries} == {root}
    for name in ("klientendatei", "klientendatei-cli", "einrichten.sh"):
        assert entries[f"{root}/{name}"].mode == 0o755
    assert entries[f"{root}/LIESMICH.txt"].mode == 0o644
    assert entries[f"{root}/_internal/again.json"].linkname == "codes.json"


@pytest.fixture
def unpacked(made: Path, tmp_path: Path) -> Path:
    """The archive, unpacked below a folder whose name holds everything a menu has to be told twice."""
    place = tmp_path / 'Ordner & "50 %" $HOME `x` \\ Ä'
    place.mkdir()
    archive = made / f"klientendatei-1.2.3-linux-{os.uname().machine}.tar.xz"
    subprocess.run(["tar", "-xf", archive, "-C", place], check=True)
    return place / "klientendatei-1.2.3"


def test_setting_up_for_one_person_can_be_taken_back(unpacked: Path, tmp_path: Path) -> None:
    home, script = tmp_path / "home", unpacked / "einrichten.sh"
    others = home / "applications" / "anderes.desktop"
    others.parent.mkdir(parents=True)
    others.write_text("[Desktop Entry]\n")
    for _ in range(2):
        ran("sh", script, XDG_DATA_HOME=str(home))
    menu = home / "applications" / "klientendatei.desktop"
    exec_line = next(line for line in menu.read_text("utf-8").splitlines() if line.startswith("Exec="))
    assert started_by(exec_line) == [str(unpacked / "klientendatei"), "%f"]
    assert list(home.rglob(f"{APP_ID}.svg")) and list(home.rglob(f"{APP_ID}.xml"))
    assert "Ihre Daten wurden nicht verändert" in ran("sh", script, "--entfernen", XDG_DATA_HOME=str(home))
    assert not [path for path in home.rglob("*klientendatei*") if path.is_file()]
    assert others.exists()


def started_by(line: str) -> list[str]:
    """The words of an Exec line as the Desktop Entry Specification reads it: strings first, then quotes, then „%%“."""
    text, words, quoted = re.sub(r"\\\\", r"\\", line.removeprefix("Exec=")), [""], False
    characters = iter(text)
    for one in characters:
        if one == '"':
            quoted = not quoted
        elif one == " " and not quoted:
            words.append("")
        else:
            words[-1] += next(characters) if quoted and one == "\\" else one
    return [word.replace("%%", "%") for word in words]


def test_setting_up_refuses_words_it_does_not_know(unpacked: Path, tmp_path: Path) -> None:
    done = subprocess.run(["sh", unpacked / "einrichten.sh", "--alles"], capture_output=True, text=True,
                          env=os.environ | {"XDG_DATA_HOME": str(tmp_path / "home")}, check=False)
    assert done.returncode == 2 and "Aufruf" in done.stderr
    assert not (tmp_path / "home").exists()


def test_the_package_depends_on_what_the_bundle_does_not_bring() -> None:
    needed = {"libc.so", "libEGL.so", "libxcb.so", "libxkbcommon.so"}
    assert needs.packages(needed, {"libxkbcommon.so"}, (2, 36)) == [
        "libc6 (>= 2.36)", "libegl1", "libxcb1", "xkb-data"]


def test_a_library_nobody_knows_a_package_for_stops_the_build() -> None:
    with pytest.raises(dev.SetupStopped, match=r"libneu\.so"):
        needs.packages({"libneu.so"}, set(), (2, 36))


def test_the_version_of_the_c_library_is_compared_as_a_number() -> None:
    assert needs.newest_glibc("0x1 GLIBC_2.9\n0x2 GLIBC_2.36\n0x3 GLIBC_2.4 GLIBC_PRIVATE GLIBCXX_3.4.30") == (2, 36)


def test_the_bare_debian_comes_from_where_apt_takes_its_own(tmp_path: Path) -> None:
    lists = tmp_path / "sources.list.d"
    lists.mkdir()
    assert chroot.mirror(tmp_path) == ""
    (tmp_path / "sources.list").write_text("deb [signed-by=/k] http://one.invalid/debian bookworm main contrib\n")
    assert chroot.mirror(tmp_path) == "http://one.invalid/debian"
    (lists / "debian.sources").write_text(
        "Types: deb\nURIs: http://other.invalid/x\nSuites: stable\nComponents: main\n\n"
        "Types: deb\nURIs: http://two.invalid/debian\nSuites: bookworm bookworm-updates\nComponents: main\n")
    assert chroot.mirror(tmp_path) == "http://two.invalid/debian"


def test_an_empty_screen_has_one_colour() -> None:
    table = struct.pack(">I", 7) * 3
    header = struct.pack(">25I", 104, *[0] * 18, 1, *[0] * 5) + bytes(4)
    assert display.colours_of(header + table + bytes(400)) == 1
    assert display.colours_of(header + table + struct.pack("<100I", *range(100))) == 100


@pytest.mark.long
def test_a_bare_debian_installs_starts_and_removes_the_package(tmp_path: Path) -> None:
    bundle, lacking = dev.ROOT / "dist" / "klientendatei", chroot.missing()
    if lacking:
        pytest.skip(lacking)
    if not (bundle / "klientendatei").exists():
        pytest.skip("There is no bundle in dist/: python3 build_installer.py makes it.")
    package, log = packages.deb(bundle, tmp_path, "0.1.0"), tmp_path / "log"
    ran(sys.executable, "-m", "installer.linux.try_deb", package, "--log", log)
    assert log.read_text().splitlines()[-1].startswith("removed and purged")
