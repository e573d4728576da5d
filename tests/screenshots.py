"""Pictures of every page and state: `python -m tests.screenshots OUT [--zoom 1.5] [--dark] [--only WORD]`.
Without options: light, dark and 200 %. They are looked at beside the pictures of the design."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.domain.case import CaseState
from app.domain.dates import Month, PartialDate
from app.domain.identity import new_id
from app.domain.referral import ReferralState, ReferralStep
from app.settings import Settings
from app.settings import save as save_settings
from app.store import local_backups
from app.store.queries import referrals
from app.store.queries.client import page as page_of
from app.store.queries.lists import lists
from app.store.queries.matching import offers_for
from app.store.queries.offers import current as current_offers
from app.store.queries.shelters import lines as shelter_lines
from app.store.restore import RESTORED_FROM
from app.store.standing import Older
from app.ui import geometry, theme
from app.ui.about import AboutCard
from app.ui.catalogue_changes import AFFECTED
from app.ui.catalogue_page import CataloguePage
from app.ui.client_attachments import Attachments
from app.ui.client_page import ClientPage
from app.ui.client_tabs import TABS
from app.ui.controls import Chip
from app.ui.creation import CATALOGUE, CODE, CreationCard
from app.ui.export_page import ExportPage
from app.ui.export_preview import AUDIT
from app.ui.forgotten import ForgottenCard
from app.ui.garbage import GarbageInThisThread
from app.ui.gfs_feedback_page import GfsFeedbackPage
from app.ui.gfs_merge_page import GfsMergePage
from app.ui.shelters_page import SheltersPage
from app.ui.start import Start
from app.ui.theme import T
from app.usecases import appointments, demo, flag, gaps, keys, organisations
from app.usecases import bin as bins
from app.usecases.attachments import hand_out
from app.usecases.casework import change_case, change_client
from app.usecases.demo_signature import sign
from app.usecases.intake import take_in
from app.usecases.lists import keep
from app.usecases.outgoing import note
from app.usecases.referral import Outcome, record
from tests import attached, gfs, oldlists, updates
from tests import stage as stages
from tests.stage import Stage, press, settle, wait_until, write

Shot = tuple[str, QWidget]
Scene = Callable[[Stage], Iterator[Shot]]
LOOKS = (("", False, 1.0), ("_dark", True, 1.0), ("_200", False, 2.0))


def today(stage: Stage) -> Iterator[Shot]:
    """Heute with everything due, with the form for a follow-up, another day for one, and the week."""
    cases = [line.case_id for line in stage.lines() if line.state == CaseState.OPEN][:4]
    for days, hour, case_id in zip((0, 0, 2, -1), (9, 14, 11, 10), cases, strict=True):
        appointments.add(stage.file, case_id, on=stage.file.today() + timedelta(days=days), at=time(hour, 30),
                         place="Rathaus Musterstadt, Zimmer 4", kind="authority" if days else "talk")
    stage.go("today")
    yield "today", stage.window
    press(stage.window, "Ctrl+D")
    yield "today_follow_up", stage.window
    press(stage.window, "Escape")
    stage.calm()
    press(stage.window, *["Down"] * 5, "F2")
    yield "today_change", stage.window
    press(stage.window, "Escape")
    stage.go("week")
    yield "week", stage.window


def people(stage: Stage) -> Iterator[Shot]:
    """Klienten: the list, a search, a search without a hit, a selection."""
    stage.go("clients")
    yield "clients", stage.window
    press(stage.window, "Down", "Space", "Shift+Down", "Shift+Down")
    yield "clients_selected", stage.window
    press(stage.window, "Escape", "Ctrl+F")
    write("mus a")
    yield "clients_search", stage.window
    press(stage.window, "Ctrl+A")
    write("xqzv")
    yield "clients_nobody", stage.window
    press(stage.window, "Ctrl+A", "Delete")
    yield from _lists(stage)


def _lists(stage: Stage) -> Iterator[Shot]:
    """Klienten: the forms of a list, of its columns, of acts for several, and Ruhende Fälle."""
    keep(stage.file, "B1 und kein Abschluss", filters=("state:active", "german:b1", "certificate:none"))
    keep(stage.file, "Papier läuft ab", filters=("state:active", "paper:expiring"), columns=("paper", "next", "flags"))
    stage.calm()
    stage.go("list:" + lists(stage.file)[1].id)
    yield "clients_list", stage.window
    stage.go("clients")
    for act in ("save", "columns", "export"):
        stage.office.window.desk.run_action(f"clients.{act}")
        stage.calm()
        yield f"clients_{act}", stage.window
        if act == "export":
            sealed = [chip for chip in stage.window.findChildren(Chip) if chip.text() == "als verschlüsselte ZIP"]
            sealed[-1].click()
            settle()
            yield "clients_export_sealed", stage.window
        press(stage.window, "Escape")
    press(stage.window, "Ctrl+F")
    press(stage.window, "Down", "Ctrl+A")
    for act in ("follow_up", "phase", "letters"):
        stage.office.window.desk.run_action(f"clients.{act}")
        stage.calm()
        yield f"clients_bulk_{act}", stage.window
        press(stage.window, "Escape")
    stage.clock.moment += timedelta(days=80)
    stage.go("sleeping")
    yield "sleeping", stage.window
    press(stage.window, "B")
    yield "sleeping_keep", stage.window
    press(stage.window, "Escape")


def _person(stage: Stage, state: CaseState) -> str:
    lines = [line for line in stage.lines() if line.state == state]
    busy = {line.client_id for line in referrals.lines(stage.file) if line.state == ReferralState.STARTED}
    return next((line.client_id for line in lines if line.client_id in busy), lines[0].client_id)


def one_person(stage: Stage) -> Iterator[Shot]:
    """Klient on each tab, with the form for a note and for a follow-up, and the panels of opening and closing."""
    person = _person(stage, CaseState.OPEN)
    for tab in TABS:
        stage.go("client", client_id=person, tab=tab)
        yield f"client_{tab}", stage.window
    planned = max((line.client_id for line in stage.lines()), key=lambda one: len(page_of(stage.file, one).plan_steps))
    stage.go("client", client_id=planned, tab="plan")
    yield "client_planned", stage.window
    stage.go("client", client_id=person, tab=TABS[0])
    press(stage.window, "Ctrl+Shift+N")
    write("Beratung zu Sprachkurs und Arbeitserlaubnis.")
    yield "client_note", stage.window
    press(stage.window, "Escape", "Ctrl+D")
    yield "client_follow_up", stage.window
    press(stage.window, "Escape")
    yield from _panel(stage, person, "close", "client_close")
    yield from _panel(stage, person, "questions", "client_questions")
    yield from _panel(stage, person, "proposals", "client_proposals")
    yield from _panel(stage, _person(stage, CaseState.PROSPECT), "open", "client_open")


def _panel(stage: Stage, person: str, act: str, name: str) -> Iterator[Shot]:
    stage.go("client", client_id=person)
    page = stage.office.window.desk.pages.page
    assert isinstance(page, ClientPage) and page._view is not None
    page._view.open_panel(act)
    settle()
    yield name, stage.window
    press(stage.window, "Escape")


def attachments(stage: Stage) -> Iterator[Shot]:
    """Anlagen: the list, a refusal, handing one out, the viewer on a letter and on a photo, then the register."""
    person = _person(stage, CaseState.OPEN)
    files = {"Bescheid Jobcenter.pdf": attached.pdf(3), "Foto Zeugnis.jpg": attached.picture("JPEG", (1600, 1200)),
             "programm.pdf": b"MZ" + b"\0" * 500}
    for name, content in files.items():
        (stage.place / name).write_bytes(content)
    stage.go("client", client_id=person, tab="attachments")
    page = stage.office.window.desk.pages.page
    assert isinstance(page, ClientPage) and page._view is not None
    page._view.tabs.take_files([stage.place / name for name in files])
    stage.calm()
    yield "attachments", stage.window
    part = page._view.tabs._part("attachments")
    assert isinstance(part, Attachments)
    part.ask_recipient()
    settle()
    yield "attachments_hand_out", stage.window
    press(stage.window, "Escape")
    for name in ("Bescheid Jobcenter.pdf", "Foto Zeugnis.jpg"):
        made = next(one for one in part._records if one.name == name)
        part.table.set_current(made.id)
        part.look()
        stage.calm()
        yield f"viewer_{made.kind}", stage.window
        press(stage.window, "Escape")
        hand_out(stage.file, made, stage.place / f"hinaus {name}", "Jobcenter Arnsberg", "Widerspruch")
    note(stage.file, "backup", "Sicherung musterstadt-2026-11-03.kdsicherung")
    stage.go("settings", part="outgoing")
    yield "settings_outgoing_filled", stage.window


def intake(stage: Stage) -> Iterator[Shot]:
    """Aufnahme: empty, filled beside a like name, with a date that does not exist."""
    stage.go("intake")
    yield "intake", stage.window
    known = next(person for line in stage.lines() if (person := page_of(stage.file, line.client_id).client).birth
                 and person.family_name and person.given_name and person.birth.day and person.birth.day <= 12)
    birth = known.birth
    assert birth is not None
    # month and day turned round: the panel says whom that may be
    for text in (known.given_name, known.family_name, "", f"{birth.month}.{birth.day}.{birth.year}"):
        write(text)
        press(stage.window, "Return")
    wait_until(lambda: stage.file.drafts(), "the draft")
    stage.calm()
    yield "intake_filled", stage.window
    press(stage.window, "Backtab")
    press(stage.window, "Ctrl+A")
    write("31.2.2001")
    press(stage.window, "Tab")
    yield "intake_wrong_date", stage.window


def several(stage: Stage) -> Iterator[Shot]:
    """Mehrere Personen: empty, and with a complete, an impossible and an unfinished line."""
    stage.go("batch")
    yield "batch", stage.window
    for line in (("MUSTER", "Amina", "5.3.2001", "w", "Syr", "Arab", "0150 0000042", "Duldung", "+30", "12", ""),
                 ("MUSTER", "Ali Hassan", "ca. 2003", "m", "Afg", "Dari", "", "", "31.2.", "12", ""),
                 ("„Sam“", *[""] * 10), ("MUS",)):
        for text in line:
            write(text)
            press(stage.window, "Return")
    stage.calm()
    yield "batch_filled", stage.window


def shelter_day(stage: Stage) -> Iterator[Shot]:
    """Tag in der Unterkunft: the list of houses, the grid of the fullest one while it is filled, the end of the day."""
    stage.go("day", shelter="")
    yield "day_houses", stage.window
    house = max(shelter_lines(stage.file), key=lambda line: line.people)
    stage.go("day", shelter=house.shelter.id)
    for text in ("err", "Zeugnis mitgebracht", "15", "Übersetzen lassen", "+7", "", "", "n", *[""] * 6, "err"):
        write(text)
        press(stage.window, "Return")
    yield "day", stage.window
    press(stage.window, "Ctrl+Return")
    stage.calm()
    yield "day_check", stage.window


def shelters(stage: Stage) -> Iterator[Shot]:
    """Unterkünfte: the list with the facts of the first house, and the form for a new one."""
    stage.go("shelters")
    yield "shelters", stage.window
    page = stage.office.window.desk.pages.page
    assert isinstance(page, SheltersPage) and page._tab is not None
    page._tab.start()
    settle()
    yield "shelters_new", stage.window
    press(stage.window, "Escape")


def alike(stage: Stage) -> Iterator[Shot]:
    """Mögliche Dubletten, and the two files of the first pair side by side."""
    first = page_of(stage.file, stage.lines()[0].client_id).client
    twin = take_in(stage.file, {"family_name": first.given_name, "given_name": first.family_name, "birth": first.birth,
                                "ags": first.ags, "sex": first.sex})
    stage.go("duplicates")
    yield "duplicates", stage.window
    stage.go("merge", keep=first.id, give=twin)
    yield "merge", stage.window


def offers(stage: Stage) -> Iterator[Shot]:
    """Angebote: the list, an own list beside it, the preview of an import, a refusal, whom it concerns, a hint."""
    stage.go("offers")
    yield "offers", stage.window
    newest = sorted((stage.place / stages.CATALOGUES).glob("*.csv"))[-1]
    following = _next_catalogue(newest, stage.place, sorted(current_offers(stage.file).referred))
    stage.go("offers", path=following)
    stage.calm()
    yield "offers_own_import", stage.window
    press(stage.window, "Ctrl+Return")
    stage.calm()
    stage.go("offers", offering_key=next(o.key for o in current_offers(stage.file).listed if o.series))
    yield "offers_own_list", stage.window
    sign(following)
    stage.go("offers", path=following)
    stage.calm()
    yield "offers_import", stage.window
    page = stage.office.window.desk.pages.page
    assert isinstance(page, CataloguePage) and page._form_of_import is not None
    page._form_of_import._show_only(AFFECTED)
    settle()
    yield "offers_import_affected", stage.window
    press(stage.window, "Ctrl+Return")
    stage.calm()
    yield "offers_concerned", stage.window
    page._people.open()
    stage.calm()
    yield "offers_affected", stage.window
    page._people.close()
    settle()
    stage.go("offers", offering_key=next(o.key for o in current_offers(stage.file).listed if not o.series))
    assert page._offers._detail is not None
    page._offers._detail.say_hint()
    settle()
    yield "offers_hint", stage.window
    stage.go("offers", path=newest)
    stage.calm()
    yield "offers_refused", stage.window
    page._form_of_import._ask_why()
    settle()
    yield "offers_older", stage.window
    page._import.close()


def _next_catalogue(known: Path, place: Path, referred: list[str]) -> Path:
    """The catalogue that was read last under the next number, with some rows changed, broken and left out."""
    lines = known.read_bytes().decode("utf-8-sig").splitlines()
    heads = [i for i, line in enumerate(lines) if line.lower().startswith("nummer;")]
    if heads:
        number = int(lines[heads[0]].split(";")[1])
        lines[heads[0]] = f"Nummer;{number + 1}"
    body = max(i for i, line in enumerate(lines) if not line.strip() or i < 12) + 1
    changed = [line.replace(";aktiv;", ";abgesagt;", 1) if any(f";{key};" in line for key in referred[::2]) else
               line.replace("2026", "2027", 1) if i > body and i % 9 == 0 else line for i, line in enumerate(lines)]
    out = place / "katalog_neu.csv"
    out.write_text("\n".join(changed[:-3]) + "\n", encoding="utf-8")
    return out


def referral(stage: Stage) -> Iterator[Shot]:
    """Vermittlung: the list, a new one, an answer."""
    stage.go("referral")
    yield "referral", stage.window
    sent = [line for line in referrals.lines(stage.file) if line.state == ReferralState.SENT]
    if sent:
        stage.go("referral", referral_id=sent[0].referral_id)
        yield "referral_sent", stage.window
        stage.office.window.desk.run_action("referral.sheet")
        stage.calm()
        yield "referral_sheet", stage.window
        press(stage.window, "Escape")
    running = next(line for line in referrals.lines(stage.file) if line.state == ReferralState.STARTED)
    stage.go("referral", referral_id=running.referral_id)
    stage.office.window.desk.run_action("referral.answer")
    press(stage.window, "Space")
    yield "referral_answer", stage.window
    record(stage.file, running.referral_id, ReferralState.COMPLETED, on=stage.file.today(),
           outcome=Outcome(exit_kind="completed", situation="school", certificate="telc Deutsch B1", units=120))
    stage.calm()
    yield "referral_ended", stage.window
    closed = next((line for line in stage.lines() if line.state == CaseState.CLOSED), None)
    if closed is not None:
        stage.go("client", client_id=closed.client_id, act="six_months")
        yield "referral_six_months", stage.window
        press(stage.window, "Escape")
    case = next(line for line in stage.lines() if line.state == CaseState.OPEN)
    stage.go("referral", case_id=case.case_id)
    yield "referral_new", stage.window
    press(stage.window, "Escape")


def matching(stage: Stage) -> Iterator[Shot]:
    """What fits a person, an offering with its reasons, a need nothing answers, and who fits an offering."""
    case = next(line for line in stage.lines() if line.state == CaseState.OPEN)
    stage.go("referral", case_id=case.case_id)
    named(stage.window, "Wie wird sortiert?").click()
    named(stage.window, "Nichts passt – Bedarf festhalten").click()
    settle()
    yield "match_gap", stage.window
    press(stage.window, "Escape")
    wanted = next(match for match in offers_for(stage.file, case.case_id)
                  if match.violated and match.questions and match.offering.start is not None)
    stage.go("referral", case_id=case.case_id, offering_key=wanted.offering.key)
    yield "match_offer", stage.window
    gaps.add(stage.file, case.case_id, component="3", reason="too_far", note="Abendkurs")
    stage.go("client", client_id=case.client_id, tab="referrals")
    yield "match_gaps", stage.window
    stage.go("who_fits", offering_key=wanted.offering.key)
    yield "match_people", stage.window
    press(stage.window, "Return")
    yield "match_person", stage.window


def named(root: QWidget, word: str) -> QPushButton:
    """The button in sight that says so."""
    return next(one for one in root.findChildren(QPushButton) if one.isVisible() and one.text() == word)


def export(stage: Stage) -> Iterator[Shot]:
    """Monatsmeldung: months, preview, handing out, what was written."""
    stage.go("export")
    yield "export_issued", stage.window
    stage.clock.moment = datetime(2026, 12, 1, 9, 15)
    stage.go("today")
    stage.go("export")
    yield "export", stage.window
    press(stage.window, "Alt+W")
    stage.calm()
    yield "export_preview", stage.window
    press(stage.window, "Down", "Down", "Down")
    yield "export_preview_table", stage.window
    page = stage.office.window.desk.pages.page
    assert isinstance(page, ExportPage)
    for key in ("4c", AUDIT):
        page._table = key
        page._switch()
        settle()
        yield f"export_preview_{key}", stage.window
    press(stage.window, "Alt+W")
    yield "export_hand_out", stage.window
    page._flow.issue(stage.place)
    stage.calm()
    yield "export_written", stage.window
    write("Frau MUSTER")
    press(stage.window, "Alt+W")
    stage.calm()
    yield "export_noted", stage.window
    stage.file.set_meta(**{RESTORED_FROM: "2026-11-20T10:00:00"})
    stage.clock.moment = datetime(2027, 2, 1, 9, 15)
    page._flow.turn = None
    page._flow.look_up()
    stage.calm()
    press(stage.window, "Backtab", "Space")
    stage.calm()
    yield "export_restored", stage.window


def figures(stage: Stage) -> Iterator[Shot]:
    """Eigene Zahlen, and the persons behind one of them."""
    stage.go("figures")
    yield "figures", stage.window
    press(stage.window, "Down", "Return")
    stage.calm()
    yield "figures_persons", stage.window


def quality(stage: Stage) -> Iterator[Shot]:
    """Angaben prüfen: a slip of each kind, the form for the days of a course, and the page Monatsmeldung beside it."""
    running = [line for line in stage.lines() if line.state == CaseState.OPEN]
    change_client(stage.file, running[0].client_id, birth=PartialDate(1890))
    for line in running[1:4]:
        change_client(stage.file, line.client_id, sex="unknown")
    change_case(stage.file, running[4].case_id, entry_german_oral="unknown")
    change_client(stage.file, running[5].client_id, arrived=PartialDate.of(stage.file.today()))
    course = next(line for line in referrals.lines(stage.file) if line.state == ReferralState.STARTED)
    with stage.file.write("Ende") as work:
        work.add(ReferralStep(id=new_id(), referral_id=course.referral_id, state=ReferralState.DROPPED,
                              on=course.since - timedelta(3), recorded_at=stage.clock.moment))
    stage.go("export")
    yield "quality_export", stage.window
    stage.go("quality", month=str(Month.of(course.since)))
    yield "quality", stage.window
    press(stage.window, "Return")
    stage.calm()
    yield "quality_days", stage.window
    press(stage.window, "Escape")


def settings(stage: Stage) -> Iterator[Shot]:
    """Einstellungen, each part, and what the program is."""
    stage.go("about")
    yield "about", stage.window
    for part in ("look", "keys", "trust", "backup", "texts", "values", "outgoing", "office", "check"):
        stage.go("settings", part=part)
        yield f"settings_{part}", stage.window
    yield from _sheet(stage)
    stage.go("settings", part="data", start="data")
    stage.calm()
    yield "settings_own_data", stage.window


def _sheet(stage: Stage) -> Iterator[Shot]:
    """The cards for the sheet in the safe, the upper one with its code shown."""
    stage.go("settings", part="keys")
    part = stage.office.window.desk.pages.page._part  # type: ignore[union-attr]
    act = part.sheet.act
    act.form.set_texts({"password": demo.PASSPHRASE})
    act.submit()
    wait_until(lambda: act.sheet is not None, "the code")
    settle()
    yield "settings_sheet", stage.window
    part.renewal.act.button.setFocus()
    settle()
    yield "settings_renewal", stage.window


def start_check(stage: Stage) -> Iterator[Shot]:
    """What is told above the pages after an unlock: an older copy, a wrong clock, damage; then the part Prüfung."""
    check, moment = stage.office._start_check, stage.clock.moment
    stage.file.standing.older = Older(used=moment, last_entry=moment - timedelta(days=4))
    stage.clock.moment = moment - timedelta(days=365)
    check.begin()
    stage.go("today")
    stage.clock.moment = moment
    yield "notices", stage.window
    check._show_verdict(False)
    stage.go("settings", part="check")
    yield "notices_damage", stage.window
    for key in ("older", "clock", "damage"):
        stage.office.window.notices.put_away(key)


def update(stage: Stage) -> Iterator[Shot]:
    """An installer that was found, then what to do with it."""
    with pytest.MonkeyPatch.context() as patch:
        updates.publish(patch, stage.place)
        updates.installer(stage.place / "stick", "0.3.0")
        stage.go("settings", part="check")
        card = stage.office.window.desk.pages.page._part.updates  # type: ignore[union-attr]
        card._disk = stage.place / "Aktualisierung"
        for name, act in (("found", lambda: card.look_in(stage.place / "stick")), ("taken", card.begin),
                          ("refused", lambda: card.look_in(stage.place / "Aktualisierung" / "leer"))):
            act()
            stage.calm()
            yield f"update_{name}", stage.window
            card.show_news()


def restore(stage: Stage) -> Iterator[Shot]:
    """Sicherung wiederherstellen: the list of backups, and what the chosen one holds."""
    for _day in range(3):
        stage.clock.moment += timedelta(days=1)
        local_backups.keep(stage.file)
    stage.go("restore")
    yield "restore", stage.window
    press(stage.window, "Return")
    stage.calm()
    yield "restore_facts", stage.window


def over_pages(stage: Stage) -> Iterator[Shot]:
    """Palette, key sheet, toast with the ring of the keyboard, crash dialog."""
    stage.go("clients")
    press(stage.window, "Ctrl+K")
    yield "palette", stage.window
    write("mus")
    yield "palette_typed", stage.window
    press(stage.window, "Escape", "Ctrl+Slash")
    yield "keys", stage.window
    press(stage.window, "Escape")
    stage.go("today")
    press(stage.window, "7")
    yield "toast", stage.window
    press(stage.window, "Ctrl+Z", "Tab", "Tab")
    yield "ring", stage.window
    problems = stage.office.window.desk.problems
    try:
        stage.office.window.desk.run_action("planted")
    except KeyError as error:
        problems.show(error)
    settle()
    assert problems.open_box is not None
    yield "crash", problems.open_box
    problems.open_box.close()


def taken_out(stage: Stage) -> Iterator[Shot]:
    """Merker on a person, the panels that set one and that put the file into the bin, the bin, the last steps."""
    person = _person(stage, CaseState.OPEN)
    flag.put(stage.file, person, kind="danger", reason="Drohung durch den früheren Partner, Adresse nicht nennen")
    flag.put(stage.file, person, kind="accompany", reason="kommt nur mit der Sozialbegleitung",
             until=stage.file.today() + timedelta(days=17))
    stage.go("client", client_id=person)
    yield "flags", stage.window
    yield from _panel(stage, person, "flag", "flags_set")
    yield from _panel(stage, person, "bin", "bin_panel")
    for line in [line for line in stage.lines() if line.client_id != person][:3]:
        bins.discard(stage.file, line.client_id, "doppelt angelegt")
    stage.go("bin")
    yield "bin", stage.window
    press(stage.window, "Delete")
    yield "bin_sure", stage.window
    press(stage.window, "Escape")
    stage.go("history")
    yield "steps", stage.window


def old_list(stage: Stage) -> Iterator[Shot]:
    """Alte Liste: the file, its columns, its rows with another decision for one."""
    stage.go("old_list")
    yield "old_list", stage.window
    stage.go("old_list", path=oldlists.FILES / "old_list_20.csv")
    yield "old_list_columns", stage.window
    press(stage.window, "Ctrl+Return")
    stage.calm()
    press(stage.window, *["Down"] * 11, "Space")
    yield "old_list_rows", stage.window


def around(stage: Stage) -> Iterator[Shot]:
    """Termine and Adressbuch: the list with an appointment that has passed, an entry, the form for a new one."""
    cases = [line.case_id for line in stage.lines() if line.state == CaseState.OPEN][:4]
    for days, case_id in zip((0, 2, 9, -3), cases, strict=True):
        appointments.add(stage.file, case_id, on=stage.file.today() + timedelta(days=days), at=time(10, 30),
                         place="Rathaus Musterstadt, Zimmer 4")
    made = organisations.add(stage.file, name="MUSTER-Beratung", kind="counselling", phone="0150 0000043")
    organisations.add_person(stage.file, made, name="Frau MUSTER", task="Anmeldung", phone="0150 0000044")
    stage.calm()
    for page in ("appointments", "contacts"):
        stage.go(page)
        yield page, stage.window
        press(stage.window, "Down", "Down")
        yield f"{page}_chosen", stage.window


SCENES: tuple[Scene, ...] = (today, people, one_person, around, taken_out, attachments, intake, several, shelter_day,
                             shelters, alike, old_list, offers, referral, matching, export, figures, quality, settings,
                             update, restore, start_check, over_pages)


def gate(app: QApplication, place: Path, dark: bool, zoom: float) -> Iterator[Shot]:
    """The pages before a file is open: choices, creation, unlock, forgotten, then the first page of an empty file."""
    place.mkdir(parents=True)
    kept = place / "settings.json"
    save_settings(Settings(zoom=zoom, theme="dark" if dark else "light"), kept)
    start = Start(app, None, stages.clock, place, kept)
    start.gate.resize(*stages.SIZE)
    start.show()
    settle()
    yield "gate_choices", start.gate
    start.ways.tell_about()
    wait_until(lambda: type(start.gate.card).__name__ == "AboutCard", "the card About")
    card = start.gate.card
    assert isinstance(card, AboutCard)
    wait_until(lambda: card.view.table is not None, "the parts")
    settle()
    yield "gate_about", start.gate
    start.ways.practise()
    settle()
    yield "gate_practice", start.gate
    start.ways.create()
    wait_until(lambda: type(start.gate.card).__name__ == "CreationCard", "the creation card")
    settle()
    yield "gate_new_1", start.gate
    write("Teilhabemanagement Musterstadt")
    press(start.gate, "Tab")
    write("Arnsb")
    press(start.gate, "Return", "Tab")
    press(start.gate, "Return")
    settle()
    yield "gate_new_2", start.gate
    creation = start.gate.card
    assert isinstance(creation, CreationCard)
    creation.submit()
    wait_until(lambda: creation.step == CODE, "the recovery code")
    settle()
    yield "gate_new_3", start.gate
    creation._show(CATALOGUE)
    settle()
    yield "gate_new_5", start.gate
    made = creation._file
    made.close()
    start.ways.ask_password(made.folder)
    settle()
    yield "unlock", start.gate
    start.ways.ask_code()
    wait_until(lambda: type(start.gate.card).__name__ == "ForgottenCard", "the card for the code")
    settle()
    yield "unlock_forgotten", start.gate
    yield from _after_code(start, keys.recovery_code(made))
    start.gate.close()
    start.wait()
    start.gate.problems.remove()


def _after_code(start: Start, code: str) -> Iterator[Shot]:
    card = start.gate.card
    assert isinstance(card, ForgottenCard)
    card.code.set_texts({"code": code})
    card.submit()
    wait_until(lambda: card._file is not None, "the offer to renew")
    settle()
    yield "unlock_renewal", start.gate
    card.renew()
    wait_until(lambda: card.sheet is not None, "the new code")
    assert card.sheet is not None
    card.sheet._saved(Path("/media/stick/wiederherstellungsblatt.pdf"))
    settle()
    yield "unlock_new_code", start.gate
    card._file.close()


def gfs_pages(app: QApplication, place: Path, dark: bool, zoom: float) -> Iterator[Shot]:
    """The file of the Geschäftsführende Stelle: before the first issue, issues, draft, signing, notices, keys."""
    gfs.make(place)
    stage = stages.open_stage(app, place, dark=dark, zoom=zoom)
    for page, where in (("issue", {}), ("feedback", {}), ("settings", {"part": "trust"})):
        stage.go(page, **where)
        yield f"gfs_empty_{page}", stage.window
    table = gfs.fill(stage)
    for page, where in (("settings", {"part": "trust"}), ("issue", {})):
        stage.go(page, **where)
        yield f"gfs_{page}", stage.window
    stage.go("issue", path=table)
    yield "gfs_draft", stage.window
    press(stage.window, "Alt+W")
    stage.calm()
    yield "gfs_sign", stage.window
    stage.go("feedback")
    yield "gfs_feedback", stage.window
    page_shown = stage.office.window.desk.pages.page
    assert isinstance(page_shown, GfsFeedbackPage)
    page_shown.look([gfs.notices(stage, "Noch einmal gefragt"), stage.place / "fehlt.json"])
    stage.calm()
    yield "gfs_feedback_read", stage.window
    yield from _summary(stage)
    stage.close()


def _summary(stage: Stage) -> Iterator[Shot]:
    """Zusammenfassung: before the first file, what became of files, each view, a quarter."""
    stage.go("summary")
    yield "gfs_summary_empty", stage.window
    stage.go("summary", paths=(gfs.reports(stage.place),))
    stage.calm()
    yield "gfs_summary_read", stage.window
    page = stage.office.window.desk.pages.page
    assert isinstance(page, GfsMergePage)
    page._put_away()
    for view in ("reach", "tables", "gaps", "course", "potentials", *([] if T.wide else ["received"])):
        page._tabs.choose(view)
        stage.calm()
        yield f"gfs_summary_{view}", stage.window


def empty_pages(app: QApplication, place: Path, dark: bool, zoom: float) -> Iterator[Shot]:
    """Each page of a file in which nobody is yet."""
    stages.make_empty(place)
    stage = stages.open_stage(app, place, dark=dark, zoom=zoom)
    for page in ("today", "clients", "offers", "referral", "export"):
        stage.go(page)
        yield f"empty_{page}", stage.window
    take_in(stage.file, {"family_name": "MUSTER", "given_name": "Amira", "birth": PartialDate(2003),
                         "ags": "05978036"})
    stage.go("today")
    yield "empty_today_one_person", stage.window
    stage.close()


def draw(out: Path, looks: list[tuple[str, bool, float]], only: str) -> int:
    """Writes all pictures; returns how many."""
    app = QApplication.instance() or QApplication(["screenshots"])
    GarbageInThisThread(app)
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    with tempfile.TemporaryDirectory() as scratch:
        pattern = stages.make(Path(scratch) / "pattern")
        for suffix, dark, zoom in looks:
            place = Path(scratch) / f"look{suffix}"
            for name, widget in _all(app, pattern, place, dark, zoom, only):
                settle(8)
                widget.grab().save(str(out / f"{name}{suffix}.png"))
                written += 1
    return written


def _all(app: QApplication, pattern: Path, place: Path, dark: bool, zoom: float, only: str) -> Iterator[Shot]:
    theme.use_language(app, "de")
    if not only or only == "gate":
        yield from gate(app, place / "gate", dark, zoom)
    if not only or only == "gfs":
        yield from gfs_pages(app, place / "gfs", dark, zoom)
    if not only or only == "empty":
        yield from empty_pages(app, place / "empty", dark, zoom)
    for i, scene in enumerate(SCENES):
        if not only or only == scene.__name__:
            stage = stages.open_stage(app, stages.copied(pattern, place / str(i)), dark=dark, zoom=zoom)
            yield from scene(stage)
            stage.close()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--zoom", type=float)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", default="", help="gate, empty, gfs or the name of a scene")
    given = parser.parse_args()
    geometry.has_room = lambda _free: True  # the screen that Qt plays is smaller than every picture
    looks = list(LOOKS)
    if given.zoom or given.dark:
        zoom = given.zoom or 1.0
        suffix = ("_dark" if given.dark else "") + (f"_{round(100 * zoom)}" if zoom != 1 else "")
        looks = [(suffix, given.dark, zoom)]
    print(draw(given.out, looks, given.only))


if __name__ == "__main__":
    main()
