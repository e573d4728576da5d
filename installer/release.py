"""Signs the installers of a release with the publisher's key, so that the program itself can verify an update.

`KLIENTENDATEI_RELEASE_KEY` is the path of a minisign secret key, `KLIENTENDATEI_RELEASE_PASSWORD` its password.
Started by build_installer.py in the virtual environment; without a key nothing is signed.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from app.domain import release
from app.domain.release import Release
from app.vault import minisign
from app.vault.errors import VaultError
from app.vault.minisign import SecretKey
from installer import dev

KEY, PASSWORD = "KLIENTENDATEI_RELEASE_KEY", "KLIENTENDATEI_RELEASE_PASSWORD"
NEWS = dev.ROOT / "resources" / "update" / "neuigkeiten.md"
SUFFIX = ".minisig"


def public_key() -> str:
    """The text for resources/update/herausgeber.pub, "" where no key was given."""
    return minisign.public_file(minisign.public_of(_secret())) if os.environ.get(KEY) else ""


def sign(files: list[Path], version: str) -> list[Path]:
    """Writes the signature beside each installer and returns what was written: nothing where no key was given.

    Raises SetupStopped for a file whose name is not that of an installer of this version, or without news of it.
    """
    if not os.environ.get(KEY):
        return []
    news = release.between(release.read_news(NEWS.read_text(encoding="utf-8")), "0", version)
    if version not in news:
        raise dev.SetupStopped(f"resources/update/{NEWS.name} says nothing of version {version}.")
    built = {release.file_name(version, platform, kind): (platform, kind) for platform, kind in release.BUILT}
    for path in files:
        if path.name not in built:
            raise dev.SetupStopped(f"{path.name} is not the name of an installer of version {version}.")
    written = []
    for path in files:
        content, (platform, kind) = path.read_bytes(), built[path.name]
        said = Release(version=version, platform=platform, kind=kind, sha256=hashlib.sha256(content).hexdigest(),
                       file=path.name, news=news)
        target = path.with_name(path.name + SUFFIX)
        target.write_text(minisign.sign(content, _secret(), release.comment(said)), encoding="utf-8", newline="\n")
        written.append(target)
    return written


@cache
def _secret() -> SecretKey:
    """The key, opened once: that takes some seconds and 1 GB."""
    try:
        text = Path(os.environ[KEY]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise dev.SetupStopped(f"The file that {KEY} names cannot be read.") from None
    try:
        return minisign.unlock(text, os.environ.get(PASSWORD, ""))
    except VaultError as refusal:
        raise dev.SetupStopped(f"The release key does not open: {refusal}") from None
