"""Shelters: one thing for all who live there, however its name was typed, and found under its new name."""

from app.domain.accommodation import Accommodation
from app.store.casefile import CaseFile
from app.store.queries import clients, shelters
from app.store.queries.client import page
from app.usecases import accommodation, casework
from tests.casefiles import refusal, taken_in


def test_the_same_name_in_another_spelling_is_the_same_shelter(file: CaseFile) -> None:
    one, _ = taken_in(file, shelter="GU Hafenstraße")
    two, _ = taken_in(file, shelter="gu  hafenstrasse ")
    assert page(file, one).shelter == page(file, two).shelter is not None
    casework.change_client(file, two, shelter="")
    assert page(file, two).shelter is None


def test_a_renamed_shelter_is_found_with_all_who_live_there(file: CaseFile) -> None:
    one, _ = taken_in(file, shelter="Nordhof")
    two, _ = taken_in(file, shelter="Nordhof")
    home = page(file, one).shelter
    assert isinstance(home, Accommodation)
    accommodation.change(file, home.id, name="Südhof", visiting_days="Di ab 14 Uhr")
    assert {hit.client_id for hit in clients.search(file, "sudhof")} == {one, two}
    assert clients.search(file, "nordhof") == ()
    file.undo()
    assert {hit.client_id for hit in clients.search(file, "nordhof")} == {one, two}


def test_a_shelter_keeps_a_name(file: CaseFile) -> None:
    one, _ = taken_in(file, shelter="Nordhof")
    home = page(file, one).shelter
    assert isinstance(home, Accommodation)
    assert refusal(lambda: accommodation.change(file, home.id, name=" ")) == accommodation.NAME_MISSING
    assert page(file, one).shelter == home


def test_a_kind_that_is_not_known_follows_from_the_shelter_and_a_known_one_stays(file: CaseFile) -> None:
    home = accommodation.add(file, name="Nordhof", kind="municipal_shared", ags="05315000")
    one, _ = taken_in(file)
    two, _ = taken_in(file, accommodation="with_family")
    for client_id in (one, two):
        casework.change_client(file, client_id, shelter="nordhof")
    assert [page(file, c).client.accommodation for c in (one, two)] == ["municipal_shared", "with_family"]
    assert [line.people for line in shelters.lines(file)] == [2]
    assert {line.client_id for line in shelters.residents(file, home)} == {one, two}
    file.undo()
    assert [line.people for line in shelters.lines(file)] == [1]


def test_a_shelter_is_made_once_and_goes_only_when_nobody_lives_there(file: CaseFile) -> None:
    home = accommodation.add(file, name=" Nordhof ")
    assert refusal(lambda: accommodation.add(file, name="NORDHOF")) == accommodation.KNOWN
    assert refusal(lambda: accommodation.add(file, name=" ")) == accommodation.NAME_MISSING
    one, _ = taken_in(file, shelter="Nordhof")
    assert refusal(lambda: accommodation.remove(file, home)) == accommodation.LIVED_IN
    casework.change_client(file, one, shelter="")
    accommodation.remove(file, home)
    assert shelters.lines(file) == ()
    file.undo()
    assert [line.shelter.name for line in shelters.lines(file)] == ["Nordhof"]
