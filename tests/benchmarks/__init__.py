"""Timings beside their bare limits: ``python -m tests.benchmarks``; no test, no part of the suite."""
