"""The parts and their licences: nothing is shipped that has none, without its text, or that the EUPL-1.2 forbids."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression

from installer import found, licences, spdx
from installer.licences import LicenceMissing, Part

TABLE = tomllib.loads(licences.TABLE.read_text(encoding="utf-8"))
NAMED = {"Python", "Qt 6", "SQLite", "SQLCipher", "HiGHS", "PDFium", "Lucide", "PyInstaller (bootloader)"}


@pytest.fixture(scope="module")
def parts() -> dict[str, Part]:
    return {part.name: part for part in licences.collect(None)}


def bundle_with(folder: Path, *files: str) -> Path:
    """A bundle of empty files."""
    for name in files:
        (folder / "_internal" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "_internal" / name).touch()
    return folder


def test_what_is_compiled_in_is_listed_beside_the_packages_and_no_tool_is(parts: dict[str, Part]) -> None:
    inside = {"OpenSSL (in cryptography)", "OpenSSL (in sqlcipher3)", "calamine (Rust, in python-calamine)"}
    assert (NAMED | inside | {"sqlcipher3", "cffi", "numpy"}) - parts.keys() == set()
    assert not {"pytest", "mypy", "ruff", "hypothesis", "duckdb", "Klientendatei"} & parts.keys()


def test_packages_and_engines_say_their_versions(parts: dict[str, Part]) -> None:
    assert [part.name for part in parts.values() if part.purl.startswith("pkg:cargo") and not part.version] == []
    assert [name for name in NAMED - {"Lucide"} if not parts[name].version[0].isdigit()] == []


def test_every_licence_is_an_expression_of_spdx(parts: dict[str, Part]) -> None:
    expressions = {*TABLE["allowed"], *TABLE["debian"].values(), *(part.licence for part in parts.values())}
    assert [one for one in expressions if not canonicalize_license_expression(one)] == []


@pytest.mark.parametrize(("expression", "taken"), [
    ("MIT", ["MIT"]),
    ("GPL-2.0-only OR MIT", ["MIT"]),
    ("MIT OR Apache-2.0", ["Apache-2.0"]),
    ("(MIT OR Apache-2.0) AND Unicode-3.0", ["Apache-2.0", "Unicode-3.0"]),
    ("MIT AND Zlib OR GPL-3.0-only", ["Zlib", "MIT"]),
    ("GPL-3.0-or-later  WITH GCC-exception-3.1", ["GPL-3.0-or-later WITH GCC-exception-3.1"]),
])
def test_of_a_choice_the_licence_that_asks_least_is_taken(expression: str, taken: list[str]) -> None:
    assert list(spdx.elected(expression, TABLE["allowed"])) == taken


@pytest.mark.parametrize("expression", [
    "", "GPL-3.0-or-later", "MIT AND GPL-2.0-only", "AGPL-3.0-only OR SSPL-1.0", "Proprietary", "see LICENSE", "MIT OR",
    "MIT AND", "(MIT", "MIT)", "MIT, Zlib", "BSD license",
])
def test_what_may_not_be_shipped_or_cannot_be_read_is_refused(expression: str) -> None:
    with pytest.raises(spdx.UnknownLicence):
        spdx.elected(expression, TABLE["allowed"])


@pytest.mark.parametrize(("change", "name", "sentence"), [
    ({"licence": {"zxcvbn": "GPL-3.0-only"}}, "zxcvbn", "the licence »GPL-3.0-only« is none that may be shipped"),
    ({"texts": {"zxcvbn": ["zxcvbn:NIRGENDS"]}}, "zxcvbn", "no text of its licence MIT was found"),
    ({"copyright": {"zip": ""}}, "zip (Rust, in python-calamine)", "no text of its licence MIT was found"),
])
def test_a_part_without_text_or_under_a_wrong_licence_ends_the_build_and_is_named(
        monkeypatch: pytest.MonkeyPatch, change: dict[str, dict[str, str]], name: str, sentence: str) -> None:
    changed = TABLE | {key: TABLE[key] | value for key, value in change.items()}
    read = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: changed if "[[part]]" in text else read(text))
    with pytest.raises(LicenceMissing) as stopped:
        licences.collect(None)
    told = str(stopped.value)
    assert told.startswith(f"{name} ") and sentence in told and "\n" not in told


def test_a_library_that_belongs_to_no_part_ends_the_build_and_is_named(tmp_path: Path) -> None:
    bundle = bundle_with(tmp_path, "libfremd.so.1", "libpython3.11.so.1.0", "highspy/libhighs.so.1")
    with pytest.raises(LicenceMissing, match=r"^_internal/libfremd\.so\.1 in the bundle belongs to no part: "):
        licences.collect(bundle)


def test_a_library_of_the_system_comes_under_the_licence_that_debian_says(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "DOC", tmp_path / "doc")
    (tmp_path / "doc" / "libffi8").mkdir(parents=True)
    (tmp_path / "doc" / "libffi8" / "copyright").write_text("libffi: MIT")
    answers = {"--search": ["libffi8:amd64: /usr/lib/x86_64-linux-gnu/libffi.so.8",
                            "libffi8:i386: /usr/lib/deep/down/libffi.so.8",
                            "libfremd1:amd64: /lib/x86_64-linux-gnu/libfremd.so.1"],
               "--show": ["libffi8 3.4.4-1", "libfremd1 1.0"]}
    monkeypatch.setattr(found, "_dpkg", lambda *words: answers[words[0]])
    monkeypatch.setattr(shutil, "which", lambda name: name)
    bundle = bundle_with(tmp_path / "bundle", "libffi.so.8")
    owned = {part.name: part for part in licences.collect(bundle)}["libffi8 (Debian)"]
    assert (owned.version, owned.licence, owned.text, owned.files) == (
        "3.4.4-1", "MIT", "libffi: MIT", ("_internal/libffi.so.8",))
    bundle_with(tmp_path / "bundle", "libfremd.so.1")
    with pytest.raises(LicenceMissing, match=r"^libfremd1 \(Debian\) 1\.0: the licence »« is none"):
        licences.collect(bundle)


def test_the_list_names_a_text_for_each_part_and_every_text_is_read_by_someone(
        tmp_path: Path, parts: dict[str, Part]) -> None:
    licences.write(tmp_path, None)
    rows = json.loads((tmp_path / "teile.json").read_text(encoding="utf-8"))
    assert {row["name"] for row in rows} == parts.keys()
    assert {tuple(row) for row in rows} == {("name", "version", "licence", "kind", "text")}
    assert {row["kind"] for row in rows} == {"program", "library", "font", "data"}
    texts = {path.name for path in tmp_path.iterdir()} - {"teile.json", "LICENSE"}
    assert {row["text"] for row in rows} - {""} == texts
    without = {row["licence"] for row in rows if not row["text"]}
    assert without <= {"CC0-1.0", "blessing", "Unlicense OR MIT"}
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE")

    licences.report(tmp_path, tmp_path / "report.txt")
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "Qt 6  6." in report and "Zur LGPL: Qt, PySide6" in report
    assert [row["text"] for row in rows if (tmp_path / row["text"]).is_file()
            and (tmp_path / row["text"]).read_text(encoding="utf-8").strip() not in report] == []


def test_lent_texts_bear_the_name_of_the_part_and_not_of_their_lender(parts: dict[str, Part]) -> None:
    names = ("forkfd (in Qt)", "SQLCipher", "pem (Rust, in cryptography)")
    forkfd, sqlcipher, pem = (parts[name].text for name in names)
    assert forkfd.startswith("Copyright (C) 2016 Intel Corporation\nCopyright (C) 2015 Klarälvdalens")
    assert "Permission is hereby granted" in pem and "THE SOFTWARE IS PROVIDED" in pem
    assert sqlcipher.startswith("Copyright (c) 2008-2025 ZETETIC LLC") and "COPYRIGHT HOLDERS" in sqlcipher
    assert [text for text in (forkfd, sqlcipher, pem) if "Bernát" in text or "<owner>" in text] == []


def test_what_is_under_the_lgpl_comes_with_its_full_text(parts: dict[str, Part]) -> None:
    lesser = [part for part in parts.values() if "LGPL-3" in part.licence]
    assert {part.name for part in lesser} == {"PySide6_Essentials", "Qt 6", "python-bidi", "shiboken6"}
    assert [part.name for part in lesser if "GNU LESSER GENERAL PUBLIC LICENSE" not in part.text
            or "GNU GENERAL PUBLIC LICENSE\n" not in part.text] == []
