"""The GfS issues catalogues from a spreadsheet, and the offices take exactly those: from one stick to the other."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app import resources
from app.domain.catalogue import EXPIRED, ChangeKind, Mode, OlderCatalogue
from app.domain.errors import UserError
from app.domain.trust import ACTIVE, RESERVE
from app.store.casefile import CaseFile
from app.store.queries import issued_catalogues, offers, outgoing, received_feedback
from app.usecases import catalogue, gfs_keys, intake, issuing, offering_feedback, role, signing, trust
from app.usecases import received_feedback as notices
from app.vault import minisign
from app.vault.errors import WrongSecret
from app.vault.minisign import AlteredContent, Cost
from installer import formate
from tests import casefiles
from tests.casefiles import Clock, after, person, refusal
from tests.catalogues import STRANGER, course, csv_of, written

PASSWORD = "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"
COURSES = (course("VK-1"), course("VK-2"), course("BSK-1", baustein="2"))
Issue = Callable[..., issuing.Done]


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real derivation with the least cost the format allows."""
    real = minisign.lock
    monkeypatch.setattr(minisign, "lock", lambda secret, password: real(secret, password,
                                                                        Cost(ops=2**15, memory=2**24)))


@pytest.fixture
def gfs(tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    """The file of the GfS, with its keys on a stick."""
    made = casefiles.new_file(tmp_path / "gfs.klientendatei", casefiles.PASSWORD, clock, office="GfS MUSTER")
    made.set_meta(role=role.GFS)
    (tmp_path / "stick").mkdir()
    gfs_keys.make(made, tmp_path / "stick", PASSWORD)
    yield made
    made.close()


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes what somebody at the GfS typed into a spreadsheet."""
    def write(*rows: dict[str, str], mode: str = "vollständig", content: bytes = b"") -> Path:
        path = tmp_path / "tabelle.csv"
        path.write_bytes(content or csv_of(1, *rows, mode=mode))
        return path

    return write


@pytest.fixture
def issue(gfs: CaseFile, table: Callable[..., Path], tmp_path: Path) -> Issue:
    """Issues a table as the page does, with another head where one is given."""
    def done(*rows: dict[str, str], table_mode: str = "vollständig", form: str = "csv", secret: str = "gfs-aktiv.key",
             password: str = PASSWORD, folder: Path | None = None, **head: object) -> issuing.Done:
        sheet = issuing.look(gfs, table(*rows, mode=table_mode))
        wanted = replace(issuing.proposal(gfs, sheet), **head)  # type: ignore[arg-type]
        return issuing.issue(gfs, sheet, wanted, secret=tmp_path / "stick" / secret, password=password,
                             folder=folder or tmp_path / "stick", form=form)

    return done


def test_what_the_gfs_issues_the_offices_take_and_nothing_else(gfs: CaseFile, issue: Issue, file: CaseFile,
                                                               tmp_path: Path, clock: Clock) -> None:
    active, reserve = (trust.proposal_from(tmp_path / "stick" / f"gfs-{name}.pub") for name in ("aktiv", "reserve"))
    trust.enter(file, active, ACTIVE, "GfS MUSTER")
    trust.enter(file, reserve, RESERVE, "GfS MUSTER")
    first = issue(*COURSES, name="Angebote MUSTER-Kreis; „alle“", valid_until=after(3))
    taken = catalogue.apply(file, catalogue.read(first.path))
    assert taken.trust.signed and taken.head.number == 1 and taken.count(ChangeKind.NEW) == 3
    moved = course("VK-1", beginn="15.12.2026")
    second = issue(moved, COURSES[1])
    content = second.path.read_bytes()
    flipped = tmp_path / "stick" / "kopie.csv"
    flipped.write_bytes(content.replace(b"15.12.2026", b"16.12.2026"))
    flipped.with_name("kopie.csv.minisig").write_text(second.path.with_name("katalog-2.csv.minisig").read_text("utf-8"),
                                                      encoding="utf-8")
    with pytest.raises(AlteredContent):
        catalogue.apply(file, catalogue.read(flipped))
    foreign = catalogue.read(written(tmp_path, content, STRANGER))
    assert refusal(lambda: catalogue.apply(file, foreign)) == trust.FOREIGN
    taken = catalogue.apply(file, catalogue.read(second.path))
    assert [(one.key, one.kind) for one in taken.changes] == [
        ("VK-1", ChangeKind.CHANGED), ("VK-2", ChangeKind.UNCHANGED), ("BSK-1", ChangeKind.WITHDRAWN)]
    with pytest.raises(OlderCatalogue):
        catalogue.apply(file, catalogue.read(first.path))
    clock.go_to(after(4))
    assert refusal(lambda: catalogue.preview(file, catalogue.read(first.path), older_because="Probe")) == EXPIRED
    in_force = offers.current(file).catalogue
    assert in_force is not None and (in_force.number, in_force.key_id) == (2, active.key_id)


def test_a_catalogue_from_a_musterdatei_says_so_whoever_signs_it(gfs: CaseFile, issue: Issue, tmp_path: Path) -> None:
    gfs.set_meta(muster="1")
    first = issue(*COURSES, name="Angebote im Kreis")
    second = issue(*COURSES[:2])
    assert [first.path.name, second.path.name] == ["katalog-1_MUSTER.csv", "katalog-2_MUSTER.csv"]
    assert {catalogue.read(done.path).head.name for done in (first, second)} == {"MUSTER Angebote im Kreis"}
    (tmp_path / "zweiter").mkdir()
    again = issuing.write_again(gfs, issued_catalogues.lines(gfs)[0].id, tmp_path / "zweiter")
    assert again.name == second.path.name


def test_each_issue_is_kept_with_its_bytes_and_listed_with_its_differences(gfs: CaseFile, issue: Issue,
                                                                           tmp_path: Path) -> None:
    first = issue(*COURSES)
    second = issue(course("VK-1", ort="Bonn"), COURSES[1], form="json")
    lines = issued_catalogues.lines(gfs)
    assert [(one.number, one.rows, one.mode) for one in lines] == [(2, 2, "full"), (1, 3, "full")]
    kept = issued_catalogues.whole(gfs, first.issued.id)
    assert kept is not None and kept.content == first.path.read_bytes() and kept.rows == 3
    assert json.loads(second.path.read_bytes())["nummer"] == 2
    assert {(one.key, one.kind) for one in issuing.differences(gfs, 2)} == {
        ("VK-1", ChangeKind.CHANGED), ("BSK-1", ChangeKind.WITHDRAWN)}
    assert {one.kind for one in issuing.differences(gfs, 1)} == {ChangeKind.NEW}
    (tmp_path / "zweiter").mkdir()
    copy = issuing.write_again(gfs, first.issued.id, tmp_path / "zweiter")
    assert copy.read_bytes() == first.path.read_bytes()
    assert [line.entry.kind for line in outgoing.lines(gfs)] == ["catalogue"] * 3


def test_an_issue_with_only_changes_says_what_changed_and_the_next_one_is_compared_with_all_of_it(
        gfs: CaseFile, issue: Issue, file: CaseFile, tmp_path: Path) -> None:
    trust.enter(file, trust.proposal_from(tmp_path / "stick" / "gfs-aktiv.pub"), ACTIVE, "GfS MUSTER")
    catalogue.apply(file, catalogue.read(issue(*COURSES).path))
    full = course("VK-2", zustand="voll")
    done = issue(COURSES[0], full, COURSES[2], mode=Mode.DELTA, valid_until=None)
    assert done.issued.rows == 1
    changed = issue(course("VK-1", ort="Bonn"), course("VK-3"), table_mode="Änderung")
    assert (changed.issued.number, changed.issued.mode, changed.issued.rows) == (3, "delta", 2)
    catalogue.apply(file, catalogue.read(done.path))
    catalogue.apply(file, catalogue.read(changed.path))
    assert {one.key: one.place for one in offers.current(file).listed} == {
        "VK-1": "Bonn", "VK-2": "Köln", "BSK-1": "Köln", "VK-3": "Köln"}


def test_a_table_of_changes_can_be_issued_in_full_and_the_others_stay(gfs: CaseFile, issue: Issue) -> None:
    issue(*COURSES)
    done = issue(course("VK-3"), table_mode="Änderung", mode=Mode.FULL, number=7)
    assert done.issued.rows == 4


def test_a_row_that_cannot_be_read_withdraws_nothing(gfs: CaseFile, issue: Issue, table: Callable[..., Path]) -> None:
    issue(*COURSES)
    sheet = issuing.look(gfs, table(course("VK-1", beginn="31.02.2027"), COURSES[1], COURSES[2]))
    assert [(row.line, row.key) for row in sheet.source.refused] == [(7, "VK-1")]
    assert sheet.count(ChangeKind.UNCHANGED) == 3 and {one.key for one in sheet.offerings(Mode.FULL)} == {
        "VK-1", "VK-2", "BSK-1"}


def test_the_template_with_an_empty_head_is_enough(gfs: CaseFile, table: Callable[..., Path]) -> None:
    row = {"angebot_id": "VK-1", "durchfuehrung_id": "VK-1-A", "zustand": "aktiv", "baustein": "4",
           "titel": "MUSTER-Kurs", "traeger": "MUSTER-Träger", "beginn": after(9)}
    sheet = issuing.look(gfs, table(content=formate.template({}, [row])))
    head = issuing.proposal(gfs, sheet)
    assert (head.name, head.number, head.as_of, head.mode, head.valid_until) == (
        "GfS MUSTER", 1, after(0), Mode.FULL, after(90))
    assert [one.key for one in sheet.offerings(head.mode)] == ["VK-1-A"]


def test_a_head_no_office_would_take_is_refused_before_anything_is_signed(issue: Issue, gfs: CaseFile) -> None:
    assert refusal(lambda: issue(*COURSES, mode=Mode.DELTA)) == issuing.FIRST_IS_FULL
    assert refusal(issue) == issuing.EMPTY
    issue(*COURSES)
    day = timedelta(1)
    for sentence, rows, head in (
            (issuing.ISSUED_ALREADY, COURSES, {"number": 1}), (issuing.AHEAD, COURSES, {"as_of": after(0) + day}),
            (issuing.ENDED, COURSES, {"valid_until": after(0) - day}),
            (issuing.NAME_UNFIT, COURSES, {"name": " \u200e"}),
            (issuing.CANNOT_WITHDRAW, COURSES[:2], {"mode": Mode.DELTA}),
            (issuing.NOT_NEXT, COURSES, {"mode": Mode.DELTA, "number": 5}),
            (issuing.NOTHING_TO_SAY, COURSES, {"mode": Mode.DELTA})):
        assert refusal(lambda r=rows, h=head: issue(*r, **h)) == sentence  # type: ignore[misc]
    assert len(issued_catalogues.lines(gfs)) == 1


def test_a_key_or_a_stick_that_does_not_fit_issues_nothing(issue: Issue, gfs: CaseFile, tmp_path: Path) -> None:
    with pytest.raises(WrongSecret):
        issue(*COURSES, password="anders")
    assert refusal(lambda: issue(*COURSES, secret="gfs-reserve.key")) == issuing.NOT_ACTIVE
    assert refusal(lambda: issue(*COURSES, folder=tmp_path / "fehlt")) == signing.CANNOT_WRITE
    (tmp_path / "stick" / "katalog-1.csv.minisig").write_text("mine")
    assert refusal(lambda: issue(*COURSES)) == signing.ALREADY_THERE
    trust.retire(gfs, trust.keys(gfs)[0].key_id)
    assert refusal(lambda: issue(*COURSES)) == issuing.NO_KEYS
    assert issued_catalogues.lines(gfs) == () and not (tmp_path / "stick" / "katalog-1.csv").exists()


def test_an_act_that_fails_takes_the_files_off_the_stick_again(issue: Issue, gfs: CaseFile, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    real = signing.write_new

    def full(folder: Path, files: dict[str, bytes]) -> None:
        real(folder, files)
        raise UserError(signing.CANNOT_WRITE)

    monkeypatch.setattr(signing, "write_new", full)
    assert refusal(lambda: issue(*COURSES)) == signing.CANNOT_WRITE
    assert issued_catalogues.lines(gfs) == ()


def test_a_table_read_before_another_issue_is_refused(gfs: CaseFile, issue: Issue, table: Callable[..., Path],
                                                      tmp_path: Path) -> None:
    sheet = issuing.look(gfs, table(*COURSES))
    head = replace(issuing.proposal(gfs, sheet), number=5)
    issue(*COURSES)
    assert refusal(lambda: issuing.issue(gfs, sheet, head, secret=tmp_path / "stick" / "gfs-aktiv.key",
                                         password=PASSWORD, folder=tmp_path / "stick")) == issuing.ANOTHER_MEANWHILE
    assert not (tmp_path / "stick" / "katalog-5.csv").exists()


def test_a_file_of_the_gfs_takes_no_person_and_an_office_issues_nothing(gfs: CaseFile, file: CaseFile,
                                                                        table: Callable[..., Path]) -> None:
    before = casefiles.every_row(gfs)
    assert refusal(lambda: intake.take_in(gfs, person())) == role.NO_PERSONS
    assert casefiles.every_row(gfs) == before
    assert refusal(lambda: issuing.look(file, table(*COURSES))) == role.ONLY_GFS


def test_new_keys_reach_the_offices_by_a_key_list_and_sign_from_then_on(gfs: CaseFile, file: CaseFile, issue: Issue,
                                                                        tmp_path: Path) -> None:
    for name, task in (("aktiv", ACTIVE), ("reserve", RESERVE)):
        trust.enter(file, trust.proposal_from(tmp_path / "stick" / f"gfs-{name}.pub"), task, "GfS MUSTER")
    new = tmp_path / "neu"
    new.mkdir()
    active, _reserve = gfs_keys.make(gfs, new, PASSWORD)
    assert active.key_id not in {key.key_id for key in trust.keys(gfs)}
    listed = gfs_keys.write_key_list(gfs, new, tmp_path / "stick" / "gfs-reserve.key", PASSWORD, new / "gfs-aktiv.pub",
                                     new / "gfs-reserve.pub")
    trust.change(file, listed)
    assert refusal(lambda: issue(*COURSES)) == issuing.NOT_ACTIVE
    done = issue(*COURSES, secret="../neu/gfs-aktiv.key")
    assert catalogue.apply(file, catalogue.read(done.path)).trust.key == trust.keys(file)[0]


def test_notices_of_an_office_are_stored_once_with_their_office(gfs: CaseFile, issue: Issue, file: CaseFile,
                                                                tmp_path: Path) -> None:
    trust.enter(file, trust.proposal_from(tmp_path / "stick" / "gfs-aktiv.pub"), ACTIVE, "GfS MUSTER")
    catalogue.apply(file, catalogue.read(issue(*COURSES).path))
    offered = {one.key: one for one in offers.current(file).listed}
    offering_feedback.add(file, offered["VK-1"], "cancelled", "Anruf beim Träger")
    offering_feedback.add(file, offered["VK-1"], "wrong_contact")
    offering_feedback.add(file, offered["VK-2"], "full")
    sent = tmp_path / "hinweise.json"
    offering_feedback.write(file, sent)
    broken, strange = tmp_path / "kaputt.json", tmp_path / "fremd.json"
    broken.write_text("{", encoding="utf-8")
    whole = json.loads(sent.read_text("utf-8"))
    whole["hinweise"] = [*whole["hinweise"][:1], {**whole["hinweise"][0], "hinweis": "sonstiges"}, 7]
    strange.write_text(json.dumps({**whole, "stelle": "Amt MUSTER 2"}), encoding="utf-8")
    preview = notices.look(gfs, [sent, broken, strange])
    assert (len(preview.new), preview.known, preview.refused) == (4, 0, 2)
    assert [problem.msgid for problem in preview.problems] == [notices.NO_NOTICES]
    assert notices.take(gfs, preview) == 4 and notices.take(gfs, preview) == 0
    again = notices.look(gfs, [sent])
    assert (len(again.new), again.known) == (0, 3)
    told = {one.offering_key: one for one in received_feedback.by_offering(gfs)}
    assert told["VK-1"].offices == ("Amt MUSTER 2", "MUSTER-Amt") and sum(told["VK-1"].counts.values()) == 3
    assert told["VK-2"].counts == {"full": 1}


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"format": "anders"}, notices.NO_NOTICES), ({"version": 2}, notices.NEWER), ({"stelle": " "}, notices.NO_OFFICE),
    ({"hinweise": {}}, notices.NO_NOTICES), ({"hinweise": [0] * 5001}, notices.TOO_LARGE)])
def test_a_file_that_is_not_as_the_format_says_is_refused(tmp_path: Path, changed: dict[str, object],
                                                          sentence: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"format": "klientendatei-hinweise", "version": 1, "stelle": "A", "hinweise": [],
                                **changed}), encoding="utf-8")
    assert refusal(lambda: notices.notices(path, after(0))) == sentence


def test_the_shipped_example_of_notices_is_as_the_format_says() -> None:
    shipped = notices.notices(resources.path("formate", "hinweise.json"), after(0))
    assert (len(shipped.found), shipped.refused, shipped.office) == (2, 0, "Teilhabemanagement Musterstadt")
    own = offering_feedback.in_json(shipped.found, shipped.office)
    assert own == resources.path("formate", "hinweise.json").read_bytes()
