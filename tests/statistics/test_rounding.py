"""KRR-5 against its byte-exact vectors and its promises."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statistics.plan import load_plan
from app.statistics.rounding import cell_id, offset, published

VECTORS = json.loads((Path(__file__).parents[1] / "files" / "krr5_vectors.json").read_text(encoding="utf-8"))
KEY = bytes.fromhex(VECTORS["key_hex"])
keys = st.binary(min_size=32, max_size=32)
names = st.text("abcdefghij|=&", max_size=30)
counts = st.integers(0, 100_000)


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda v: f"{v['id']}-{'-'.join(v['conds'])}")
def test_the_vectors_are_met_byte_for_byte(vector: dict) -> None:
    name = cell_id(vector["measure"], vector["epoch"], vector["conds"].items())
    assert name == vector["id"]
    assert offset(KEY, name) == vector["offset"]
    for count, expected in vector["published"].items():
        assert published(KEY, name, int(count)) == expected


@given(keys, names, counts)
def test_a_published_number_is_a_multiple_of_five_within_four_of_the_count(key: bytes, name: str, count: int) -> None:
    shown = published(key, name, count)
    assert shown % 5 == 0
    assert abs(shown - count) <= 4


@given(keys, names)
def test_nobody_is_published_as_zero(key: bytes, name: str) -> None:
    assert published(key, name, 0) == 0


@given(keys, names, counts, counts)
def test_a_larger_count_never_publishes_a_smaller_number(key: bytes, name: str, one: int, other: int) -> None:
    assert published(key, name, min(one, other)) <= published(key, name, max(one, other))


@given(keys, names, counts)
def test_every_step_of_five_true_counts_moves_the_published_number_by_five(key: bytes, name: str, count: int) -> None:
    assert published(key, name, count + 5) == published(key, name, count) + 5


def test_the_name_of_a_cell_does_not_depend_on_the_order_of_its_conditions() -> None:
    one = cell_id("stock", "", [("status", "duldung"), ("sex", "w")])
    assert one == cell_id("stock", "", [("sex", "w"), ("status", "duldung")])


def test_every_cell_of_the_plan_has_a_name_of_its_own() -> None:
    plan = load_plan()
    cells = [c for table in plan.tables for c in plan.cells(table, 2026)]
    assert len({cell_id(c.measure, c.epoch, c.conditions) for c in cells}) == len(cells)


def test_all_five_offsets_occur_about_equally_often() -> None:
    found = [offset(KEY, f"cell{i}") for i in range(5000)]
    assert all(900 < found.count(u) < 1100 for u in range(5))


def test_a_key_of_another_length_is_a_defect() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        offset(b"short", "krr1|stock||")


def test_a_negative_count_is_a_defect() -> None:
    with pytest.raises(ValueError, match="not negative"):
        published(KEY, "krr1|stock||", -1)
