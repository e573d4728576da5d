"""The shipped code lists: complete, well-formed, and in step with the states of the domain and the table plan."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from app import resources
from app.domain import codes
from app.domain.case import CaseState, Phase
from app.domain.codes import REFUSED, UNKNOWN, Code, CodeList, code_list
from app.domain.contact import NOT_WITH_CLIENT, Contact, Habit, last_habit
from app.domain.flag import Flag, standing
from app.domain.labels import LABELS
from app.domain.language import LEVELS
from app.domain.local_codes import LISTS, LocalCode
from app.domain.policy import policies
from app.domain.referral import ReferralState

ASKED_IN_PERSON = [
    "language", "cefr", "school_years", "certificate", "vocational", "literacy", "employment", "livelihood",
    "family_status", "household", "accommodation", "access_route", "asylum_state", "identity_state", "duldung_reason",
    "need_level", "outcome_situation",
]
SHIPPED = sorted(file.stem for file in resources.path("codes").glob("*.csv"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_list_is_well_formed(name: str) -> None:
    whole = code_list(name)
    labels = [code.label for code in whole.active()]
    assert len(whole) > 1 and whole.active()
    assert all(re.fullmatch("[0-9A-Za-z_]+", code.id) and code.label == code.label.strip() != "" for code in whole)
    assert name == "commune" or len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", ASKED_IN_PERSON)
def test_not_asked_and_not_answered_are_two_values(name: str) -> None:
    assert code_list(name).label(UNKNOWN) == "nicht erhoben"
    assert code_list(name).label(REFUSED) == "keine Angabe"


def test_sex_and_nationality_have_their_official_value_for_no_answer() -> None:
    assert code_list("sex").ids == ("m", "w", "d", "x", UNKNOWN)
    assert code_list("sex").label("x") == code_list("nationality").label("999") == "keine Angabe"


def test_all_communes_of_nrw_are_there_with_their_district() -> None:
    communes = code_list("commune")
    assert len(communes) == 396
    assert all(re.fullmatch("05[0-9]{6}", ags) for ags in communes.ids)
    assert len(communes.in_group("kreisfrei")) == 22
    assert len({code.group for code in communes}) == 1 + 31
    assert communes.get("05154036") == Code(id="05154036", label="Kleve", group="Kreis Kleve")


def test_nationalities_are_those_of_the_official_key_without_what_no_longer_exists() -> None:
    nationality = code_list("nationality")
    retired = {code.id for code in nationality if code.retired}
    assert len(nationality) == 211 + 1
    assert retired == {"000", "910", "120", "132", "133", "138", "159", "162", "276"}
    assert len(nationality.active()) == 202 + 1
    assert [code.label for code in nationality.active()[:3]] == ["Afghanistan", "Syrien", "Irak"]
    assert len(nationality.in_group("häufig")) == 21


def test_languages_are_named_in_german_with_the_frequent_ones_first() -> None:
    languages = code_list("language")
    words = {"prs": "Dari", "kmr": "Kurmandschi", "mnk": "Mandinka", "ckb": "Sorani", "tir": "Tigrinya"}
    assert {code: languages.label(code) for code in words} == words
    groups = [code.group for code in languages if code.id not in (UNKNOWN, REFUSED)]
    assert groups == sorted(groups) and set(groups) == {"häufig", "weitere"}


@pytest.mark.parametrize(("name", "states"), [
    ("case_state", CaseState), ("phase", Phase), ("referral_state", ReferralState),
])
def test_every_state_has_words(name: str, states: type[CaseState] | type[Phase] | type[ReferralState]) -> None:
    assert set(code_list(name).ids) == set(states)


def test_rules_and_counts_name_codes_that_exist() -> None:
    assert set(LEVELS) < set(code_list("cefr").ids)
    assert set(code_list("contact_kind").ids) >= NOT_WITH_CLIENT
    for policy in policies():
        assert set(policy.excluded_accommodation) == {code.id for code in code_list("accommodation").in_group("Land")}
        assert set(policy.fb2_excluded_work_permission) <= set(code_list("work_permission").ids)


def test_the_groups_of_what_is_counted_are_the_codes_of_the_table_plan() -> None:
    plan = json.loads(resources.path("statistics", "table_plan_v1.json").read_text(encoding="utf-8"))
    routes = {code.group for code in code_list("access_route")}
    kinds = {code.group for code in code_list("residence_kind")}
    assert kinds == set(plan["attributes"]["status"]["codes"])
    assert routes == set(next(table for table in plan["tables"] if table["no"] == 6)["access_codes"])


def test_an_unknown_code_or_list_is_a_defect() -> None:
    assert code_list("sex").get("q") is None and "q" not in code_list("sex")
    with pytest.raises(KeyError):
        code_list("sex").label("q")
    with pytest.raises(FileNotFoundError):
        code_list("shoe_size")


@pytest.mark.parametrize("text", ["", "code;label\na;A\n", "code;label;group;retired\na;A;\n"])
def test_a_list_with_a_wrong_head_or_a_short_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                             text: str) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "broken.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "ROOT", tmp_path)
    with pytest.raises(ValueError, match="broken is not well-formed"):
        codes.shipped("broken")


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        CodeList(name="x", codes=(Code(id="a", label="A"), Code(id="a", label="B")))


def own(label: str, list_name: str = "access_route", **more: object) -> LocalCode:
    return LocalCode(id=label.lower(), list_name=list_name, label=label, **more)  # type: ignore[arg-type]


def test_own_values_stand_in_their_list_before_its_last_answers_until_another_file_is_opened() -> None:
    before = code_list("access_route")
    codes.adopt([own("Sprachcafé", counts_as="volunteers"), own("Moschee"), own("Alt", counts_as="ki", retired=True)])
    merged = code_list("access_route")
    assert merged.ids == (*before.ids[:-3], "own:alt", "own:moschee", "own:sprachcafé", "other", UNKNOWN, REFUSED)
    assert (merged.label("own:sprachcafé"), merged.get("own:sprachcafé").group) == ("Sprachcafé", "umfeld")  # type: ignore[union-attr]
    assert merged.label("own:alt") == "Alt" and "own:alt" not in {code.id for code in merged.active()}
    assert codes.shipped("access_route") is before and code_list("contact_kind") is codes.shipped("contact_kind")
    codes.adopt(())
    assert code_list("access_route") is before


def test_an_own_value_means_what_it_is_assigned_to() -> None:
    codes.adopt([own("Anruf beim Amt", "contact_kind", counts_as="third_party"), own("Chor", "contact_kind"),
                 own("Ausbruch", "flag_kind", counts_as="danger")])
    assert codes.counted_as("contact_kind", "own:anruf beim amt") == "third_party"
    assert [codes.counted_as("contact_kind", code) for code in ("phone", "own:chor")] == ["phone", "own:chor"]
    assert codes.all_counted_as("contact_kind", NOT_WITH_CLIENT) == NOT_WITH_CLIENT | {"own:anruf beim amt"}
    assert codes.is_own("own:chor") and not codes.is_own("phone") and not codes.is_own(None)
    talk = Contact(id="1", case_id="1", on=date(2026, 11, 2), kind="phone")
    about = Contact(id="2", case_id="1", on=date(2026, 11, 3), kind="own:anruf beim amt")
    assert last_habit([talk, about]) == Habit(kind="phone", interpreter="unknown", on=talk.on)
    other, danger = (Flag(id=kind, client_id="1", kind=kind, reason="x", set_on=talk.on)
                     for kind in ("protect", "own:ausbruch"))
    assert standing([other, danger]) == (danger, other)


def test_every_list_that_takes_own_values_is_recorded_somewhere() -> None:
    recorded = {name for labels in LABELS.values() for lists in labels.lists.values() for name in lists}
    assert set(LISTS) <= recorded & set(SHIPPED)
