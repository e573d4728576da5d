"""At the GfS: what becomes of each file that is dropped, what is stored of it, and who is missing."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.dates import Month
from app.domain.monthly import ReceivedReport
from app.statistics.merging import Figure, merge
from app.statistics.report_format import (
    MAX_BYTES,
    NOT_A_REPORT,
    Report,
    file_stem,
    sha256,
    short_code,
    to_bytes,
)
from app.store.casefile import CaseFile
from app.store.queries import received
from app.usecases import muster, potentials, received_reports, role
from app.usecases.received_reports import Result, Taken
from tests import casefiles
from tests.casefiles import Clock, refusal
from tests.received import KOELN, OCTOBER, SOEST, WERL, report

SEPTEMBER, NOVEMBER = Month(2026, 9), Month(2026, 11)


@pytest.fixture
def gfs(tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    """The file of the GfS."""
    made = casefiles.new_file(tmp_path / "gfs.klientendatei", casefiles.PASSWORD, clock, office="GfS MUSTER")
    made.set_meta(role=role.GFS)
    yield made
    made.close()


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report, or other bytes, as a file on the stick."""
    (tmp_path / "stick").mkdir()

    def write(what: Report | bytes, name: str = "") -> Path:
        content = what if isinstance(what, bytes) else to_bytes(what)
        path = tmp_path / "stick" / (name or f"{file_stem(what.head)}.json")  # type: ignore[union-attr]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return write


def results(taken: Sequence[Taken]) -> list[str]:
    return [one.result for one in taken]


def why(taken: Taken) -> str:
    assert taken.problem is not None and taken.result == Result.REFUSED
    assert str(taken.problem)  # every value of the sentence is there
    return taken.problem.msgid


def stored(file: CaseFile) -> list[tuple[str, Month]]:
    return [(line.pseudonym, line.month) for line in received.lines(file)]


def test_of_six_files_of_five_laptops_four_are_counted_one_is_a_repeat_and_one_is_refused(
        gfs: CaseFile, put: Callable[..., Path]) -> None:
    paths = [put(report(n)) for n in (1, 2, 3, 4)]
    paths += [put(paths[0].read_bytes(), "noch einmal.json"), put(to_bytes(report(5))[:-9], "kaputt.json")]
    taken = received_reports.take(gfs, paths)
    assert results(taken) == ["new"] * 4 + ["repeat", "refused"]
    assert why(taken[5]) == NOT_A_REPORT and taken[5].name == "kaputt.json"
    content = paths[0].read_bytes()
    assert taken[0] == Taken(name=paths[0].name, result=Result.NEW, pseudonym="00000001", month=OCTOBER, ags=KOELN,
                             code=short_code(content))
    merged = merge(received_reports.reports(gfs)).latest
    assert merged is not None and merged.figure("stock") == Figure(total=40, added=4)
    line = received.lines(gfs)[0]
    assert received.contents(gfs, [line.id]) == (content,) and line.sha256 == sha256(content)
    assert results(received_reports.take(gfs, paths)) == ["repeat"] * 5 + ["refused"]
    assert len(stored(gfs)) == 4


def test_a_second_file_for_a_month_that_is_there_is_refused_and_the_first_stays(
        gfs: CaseFile, put: Callable[..., Path]) -> None:
    first = put(report(1))
    received_reports.take(gfs, [first])
    other = put(report(1, said={"stock": 25}), "zweite.json")
    same, taken = received_reports.take(gfs, [first, other])
    assert (same.result, why(taken)) == (Result.REPEAT, received_reports.OTHER_STORED)
    (line,) = received.lines(gfs)
    assert received_reports.remove(gfs, [line.id]) == 1 and received_reports.remove(gfs, [line.id]) == 0
    assert results(received_reports.take(gfs, [other])) == ["new"]
    assert received_reports.reports(gfs) == (report(1, said={"stock": 25}),)


def test_of_two_different_files_for_one_month_at_once_none_is_taken(gfs: CaseFile, put: Callable[..., Path]) -> None:
    paths = [put(report(1)), put(report(1, said={"stock": 25}), "zweite.json"), put(report(2))]
    taken = received_reports.take(gfs, paths)
    assert [why(one) for one in taken[:2]] == [received_reports.TWO_AT_ONCE] * 2
    assert str(taken[0].problem).startswith("Für Oktober 2026") and stored(gfs) == [("00000002", OCTOBER)]


def test_each_other_file_is_refused_with_its_own_sentence(gfs: CaseFile, put: Callable[..., Path],
                                                          tmp_path: Path) -> None:
    def of_schema(schema: object) -> bytes:
        return json.dumps({**json.loads(to_bytes(report(1))), "schema": schema}).encode()

    cases = {
        put(of_schema("kd-monat/0-erprobung"), "a.json"): received_reports.TRIAL,
        put(of_schema("kd-monat/2"), "b.json"): received_reports.OTHER_SCHEMA,
        put(of_schema("kd-monat/<b>"), "c.json"): NOT_A_REPORT,
        put(of_schema(3), "d.json"): NOT_A_REPORT,
        put(b"[]", "e.json"): NOT_A_REPORT,
        put(b"[" * 100_000, "f.json"): NOT_A_REPORT,
        put(to_bytes(report(1, said={"stock": 12})), "g.json"): NOT_A_REPORT,
        put(to_bytes(report(1, without=["2a"])), "h.json"): NOT_A_REPORT,
        put(b" " * (MAX_BYTES + 1), "i.json"): received_reports.TOO_LARGE,
        put(b"%PDF-", "j.pdf"): received_reports.VIEW,
        put(report(1, NOVEMBER)): received_reports.NOT_OVER,
        tmp_path / "fort.json": received_reports.UNREADABLE,
    }
    taken = received_reports.take(gfs, list(cases))
    assert [why(one) for one in taken] == list(cases.values())
    assert stored(gfs) == [] and gfs.drafts() == ()


def test_a_report_of_invented_people_counts_only_in_a_file_of_them(gfs: CaseFile, put: Callable[..., Path]) -> None:
    one = report()
    practised = put(replace(one, head=replace(one.head, app_version=f"{one.head.app_version}{muster.BUILD}")))
    refused, = received_reports.take(gfs, [practised])
    assert refused.problem is not None and refused.problem.msgid == received_reports.INVENTED
    assert received.lines(gfs) == ()
    gfs.set_meta(muster="1")
    assert results(received_reports.take(gfs, [practised])) == [Result.NEW]


def test_a_month_is_taken_from_the_first_of_the_next_on(gfs: CaseFile, put: Callable[..., Path], clock: Clock) -> None:
    path = put(report(1, NOVEMBER))
    clock.go_to(date(2026, 11, 30))
    assert why(received_reports.take(gfs, [path])[0]) == received_reports.NOT_OVER
    clock.go_to(date(2026, 12, 1))
    assert results(received_reports.take(gfs, [path])) == ["new"]


def test_folders_give_their_reports_and_the_views_beside_a_report_say_nothing(
        gfs: CaseFile, put: Callable[..., Path], tmp_path: Path) -> None:
    first, second = put(report(1)), put(report(2), "tief/unten.JSON")
    views = [put(b"x", first.with_suffix(ending).name) for ending in (".pdf", ".csv", ".xlsx")]
    (tmp_path / "leer").mkdir()
    assert results(received_reports.take(gfs, [first, *views])) == ["new"]
    taken = received_reports.take(gfs, [tmp_path / "stick", tmp_path / "leer"])
    assert [one.name for one in taken] == [first.name, second.name, "leer"]
    assert (results(taken[:2]), why(taken[2])) == (["repeat", "new"], received_reports.NO_REPORTS)


def test_stopped_in_between_nothing_is_stored(gfs: CaseFile, put: Callable[..., Path]) -> None:
    def stop(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        received_reports.take(gfs, [put(report(1)), put(report(2))], stop)
    assert stored(gfs) == []


def test_too_many_files_are_refused_before_one_is_opened(gfs: CaseFile, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_reports, "MOST", 2)
    paths = [tmp_path / f"{n}.json" for n in range(3)]
    assert refusal(lambda: received_reports.take(gfs, paths)) == received_reports.TOO_MANY


def test_only_the_file_of_the_gfs_takes_reports(file: CaseFile, put: Callable[..., Path]) -> None:
    assert refusal(lambda: received_reports.take(file, [put(report(1))])) == received_reports.NOT_GFS
    assert refusal(lambda: received_reports.remove(file, ["x"])) == received_reports.NOT_GFS
    assert stored(file) == []


def test_who_is_missing_are_laptops_that_reported_before_and_communes_that_never_did(
        gfs: CaseFile, put: Callable[..., Path]) -> None:
    received_reports.take(gfs, [put(report(1, SEPTEMBER)), put(report(1)), put(report(2, SEPTEMBER, ags=WERL))])
    for ags in ("05974", SOEST, KOELN):
        potentials.put(gfs, ags, date(2026, 1, 1), None)
    missing = received_reports.who_is_missing(gfs, OCTOBER)
    assert [(one.pseudonym, one.ags, one.last) for one in missing.silent] == [("00000002", WERL, SEPTEMBER)]
    assert [(one.ags, one.name) for one in missing.never] == [(SOEST, "Soest")]
    assert received_reports.who_is_missing(gfs, SEPTEMBER).silent == ()


def test_what_was_taken_in_is_not_undone_but_taken_out(gfs: CaseFile, put: Callable[..., Path]) -> None:
    potentials.put(gfs, KOELN, date(2026, 1, 1), 400)
    received_reports.take(gfs, [put(report(1))])
    assert gfs.undo() == potentials.PUT
    with gfs.write("Probe") as work:
        assert len(work.find(ReceivedReport)) == 1
