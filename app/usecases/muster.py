"""How files say that they come from a Musterdatei, where no page is drawn across which the word could stand."""

from app.store.casefile import CaseFile

WORD = "MUSTER"
MARK = f"{WORD}: erfundene Personen"
# the report holds no free text; a version may carry a mark of its build after a plus sign
BUILD = f"+{WORD}"


def is_muster(file: CaseFile) -> bool:
    """Whether everybody in the file is invented."""
    return bool(file.meta("muster"))


def mark_of(file: CaseFile) -> str:
    """What stands on a file that leaves, "" for one with real people."""
    return MARK if is_muster(file) else ""


def office_of(file: CaseFile) -> str:
    """The name of the office as it leaves: of a Musterdatei it says so, whatever the office is called."""
    return named(file, file.meta("office"))


def named(file: CaseFile, name: str) -> str:
    """A name as it leaves: one from a Musterdatei begins with the word, unless it holds it."""
    return f"{WORD} {name}".rstrip() if is_muster(file) and WORD not in name else name


def stem_of(file: CaseFile, stem: str) -> str:
    """The name of a file without its ending."""
    return f"{stem}_{WORD}" if is_muster(file) else stem
