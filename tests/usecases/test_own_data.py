"""All own data: nothing is missing, what is not wanted stays, and every export keeps to the published schema."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app import resources
from app.documents.own_data import KINDS, LEFT_OUT, NAMES
from app.domain.attachment import PDF, Attachment
from app.domain.case import Case
from app.domain.consent import HEALTH, Consent
from app.domain.contact import Contact
from app.domain.followup import PLAN_STEP, FollowUp
from app.domain.needs import Need
from app.domain.plan import Goal, PlanStep
from app.domain.referral import Referral, ReferralStep
from app.domain.residence import ResidenceDocument
from app.store.casefile import CaseFile
from app.store.queries import outgoing as register
from app.store.records import owners_of
from app.store.schema import ROWS
from app.usecases import own_data
from app.usecases.new_file import ALREADY_THERE, CANNOT_WRITE
from app.usecases.own_data import Wanted, write
from app.vault import aes_zip
from installer import formate, formate_own
from tests import everything, zips
from tests.casefiles import every_row, opened_case, refusal

ALL = Wanted(confidential=True, health=True, history=True)
SCHEMA = json.loads(resources.path("formate", formate_own.SCHEMA).read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)
Files = Mapping[str, bytes]


class Stopped(Exception):
    """Somebody pressed „Anhalten“."""


def taken_out(file: CaseFile, place: Path, wanted: Wanted = Wanted()) -> tuple[Files, dict[str, Any]]:  # noqa: B008
    """The files of a new export and its document, which keeps to the schema."""
    target = place / f"{len(list(place.iterdir()))}.zip"
    write(file, target, zips.PASSWORD, wanted)
    files = zips.unzipped(target.read_bytes())
    document = json.loads(files["klientendatei.json"])
    assert [f"{list(error.absolute_path)}: {error.message}" for error in VALID.iter_errors(document)] == []
    return files, document


def table(files: Files, name: str) -> list[dict[str, str]]:
    text = files[f"tabellen/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "hinaus"
    made.mkdir()
    return made


@pytest.fixture
def case_id(file: CaseFile) -> str:
    return opened_case(file, family_name="=1+1", given_name="Amira")[1]


def test_the_published_schema_and_example_are_those_of_the_program() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    folder = resources.path("formate", formate_own.SCHEMA).parent
    assert (folder / formate_own.SCHEMA).read_text(encoding="utf-8") == formate_own.schema()
    assert (folder / formate_own.EXAMPLE).read_text(encoding="utf-8") == formate_own.example()
    VALID.validate(json.loads(formate_own.example()))
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert f"`{formate_own.SCHEMA}`" in told and f"`{formate_own.EXAMPLE}`" in told and folder.name == formate.FOLDER


def test_the_schema_refuses_what_is_missing_unknown_or_of_another_type() -> None:
    good = json.loads(formate_own.example())
    for change in ({"family_name": 1}, {"birth": "5.3.2001"}, {"faith": "x"}, {"aliases": "x"}):
        client = {**good["records"]["client"][0], **change}
        assert not VALID.is_valid({**good, "records": {**good["records"], "client": [client]}})
    assert not VALID.is_valid({name: value for name, value in good.items() if name != "records"})


def test_every_kind_of_record_leaves_but_keys_and_the_ledger(file: CaseFile, case_id: str, place: Path) -> None:
    assert set(KINDS) | LEFT_OUT == set(ROWS) and len(set(NAMES.values())) == len(KINDS)
    other_id, other_case = opened_case(file, given_name="Bilal")
    client_id = next(c.client_id for c in _cases(file) if c.id == case_id)
    everything.fill(file, client_id, case_id, other_id)
    with file.write("Füllen") as work:
        for one in work.find(Attachment):
            work.put(replace(one, kind=PDF))
    files, document = taken_out(file, place, ALL)
    records = document["records"]
    assert {NAMES[kind] for kind in ROWS if owners_of(kind)} <= {name for name, found in records.items() if found}
    assert {one["id"] for one in records["case"]} == {case_id, other_case}
    (paper,) = records["attachment"]
    # without the password a ZIP shows its names: nothing of a person in them
    assert paper["file"] == "anlagen/00001.pdf" and files[paper["file"]] == f"{everything.WORD} bytes".encode()
    assert not [name for name in files if everything.WORD in name]
    for name, found in records.items():
        assert not found or len(table(files, name)) == len(found)
    assert [act["number"] for act in document["history"]] == list(range(1, len(document["history"]) + 1))
    assert document["history"][0]["entries"][0][:2] == ["add", "client"]
    everywhere = b"".join(files.values())
    assert not [word for word in (file.meta("rounding_key"), file.meta("pseudonym")) if word.encode() in everywhere]


def _cases(file: CaseFile) -> list[Case]:
    with file.write("Lesen") as work:
        return work.find(Case)


def _sensitive(file: CaseFile, case_id: str, *, consent: bool) -> None:
    """Two notes of which one is confidential, and what tells of health."""
    today = file.today()
    with file.write("Füllen") as work:
        client_id = work.get(Case, case_id).client_id
        if consent:
            work.add(Consent(id="e", client_id=client_id, kind=HEALTH, given_on=today, form="written"))
        work.add_all([Contact(id="n1", case_id=case_id, on=today, text="Offen", topics=("health", "language")),
                      Contact(id="n2", case_id=case_id, on=today, text="Geheim", confidential=True)])
        work.add_all([Need(id="b1", case_id=case_id, area="health", on=today, note="Rücken"),
                      Need(id="b2", case_id=case_id, area="language", on=today)])
        work.add_all([Goal(id="z1", case_id=case_id, area="health", title="Arzt", agreed_on=today),
                      Goal(id="z2", case_id=case_id, area="language", title="B1", agreed_on=today)])
        work.add_all([PlanStep(id=f"s{n}", case_id=case_id, goal_id=f"z{n}", title="x") for n in (1, 2)])
        work.add_all([FollowUp(id=f"w{n}", case_id=case_id, title="x", rule=PLAN_STEP, source=f"s{n}") for n in (1, 2)])
        work.add(ResidenceDocument(id="p", client_id=client_id, kind="toleration_60a", valid_from=today,
                                   reason_group="medical"))
        work.add(Referral(id="v", case_id=case_id, component="4", offering_key="k", offer_key="k", title="Kurs",
                          provider="MUSTER"))
        work.add(ReferralStep(id="vs", referral_id="v", state="cancelled", on=today, recorded_at=file.now(),
                              reason="illness"))


def _ids(document: dict[str, Any], name: str) -> list[str]:
    return [one["id"] for one in document["records"][name]]


def test_confidential_notes_and_health_leave_only_where_somebody_wants_them(
        file: CaseFile, case_id: str, place: Path) -> None:
    _sensitive(file, case_id, consent=True)
    _files, without = taken_out(file, place)
    assert (_ids(without, "contact"), _ids(without, "need"), _ids(without, "goal")) == (["n1"], ["b2"], ["z2"])
    assert _ids(without, "plan_step") == ["s2"] and without["history"] == []
    assert without["records"]["contact"][0]["topics"] == ["language"]
    assert without["records"]["referral_step"][0]["reason"] == "" and _ids(without, "follow_up") == ["w2"]
    assert [one["reason_group"] for one in without["records"]["residence_document"]] == ["unknown"]
    _files, whole = taken_out(file, place, ALL)
    assert (_ids(whole, "contact"), _ids(whole, "need")) == (["n1", "n2"], ["b1", "b2"])
    assert [one["reason_group"] for one in whole["records"]["residence_document"]] == ["medical"]
    assert _ids(whole, "follow_up") == ["w1", "w2"]
    assert _ids(whole, "plan_step") == ["s1", "s2"] and whole["records"]["referral_step"][0]["reason"] == "illness"
    assert whole["contains"] == {"confidential": True, "health": True, "history": True}
    subjects = [line.entry.subject for line in register.lines(file)]
    assert any(subject.endswith("vertrauliche Notizen, Angaben zur Gesundheit, Änderungsverlauf")
               for subject in subjects) and len(subjects) == 2


def test_health_without_its_consent_stays_even_where_it_is_wanted(
        file: CaseFile, case_id: str, place: Path) -> None:
    _sensitive(file, case_id, consent=False)
    _files, document = taken_out(file, place, Wanted(health=True))
    assert (_ids(document, "need"), _ids(document, "goal")) == (["b2"], ["z2"])
    assert _ids(document, "follow_up") == ["w2"] and document["records"]["referral_step"][0]["reason"] == ""
    assert document["records"]["contact"][0]["topics"] == ["language"]
    assert [one["reason_group"] for one in document["records"]["residence_document"]] == ["unknown"]


def test_the_tables_are_in_words_and_nothing_in_them_is_computed(file: CaseFile, case_id: str, place: Path) -> None:
    files, document = taken_out(file, place)
    (client,), (case,) = table(files, "client"), table(files, "case")
    assert client["Akte"] == case["Akte"] == "K-0001" and client["Familienname"] == "'=1+1"
    assert client["Geburtsdatum"] == "05.03.2001" and client["Geschlecht"] == "nicht erhoben"
    assert document["records"]["client"][0]["family_name"] == "=1+1"
    assert document["codes"]["commune"] == {"05315000": "Köln"} and document["codes"]["sex"]["w"] == "weiblich"
    assert files["klientendatei.schema.json"].decode() == formate_own.schema()


def test_what_is_refused_or_stopped_leaves_nothing_behind(file: CaseFile, case_id: str, place: Path) -> None:
    target, before = place / "x.zip", every_row(file)

    def stop(_done: int, total: int) -> None:
        # while the file is being written; before that nobody knows how much there is
        if total:
            assert target.exists()
            raise Stopped

    with pytest.MonkeyPatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(own_data, "_EVERY", 1)
        write(file, target, zips.PASSWORD, Wanted(), stop)
    assert refusal(lambda: write(file, target, "Muster2026", Wanted())) == aes_zip.TOO_EASY
    assert refusal(lambda: write(file, target, zips.PASSWORD, Wanted(history=True))) == own_data.ALL_OR_NONE
    assert refusal(lambda: write(file, place / "no" / "x.zip", zips.PASSWORD, Wanted())) == CANNOT_WRITE
    assert list(place.iterdir()) == [] and every_row(file) == before
    target.write_bytes(b"alt")
    assert refusal(lambda: write(file, target, zips.PASSWORD, Wanted())) == ALREADY_THERE
    assert target.read_bytes() == b"alt" and every_row(file) == before
