"""Appointments as a calendar file (iCalendar, RFC 5545) for a telephone or another program: when, and where if wished;
no names, no kind, no note."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SUMMARY = "Termin"
LINE = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One appointment; ``uid`` stays the same with it, so that a later file renews it and adds none."""

    uid: str
    on: date
    at: time | None = None
    minutes: int = 0
    place: str = ""


def calendar_bytes(entries: Sequence[Entry], *, made: datetime, mark: str = "") -> bytes:
    """The file; ``made`` is the local time of writing. Times are those of the wall clock wherever it is read.

    ``mark`` stands before the title of each appointment.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Klientendatei//Termine//DE", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry, made, f"{mark} {SUMMARY}".lstrip())
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(entry: Entry, made: datetime, title: str) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{entry.uid}@klientendatei", f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if entry.at is None:
        yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{datetime.combine(entry.on, entry.at):%Y%m%dT%H%M%S}"
        if entry.minutes:
            yield f"DURATION:PT{entry.minutes}M"
    yield f"SUMMARY:{title}"
    if entry.place:
        yield f"LOCATION:{_escaped(entry.place)}"
    yield from ("CLASS:PRIVATE", "END:VEVENT")


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes, cut between letters; a following one begins with a blank."""
    part, room = "", LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            yield part
            part, room = " ", LINE - 1
        part, room = part + char, room - size
    yield part
