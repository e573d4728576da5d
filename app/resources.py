"""Where the shipped files lie (`resources/`), in a source checkout or in the bundle; nothing here opens them."""

import sys
from pathlib import Path


def _root() -> Path:
    # PyInstaller unpacks what is shipped into the folder it names here; a checkout has no such attribute.
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).resolve().parent.parent) / "resources"


ROOT: Path = _root()


def path(*parts: str) -> Path:
    """The shipped file or folder ``parts`` below ``resources/``; it is not checked that it exists."""
    return ROOT.joinpath(*parts)
