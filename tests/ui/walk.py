"""Every page the program announces, every part of one, and the states in which other widgets stand. No pytest here."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.case import CaseState, CaseStep
from app.domain.identity import new_id
from app.domain.referral import ReferralState
from app.statistics.data_quality import Kind
from app.store import local_backups
from app.store.queries import client as clients
from app.store.queries import offers, referrals
from app.store.queries.clients import ClientLine
from app.store.queries.shelters import lines as shelters
from app.ui.client_tabs import TABS
from app.ui.export_page import ExportPage
from app.ui.export_preview import AUDIT
from app.ui.gfs_feedback_page import GfsFeedbackPage
from app.ui.gfs_merge_page import GfsMergePage
from app.ui.quality_rows import FindingList
from app.ui.referral_offer import OfferPicker
from app.ui.settings_page import SettingsPage
from app.ui.theme import T
from app.ui.veil import Veil
from app.usecases import (
    appointments,
    attachments,
    flag,
    intake,
    lists,
    local_codes,
    organisations,
    plan,
    referral,
    text_module,
)
from app.usecases import bin as bins
from app.usecases.demo_signature import sign
from tests import attached, gfs, oldlists
from tests.stage import CATALOGUES, Stage, press

Where = dict[str, object]
QUIET = timedelta(days=100)


def prepare(stage: Stage) -> None:
    """What the Musterdatei lacks for every page to have something to show."""
    file = stage.file
    someone = clients.page(file, _of(stage, CaseState.OPEN)).client
    intake.take_in(file, {"family_name": someone.given_name, "given_name": someone.family_name, "ags": someone.ags,
                          "birth": someone.birth, "phone": "0150 0000042"})
    flag.put(file, _of(stage, CaseState.PROSPECT), kind="protect", reason="Adresse nicht nennen", until=file.today())
    bins.discard(file, stage.lines()[-1].client_id, "doppelt angelegt")
    lists.keep(file, "Papier läuft ab", filters=("state:active",))
    local_backups.keep(file)
    full = _full(stage)
    letter = stage.place / "Bescheid.pdf"
    letter.write_bytes(attached.pdf())
    attachments.add(file, full.client_id, letter)
    plan.add_goal(file, full.case_id, title="Deutsch B1", area="language", agreed_on=file.today(),
                  steps=({"title": "Kurs suchen", "due_on": file.today()},))
    appointments.add(file, full.case_id, on=file.today(), place="Amt Musterstadt")
    appointments.add(file, full.case_id, on=file.today() - timedelta(3), place="Amt Musterstadt")
    organisations.add(file, name="MUSTER-Beratung", kind="counselling", phone="0150 0000043")
    text_module.add(file, short="ab", title="Absage", text="Absage erhalten")
    local_codes.add(file, list_name=next(iter(local_codes.LISTS)), label="Probewert")
    stage.calm()


def _of(stage: Stage, state: CaseState) -> str:
    return next(line.client_id for line in stage.lines() if line.state == state)


def _full(stage: Stage) -> ClientLine:
    """An open case with a referral."""
    return next(line for line in stage.lines() if line.state == CaseState.OPEN and line.components)


def _house(stage: Stage) -> Where:
    return {"shelter": max(shelters(stage.file), key=lambda line: line.people).shelter.id}


def _two(stage: Stage) -> Where:
    return {"keep": _of(stage, CaseState.OPEN), "give": stage.lines()[-1].client_id}


def _quiet(stage: Stage) -> Where:
    stage.clock.moment += QUIET
    return {}


def _as_before(stage: Stage) -> Iterator[str]:
    stage.clock.moment -= QUIET
    return iter(())


def _course(stage: Stage) -> Where:
    """An offering that asks for German."""
    return {"offering_key": next(one.key for one in offers.current(stage.file).listed if one.german_oral == "b1")}


# what a page is given where it shows nothing without
GIVEN: Mapping[str, Callable[[Stage], Where]] = {
    "client": lambda stage: {"client_id": _full(stage).client_id},
    "day": _house,
    "merge": _two,
    "sleeping": _quiet,
    "who_fits": _course,
    "old_list": lambda stage: {"path": oldlists.FILES / "old_list_20.csv"},
}


def _client(stage: Stage) -> Iterator[str]:
    person, prospect = _full(stage).client_id, _of(stage, CaseState.PROSPECT)
    for tab in TABS:
        stage.go("client", client_id=person, tab=tab)
        yield tab
    for act in ("note", "follow_up"):
        stage.go("client", client_id=person, tab=TABS[0], **{act: True})
        yield act
        press(stage.window, "Escape")
    for who, act in ((person, "close"), (person, "questions"), (person, "proposals"), (prospect, "open"),
                     (prospect, "flag"), (prospect, "bin")):
        stage.go("client", client_id=who, act=act)
        yield act
        press(stage.window, "Escape")


def _settings(stage: Stage) -> Iterator[str]:
    page = stage.office.window.desk.pages.page
    assert isinstance(page, SettingsPage)
    for entry in page._entries:
        stage.go("settings", part=entry.key)
        yield entry.key
    stage.go("settings", part="data", start="data")
    yield "own data"


def _further(stage: Stage, *steps: tuple[str, ...]) -> Iterator[str]:
    """What keys lead to from the page that is shown."""
    for keys in steps:
        press(stage.window, *keys)
        stage.calm()
        yield " ".join(keys)


def _referral(stage: Stage) -> Iterator[str]:
    stage.office.window.desk.run_action("referral.sheet")
    stage.calm()
    yield "sheet"
    press(stage.window, "Escape")
    promised = next(line for line in referrals.open_lines(stage.file) if line.state == ReferralState.CONFIRMED
                    and line.client_id != _full(stage).client_id)
    referral.record(stage.file, promised.referral_id, ReferralState.STARTED, on=stage.file.today())
    referral.record(stage.file, promised.referral_id, ReferralState.COMPLETED, on=stage.file.today(),
                    outcome=referral.Outcome(exit_kind="completed", certificate="telc Deutsch B1", units=120))
    stage.go("referral", referral_id=promised.referral_id)
    yield "ended"
    for closed in [line for line in stage.lines() if line.state == CaseState.CLOSED][:1]:
        stage.go("client", client_id=closed.client_id, act="six_months")
        yield "six_months"
        press(stage.window, "Escape")
    case = next(line.case_id for line in stage.lines() if line.state == CaseState.OPEN)
    stage.go("referral", case_id=case)
    yield "new"
    press(stage.window, "Escape")


def _who_fits(stage: Stage) -> Iterator[str]:
    """From there to what fits one person, and to the need that nothing answers."""
    case = next(line.case_id for line in stage.lines() if line.state == CaseState.OPEN)
    stage.go("referral", case_id=case, **_course(stage))
    yield "offering"
    next(one for one in stage.window.findChildren(OfferPicker) if one.isVisible()).lacking.emit()
    stage.calm()
    yield "need"
    press(stage.window, "Escape")


def _offers(stage: Stage) -> Iterator[str]:
    """A signed catalogue of the next number, the choice whether to leave it, the one in force, one of no use."""
    newest = max((stage.place / CATALOGUES).glob("*.csv"))
    text = newest.read_text(encoding="utf-8-sig").replace("Nummer;2", "Nummer;3", 1).replace(";aktiv;", ";abgesagt;")
    following = stage.place / "katalog-3.csv"
    following.write_text(text, encoding="utf-8")
    sign(following)
    stage.go("offers", path=following)
    yield "read"
    press(stage.window, "Space", "Escape")
    yield "leave"
    press(stage.window, "Escape", "Space", "Escape")
    stage.go("offers", path=newest)
    yield "in force"
    press(stage.window, "Escape")
    stage.go("offers", path=newest.with_name(f"{newest.name}.minisig"))
    yield "refused"
    press(stage.window, "Escape")


def _quality(stage: Stage) -> Iterator[str]:
    """The form for the days of a case that was paused before it began."""
    person = _full(stage)
    began = next(step for step in clients.page(stage.file, person.client_id).case_steps if step.state == CaseState.OPEN)
    paused = CaseStep(id=new_id(), case_id=began.case_id, state=CaseState.PAUSED, on=began.on - timedelta(3),
                      recorded_at=stage.clock.moment)
    with stage.file.write("Probe") as work:
        work.add(paused)
    stage.calm()
    shown = next(one for one in stage.window.findChildren(FindingList) if one.isVisible())
    assert shown.set_current((Kind.CASE_BACKWARDS, person.client_id, began.case_id))
    press(stage.window, "Return")
    stage.calm()
    yield "days"
    press(stage.window, "Escape")
    with stage.file.write("Probe") as work:
        work.remove(paused)
    stage.calm()


def _export(stage: Stage) -> Iterator[str]:
    """An issued month: one table, a matrix, what was tried; then what is written."""
    yield from _further(stage, ("Return",))
    shown = stage.office.window.desk.pages.page
    assert isinstance(shown, ExportPage)
    for key in ("4b", AUDIT):
        shown._table = key
        shown._switch()
        stage.calm()
        yield key
    yield from _further(stage, ("Alt+W",))
    shown._flow.issue(stage.place)
    stage.calm()
    yield "written"
    shown._flow.finish()
    stage.calm()


STATES: Mapping[str, Callable[[Stage], Iterator[str]]] = {
    "today": lambda stage: _further(stage, ("Ctrl+D",), ("Escape",)),
    "client": _client,
    "settings": _settings,
    "referral": _referral,
    "offers": _offers,
    "who_fits": _who_fits,
    "sleeping": _as_before,
    "old_list": lambda stage: _further(stage, ("Ctrl+Return",)),
    "day": lambda stage: _further(stage, ("Ctrl+Return",)),
    "figures": lambda stage: _further(stage, ("Return",)),
    "quality": _quality,
    "export": _export,
    "restore": lambda stage: _further(stage, ("Return",)),
    "bin": lambda stage: _further(stage, ("Delete",)),
}


def places(stage: Stage) -> Iterator[str]:
    """Goes to every page that is announced, and to what can be reached on it; says where it is."""
    desk = stage.office.window.desk
    for entry in desk.pages.entries:
        stage.go(entry.id, **GIVEN.get(entry.id, lambda _stage: {})(stage))
        yield entry.id
        for state in STATES.get(entry.id, lambda _stage: iter(()))(stage):
            yield f"{entry.id}, {state}"
    for keys in ("Ctrl+K", "Ctrl+Slash"):
        press(stage.window, keys)
        yield keys
        press(stage.window, "Escape")


def gfs_places(table: Path, stage: Stage) -> Iterator[str]:
    """What only the file of the Geschäftsführende Stelle has, with a table for its next issue."""
    for page, where in (("settings", {"part": "trust"}), ("issue", {}), ("issue", {"path": table})):
        stage.go(page, **where)
        yield f"gfs, {page} {', '.join(where)}"
    press(stage.window, "Alt+W")
    stage.calm()
    yield "gfs, sign"
    stage.go("feedback")
    yield "gfs, feedback"
    page_shown = stage.office.window.desk.pages.page
    assert isinstance(page_shown, GfsFeedbackPage)
    page_shown.look([gfs.notices(stage, "Noch einmal gefragt"), stage.place / "fehlt.json"])
    stage.calm()
    yield "gfs, feedback read"
    yield from _summary(stage)


def _summary(stage: Stage) -> Iterator[str]:
    """What became of files, and each view."""
    stage.go("summary", paths=(gfs.reports(stage.place),))
    stage.calm()
    yield "gfs, summary read"
    shown = stage.office.window.desk.pages.page
    assert isinstance(shown, GfsMergePage)
    shown._put_away()
    for view in ("reach", "tables", "gaps", "course", "potentials", *([] if T.wide else ["received"])):
        shown._tabs.choose(view)
        stage.calm()
        yield f"gfs, summary {view}"


def ground(stage: Stage) -> QWidget:
    """What is shown now: the box over the window, or the page; not the pages behind it."""
    veils = [veil for veil in stage.window.findChildren(Veil) if veil.isVisible()]
    page: Any = stage.office.window.desk.pages.currentWidget()
    return veils[0].box if veils else page
