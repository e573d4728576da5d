"""The file of the Geschäftsführende Stelle in a window: two issues, a table for the third, notices of two offices. For
pictures and walks; no pytest."""

import json
from functools import partial
from pathlib import Path
from zlib import crc32

from app import resources
from app.domain.dates import Month
from app.domain.trust import ACTIVE, RESERVE
from app.statistics import report_format
from app.statistics.plan import STOCK, Cell
from app.store import casefile
from app.usecases import demo, issuing, received_feedback, role, trust
from app.vault import minisign
from app.vault.minisign import Cost
from app.vault.slot import LIGHT_KDF
from tests import received
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


def reports(place: Path) -> Path:
    """A folder with the reports of five laptops over six months: one month of one is missing, one file is broken, one
    comes twice. Every fourth number of a two-way table is kept back."""
    folder = place / "eingang"
    folder.mkdir()
    for n, ags in enumerate(("05978036", "05978020", received.SOEST, received.WERL, received.KOELN), start=1):
        for later in range(6 if n != 4 else 5):
            month = Month(2026, 5).plus(later)
            made = received.report(n, month, ags=ags, other=partial(_number, n + later), without=("4d",) * (n == 2),
                                   said={"stock": 60 + 5 * later, "reached_ytd": 30 + 10 * later,
                                         "contacted_ytd": 60 + 10 * later, "completed_ytd": 5 * later})
            (folder / f"monatsmeldung_{n}_{month}.json").write_bytes(report_format.to_bytes(made))
    (folder / "kaputt.json").write_bytes(b"{}")
    (folder / "noch einmal.json").write_bytes((folder / "monatsmeldung_1_2026-10.json").read_bytes())
    return folder


def _number(seed: int, c: Cell) -> int | None:
    """A number of an invented report, the same every time."""
    drawn = crc32(f"{seed} {c.measure} {c.conditions}".encode())
    if len(c.conditions) == 2:
        return None if drawn % 4 == 0 else 5 * (drawn % 3)
    return 10 + 5 * (drawn % 3) if c.measure == STOCK else 5 * (drawn % 3)


def _table(sample: Path, place: Path) -> Path:
    """The last issue with places that are gone, a date that does not exist, a course that is missing."""
    lines = sample.read_text(encoding="utf-8-sig").splitlines()
    body = next(n for n, line in enumerate(lines) if line.startswith("angebot_id")) + 1
    lines[body + 1] = lines[body + 1].replace(";aktiv;", ";voll;", 1)
    lines[body + 4] = lines[body + 4].replace(".2026;", ".13.2026;", 1)
    path = place / "Angebote November.csv"
    path.write_text("\n".join((lines[0], *lines[5:-1])) + "\n", encoding="utf-8")
    return path
