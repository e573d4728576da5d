"""The rules of domain.md § 11 as data: what the file must say, and each trap of date arithmetic as a sentence."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app import resources
from app.domain import rules
from app.domain.dates import PartialDate, add_months, age_on, is_workday
from app.domain.policy import RULES_FILE, policies, policy_on
from app.domain.rules import ACT, FILE, LAW, LIST, PROPOSAL, Rule, due, in_force, made_by, worded

TODAY = date(2026, 11, 23)
RULES = in_force(TODAY)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
FEW = settings(max_examples=50)


def rule(**offset: int) -> Rule:
    """A rule that counts from an exact day and does not roll."""
    return replace(RULES["residence_12a"], rolls=False, **{"years": 0, **offset})


def test_the_file_holds_the_rules_of_the_table() -> None:
    table = """doc_expiry doc_missing_date work_permit_end work_wait_3m work_wait_4y id_60c 60d_25b age_25a
        programme_age 104c_end stay_25b stay_25b_child residence_12a asylum_appeal asylum_appeal_1w consent_expiry
        no_contact plan_review referral_no_reply course_start_check course_midterm course_end_before course_end_after
        followup_6m retention_review retention_review_contact month_export catalogue_age flag plan_step"""
    assert set(RULES) == set(table.split())
    assert made_by(FILE) == {"month_export", "catalogue_age"} and made_by(LIST) == {"no_contact"}


def test_warnings_are_those_of_the_table() -> None:
    warned = {name: RULES[name].warn_days for name in
              ("doc_expiry", "work_permit_end", "id_60c", "age_25a", "programme_age", "104c_end", "stay_25b",
               "residence_12a", "consent_expiry", "plan_review", "course_start_check", "followup_6m", "month_export",
               "work_wait_3m", "60d_25b", "asylum_appeal", "retention_review", "referral_no_reply", "no_contact",
               "catalogue_age")}
    assert warned == {
        "doc_expiry": (42, 21, 7), "work_permit_end": (42, 14), "id_60c": (60, 30), "age_25a": (365, 180, 60),
        "programme_age": (180, 30), "104c_end": (180, 90, 30), "stay_25b": (180,), "residence_12a": (60,),
        "consent_expiry": (30,), "plan_review": (7,), "course_start_check": (3,), "followup_6m": (14,),
        "month_export": (2,), "work_wait_3m": (14,), "60d_25b": (90,), "asylum_appeal": (14,),
        "retention_review": (30,), "referral_no_reply": (), "no_contact": (), "catalogue_age": ()}


@pytest.mark.parametrize("one", RULES.values(), ids=lambda one: one.id)
def test_every_rule_says_where_it_comes_from_and_that_it_is_no_legal_advice(one: Rule) -> None:
    assert one.disclaimer == "Hinweis, keine Rechtsberatung"
    assert one.label_de and one.title and one.text.endswith(".") and one.law
    assert bool(one.law_profile) == (one.kind == LAW)
    assert one.law.startswith("eigener Vorschlag") == (one.kind == "own")


@pytest.mark.parametrize("name", sorted(made_by(ACT) | made_by(FILE)))
@FEW
@given(day=DAYS)
def test_what_acts_and_heute_ask_for_holds_on_every_day(name: str, day: date) -> None:
    assert in_force(day)[name].id == name


def test_a_number_stands_in_one_place_only() -> None:
    policy = policy_on(TODAY)
    assert RULES["no_contact"].days == policy.no_contact_days
    assert (RULES["course_end_before"].days, RULES["course_end_after"].days) == policy.course_end_days
    assert RULES["doc_expiry"].warn_days == policy.doc_expiry_warn_days
    assert RULES["retention_review"].months == policy.retention_erase_months


def test_the_law_of_the_day_counts() -> None:
    before, after = in_force(date(2022, 12, 30)), in_force(date(2022, 12, 31))
    assert [(law["age_25a"].years, law["age_25a"].law_profile) for law in (before, after)] == [(21, "L22"), (27, "L26")]
    assert (before["stay_25b"].years, after["stay_25b"].years) == (8, 6)
    assert (before["stay_25b_child"].years, after["stay_25b_child"].years) == (6, 4)
    assert "104c_end" not in before and "104c_end" in after


def test_a_rule_without_anybody_left_ends() -> None:
    assert "104c_end" in in_force(date(2027, 6, 30)) and "104c_end" not in in_force(date(2027, 7, 1))


def test_an_old_day_takes_the_first_rules() -> None:
    assert in_force(date(2001, 1, 1)) == in_force(policies()[0].valid_from)


# --- the traps of date arithmetic, each as a sentence


def test_months_are_clamped_to_the_end_of_the_month() -> None:
    assert due(rule(months=-7), date(2026, 8, 31)).on == date(2026, 1, 31)
    assert due(RULES["104c_end"], date(2021, 8, 31)).on == date(2023, 2, 28)
    assert due(rule(months=6), date(2023, 8, 31)).on == date(2024, 2, 29)


def test_three_years_after_a_29th_of_february_is_the_28th() -> None:
    assert due(rule(years=3), date(2024, 2, 29)).on == date(2027, 2, 28)


def test_the_day_before_the_27th_birthday_is_the_last_one() -> None:
    assert due(RULES["age_25a"], PartialDate(2000, 3, 5)).on == date(2027, 3, 4)


def test_who_is_born_on_leap_day_gets_older_on_the_first_of_march() -> None:
    assert due(RULES["age_25a"], PartialDate(2000, 2, 29)).on == date(2027, 2, 28)
    assert due(RULES["programme_age"], PartialDate(2000, 2, 29)).on == date(2028, 2, 29)
    assert due(RULES["programme_age"], PartialDate(2004, 2, 29)).on == date(2032, 2, 29)


def test_the_programme_ends_with_the_28th_birthday_because_27_is_still_in() -> None:
    assert due(RULES["programme_age"], PartialDate(2000, 3, 5)).on == date(2028, 3, 5)


def test_a_period_that_ends_on_a_weekend_goes_on_to_monday_and_both_days_are_known() -> None:
    saturday = due(RULES["asylum_appeal"], date(2026, 11, 14))
    assert (saturday.on, saturday.exact_on) == (date(2026, 11, 30), date(2026, 11, 28))
    monday = due(RULES["asylum_appeal"], date(2026, 11, 16))
    assert (monday.on, monday.exact_on) == (date(2026, 11, 30), None)


def test_a_period_that_ends_on_a_holiday_of_nrw_goes_on_to_the_next_working_day() -> None:
    corpus_christi = due(RULES["asylum_appeal_1w"], date(2026, 5, 28))
    assert (corpus_christi.on, corpus_christi.exact_on) == (date(2026, 6, 5), date(2026, 6, 4))
    christmas = due(RULES["asylum_appeal"], date(2026, 12, 11))
    assert (christmas.on, christmas.exact_on) == (date(2026, 12, 28), date(2026, 12, 25))


@FEW
@given(DAYS)
def test_a_day_printed_on_a_paper_never_moves(day: date) -> None:
    for name in ("doc_expiry", "work_permit_end", "consent_expiry", "flag"):
        assert (due(RULES[name], day).on, due(RULES[name], day).exact_on) == (day, None)


@FEW
@given(st.sampled_from(sorted(RULES)), DAYS)
def test_what_rolls_ends_on_a_working_day_at_most_a_long_weekend_later(name: str, day: date) -> None:
    found = due(RULES[name], day)
    exact = found.exact_on or found.on
    if RULES[name].rolls:
        assert is_workday(found.on) and timedelta(0) <= found.on - exact <= timedelta(6)
        assert (found.exact_on is None) == is_workday(exact)
    else:
        assert found.exact_on is None


def test_a_birth_year_alone_gives_a_band_of_which_the_earliest_day_counts() -> None:
    found = due(RULES["age_25a"], PartialDate(2000))
    assert (found.on, found.latest, found.estimated) == (date(2026, 12, 31), date(2027, 12, 30), True)


def test_an_assigned_first_of_january_is_as_good_as_the_year_alone_but_only_as_a_birthday() -> None:
    assert due(RULES["age_25a"], PartialDate(2000, 1, 1)) == due(RULES["age_25a"], PartialDate(2000))
    assert not due(RULES["stay_25b"], PartialDate(2020, 1, 1)).estimated


def test_a_month_of_arrival_counts_from_its_first_day() -> None:
    found = due(RULES["work_wait_3m"], PartialDate(2026, 8))
    assert (found.on, found.latest, found.estimated) == (date(2026, 11, 1), date(2026, 11, 30), True)


def test_a_guess_never_looks_exact() -> None:
    when = due(RULES["stay_25b"], PartialDate(2020, 6, 14, True))
    assert when.estimated and when.exact_on is None
    assert worded(RULES["stay_25b"], when).endswith(" (geschätzt)")
    assert "geschätzt" not in worded(RULES["stay_25b"], due(RULES["stay_25b"], PartialDate(2020, 6, 14)))


def test_a_title_may_hold_braces() -> None:
    one = RULES["course_midterm"]
    assert worded(one, due(one, TODAY), "Kurs {B1}") == "Halbzeit: Wie läuft es? Kurs {B1}"


PARTIALS = st.builds(lambda day, parts, guess: PartialDate(day.year, day.month if parts > 1 else None,
                                                           day.day if parts > 2 else None, guess),
                     DAYS, st.integers(1, 3), st.booleans())


@FEW
@given(st.sampled_from(sorted(made_by(PROPOSAL) & RULES.keys())), PARTIALS, st.floats(0, 1))
def test_the_band_holds_every_day_the_source_may_mean(name: str, source: PartialDate, part: float) -> None:
    one = replace(RULES[name], rolls=False)
    first, last = source.first_day(), source.last_day()
    day = PartialDate.of(first + (last - first) * part)
    band, exact = due(one, source), due(one, day)
    assert band.on <= exact.on <= band.latest
    assert band.estimated or source.exact


@FEW
@given(DAYS, st.integers(-24, 24), st.integers(-40, 40))
def test_months_come_before_days(day: date, months: int, days: int) -> None:
    assert due(rule(months=months, days=days), day).on == add_months(day, months) + timedelta(days)


@FEW
@given(DAYS, st.integers(0, 120))
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    found = due(rule(months=months), day).on
    assert 12 * found.year + found.month == 12 * day.year + day.month + months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)


@FEW
@given(DAYS | st.integers(1952, 2060).map(lambda year: date(year // 4 * 4, 2, 29)))
def test_an_age_is_reached_on_its_birthday_and_the_last_day_before_it_is_the_limit(day: date) -> None:
    birth = PartialDate.of(day)
    assume(not birth.is_assigned_looking)
    last, first = due(RULES["age_25a"], birth).on, due(RULES["programme_age"], birth).on
    assert (age_on(birth, last), age_on(birth, last + timedelta(1))) == (26, 27)
    assert (age_on(birth, first - timedelta(1)), age_on(birth, first)) == (27, 28)


# what a calendar of Nordrhein-Westfalen says, counted from nothing here
FREE = frozenset(date(year, *day) for year, days in {
    2026: [(1, 1), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (6, 4), (10, 3), (11, 1), (12, 25), (12, 26)],
    2027: [(1, 1), (3, 26), (3, 29), (5, 1), (5, 6), (5, 17), (5, 27), (10, 3), (11, 1), (12, 25), (12, 26)],
}.items() for day in days)


@pytest.mark.parametrize("holiday", sorted(FREE))
def test_no_period_ends_on_a_holiday_of_nrw(holiday: date) -> None:
    found = due(RULES["asylum_appeal"], holiday - timedelta(14))
    assert found.exact_on == holiday and found.on > holiday
    assert found.on not in FREE and found.on.weekday() < 5
    between = [holiday + timedelta(n) for n in range((found.on - holiday).days)]
    assert all(day in FREE or day.weekday() >= 5 for day in between)


def test_what_asks_for_a_newer_catalogue_and_the_banner_each_have_their_own_number() -> None:
    assert (RULES["catalogue_age"].days, policy_on(TODAY).catalogue_stale_days) == (45, 60)


def test_the_monthly_report_is_due_on_the_fifth_working_day_of_the_month_after() -> None:
    assert due(RULES["month_export"], date(2026, 12, 1)).on == date(2027, 1, 8)


# --- the file


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[Any], None]], None]]:
    """Reads the shipped file with one thing spoilt; the shipped one is read again afterwards."""
    content = json.loads(resources.path("policy", RULES_FILE).read_text(encoding="utf-8"))
    policies()
    rules.made_by(ACT)

    def read(spoil: Callable[[Any], None]) -> None:
        spoil(content)
        (tmp_path / "policy").mkdir(exist_ok=True)
        (tmp_path / "policy" / RULES_FILE).write_text(json.dumps(content), encoding="utf-8")
        monkeypatch.setattr(rules.resources, "ROOT", tmp_path)
        rules._entries.cache_clear()
        rules.made_by(ACT)

    yield read
    rules._entries.cache_clear()


def entry(content: Any, name: str) -> Any:
    return [one for one in content["rules"] if one["id"] == name][-1]


@pytest.mark.parametrize(("spoil", "words"), [
    (lambda c: c.update(disclamer=c.pop("disclaimer")), "disclamer"),
    (lambda c: entry(c, "age_25a").update(warn_day=[]), "warn_day"),
    (lambda c: entry(c, "age_25a").pop("law"), "law"),
    (lambda c: entry(c, "age_25a").update(offset={"year": 27}), "year"),
    (lambda c: entry(c, "age_25a").update(source="birthdate"), "age_25a"),
    (lambda c: entry(c, "age_25a").update(kind="laws"), "age_25a"),
    (lambda c: entry(c, "age_25a").update(made="propose"), "age_25a"),
    (lambda c: entry(c, "age_25a").update(papers=["toleration"]), "age_25a"),
    (lambda c: entry(c, "age_25a").update(valid_from="31.12.2022"), "31.12.2022"),
    (lambda c: entry(c, "age_25a").update(valid_from="2023-01-01"), "gap or overlap"),
    (lambda c: entry(c, "age_25a").update(valid_from="2022-12-30"), "gap or overlap"),
    (lambda c: entry(c, "104c_end").update(valid_to="2022-12-30"), "104c_end"),
    (lambda c: entry(c, "no_contact").update(offset={"days": "no_contact_day"}), "no_contact_day"),
])
def test_a_misspelt_member_is_an_error_when_the_file_is_read(
    broken: Callable[[Callable[[Any], None]], None], spoil: Callable[[Any], None], words: str,
) -> None:
    with pytest.raises(ValueError, match=words):
        broken(spoil)
