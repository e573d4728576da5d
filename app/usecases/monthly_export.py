"""The month that leaves the laptop: count, prove, round, show, issue once, write the files (anonymity.md)."""

from dataclasses import dataclass
from pathlib import Path

from app.documents import monthly_report
from app.domain.date_words import month_in_words
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.monthly import IssuedMonth, LedgerCell
from app.statistics import counting, publishing, report_format
from app.statistics.plan import load_plan
from app.statistics.report_format import Report, ReportHead
from app.store.casefile import CaseFile
from app.store.queries import monthly
from app.usecases import clock, outgoing
from app.usecases.local_codes import not_assigned

ISSUE = N_("Monatsmeldung ausgeben")
SUBJECT = N_("Monatsmeldung {month}, JSON und PDF")
NOT_OVER = N_("{month} ist noch nicht zu Ende. Es wurde nichts ausgegeben. "
              "Die Meldung geht ab dem Ersten des Folgemonats.")
GAP_FIRST = N_("Zuerst ist {month} an der Reihe: Monate werden der Reihe nach ausgegeben. Es wurde nichts ausgegeben.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Der Monat ist ausgegeben und bleibt gespeichert. "
                  "Wählen Sie einen anderen Ort und geben Sie die Dateien noch einmal aus.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A month as it would leave or has left: ``content`` is the JSON file byte for byte."""

    month: Month
    content: bytes
    report: Report
    issued: bool


def prepare(file: CaseFile, month: Month, version: str) -> Prepared:
    """The preview: exactly the bytes that would be written; an issued month gives its stored bytes."""
    stored = monthly.issued(file, month)
    if stored is not None:
        report = report_format.from_bytes(stored.content)
        return Prepared(month=month, content=stored.content, report=report, issued=True)
    _check_turn(file, month)
    report, _ = _built(file, month, version)
    return Prepared(month=month, content=report_format.to_bytes(report), report=report, issued=False)


def issue(file: CaseFile, month: Month, version: str) -> Prepared:
    """Issues the month: bytes and ledger in one write; issued again it returns what was stored."""
    prepared = prepare(file, month, version)
    if prepared.issued:
        return prepared
    with file.write(ISSUE, undoable=False) as work:
        report, ledger = _built(file, month, version)
        content = report_format.to_bytes(report)
        work.add(IssuedMonth(id=new_id(), period=str(month), schema_id=report_format.SCHEMA, content=content,
                             sha256=report_format.sha256(content), issued_at=file.now()))
        work.keep(list(ledger.values()))
    return Prepared(month=month, content=content, report=report, issued=True)


def write_files(file: CaseFile, prepared: Prepared, folder: Path) -> tuple[Path, ...]:
    """Writes JSON and PDF beside each other; the PDF is drawn from the JSON and adds nothing."""
    stem = report_format.file_stem(prepared.report.head)
    pdf = monthly_report.draw_pdf(prepared.content, muster=bool(file.meta("muster")))
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in ((".json", prepared.content), (".pdf", pdf)):
            path = folder / f"{stem}{suffix}"
            path.write_bytes(content)
            written.append(path)
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    month = month_in_words(prepared.month.year, prepared.month.month)
    outgoing.note(file, "report", SUBJECT.format(month=month))
    return tuple(written)


def next_month(file: CaseFile) -> Month:
    """The month whose turn it is: after the last issued one, else the last full month."""
    last = monthly.last_period(file)
    return Month.parse(last).next() if last else Month.of(file.today()).previous()


def _check_turn(file: CaseFile, month: Month) -> None:
    clock.check(file)
    if month.last_day() >= file.today():
        raise UserError(NOT_OVER, month=month_in_words(month.year, month.month))
    last = monthly.last_period(file)
    if last and Month.parse(last).next() != month:
        turn = Month.parse(last).next()
        raise UserError(GAP_FIRST, month=month_in_words(turn.year, turn.month))


def _built(file: CaseFile, month: Month, version: str) -> tuple[Report, dict[str, LedgerCell]]:
    facts = monthly.facts(file)
    if facts.unassigned:
        raise not_assigned(facts.unassigned)
    plan = load_plan()
    counts = counting.count(plan, facts.caseload, month)
    counting.prove(facts.caseload, counts)
    head = ReportHead(month=month, app_version=version, pseudonym=facts.pseudonym, ags=facts.ags,
                      catalogue=facts.catalogue_number)
    return publishing.build(plan, counts, facts.rounding_key, facts.ledger, head)
