"""Every part of the program with its licence: the list and the texts that are shipped, the report, the SBOM's parts.

A part without a text, or under a licence that installer/parts.toml does not allow, ends the build and is named.
"""

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from installer import found, spdx
from installer import sbom as document
from installer.dev import ROOT

TABLE = Path(__file__).with_name("parts.toml")
LIST, OWN = "teile.json", "LICENSE"
BUNDLE = ROOT / "dist" / "klientendatei"
# what installer/windows/wheels.py makes: a bundle for Windows built elsewhere is made from these packages
OF_WINDOWS = ROOT / "build" / "windows" / "python" / "Lib" / "site-packages"
# Texts that stand for themselves; of all others the names are taken out, and whose work it is has to be known.
WHOLE = ("Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0", "Unicode-DFS-2016")
OF_LGPL = """\
Zur LGPL: Qt, PySide6, shiboken6, python-bidi und die mit »LGPL« bezeichneten Bibliotheken liegen als eigene Dateien im
Ordner _internal des Programms, unverändert bis auf weggelassene Namen für die Fehlersuche; von ICU fehlen
Sprachdaten, die nicht gebraucht werden. Jede von ihnen lässt sich durch eine selbst gebaute Fassung mit derselben
Schnittstelle ersetzen: Datei austauschen, Programm neu starten. Das Programm prüft diese Dateien nicht und verbietet
keine Untersuchung dazu. Ihre Quelltexte geben die Herausgeber der Teile unter den genannten Versionen heraus, und auf
Anfrage, wer dieses Programm weitergibt.
"""


class LicenceMissing(Exception):
    """Something would be shipped without its licence; the text names it, one sentence a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of another maker. ``inside``: the distribution that holds it; ``files``: what it is in the bundle."""

    name: str
    version: str = ""
    licence: str
    kind: str = "library"
    text: str = ""
    inside: str = ""
    purl: str = ""
    files: tuple[str, ...] = ()


def write(target: Path, bundle: Path | None, site: Path | None = None) -> None:
    """Puts teile.json, the licence of the program and a text of each part into ``target``.

    With a bundle every library in it must belong to a part. ``site``: the folder of the packages it was made from,
    where that is not this environment. LicenceMissing names what has no owner, text, or licence that may be shipped.
    """
    parts = collect(bundle, site)
    target.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    rows = []
    for part in parts:
        if part.text and part.text not in names:
            names[part.text] = _file_name(part.name, set(names.values()))
            (target / names[part.text]).write_text(part.text, encoding="utf-8")
        rows.append({"name": part.name, "version": part.version, "licence": part.licence, "kind": part.kind,
                     "text": names.get(part.text, "")})
    (target / OWN).write_bytes((ROOT / "LICENSE").read_bytes())
    (target / LIST).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _file_name(name: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9.+]+", "-", name.lower()).strip("-")
    return next(file for file in (f"{plain}{'-' * count}.txt" for count in range(9)) if file not in taken)


def report(folder: Path, out: Path) -> None:
    """One text of what ``write`` left in ``folder``: the table, what the LGPL asks, then each licence text once."""
    rows = json.loads((folder / LIST).read_text(encoding="utf-8"))
    lines = ["Klientendatei: Teile und ihre Lizenzen", "", "Die Klientendatei selbst steht unter der EUPL-1.2.", ""]
    lines += [f"{row['name']}  {row['version']}\n    {row['licence']}  ({row['text'] or 'verlangt keinen Text'})"
              for row in rows]
    lines += ["", OF_LGPL]
    for name in dict.fromkeys([OWN, *(row["text"] for row in rows if row["text"])]):
        lines += ["=" * 100, name, "=" * 100, (folder / name).read_text(encoding="utf-8").strip(), ""]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sbom(out: Path, version: str, bundle: Path | None = BUNDLE, site: Path | None = None) -> None:
    """The parts as CycloneDX 1.6; the same parts give the same bytes."""
    there = bundle if bundle and bundle.is_dir() else None
    parts = collect(there, site)
    hashes = {part.name: {name: hashlib.sha256((there / name).read_bytes()).hexdigest() for name in part.files}
              for part in parts} if there else {}
    out.write_text(document.written(parts, version, _locked(), hashes), encoding="utf-8")


def collect(bundle: Path | None, site: Path | None = None) -> list[Part]:
    """All parts in the order of their names; LicenceMissing where one of them may not be shipped as it is."""
    windows = (bundle / "klientendatei.exe").exists() if bundle else sys.platform == "win32"
    if windows and sys.platform != "win32" and site is None:
        site = OF_WINDOWS
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    here = found.site(site, windows=windows)
    files = list(found.binaries(bundle)) if bundle else []
    parts = [*_distributions(here, table), *_crates(here, table)]
    brought = found.brought_by(here, files)
    declared = list(_declared(here, table, files if bundle else None))
    of_part = {file for part in declared for file in part.files if not part.inside}
    system = found.debian_packages(file for file in files if str(file) not in of_part and file not in brought)
    parts = [replace(part, files=tuple(str(file) for file, name in brought.items()
                                       if part.purl == f"pkg:pypi/{name}")) for part in parts]
    parts += [*declared, *_debian(here, table, system)]
    strangers = [f"{file} in the bundle belongs to no part: installer/parts.toml has to say whose it is."
                 for file in files if str(file) not in of_part and file not in brought and file not in system]
    wrong = strangers + [sentence for part in parts if (sentence := _refusal(part, table))]
    if wrong:
        raise LicenceMissing("\n".join(wrong))
    return sorted(parts, key=lambda part: (part.name.lower(), part.version))


def _refusal(part: Part, table: dict[str, Any]) -> str:
    """Why a part may not be shipped as it is; "" when it may."""
    try:
        taken = spdx.elected(part.licence, table["allowed"])
    except spdx.UnknownLicence:
        return (f"{part.name} {part.version}: the licence »{part.licence}« is none that may be shipped with a program "
                "under the EUPL-1.2 (installer/parts.toml, allowed).")
    if not part.text and not set(taken) <= set(table["without_text"]):
        return f"{part.name} {part.version}: no text of its licence {part.licence} was found."
    return ""


def _distributions(site: found.Site, table: dict[str, Any]) -> Iterator[Part]:
    """Everything installed for the program: texts out of its own metadata."""
    for name, distribution in site.distributions.items():
        facts = distribution.metadata
        told = next((facts[key] for key in ("License-Expression", "License") if key in facts), "")
        sources = table["texts"].get(name, [])
        text = _joined(site.text(source) for source in sources) if sources else site.licence_texts(name)
        yield Part(name=facts["Name"], version=distribution.version, licence=table["licence"].get(name, told),
                   text=_signed(table["copyright"].get(name, ""), text), purl=f"pkg:pypi/{name}")


def _crates(site: found.Site, table: dict[str, Any]) -> Iterator[Part]:
    """Rust crates inside of wheels. Most leave the choice; Apache-2.0 asks for no name, which wheels do not bring."""
    for inside in site.distributions:
        for name, version, licence in dict.fromkeys(site.crates(inside)):
            whose = table["copyright"].get(name, "")
            own = inside if name.startswith(f"{inside}-") else ""  # the package's own Rust code
            text = site.licence_texts(own) if own else _composed(site, table, licence, whose)
            yield Part(name=f"{name} (Rust, in {inside})", version=version, licence=licence, text=text, inside=inside,
                       purl=f"pkg:cargo/{name}")


def _declared(site: found.Site, table: dict[str, Any], files: list[PurePosixPath] | None) -> Iterator[Part]:
    """The parts that installer/parts.toml lists, where what they are in is there."""
    for row in table["part"]:
        globs = row.get("files", ())
        taken = [str(file) for file in files or () if any(_matches(file, glob) for glob in globs)]
        missing = globs and files is not None and not taken and "version" not in row
        if missing or row.get("inside", "") not in ("", *site.distributions):
            continue
        sources, whose = row.get("text", []), row.get("copyright", "")
        text = (_signed(whose, _joined(site.text(source) for source in sources)) if sources
                else _composed(site, table, row["licence"], whose))
        if sources and not all(site.text(source) for source in sources):
            text = ""
        yield Part(name=row["name"], version=_version(row.get("version", ""), site), licence=row["licence"],
                   kind=row.get("kind", "library"), text=text, inside=row.get("inside", ""), purl=row.get("purl", ""),
                   files=tuple(taken))


def _debian(site: found.Site, table: dict[str, Any],
            system: dict[PurePosixPath, tuple[str, str]]) -> Iterator[Part]:
    """Libraries out of the system the bundle was built on, with Debian's own account of their licences."""
    for package, version in sorted(set(system.values())):
        licence = table["debian"].get(package, "")
        text = site.text(f"debian:{package}")
        if text and "LGPL" in licence:  # Debian's account names the common text without repeating it
            text += "\n\n" + site.text(table["standard"][licence])
        files = tuple(str(file) for file, owner in system.items() if owner == (package, version))
        yield Part(name=f"{package} (Debian)", version=version, licence=licence, text=text, files=files,
                   purl=f"pkg:deb/debian/{package}")


def _composed(site: found.Site, table: dict[str, Any], expression: str, whose: str) -> str:
    """The texts of the licences taken, headed by whose work it is; "" where a text or the needed name is unknown."""
    try:
        taken = spdx.elected(expression, table["allowed"])
    except spdx.UnknownLicence:
        return ""
    asking = [licence for licence in taken if licence not in table["without_text"]]
    texts = [_without_names(site.text(table["standard"].get(licence, ":"))) if licence not in WHOLE
             else site.text(table["standard"].get(licence, ":")) for licence in asking]
    if not all(texts) or (not whose and any(licence not in WHOLE for licence in asking)):
        return ""
    return _signed(whose, _joined(texts))


def _without_names(text: str) -> str:
    """A licence text without the lines that name the owner of the package it was taken from."""
    name = re.compile(r"\W*(Copyright\b(?! [Hh]older)|All rights reserved)")
    kept = [line for line in text.splitlines() if not name.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() + "\n"


def _signed(whose: str, text: str) -> str:
    return "\n".join([*whose.split("; "), "", text]) if whose and text else text


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _matches(file: PurePosixPath, glob: str) -> bool:
    return PurePosixPath(file.as_posix().lower()).match(glob.lower())


def _version(told: str, site: found.Site) -> str:
    """``@name``: that distribution's; ``=name``: asked of the library itself; else as it stands."""
    if told.startswith("@"):
        distribution = site.distributions.get(told[1:])
        return distribution.version if distribution else found.installed_version(told[1:])
    if told == "=python":
        return found.python_version(site.python)
    return found.VERSIONS[told[1:]]() if told.startswith("=") else told


def _locked() -> dict[str, list[str]]:
    """The hashes that requirements.lock allows for each distribution."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line.split() for line in lock.splitlines() if line.strip())
    return {words[0].partition("==")[0]: [one.removeprefix("--hash=sha256:") for one in words if one.startswith("--h")]
            for words in lines}
