"""At the Geschäftsführende Stelle: writes what was added up, for people and for other programs, and enters it in the
register."""

from pathlib import Path

from app.documents import merged_report, merged_tables
from app.documents.merged_words import Summary
from app.domain.errors import N_
from app.statistics.merging import MergedPeriod
from app.store.casefile import CaseFile
from app.usecases import outgoing, role
from app.usecases.muster import is_muster, mark_of, stem_of

KIND = "report"
SUBJECT = "Zusammenfassung {period}: PDF, XLSX, CSV und JSON"
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Die Meldungen sind unverändert. Wählen Sie einen anderen "
                  "Ort und speichern Sie noch einmal.")


def stem(period: MergedPeriod) -> str:
    """The name of the files without the ending: the cycle and the period looked at."""
    return f"zusammenfassung_{period.period.cycle.value}_{period.period}"


def write(file: CaseFile, summary: Summary, period: MergedPeriod, folder: Path) -> tuple[Path, ...]:
    """The PDF shows ``period``, the others hold every period; returns their paths. Raises UserError."""
    role.check_issues(file)
    chosen, muster = str(period.period), is_muster(file)
    drawn = ((".pdf", merged_report.draw_pdf(summary, period=chosen, muster=muster)),
             (".xlsx", merged_tables.draw_xlsx(summary, period=chosen, mark=mark_of(file))),
             (".csv", merged_tables.draw_csv(summary)), (".json", merged_tables.to_json(summary)))
    written = outgoing.write(folder, stem_of(file, stem(period)), drawn, CANNOT_WRITE)
    outgoing.note(file, KIND, SUBJECT.format(period=period.period.words()))
    return written
