"""Which cryptographic library this program computes with beside that of SQLCipher. Computes nothing."""

from cryptography.hazmat.backends.openssl import backend


def version() -> str:
    """„OpenSSL 4.0.3 29 Sep 2026“, as the library says it itself."""
    return backend.openssl_version_text()
