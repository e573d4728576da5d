"""Whether every part the program ships is there and works: what makes an installer testable."""

import pkgutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import app
from app import VERSION
from app.documents import pdf, pdf_pages
from app.domain.codes import code_list
from app.domain.dates import PartialDate
from app.domain.errors import N_, UserError
from app.statistics import solver
from app.statistics.solver import Problem
from app.store import casefile
from app.store.check import engine_versions
from app.store.queries import clients
from app.usecases import intake
from app.vault.slot import LIGHT_KDF

BROKEN = N_("Der Selbsttest ist nicht bestanden: {part}. Ihre Daten sind unberührt. Installieren Sie das Programm neu.")
MOMENT = datetime(2026, 1, 1, 12)
PROBE = {"family_name": "MUSTER", "given_name": "Łukasz", "birth": PartialDate(2001), "ags": "05315000"}


def run(texts_of_qt: Callable[[], str]) -> dict[str, Any]:
    """Cipher, encrypted search, PDF made and read, the solver in its child, code lists, German texts of Qt, and every
    module of the program with what it imports; UserError names what fails."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "selbsttest.klientendatei"
        file = casefile.create(folder, "selbsttest", office="", ags="05315000", clock=lambda: MOMENT, kdf=LIGHT_KDF)
        intake.take_in(file, PROBE)
        found = clients.search(file, "lukasz")
        file.close()
        header = file.database.read_bytes()[:15]
    printed = pdf.document(lambda: [pdf.paragraph("Prüfung")], title="Selbsttest", head="")
    parts = {
        "SQLCipher": header != b"SQLite format 3", "FTS5": len(found) == 1,
        "PDF": printed.startswith(b"%PDF"), "PDFium": pdf_pages.pages("Selbsttest", printed) == 1,
        "HiGHS": _solves(), "Codelisten": len(code_list("commune")) == 396, "Qt": texts_of_qt() == "Abbrechen",
    }
    for part, works in parts.items():
        if not works:
            raise UserError(BROKEN, part=part)
    return {"version": VERSION, "cipher": engine_versions().sqlcipher, "parts": sorted(parts),
            "modules": _load_everything()}


def _load_everything() -> int:
    """How many modules the program has. Most are imported where they are used, so one that lacks a library would
    be noticed only there: months later, by the person who needs it."""
    names = [one.name for one in pkgutil.walk_packages(app.__path__, f"{app.__name__}.")]
    for name in names:
        if name != f"{app.__name__}.__main__":
            try:
                import_module(name)
            except ImportError:
                raise UserError(BROKEN, part=name) from None
    return len(names)


def _solves() -> bool:
    """Two numbers add up to four, and the first is at most three."""
    sums = Problem(n=2, lower=(0, 0), upper=(3, None), sums=(((0, 1), 4),), targets=(1,))
    try:
        with solver.running() as bounds:
            return bounds([sums]) == (((1.0, 4.0),),)
    except solver.SolverFailed:
        return False
