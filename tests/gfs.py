"""The file of the Geschäftsführende Stelle in a window: two issues, a table for the third, notices of two offices. For
pictures and walks; no pytest."""

import json
from pathlib import Path

from app import resources
from app.domain.trust import ACTIVE, RESERVE
from app.store import casefile
from app.usecases import demo, issuing, received_feedback, role, trust
from app.vault import minisign
from app.vault.minisign import Cost
from app.vault.slot import LIGHT_KDF
from tests.catalogues import SECRET, STRANGER
from tests.stage import FOLDER, Stage, clock

OFFICE, PASSWORD = "Geschäftsführende Stelle Musterkreis", "Nebel-Quitte-Taube-Hobel-Efeu-Zunder"
# the least of the format: 1 MiB, 3 ms
LEAST = Cost(ops=2**15, memory=2**24)
NOTICES = (("Teilhabemanagement Musterstadt", "full", "Nächster Beginn ist im Februar."),
           ("Teilhabemanagement Musterdorf", "cancelled", ""),
           ("Teilhabemanagement Musterdorf", "wrong_contact", "Die Nummer ist die der Zentrale."))


def make(place: Path) -> Path:
    """An empty file of the GfS below ``place``, with the password of every Musterdatei."""
    casefile.create(place / FOLDER, demo.PASSPHRASE, office=OFFICE, ags="05978036", clock=clock, role=role.GFS,
                    kdf=LIGHT_KDF).close()
    return place


def fill(stage: Stage) -> Path:
    """Keys, two issues and notices; returns the table of the third issue, with something of every kind in it."""
    stick = stage.place / "stick"
    stick.mkdir()
    secret = stick / "gfs-aktiv.key"
    secret.write_text(minisign.lock(SECRET, PASSWORD, LEAST), encoding="utf-8")
    for key, task in ((SECRET, ACTIVE), (STRANGER, RESERVE)):
        trust.enter(stage.file, trust.proposal(minisign.public_line(minisign.public_of(key))), task, OFFICE)
    samples = [resources.path("samples", f"katalog_muster_{number}.csv") for number in (1, 2)]
    for sample in samples:
        sheet = issuing.look(stage.file, sample)
        issuing.issue(stage.file, sheet, issuing.proposal(stage.file, sheet), secret=secret, password=PASSWORD,
                      folder=stick)
    received_feedback.take(stage.file, received_feedback.look(stage.file, [notices(stage)]))
    stage.calm()
    return _table(samples[1], stage.place)


def notices(stage: Stage, note: str = "") -> Path:
    """A file with notices, each of its own office; ``note`` makes them others than before."""
    found = [{"durchfuehrung_id": f"CO-0{n}-L1", "titel": "Individuelles Coaching", "traeger": "MUSTER-Träger gGmbH",
              "hinweis": kind, "datum": "2026-11-02", "anmerkung": note or said}
             for n, (_office, kind, said) in enumerate(NOTICES, start=1)]
    path = stage.place / "hinweise.json"
    path.write_text(json.dumps({"format": "klientendatei-hinweise", "version": 1, "stelle": NOTICES[0][0],
                                "hinweise": found}), encoding="utf-8")
    return path


def _table(sample: Path, place: Path) -> Path:
    """The last issue with places that are gone, a date that does not exist, a course that is missing."""
    lines = sample.read_text(encoding="utf-8-sig").splitlines()
    body = next(n for n, line in enumerate(lines) if line.startswith("angebot_id")) + 1
    lines[body + 1] = lines[body + 1].replace(";aktiv;", ";voll;", 1)
    lines[body + 4] = lines[body + 4].replace(".2026;", ".13.2026;", 1)
    path = place / "Angebote November.csv"
    path.write_text("\n".join((lines[0], *lines[5:-1])) + "\n", encoding="utf-8")
    return path
