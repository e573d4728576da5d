"""The book of providers: filled by catalogues and by hand, found by any part, telling the number in a referral."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.catalogue import Offering
from app.domain.organisation import Organisation, renewed, told_by
from app.store.casefile import CaseFile
from app.store.queries import organisations as query
from app.usecases import organisations
from tests.casefiles import refusal

NAMES = st.sampled_from(["MUSTER Bildung", "muster  bildung", "VHS MUSTER", "", " "])


def offering(provider: str, key: str = "1", **fields: Any) -> Offering:
    return Offering(key=key, offer_key=key, component=fields.pop("component", "4"), title="Kurs", provider=provider,
                    **fields)


def renew(file: CaseFile, *offerings: Offering) -> int:
    with file.write("Katalog einlesen") as work:
        return organisations.renew_from_catalogue(work, offerings)


def names(entries: tuple[query.Entry, ...]) -> list[str]:
    return [one.organisation.name for one in entries]


def test_a_catalogue_brings_its_providers_with_the_number_most_offerings_tell(file: CaseFile) -> None:
    assert renew(file, offering("MUSTER Bildung", "1", provider_phone="0200 1"),
                 offering("MUSTER Bildung", "2", provider_phone="0200 2", component="1"),
                 offering("Muster-Bildung", "3", provider_phone="0200 2", provider_mail="a@muster.example"),
                 offering("VHS MUSTER", "4")) == 2
    bildung, vhs = (one.organisation for one in query.book(file))
    assert (bildung.name, bildung.phone, bildung.mail) == ("MUSTER Bildung", "0200 2", "a@muster.example")
    assert (bildung.components, bildung.kind, vhs.phone, vhs.from_catalogue) == (("1", "4"), "provider", "", True)


def test_the_next_catalogue_renews_what_nobody_has_changed(file: CaseFile) -> None:
    renew(file, offering("MUSTER Bildung", provider_phone="0200 1"),
          offering("VHS MUSTER", "2", provider_phone="0200 2"))
    vhs = query.of_provider(file, "VHS MUSTER")
    assert vhs is not None
    organisations.change(file, vhs.organisation.id, phone="0200 99")
    changed = [offering("Muster Bildung", provider_phone="0200 3"),
               offering("VHS MUSTER", "2", provider_phone="0200 4")]
    assert renew(file, *changed) == 1
    assert renew(file, *changed) == 0
    assert [(one.phone, one.organisation.from_catalogue) for one in query.book(file)] == [("0200 3", True),
                                                                                           ("0200 99", False)]
    assert renew(file, offering("MUSTER Neu")) == 1 and len(query.book(file)) == 3


def test_the_provider_of_a_referral_is_found_however_it_is_spelled(file: CaseFile) -> None:
    made = organisations.add(file, name="MUSTER-Bildung gGmbH", phone="0200 000011")
    organisations.add_person(file, made, name="Herr MUSTER", task="Anmeldung", phone="0200 12")
    found = query.of_provider(file, "Muster Bildung GGMBH")
    assert found is not None and found.phone == "0200 000011" and [one.name for one in found.persons] == ["Herr MUSTER"]
    assert query.of_provider(file, "") is None and query.of_provider(file, "VHS") is None


def test_an_entry_is_found_by_person_number_or_any_word(file: CaseFile) -> None:
    made = organisations.add(file, name="Jobcenter Musterstadt", kind="authority", phone="02931 94-1234",
                             address="Hafenstraße 12")
    organisations.add_person(file, made, name="Frau Öztürk", task="Leistung", phone="02931/94 77")
    organisations.add(file, name="VHS MUSTER", phone="0200 5")
    book = query.book(file)
    for typed in ("job", "muster job", "hafenstrasse", "ozturk", "029 31 94", "9477", "leistung"):
        assert names(query.matching(book, typed)) == ["Jobcenter Musterstadt"], typed
    assert names(query.matching(book, "muster")) == ["Jobcenter Musterstadt", "VHS MUSTER"]
    assert query.matching(book, "nirgends") == () and query.matching(book, " ") == book
    (entry, _vhs) = book
    found = query.person_found(entry, "öztürk")
    assert found is not None and found.task == "Leistung" and query.person_found(entry, "job") is None


def test_a_name_stands_once_and_is_never_empty(file: CaseFile) -> None:
    made = organisations.add(file, name="VHS MUSTER")
    assert refusal(lambda: organisations.add(file, name="vhs  muster")) == organisations.KNOWN
    assert refusal(lambda: organisations.add(file, name=" ")) == organisations.NAME_MISSING
    assert refusal(lambda: organisations.add_person(file, made, name="")) == organisations.NAME_MISSING
    organisations.change(file, made, note=" Hebt nur\nvormittags ab ")
    assert query.book(file)[0].organisation.note == "Hebt nur\nvormittags ab"


def test_an_entry_goes_with_its_persons_and_comes_back_with_them(file: CaseFile) -> None:
    made = organisations.add(file, name="VHS MUSTER")
    person = organisations.add_person(file, made, name="Frau MUSTER", mail="f@muster.example")
    organisations.change_person(file, person, phone="0200 7")
    assert query.book(file)[0].phone == "0200 7" and query.book(file)[0].mail == "f@muster.example"
    organisations.remove(file, made)
    assert query.book(file) == ()
    file.undo()
    organisations.remove_person(file, person)
    assert [(one.organisation.name, one.persons) for one in query.book(file)] == [("VHS MUSTER", ())]


@settings(max_examples=50)
@given(st.lists(st.tuples(NAMES, st.sampled_from(["", "0200 1", "0200 2"]))))
def test_every_named_provider_is_told_once_with_a_number_it_was_told_with(told: list[tuple[str, str]]) -> None:
    found = told_by([offering(name, str(n), provider_phone=phone) for n, (name, phone) in enumerate(told)])
    assert len({one.name.casefold().replace("  ", " ") for one in found}) == len(found)
    assert {one.phone for one in found} <= {phone for _name, phone in told} | {""}
    by_hand = Organisation(id="1", name="VHS", phone="0200 9")
    assert all(renewed(by_hand, one) == by_hand for one in found)
