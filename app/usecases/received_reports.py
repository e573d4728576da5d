"""At the Geschäftsführende Stelle (GfS): monthly reports of the laptops are taken in as the bytes they are, each month
of a laptop once, and handed to the merge. Nothing of a person is in them."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.domain.date_words import month_in_words
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.monthly import ReceivedReport
from app.statistics.merging import Absent, missing
from app.statistics.reach import area_of, place_name
from app.statistics.report_format import MAX_BYTES, NOT_A_REPORT, SCHEMA, Report, ReportUnreadable, sha256, short_code
from app.statistics.report_reading import ReportReader, keeps_group_rule
from app.store.casefile import CaseFile
from app.store.queries import received
from app.usecases import muster, role

TAKE, REMOVE = N_("Monatsmeldungen einlesen"), N_("Eingegangene Monatsmeldungen herausnehmen")
TRIAL_SCHEMA = "kd-monat/0-erprobung"
OURS = re.compile(r"kd-monat/[0-9a-z-]{1,20}")
REPORTS = ".json"
VIEWS = frozenset({".pdf", ".xlsx", ".csv"})  # what is written beside the report, for people
MOST = 10_000  # files at a time
AT_ONCE = 200  # reports per statement

NOT_GFS = N_("Das ist die Klientendatei eines Teilhabemanagements. Es wurde nichts geändert. Monatsmeldungen zählt die "
             "Geschäftsführende Stelle in ihrer eigenen Datei zusammen.")
TOO_MANY = N_("Das sind mehr als {most} Dateien auf einmal. Es wurde nichts übernommen. Nehmen Sie weniger, zum "
              "Beispiel nur die Ordner eines Jahres.")
UNREADABLE = N_("Die Datei lässt sich nicht lesen. Sie wurde nicht übernommen. Prüfen Sie, ob der Stick noch steckt.")
TOO_LARGE = N_("Die Datei ist zu groß für eine Monatsmeldung. Sie wurde nicht übernommen. Prüfen Sie, ob es die "
               "richtige ist.")
NO_REPORTS = N_("In diesem Ordner liegt keine Datei, die auf „.json“ endet. Es wurde nichts übernommen. Nehmen Sie den "
                "Ordner, in dem die Monatsmeldungen liegen.")
VIEW = N_("Diese Datei ist zum Ansehen und wird nicht gezählt. Nehmen Sie die Datei gleichen Namens, die auf „.json“ "
          "endet.")
TRIAL = N_("Das ist eine Meldung aus der Erprobung, entstanden ohne Gegenprobe. Sie wurde nicht übernommen und zählt "
           "nirgends mit. Lassen Sie sich den Monat mit dem jetzigen Programm ausgeben.")
OTHER_SCHEMA = N_("Die Meldung hat die Fassung {schema}, die dieses Programm nicht liest. Sie wurde nicht übernommen. "
                  "Erneuern Sie das ältere der beiden Programme.")
NOT_OVER = N_("Die Meldung ist für {month}, und dieser Monat ist noch nicht zu Ende. Sie wurde nicht übernommen. "
              "Prüfen Sie, ob die Uhr richtig geht, hier und dort, wo die Meldung herkommt.")
INVENTED = N_("Diese Meldung kommt aus einer Übungsdatei mit erfundenen Personen. Sie wurde nicht übernommen und zählt "
              "nirgends mit. Lassen Sie sich die Meldung aus der Klientendatei des Büros geben.")
OTHER_STORED = N_("Für {month} ist von der Klientendatei {pseudonym} schon eine andere Meldung da. Jene bleibt, diese "
                  "wurde nicht übernommen. Vergleichen Sie die Prüfzahlen am Telefon. Soll diese gelten, nehmen Sie "
                  "jene zuerst heraus.")
TWO_AT_ONCE = N_("Für {month} liegen hier verschiedene Meldungen der Klientendatei {pseudonym}. Keine davon wurde "
                 "übernommen. Vergleichen Sie die Prüfzahlen am Telefon und nehmen Sie nur die richtige.")

Step = Callable[[int, int], None]


class Result(StrEnum):
    """What became of a file."""

    NEW = "new"
    REPEAT = "repeat"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One file and what became of it; ``problem`` says why it was refused, ``code`` is read out over the phone."""

    name: str
    result: Result
    pseudonym: str = ""
    month: Month | None = None
    ags: str = ""
    code: str = ""
    problem: UserError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverReported:
    """An area that has a potential and from which no report ever came."""

    ags: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Who should have reported for a month: laptops that did before, and areas that never did."""

    month: Month
    silent: tuple[Absent, ...]
    never: tuple[NeverReported, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that is a report: what the list says of it, and what would be stored."""

    taken: Taken
    report: ReceivedReport


def silent(_done: int, _total: int) -> None:
    """The step of what nobody watches or stops."""


def take(file: CaseFile, paths: Sequence[Path], step: Step = silent) -> tuple[Taken, ...]:
    """Takes in the reports among these files and folders, in one act, and says of each file what became of it.

    A refused file keeps the others from nothing. The bytes are in no history, so that the act is not undone but
    answered by `remove`. ``step(done, total)`` may raise to stop: then nothing is stored. Raises UserError.
    """
    check_role(file)
    found = list(_files(paths))
    if len(found) > MOST:
        raise UserError(TOO_MANY, most=MOST)
    reader = ReportReader()
    read: list[Taken | _Read] = []
    for done, path in enumerate(found):
        step(done, len(found))
        read.append(_looked_at(file, path, reader))
    with file.write(TAKE, undoable=False) as work:
        stored = {(line.pseudonym, str(line.month)): line.sha256 for line in received.lines(work.connection)}
        judged = _judged(read, stored)
        work.add_all(one.report for one in judged if isinstance(one, _Read))
    return tuple(one.taken if isinstance(one, _Read) else one for one in judged)


def remove(file: CaseFile, ids: Sequence[str]) -> int:
    """Takes reports out again and returns how many there were; their files can be taken in anew."""
    check_role(file)
    with file.write(REMOVE, undoable=False) as work:
        there = work.find(ReceivedReport, id=list(ids))
        work.remove_all(there)
    return len(there)


def reports(file: CaseFile, step: Step = silent) -> tuple[Report, ...]:
    """All reports that were taken in, for the merge; ``step(done, total)`` may raise to stop."""
    return tuple(each_report(file, step))


def each_report(file: CaseFile, step: Step = silent) -> Iterator[Report]:
    """The reports one after the other, for a merge of thousands that need not stand in memory together."""
    ids = [line.id for line in received.lines(file)]
    reader = ReportReader()
    for start in range(0, len(ids), AT_ONCE):
        step(start, len(ids))
        yield from map(reader.read, received.contents(file, ids[start:start + AT_ONCE]))


def who_is_missing(file: CaseFile, month: Month) -> Missing:
    """Laptops that reported before ``month`` and not for it, and areas with a potential that never reported."""
    there, areas = received.lines(file), {one.ags for one in received.potentials(file)}
    heard_of = {area_of(line.ags, areas) for line in there}
    never = (NeverReported(ags=ags, name=place_name(ags)) for ags in sorted(areas - heard_of))
    return Missing(month=month, never=tuple(never),
                   silent=missing(((line.pseudonym, line.ags, line.month) for line in there), month))


def check_role(file: CaseFile) -> None:
    """Raises UserError in a file that is not of the GfS."""
    if not role.is_gfs(file):
        raise UserError(NOT_GFS)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Single files as they are, of folders the reports in them; a view of a report that came along says nothing."""
    given = list(dict.fromkeys(paths))
    stems = {path.with_suffix("") for path in given if path.suffix.lower() == REPORTS}
    for path in given:
        if path.is_dir():
            inside = [Path(folder, name) for folder, _folders, names in os.walk(path) for name in names
                      if name.lower().endswith(REPORTS)]
            yield from sorted(inside) or [path]
        elif path.suffix.lower() not in VIEWS or path.with_suffix("") not in stems:
            yield path


def _looked_at(file: CaseFile, path: Path, reader: ReportReader) -> Taken | _Read:
    try:
        content = _content(path)
        report = reader.read(content)
        if not keeps_group_rule(report):
            raise UserError(NOT_A_REPORT)
        if report.head.app_version.endswith(muster.BUILD) and not muster.is_muster(file):
            raise UserError(INVENTED)
        if report.head.month.last_day() >= file.today():
            raise UserError(NOT_OVER, month=_in_words(report.head.month))
    except ReportUnreadable:
        return Taken(name=path.name, result=Result.REFUSED, problem=_why(content))
    except UserError as problem:
        return Taken(name=path.name, result=Result.REFUSED, problem=problem)
    head = report.head
    return _Read(
        Taken(name=path.name, result=Result.NEW, pseudonym=head.pseudonym, month=head.month, ags=head.ags,
              code=short_code(content)),
        ReceivedReport(id=new_id(), pseudonym=head.pseudonym, period=str(head.month), ags=head.ags, content=content,
                       sha256=sha256(content), received_at=file.now()))


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise UserError(NO_REPORTS)
    if path.suffix.lower() in VIEWS:
        raise UserError(VIEW)
    # a pipe or a device would be read for ever
    if not path.is_file():
        raise UserError(UNREADABLE)
    try:
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError:
        raise UserError(UNREADABLE) from None
    if len(content) > MAX_BYTES:
        raise UserError(TOO_LARGE)
    return content


def _why(content: bytes) -> UserError:
    """Which sentence a file deserves that is no report of this version of the schema."""
    try:
        whole = json.loads(content.decode("ascii"))
    except (ValueError, RecursionError):
        return UserError(NOT_A_REPORT)
    schema = whole.get("schema") if isinstance(whole, dict) else None
    if schema == TRIAL_SCHEMA:
        return UserError(TRIAL)
    if isinstance(schema, str) and OURS.fullmatch(schema) and schema != SCHEMA:
        return UserError(OTHER_SCHEMA, schema=schema)
    return UserError(NOT_A_REPORT)


def _judged(read: Iterable[Taken | _Read], stored: dict[tuple[str, str], str]) -> list[Taken | _Read]:
    """Each file as it will be told; those still with their report are to be stored."""
    read = list(read)
    at_once: dict[tuple[str, str], set[str]] = {}
    for one in read:
        if isinstance(one, _Read):
            at_once.setdefault(_key(one), set()).add(one.report.sha256)
    judged: list[Taken | _Read] = []
    seen = dict(stored)
    for one in read:
        if isinstance(one, Taken):
            judged.append(one)
        elif seen.get(_key(one)) == one.report.sha256:
            judged.append(replace(one.taken, result=Result.REPEAT))
        elif _key(one) in stored:
            judged.append(_refused(one, OTHER_STORED))
        elif len(at_once[_key(one)]) > 1:
            judged.append(_refused(one, TWO_AT_ONCE))
        else:
            seen[_key(one)] = one.report.sha256
            judged.append(one)
    return judged


def _key(one: _Read) -> tuple[str, str]:
    return one.report.pseudonym, one.report.period


def _refused(one: _Read, msgid: str) -> Taken:
    problem = UserError(msgid, month=_in_words(Month.parse(one.report.period)), pseudonym=one.report.pseudonym)
    return replace(one.taken, result=Result.REFUSED, problem=problem)


def _in_words(month: Month) -> str:
    return month_in_words(month.year, month.month)
