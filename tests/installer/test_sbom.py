"""The list of parts for machines: whole, nested, the same bytes from the same parts, valid CycloneDX 1.6."""

import json
from typing import Any

import pytest

from installer import licences, sbom

LOCKED = {"wheel": ["a" * 64, "b" * 64]}


def part(name: str, version: str = "1.0", **more: Any) -> licences.Part:
    return licences.Part(name=name, version=version, licence="MIT OR Apache-2.0", text="Text", **more)


PARTS = (part("Wheel", purl="pkg:pypi/wheel", files=("_internal/a.so", "_internal/b.so")),
         part("Kern", "2.0+eins", inside="wheel", purl="pkg:generic/kern"),
         part("Schrift", "", kind="font"),
         part("libx (Debian)", "1:2-3", purl="pkg:deb/debian/libx", files=("libx.so",)))
HASHES = {"Wheel": {"_internal/a.so": "c" * 64, "_internal/b.so": "d" * 64}, "libx (Debian)": {"libx.so": "e" * 64}}


def written(version: str = "0.1.0") -> dict[str, Any]:
    made = json.loads(sbom.written(PARTS, version, LOCKED, HASHES))
    assert isinstance(made, dict)
    return made


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document of what is installed here, without a bundle."""
    out = tmp_path_factory.mktemp("sbom") / "parts.cdx.json"
    licences.sbom(out, "0.1.0", bundle=None)
    made = json.loads(out.read_text(encoding="utf-8"))
    assert isinstance(made, dict)
    return made


def test_what_is_compiled_into_a_wheel_stands_inside_of_it() -> None:
    wheel, font, library = written()["components"]
    assert [one["name"] for one in wheel["components"]] == ["Kern"]
    assert (wheel["purl"], wheel["components"][0]["purl"]) == ("pkg:pypi/wheel@1.0", "pkg:generic/kern@2.0%2Beins")
    assert "version" not in font and font["bom-ref"] == "Schrift"
    assert wheel["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    assert library["hashes"] == [{"alg": "SHA-256", "content": "e" * 64}]


def test_the_hashes_of_the_lock_stand_beside_the_files_that_are_shipped() -> None:
    wheel = written()["components"][0]
    assert [(one["name"], one["value"]) for one in wheel["properties"]] == [
        (sbom.OF_LOCK, f"sha256:{'a' * 64}"), (sbom.OF_LOCK, f"sha256:{'b' * 64}"),
        ("klientendatei:file:_internal/a.so", f"sha256:{'c' * 64}"),
        ("klientendatei:file:_internal/b.so", f"sha256:{'d' * 64}")]


def test_the_same_parts_give_the_same_document_and_another_version_another_number(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert written() == written() and "timestamp" not in written()["metadata"]
    assert written()["serialNumber"] != written("0.2.0")["serialNumber"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772000000")
    assert written()["metadata"]["timestamp"] == "2026-02-25T06:13:20Z"


def test_every_part_of_the_program_is_in_it_once_and_the_program_stands_on_each(whole: dict[str, Any]) -> None:
    top = whole["components"]
    references = [one["bom-ref"] for held in ([*top], *(one.get("components", []) for one in top)) for one in held]
    assert len(references) == len(set(references)) == len(licences.collect(None))
    assert whole["dependencies"] == [{"ref": "klientendatei@0.1.0", "dependsOn": sorted(one["bom-ref"] for one in top)}]
    engine = next(one for one in top if one["name"] == "sqlcipher3")
    assert {one["name"] for one in engine["components"]} == {"SQLCipher", "SQLite", "OpenSSL (in sqlcipher3)"}
    wheels = [one for one in top if one.get("purl", "").startswith("pkg:pypi/")]
    assert [one["name"] for one in wheels if not one.get("properties")] == []


def test_it_is_valid_by_the_schema_of_cyclonedx(whole: dict[str, Any]) -> None:
    validation = pytest.importorskip("cyclonedx.validation.json", reason="cyclonedx-python-lib is not installed")
    schema = pytest.importorskip("cyclonedx.schema")
    judge = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
    assert [judge.validate_str(json.dumps(one)) for one in (whole, written())] == [None, None]
    assert judge.validate_str(json.dumps(whole | {"components": [{"name": "ohne Art"}]})) is not None
