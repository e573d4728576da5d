"""Small catalogues for tests, written in the CSV profile and read by the real reader; signed as far as it matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.documents import catalogue_csv
from app.documents.catalogue_file import CatalogueFile
from app.domain.catalogue import CatalogueHead
from app.domain.trust import ACTIVE, IssuerKey, Trust, catalogue_comment
from app.store.casefile import CaseFile
from app.usecases import trust
from app.usecases.catalogue import Incoming
from app.vault import minisign
from app.vault.minisign import SecretKey, public_of

GFS = "GfS MUSTER"
SECRET, STRANGER = (SecretKey(key_id=bytes([n]) * 8, seed=bytes([n]) * 32) for n in (7, 8))
KEY = IssuerKey(id="gfs", key_id="07" * 8, public_key=minisign.public_line(public_of(SECRET)), role=ACTIVE, name=GFS,
                compared_on=date(2026, 1, 5))

COLUMNS = ("angebot_id", "durchfuehrung_id", "zustand", "baustein", "titel", "traeger", "traeger_telefon", "ort",
           "beginn", "ende", "plaetze_frei")


def course(key: str, **cells: str) -> dict[str, str]:
    """A row with everything required; ``cells`` by the column names of the profile."""
    return {"angebot_id": key.rpartition("-")[0], "durchfuehrung_id": key, "zustand": "aktiv", "baustein": "4",
            "titel": f"MUSTER-Kurs {key}", "traeger": "MUSTER-Träger", "traeger_telefon": "0200 000011", "ort": "Köln",
            "beginn": "01.12.2026", "ende": "31.03.2027", "plaetze_frei": "5", **cells}


def csv_of(number: int, *courses: dict[str, str], mode: str = "vollständig") -> bytes:
    """The bytes of a catalogue file with this number."""
    head = [f"Katalog;MUSTER-Angebote\nNummer;{number}\nStand;01.11.2026\nArt;{mode}\nGültig bis;31.12.2026",
            ";".join(COLUMNS)]
    return "\n".join([*head, *(";".join(row[name] for name in COLUMNS) for row in courses)]).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGfs(Incoming):
    """A file whose signature holds in every Klientendatei, so that a test needs neither key nor signature."""

    def trust(self, known: Sequence[IssuerKey]) -> Trust:
        return Trust(signed=True, key=KEY)


def of_gfs(source: CatalogueFile) -> OfGfs:
    """The file as if it came signed from the GfS."""
    return OfGfs(source=source)


def issue(number: int, *courses: dict[str, str], mode: str = "vollständig") -> OfGfs:
    """A catalogue of the GfS as the reader hands it on."""
    return of_gfs(catalogue_csv.read(csv_of(number, *courses, mode=mode)))


def own(number: int, *courses: dict[str, str], mode: str = "vollständig") -> Incoming:
    """The same without a signature: it comes in as an own list only."""
    return Incoming(source=catalogue_csv.read(csv_of(number, *courses, mode=mode)))


def know_gfs(file: CaseFile) -> None:
    """Enters the key of the GfS, as if compared on the telephone."""
    trust.enter(file, trust.proposal(KEY.public_key), ACTIVE, GFS)


def written(folder: Path, content: bytes, by: SecretKey | None = SECRET, name: str = "katalog.csv") -> Path:
    """A catalogue file with a real signature beside it (none for ``by`` None)."""
    path = folder / name
    path.write_bytes(content)
    read = catalogue_csv.read(content)
    if by is not None:
        path.with_name(name + trust.SUFFIX).write_text(signature(content, read.head, read.sha256, by), encoding="utf-8")
    return path


def signature(content: bytes, head: CatalogueHead, sha256: str, by: SecretKey) -> str:
    """The text of a `.minisig` for this file."""
    return minisign.sign(content, by, catalogue_comment(head, sha256))
