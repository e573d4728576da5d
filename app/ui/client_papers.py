"""The tab Aufenthalt: residence papers with a clock, newest first; the one before stays in the history."""

from dataclasses import fields
from datetime import date
from typing import Any

from app.domain import residence
from app.domain.date_words import due_with_date
from app.domain.dates import german
from app.domain.residence import ResidenceDocument
from app.i18n import _
from app.store.casefile import CaseFile
from app.ui.client_fields import any_day, choice, due_day, shown_values, stored_values, word
from app.ui.client_records import Kind, RecordsTab
from app.ui.client_words import paper_tone
from app.ui.columns import Column
from app.ui.editors import Chips, Text
from app.ui.form import Field
from app.ui.paint import Pill
from app.usecases import casework

NAMES = tuple(f.name for f in fields(ResidenceDocument) if f.name not in ("id", "client_id"))


def paper_fields(file: CaseFile) -> tuple[Field, ...]:
    """What stands on the paper, in its own wording."""
    seen = Chips(options=((True, _("Ja")), (False, _("Nein"))))
    return (
        Field("kind", _("Papier"), choice("residence_kind"), required=True, width="full"),
        Field("valid_from", _("Gültig ab"), any_day(file.today), required=True),
        Field("valid_to", _("Gültig bis"), due_day(file.today), help=_("zum Beispiel 2301 oder +14")),
        Field("seen_original", _("Original gesehen"), seen),
        Field("work_permission", _("Arbeit laut Papier"), choice("work_permission"), width="full",
              help=_("im Wortlaut der Nebenbestimmung")),
        Field("reason_group", _("Grund der Duldung"), choice("duldung_reason")),
        Field("residence_condition", _("Wohnsitzauflage"), choice("residence_condition")),
        Field("condition_text", _("Weitere Auflagen"), Text()),
    )


def papers_tab(file: CaseFile) -> RecordsTab[ResidenceDocument]:
    """List, correction and entry of papers."""
    def replaced(paper: ResidenceDocument) -> date | None:
        return residence.replaced_on(tab.table.lines_model.lines, paper, file.today())

    def pill(paper: ResidenceDocument) -> Pill | None:
        tone = paper_tone(paper, file.today())
        if tone == "plain" or replaced(paper) is not None:
            return None
        return Pill(text=_("abgelaufen") if tone == "bad" else _("läuft ab"), kind=tone)

    def state(paper: ResidenceDocument) -> str:
        day = replaced(paper)
        return _("ersetzt am {date}").format(date=german(day)) if day is not None else ""

    def until(paper: ResidenceDocument) -> str:
        if paper.valid_to is None:
            return _("kein Datum")
        return german(paper.valid_to) if replaced(paper) else due_with_date(paper.valid_to, file.today(), _)

    def spoken(paper: ResidenceDocument) -> str:
        return ", ".join(part for part in (word("residence_kind", paper.kind), until(paper), state(paper)) if part)

    def add(client_id: str, values: dict[str, object]) -> None:
        casework.add_paper(file, client_id, **_stored(values))

    def change(paper_id: str, attribute: str, value: object) -> None:
        casework.change_paper(file, paper_id, **_stored({attribute: value}))

    tab = RecordsTab(file, Kind[ResidenceDocument](
        name="paper", title=_("Aufenthaltspapiere"), new=_("Neues Papier"), add_word=_("Papier eintragen"),
        columns=(
            Column[ResidenceDocument](title=_("Papier"), text=lambda p: word("residence_kind", p.kind)),
            Column[ResidenceDocument](title=_("Gültig ab"), text=lambda p: german(p.valid_from), width=110),
            Column[ResidenceDocument](title=_("Gültig bis"), text=until, width=210, sort=lambda p: str(p.valid_to)),
            Column[ResidenceDocument](title=_("Stand"), text=state, pill=pill, width=160),
        ),
        key=lambda p: p.id, speak=spoken,
        empty=("id-card", _("Noch kein Papier eingetragen"),
               _("Hier stehen die Aufenthaltspapiere mit ihrem Ablauf. Davor erinnert die Datei von selbst.")),
        new_fields=lambda: paper_fields(file), new_values=lambda: {"valid_from": file.today()}, add=add,
        edit_fields=lambda: paper_fields(file), values=lambda p: shown_values(p, NAMES), change=change))
    return tab


def _stored(values: dict[str, object]) -> dict[str, Any]:
    return stored_values(ResidenceDocument, values)
