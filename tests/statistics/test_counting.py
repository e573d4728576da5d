"""What counts when: the rulings of the table plan one by one, then any caseload against a plain recount."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import Month, PartialDate
from app.domain.monthly import Tally
from app.statistics.counting import CountsDisagree, TrueCounts, added, count, prove, tallies
from app.statistics.facts import CaseFact, Caseload, ContactFact, GapFact, ResidenceFact
from app.statistics.plan import BAUSTEINE, GAP, STOCK, cell, load_plan
from tests.statistics.caseloads import OCTOBER, SIZES, case, caseload, caseloads, invented, months, referral

PLAN = load_plan()
END = OCTOBER.last_day()
MARCH, APRIL, MAY = date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 10)


def counted(*cases: CaseFact, month: Month = OCTOBER, contacts: tuple[ContactFact, ...] = ()) -> TrueCounts:
    load = caseload(*cases, contacts=contacts)
    counts = count(PLAN, load, month)
    prove(load, counts)
    return counts


def stock(counts: TrueCounts, **conditions: str) -> int:
    return counts[cell(STOCK, "", conditions)]


def year(counts: TrueCounts, measure: str, **conditions: str) -> int:
    return counts[cell(measure, str(counts.month.year), conditions)]


def code_of(counts: TrueCounts, attribute: str) -> str:
    """The code under which the only person counts."""
    return next(c for c in PLAN.attributes[attribute].codes if stock(counts, **{attribute: c}) == 1)


def test_a_case_opened_on_the_counting_date_is_in_stock() -> None:
    assert stock(counted(case(opened=END))) == 1


def test_a_case_closed_on_the_counting_date_is_not_in_stock() -> None:
    counts = counted(case(closed_on=END))
    assert (stock(counts), year(counts, "closed_ytd")) == (0, 1)


def test_a_case_closed_the_day_after_is_still_in_stock() -> None:
    counts = counted(case(closed_on=date(2026, 11, 1)))
    assert (stock(counts), year(counts, "closed_ytd")) == (1, 0)


def test_a_month_in_the_past_is_counted_as_it_was() -> None:
    later = case(opened=date(2026, 11, 3))
    assert stock(counted(case(), later)) == 1
    assert stock(counted(case(), later, month=Month(2026, 2))) == 0


def test_a_returning_client_counts_once_in_stock_and_twice_as_intake() -> None:
    counts = counted(case(opened=MARCH, closed_on=APRIL), case(opened=MAY))
    assert (stock(counts), year(counts, "intake_ytd"), year(counts, "closed_ytd")) == (1, 2, 1)


def test_a_client_with_two_open_cases_counts_once_with_the_attributes_of_the_later_entry() -> None:
    counts = counted(case(opened=MARCH, german_oral="0"), case(opened=MAY, german_oral="a2"))
    assert (stock(counts), code_of(counts, "german")) == (1, "a2")


def test_cases_side_by_side_after_a_merge_are_one_intake_and_one_exit_with_the_first_access() -> None:
    twice = (case(opened=MARCH, access_route="jmd", closed_on=MAY),
             case(opened=APRIL, access_route="self", closed_on=date(2026, 6, 1)))
    counts = counted(*twice)
    assert (year(counts, "intake_ytd"), year(counts, "closed_ytd")) == (1, 1)
    assert (year(counts, "access_ytd", access="beratung"), year(counts, "access_ytd", access="selbst")) == (1, 0)
    assert year(counted(*twice, month=Month(2026, 5)), "closed_ytd") == 0


def test_a_case_that_begins_on_the_day_another_ends_is_a_new_episode() -> None:
    counts = counted(case(opened=MARCH, closed_on=MAY), case(opened=MAY))
    assert (stock(counts), year(counts, "intake_ytd"), year(counts, "closed_ytd")) == (1, 2, 1)


def test_a_case_across_the_year_end_is_one_intake_of_the_year_it_began_in() -> None:
    across = case(opened=date(2025, 11, 20), closed_on=date(2026, 2, 10))
    seen = [counted(across, month=month) for month in (Month(2025, 12), Month(2026, 1), Month(2026, 2))]
    assert [(stock(c), year(c, "intake_ytd"), year(c, "closed_ytd")) for c in seen] == [(1, 1, 0), (1, 0, 0), (0, 0, 1)]


def test_every_attempt_of_ones_own_counts_as_contacted_and_a_person_once() -> None:
    tried = tuple(ContactFact(client_id="c1", on=on, kind="attempt", result="not_met") for on in (APRIL, MAY))
    counts = counted(case(), contacts=tried)
    assert (year(counts, "contacted_ytd"), year(counts, "reached_ytd")) == (1, 0)


@pytest.mark.parametrize("kind", ["case_conference", "third_party"])
def test_a_case_conference_and_a_talk_with_others_are_no_contact_of_the_client(kind: str) -> None:
    about = ContactFact(client_id="c1", on=MAY, kind=kind, result="reached")
    assert year(counted(case(), contacts=(about,)), "contacted_ytd") == 0


def gaps(counts: TrueCounts, **conditions: str) -> int:
    return counts[cell(GAP, "", conditions)]


def test_gaps_open_on_the_counting_date_are_counted_by_baustein_and_by_reason() -> None:
    def gap(component: str, since: date, until: date | None = None) -> GapFact:
        return GapFact(client_id="c1", component=component, reason="full", since=since, until=until)

    load = Caseload(cases=(case(),), gaps=(
        gap("2", MAY), gap("2", END, date(2026, 11, 1)), gap("4", MAY, END), gap("4", date(2026, 11, 1)),
        gap("R", MAY)))
    counts = count(PLAN, load, OCTOBER)
    prove(load, counts)
    assert [gaps(counts, baustein=b) for b in BAUSTEINE] == [0, 2, 0, 0, 0]
    assert (gaps(counts, reason="voll"), counts.rows_behind(cell(GAP, "", {"reason": "voll"}))) == (2, ("c1", "c1"))


def test_a_prospect_is_not_in_stock_but_counts_as_reached() -> None:
    met = ContactFact(client_id="p", on=MAY, kind="phone", result="reached")
    counts = counted(case("p", None), contacts=(met,))
    assert (stock(counts), year(counts, "intake_ytd"), year(counts, "reached_ytd")) == (0, 0, 1)


def test_a_person_reached_often_counts_once() -> None:
    meetings = tuple(ContactFact(client_id="c1", on=day, kind="phone", result="reached") for day in (APRIL, MAY))
    assert year(counted(case(), contacts=meetings), "reached_ytd") == 1


@pytest.mark.parametrize(("kind", "result", "on"), [
    ("phone", "not_met", MAY), ("case_conference", "reached", MAY), ("third_party", "reached", MAY),
    ("phone", "reached", date(2025, 12, 31)), ("phone", "reached", date(2026, 11, 1)),
])
def test_what_reached_nobody_in_the_year_so_far_is_not_counted(kind: str, result: str, on: date) -> None:
    assert year(counted(case(), contacts=(ContactFact(client_id="c1", on=on, kind=kind, result=result),)),
                "reached_ytd") == 0


def test_counters_begin_anew_in_january() -> None:
    assert year(counted(case(opened=date(2025, 12, 31)), month=Month(2026, 1)), "intake_ytd") == 0
    assert year(counted(case(opened=date(2026, 1, 1)), month=Month(2026, 1)), "intake_ytd") == 1


@pytest.mark.parametrize(("birth", "code"), [
    (PartialDate(2008, 3, 11), "u18"), (PartialDate(2008, 3, 10), "18_20"), (PartialDate(2005), "21_24"),
    (PartialDate(1998, 4), "25_27"), (PartialDate(1998, 3), "28plus"), (None, "unbekannt"),
])
def test_age_is_that_at_entry_and_a_year_alone_means_january(birth: PartialDate | None, code: str) -> None:
    assert code_of(counted(case(opened=MARCH, birth=birth)), "age") == code


@pytest.mark.parametrize(("recorded", "code"), [
    ("0", "0_4"), ("1_4", "0_4"), ("5_8", "5_8"), ("11plus", "11plus"), ("unknown", "unbekannt"),
    ("refused", "unbekannt"),
])
def test_years_of_schooling_fall_into_their_band(recorded: str, code: str) -> None:
    assert code_of(counted(case(school_years=recorded)), "school") == code


def test_the_paper_begun_last_counts_until_the_next_one() -> None:
    papers = (ResidenceFact(from_=date(2026, 11, 1), kind="permit_25b"),
              ResidenceFact(from_=MAY, kind="toleration_60a"),
              ResidenceFact(from_=MARCH, kind="asylum_permission"))
    assert code_of(counted(case(residence=papers)), "status") == "duldung"
    assert code_of(counted(case(residence=papers), month=Month(2026, 4)), "status") == "gestattung"
    assert code_of(counted(case(residence=papers), month=Month(2026, 11)), "status") == "aufenthaltserlaubnis"


def test_no_paper_yet_is_unclear() -> None:
    assert code_of(counted(case()), "status") == "unklar"


@pytest.mark.parametrize(("running", "code"), [
    ("12345", "3"), ("1245", "4"), ("125", "2"), ("15", "5"), ("1", "1"), ("R", "keiner"),
])
def test_of_parallel_participations_the_first_of_3_4_2_5_1_stands_for_the_person(running: str, code: str) -> None:
    counts = counted(case(referrals=tuple(referral(b, (APRIL, "sent"), (MAY, "started")) for b in running)))
    assert code_of(counts, "baustein") == code


def test_a_participation_ended_on_the_counting_date_no_longer_runs() -> None:
    until = referral("4", (APRIL, "sent"), (MAY, "started"), (END, "completed"))
    counts = counted(case(referrals=(until,)))
    assert (code_of(counts, "baustein"), code_of(counts, "referral")) == ("keiner", "beendet")
    assert code_of(counted(case(referrals=(until,)), month=Month(2026, 9)), "baustein") == "4"


def test_parallel_participations_are_both_visible_in_the_counters() -> None:
    counts = counted(case(referrals=tuple(referral(b, (APRIL, "sent"), (MAY, "started")) for b in "14")))
    assert [year(counts, "start_ytd", baustein=b) for b in BAUSTEINE] == [1, 0, 0, 1, 0]
    assert [year(counts, "referral_ytd", baustein=b) for b in BAUSTEINE] == [1, 0, 0, 1, 0]


def test_the_referral_sent_last_counts_even_if_an_earlier_one_moved_later() -> None:
    earlier = referral("4", (MARCH, "sent"), (date(2026, 6, 1), "confirmed"))
    later = referral("2", (MAY, "draft"), (MAY, "sent"))
    assert code_of(counted(case(referrals=(later, earlier))), "referral") == "offen"


def test_of_two_referrals_sent_on_one_day_the_later_recorded_counts() -> None:
    both = (referral("4", (MAY, "sent"), (MAY, "rejected")), referral("2", (MAY, "sent"), (MAY, "confirmed")))
    assert code_of(counted(case(referrals=both)), "referral") == "zugesagt_laeuft"


def test_an_answer_after_the_counting_date_is_not_yet_known() -> None:
    answered = referral("4", (MAY, "sent"), (date(2026, 11, 2), "rejected"))
    assert code_of(counted(case(referrals=(answered,))), "referral") == "offen"
    later = counted(case(referrals=(answered,)), month=Month(2026, 11))
    assert code_of(later, "referral") == "nicht_zustande_abgebrochen"


def test_drafts_and_regular_offers_are_no_referral_to_a_baustein() -> None:
    others = (referral("4", (MAY, "draft"), (MAY, "ready")), referral("R", (MAY, "sent"), (MAY, "started")))
    counts = counted(case(referrals=others))
    assert code_of(counts, "referral") == "keine"
    assert sum(year(counts, "referral_ytd", baustein=b) for b in BAUSTEINE) == 0


def test_ends_count_by_their_kind_and_a_transition_once_per_event() -> None:
    done = referral("4", (MARCH, "sent"), (APRIL, "started"), (MAY, "completed_without_certificate"),
                    ended_with="to_work")
    dropped = referral("2", (MARCH, "sent"), (APRIL, "started"), (MAY, "dropped"), ended_with="dropped")
    moved = referral("3", (MARCH, "sent"), (APRIL, "started"), (MAY, "transferred"), ended_with="to_internship")
    counts = counted(case(closed_on=END, closed_with="employed_part", referrals=(done, dropped, moved)))
    assert (year(counts, "completed_ytd"), year(counts, "dropped_ytd"), year(counts, "transition_ytd")) == (1, 1, 2)


def test_a_late_entry_counts_in_the_year_of_its_date() -> None:
    late = case("late", opened=date(2025, 12, 20))
    assert year(counted(late, month=Month(2026, 1)), "intake_ytd") == 0
    assert year(counted(late, month=Month(2025, 12)), "intake_ytd") == 1


def test_a_case_closed_before_it_was_opened_stops_the_export_and_is_named() -> None:
    load = caseload(case("ok"), case("wrong", opened=date(2026, 10, 20), closed_on=APRIL))
    with pytest.raises(CountsDisagree, match="die Fälle gehen nicht auf") as refused:
        prove(load, count(PLAN, load, OCTOBER))
    assert refused.value.clients == ("wrong",)


def test_a_participation_that_ended_without_beginning_stops_the_export() -> None:
    load = caseload(case("c9", referrals=(referral("3", (MARCH, "sent"), (END, "dropped")),)))
    with pytest.raises(CountsDisagree, match="FB3") as refused:
        prove(load, count(PLAN, load, OCTOBER))
    assert refused.value.clients == ("c9",)


def test_an_attribute_that_loses_a_person_stops_the_export() -> None:
    load = caseload(case())
    counts = count(PLAN, load, OCTOBER)
    broken = replace(counts, behind={**counts.behind, cell(STOCK, "", {"sex": "d_ka"}): ()})
    with pytest.raises(CountsDisagree, match="ergibt 0 statt 1"):
        prove(load, broken)


def beside(other: CaseFact, one: CaseFact) -> bool:
    """Whether the person was in already, by another case."""
    if other.client_id != one.client_id or other.opened_on is None or one.opened_on is None:
        return False
    runs = other.opened_on < one.opened_on and (other.closed_on is None or other.closed_on > one.opened_on)
    return runs or (other.opened_on == one.opened_on and other.case_id < one.case_id)


@settings(max_examples=25)
@given(caseloads(), months)
def test_stock_and_flows_agree_in_every_month_of_every_caseload(load: Caseload, month: Month) -> None:
    prove(load, count(PLAN, load, month))


@settings(max_examples=25)
@given(caseloads(), months)
def test_stock_of_last_month_and_entries_less_exits_are_the_stock_of_now(load: Caseload, month: Month) -> None:
    before, now = count(PLAN, load, month.previous()), count(PLAN, load, month)

    def new(measure: str) -> int:
        return year(now, measure) - (year(before, measure) if month.month > 1 else 0)

    assert stock(before) + new("intake_ytd") - new("closed_ytd") == stock(now)


@settings(max_examples=25)
@given(caseloads(), months)
def test_the_list_behind_a_number_is_a_recount_of_it(load: Caseload, month: Month) -> None:
    counts, day, first = count(PLAN, load, month), month.last_day(), date(month.year, 1, 1)
    here = {c.client_id for c in load.cases
            if c.opened_on and c.opened_on <= day and not (c.closed_on and c.closed_on <= day)}
    assert set(counts.rows_behind(cell(STOCK))) == here
    entered = sorted(c.client_id for c in load.cases if c.opened_on and first <= c.opened_on <= day
                     and not any(beside(other, c) for other in load.cases))
    assert sorted(counts.rows_behind(cell("intake_ytd", str(month.year)))) == entered
    for c in counts.behind:
        rows = counts.rows_behind(c)
        assert len(rows) == counts[c]
        if c.measure == STOCK:
            alone = [set(counts.rows_behind(cell(STOCK, "", dict([one])))) for one in c.conditions]
            assert len(set(rows)) == len(rows) and set(rows) == here.intersection(*alone)


@settings(max_examples=25)
@given(caseloads(), months)
def test_counters_never_fall_within_a_year(load: Caseload, month: Month) -> None:
    now, after = count(PLAN, load, month), count(PLAN, load, month.next())
    assert all(now[c] <= after[c] for c in now.behind if c in after.behind and c.epoch)


@settings(max_examples=25)
@given(caseloads(), months)
def test_the_order_of_the_records_does_not_matter(load: Caseload, month: Month) -> None:
    turned = Caseload(cases=load.cases[::-1], contacts=load.contacts[::-1], gaps=load.gaps[::-1])
    assert count(PLAN, turned, month) == count(PLAN, load, month)


@pytest.mark.parametrize("size", SIZES)
def test_caseloads_of_every_size_are_counted_and_proved_over_two_years(size: int) -> None:
    load, month = invented(size, Random(size)), Month(2025, 1)
    for _ in range(24):
        prove(load, count(PLAN, load, month))
        month = month.next()


def split(load: Caseload, gone: set[str]) -> tuple[Caseload, Caseload]:
    """The caseload of those who stay and of those who go."""
    def part(stays: bool) -> Caseload:
        return Caseload(cases=tuple(c for c in load.cases if (c.client_id not in gone) == stays),
                        contacts=tuple(c for c in load.contacts if (c.client_id not in gone) == stays))

    return part(True), part(False)


@settings(max_examples=25)
@given(caseloads(), months, st.data())
def test_erasing_anybody_changes_no_counter_and_leaves_nobody_behind_it(
    load: Caseload, month: Month, data: st.DataObject,
) -> None:
    people = sorted({c.client_id for c in load.cases})
    gone = data.draw(st.sets(st.sampled_from(people)) if people else st.just(set[str]()))
    rest, erased = split(load, gone)
    left = replace(rest, tallies=tallies(PLAN, erased, until=date.max))
    before, after = count(PLAN, load, month), count(PLAN, left, month)
    prove(left, after)
    for c in (c for c in before.behind if c.epoch):
        assert after[c] == before[c]
        assert after.erased_in(c) == sum(client in gone for client in before.rows_behind(c))
        assert not gone & set(after.rows_behind(c))


def test_a_tally_has_the_month_of_the_event_and_of_the_first_contact_of_the_year() -> None:
    talks = tuple(ContactFact(client_id="c1", on=on, kind="phone", result="reached") for on in (MAY, APRIL))
    moved = referral("3", (APRIL, "sent"), (MAY, "started"))
    load = caseload(case(access_route="ki", referrals=(moved,)), contacts=talks)
    assert {tally.id: tally.n for tally in tallies(PLAN, load, until=END)} == {
        "intake_ytd|2026-03|": 1, "access_ytd|2026-03|access=beratung": 1, "contacted_ytd|2026-04|": 1,
        "reached_ytd|2026-04|": 1, "referral_ytd|2026-04|baustein=3": 1, "start_ytd|2026-05|baustein=3": 1,
    }
    assert {tally.period for tally in tallies(PLAN, load, until=APRIL)} == {"2026-03", "2026-04"}


def test_a_second_erasure_adds_to_the_tally_of_the_same_kind_and_month() -> None:
    intake, exit_ = (Tally(id=f"{m}|2026-03|", measure=m, period="2026-03", n=2) for m in ("intake_ytd", "closed_ytd"))
    assert added([intake], [replace(intake, n=1), exit_]) == (replace(intake, n=3), exit_)


def test_the_ways_of_access_must_add_up_to_the_intakes() -> None:
    lost = Tally(id="intake_ytd|2026-03|", measure="intake_ytd", period="2026-03", n=1)
    load = replace(caseload(case()), tallies=(lost,))
    with pytest.raises(CountsDisagree, match="ergibt 1 statt 2"):
        prove(load, count(PLAN, load, OCTOBER))
