"""The real Argon2id, derived once per password, cost and salt: mutations of one file need not pay for it again."""

import functools
from collections.abc import Iterator

import pytest

from app.vault import slot
from app.vault.keyfile import LIGHT_KDF, KeyFile, create, new_secret

PASSWORD = "Muster-Kennwort für Prüfungen"


@pytest.fixture(scope="session", autouse=True)
def _argon2id_remembers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slot, "_argon2id", functools.cache(slot._argon2id))
        yield


@pytest.fixture(scope="session")
def password() -> str:
    return PASSWORD


@pytest.fixture(scope="session")
def secret() -> bytes:
    return new_secret()


@pytest.fixture(scope="session")
def keyfile(secret: bytes) -> KeyFile:
    return create(secret, PASSWORD, LIGHT_KDF)
