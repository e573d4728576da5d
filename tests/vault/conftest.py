"""One key file for all tests of the vault that do not need a fresh one."""

import pytest

from app.vault.keyfile import LIGHT_KDF, KeyFile, create, new_secret

PASSWORD = "Muster-Kennwort für Prüfungen"


@pytest.fixture(scope="session")
def password() -> str:
    return PASSWORD


@pytest.fixture(scope="session")
def secret() -> bytes:
    return new_secret()


@pytest.fixture(scope="session")
def keyfile(secret: bytes) -> KeyFile:
    return create(secret, PASSWORD, LIGHT_KDF)
