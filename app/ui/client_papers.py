"""The tab Aufenthalt: residence papers with a clock, newest first, then procedure and identity and who belongs to the
target group of which Baustein. The one paper that counts is told in the domain."""

from dataclasses import fields
from datetime import date
from typing import Any

from app.domain import consent, residence
from app.domain.codes import code_list
from app.domain.date_words import due_with_date
from app.domain.dates import german
from app.domain.residence import BANNED, MEDICAL, ResidenceDocument, asks_for_place, is_toleration
from app.i18n import _
from app.store.casefile import CaseFile
from app.store.queries.client import ClientPage as Record
from app.ui.choice import Choice
from app.ui.client_eligibility import eligibility_list
from app.ui.client_fields import any_day, choice, due_day, shown_values, stored_values, word
from app.ui.client_legal import legal_card
from app.ui.client_mixed import MixedTab
from app.ui.client_records import Kind
from app.ui.client_words import paper_tone
from app.ui.columns import Column
from app.ui.editors import Chips, Text
from app.ui.form import Field, FormView
from app.ui.paint import Pill
from app.ui.shell import Shell
from app.usecases import casework

NAMES = tuple(f.name for f in fields(ResidenceDocument) if f.name not in ("id", "client_id"))


def paper_fields(file: CaseFile, health: bool) -> tuple[Field, ...]:
    """What stands on the paper, in its own wording; a medical reason is offered where health data may be kept."""
    yes_no = Chips(options=((True, _("Ja")), (False, _("Nein"))))
    communes = tuple((c.id, c.label) for c in code_list("commune").active())
    return (
        Field("kind", _("Papier"), choice("residence_kind"), required=True, width="full"),
        Field("valid_from", _("Gültig ab"), any_day(file.today), required=True),
        Field("valid_to", _("Gültig bis"), due_day(file.today), help=_("zum Beispiel 2301 oder +14")),
        Field("seen_original", _("Original gesehen"), yes_no),
        Field("reason_group", _("Grund der Duldung"), choice("duldung_reason", without=() if health else (MEDICAL,)),
              width="full", help="" if health else _(
                  "Medizinische Gründe stehen nur mit einer Einwilligung zu Angaben zur Gesundheit zur Wahl.")),
        Field("work_permission", _("Arbeit laut Papier"), choice("work_permission"), width="full",
              help=_("im Wortlaut der Nebenbestimmung")),
        Field("work_ban_reason", _("Grund des Arbeitsverbots"), choice("work_ban_reason"), width="full"),
        Field("permission_until", _("Arbeit erlaubt bis"), due_day(file.today), width="full",
              help=_("nur wo es früher endet als das Papier")),
        Field("residence_condition", _("Wohnsitzauflage"), choice("residence_condition"), width="half"),
        Field("spatial_restriction", _("Räumliche Beschränkung"), choice("spatial_restriction"), width="half"),
        Field("condition_ags", _("Ort der Auflage"), Choice(options=communes, empty=_("nicht erhoben")), width="half"),
        Field("condition_until", _("Auflage bis"), due_day(file.today), width="half"),
        Field("ends_by_condition", _("Erlischt durch eine Bedingung"), yes_no, width="full",
              help=_("zum Beispiel mit dem Tag der Abreise")),
        Field("condition_text", _("Weitere Auflagen"), Text(), width="full", doubt=_like_a_number),
    )


def _like_a_number(value: object) -> str:
    if not residence.like_azr_number(str(value)):
        return ""
    return _("Das sieht nach einer AZR-Nummer aus. Sie wird hier nicht gebraucht und gehört nicht in die Datei.")


def shape_paper(form: FormView) -> None:
    """Shows what goes with kind, permission and condition; what holds something stays in sight."""
    said = form.said()
    work, condition = str(said.get("work_permission")), str(said.get("residence_condition") or "unknown")
    shown = {"reason_group": is_toleration(str(said.get("kind"))), "work_ban_reason": work == BANNED,
             "permission_until": work not in (BANNED, "None"), "condition_ags": asks_for_place(condition),
             "condition_until": condition not in ("none", "unknown")}
    for name, wanted in shown.items():
        form.show_field(name, wanted or bool(said.get(name)))


class PapersTab(MixedTab[ResidenceDocument]):
    """List, correction and entry of papers; below them what belongs to the procedure."""

    def __init__(self, shell: Shell, file: CaseFile) -> None:
        self._health = False
        super().__init__(file, self._kind(file), (lambda: legal_card(file), lambda: eligibility_list(shell, file)))

    def show_more(self, record: Record) -> None:
        """Shows what stands below, and offers a medical reason only where the consent to it holds."""
        health = consent.given(record.consents, consent.HEALTH, self._file.today()) is not None
        if health != self._health:
            self._health = health
            self.renew_form()
        super().show_more(record)

    def _kind(self, file: CaseFile) -> Kind[ResidenceDocument]:
        def add(client_id: str, values: dict[str, object]) -> None:
            casework.add_paper(file, client_id, **_stored(values))

        def change(paper_id: str, attribute: str, value: object) -> None:
            casework.change_paper(file, paper_id, **_stored({attribute: value}))

        def fields_now() -> tuple[Field, ...]:
            return paper_fields(file, self._health)

        return Kind[ResidenceDocument](
            name="paper", title=_("Aufenthaltspapiere"), new=_("Neues Papier"), add_word=_("Papier eintragen"),
            columns=(
                Column[ResidenceDocument](title=_("Papier"), text=lambda p: word("residence_kind", p.kind)),
                Column[ResidenceDocument](title=_("Gültig ab"), text=lambda p: german(p.valid_from), width=110),
                Column[ResidenceDocument](title=_("Gültig bis"), text=self._until, width=210,
                                          sort=lambda p: str(p.valid_to)),
                Column[ResidenceDocument](title=_("Stand"), text=self._state, pill=self._pill, width=160),
            ),
            key=lambda p: p.id, speak=self._spoken,
            empty=("id-card", _("Noch kein Papier eingetragen"),
                   _("Hier stehen die Aufenthaltspapiere mit ihrem Ablauf. Davor erinnert die Datei von selbst.")),
            new_fields=fields_now, new_values=lambda: {"valid_from": file.today()}, add=add, edit_fields=fields_now,
            values=lambda p: shown_values(p, NAMES), change=change, shape=shape_paper)

    def _replaced(self, paper: ResidenceDocument) -> date | None:
        return residence.replaced_on(self.table.lines_model.lines, paper, self._file.today())

    def _pill(self, paper: ResidenceDocument) -> Pill | None:
        tone = paper_tone(paper, self._file.today())
        if tone == "plain" or self._replaced(paper) is not None:
            return None
        return Pill(text=_("abgelaufen") if tone == "bad" else _("läuft ab"), kind=tone)

    def _state(self, paper: ResidenceDocument) -> str:
        day = self._replaced(paper)
        return _("ersetzt am {date}").format(date=german(day)) if day is not None else ""

    def _until(self, paper: ResidenceDocument) -> str:
        if paper.valid_to is None:
            return _("kein Datum")
        return german(paper.valid_to) if self._replaced(paper) else due_with_date(paper.valid_to, self._file.today(), _)

    def _spoken(self, paper: ResidenceDocument) -> str:
        said = (word("residence_kind", paper.kind), self._until(paper), self._state(paper))
        return ", ".join(part for part in said if part)


def _stored(values: dict[str, object]) -> dict[str, Any]:
    return stored_values(ResidenceDocument, values)
