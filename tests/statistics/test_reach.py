"""The funnel and the gaps per commune: whose figures they are, and what is not known."""

from datetime import date

from app.domain.dates import Month
from app.domain.monthly import Potential
from app.statistics.merging import Figure
from app.statistics.reach import STAGES, Reach, ReachRow, area_of, current, gaps, place_name, places, reach
from app.statistics.report_format import Report
from tests.received import KOELN, OCTOBER, SOEST, WERL, report

KREIS_SOEST, BONN = "05974", "05314000"


def potential(ags: str, persons: int | None, as_of: date = date(2026, 1, 1)) -> Potential:
    return Potential(id=f"{ags}-{as_of}", ags=ags, as_of=as_of, persons=persons, source="MUSTER")


def told(*potentials: Potential, reports: tuple[Report, ...]) -> tuple[Reach, dict[str, ReachRow]]:
    found = reach(reports, OCTOBER, potentials)
    return found, {row.ags: row for row in found.rows}


def stages(row: ReachRow) -> dict[str, tuple[int | None, int | None]]:
    return {one.key: (one.figure.total if one.figure else None, one.share) for one in row.stages}


def test_a_hundred_reached_of_four_hundred_are_a_quarter() -> None:
    one = report(1, said={"contacted_ytd": 150, "reached_ytd": 100, "completed_ytd": 20})
    found, rows = told(potential(KOELN, 400), reports=(one, report(1, OCTOBER.previous())))
    assert stages(rows[KOELN]) == {"contacted": (150, 38), "reached": (100, 25), "referred": (50, 13),
                                   "started": (50, 13), "finished": (20, 5)}
    assert stages(found.total) == stages(rows[KOELN]) and tuple(STAGES) == tuple(stages(found.total))
    # five Bausteine are five published numbers, and the band is that of five
    assert [one.figure and one.figure.added for one in rows[KOELN].stages] == [1, 1, 5, 5, 1]
    assert (rows[KOELN].name, rows[KOELN].laptops, rows[KOELN].source) == ("Köln", 1, "MUSTER")


def test_not_reported_is_no_zero_neither_in_a_potential_nor_in_a_report() -> None:
    reports = (report(1, without=["5"]), report(2, ags=SOEST), report(3, ags=WERL))
    found, rows = told(potential(KOELN, 400), potential(SOEST, None), potential(BONN, 300), reports=reports)
    assert stages(rows[KOELN])["reached"] == (None, None)
    assert stages(rows[SOEST])["reached"] == (10, None) and rows[SOEST].potential is None
    assert stages(rows[BONN])["reached"] == (None, None) and rows[BONN].laptops == 0
    assert (rows[WERL].potential, rows[WERL].as_of) == (None, None)
    assert found.comparable == 0 and stages(found.total)["reached"] == (20, None)
    assert found.total.potential == 700


def test_a_share_of_the_total_is_told_over_the_areas_that_have_both() -> None:
    reports = (report(1, said={"reached_ytd": 100}), report(2, ags=SOEST, said={"reached_ytd": 60}))
    found, _rows = told(potential(KOELN, 400), potential(BONN, 300), reports=reports)
    assert stages(found.total)["reached"] == (160, 25)
    assert found.comparable == 1
    assert stages(told(potential(KOELN, 0), reports=reports)[0].total)["reached"] == (160, None)


def test_a_commune_counts_in_its_own_row_else_in_that_of_its_kreis() -> None:
    reports = (report(1, ags=SOEST), report(2, ags=WERL), report(3, ags=WERL))
    _found, rows = told(potential(KREIS_SOEST, 365), potential(SOEST, 87), reports=reports)
    assert {ags: row.laptops for ags, row in rows.items()} == {KREIS_SOEST: 2, SOEST: 1}
    assert area_of(WERL, ()) == WERL and area_of(KREIS_SOEST, [KREIS_SOEST]) == KREIS_SOEST


def test_the_potential_that_holds_is_the_latest_before_the_day_else_the_first_after_it() -> None:
    series = [potential(KOELN, 100, date(2025, 1, 1)), potential(KOELN, None, date(2026, 5, 1)),
              potential(KOELN, 300, date(2027, 1, 1)), potential(SOEST, 7, date(2027, 2, 1)),
              potential(SOEST, 8, date(2027, 3, 1))]
    assert current(series, date(2026, 4, 30))[KOELN].persons == 100
    assert current(series, date(2026, 5, 1))[KOELN].persons is None
    assert current(series, date(2026, 5, 1))[SOEST].persons == 7


def test_gaps_are_told_per_commune_by_baustein_and_by_reason() -> None:
    reports = [report(1, other=lambda c: 15 if ("baustein", "3") in c.conditions else 5), report(2, without=["7b"]),
               report(3, ags=SOEST, without=["7a", "7b"]), report(1, Month(2026, 9))]
    table = gaps(reports, OCTOBER)
    rows = {row.ags: row for row in table.rows}
    assert table.bausteine == ("1", "2", "3", "4", "5") and "voll" in table.reasons
    assert rows[KOELN].bausteine[2] == Figure(total=25, added=2) and rows[KOELN].laptops == 2
    assert rows[KOELN].reasons[table.reasons.index("voll")] == Figure(total=5, added=1)
    assert set(rows[SOEST].bausteine + rows[SOEST].reasons) == {None}
    assert table.total.bausteine == rows[KOELN].bausteine and table.total.laptops == 3


def test_communes_and_kreise_have_names_and_a_foreign_key_stays_as_it_is() -> None:
    assert (place_name(KOELN), place_name(KREIS_SOEST), place_name("09162000")) == ("Köln", "Kreis Soest", "09162000")
    assert (len(places()), "kreisfrei" in places().values()) == (396 + 31, False)
