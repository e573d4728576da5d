"""Writes a list of parts as a CycloneDX 1.6 document; what the parts are is found in installer/licences.py.

A writer of its own: the document is sorted, bears no random number, and no clock but SOURCE_DATE_EPOCH is read.
"""

import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
OF_LOCK = "klientendatei:hash-in-lock"
TYPES = {"program": "application", "library": "library", "font": "file", "data": "data"}


class Part(Protocol):
    """What is read of a part; installer.licences.Part is one."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def inside(self) -> str: ...
    @property
    def purl(self) -> str: ...


def written(parts: Iterable[Part], version: str, locked: Mapping[str, Sequence[str]],
            hashes: Mapping[str, Mapping[str, str]]) -> str:
    """The document as JSON. ``locked``: SHA-256 the lock allows; ``hashes``: of the files in the bundle by part."""
    all_parts = list(parts)
    held: dict[str, list[Part]] = {}
    for part in all_parts:
        held.setdefault(part.inside, []).append(part)
    components = []
    for part in held.get("", []):
        one = _component(part, locked, hashes)
        inside = held.get(part.purl.removeprefix("pkg:pypi/"), []) if part.purl.startswith("pkg:pypi/") else []
        if inside:
            one["components"] = [_component(piece, locked, hashes) for piece in inside]
        components.append(one)
    program = _program(version)
    # everything lies in one folder: the program stands on each part, wheels and system libraries alike
    dependencies = [{"ref": program["bom-ref"], "dependsOn": sorted(one["bom-ref"] for one in components)}]
    document: dict[str, Any] = {"components": components, "dependencies": dependencies}
    content = json.dumps(document, ensure_ascii=False, sort_keys=True)
    head = {"$schema": SCHEMA, "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"klientendatei {version} {content}").urn,
            "metadata": _built_on() | {"component": program}}
    return json.dumps(head | document, ensure_ascii=False, indent=1) + "\n"


def _program(version: str) -> dict[str, Any]:
    return {"type": "application", "bom-ref": f"klientendatei@{version}", "name": "Klientendatei", "version": version,
            "licenses": [{"license": {"id": "EUPL-1.2"}}]}


def _built_on() -> dict[str, Any]:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return {}
    return {"timestamp": datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _component(part: Part, locked: Mapping[str, Sequence[str]],
               hashes: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    reference = f"{part.name}@{part.version}" if part.version else part.name
    one: dict[str, Any] = {"type": TYPES[part.kind], "bom-ref": reference, "name": part.name}
    if part.version:
        one["version"] = part.version
    own = hashes.get(part.name, {})
    if len(own) == 1:
        one["hashes"] = [{"alg": "SHA-256", "content": digest} for digest in own.values()]
    one["licenses"] = [{"expression": part.licence}]
    if part.purl:
        one["purl"] = part.purl + (f"@{part.version.replace('+', '%2B')}" if part.version else "")
    # a lock allows one file for each platform and does not say which hash is whose: they are properties, not hashes
    told = [(OF_LOCK, f"sha256:{digest}") for digest in locked.get(part.purl.removeprefix("pkg:pypi/"), ())]
    told += [(f"klientendatei:file:{name}", f"sha256:{digest}") for name, digest in own.items()]
    if told:
        one["properties"] = [{"name": name, "value": value} for name, value in told]
    return one
