"""What Aufnahme reads: the last intake as ready-made values."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.dates import PartialDate
from app.store import casefile
from app.store.casefile import CaseFile
from app.store.queries import intake as queries
from app.usecases import intake
from app.vault import keyfile


@pytest.fixture
def file(tmp_path: Path) -> Iterator[CaseFile]:
    opened = casefile.create(tmp_path / "a.klientendatei", "nur für Proben gedacht 7291", office="Amt", ags="05315000",
                             clock=lambda: datetime(2026, 11, 3, 14, 3, 22), kdf=keyfile.LIGHT_KDF)
    yield opened
    opened.close()


def take_in(file: CaseFile, family: str, given: str = "", **more: object) -> str:
    return intake.take_in(file, {"family_name": family, "given_name": given, "birth": PartialDate(2003),
                                 "ags": "05111000", **more})


def test_the_first_intake_is_offered_the_commune_of_the_office(file: CaseFile) -> None:
    assert queries.last(file) == queries.LastIntake(ags="05315000")


def test_the_values_of_the_last_intake_are_offered(file: CaseFile) -> None:
    take_in(file, "MUSTER", "Eins")
    take_in(file, "MUSTER", "Zwei", shelter="GU Hafenstraße", access_route="outreach", contact_language="prs")
    assert queries.last(file) == queries.LastIntake(former=True, ags="05111000", shelter="GU Hafenstraße",
                                                    access_route="outreach", contact_language="prs")
