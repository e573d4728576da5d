"""The Musterdatei: invented people, unmistakably MUSTER, led through the months by the use cases a person would use.
What happens to them stands in the rooms demo_lives and demo_referrals."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from app import VERSION, resources
from app.documents import catalogue_csv
from app.domain.codes import shipped
from app.domain.date_words import month_in_words
from app.domain.dates import Month, is_workday, next_workday, nth_workday
from app.domain.errors import N_, UserError
from app.i18n import _, number
from app.store import casefile
from app.store.casefile import SUFFIX, CaseFile
from app.store.queries import clients, offers, today
from app.usecases import backup, catalogue, demo_plans, demo_signature, demo_truth, gaps, monthly_export
from app.usecases.demo_facts import describe_shelters
from app.usecases.demo_lives import arrive, clear_desk, close_one, lose_and_find, prepare_desk
from app.usecases.demo_people import COMMUNES, Person, chance, choose, draw
from app.usecases.demo_referrals import refer_to_beginning
from app.usecases.demo_stage import Diary, Life, MovingClock, Stage
from app.vault.keyfile import DEFAULT_KDF, Kdf

# Five words of the shipped list; known to everybody, because a Musterdatei holds nothing worth hiding.
PASSPHRASE = "abendlaube-silbertasse-wiesenlied-grasbecher-turmlied"
FOLDER, HINT, ISSUED = f"muster{SUFFIX}", "muster.txt", "ausgaben"
OFFICE, AGS = "MUSTER-Büro Teilhabemanagement (frei erfunden)", "05978036"
OTHER_OFFICE = N_("MUSTER-Büro {commune} (frei erfunden)")
KREIS_DIGITS = 5
CATALOGUES = ("katalog_muster_1.csv", "katalog_muster_2.csv")
# About 50 clients, 2.5 entries and 0.17 exits per post and month (domain.md § 5.5).
INTAKES_A_MONTH, EXITS_A_MONTH_OF_50 = 2.5, 0.17
STOCK_DAYS, LEAST_DAYS, CATALOGUE_AGE = 15, 28, 21
# Each person has one week in so many in which an offer may be missing.
GAP_WEEKS = 50
GAP_OF = {"1": 1, "2": 2, "3": 4, "4": 5, "5": 1}
GAP_REASONS = {"none_exists": 3, "full": 4, "too_far": 3, "wrong_level": 3, "no_childcare": 2, "no_permission": 1}
DAY = re.compile(rb"\b(\d{2})\.(\d{2})\.(\d{4})\b")
STAND = re.compile(rb"(?mi)^(Stand;)[0-9.]+")
TOO_FEW = N_("Eine Musterdatei braucht mindestens eine Person und einen Monat. Es wurde nichts angelegt.")
NO_COMMUNE = N_("Den Gemeindeschlüssel {ags} gibt es in Nordrhein-Westfalen nicht. Es wurde nichts angelegt.")
CANNOT_WRITE = N_("An diesen Ort lässt sich nichts schreiben. Die Musterdatei ist nicht fertig. "
                  "Wählen Sie einen anderen Ort und beginnen Sie von vorn.")
SAID = (
    N_("Musterdatei mit erfundenen Personen, die alle MUSTER heißen: {folder}"),
    N_("{clients} Personen aufgenommen, {open} Fälle laufen, {closed} sind abgeschlossen."),
    N_("{contacts} Kontakte, {referrals} Vermittlungen, {follow_ups} Wiedervorlagen."),
    N_("Katalog {catalogue} ist eingelesen, {offers} Angebote stehen darin."),
    N_("Monatsmeldungen ausgegeben: {months}"),
    N_("Auf Heute: {overdue} überfällig, {today} heute, {week} diese Woche, {papers} Papiere laufen ab, "
       "{courses} Kurse haben begonnen, {silent} ohne Kontakt."),
    N_("Kennwort der Musterdatei: {passphrase}"),
)
Say = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Issues:
    """The months issued while the play goes on; ``truth`` is filled only where somebody has asked for it."""

    folder: Path
    wanted: bool
    months: list[str] = field(default_factory=list)
    truth: list[demo_truth.Line] = field(default_factory=list)


def make(directory: Path, *, clients: int, seed: int, months: int, truth: Path | None, now: Callable[[], datetime],
         say: Say, ags: str = AGS, kdf: Kdf = DEFAULT_KDF) -> dict[str, Any]:
    """Makes ``directory``/muster.klientendatei and plays ``months`` months up to today; returns what was made.

    Beside it: the catalogues read (kataloge/) and the monthly reports (ausgaben/); ``truth`` gets the unrounded counts
    of each month issued. The same seed on the same day gives the same people and counts. Raises UserError where
    something lies there already, nothing can be written, or ``ags`` is no commune.
    """
    if clients < 1 or months < 1:
        raise UserError(TOO_FEW)
    if truth and directory.suffix == SUFFIX:
        raise UserError(demo_truth.ONLY_MUSTER)
    if ags not in shipped("commune"):
        raise UserError(NO_COMMUNE, ags=ags)
    end = now()
    begin = min(Month.of(end.date()).plus(1 - months).first_day(), end.date() - timedelta(days=LEAST_DAYS))
    clock = MovingClock(datetime.combine(begin, datetime.min.time()))
    folder = directory / FOLDER
    office = OFFICE if ags == AGS else _(OTHER_OFFICE).format(commune=shipped("commune").label(ags))
    file = casefile.create(folder, PASSPHRASE, office=office, ags=ags, clock=clock, muster=True, kdf=kdf)
    try:
        (folder / HINT).write_text(f"{PASSPHRASE}\n", encoding="utf-8")
        demo_signature.enter_key(file)
        stage = Stage(file=file, diary=Diary(clock, end.date()), rng=Random(seed))
        issues = Issues(folder=directory / ISSUED, wanted=truth is not None)
        _fill_diary(stage, begin, clients, _shifted_catalogues(directory / "kataloge", begin, end.date()))
        waiting = _enter_exports(stage, begin, issues)
        stage.diary.play()
        clock.moment = end
        for month in waiting:
            _export(stage, month, issues)
        if truth:
            demo_truth.write(truth, issues.truth)
        made = _summary(file, issues.months)
    except OSError:
        raise UserError(CANNOT_WRITE) from None
    finally:
        file.close()
    _tell(say, made)
    return made


def _fill_diary(stage: Stage, begin: date, clients: int, catalogues: list[Path]) -> None:
    """What is known beforehand: catalogues, days of intake, a weekly desk, exits, the evening before the end."""
    diary, rng, end = stage.diary, stage.rng, stage.diary.end
    first, second = catalogues
    diary.on(begin, _read_catalogue, stage, first)
    for place, day in enumerate(arrivals(rng, begin, end, clients), start=1):
        # the person is drawn before the play begins, so that what happens to one changes nobody else
        person = at_home(draw(rng, place, day), stage.file.meta("ags"))
        diary.on(day, arrive, stage, Life(number=place, person=person))
    span = (end - begin).days
    for week, day in enumerate(begin + timedelta(days=n) for n in range(7, span, 7)):
        diary.on(day, clear_desk, stage)
        diary.on(day, demo_plans.clear, stage)
        diary.on(day, _miss_offers, stage, week % GAP_WEEKS)
    exits = round(clients / 50 * EXITS_A_MONTH_OF_50 * span / 30)
    for _n in range(exits):
        diary.on(begin + timedelta(days=rng.randrange(span // 4, span)), close_one, stage)
    for _n in range(round(clients / 50)):
        diary.on(begin + timedelta(days=rng.randrange(span // 4, span // 2 + 1)), lose_and_find, stage)
    issued = end - timedelta(days=end.weekday() + CATALOGUE_AGE)
    diary.on(issued + timedelta(days=1), _read_catalogue, stage, second)
    diary.on(issued + timedelta(days=2), refer_to_beginning, stage)
    diary.on(_workday_before(end), describe_shelters, stage.file)
    diary.on(_workday_before(end), prepare_desk, stage)


def at_home(person: Person, ags: str) -> Person:
    """The person in a commune of the Kreis the office works in; people are drawn in that of the usual Musterdatei."""
    kreis = ags[:KREIS_DIGITS]
    if kreis == AGS[:KREIS_DIGITS]:
        return person
    near = [ags, *(code for code in shipped("commune").ids if code != ags and code.startswith(kreis))]
    # by place in the list: each invented shelter then stands in one commune
    home = near[list(COMMUNES).index(person.intake["ags"]) % len(near)]
    return replace(person, intake={**person.intake, "ags": home})


def arrivals(rng: Random, begin: date, end: date, clients: int) -> list[date]:
    """The days of intake in order: a stock in the first weeks, then two or three persons a month."""
    span = (end - begin).days
    later = min(clients // 2, round(INTAKES_A_MONTH * (span - STOCK_DAYS) / 30))
    stock = [begin + timedelta(days=rng.randrange(STOCK_DAYS)) for _n in range(clients - later)]
    fresh = [begin + timedelta(days=rng.randrange(STOCK_DAYS, span - 1)) for _n in range(later)]
    return sorted(_back_to_workday(day, begin) for day in stock + fresh)


def _back_to_workday(day: date, begin: date) -> date:
    while day > begin and not is_workday(day):
        day -= timedelta(days=1)
    return next_workday(day)


def _workday_before(day: date) -> date:
    return _back_to_workday(day - timedelta(days=1), date.min)


def _shifted_catalogues(folder: Path, begin: date, end: date) -> list[Path]:
    """The shipped catalogues as the office would have sent them: moved by whole weeks to the time that is played."""
    samples = [resources.path("samples", name).read_bytes() for name in CATALOGUES]
    monday = end - timedelta(days=end.weekday() + CATALOGUE_AGE)
    weeks = round((monday - catalogue_csv.read(samples[-1]).head.as_of).days / 7)
    shifted = [shift(sample, weeks) for sample in samples]
    # the first one was there before the months begin, whatever their number
    shifted[0] = STAND.sub(rb"\g<1>" + f"{begin:%d.%m.%Y}".encode(), shifted[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in zip(CATALOGUES, shifted, strict=True):
        (folder / name).write_bytes(content)
        demo_signature.sign(folder / name)
    return [folder / name for name in CATALOGUES]


def shift(content: bytes, weeks: int) -> bytes:
    """A catalogue file with every written date moved by so many weeks; weekdays stay what they were."""
    def moved(found: re.Match[bytes]) -> bytes:
        day, month, year = (int(part) for part in found.groups())
        return f"{date(year, month, day) + timedelta(weeks=weeks):%d.%m.%Y}".encode()

    return DAY.sub(moved, content)


def _read_catalogue(stage: Stage, path: Path) -> None:
    catalogue.apply(stage.file, catalogue.read(path))
    stage.offers = offers.current(stage.file).listed


def _miss_offers(stage: Stage, week: int) -> None:
    """For some persons nothing fits this week; every third gap is closed later. Their dice are their own."""
    for life in stage.lives:
        dice = Random(f"gap {life.number}")
        if dice.randrange(GAP_WEEKS) != week or not life.active or life.number in stage.missing:
            continue
        stage.missing.add(life.number)
        gap = gaps.add(stage.file, life.case_id, component=choose(dice, GAP_OF), reason=choose(dice, GAP_REASONS))
        if chance(dice, 33):
            stage.diary.after(dice.randrange(20, 80), gaps.resolve, stage.file, gap)


def _enter_exports(stage: Stage, begin: date, issues: Issues) -> list[Month]:
    """Each full month is issued on the third working day after it; returns those whose day has not come yet."""
    month, waiting = Month.of(begin), []
    while month.last_day() < stage.diary.end:
        day = nth_workday(month.next(), 3)
        if day < stage.diary.end:
            stage.diary.on(day, _export, stage, month, issues)
        else:
            waiting.append(month)
        month = month.next()
    return waiting


def _export(stage: Stage, month: Month, issues: Issues) -> None:
    monthly_export.write_files(stage.file, monthly_export.issue(stage.file, month, VERSION), issues.folder)
    issues.months.append(str(month))
    if issues.wanted:
        # counted here: what is entered later for this month is not in what was issued
        issues.truth += demo_truth.of_month(stage.file, month)


def _summary(file: CaseFile, months: Iterable[str]) -> dict[str, Any]:
    """What was made, in the names the command line prints as JSON."""
    rows, states = backup.inspect(file).counts, clients.counts(file)
    desk, offered = today.page(file), offers.current(file)
    return {
        "folder": str(file.folder), "passphrase": PASSPHRASE, "clients": rows["client"],
        "open": states.get("open", 0) + states.get("paused", 0), "closed": states.get("closed", 0), "states": states,
        "contacts": rows["contact"], "referrals": rows["referral"], "follow_ups": rows["follow_up"],
        "months": list(months),
        "catalogue": offered.catalogue.number if offered.catalogue else None, "offers": len(offered.listed),
        "desk": {**{name: len(desk.groups[name]) for name in ("overdue", "today", "week")},
                 "papers": len(desk.papers), "courses": len(desk.courses), "silent": len(desk.silent)},
    }


def _tell(say: Say, made: dict[str, Any]) -> None:
    months = [month_in_words(m.year, m.month) for m in map(Month.parse, made["months"])]
    values = {**made, **made["desk"], "months": ", ".join(months) or _("keine, noch ist kein Monat zu Ende")}
    for sentence in SAID:
        say(_(sentence).format(**{k: number(v) if isinstance(v, int) else v for k, v in values.items()}))
