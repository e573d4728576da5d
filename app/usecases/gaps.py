"""Bedarf ohne passendes Angebot: recorded with its reason, changed, resolved. It tells the Geschäftsführende Stelle
what is missing, by numbers only; the reason that lies near is proposed by `domain.matching.gap_reason`."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.case import Case
from app.domain.client import Client
from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.language import LEVELS
from app.domain.names import clean
from app.domain.offer_gap import OfferGap
from app.store.casefile import CaseFile
from app.store.work import Work

ADD = N_("Bedarf ohne Angebot festhalten")
CHANGE = N_("Bedarf ohne Angebot ändern")
RESOLVE = N_("Bedarf ohne Angebot erledigen")
COMPONENT_MISSING = N_("Es fehlt, welcher Baustein gebraucht wird. Es wurde nichts eingetragen. "
                       "Wählen Sie einen aus der Liste.")
REASON_MISSING = N_("Es fehlt, warum kein Angebot passt. Es wurde nichts eingetragen. "
                    "Wählen Sie einen Grund aus der Liste.")
IN_FUTURE = N_("Der Tag liegt in der Zukunft. Es wurde nichts eingetragen. Prüfen Sie das Datum.")
RESOLVED_BEFORE = N_("Erledigt kann der Bedarf erst ab dem Tag sein, seit dem er besteht. Es wurde nichts geändert. "
                     "Prüfen Sie beide Daten.")
STANDS_ALREADY = N_("Dieser Bedarf ist schon festgehalten und noch offen. Es wurde nichts eingetragen.")


def add(file: CaseFile, case_id: str, *, component: str, reason: str, ags: str | None = None, since: date | None = None,
        **fields: str) -> str:
    """A new open gap, since today unless ``since`` says otherwise, in the person's commune unless ``ags`` names one;
    returns its id. ``fields`` are course_kind, german and note.

    Raises UserError without Baustein or reason, for a day to come and for one that stands already.
    """
    with file.write(ADD) as work:
        case = work.get(Case, case_id)
        where = work.get(Client, case.client_id).ags if ags is None else ags
        gap = _checked(OfferGap(id=new_id(), case_id=case_id, component=component, reason=reason, ags=where,
                                since=since or file.today(), **_tidy(fields)), file.today())
        _check_new(work, gap)
        work.add(gap)
    return gap.id


def change(file: CaseFile, gap_id: str, **fields: Any) -> None:
    """Other words for the same need; ``resolved_on=None`` opens it again. Raises UserError as `add` does."""
    with file.write(CHANGE) as work:
        gap = _checked(replace(work.get(OfferGap, gap_id), **_tidy(fields)), file.today())
        _check_new(work, gap)
        work.put(gap)


def resolve(file: CaseFile, gap_id: str, *, on: date | None = None) -> None:
    """The need is met or has gone, since today or a day before; the record stays and is counted no more."""
    with file.write(RESOLVE) as work:
        work.put(_checked(replace(work.get(OfferGap, gap_id), resolved_on=on or file.today()), file.today()))


def _checked(gap: OfferGap, today: date) -> OfferGap:
    if gap.component not in code_list("referral_target"):
        raise UserError(COMPONENT_MISSING)
    if gap.reason not in code_list("gap_reason"):
        raise UserError(REASON_MISSING)
    if gap.since > today or (gap.resolved_on is not None and gap.resolved_on > today):
        raise UserError(IN_FUTURE)
    if gap.resolved_on is not None and gap.resolved_on < gap.since:
        raise UserError(RESOLVED_BEFORE)
    # these come from lists of the window: anything else is a defect, not a slip of the pen
    if gap.german not in ("", *LEVELS) or (gap.course_kind and gap.course_kind not in code_list("course_kind")):
        raise ValueError(f"no such level or kind of course: {gap.german!r}, {gap.course_kind!r}")
    return gap


def _check_new(work: Work, gap: OfferGap) -> None:
    """Refuses a second open gap that says the same, which would be counted twice."""
    def said(one: OfferGap) -> tuple[object, ...]:
        return one.component, one.course_kind, one.german, one.ags, one.reason, one.resolved_on

    if gap.resolved_on is None and any(one.id != gap.id and said(one) == said(gap)
                                       for one in work.find(OfferGap, case_id=gap.case_id)):
        raise UserError(STANDS_ALREADY)


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in fields.items()}
