"""The Musterdatei: who is in it, that the months fit together, that a seed tells the same story twice."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app import resources
from app.documents import catalogue_csv, monthly_tables
from app.domain.case import Case
from app.domain.catalogue import Lifecycle
from app.domain.codes import code_list
from app.domain.dates import is_workday
from app.domain.errors import UserError
from app.domain.followup import FollowUp
from app.domain.needs import Need, areas
from app.domain.offer_gap import OfferGap
from app.domain.plan import Goal, PlanStep
from app.domain.referral import ReferralState
from app.statistics import report_format, solver_child
from app.statistics.plan import STOCK, Cell, Plan, cell, load_plan
from app.statistics.report_format import Report
from app.statistics.solver import Problem, Var, candidates
from app.store import history
from app.store.casefile import ALREADY_THERE, CaseFile
from app.store.queries import client, clients, monthly, offers, referrals, today
from app.store.queries.history import of_client
from app.store.work import Work
from app.usecases import backup, demo, demo_people, demo_stage, keys, monthly_export, own_figures
from app.vault import passphrase
from app.vault.keyfile import LIGHT_KDF

NOW = datetime(2026, 11, 19, 10, 15)
MONTHS = ["2026-08", "2026-09", "2026-10"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One Musterdatei, made once for all tests of this file."""

    directory: Path
    file: CaseFile
    made: dict[str, Any]
    said: list[str]
    truth: dict[tuple[str, ...], int]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    directory, said = tmp_path_factory.mktemp("muster"), []
    truth = directory / "wahr.csv"
    made = _make(directory, clients=60, months=4, seed=2, truth=truth, say=said.append)
    file = keys.unlock(directory / demo.FOLDER, demo.PASSPHRASE, clock=lambda: NOW)
    counts = {(row["month"], row["table"], row["row"], row["column"]): int(row["value"]) for row in _rows(truth)}
    yield Played(directory=directory, file=file, made=made, said=said, truth=counts)
    file.close()


def _rows(truth: Path) -> list[dict[str, str]]:
    with truth.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _make(directory: Path, *, clients: int, months: int, seed: int = 1, truth: Path | None = None,
          say: Callable[[str], None] = lambda text: None, now: datetime = NOW) -> dict[str, Any]:
    return demo.make(directory, clients=clients, seed=seed, months=months, truth=truth, now=lambda: now, say=say,
                     kdf=LIGHT_KDF)


def test_the_passphrase_is_five_words_of_the_shipped_list() -> None:
    listed = resources.path("words", "de_8192.txt").read_text(encoding="ascii").split()
    assert [word in listed for word in demo.PASSPHRASE.split("-")] == [True] * 5
    assert passphrase.judge(demo.PASSPHRASE).accepted


def test_the_file_is_marked_as_muster_and_tells_its_passphrase(played: Played) -> None:
    assert played.file.meta("muster") == "1"
    assert (played.file.folder / "muster.txt").read_text(encoding="utf-8").strip() == demo.PASSPHRASE
    assert "MUSTER" in played.file.meta("office")


def test_everybody_is_called_muster(played: Played) -> None:
    lines = clients.lines(played.file)
    assert len(lines) == 60 == played.made["clients"]
    assert all(line.name.startswith("MUSTER") for line in lines)


def test_some_have_one_name_an_alias_another_script_or_an_assigned_birth_date() -> None:
    people = [demo_people.draw(Random(n), n, date(2026, 6, 1)).intake for n in range(300)]
    assert {p["family_name"] for p in people} == {"MUSTER"}
    assert any(not p["given_name"] and not p["order_known"] for p in people)
    assert any("MUSTER" in alias for p in people for alias in p["aliases"])
    assert any(p["original_script"] and not p["original_script"].isascii() for p in people)
    assert any(p["birth"].is_assigned_looking for p in people) and any(p["birth"].estimated for p in people)


def test_cases_prospects_and_those_who_did_not_stay_are_all_there(played: Played) -> None:
    states = played.made["states"]
    assert states["open"] > 60 * 0.5
    assert states["prospect"] and states["discarded"] and states["closed"]
    assert sum(states.values()) == 60


def test_somebody_who_had_left_came_back_to_a_new_episode(played: Played) -> None:
    with played.file.read() as connection:
        cases = Work(connection).find(Case)
    assert any(case.episode == 2 and case.former_case_id for case in cases)


def test_about_half_of_the_cases_have_needs_and_a_plan_that_is_worked_on(played: Played) -> None:
    with played.file.read() as connection:
        work = Work(connection)
        goals, steps, needs = work.find(Goal), work.find(PlanStep), work.find(Need)
    assert 0.3 < len({goal.case_id for goal in goals}) / played.made["states"]["open"] < 0.7
    assert {step.state for step in steps} == {"open", "done"}
    assert {need.area for need in needs} == set(areas()) - {"health"}


def test_nobody_asks_for_a_paper_for_months(played: Played) -> None:
    asked = [line for line in today.page(played.file).groups["overdue"] if line.rule == "doc_expiry"]
    assert all((NOW.date() - line.due_on).days <= 35 for line in asked)


def test_every_tile_of_heute_has_something(played: Played) -> None:
    page = today.page(played.file)
    assert [name for name in ("overdue", "today", "week", "someday") if not page.groups[name]] == []
    assert page.papers and page.courses and page.silent
    assert played.made["desk"]["overdue"] == len(page.groups["overdue"])
    assert all(NOW.date() - timedelta(days=14) <= course.starts_on <= NOW.date() for course in page.courses)


def test_most_follow_ups_a_person_made_are_done(played: Played) -> None:
    with played.file.read() as connection:
        found = Work(connection).find(FollowUp, rule="")
    states = Counter(follow_up.state for follow_up in found)
    assert states["done"] > states["open"] > 0


def test_some_miss_an_offer_and_the_report_counts_what_is_open(played: Played) -> None:
    with played.file.read() as connection:
        found = Work(connection).find(OfferGap)
    assert len(found) == len({gap.case_id for gap in found}) >= 5
    october = date(2026, 10, 31)
    still = [gap for gap in found if gap.since <= october and not (gap.resolved_on and gap.resolved_on <= october)]
    counted = {table: sum(value for (month, no, *_), value in played.truth.items() if (month, no) == ("2026-10", table))
               for table in ("7a", "7b")}
    assert counted == {"7a": len(still), "7b": len(still)} and still


def test_referrals_stand_in_many_states(played: Played) -> None:
    lines = referrals.lines(played.file)
    states = {line.state for line in lines}
    assert 12 <= len(lines) <= 40
    assert {ReferralState.STARTED, ReferralState.REJECTED, ReferralState.CONFIRMED} <= states
    assert len(states) >= 6


def test_nothing_is_dated_after_now(played: Played) -> None:
    for line in clients.lines(played.file):
        page = client.page(played.file, line.client_id)
        assert all(step.on <= NOW.date() for step in (*page.case_steps, *page.referral_steps))
        assert all(contact.on <= NOW.date() for contact in page.contacts)
        assert all(act.at <= NOW for act in of_client(played.file, line.client_id).acts)


def test_the_file_holds_and_its_history_is_unbroken(played: Played) -> None:
    report = backup.inspect(played.file)
    assert report.problems == ()
    with played.file.read() as connection:
        assert history.first_broken_link(connection) is None


def test_full_months_are_issued_in_order_with_their_files(played: Played) -> None:
    assert played.made["months"] == MONTHS
    assert [str(line.month) for line in monthly.issued_lines(played.file)] == MONTHS[::-1]
    written = sorted(path.name for path in (played.directory / "ausgaben").iterdir())
    assert [name.split("_", 3)[-1] for name in written] == [
        f"{month}_MUSTER{end}" for month in MONTHS for end in (".csv", ".json", ".pdf", ".xlsx")]


def test_the_truth_stays_within_four_of_what_was_published(played: Played) -> None:
    assert sorted({month for month, *_ in played.truth}) == MONTHS
    for report in _reports(played):
        shown = {(str(report.head.month), line.table, line.row, line.column): line.value
                 for line in monthly_tables.lines(report) if line.value is not None}
        assert len(shown) > 30
        assert [name for name, value in shown.items() if abs(played.truth[name] - value) > 4] == []


def test_no_small_group_of_a_month_can_be_computed_from_its_file(played: Played) -> None:
    """An attack by hand (anonymity.md, "Within the month"): all tables at once, the exact total known."""
    plan, attacked = load_plan(), 0
    for report in _reports(played):
        true = {c: played.truth[(str(report.head.month), table.no, *monthly_tables.place(c))]
                for table in plan.tables for part in table.parts for c in plan.part_cells(part, report.head.month.year)
                if c.measure == STOCK}
        shown = {c: value for table in report.tables for c, value in table.cells if value is not None}
        cells = list(true)
        ranges = [(max(shown[c] - 4, 0), shown[c] + 4) if c in shown else (0, None) for c in cells]
        ranges[cells.index(cell(STOCK))] = (true[cell(STOCK)],) * 2
        small = [n for n, c in enumerate(cells) if 1 <= true[c] <= 4]
        found, = solver_child.solve([Problem(
            n=len(cells), lower=tuple(low for low, _ in ranges), upper=tuple(high for _, high in ranges),
            sums=tuple(_sums(plan, cells)), targets=tuple(small))])
        assert [cells[n] for n, (low, high) in zip(small, found, strict=True) if candidates(low, high) < 3] == []
        attacked += len(small)
    assert attacked > 30


def _sums(plan: Plan, cells: list[Cell]) -> Iterator[tuple[tuple[int, ...], Var]]:
    """Each cell is the sum of those that have its conditions and one attribute more."""
    number = {c: n for n, c in enumerate(cells)}
    for c, at in number.items():
        for name in plan.attributes:
            parts = tuple(number[d] for d in cells if set(c.conditions) < set(d.conditions)
                          and {each for each, _ in d.conditions} - {each for each, _ in c.conditions} == {name})
            if parts:
                yield parts, Var(at)


def _reports(played: Played) -> list[Report]:
    paths = sorted((played.directory / "ausgaben").glob("*.json"))
    return [report_format.from_bytes(path.read_bytes()) for path in paths]


def test_each_issued_figure_is_within_four_of_the_own_one(played: Played) -> None:
    figures = own_figures.figures(played.file, monthly_export.next_month(played.file).previous())
    pairs = [(len(row.clients), row.published) for t in figures.tables for row in t.rows if row.published is not None]
    assert figures.issued and len(pairs) > 30
    assert all(abs(own - published) <= 4 for own, published in pairs)


def test_the_truth_adds_up_to_the_cases_in_stock(played: Played) -> None:
    by_sex = sum(value for (month, table, *_), value in played.truth.items() if (month, table) == ("2026-10", "2a"))
    assert by_sex == played.truth["2026-10", "1", "stock", ""] > 0


def test_both_catalogues_came_in_at_their_time(played: Played) -> None:
    current = offers.current(played.file)
    assert current.catalogue is not None and current.catalogue.number == 2
    age = NOW.date() - current.catalogue.as_of
    assert timedelta(days=20) < age < timedelta(days=28)
    assert current.catalogue.as_of.weekday() == 0
    states = {listed.lifecycle for listed in current.listed}
    assert {Lifecycle.ACTIVE, Lifecycle.FULL, Lifecycle.CANCELLED, Lifecycle.WITHDRAWN} <= states


def test_the_first_catalogue_is_as_old_as_the_story(played: Played) -> None:
    source = catalogue_csv.read((played.directory / "kataloge" / demo.CATALOGUES[0]).read_bytes())
    assert source.head.as_of == date(2026, 8, 1)
    assert source.refused == ()


def test_what_was_made_is_said_in_plain_german_with_the_passphrase(played: Played) -> None:
    said = "\n".join(played.said)
    assert demo.PASSPHRASE in said
    assert "60 Personen aufgenommen" in said
    assert "August 2026, September 2026, Oktober 2026" in said
    assert not set("{}!") & set(said)


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    first, second, other = (_make(tmp_path / name, clients=6, months=1, seed=seed, truth=tmp_path / f"{name}.csv")
                            for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    assert _story(first) == _story(second) != _story(other)
    assert _counts(tmp_path / "a.csv") == _counts(tmp_path / "b.csv")
    assert _names(tmp_path / "a") == _names(tmp_path / "b")


def _counts(truth: Path) -> list[dict[str, str]]:
    # the pseudonym is drawn anew for each file
    return [{**row, "pseudonym": ""} for row in _rows(truth)]


def _story(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name != "folder"}


def _names(directory: Path) -> list[tuple[int, str, str]]:
    file = keys.unlock(directory / demo.FOLDER, demo.PASSPHRASE, clock=lambda: NOW)
    found = [(line.number, line.name, line.state) for line in clients.lines(file)]
    file.close()
    return sorted(found)


@pytest.mark.parametrize("now", [datetime(2027, 1, 1, 0, 30), datetime(2027, 2, 28, 23, 0), datetime(2026, 12, 27, 9)])
def test_one_person_and_one_month_are_enough_on_any_day(tmp_path: Path, now: datetime) -> None:
    made = _make(tmp_path, clients=1, months=1, now=now)
    assert made["clients"] == 1
    assert made["catalogue"] == 2


@pytest.mark.parametrize(("clients", "months"), [(0, 6), (12, 0), (-3, 2)])
def test_nobody_or_no_time_is_refused(tmp_path: Path, clients: int, months: int) -> None:
    with pytest.raises(UserError) as refused:
        _make(tmp_path / "neu", clients=clients, months=months)
    assert refused.value.msgid == demo.TOO_FEW
    assert not (tmp_path / "neu").exists()


def test_a_musterdatei_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / demo.FOLDER).mkdir()
    with pytest.raises(UserError) as refused:
        _make(tmp_path, clients=2, months=1)
    assert refused.value.msgid == ALREADY_THERE
    assert list((tmp_path / demo.FOLDER).iterdir()) == []


def test_a_place_that_takes_no_files_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "kataloge").write_text("steht im Weg")
    with pytest.raises(UserError) as refused:
        _make(tmp_path, clients=2, months=1)
    assert refused.value.msgid == demo.CANNOT_WRITE


def test_shifting_a_catalogue_keeps_weekdays_and_everything_else() -> None:
    content = "Stand;02.11.2026\r\nab Mo 02.11.2026, Tel. 0200 000011; Größe 1.2.3".encode()
    assert demo.shift(content, -2).decode() == "Stand;19.10.2026\r\nab Mo 19.10.2026, Tel. 0200 000011; Größe 1.2.3"
    assert demo.shift(demo.shift(content, 9), -9) == content


def test_intakes_are_a_stock_first_and_then_two_or_three_a_month() -> None:
    begin, end = date(2026, 6, 1), date(2026, 11, 19)
    days = demo.arrivals(Random(3), begin, end, 120)
    assert len(days) == 120 and days == sorted(days)
    assert all(begin <= day < end and is_workday(day) for day in days)
    later = [day for day in days if day > begin + timedelta(days=demo.STOCK_DAYS)]
    assert 9 <= len(later) <= 14


def test_shares_are_those_of_north_rhine_westphalia() -> None:
    people = [demo_people.draw(Random(n), n, date(2026, 6, 1)).intake for n in range(1500)]
    kinds = Counter(code_list("residence_kind").get(p["paper_kind"]).group for p in people  # type: ignore[union-attr]
                    if p["paper_kind"] != "unknown")
    share = kinds["gestattung"] / kinds.total()
    assert abs(share - 12_092 / (12_092 + 10_698)) < 0.05
    assert 0.70 < sum(p["sex"] == "m" for p in people) / len(people) < 0.80
    ages = [2026 - p["birth"].year for p in people]
    assert 0.75 < sum(18 <= age <= 28 for age in ages) / len(ages) < 0.97


def test_every_code_drawn_is_in_its_list() -> None:
    lists = {"sex": "sex", "contact_language": "language", "interpreter": "interpreter", "paper_kind": "residence_kind",
             "accommodation": "accommodation", "access_route": "access_route", "ags": "commune",
             "paper_work_permission": "work_permission", "entry_employment": "employment", "basis": "cefr_basis",
             "entry_school_years": "school_years", "entry_certificate": "certificate", "entry_german_oral": "cefr",
             "oral": "cefr", "written": "cefr"}
    people = [demo_people.draw(Random(n), n, date(2026, 6, 1)) for n in range(400)]
    drawn = {(name, value) for p in people for source in (p.intake, p.level, p.entry) for name, value in source.items()
             if name in lists}
    assert {name for name, _ in drawn} == set(lists)
    assert [(name, value) for name, value in drawn if value not in code_list(lists[name])] == []
    assert all(code in code_list("nationality") for p in people for code in p.intake["nationalities"])


def test_acts_of_one_day_happen_in_the_order_they_were_entered() -> None:
    clock = demo_stage.MovingClock(datetime(2026, 6, 1))
    diary, seen = demo_stage.Diary(clock, date(2026, 7, 1)), []
    diary.on(date(2026, 6, 8), seen.append, "zweitens")
    diary.on(date(2026, 6, 2), lambda: diary.after(6, seen.append, "drittens"))
    diary.on(date(2026, 6, 2), seen.append, "erstens")
    diary.on(date(2026, 7, 1), seen.append, "nie")
    diary.play()
    assert seen == ["erstens", "zweitens", "drittens"]


def test_the_clock_never_goes_back_and_an_act_never_waits_for_a_holiday() -> None:
    clock = demo_stage.MovingClock(datetime(2026, 6, 1))
    diary, moments = demo_stage.Diary(clock, date(2026, 7, 1)), []
    for day in range(1, 15):
        diary.on(date(2026, 6, day), lambda: moments.append(clock()))
    diary.play()
    assert moments == sorted(moments)
    assert all(is_workday(moment.date()) for moment in moments)
