"""Hints about offerings reach the GfS in one file, once, and hold no person."""

import json
from pathlib import Path

from app.domain.listing import ListedOffering
from app.store.casefile import CaseFile
from app.store.queries import feedback, offers
from app.store.queries import outgoing as register
from app.usecases import catalogue, offering_feedback
from app.usecases.new_file import ALREADY_THERE
from app.usecases.offering_feedback import KIND_MISSING, NOT_OF_GFS, NOTHING_NEW
from tests.casefiles import every_row, refusal
from tests.catalogues import course, issue, own


def listed(file: CaseFile, key: str) -> ListedOffering:
    return next(one for one in offers.current(file).listed if one.key == key)


def test_hints_are_written_once_in_one_file_and_are_sent_then(file: CaseFile, tmp_path: Path) -> None:
    catalogue.apply(file, issue(1, course("K-1-1"), course("K-2-1")))
    offering_feedback.add(file, listed(file, "K-2-1"), "full")
    offering_feedback.add(file, listed(file, "K-1-1"), "wrong_contact", "  Telefon nicht\nvergeben ")
    assert len(feedback.unsent(file)) == 2
    assert offering_feedback.write(file, tmp_path / "hinweise.json") == 2
    said = json.loads((tmp_path / "hinweise.json").read_text(encoding="utf-8"))
    assert (said["format"], said["version"], said["stelle"]) == ("klientendatei-hinweise", 1, "MUSTER-Amt")
    assert said["hinweise"][0] == {
        "durchfuehrung_id": "K-1-1", "titel": "MUSTER-Kurs K-1-1", "traeger": "MUSTER-Träger",
        "hinweis": "wrong_contact", "datum": "2026-11-23", "anmerkung": "Telefon nicht vergeben"}
    assert feedback.unsent(file) == ()
    assert [line.entry.subject for line in register.lines(file)] == ["Hinweise zu Angeboten: 2"]
    assert refusal(lambda: offering_feedback.write(file, tmp_path / "noch.json")) == NOTHING_NEW
    assert not (tmp_path / "noch.json").exists()


def test_a_file_that_is_there_already_stays_and_nothing_counts_as_sent(file: CaseFile, tmp_path: Path) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    offering_feedback.add(file, listed(file, "K-1-1"), "cancelled")
    (tmp_path / "da.json").write_text("da", encoding="utf-8")
    before = every_row(file)
    assert refusal(lambda: offering_feedback.write(file, tmp_path / "da.json")) == ALREADY_THERE
    assert every_row(file) == before and (tmp_path / "da.json").read_text(encoding="utf-8") == "da"


def test_a_hint_needs_its_kind_and_an_offering_of_the_gfs(file: CaseFile) -> None:
    catalogue.apply(file, issue(1, course("K-1-1")))
    catalogue.apply(file, own(1, course("K-1-1")), own_list="Liste")
    assert refusal(lambda: offering_feedback.add(file, listed(file, "K-1-1"), "")) == KIND_MISSING
    assert refusal(lambda: offering_feedback.add(file, listed(file, "Liste/K-1-1"), "full")) == NOT_OF_GFS
    assert feedback.unsent(file) == ()
