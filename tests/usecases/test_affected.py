"""A catalogue reaches the persons on their way to a course: exactly those, once, and what they were told stays."""

from datetime import date

import pytest

from app.documents import catalogue_csv
from app.domain.dates import PartialDate
from app.domain.followup import FollowUp
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import affected, today
from app.store.queries.affected import AffectedReferral
from app.usecases import catalogue, catalogue_affected, referral
from tests.casefiles import every_row, opened_case
from tests.catalogues import course, csv_of, issue, of_gfs, own

COURSES = [course(f"K-{n}-1") for n in (1, 2, 3)]


@pytest.fixture
def booked(file: CaseFile) -> CaseFile:
    """Amira and Bilal on the way to K-1-1, Chadi to K-2-1, Dalia refused by K-1-1."""
    catalogue.apply(file, issue(1, *COURSES))
    booked = (("Bilal", "K-1-1"), ("Amira", "K-1-1"), ("Chadi", "K-2-1"), ("Dalia", "K-1-1"))
    for year, (given, key) in enumerate(booked):
        _client, case_id = opened_case(file, given_name=given, birth=PartialDate(1998 + year))
        made = referral.begin(file, case_id, key, on=file.today(), consent_given=True)
        if given == "Dalia":
            referral.record(file, made, ReferralState.REJECTED, on=file.today(), reason="no_place")
    return file


def told(found: tuple[AffectedReferral, ...]) -> dict[str, list[str]]:
    return {one.name: [field.field for field in one.fields] for one in found}


def follow_ups(file: CaseFile) -> list[FollowUp]:
    with file.write("nachsehen") as work:
        return [one for one in work.find(FollowUp) if not one.rule]


def test_a_cancelled_course_names_exactly_the_booked_clients(booked: CaseFile) -> None:
    second = issue(2, course("K-1-1", zustand="abgesagt"), *COURSES[1:])
    shown = catalogue.preview(booked, second)
    assert told(shown.affected) == {"MUSTER, Amira": ["lifecycle"], "MUSTER, Bilal": ["lifecycle"]}
    assert affected.outstanding(booked) == ()
    done = catalogue.apply(booked, second, seen=shown.digest)
    assert affected.outstanding(booked) == done.affected == shown.affected


def test_only_what_those_on_the_way_have_to_know_concerns_them(booked: CaseFile) -> None:
    for cells, fields in (
            ({"beginn": "15.12.2026"}, ["start"]), ({"ende": "30.04.2027"}, ["end"]), ({"ort": "Bonn"}, ["place"]),
            ({"zustand": "voll"}, ["lifecycle"]),
            ({"traeger": "MUSTER-B", "traeger_telefon": "0200 1"}, ["provider", "provider_phone"]),
            ({"plaetze_frei": "1", "titel": "Anders"}, [])):
        shown = catalogue.preview(booked, issue(2, course("K-1-1", **cells), *COURSES[1:]))
        assert list(told(shown.affected).values()) == ([fields, fields] if fields else [])


def test_a_course_left_out_of_a_full_catalogue_concerns_its_clients_and_no_referral_is_touched(
        booked: CaseFile) -> None:
    before = every_row(booked)["referral"]
    assert catalogue.apply(booked, own(2, course("K-1-1", zustand="abgesagt"))).affected == ()
    done = catalogue.apply(booked, issue(2, *COURSES[1:]))
    assert told(done.affected) == {"MUSTER, Amira": ["lifecycle"], "MUSTER, Bilal": ["lifecycle"]}
    assert every_row(booked)["referral"] == before


def test_one_click_makes_one_follow_up_a_person_and_no_second(booked: CaseFile) -> None:
    catalogue.apply(booked, issue(2, course("K-1-1", beginn="15.12.2026"), course("K-2-1", zustand="abgesagt")))
    found = affected.outstanding(booked)
    assert catalogue_affected.remind(booked, found) == 3
    made = {one.title: one for one in follow_ups(booked)}
    assert sorted(made) == ["Angebot abgesagt: MUSTER-Kurs K-2-1", "Angebot geändert: MUSTER-Kurs K-1-1"]
    assert made["Angebot geändert: MUSTER-Kurs K-1-1"].note == "Beginn: 01.12.2026 → 15.12.2026"
    assert {line.due_on for line in today.page(booked).lines if line.title in made} == {booked.today()}
    assert affected.outstanding(booked) == () and catalogue_affected.remind(booked, found) == 0
    assert len(follow_ups(booked)) == 3
    assert booked.undo() == "Wiedervorlagen zu geänderten Angeboten anlegen"
    assert follow_ups(booked) == [] and affected.outstanding(booked) == found


def test_a_person_with_two_changed_courses_gets_one_follow_up_that_names_both(booked: CaseFile) -> None:
    found = next(one for one in catalogue.preview(booked, issue(2, *COURSES[1:])).affected if "Amira" in one.name)
    referral.begin(booked, found.case_id, "K-3-1", on=booked.today(), consent_given=True)
    catalogue.apply(booked, issue(2, COURSES[1]))
    hers = [one for one in affected.outstanding(booked) if one.client_id == found.client_id]
    assert catalogue_affected.remind(booked, hers) == 1
    (made,) = follow_ups(booked)
    assert made.title == "Angebote geändert: MUSTER-Kurs K-1-1, MUSTER-Kurs K-3-1"
    assert made.note.splitlines()[:2] == ["MUSTER-Kurs K-1-1", "Zustand: aktiv → zurückgezogen"]


def test_two_changes_in_a_row_are_told_as_one_from_what_was_known(booked: CaseFile) -> None:
    catalogue.apply(booked, issue(2, course("K-1-1", beginn="15.12.2026"), *COURSES[1:]))
    catalogue.apply(booked, issue(3, course("K-1-1", beginn="04.01.2027", plaetze_frei="1"), *COURSES[1:]))
    (start,) = affected.outstanding(booked)[0].fields
    assert (start.old, start.new) == (date(2026, 12, 1), date(2027, 1, 4))
    catalogue_affected.remind(booked, affected.outstanding(booked))
    catalogue.apply(booked, issue(4, course("K-1-1", beginn="11.01.2027"), *COURSES[1:]))
    (start,) = affected.outstanding(booked)[0].fields
    assert (start.old, start.new) == (date(2027, 1, 4), date(2027, 1, 11))


def test_what_is_changed_back_or_taken_back_leaves_nothing_to_do(booked: CaseFile) -> None:
    catalogue.apply(booked, issue(2, course("K-1-1", zustand="abgesagt"), *COURSES[1:]))
    booked.undo()
    assert affected.outstanding(booked) == ()
    booked.redo()
    assert len(affected.outstanding(booked)) == 2
    catalogue.apply(booked, issue(3, *COURSES))
    assert affected.outstanding(booked) == ()


def test_what_is_not_taken_concerns_nobody_yet(booked: CaseFile) -> None:
    second = issue(2, course("K-1-1", zustand="abgesagt"), course("K-2-1", zustand="voll"), COURSES[2])
    catalogue.apply(booked, second, take={"K-2-1"})
    assert set(told(affected.outstanding(booked))) == {"MUSTER, Chadi"}
    catalogue.apply(booked, second)
    assert set(told(affected.outstanding(booked))) == {"MUSTER, Amira", "MUSTER, Bilal", "MUSTER, Chadi"}


def test_a_referral_made_after_the_preview_asks_again(booked: CaseFile) -> None:
    second = of_gfs(catalogue_csv.read(csv_of(2, *COURSES[:2])))
    shown = catalogue.preview(booked, second)
    _client, case_id = opened_case(booked, given_name="Emin", birth=PartialDate(1995))
    referral.begin(booked, case_id, "K-3-1", on=booked.today(), consent_given=True)
    with pytest.raises(catalogue.Changed) as refused:
        catalogue.apply(booked, second, seen=shown.digest)
    assert set(told(refused.value.preview.affected)) == {"MUSTER, Emin"}


def test_setting_aside_takes_the_note_away_and_can_be_taken_back(booked: CaseFile) -> None:
    catalogue.apply(booked, issue(2, *COURSES[1:]))
    amira, bilal = affected.outstanding(booked)
    before = catalogue_affected.set_aside(booked, [amira])
    assert affected.outstanding(booked) == (bilal,)
    catalogue_affected.take_back(booked, before)
    assert affected.outstanding(booked) == (amira, bilal)


def test_a_referral_that_ends_leaves_nothing_to_do(booked: CaseFile) -> None:
    catalogue.apply(booked, issue(2, *COURSES[1:]))
    amira, bilal = affected.outstanding(booked)
    referral.record(booked, amira.referral_id, ReferralState.WITHDRAWN, on=booked.today(), reason="offer_cancelled")
    assert affected.outstanding(booked) == (bilal,)
