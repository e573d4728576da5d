"""At the Geschäftsführende Stelle (GfS): files with notices about offerings, written by the offices, are read and
stored with the office that wrote them. The same notice is stored once, however often its file is read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.feedback import OfferingFeedback
from app.domain.identity import new_id
from app.domain.names import clean
from app.store.casefile import CaseFile
from app.store.queries import received_feedback
from app.usecases import role
from app.usecases.offering_feedback import FORMAT, KINDS, NAME_LENGTH, NOTE_LENGTH, VERSION

TAKE = N_("Hinweise der Ämter einlesen")
SIZE_LIMIT, MOST = 2_000_000, 5_000  # bytes of a file, notices in it
KEY_LENGTH = 200
YEARS = range(2000, 2101)

UNREADABLE = N_("Die Datei „{name}“ lässt sich nicht lesen. Es wurde nichts übernommen. Prüfen Sie, ob der Stick noch "
                "steckt.")
TOO_LARGE = N_("Die Datei „{name}“ ist zu groß für Hinweise zu Angeboten. Es wurde nichts übernommen. Prüfen Sie, ob "
               "es die richtige ist.")
NO_NOTICES = N_("Die Datei „{name}“ enthält keine Hinweise zu Angeboten. Es wurde nichts übernommen. Gemeint sind die "
                "Dateien, die ein Teilhabemanagement auf der Seite Angebote schreibt.")
NEWER = N_("Die Datei „{name}“ kommt von einem neueren Programm. Es wurde nichts übernommen. Erneuern Sie dieses "
           "Programm, dann lässt sie sich lesen.")
NO_OFFICE = N_("Die Datei „{name}“ nennt nicht, von welcher Stelle sie kommt. Es wurde nichts übernommen. Lassen Sie "
               "sie dort noch einmal schreiben, mit dem Namen der Dienststelle.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """What one file holds: notices that can be taken, and how many entries are not as the format says."""

    name: str
    office: str
    found: tuple[OfferingFeedback, ...]
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Files as they were read: ``new`` are the notices nobody has yet, each once; ``known`` counts the others."""

    files: tuple[Notices, ...]
    problems: tuple[UserError, ...]
    new: tuple[OfferingFeedback, ...]
    known: int

    @property
    def refused(self) -> int:
        """Entries that are not as the format says."""
        return sum(one.refused for one in self.files)


def look(file: CaseFile, paths: Sequence[Path]) -> Preview:
    """Reads the files; one that cannot be used stands among the problems and keeps the others from nothing."""
    role.check_issues(file)
    read, problems = [], []
    for path in paths:
        try:
            read.append(notices(path, file.today()))
        except UserError as problem:
            problems.append(problem)
    found = [one for each in read for one in each.found]
    new = _unknown(found, received_feedback.everything(file))
    return Preview(files=tuple(read), problems=tuple(problems), new=new, known=len(found) - len(new))


def take(file: CaseFile, preview: Preview) -> int:
    """Stores what is new, in one act; returns how many. What came meanwhile is not stored twice."""
    role.check_issues(file)
    with file.write(TAKE) as work:
        new = _unknown(preview.new, work.find(OfferingFeedback))
        work.add_all(new)
    return len(new)


def notices(path: Path, today: date) -> Notices:
    """The notices in one file, dated ``today`` as the day they were read in; raises UserError."""
    try:
        with path.open("rb") as opened:
            data = opened.read(SIZE_LIMIT + 1)
    except OSError:
        raise UserError(UNREADABLE, name=path.name) from None
    if len(data) > SIZE_LIMIT:
        raise UserError(TOO_LARGE, name=path.name)
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UserError(NO_NOTICES, name=path.name) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or not isinstance(whole.get("hinweise"), list):
        raise UserError(NO_NOTICES, name=path.name)
    if whole.get("version") != VERSION:
        raise UserError(NEWER, name=path.name)
    office = _text(whole.get("stelle"), NAME_LENGTH)
    if not office:
        raise UserError(NO_OFFICE, name=path.name)
    if len(whole["hinweise"]) > MOST:
        raise UserError(TOO_LARGE, name=path.name)
    read = [_notice(entry, office, today) for entry in whole["hinweise"]]
    return Notices(name=path.name, office=office, found=tuple(one for one in read if one is not None),
                   refused=sum(one is None for one in read))


def _notice(entry: object, office: str, today: date) -> OfferingFeedback | None:
    """One notice, None for an entry that is not as the format says."""
    if not isinstance(entry, dict):
        return None
    texts = {name: _text(entry.get(name), limit) for name, limit in (
        ("durchfuehrung_id", KEY_LENGTH), ("titel", NAME_LENGTH), ("traeger", NAME_LENGTH), ("hinweis", NAME_LENGTH),
        ("anmerkung", NOTE_LENGTH))}
    day = _day(entry.get("datum"))
    if not texts["durchfuehrung_id"] or texts["hinweis"] not in code_list(KINDS) or day is None:
        return None
    return OfferingFeedback(id=new_id(), offering_key=texts["durchfuehrung_id"], title=texts["titel"],
                            provider=texts["traeger"], kind=texts["hinweis"], on=day, note=texts["anmerkung"],
                            office=office, sent_on=today)


def _text(value: Any, limit: int) -> str:
    return clean(value[:10 * limit])[:limit] if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None


def _same(one: OfferingFeedback) -> tuple[str, str, str, date, str]:
    """By which a notice is known again: laptops give no number to what they write."""
    return one.office, one.offering_key, one.kind, one.on, one.note


def _unknown(found: Iterable[OfferingFeedback], known: Iterable[OfferingFeedback]) -> tuple[OfferingFeedback, ...]:
    there, new = {_same(one) for one in known}, []
    for one in found:
        if _same(one) not in there:
            there.add(_same(one))
            new.append(one)
    return tuple(new)
