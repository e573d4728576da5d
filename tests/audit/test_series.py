"""Honest months pass and every planted fault is caught; `python -m tests.audit` runs the same many times over."""

from random import Random

import pytest

from app.statistics import audit, audit_file, rounding
from app.statistics.audit import check
from tests.audit.exporting import Desk, blind, keyed, thoughtless
from tests.audit.faults import FAULTS, by_sex, key_with_four
from tests.audit.movements import series

# by which sentence each fault has to be found
SENTENCES = {
    "constant offset": audit.NO_KEY, "key change": audit.OTHER_KEY, "redrawn offsets": audit.OTHER_KEY,
    "no multiple of five": audit_file.NOT_ROUNDED, "changed repeat": audit.REPEATED, "small margin": audit.MARGIN,
    "missing margin": audit.MARGIN, "computable group": audit.FEW_WITHIN, "tracked group": audit.FEW_TRACKED,
}
# these are found by linear programmes, the others without
COSTLY = {"computable group", "tracked group"}


@pytest.mark.parametrize("size", [15, 30, 60, 120, 250])
def test_no_honest_month_is_refused(size: int) -> None:
    random = Random(size)
    desk = Desk(key=random.randbytes(32))
    for month, counts in series(size, 2, random):
        desk.audited(month, desk.export(month, counts), counts)
    assert len(desk.issued) == 2


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught_every_time_and_named(name: str) -> None:
    sizes = (60,) if name in COSTLY else (30, 60, 120)
    assert {FAULTS[name](size, Random(size)) for size in sizes} == {SENTENCES[name]}


def test_what_the_thoughtless_desk_gives_away_the_honest_one_withholds_and_says_so() -> None:
    random = Random(7)
    desk = Desk(key=key_with_four(random))
    (month, given_away, counts), = by_sex([(36, 36, 1)], random, desk.key)
    honest = desk.export(month, counts)
    notes = check(honest, {}, counts, {}, desk.bounds).notes
    assert honest != given_away and desk.rungs[-1] > 1
    assert any("errechnen ließe" in note and "2a" in note for note in notes)


def test_the_memory_never_loses_the_true_offset_nor_the_true_count() -> None:
    random = Random(3)
    desk = Desk(key=random.randbytes(32), bounds=blind)
    for month, counts in series(60, 12, random):
        desk.audited(month, thoughtless(month, keyed(desk.key, counts)), counts)
        for c, count in counts.items():
            kept = desk.cells[audit.own_name(c)]
            offset = rounding.offset(desk.key, rounding.cell_id(c.measure, c.epoch, c.conditions))
            assert kept.offsets >> offset & 1
            assert kept.s_lo <= count + offset and (kept.s_hi is None or count + offset <= kept.s_hi)
    narrowed = [one for one in desk.cells.values() if one.offsets.bit_count() == 1]
    assert len(narrowed) > 20, "a year of movements tells the audit most offsets, which is why it keeps them inside"
