"""Klientendatei: the encrypted case register of a Teilhabemanager; this package is the whole program."""

VERSION = "0.1.0"
