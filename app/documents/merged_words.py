"""What a merge is printed from, and the German words its print and its workbook share; nothing is added up in here."""

from dataclasses import dataclass
from datetime import date

from app.domain.date_words import month_in_words
from app.domain.dates import german
from app.statistics.merging import Merged, MergedPeriod, MergedTable, Span
from app.statistics.reach import STAGES, GapTable, Reach, place_name
from app.statistics.readable import labels
from app.statistics.report_format import AUDIT, TINY_CASELOAD

ALL = "Alle zusammen"
REASONS = {TINY_CASELOAD: "Bestand unter 20", AUDIT: "von der Prüfung"}
COURSE = ("stock", "contacted_ytd", "reached_ytd", "intake_ytd", "completed_ytd", "transition_ytd", "dropped_ytd",
          "closed_ytd")
COURSE_NOTE = ("Bestand am Ende des Zeitraums. Zähler: bei Monaten seit 1. Januar, sonst im Zeitraum. Wie viele "
               "Dateien enthalten sind, wechselt; eine Änderung kann auch daher kommen.")
STAGE_WORDS = dict(zip(STAGES, ("angesprochen", "erreicht", "vermittelt", "begonnen", "abgeschlossen"), strict=True))
NOTES = (
    "Jede Zahl ist die Summe ausgegebener Zahlen, die jede für sich auf ein Vielfaches von fünf gerundet ist. Summen "
    "ergeben sich deshalb nicht aus den Teilen.",
    "Die Spanne ± ist 4 mal die Wurzel der Anzahl der ausgegebenen Zahlen, die zusammengezählt sind. In etwa 19 von 20 "
    "Fällen liegt die wahre Summe darin. Grau steht eine Summe, die kleiner ist als ihre Spanne: Sie heißt nur "
    "„wenige“.",
    "– heißt: In keiner Datei steht eine Zahl. Das ist etwas anderes als 0.",
)
REACH_NOTE = ("Potenzial sind Personen der Zielgruppe laut der genannten Quelle; – heißt: nicht gemeldet. Angesprochen "
              "und erreicht sind Personen, vermittelt, begonnen und abgeschlossen sind Ereignisse, alle seit dem "
              "1. Januar. Anteile der letzten Zeile gelten nur für Gebiete, die beides gemeldet haben. Wer in zwei "
              "Dienststellen bekannt ist, zählt zweimal.")
GAP_NOTE = "Offene Bedarfslücken am Stichtag, keine Personen: Eine Person kann mehrere haben."


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All that one print or file is made of; ``never`` are the names of areas that have not reported at all."""

    merged: Merged
    office: str
    on: date
    reach: Reach | None = None
    gaps: GapTable | None = None
    never: tuple[str, ...] = ()


def title_of(period: MergedPeriod) -> str:
    """``Zusammenfassung 3. Quartal 2026``."""
    return f"Zusammenfassung {period.period.words()}"


def head_lines(summary: Summary, period: MergedPeriod) -> list[str]:
    """Whose summary it is and what went into it."""
    files, absent, never = len(period.members), len(period.absent), len(summary.never)
    told = [f"{summary.office} · erstellt am {german(summary.on)}",
            f"Enthaltene Klientendateien: {files}. Nicht dabei, obwohl sie schon gemeldet haben: {absent}."
            + (f" Gebiete, die noch nie gemeldet haben: {never}." if never else "")]
    late = sum(member.no_start for member in period.members)
    return told + ([f"Ohne Zähler, weil der Monat vor dem Zeitraum fehlt: {late}."] if late else [])


def unit_of(table: MergedTable, period: MergedPeriod) -> str:
    """What the figures of a table count, and over which time."""
    when = {Span.AT_END: f"am {german(period.period.last.last_day())}",
            Span.SINCE_JANUARY: f"vom 1. Januar bis {german(period.period.last.last_day())}",
            Span.IN_PERIOD: f"im Zeitraum {period.period.words()}"}[table.span]
    what = {"stock": "Personen im Bestand {}", "gap": "offene Bedarfslücken {}, keine Personen"}
    return what.get(table.cells[0].cell.measure, "Ereignisse und Personen {}").format(when)


def name_of(table: MergedTable) -> str:
    """Number and title of a table; counters of a longer period are not those since January."""
    title = str(labels()["titles"][table.no])
    if table.span is Span.IN_PERIOD:
        title = title.replace("Seit Jahresbeginn", "Im Zeitraum").replace("seit Jahresbeginn", "im Zeitraum")
    return f"{table.no} {title}"


def files_of(table: MergedTable, period: MergedPeriod) -> str:
    """How many files print the table, why the others do not, and for two-way tables the share of persons covered."""
    told = [f"in {table.files} von {len(period.members)} Dateien"]
    told += [f"{n} zurückgehalten ({REASONS[reason]})" for reason, n in table.withheld]
    return ", ".join(told) + (f"; {table.covered} % der Personen" if table.covered is not None else "")


def missing_lines(summary: Summary, period: MergedPeriod) -> list[str]:
    """Who is missing in the period, in sentences."""
    told = [f"{place_name(each.ags)} ({each.pseudonym}), zuletzt {month_in_words(each.last.year, each.last.month)}"
            for each in period.absent]
    late = [f"{place_name(each.ags)} ({each.pseudonym})" for each in period.members if each.no_start]
    return [f"{words}: {'; '.join(names)}." for words, names in (
        ("Für diesen Zeitraum fehlen", told), ("Ohne Zähler, weil der Monat davor fehlt", late),
        ("Noch nie gemeldet haben", list(summary.never))) if names]


def sources_of(reach: Reach) -> list[str]:
    """Where the potentials come from and of which day they are, each source once; what it says of one area stands
    behind a colon."""
    told = sorted({(row.source.partition(":")[0] or "eigene Angabe", row.as_of) for row in reach.rows
                   if row.potential is not None and row.as_of is not None})
    return [f"Quellen des Potenzials: {'; '.join(f'{source}, Stand {german(day)}' for source, day in told)}."] if told \
        else []


def gap_words(attribute: str, codes: tuple[str, ...]) -> list[str]:
    """The German words of the columns of the gap table."""
    return [labels()["codes"][attribute][code] for code in codes]
