"""Where this program keeps what belongs to the computer: settings, and a first place for case files. A leaf, no Qt."""

import sys
from pathlib import Path

import platformdirs

APP = "Klientendatei"


def config_dir() -> Path:
    """The folder of the settings; local to this computer, never in a roaming profile that is copied to a server."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False, roaming=False))


def settings_file() -> Path:
    """The one file of the settings; it holds nothing about people."""
    return config_dir() / "settings.json"


def case_file_dir() -> Path:
    """The folder offered for a new case file: local data, because synchronised folders damage open databases."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False, roaming=False))


def update_dir() -> Path:
    """The folder into which an installer is copied before it is started; nothing else lies there."""
    return case_file_dir() / "Aktualisierung"


def is_frozen() -> bool:
    """True in the built program, False in a checkout."""
    return bool(getattr(sys, "frozen", False))
