"""Small catalogues for tests, written in the CSV profile and read by the real reader."""

from app.documents import catalogue_csv
from app.documents.catalogue_csv import CatalogueFile

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


def issue(number: int, *courses: dict[str, str], mode: str = "vollständig") -> CatalogueFile:
    """A catalogue as the reader hands it on."""
    return catalogue_csv.read(csv_of(number, *courses, mode=mode))
