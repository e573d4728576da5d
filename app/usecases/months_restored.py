"""After a backup was brought back: the months issued since then, whose files are asked for and never issued again."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.domain.date_words import month_in_words
from app.domain.dates import Month
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.monthly import IssuedMonth
from app.statistics import audit, counting, report_format
from app.statistics.plan import load_plan
from app.statistics.replaying import counts_that_explain, replayed
from app.statistics.report_format import Report
from app.store.casefile import CaseFile
from app.store.queries import monthly, reporting
from app.store.queries.reporting import LOST
from app.store.restore import RESTORED_FROM

TAKE_BACK = N_("Ausgegebene Monate zurückholen")
NOT_OURS = N_("Die Datei „{name}“ gehört zu einer anderen Klientendatei. Es wurde nichts übernommen. Suchen Sie die "
              "Meldungen mit der Kennung {pseudonym}.")
NOT_ASKED = N_("Die Datei „{name}“ ist die Meldung für {month}; nach diesem Monat ist nicht gefragt. Es wurde nichts "
               "übernommen.")
CANNOT_READ = N_("Die Datei „{name}“ lässt sich nicht öffnen. Es wurde nichts übernommen. Prüfen Sie, ob der "
                 "Datenträger noch steckt.")


def restored_from(file: CaseFile) -> Month | None:
    """The month of the backup this file comes from, until somebody has said what was issued since."""
    moment = file.meta(RESTORED_FROM)
    return Month.of(datetime.fromisoformat(moment).date()) if moment else None


def lost(file: CaseFile) -> tuple[str, ...]:
    """The months that were issued and whose bytes are gone for good, as ``YYYY-MM``."""
    return tuple(json.loads(file.meta(LOST) or "[]"))


def take_back(file: CaseFile, paths: Sequence[Path], asked: Sequence[Month]) -> tuple[Month, ...]:
    """Stores each month that is asked for byte for byte, oldest first; all files or, after a UserError, none."""
    facts = monthly.facts(file)
    found: dict[Month, tuple[bytes, Report]] = {}
    for path in paths:
        content = _content(path)
        report = report_format.from_bytes(content)
        if report.head.pseudonym != facts.pseudonym:
            raise UserError(NOT_OURS, name=path.name, pseudonym=facts.pseudonym)
        if report.head.month not in asked:
            month = report.head.month
            raise UserError(NOT_ASKED, name=path.name, month=month_in_words(month.year, month.month))
        found[report.head.month] = content, report
    # months are issued in order: what is missing before one that is back was issued as well
    gone = [month for month in asked if found and month < max(found) and month not in found]
    _keep(file, sorted([*((month, *found[month]) for month in found), *((month, None, None) for month in gone)],
                       key=lambda one: one[0]))
    _note_lost(file, gone)
    return tuple(sorted(found))


def settle(file: CaseFile, gone: Sequence[Month]) -> None:
    """Nobody asks any more; what the ``gone`` months told counts as everything they could have told."""
    _keep(file, [(month, None, None) for month in sorted(gone)])
    _note_lost(file, gone)
    file.set_meta(**{RESTORED_FROM: ""})


def _note_lost(file: CaseFile, gone: Sequence[Month]) -> None:
    if gone:
        file.set_meta(**{LOST: json.dumps(sorted({*lost(file), *map(str, gone)}))})


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            return source.read(report_format.MAX_BYTES + 1)
    except OSError:
        raise UserError(CANNOT_READ, name=path.name) from None


def _keep(file: CaseFile, months: Sequence[tuple[Month, bytes | None, Report | None]]) -> None:
    if not months:
        return
    facts, plan, cells = monthly.facts(file), load_plan(), reporting.audit_cells(file)
    ledger, stored = facts.ledger, []
    for month, content, report in months:
        explained = counts_that_explain(report, counting.count(plan, facts.caseload, month), facts.rounding_key)
        ledger = replayed(report, explained, facts.rounding_key, ledger)
        cells = audit.remember(content, explained, cells)
        if content is not None:
            stored.append(IssuedMonth(id=new_id(), period=str(month), schema_id=report_format.SCHEMA, content=content,
                                      sha256=report_format.sha256(content), issued_at=file.now()))
    with file.write(TAKE_BACK, undoable=False) as work:
        work.add_all(stored)
        work.keep([*ledger.values(), *cells.values()])
