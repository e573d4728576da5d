"""What Aufnahme reads: the last intake, and persons with like names."""

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


def test_all_names_together_come_before_one_of_them(file: CaseFile) -> None:
    take_in(file, "MUSTER", "Amira")
    take_in(file, "MUSTER", "Ali")
    assert [line.name for line in queries.similar(file, ("Muster", "Ali"))] == ["MUSTER, Ali", "MUSTER, Amira"]


def test_swapped_names_are_found(file: CaseFile) -> None:
    take_in(file, "MUSTER", "Ali")
    assert [line.name for line in queries.similar(file, ("Ali", "Muster"))] == ["MUSTER, Ali"]


def test_at_most_five_are_listed_and_one_letter_asks_nothing(file: CaseFile) -> None:
    for n in range(7):
        take_in(file, "MUSTER", f"Nummer{n}")
    assert len(queries.similar(file, ("Muster",))) == 5
    assert queries.similar(file, ("M", "")) == ()
