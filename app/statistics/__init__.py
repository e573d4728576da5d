"""Counting, rounding and the monthly report as values; pure: no SQL, no Qt, no files written, no clock."""
