"""What becomes of two files of one person: which values stay, how everything is found, how cases are numbered."""

from dataclasses import replace
from datetime import date, datetime

from app.domain.case import Case, CaseStep
from app.domain.client import Client
from app.domain.family import FamilyLink
from app.domain.merging import bound, differing, episodes, filled_in, merged, proposed, relinked

KEEP = Client(id="a", number=1, family_name="MUSTER", given_name="Ali", ags="05315000", phone="0199 1")
GIVE = Client(id="b", number=42, family_name="MUSTER", given_name="Aly", ags="05111000", phone="0199 1", sex="m",
              original_script="علي", aliases=("Alouche",))


def test_what_differs_stands_there_and_what_is_missing_is_proposed():
    assert differing(KEEP, GIVE) == ("given_name", "original_script", "ags", "sex")
    assert proposed(KEEP, GIVE) == {"original_script", "sex"}
    # the number of a room in another house
    assert proposed(replace(KEEP, accommodation_id="here"), replace(KEEP, accommodation_id="there", room="12")) == set()


def test_names_and_number_of_the_other_file_stay_as_further_names():
    one = merged(KEEP, GIVE, {"sex", "original_script", "id", "number"})
    assert (one.id, one.number, one.sex, one.given_name) == ("a", 1, "m", "Ali")
    assert one.aliases == ("Alouche", "Aly MUSTER", "K-0042")
    turned = merged(KEEP, GIVE, {"given_name"})
    assert turned.aliases == ("Alouche", "Ali MUSTER", "علي", "K-0042")


def test_nothing_is_named_twice():
    assert merged(KEEP, replace(KEEP, id="c", number=7), ()).aliases == ("K-0007",)


def test_facts_that_say_nothing_alone_go_together():
    assert bound("room") == {"room", "accommodation_id"}
    assert bound("phone") == {"phone"}


def test_only_what_is_empty_is_filled_in():
    typed = {"family_name": "ANDERS", "sex": "w", "mail": "", "phone": "0199 2", "shelter": "GU", "number": 9}
    assert filled_in(KEEP, typed) == {"sex": "w"}


def test_cases_are_numbered_by_the_day_of_their_first_step():
    def step(case: str, day: int) -> CaseStep:
        return CaseStep(id=f"{case}{day}", case_id=case, state="prospect", on=date(2026, 1, day),
                        recorded_at=datetime(2026, 1, day))

    cases = [Case(id="x", client_id="a", episode=1), Case(id="y", client_id="a", episode=2, former_case_id="x"),
             Case(id="z", client_id="b", episode=1)]
    numbered = episodes(cases, [step("x", 3), step("x", 9), step("y", 8), step("z", 5)], "a")
    assert [(c.id, c.client_id, c.episode, c.former_case_id) for c in numbered] == [
        ("x", "a", 1, None), ("z", "a", 2, "x"), ("y", "a", 3, "z")]


def test_links_lead_to_the_one_who_stays_and_never_to_oneself_or_twice():
    links = [FamilyLink(id="1", client_id="a", other_id="b", relation="sibling"),
             FamilyLink(id="2", client_id="b", other_id="c", relation="parent"),
             FamilyLink(id="3", client_id="c", other_id="a", relation="child"),
             FamilyLink(id="4", client_id="d", other_id="b", relation="partner")]
    assert [(link.id, link.client_id, link.other_id) for link in relinked(links, "a", "b")] == [
        ("3", "c", "a"), ("4", "d", "a")]
