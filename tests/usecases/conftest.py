"""Every test here works on a real encrypted file."""

from tests.casefiles import clock, file, opener, pattern

__all__ = ["clock", "file", "opener", "pattern"]
