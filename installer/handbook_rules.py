"""The table of follow-up rules in the handbook, written from their policy file: `python -m installer.handbook_rules`.

A test compares page and file, so that neither changes without the other.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from app import resources
from app.domain import rules
from app.domain.dates import german
from app.domain.rules import Rule
from installer.handbook import FOLDER

PAGE = "wiedervorlagen.md"
HEAD = "| Regel | Tag, Hinweis und Herkunft |"
MADE = {
    rules.ACT: "Entsteht von selbst.", rules.PROPOSAL: "Wird vorgeschlagen.",
    rules.LIST: "Steht auf Heute in einer eigenen Liste.", rules.FILE: "Steht auf Heute, solange es gilt.",
}


def table() -> str:
    """One line for each rule as it holds last."""
    rows = (f"| {rule.label_de} | {' '.join(_said(rule))} |" for rule in rules.latest())
    return "\n".join([HEAD, "|---|---|", *rows])


def _said(rule: Rule) -> Iterator[str]:
    yield f"{_day(rule)}."
    if rule.warn_days:
        *others, last = (str(days) for days in rule.warn_days)
        days = f"{', '.join(others)} und {last}" if others else last
        yield f"Hinweis {days} {'Tag' if days == '1' else 'Tage'} vorher."
    if rule.rolls:
        yield "Am Wochenende oder Feiertag: der nächste Werktag."
    yield rule.text
    yield f"{rule.law[0].upper()}{rule.law[1:]}."
    if rule.valid_to is not None:
        yield f"Gilt bis {german(rule.valid_to)}."
    yield MADE[rule.made]


def _day(rule: Rule) -> str:
    """„Geburtsdatum + 27 Jahre – 1 Tag“."""
    source = rules.SOURCES[rule.source].replace("von „{title}“", "des Kurses")
    if rule.workday:
        return f"{rule.workday}. Werktag des Monats danach"
    units = ((rule.years, "Jahr", "Jahre"), (rule.months, "Monat", "Monate"), (rule.days, "Tag", "Tage"))
    parts = [f"{'+' if n > 0 else '–'} {abs(n)} {one if abs(n) == 1 else many}" for n, one, many in units if n]
    return " ".join([source, *parts])


def written(source: str) -> str:
    """The page with the table as the rules say it now."""
    before, _head, rest = source.partition(HEAD)
    _old, gap, after = rest.partition("\n\n")
    return f"{before}{table()}{gap}{after}"


def page() -> Path:
    """The chapter that holds it."""
    return resources.path(FOLDER, PAGE)


def main() -> int:
    """Writes the table anew; `installer.handbook` draws the page then."""
    page().write_text(written(page().read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
