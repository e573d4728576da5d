"""A large invented caseload, built once and kept outside the repository."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from platformdirs import user_cache_path

from app import resources
from app.domain.accommodation import Accommodation
from app.domain.case import Case, CaseState, CaseStep
from app.domain.client import Client
from app.domain.contact import Contact
from app.domain.dates import PartialDate
from app.domain.followup import FollowUp
from app.domain.identity import new_id
from app.domain.language import LanguageAssessment
from app.domain.referral import Referral, ReferralState, ReferralStep
from app.domain.residence import ResidenceDocument
from app.store import casefile, migrations
from app.store.casefile import CaseFile
from app.usecases import catalogue
from app.vault.keyfile import LIGHT_KDF
from tests.benchmarks import raw

NOW = datetime(2026, 11, 3, 14, 3, 22)
TODAY = NOW.date()
PASSWORD = "messung messung messung"
# counted up whenever another caseload is drawn here, so that no old one is taken from the cache
DRAWN = 3
CATALOGUES = ("katalog_muster_1.csv", "katalog_muster_2.csv")
GIVEN = ("Amira", "Yusuf", "Fatou", "Tekle", "Łukasz", "Leyla", "Ibrahim", "Blessing", "Zahra", "Mohammed",
         "Selam", "Arben", "Øystein", "Muhammed Ali", "Mariama", "Abdul", "Hêvî", "Nino", "Besnik", "Samuel")
SHELTERS = ("GU Hafenstraße", "GU Am Waldrand", "Haus Birke", "Übergangswohnheim Süd", "Wohnung der Stadt")
WORDS = ("Termin", "Ausländerbehörde", "Zeugnis", "Deutschkurs", "Bewerbung", "Kinderbetreuung", "Praktikum",
         "Anerkennung", "Fahrkarte", "Rückmeldung", "Lehrkraft", "Ausbildung", "Gespräch", "Übersetzung",
         "Unterlagen", "Beratung")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is measured with."""

    clients: int
    contacts: int
    memory_security: bool


def folder_of(clients: int, contacts: int) -> Path:
    """Where the caseload of these sizes and of this schema lies or will lie."""
    name = f"{clients}-{contacts}-{migrations.CURRENT}-{DRAWN}.klientendatei"
    return user_cache_path("klientendatei-messung") / name


def opened(clients: int, contacts: int) -> CaseFile:
    """The caseload, opened; built on the first call."""
    folder = folder_of(clients, contacts)
    secret_file = folder.with_suffix(".geheimnis")
    if not secret_file.exists():
        # without locked memory it takes half the time, and in one process SQLCipher never gives that up again
        subprocess.run([sys.executable, "-m", __spec__.name, str(clients), str(contacts)], check=True)
    return casefile.unlock(folder, secret_file.read_bytes(), clock=lambda: NOW)


def _build(clients: int, contacts: int) -> None:
    folder = folder_of(clients, contacts)
    shutil.rmtree(folder, ignore_errors=True)
    file = casefile.create(folder, PASSWORD, office="Messung", ags="05315000", clock=lambda: NOW, kdf=LIGHT_KDF)
    _fill(file, clients, contacts)
    folder.with_suffix(".geheimnis").write_bytes(file.secret)
    file.close()


@contextmanager
def closed(run: Run) -> Iterator[tuple[Path, bytes]]:
    """Folder and secret of a copy that nobody has open."""
    file = opened(run.clients, run.contacts)
    file.close()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / file.folder.name
        shutil.copytree(file.folder, folder)
        # else the first commit measured would wait until the whole copy is on the disk
        os.sync()
        yield folder, file.secret


@contextmanager
def copy(run: Run) -> Iterator[CaseFile]:
    """A copy for measurements that write, opened; gone afterwards."""
    with closed(run) as (folder, secret):
        file = casefile.unlock(folder, secret, clock=lambda: NOW)
        yield file
        file.close()


def _fill(file: CaseFile, clients: int, contacts: int) -> None:
    draw = random.Random(1)
    shelters = [Accommodation(id=new_id(), name=name, ags="05315000", kind="municipal_shared") for name in SHELTERS]
    people = [_client(draw, number, shelters) for number in range(1, clients + 1)]
    cases = [Case(id=new_id(), client_id=person.id, access_route="outreach", entry_german_oral="a1")
             for person in people]
    with file.write("Messung", undoable=False) as work:
        work.add_all(shelters)
        work.add_all(people)
        work.add_all(cases)
        for start in range(0, clients, 500):
            _facts(draw, work, people[start:start + 500], cases[start:start + 500])
        work.set_meta("last_number", str(clients))
    for name in CATALOGUES:
        catalogue.apply(file, catalogue.read(resources.path("samples", name)))
    for start in range(0, contacts, 5000):
        with file.write("Messung", undoable=False) as work:
            work.add_all(_contact(draw, draw.choice(cases)) for _ in range(min(5000, contacts - start)))


def _client(draw: random.Random, number: int, shelters: list[Accommodation]) -> Client:
    birth = PartialDate(draw.randint(1996, 2008), draw.randint(1, 12), draw.randint(1, 28))
    return Client(id=new_id(), number=number, family_name=f"MUSTER{draw.choice(('', '', 'MANN', 'FRAU'))}",
                  given_name=draw.choice(GIVEN), birth=birth, ags="05315000", sex=draw.choice("mmmw"),
                  nationalities=(draw.choice(("423", "475", "224", "261", "438")),), phone=f"0150 {number:07d}",
                  accommodation_id=draw.choice(shelters).id, accommodation="municipal_shared", contact_language="prs")


def _facts(draw: random.Random, work: object, people: list[Client], cases: list[Case]) -> None:
    add_all = work.add_all  # type: ignore[attr-defined]
    began = [TODAY - timedelta(days=draw.randint(5, 900)) for _ in people]
    add_all(_step(case, CaseState.PROSPECT, day, 0) for case, day in zip(cases, began, strict=True))
    add_all(_step(case, CaseState.OPEN, day, 1) for case, day in zip(cases, began, strict=True) if draw.random() < 0.8)
    add_all(ResidenceDocument(id=new_id(), client_id=p.id, kind=draw.choice(("toleration_60a", "asylum_permission")),
                              valid_from=day, valid_to=TODAY + timedelta(days=draw.randint(-20, 400)))
            for p, day in zip(people, began, strict=True))
    add_all(LanguageAssessment(id=new_id(), client_id=p.id, on=day, oral=draw.choice(("a1", "a2", "b1")))
            for p, day in zip(people, began, strict=True))
    add_all(FollowUp(id=new_id(), case_id=case.id, title="Rückruf wegen Zeugnis",
                     due_on=TODAY + timedelta(days=draw.randint(-30, 90))) for case in cases if draw.random() < 0.15)
    referrals = [Referral(id=new_id(), case_id=case.id, component=draw.choice("12345"), title="Deutsch A2 kompakt",
                          provider="Muster-Träger") for case in cases if draw.random() < 0.3]
    add_all(referrals)
    add_all(ReferralStep(id=new_id(), referral_id=r.id, state=draw.choice((ReferralState.SENT, ReferralState.STARTED)),
                         on=TODAY - timedelta(days=20), recorded_at=NOW) for r in referrals)


def _step(case: Case, state: CaseState, day: date, place: int) -> CaseStep:
    recorded = datetime(day.year, day.month, day.day, 12, 0, place)
    return CaseStep(id=new_id(), case_id=case.id, state=state, on=day, recorded_at=recorded)


def _contact(draw: random.Random, case: Case) -> Contact:
    return Contact(id=new_id(), case_id=case.id, on=TODAY - timedelta(days=draw.randint(0, 900)),
                   kind="in_person_shelter", minutes=20, text=" ".join(draw.choices(WORDS, k=draw.randint(8, 40))))


if __name__ == "__main__":
    raw.without_memory_security()
    _build(*map(int, sys.argv[1:3]))
