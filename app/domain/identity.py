"""Identities of records: random, local, never derived from a person and never exported."""

import uuid


def new_id() -> str:
    """A fresh random identity (UUID 4, 32 hex digits)."""
    return uuid.uuid4().hex
