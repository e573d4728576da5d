"""Which persons the list shows: filters, two sort keys, the limit of a search with right counts. Without widgets."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.saved_list import SavedList
from app.settings import Settings
from app.store.queries.clients import ClientLine
from app.store.queries.found import Words
from app.ui import clients_chosen, clients_rows
from app.ui.clients_columns import DEFAULT, chosen, columns
from app.ui.clients_filters import GROUPS, fits_all, ordered, sleeping, words_of
from app.ui.clients_view import SHOWN_AT_MOST, View
from app.ui.pins import counts

TODAY = date(2026, 11, 3)
LINE = ClientLine(
    client_id="0", case_id="c0", number=0, name="MUSTER, Amira", family="MUSTER", given="Amira",
    sort=("muster", "amira"), state="open", phase="planning", since=date(2026, 1, 5), paper_kind="toleration_60a",
    paper_until=TODAY + timedelta(days=300), german="a1", german_written="unknown", shelter="GU Am Ring",
    shelter_id="s1", accommodation="municipal_shared", ags="05315000", language="prs", nationalities=("423",),
    birth=PartialDate(2003, 3, 12), certificate="none", phone="", aliases=(), original_script="",
    last_contact=TODAY - timedelta(days=3), next_due=None, reminder=None, components=(), flags=(), filled=100,
    filled_exit=None, words=("muster amira",))


def line(number: int, **more: object) -> ClientLine:
    return replace(LINE, client_id=str(number), number=number, **more)  # type: ignore[arg-type]


def view(lines: list[ClientLine], *sort: tuple[str, bool], filters: tuple[str, ...] = ()) -> View:
    made = View()
    made.order(lines, Words(lines), sort, columns(TODAY, wide=True))
    made.narrow(filters, TODAY)
    return made


def found(lines: list[ClientLine], *filters: str) -> list[int]:
    return [one.number for one in lines if fits_all(filters, TODAY)(one)]


def test_filters_of_one_group_widen_and_groups_narrow_each_other() -> None:
    lines = [line(1), line(2, german="b1"), line(3, german="b1", certificate="msa"), line(4, german="b2")]
    assert found(lines) == [1, 2, 3, 4]
    assert found(lines, "german:b1", "certificate:none") == [2]
    assert found(lines, "german:b1", "german:b2", "certificate:none") == [2, 4]
    assert found(lines, "nonsense:x") == [1, 2, 3, 4]


@pytest.mark.parametrize(("asked", "fits", "not_"), [
    ("state:closed", {"state": "locked"}, {"state": "paused"}),
    ("phase:planning", {}, {"phase": "access"}),
    ("paper:expiring", {"paper_until": TODAY + timedelta(days=42)}, {"paper_until": TODAY + timedelta(days=43)}),
    ("paper:expired", {"paper_until": TODAY - timedelta(days=1)}, {"paper_until": TODAY}),
    ("paper:none", {"paper_kind": "", "paper_until": None}, {}),
    ("contact:60", {"last_contact": TODAY - timedelta(days=61)}, {"last_contact": TODAY - timedelta(days=60)}),
    ("contact:30", {"last_contact": None}, {"last_contact": None, "since": TODAY}),
    ("due:none", {}, {"next_due": TODAY}),
    ("due:over", {"next_due": TODAY - timedelta(days=1)}, {"next_due": TODAY}),
    ("shelter:s1", {}, {"shelter_id": ""}), ("commune:05315000", {}, {"ags": "05978020"}),
    ("language:prs", {}, {"language": "ara"}), ("written:a2", {"german_written": "a2"}, {}),
    ("component:4", {"components": ("2", "4")}, {"components": ("2",)}),
    ("flag:danger", {"flags": ("danger",)}, {}), ("gaps:entry", {"filled": 88}, {}),
])
def test_each_filter_asks_what_it_says(asked: str, fits: dict[str, object], not_: dict[str, object]) -> None:
    assert found([line(1, **fits), line(2, **not_)], asked) == [1]


def test_every_filter_that_can_be_chosen_has_words_and_an_order() -> None:
    lines = [LINE, line(1, german="b1", language="ara", certificate="msa")]
    ids = [f"{group.id}:{value}" for group in GROUPS for value, _word in group.options(lines, TODAY)]
    assert len(set(ids)) == len(ids) > 30 and ordered(ids[::-1])[0].startswith("state:")
    said = {one: words_of(one, lines, TODAY) for one in ids}
    assert all(said.values()) and said["german:b1"] == "Deutsch B1" and said["shelter:s1"] == "GU Am Ring"
    assert words_of("certificate:none", (), TODAY) == "Abschluss: kein Abschluss"
    assert words_of("contact:45", (), TODAY) == "Kein Kontakt > 45 Tage"


def test_the_second_key_orders_what_the_first_leaves_equal() -> None:
    lines = [line(1, german="a2", filled=50), line(2, german="b1", filled=70), line(3, german="a2", filled=90)]
    assert [one.number for one in view(lines, ("german", False), ("filled", True)).fitting] == [3, 1, 2]
    assert [one.number for one in view(lines, ("german", True), ("filled", False)).fitting] == [2, 1, 3]
    assert [one.number for one in view(lines, ("gone", True)).fitting] == [1, 2, 3]


@pytest.mark.parametrize("many", [500, 2500])
def test_a_search_shows_the_first_in_order_and_counts_all(many: int) -> None:
    lines = [line(n, words=("muster",), filled=n % 7, state="open" if n % 5 else "closed") for n in range(many)]
    made = view(lines, ("filled", True), filters=("state:active",))
    shown = made.shown("muster", None)
    inside = many - many // 5
    assert (len(shown.lines), shown.found, shown.fitting, shown.elsewhere) == (SHOWN_AT_MOST, inside, inside, many // 5)
    assert list(shown.lines) == made.fitting[:SHOWN_AT_MOST] and made.every("muster", None) == made.fitting
    assert not shown.told
    rest = f"{inside - 200:,}".replace(",", ".")
    assert clients_rows.rest_words(shown) == f"… und {rest} weitere – tippen Sie weiter"
    whole = made.shown("", None)
    assert len(whole.lines) == inside and clients_rows.rest_words(whole) == ""


def test_whom_only_others_fit_is_shown_beyond_the_filters() -> None:
    lines = [line(1, words=("zora",), state="closed"), line(2, words=("amira",))]
    shown = view(lines, filters=("state:active",)).shown("zora", None)
    assert shown.beyond and [one.number for one in shown.lines] == [1]
    assert clients_rows.count_words(shown, True) == "1 Person außerhalb der Filter"


def test_the_count_of_a_saved_list_is_the_number_of_its_rows() -> None:
    lines = [line(n, words=(f"m{n % 3}",), german="b1" if n % 2 else "a1") for n in range(12)]
    words = Words(lines)
    lists = [SavedList(id="a", name="a", position=1, filters=("german:b1",)),
             SavedList(id="b", name="b", position=2, filters=("german:b1",), search="m1"),
             SavedList(id="c", name="c", position=3, filters=("state:closed",), search="m1")]
    questions = [(one, frozenset(words.found(one.search)) if one.search else None) for one in lists]
    rows = {one.id: view(lines, filters=one.filters).shown(one.search, None).found for one in lists}
    assert counts(lines, questions, TODAY) == rows == {"a": 6, "b": 2, "c": 4}


def test_a_case_sleeps_after_three_months_unless_something_is_planned() -> None:
    old = {"last_contact": TODAY - timedelta(days=91)}
    assert sleeping(line(1, **old), TODAY)
    assert not sleeping(line(1, last_contact=TODAY - timedelta(days=90)), TODAY)
    assert not sleeping(line(1, **old, state="paused"), TODAY)
    assert not sleeping(line(1, **old, reminder=TODAY + timedelta(days=1)), TODAY)
    assert sleeping(line(1, **old, reminder=TODAY), TODAY)


def test_what_is_chosen_comes_back_from_settings_and_lists() -> None:
    kept = clients_chosen.of_settings(Settings(client_columns="name,age", client_sort="-age,name"))
    assert (kept.columns, kept.sort) == (("name", "age"), (("age", True), ("name", False)))
    assert clients_chosen.sort_text(kept.sort) == "-age,name"
    assert clients_chosen.of_settings(None) == clients_chosen.of_settings(Settings())
    saved = SavedList(id="a", name="a", position=1, filters=("german:b1",), search="x", sort="german")
    assert clients_chosen.of_list(saved) == clients_chosen.Chosen(
        filters=frozenset({"german:b1"}), search="x", sort=(("german", False),), columns=DEFAULT)


def test_chosen_columns_stand_in_the_order_of_use_with_the_name_first() -> None:
    assert list(chosen(("age", "phase"), TODAY, True)) == ["name", "phase", "age"]
    assert tuple(chosen(("gone",), TODAY, True)) == DEFAULT


@pytest.mark.parametrize("wide", [True, False])
def test_every_column_says_something_and_can_be_sorted_by(wide: bool) -> None:
    busy = line(1, flags=("danger", "other"), components=("2",), next_due=TODAY, birth=None, paper_kind="")
    for name, column in columns(TODAY, wide).items():
        assert column.spoken(LINE) or name in ("components", "flags", "phone"), name
        assert column.spoken(busy) or name in ("age", "phone"), name
        assert sorted([busy, LINE], key=column.order)
