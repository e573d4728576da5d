"""At the GfS: potentials by hand, from a table, from the annex; nothing is not the same as 0."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.usecases import potentials, role
from app.usecases.potentials import Counts, Line
from app.usecases.received_reports import NOT_GFS
from tests import casefiles
from tests.casefiles import Clock, refusal
from tests.received import KOELN, SOEST

DAY, TODAY = date(2026, 6, 30), date(2026, 11, 23)


@pytest.fixture
def gfs(tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    """The file of the GfS."""
    made = casefiles.new_file(tmp_path / "gfs.klientendatei", casefiles.PASSWORD, clock, office="GfS MUSTER")
    made.set_meta(role=role.GFS)
    yield made
    made.close()


def known(file: CaseFile) -> list[tuple[str, date, int | None, str]]:
    return [(one.ags, one.as_of, one.persons, one.source) for one in potentials.lines(file)]


def sheet(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> potentials.Sheet:
    path = tmp_path / "potenziale.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return potentials.look(path, TODAY)


def test_a_potential_replaces_that_of_the_same_day_and_can_be_undone(gfs: CaseFile) -> None:
    potentials.put(gfs, KOELN, DAY, 400, " AZR ")
    potentials.put(gfs, KOELN, DAY, None)
    potentials.put(gfs, KOELN, date(2026, 7, 31), 0)
    assert known(gfs) == [(KOELN, date(2026, 7, 31), 0, ""), (KOELN, DAY, None, "")]
    gfs.undo()
    gfs.undo()
    assert known(gfs) == [(KOELN, DAY, 400, "AZR")]
    potentials.remove(gfs, potentials.lines(gfs)[0].id)
    assert known(gfs) == [] and gfs.undo() == potentials.REMOVE and len(known(gfs)) == 1


def test_what_is_no_potential_is_refused(gfs: CaseFile, file: CaseFile) -> None:
    for ags, persons, source, sentence in (
            ("09162000", 1, "", potentials.NO_PLACE), (KOELN, -1, "", potentials.NO_NUMBER),
            (KOELN, 1, "x" * 201, potentials.TOO_LONG)):
        assert refusal(lambda a=ags, p=persons, s=source: potentials.put(gfs, a, DAY, p, s)) == sentence
    assert refusal(lambda: potentials.put(file, KOELN, DAY, 1)) == NOT_GFS
    assert known(gfs) == []


def test_a_table_is_taken_line_by_line_and_the_wrong_ones_are_named(gfs: CaseFile, tmp_path: Path) -> None:
    read = sheet(tmp_path, "AGS;Stand;Personen;Quelle;Rest", "5315000;30.06.2026;1.640;Ausländerbehörde;x",
                 f"{SOEST};2026-06-30;;", "5974;30.06.2026;0", f"{KOELN};30.6.2026;7", "4711;30.06.2026;7",
                 f"{KOELN};30.06.2027;7", f"{KOELN};1.1.2026;viele", encoding="cp1252")
    assert read.lines == (Line(ags=KOELN, as_of=DAY, persons=1640, source="Ausländerbehörde"),
                          Line(ags=SOEST, as_of=DAY, persons=None), Line(ags="05974", as_of=DAY, persons=0))
    assert [one.line for one in read.refused] == [5, 6, 7, 8]
    assert [one.problem.msgid for one in read.refused][::3] == [potentials.TWICE, potentials.NO_NUMBER]
    assert all(str(one.problem) for one in read.refused)
    assert potentials.take(gfs, read) == Counts(new=3, changed=0, same=0)
    potentials.put(gfs, SOEST, DAY, 90)
    assert potentials.take(gfs, read) == Counts(new=0, changed=1, same=2)
    assert [one[2] for one in known(gfs)] == [1640, 0, None]
    assert gfs.undo() == potentials.TAKE and known(gfs)[2][2] == 90


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        sheet(tmp_path, "ags;personen", f"{KOELN};4")
    assert refused.value.msgid == potentials.NO_COLUMNS


def test_the_annex_is_read_whole_or_for_a_kreis_and_knows_what_was_not_reported(gfs: CaseFile) -> None:
    whole = potentials.annex()
    assert (len(whole.lines), whole.refused) == (54, ())
    by_area = {line.ags: line for line in whole.lines}
    assert by_area[KOELN].persons == 756 + 1047 and "756 Gestattete" in by_area[KOELN].source
    assert [ags for ags, line in by_area.items() if line.persons is None] == ["05112000"]
    assert sum(line.persons or 0 for line in whole.lines) == 12_092 + 10_698 - 452
    assert {line.ags for line in potentials.annex("05974").lines} == {"05974", SOEST}
    assert potentials.take(gfs, whole) == Counts(new=54, changed=0, same=0)
