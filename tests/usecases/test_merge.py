"""Two files become one and two again; what was typed completes a file that was there; two persons stay two."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.background import WorkEntry
from app.domain.case import Case, CaseStep
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.domain.family import FamilyLink
from app.domain.flag import Flag
from app.domain.freshness import FactCheck
from app.domain.identity import new_id
from app.domain.language import SpokenLanguage
from app.domain.merging import MERGE, NotDuplicate
from app.domain.old_import import ImportedRow
from app.store.casefile import CaseFile
from app.store.history import CHANGED_SINCE
from app.store.queries import client as clients
from app.store.queries import clients as lists
from app.store.queries import duplicates, history
from app.store.work import GONE, Work
from app.usecases import (
    apart,
    attachments,
    bin,
    casework,
    contact,
    followup,
    freshness,
    intake,
    merge,
    outgoing,
    person,
    proposals,
)
from tests.attached import picture
from tests.casefiles import Clock, every_row, opened_case, refusal, taken_in

DAY = date(2026, 11, 2)
BESIDE = ("act", "meta", "client_search", "contact_search")


def rows(file: CaseFile) -> dict[str, list[tuple[Any, ...]]]:
    """All that is recorded, without the history and the search index, which may stand in another order."""
    return {name: found for name, found in every_row(file).items() if not name.startswith(BESIDE)}


def two(file: CaseFile) -> tuple[str, str]:
    """Ali Hassan and Hassan Ali, whose cases are going on."""
    return (opened_case(file, family_name="Hassan", given_name="Ali", birth=PartialDate(2001, 5, 3))[0],
            opened_case(file, family_name="Ali", given_name="Hassan", phone="0199 1234567")[0])


def number_of(file: CaseFile, client_id: str) -> int:
    return duplicates.merges(file, client_id)[0].number


def test_everything_moves_in_one_act_and_one_undo_brings_two_files_back(file, tmp_path):
    keep, give = two(file)
    case = clients.page(file, give).case.id
    for n in range(3):
        contact.add_contact(file, case, on=file.today(), text=f"Notiz {n}")
    followup.add(file, case, title="Rückruf", due_on=None)
    casework.add_paper(file, give, kind="toleration_60a", valid_from=DAY, valid_to=date(2027, 1, 20))
    photo = tmp_path / "ausweis.png"
    photo.write_bytes(picture())
    attached = attachments.add(file, give, photo)
    outgoing.note(file, "attachment", "Ausweis", "Amt", give, reason="Probe")
    before = rows(file)
    merge.merge(file, keep, give, {"phone"})
    page = clients.page(file, keep)
    assert [(c.episode, c.former_case_id) for c in page.cases] == [(1, None), (2, page.cases[0].id)]
    assert (len(page.contacts), len(page.papers), len(page.attachments)) == (3, 1, 1)
    assert page.client.phone == "0199 1234567" and page.client.birth == PartialDate(2001, 5, 3)
    assert attachments.content(file, attached.id) == picture()
    assert refusal(lambda: clients.page(file, give)) == GONE
    assert [row[1] for row in every_row(file)["attachment_content"]] == [keep]
    file.undo(number_of(file, keep))
    assert rows(file) == before
    assert duplicates.merges(file, keep) == []
    file.redo()
    assert len(clients.page(file, keep).contacts) == 3


def test_whoever_went_is_found_by_their_names_and_their_number(file):
    keep, give = two(file)
    merge.merge(file, keep, give, ())
    for typed in ("K-0002", "Hassan Ali", "Ali Hassan"):
        assert [hit.client_id for hit in lists.search(file, typed)] == [keep]
    assert [one.client_id for one in duplicates.similar_names(file, "Hasan Aly")] == [keep]


def test_the_merge_is_offered_for_thirty_days(file, clock: Clock):
    keep, give = two(file)
    merge.merge(file, keep, give, ())
    (found,) = duplicates.merges(file, keep)
    assert (found.reference, found.at) == ("K-0002", clock.moment)
    clock.moment += timedelta(days=31)
    assert duplicates.merges(file, keep) == []


def test_what_is_added_afterwards_does_not_stand_in_the_way_and_what_is_changed_does(file):
    keep, give = two(file)
    merge.merge(file, keep, give, {"phone"})
    number, case = number_of(file, keep), clients.page(file, keep).case.id
    note = contact.add_contact(file, case, on=file.today(), text="danach")
    casework.add_level(file, keep, on=DAY, oral="a1", written="a1", basis="test")
    casework.change_client(file, keep, mail="x@example.org")
    file.undo(number)
    assert [c.id for c in clients.page(file, give).contacts] == [note]
    assert clients.page(file, keep).client.mail == "x@example.org" and len(clients.page(file, keep).levels) == 1
    file.redo()
    casework.change_client(file, keep, phone="0199 7654321")
    before = rows(file)
    assert refusal(lambda: file.undo(number_of(file, keep))) == CHANGED_SINCE
    assert rows(file) == before


def test_a_file_merged_twice_is_taken_apart_in_turn(file):
    keep, give = two(file)
    third = taken_in(file, given_name="Aly", family_name="Hasan")[0]
    before = rows(file)
    merge.merge(file, keep, give, ())
    merge.merge(file, keep, third, ())
    assert [found.reference for found in duplicates.merges(file, keep)] == ["K-0003", "K-0002"]
    assert [c.episode for c in clients.page(file, keep).cases] == [1, 2, 3]
    for _times in range(2):
        file.undo(number_of(file, keep))
    assert rows(file) == before


def test_links_and_what_was_decided_follow_and_never_bind_a_person_to_themselves(file):
    keep, give = two(file)
    sister = taken_in(file, given_name="Amina")[0]
    person.link(file, give, sister, "sibling")
    person.link(file, keep, give, "relative")
    apart.set_apart(file, give, sister)
    apart.set_apart(file, keep, give)
    merge.merge(file, keep, give, ())
    assert [(r.client_id, r.relation) for r in clients.page(file, keep).relatives] == [(sister, "sibling")]
    with file.write("Probe") as work:
        assert [{one.client_id, one.other_id} for one in work.find(NotDuplicate)] == [{keep, sister}]


def test_what_stands_in_both_stands_once_and_the_later_confirmation_counts(file, clock: Clock):
    keep, give = two(file)
    first = file.today()
    for client_id in (keep, give):
        person.add(file, SpokenLanguage, client_id, language="fas", level="fluent")
        casework.change_client(file, client_id, employment="care", livelihood="asylblg")
    person.add(file, SpokenLanguage, give, language="tur", level="little")
    clock.go_to(first + timedelta(days=5))
    assert freshness.confirm(file, give, "employment") and freshness.confirm(file, keep, "livelihood")
    before = rows(file)
    merge.merge(file, keep, give, ())
    page = clients.page(file, keep)
    assert sorted(one.language for one in page.languages) == ["fas", "tur"]
    later = first + timedelta(days=5)
    assert {one.fact: one.on for one in page.fact_checks} == {"phone": first, "employment": later, "livelihood": later}
    assert {one.client_id for one in (*page.languages, *page.fact_checks)} == {keep}
    file.undo()
    assert rows(file) == before


def test_the_follow_ups_of_the_case_that_goes_on_follow_the_facts_of_both(file: CaseFile) -> None:
    keep, give = two(file)
    casework.add_paper(file, keep, kind="toleration_60a", valid_from=DAY - timedelta(99), valid_to=DAY + timedelta(30))
    casework.add_paper(file, give, kind="toleration_60a", valid_from=DAY - timedelta(9), valid_to=DAY + timedelta(300))
    proposals.accept(file, [one for one in proposals.proposals(file, keep) if one.rule.id == "age_25a"])
    merge.merge(file, keep, give, {"phone"})
    now = clients.page(file, keep)
    due = {(one.rule, one.due_on) for one in now.follow_ups if one.state == "open"}
    # both cases go on, but there is one paper to look at
    papers = [(one.due_on, one.case_id) for one in now.follow_ups if (one.rule, one.state) == ("doc_expiry", "open")]
    assert papers == [(DAY + timedelta(300), now.case.id)]
    assert ("age_25a", date(2028, 5, 2)) in due
    followup_rows = every_row(file)["follow_up"]
    casework.change_client(file, keep, room="7")
    assert every_row(file)["follow_up"] == followup_rows


def test_a_file_with_itself_or_with_one_that_has_gone_is_refused(file):
    keep, _give = two(file)
    before = rows(file)
    assert refusal(lambda: merge.merge(file, keep, keep, ())) == merge.ONE_FILE
    assert refusal(lambda: merge.merge(file, keep, "nobody", ())) == GONE
    assert rows(file) == before


def test_the_preview_counts_what_moves_and_says_that_both_go_on(file):
    keep, give = two(file)
    contact.add_contact(file, clients.page(file, give).case.id, on=file.today(), text="eins")
    shown = merge.preview(clients.page(file, keep), clients.page(file, give))
    assert (shown.contacts, shown.cases, shown.two_open) == (1, 1, True)
    prospect = taken_in(file, given_name="Amina")[0]
    assert not merge.preview(clients.page(file, keep), clients.page(file, prospect)).two_open


def test_a_merged_file_can_go_into_the_bin_and_leaves_nothing(file):
    keep, give = two(file)
    merge.merge(file, keep, give, ())
    bin.discard(file, keep)
    bin.restore(file, bin.contents(file)[0].number)
    assert len(clients.page(file, keep).cases) == 2
    file.undo(number_of(file, keep))
    assert clients.page(file, give).client.given_name == "Hassan"


RECORDS = st.lists(st.sampled_from(["case", "check", "language", "work", "flag", "contact", "link", "apart", "row"]),
                   max_size=9)


def _add(work: Work, kind: str, who: str, other: str, n: int) -> None:
    case = work.find(Case, client_id=who)[0]
    if kind == "case":
        episode = len(work.find(Case, client_id=who)) + 1
        made = work.add(Case(id=new_id(), client_id=who, episode=episode, former_case_id=case.id))
        # some were recorded later than they began
        on = DAY + timedelta(days=(n * 7) % 20 - 10)
        work.add(CaseStep(id=new_id(), case_id=made.id, state="prospect", on=on,
                          recorded_at=datetime(2026, 11, 3, 9, n)))
    elif kind == "check":
        work.add(FactCheck(id=new_id(), client_id=who, fact=f"fact{n}", on=DAY + timedelta(days=len(who) * n % 5)))
    elif kind == "contact":
        work.add(Contact(id=new_id(), case_id=case.id, on=DAY, kind="visit", result="reached", text=f"Notiz {n}"))
    elif kind == "link":
        work.add(FamilyLink(id=new_id(), client_id=who, other_id=other, relation="sibling"))
    elif kind == "apart":
        work.add(NotDuplicate(id=new_id(), client_id=other, other_id=who, on=DAY))
    elif kind == "row":
        work.add(ImportedRow(id=new_id(), client_id=who, imported_at=datetime(2026, 11, 3)))
    else:
        made = {"language": SpokenLanguage(id=new_id(), client_id=who, language=f"l{n % 2}"),
                "work": WorkEntry(id=new_id(), client_id=who, job=f"Beruf {n}"),
                "flag": Flag(id=new_id(), client_id=who, kind="note", reason=f"{n}", set_on=DAY)}[kind]
        work.add(made)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=RECORDS, its=RECORDS, chosen=st.sets(st.sampled_from(["phone", "given_name", "birth", "sex", "mail"])))
def test_merge_then_undo_leaves_every_row_equal(file: CaseFile, mine: list[str], its: list[str], chosen: set[str]):
    (keep, _), (give, _) = taken_in(file, given_name="Ali"), taken_in(file, given_name="Aly", sex="m")
    third = taken_in(file, given_name="Amina")[0]
    with file.write("Probe") as work:
        for who, other, kinds in ((keep, give, mine), (give, third, its)):
            for n, kind in enumerate(kinds):
                _add(work, kind, who, other, n)
    before = rows(file)
    notes = len(before["contact"]), len(before["case_"])
    merge.merge(file, keep, give, chosen)
    between = rows(file)
    assert (len(between["contact"]), len(between["case_"])) == notes
    assert len(between["client"]) == len(before["client"]) - 1
    cases = clients.page(file, keep).cases
    assert [c.episode for c in cases] == list(range(1, len(cases) + 1))
    file.undo(number_of(file, keep))
    assert rows(file) == before
    with file.write("Aufräumen") as work:
        work.change(Client, keep, mail="")


def test_the_history_tells_the_merge_as_one_act(file):
    keep, give = two(file)
    merge.merge(file, keep, give, ())
    assert history.of_client(file, keep).acts[0].title == MERGE
    assert history.of_client(file, give).acts[0].title == MERGE


def test_an_alias_is_completed_without_a_second_file(file):
    alias = intake.take_in(file, {"aliases": ("Abdul",), "birth": PartialDate(2001), "ags": "05315000"})
    file.save_draft("intake", {"texts": {}}, "family_name")
    typed = {"family_name": "MUSTER", "given_name": "Abdul", "birth": PartialDate(2001, 3, 5), "phone": "0199 1",
             "shelter": "GU Hafenstraße", "paper_kind": "toleration_60a", "ags": "05111000"}
    assert merge.fills(clients.page(file, alias).client, typed) == ("family_name", "given_name", "phone")
    assert merge.complete(file, alias, typed) == ("family_name", "given_name", "phone", "accommodation_id",
                                                  "paper_kind")
    page = clients.page(file, alias)
    assert (page.client.family_name, page.client.aliases) == ("MUSTER", ("Abdul",))
    assert page.client.birth == PartialDate(2001)
    assert page.client.ags == "05315000" and page.shelter is not None and len(page.papers) == 1
    assert [check.fact for check in page.fact_checks if check.fact == "phone"] == ["phone"]
    assert lists.how_many(file) == 1 and file.drafts() == ()
    assert refusal(lambda: merge.complete(file, alias, typed)) == merge.NOTHING_NEW
    file.undo()
    assert clients.page(file, alias).client.family_name == ""


def test_whoever_was_set_apart_while_typing_stays_apart(file):
    there = taken_in(file)[0]
    new = intake.take_in(file, {"family_name": "MUSTER", "given_name": "Amira", "birth": PartialDate(2001, 3, 5),
                                "ags": "05315000", "others": (there, "gone")})
    assert duplicates.pairs(file) == ()
    file.undo()
    assert refusal(lambda: clients.page(file, new)) == GONE


@pytest.mark.parametrize("turned", [False, True])
def test_kein_duplikat_is_never_suggested_again_until_it_is_undone(file, turned):
    pair = two(file)
    assert len(duplicates.pairs(file)) == 1
    apart.set_apart(file, *(reversed(pair) if turned else pair))
    assert duplicates.pairs(file) == ()
    file.undo()
    assert len(duplicates.pairs(file)) == 1
