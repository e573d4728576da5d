"""Where the parts of a bundle and their licence texts are found: installed packages, Debian's, the files themselves.

Nothing here judges a licence; what cannot be found is said as an empty text or a file without an owner.
"""

import json
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib import import_module, metadata
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.dev import ROOT

HERE = Path(__file__).parent
DOC, COMMON = Path("/usr/share/doc"), Path("/usr/share/common-licenses")
_LICENCE_FILE = re.compile(r"(^|/)licenses/|(^|/)(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_BINARY = re.compile(r"\.(so|pyd|dll|dylib)(\.|$)|/Python$", re.IGNORECASE)
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The distributions the program stands on, by their canonical names; ``python``: the folder of another Python."""

    distributions: dict[str, metadata.Distribution]
    python: Path | None = None

    def text(self, source: str) -> str:
        """The text behind ``distribution:pattern``, ``here:file``, ``system:…``, ``debian:…``; "" for none."""
        where, _, what = source.partition(":")
        if where == "here":
            return _read(HERE / what)
        if where == "system":
            return _read(COMMON / what)
        if where == "debian":
            return _read(DOC / what / "copyright")
        if where == "python":
            return python_licence(what, self.python)
        texts = [_read(Path(str(file.locate()))) for file in self.files(where) if fnmatch(file.as_posix(), f"*/{what}")]
        return "\n\n".join(text for text in texts if text)

    def files(self, name: str) -> list[metadata.PackagePath]:
        """The files of a distribution in the order of their names; none where it is not installed."""
        distribution = self.distributions.get(name) or _installed(name)
        return _listed(distribution) if distribution else []

    def licence_texts(self, name: str) -> str:
        """Every licence file in the metadata of a distribution, each under its name."""
        kept = [file for file in self.files(name) if ".dist-info/" in file.as_posix()
                and _LICENCE_FILE.search(file.as_posix().partition(".dist-info/")[2])]
        texts = [(file.name, _read(Path(str(file.locate())))) for file in kept if not file.name.endswith(".json")]
        return "\n\n".join(f"--- {file} ---\n\n{text}" for file, text in texts if text)

    def crates(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Name, version and licence of each Rust crate compiled into a wheel, from the wheel's own SBOM (PEP 770)."""
        for file in self.files(name):
            if fnmatch(file.as_posix(), "*.dist-info/sboms/*.json"):
                for one in json.loads(_read(Path(str(file.locate())))).get("components", []):
                    if str(one.get("purl", "")).startswith("pkg:cargo/") and one.get("scope") != "excluded":
                        told = one.get("licenses") or [{}]
                        yield one["name"], one["version"], told[0].get("expression", "")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n") if path.is_file() else ""


@cache
def _listed(distribution: metadata.Distribution) -> list[metadata.PackagePath]:
    return sorted(distribution.files or [])


@cache
def _installed(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def installed_version(name: str) -> str:
    """The version of a package of this environment that is no part of the program, such as PyInstaller."""
    distribution = _installed(name)
    return distribution.version if distribution else ""


def site(folder: Path | None = None, *, windows: bool = False) -> Site:
    """What pyproject's dependencies lead to; in ``folder``, or where this Python looks. Extras are left out."""
    def look(name: str) -> metadata.Distribution:
        if folder is None:
            return metadata.distribution(name)
        return next(iter(metadata.distributions(name=name, path=[str(folder)])))

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting, found = list(project["dependencies"]), dict[str, metadata.Distribution]()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        environment = {"extra": "", **(WINDOWS if windows else {})}
        if name in found or (requirement.marker and not requirement.marker.evaluate(environment)):
            continue
        found[name] = look(name)
        waiting += found[name].requires or []
    # a folder of packages for Windows lies in Lib/site-packages of the Python they are for
    return Site(distributions=dict(sorted(found.items())), python=folder.parents[1] if folder else None)


def python_licence(file: str, other: Path | None = None) -> str:
    """The licence of this Python, or of the one in ``other``: each system keeps it in another place."""
    stdlib, base = Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)
    debian = DOC / f"libpython3.{sys.version_info.minor}-minimal" / "copyright"
    places = (other / file,) if other else (stdlib / file, base / file, debian)
    return next((text for place in places if (text := _read(place))), "")


def python_version(other: Path | None = None) -> str:
    """The version of this Python, or of the one for Windows in ``other``; "" where its library does not tell."""
    if other is None:
        return platform.python_version()
    told = [re.search(rb"\b3\.\d+\.\d+\b", path.read_bytes()) for path in sorted(other.glob("python3?*.dll"))]
    return next((match[0].decode() for match in told if match), "")


# --- versions of what is compiled in ---

def _of_sqlcipher(question: str) -> str:
    connection = import_module("sqlcipher3").connect(":memory:")
    return str(connection.execute(question).fetchone()[0]).split()[0]


def _openssl_of_sqlcipher() -> str:
    library = Path(str(import_module("sqlcipher3._sqlite3").__file__)).read_bytes()
    told = re.search(rb"OpenSSL (\d+\.\d+\.\d+)", library)
    return told[1].decode() if told else ""


def _openssl_of_cryptography() -> str:
    return str(import_module("cryptography.hazmat.backends.openssl").backend.openssl_version_text()).split()[1]


VERSIONS: dict[str, Callable[[], str]] = {
    "openblas": lambda: str(import_module("numpy.__config__").CONFIG["Build Dependencies"]["blas"]["version"]),
    "openssl_of_cryptography": _openssl_of_cryptography,
    "openssl_of_sqlcipher": _openssl_of_sqlcipher,
    "pdfium": lambda: str(import_module("pypdfium2.version").PDFIUM_INFO.version).partition("@")[0],
    "sqlcipher": lambda: _of_sqlcipher("PRAGMA cipher_version"),
    "sqlite": lambda: _of_sqlcipher("SELECT sqlite_version()"),
}


# --- the files of a bundle ---

def binaries(bundle: Path) -> Iterator[PurePosixPath]:
    """The libraries and extension modules below a bundle, relative to it; links are their targets."""
    for path in sorted(bundle.rglob("*")):
        relative = PurePosixPath(path.relative_to(bundle).as_posix())
        if _BINARY.search(relative.as_posix()) and path.is_file() and not path.is_symlink():
            yield relative


def brought_by(site: Site, files: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """Which of these files a distribution brought: by its name, for PyInstaller and auditwheel move libraries."""
    owner = {file.name: name for name in site.distributions for file in site.files(name)
             if _BINARY.search(f"/{file.as_posix()}")}
    return {file: owner[file.name] for file in files if file.name in owner}


def debian_packages(files: Iterable[PurePosixPath]) -> dict[PurePosixPath, tuple[str, str]]:
    """Name and version of the Debian package of each file that was copied from the system; others are left out."""
    asked = list(files)
    if not asked or not shutil.which("dpkg-query"):
        return {}
    # the same library for other processors and debuggers' copies lie deeper or elsewhere
    line = re.compile(r"([^:\s]+)\S*: (?:/usr)?/lib/[\w-]+/([^/]+)")
    told = [match for match in map(line.fullmatch, _dpkg("--search", *(f"*/{file.name}" for file in asked))) if match]
    package = {match[2]: match[1] for match in told}
    lines = _dpkg("--show", "--showformat=${Package} ${Version}\n", *sorted(set(package.values()))) if package else []
    version = dict(words.split() for words in lines)
    return {file: (package[file.name], version[package[file.name]]) for file in asked if file.name in package}


def _dpkg(*words: str) -> list[str]:
    done = subprocess.run(["dpkg-query", *words], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()
