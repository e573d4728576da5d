"""Many invented laptops and the Geschäftsführende Stelle that adds up their monthly reports: each laptop is a
Musterdatei of its own (demo), with its own rounding key, pseudonym and commune."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from app import paths, resources
from app.documents.merged_words import Summary
from app.domain.codes import shipped
from app.domain.errors import N_, UserError
from app.i18n import _
from app.statistics import merging, reach
from app.statistics.merging import Cycle
from app.store import casefile
from app.store.casefile import SUFFIX, CaseFile
from app.usecases import demo, demo_truth, merged_files, potentials, received_reports
from app.usecases.received_reports import Result
from app.usecases.role import GFS
from app.vault.keyfile import DEFAULT_KDF, Kdf

FOLDER, MERGED, TRUTH = f"gfs{SUFFIX}", "zusammengelegt", "wahr.csv"
OFFICE, AGS = "Geschäftsführende Stelle MUSTER (frei erfunden)", "05911000"
# A post has about 50 active persons, few have a hundred (domain.md § 5.5); some laptops are new.
FEWEST, MOST = 15, 120
# Now and then two laptops work in one commune, which a merge must tell apart.
SHARED = 6
TOO_FEW = N_("Eine Mustererhebung braucht mindestens ein Büro, eine Person und einen Monat. Es wurde nichts angelegt.")
ALREADY_THERE = N_("In diesem Ordner liegt schon etwas. Es wurde nichts verändert. Wählen Sie einen leeren oder neuen.")
NOT_MADE = N_("Die Musterdatei von Büro {number} ist nicht fertig geworden. Was davor entstand, liegt in {folder}. "
              "Beginnen Sie in einem neuen Ordner von vorn.")
STARTS = N_("{offices} erfundene Büros mit je {months} Monaten. Das dauert einige Minuten.")
MADE = N_("{done} von {offices}: {commune}, {clients} Personen")
TAKEN = N_("Eingelesen: {new} Monatsmeldungen von {offices} Büros")
WRITTEN = N_("Geschrieben: {path}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laptop:
    """One invented office: what its Musterdatei is made of."""

    number: int
    folder: Path
    ags: str
    clients: int
    seed: int
    months: int
    today: date
    truth: Path | None

    @property
    def commune(self) -> str:
        """Where it works, in words."""
        return shipped("commune").label(self.ags)


def make(directory: Path, *, offices: int, months: int, clients: int | None, seed: int, truth: Path | None,
         now: Callable[[], datetime], say: demo.Say, kdf: Kdf = DEFAULT_KDF,
         processes: int | None = None) -> dict[str, Any]:
    """Plays ``offices`` laptops that issue ``months`` months each, and merges what they handed over.

    ``directory`` gets a folder for each (buero_01 …), gfs.klientendatei with all reports taken in, and the merged
    reports of the last month and of the last year that is over. ``clients`` None draws 15 to 120 for each;
    ``processes`` 1 plays all in this process, one after the other. Raises UserError; what was made until then stays.
    """
    if min(offices, months, 1 if clients is None else clients) < 1:
        raise UserError(TOO_FEW)
    if directory.exists() and any(directory.iterdir()):
        raise UserError(ALREADY_THERE)
    laptops = drawn(directory, offices=offices, months=months, clients=clients, seed=seed, today=now().date(),
                    with_truth=truth is not None)
    say(_(STARTS).format(offices=offices, months=months))
    for done, one in enumerate(_played(laptops, processes or os.cpu_count() or 1, now, kdf), start=1):
        say(_(MADE).format(done=done, offices=offices, commune=one.commune, clients=one.clients))
    try:
        if truth:
            demo_truth.join(truth, [one.truth for one in laptops if one.truth])
        merged = _merge(directory, laptops, now, say, kdf)
    except OSError:
        raise UserError(demo.CANNOT_WRITE) from None
    return {"offices": offices, "clients": sum(one.clients for one in laptops), "passphrase": demo.PASSPHRASE, **merged}


def drawn(directory: Path, *, offices: int, months: int, clients: int | None, seed: int, today: date,
          with_truth: bool) -> list[Laptop]:
    """The laptops of a seed: communes of North Rhine-Westphalia and the number of persons each has taken in."""
    rng = Random(seed)
    communes = rng.sample(shipped("commune").ids, min(offices, len(shipped("commune"))))
    laptops = []
    for number in range(1, offices + 1):
        place = number - 2 if number % SHARED == 0 else number - 1
        folder = directory / f"buero_{number:02}"
        laptops.append(Laptop(
            number=number, folder=folder, ags=communes[place % len(communes)], months=months, today=today,
            clients=clients or rng.randint(FEWEST, MOST), seed=rng.randrange(1, 10**6),
            truth=folder / TRUTH if with_truth else None))
    return laptops


def _played(laptops: list[Laptop], processes: int, now: Callable[[], datetime], kdf: Kdf) -> Iterator[Laptop]:
    """Each laptop as soon as it is finished."""
    if processes == 1:
        for one in laptops:
            # the running month is played too and is not over yet
            demo.make(one.folder, clients=one.clients, seed=one.seed, months=one.months + 1, truth=one.truth, now=now,
                      say=lambda _line: None, ags=one.ags, kdf=kdf)
            yield one
        return
    with ThreadPoolExecutor(processes) as pool:
        waiting = [pool.submit(_play_beside, one) for one in laptops]
        try:
            for finished in as_completed(waiting):
                yield finished.result()
        finally:
            for each in waiting:
                each.cancel()


def _play_beside(one: Laptop) -> Laptop:
    """The same program as a process of its own, so that it works in the bundle too."""
    frozen = paths.is_frozen()
    command = [*([sys.executable] if frozen else [sys.executable, "-m", "app"]), "demo", str(one.folder.absolute()),
               "--ags", one.ags, "--clients", str(one.clients), "--seed", str(one.seed),
               "--months", str(one.months + 1), "--today", one.today.isoformat(),
               *(["--truth", str(one.truth.absolute())] if one.truth else [])]
    done = subprocess.run(command, cwd=None if frozen else resources.ROOT.parent, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                          creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))
    if done.returncode != 0:
        raise UserError(NOT_MADE, number=one.number, folder=one.folder.parent)
    return one


def _merge(directory: Path, laptops: list[Laptop], now: Callable[[], datetime], say: demo.Say,
           kdf: Kdf) -> dict[str, Any]:
    """Takes all files into a Musterdatei of the GfS and writes the merged reports."""
    handed_over = [path for one in laptops for path in sorted((one.folder / demo.ISSUED).glob("*.json"))]
    folder = directory / FOLDER
    file = casefile.create(folder, demo.PASSPHRASE, office=OFFICE, ags=AGS, role=GFS, clock=now, muster=True, kdf=kdf)
    try:
        (folder / demo.HINT).write_text(f"{demo.PASSPHRASE}\n", encoding="utf-8")
        taken = received_reports.take(file, handed_over)
        potentials.take(file, potentials.annex())
        written = _write(file, directory / MERGED)
    finally:
        file.close()
    found = Counter(one.result for one in taken)
    say(_(TAKEN).format(new=found[Result.NEW], offices=len(laptops)))
    for path in written:
        say(_(WRITTEN).format(path=path))
    return {"folder": str(folder), "reports": found[Result.NEW], "refused": found[Result.REFUSED],
            "files": [str(path) for path in written]}


def _write(file: CaseFile, folder: Path) -> list[Path]:
    """The merged report of the last month and of the last year that is over."""
    reports, known = received_reports.reports(file), potentials.lines(file)
    written: list[Path] = []
    for cycle in (Cycle.MONTH, Cycle.YEAR):
        merged = merging.merge(reports, cycle)
        if merged.latest is None:
            continue
        last = merged.latest.period.last
        summary = Summary(merged=merged, office=file.meta("office"), on=file.today(),
                          reach=reach.reach(reports, last, known), gaps=reach.gaps(reports, last),
                          never=tuple(area.name for area in received_reports.who_is_missing(file, last).never))
        written += merged_files.write(file, summary, merged.latest, folder)
    return written
