"""Reads for the pages: each function fetches exactly the lines shown and ends its transaction before it returns."""
