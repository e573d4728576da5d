"""A publisher for tests: a key in the place of the shipped one, and signed installers on a stick. No fixtures."""

import hashlib
from pathlib import Path

import pytest

from app import resources
from app.domain import release
from app.domain.release import Release
from app.usecases import updates, updates_here
from app.vault import minisign

SECRET = minisign.new_secret_key()
CONTENT = b"neues Programm " * 100_000
NEWS = {"0.3.0": ("Wochenplan mit Uhrzeiten.",), "0.2.0": ("Termine wiederholen sich.", "Schneller beim Suchen."),
        "0.1.0": ("Die erste Ausgabe.",)}


def publish(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Ships the key of this publisher; this computer is one with Linux and the program in the home of its person."""
    folder = place / "mitgeliefert"
    (folder / "update").mkdir(parents=True)
    key = folder.joinpath(*updates.KEY)
    key.write_text(minisign.public_file(minisign.public_of(SECRET)), encoding="utf-8")
    shipped = resources.path
    monkeypatch.setattr(resources, "path", lambda *parts: key if parts == updates.KEY else shipped(*parts))
    device(monkeypatch)


def device(monkeypatch: pytest.MonkeyPatch, platform: str = "linux-x86_64", kind: str = "tar.xz") -> None:
    """This computer and how the program came onto it."""
    monkeypatch.setattr(updates, "platform_id", lambda: platform)
    monkeypatch.setattr(updates, "own_kind", lambda: kind)
    assert platform in updates_here.SYSTEMS and kind in release.ENDS


def installer(folder: Path, version: str = "0.2.0", platform: str = "linux-x86_64", kind: str = "tar.xz", *,
              secret: minisign.SecretKey = SECRET, content: bytes = CONTENT, **said: str) -> Path:
    """Writes an installer with its signature; ``said`` is what the signature claims otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / release.file_name(version, platform, kind)
    path.write_bytes(content)
    words = {"version": version, "platform": platform, "kind": kind, "file": path.name,
             "sha256": hashlib.sha256(content).hexdigest(), **said}
    line = release.comment(Release(news=NEWS, **words))
    signature_of(path).write_text(minisign.sign(content, secret, line), encoding="utf-8")
    return path


def signature_of(path: Path) -> Path:
    """Where the signature of a file lies."""
    return path.with_name(path.name + updates.SIGNATURE)
