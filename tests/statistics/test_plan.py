"""The plan as shipped, and that every recorded code has its place in it."""

import json
from typing import Any

import pytest

from app import resources
from app.domain.codes import code_list, shipped
from app.domain.referral import ReferralState
from app.statistics.counting import TRAINING_OR_WORK
from app.statistics.plan import BAUSTEINE, GAP, STOCK, cell, load_plan

PLAN = load_plan()


def test_the_attack_model_has_155_stock_cells() -> None:
    assert len({c for t in PLAN.tables for c in PLAN.cells(t, 2026) if c.measure == STOCK}) == 155


def test_the_tables_are_numbered_and_lettered_in_the_order_of_the_plan() -> None:
    assert " ".join(t.no for t in PLAN.tables) == "1 2a 2b 2c 2d 2e 3a 3b 4a 4b 4c 4d 4e 5 6 7a 7b"
    assert {t.no for t in PLAN.tables if t.grouped} == {"4a", "4b", "4c", "4d", "4e"}


def test_only_referrals_and_starts_are_counted_per_baustein() -> None:
    five = next(t for t in PLAN.tables if t.no == "5")
    assert {p.measure for p in five.parts if p.by} == {"referral_ytd", "start_ytd"}
    assert cell("start_ytd", "2026", {"baustein": "3"}) in PLAN.cells(five, 2026)
    assert cell("start_ytd", "2026", {"baustein": "keiner"}) not in PLAN.cells(five, 2026)


def test_counters_of_two_years_are_different_cells_and_gaps_have_no_year() -> None:
    for table in PLAN.tables:
        same = set(PLAN.cells(table, 2026)) & set(PLAN.cells(table, 2027))
        assert len(same) == (0 if table.no in ("5", "6") else len(PLAN.cells(table, 2026)))


def test_gaps_are_counted_per_baustein_and_per_reason_and_never_in_none() -> None:
    by_baustein, by_reason = (PLAN.cells(t, 2026) for t in PLAN.tables if t.no in ("7a", "7b"))
    assert [dict(c.conditions)["baustein"] for c in by_baustein] == list(BAUSTEINE)
    assert {c.measure for c in by_baustein + by_reason} == {GAP} and len(by_reason) == 6


def shipped_plan(no: int) -> dict[str, Any]:
    raw = json.loads(resources.path("statistics", "table_plan_v1.json").read_text(encoding="utf-8"))
    return next(table for table in raw["tables"] if table["no"] == no)


def test_every_way_of_access_counts_where_the_german_words_of_the_plan_put_it() -> None:
    words = {
        "Selbstmelder": "self", "Internet/Social Media": "internet", "persönliche Empfehlung": "recommendation",
        "Ehrenamt": "volunteers", "aufsuchend": "outreach", "KI": "ki", "JMD": "jmd", "MBE": "mbe",
        "Flüchtlingsberatung": "refugee_counselling", "Arbeitsagentur": "employment_agency", "Jobcenter": "jobcenter",
        "Ausländerbehörde": "immigration_office", "Sozialamt/AsylbLG-Stelle": "social_office",
        "Jugendamt": "youth_office", "Schule": "school", "Sprachkursträger": "language_school", "Coach FB1": "coach",
        "sonstige": "other", "unknown": "unknown", "refused": "refused",
    }
    planned = {words[word]: code for code, group in shipped_plan(6)["access_codes"].items() for word in group}
    assert set(planned) == set(shipped("access_route").ids)
    assert {code: PLAN.attributes["access"].code_for(code) for code in planned} == planned


def test_every_reason_of_a_gap_has_a_place_of_its_own() -> None:
    placed = [PLAN.attributes["reason"].code_for(code.id) for code in shipped("gap_reason")]
    assert placed == shipped_plan(7)["reason_codes"]
    assert PLAN.attributes["reason"].code_for("nobody knows") == "gibt_es_nicht"


@pytest.mark.parametrize(("attribute", "recorded", "code"), [
    ("status", "toleration_60c_search", "duldung"), ("status", "permit_19d", "aufenthaltserlaubnis"),
    ("status", "fiction", "aufenthaltserlaubnis"), ("status", "<no document>", "unklar"),
    ("sex", "w", "w"), ("sex", "x", "d_ka"), ("sex", "refused", "d_ka"),
    ("origin", "121", "europa"), ("origin", "232", "afrika"), ("origin", "475", "syrien_irak"),
    ("origin", "461", "afghanistan_iran_pakistan"), ("origin", "998", "uebrige"), ("origin", "unknown", "uebrige"),
    ("german", "alpha", "keine"), ("german", "c2", "b2plus"), ("german", "refused", "unbekannt"),
    ("referral", "transferred", "beendet"), ("referral", "expired", "nicht_zustande_abgebrochen"),
])
def test_a_recorded_value_counts_under_its_code(attribute: str, recorded: str, code: str) -> None:
    assert PLAN.attributes[attribute].code_for(recorded) == code


def test_every_residence_kind_counts_under_the_group_its_list_names() -> None:
    for kind in code_list("residence_kind"):
        assert PLAN.attributes["status"].code_for(kind.id) == kind.group


def test_every_known_level_of_german_has_a_code_and_only_the_unknown_have_none() -> None:
    found = {code.id for code in code_list("cefr") if PLAN.attributes["german"].code_for(code.id) == "unbekannt"}
    assert found == {"unknown", "refused"}


def test_every_state_from_sent_on_is_a_state_of_the_referral_attribute() -> None:
    before = {"draft", "consent_missing", "ready"}
    assert {s.value for s in ReferralState} - before == set(PLAN.attributes["referral"].exact)


def test_transitions_are_what_the_code_lists_group_as_training_and_work() -> None:
    exits = {code.id for code in code_list("outcome").in_group("Ausbildung und Arbeit")}
    situations = {code.id for code in code_list("outcome_situation") if code.group in ("Ausbildung", "Arbeit")}
    assert exits | situations == TRAINING_OR_WORK
