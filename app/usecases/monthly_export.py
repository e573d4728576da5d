"""The month that leaves the laptop: count, prove, choose, round, attack, show, issue once, write (anonymity.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.documents import monthly_report, monthly_tables
from app.domain.date_words import month_in_words
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.monthly import AuditCell, IssuedMonth, LedgerCell
from app.statistics import audit, counting, publishing, report_format, solver
from app.statistics.plan import load_plan
from app.statistics.report_format import Report, ReportHead
from app.store.casefile import CaseFile
from app.store.queries import monthly, reporting
from app.usecases import clock, months_restored, outgoing
from app.usecases.local_codes import not_assigned
from app.usecases.muster import BUILD, is_muster, mark_of, stem_of

ISSUE = N_("Monatsmeldung ausgeben")
SUBJECT = N_("Monatsmeldung {month}: JSON, XLSX, CSV und PDF")
NOT_OVER = N_("{month} ist noch nicht zu Ende. Es wurde nichts ausgegeben. "
              "Die Meldung geht ab dem Ersten des Folgemonats.")
GAP_FIRST = N_("Zuerst ist {month} an der Reihe: Monate werden der Reihe nach ausgegeben. Es wurde nichts ausgegeben.")
AFTER_RESTORE = N_("Diese Klientendatei stammt aus einer Sicherung. Es wurde nichts ausgegeben. Geben Sie zuerst an, "
                   "welche Monate seit der Sicherung schon ausgegeben waren.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Der Monat ist ausgegeben und bleibt gespeichert. "
                  "Wählen Sie einen anderen Ort und geben Sie die Dateien noch einmal aus.")
# how many months before the running one the first report may be of
FIRST_AT_MOST = 3
# the share of the work of each part; the linear programmes take most of it
_COUNTED, _CHOSEN, _TOTAL = 30, 70, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A month as it would leave or has left: ``content`` is the JSON file byte for byte.

    ``notes`` are sentences for the person: what was kept back and why; they leave in no file.
    """

    month: Month
    content: bytes
    report: Report
    issued: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    content: bytes
    report: Report
    stand: int
    ledger: dict[str, LedgerCell] = field(default_factory=dict)
    cells: tuple[AuditCell, ...] = ()
    notes: tuple[str, ...] = ()


def prepare(file: CaseFile, month: Month, version: str, step: solver.Step = solver.silent) -> Prepared:
    """The preview: exactly the bytes that would be written; an issued month gives its stored bytes.

    ``step(done, total)`` may raise to cancel. Raises AuditRefused, CountsDisagree and other UserErrors; nothing is
    changed then, nor otherwise.
    """
    stored = monthly.issued(file, month)
    if stored is not None:
        report = report_format.from_bytes(stored.content)
        return Prepared(month=month, content=stored.content, report=report, issued=True,
                        notes=audit.notes_of(stored.content))
    _check_turn(file, month)
    built = _built(file, month, version, step)
    return Prepared(month=month, content=built.content, report=built.report, issued=False, notes=built.notes)


def issue(file: CaseFile, month: Month, version: str, step: solver.Step = solver.silent) -> Prepared:
    """Issues the month: bytes, ledger and the audit's memory in one write; issued again it returns what was stored."""
    stored = monthly.issued(file, month)
    if stored is not None:
        return prepare(file, month, version)
    _check_turn(file, month)
    # attacked beside the work, stored only if nobody has written meanwhile: a write must not wait for the attack
    while True:
        built = _built(file, month, version, step)
        with file.write(ISSUE, undoable=False) as work:
            unchanged = reporting.unchanged(work, built.stand)
            if unchanged:
                work.add(IssuedMonth(id=new_id(), period=str(month), schema_id=report_format.SCHEMA,
                                     content=built.content, sha256=report_format.sha256(built.content),
                                     issued_at=file.now()))
                work.keep([*built.ledger.values(), *built.cells])
        if unchanged:
            return Prepared(month=month, content=built.content, report=built.report, issued=True, notes=built.notes)


def write_files(file: CaseFile, prepared: Prepared, folder: Path) -> tuple[Path, ...]:
    """Writes JSON, XLSX, CSV and PDF beside each other; all are drawn from the JSON and add nothing."""
    stem, content = stem_of(file, report_format.file_stem(prepared.report.head)), prepared.content
    muster = is_muster(file)
    drawn = ((".json", content), (".xlsx", monthly_tables.draw_xlsx(content, mark_of(file))),
             (".csv", monthly_tables.draw_csv(content)), (".pdf", monthly_report.draw_pdf(content, muster=muster)))
    written = outgoing.write(folder, stem, drawn, CANNOT_WRITE)
    outgoing.note(file, "report", SUBJECT.format(month=_words(prepared.month)))
    return written


def next_month(file: CaseFile) -> Month:
    """The month whose turn it is: after the last issued or lost one, else the last full month."""
    last = _last(file)
    return last.next() if last else Month.of(file.today()).previous()


def waiting(file: CaseFile) -> tuple[Month, ...]:
    """The months that are over and not yet issued, oldest first."""
    return _until_now(file, next_month(file))


def missing_after_restore(file: CaseFile) -> tuple[Month, ...]:
    """The months that may have been issued since the backup this file comes from; empty once that is settled."""
    restored = months_restored.restored_from(file)
    if restored is None:
        return ()
    # the first report of all may begin some months before the one that is over last
    return _until_now(file, next_month(file) if _last(file) else restored.plus(-FIRST_AT_MOST))


def take_back(file: CaseFile, paths: Sequence[Path]) -> tuple[Month, ...]:
    """Stores the bytes of months issued since the backup and replays what they told; the months that are back."""
    return months_restored.take_back(file, paths, missing_after_restore(file))


def settle_restore(file: CaseFile, lost: Sequence[Month] = ()) -> None:
    """Ends the question after a restore: ``lost`` months were issued and their file is gone, so they never are again;
    every other one that is still missing had not been issued."""
    months_restored.settle(file, lost)


def _until_now(file: CaseFile, month: Month) -> tuple[Month, ...]:
    found, now = [], Month.of(file.today())
    while month < now:
        found.append(month)
        month = month.next()
    return tuple(found)


def _last(file: CaseFile) -> Month | None:
    period = monthly.last_period(file)
    return Month.parse(period) if period else None


def _check_turn(file: CaseFile, month: Month) -> None:
    clock.check(file)
    if month.last_day() >= file.today():
        raise UserError(NOT_OVER, month=_words(month))
    if missing_after_restore(file):
        raise UserError(AFTER_RESTORE)
    last = _last(file)
    if last and last.next() != month:
        raise UserError(GAP_FIRST, month=_words(last.next()))


def _built(file: CaseFile, month: Month, version: str, step: solver.Step) -> _Built:
    step(0, _TOTAL)
    stand, facts = reporting.stand(file), monthly.facts(file)
    if facts.unassigned:
        raise not_assigned(facts.unassigned)
    plan = load_plan()
    counts = counting.count(plan, facts.caseload, month)
    counting.prove(facts.caseload, counts)
    step(_COUNTED, _TOTAL)
    made_by = version + (BUILD if is_muster(file) else "")
    head = ReportHead(month=month, app_version=made_by, pseudonym=facts.pseudonym, ags=facts.ags,
                      catalogue=facts.catalogue_number)
    done = [_COUNTED]
    with solver.running(lambda _done, _total: step(done[0], _TOTAL)) as bounds:
        built = publishing.build(plan, counts, facts.rounding_key, facts.ledger, head, bounds)
        content = report_format.to_bytes(built.report)
        done[0] = _CHOSEN
        verdict = audit.check(content, reporting.issued_bytes(file), {c: counts[c] for c in counts.behind},
                              reporting.audit_cells(file), bounds)
    step(_TOTAL, _TOTAL)
    return _Built(content=content, report=built.report, stand=stand, ledger=built.ledger, cells=verdict.cells,
                  notes=verdict.notes)


def _words(month: Month) -> str:
    return month_in_words(month.year, month.month)
