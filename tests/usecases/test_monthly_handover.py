"""That a month was handed over stands in the register, with who, to whom and when."""

from datetime import date, timedelta

import pytest

from app import VERSION
from app.domain.dates import Month
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries import outgoing
from app.usecases import monthly_export, monthly_handover
from app.usecases.monthly_handover import HandedOver


def issued(file: CaseFile) -> Month:
    """The last full month of a file without persons, issued."""
    month = Month.of(file.today()).previous()
    monthly_export.issue(file, month, VERSION)
    return month


def test_a_handover_is_found_again_by_its_month(file: CaseFile) -> None:
    month, yesterday = issued(file), file.today() - timedelta(1)
    monthly_handover.note(file, month, by=" Frau  MUSTER ", to="GfS Musterkreis", on=yesterday)
    assert monthly_handover.noted(file) == (
        HandedOver(month=month, on=yesterday, by="Frau MUSTER", to="GfS Musterkreis"),)
    assert outgoing.lines(file)[0].entry.kind == "report"


@pytest.mark.parametrize(("by", "to", "day"), [("", "GfS", 0), ("Frau MUSTER", " ", 0), ("Frau MUSTER", "GfS", 1)])
def test_nothing_is_noted_without_both_names_or_for_a_day_to_come(file: CaseFile, by: str, to: str, day: int) -> None:
    month = issued(file)
    with pytest.raises(UserError):
        monthly_handover.note(file, month, by=by, to=to, on=file.today() + timedelta(day))
    assert monthly_handover.noted(file) == ()


def test_a_month_that_was_never_issued_cannot_have_been_handed_over(file: CaseFile) -> None:
    with pytest.raises(UserError):
        monthly_handover.note(file, Month(2020, 1), by="Frau MUSTER", to="GfS", on=date(2020, 2, 1))
    assert outgoing.lines(file) == ()
