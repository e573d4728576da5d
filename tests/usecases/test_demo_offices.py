"""Invented laptops and what the Geschäftsführende Stelle makes of their months: sums, truth, one process for each."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from app import cli
from app.documents import monthly_tables
from app.domain.dates import Month
from app.domain.errors import UserError
from app.statistics import report_format
from app.statistics.report_format import Report
from app.store.queries import clients
from app.usecases import demo, demo_offices, demo_people, demo_truth, keys
from app.usecases.demo_offices import Laptop
from app.vault.keyfile import LIGHT_KDF
from tests.casefiles import Opener

NOW = datetime(2027, 2, 4, 10, 15)
MONTHS = [Month(2026, 12), Month(2027, 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two laptops and two months, made once for all tests of this file."""

    directory: Path
    made: dict[str, Any]
    said: list[str]
    reports: list[Report]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Merged]:
    directory, said = tmp_path_factory.mktemp("bueros"), []
    made = _make(directory, months=2, clients=7, seed=3, truth=directory.parent / "wahr.csv", say=said.append)
    handed_over = sorted(directory.glob("buero_*/ausgaben/*.json"))
    reports = [report_format.from_bytes(path.read_bytes()) for path in handed_over]
    yield Merged(directory=directory, made=made, said=said, reports=reports)


def _laptop(folder: Path, **changed: Any) -> Laptop:
    return replace(Laptop(number=3, folder=folder / "buero_03", ags="05315000", clients=40, seed=9, months=12,
                          today=date(2026, 11, 19), truth=None), **changed)


def test_each_laptop_has_a_pseudonym_and_a_commune_of_its_own(merged: Merged) -> None:
    assert len({report.head.pseudonym for report in merged.reports}) == 2
    assert len({report.head.ags for report in merged.reports}) == 2
    assert sorted(report.head.month for report in merged.reports) == sorted(MONTHS * 2)


def test_everybody_on_every_laptop_is_called_muster_and_lives_near(merged: Merged) -> None:
    for number in (1, 2):
        file = keys.unlock(merged.directory / f"buero_{number:02}" / demo.FOLDER, demo.PASSPHRASE, clock=lambda: NOW)
        lines, ags = clients.lines(file), file.meta("ags")
        file.close()
        assert len(lines) == 7 and all(line.name.startswith("MUSTER") for line in lines)
        assert ags in {report.head.ags for report in merged.reports}


def test_the_merge_adds_up_what_the_laptops_published(merged: Merged) -> None:
    assert (merged.made["reports"], merged.made["refused"]) == (4, 0)
    period = _written(merged, "zusammenfassung_month_2027-01_MUSTER.json")["periods"][-1]
    published: dict[tuple[str, str], list[int]] = defaultdict(list)
    for report in merged.reports:
        if report.head.month == MONTHS[-1]:
            for c, value in (pair for table in report.tables for pair in table.cells if pair[1] is not None):
                published[c.measure, str(sorted(c.conditions))].append(value)
    summed = {(c["measure"], str(sorted(c["of"].items()))): (c["figure"]["total"], c["figure"]["added"])
              for table in period["tables"] for c in table["cells"] if c["figure"]}
    assert len(period["members"]) == 2 and len(published) >= 5
    assert summed == {name: (sum(values), len(values)) for name, values in published.items()}


def test_month_and_year_are_written_in_every_form_and_told(merged: Merged) -> None:
    names = [Path(path).name for path in merged.made["files"]]
    assert names == [f"zusammenfassung_{period}_MUSTER{form}" for period in ("month_2027-01", "year_2026")
                     for form in (".pdf", ".xlsx", ".csv", ".json")]
    assert all(Path(path).stat().st_size > 400 for path in merged.made["files"])
    said = "\n".join(merged.said)
    assert "2 erfundene Büros mit je 2 Monaten" in said and "4 Monatsmeldungen von 2 Büros" in said


def _written(merged: Merged, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((merged.directory / demo_offices.MERGED / name).read_text(encoding="utf-8"))
    return found


def test_the_truth_is_within_four_of_every_number_that_left(merged: Merged) -> None:
    with (merged.directory.parent / "wahr.csv").open(encoding="utf-8-sig", newline="") as file:
        true = {tuple(row[name] for name in demo_truth.HEADER[:5]): int(row["value"])
                for row in csv.DictReader(file, delimiter=";")}
    shown = [((str(report.head.month), report.head.pseudonym, line.table, line.row, line.column), line.value)
             for report in merged.reports for line in monthly_tables.lines(report) if line.value is not None]
    assert shown and {key[:2] for key, _ in shown} == {key[:2] for key in true}
    assert [(key, value, true[key]) for key, value in shown if abs(value - true[key]) > 4] == []


def test_the_truth_of_a_real_klientendatei_stays_inside(opener: Opener, tmp_path: Path) -> None:
    file = opener()
    with pytest.raises(UserError) as refused:
        demo_truth.of_month(file, MONTHS[0])
    assert refused.value.msgid == demo_truth.ONLY_MUSTER
    with pytest.raises(UserError) as refused:
        demo.make(tmp_path / "echt.klientendatei", clients=1, seed=1, months=1, truth=tmp_path / "wahr.csv",
                  now=lambda: NOW, say=print)
    assert refused.value.msgid == demo_truth.ONLY_MUSTER
    assert not list(tmp_path.rglob("wahr.csv"))


def test_laptops_are_drawn_from_the_whole_state_and_from_small_to_large(tmp_path: Path) -> None:
    some = {"directory": tmp_path, "offices": 12, "months": 12, "seed": 1, "today": date(2026, 11, 19),
            "with_truth": False}
    laptops = demo_offices.drawn(**some, clients=None)
    assert laptops == demo_offices.drawn(**some, clients=None)
    assert [one.clients for one in demo_offices.drawn(**some, clients=30)] == [30] * 12
    assert all(demo_offices.FEWEST <= one.clients <= demo_offices.MOST for one in laptops)
    assert max(one.clients for one in laptops) > 2 * min(one.clients for one in laptops)
    assert len({one.seed for one in laptops}) == 12
    # number 6 and number 12 share the commune of the one before
    assert len({one.ags for one in laptops}) == 10 and laptops[5].ags == laptops[4].ags


def test_people_live_in_the_kreis_of_the_office_and_a_shelter_stands_in_one_commune() -> None:
    people = [demo_people.draw(Random(n), n, date(2026, 6, 1)) for n in range(80)]
    for ags in ("05315000", "05554020", demo.AGS):
        moved = [demo.at_home(person, ags).intake for person in people]
        assert {intake["ags"][:5] for intake in moved} == {ags[:5]}
        stands = defaultdict(set)
        for intake in moved:
            stands[intake["shelter"]].add(intake["ags"])
        assert all(len(places) == 1 for shelter, places in stands.items() if shelter)
    assert [demo.at_home(person, demo.AGS) for person in people] == people


def test_a_laptop_is_played_by_a_command_the_program_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def run(command: list[str], **_how: object) -> SimpleNamespace:
        started.append(command)
        return SimpleNamespace(returncode=len(started) - 1)

    monkeypatch.setattr(demo_offices.subprocess, "run", run)
    one = _laptop(tmp_path, truth=tmp_path / "wahr.csv")
    assert demo_offices._play_beside(one) == one
    chosen = cli._parser().parse_args(started[0][3:])
    assert (chosen.directory, chosen.ags, chosen.clients, chosen.seed) == (one.folder, one.ags, 40, 9)
    # twelve that are over and the one that runs
    assert (chosen.months, chosen.today, chosen.truth, chosen.offices) == (13, one.today, one.truth, 0)
    with pytest.raises(UserError) as refused:
        demo_offices._play_beside(one)
    assert refused.value.msgid == demo_offices.NOT_MADE and refused.value.values["number"] == 3


@pytest.mark.parametrize("wrong", [{"offices": 0}, {"months": 0}, {"clients": 0}])
def test_without_offices_months_or_persons_nothing_is_made(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(UserError) as refused:
        _make(tmp_path / "neu", **wrong)
    assert refused.value.msgid == demo_offices.TOO_FEW
    assert not (tmp_path / "neu").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("steht schon da")
    with pytest.raises(UserError) as refused:
        _make(tmp_path)
    assert refused.value.msgid == demo_offices.ALREADY_THERE
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def _make(directory: Path, **changed: Any) -> dict[str, Any]:
    given = {"offices": 2, "months": 1, "clients": 1, "seed": 1, "truth": None, "now": lambda: NOW, "say": print,
             "kdf": LIGHT_KDF, "processes": 1}
    return demo_offices.make(directory, **{**given, **changed})
