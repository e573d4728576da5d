"""Damaged catalogue files of every format; ``python -m tests.fuzz --count 100000`` is the long run."""
