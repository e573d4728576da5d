"""Several persons at once: one act, one step to take back, and what stays in the grid stays a draft."""

import pytest

from app.domain.accommodation import Accommodation
from app.domain.dates import PartialDate
from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.queries import clients, shelters
from app.usecases import accommodation, batch
from tests.casefiles import every_row, person


def test_all_lines_are_one_act_in_one_shelter_and_are_taken_back_together(file: CaseFile) -> None:
    taken = batch.take_in(file, [person(given_name=name, shelter="GU Hafenstraße") for name in ("Amina", "Ali", "Sam")])
    assert [line.client_id for line in sorted(clients.lines(file), key=lambda line: line.number)] == list(taken)
    assert [(line.shelter.name, line.people) for line in shelters.lines(file)] == [("GU Hafenstraße", 3)]
    assert file.undo() == batch.TAKE_IN
    assert (clients.lines(file), shelters.lines(file)) == ((), ())


def test_the_draft_goes_with_the_act_and_what_stays_is_kept_anew(file: CaseFile) -> None:
    file.save_draft(batch.DRAFT, {"rows": [{}, {}]}, "1:birth")
    batch.take_in(file, [person()], {"rows": [{"family_name": "MUSTER"}]})
    (draft,) = file.drafts()
    assert (draft.kind, draft.content) == (batch.DRAFT, {"rows": [{"family_name": "MUSTER"}]})
    batch.take_in(file, [person(given_name="Ali")])
    assert file.drafts() == ()


def test_one_refused_line_takes_nobody_in(file: CaseFile) -> None:
    before = every_row(file)
    with pytest.raises(UserError):
        batch.take_in(file, [person(), person(birth=PartialDate(2099))])
    assert every_row(file) == before


def test_the_kind_of_housing_follows_from_a_known_shelter(file: CaseFile) -> None:
    accommodation.add(file, name="GU Hafenstraße", kind="municipal_shared", ags="05315000")
    batch.take_in(file, [person(shelter="gu hafenstrasse"), person(given_name="Ali", accommodation="private")])
    kinds = {line.name: line.accommodation for line in clients.lines(file)}
    assert kinds == {"MUSTER, Amira": "municipal_shared", "MUSTER, Ali": "private"}
    assert isinstance(shelters.lines(file)[0].shelter, Accommodation)
