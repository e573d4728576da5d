"""A month with the keyboard alone: from the password to the files of the report, the lock and the restored copy."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from app.domain.case import CaseState
from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import client as clients
from app.store.queries import clients as people
from app.store.queries import offers, referrals, today
from app.ui.start import Start
from app.usecases import backup, demo, keys
from tests import stage as stages
from tests.catalogues import course, csv_of
from tests.stage import Clock, press, settle, wait_until, write

ROUND = 90


class Person:
    """Somebody with a keyboard before the program: types, goes with Tab to what bears a name, waits."""

    def __init__(self, app: QApplication, place: Path, clock: Clock) -> None:
        self.app, self.place, self.clock = app, place, clock
        self.start = self._unlocked()

    def _unlocked(self) -> Start:
        start = Start(self.app, self.place / stages.FOLDER, self.clock, self.place, self.place / "settings.json")
        start.show()
        settle()
        write(demo.PASSPHRASE)
        press(start.gate, "Return")
        wait_until(lambda: start.office is not None, "the office")
        start.wait()
        settle()
        return start

    @property
    def window(self) -> QWidget:
        assert self.start.office is not None
        return self.start.office.window

    @property
    def file(self) -> CaseFile:
        assert self.start.office is not None
        return self.start.office.file

    def press(self, *names: str) -> None:
        press(self.window, *names)
        self.calm()

    def calm(self) -> None:
        assert self.start.office is not None
        desk = self.start.office.window.desk
        settle()
        wait_until(lambda: not desk.tasks.busy, "the end of the work")
        settle()

    def tab_to(self, name: str) -> None:
        """Presses Tab until what has the keyboard is called so."""
        met = []
        for _turn in range(ROUND):
            focus = QApplication.focusWidget()
            said = focus.accessibleName() if focus is not None else ""
            if name in said:
                return
            met.append(said)
            QTest.keyClick(focus or self.window, Qt.Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"Tab never reaches {name!r}, only {met}")

    def do(self, name: str) -> None:
        """Goes to a button with Tab and presses it."""
        self.tab_to(name)
        self.press("Space")

    def lock_and_come_back(self) -> None:
        """Strg+L, and the password again as in the new process."""
        self.press("Ctrl+L")
        assert self.start.locked_folder == self.place / stages.FOLDER
        self._forget()
        self.start = self._unlocked()

    def leave(self) -> None:
        assert self.start.office is not None
        self.start.office.leave()
        self._forget()

    def _forget(self) -> None:
        self.window.deleteLater()
        settle()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    stages.make_empty(tmp_path)
    (tmp_path / "katalog.csv").write_bytes(csv_of(1, course("AN-1", beginn="12.10.2026", ende="30.11.2026"),
                                                  course("AN-2")))
    (tmp_path / "meldungen").mkdir()
    return tmp_path


def test_a_month_from_the_password_to_the_restored_copy(qapp: QApplication, place: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(place / "katalog.csv"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(place / "meldungen"))
    clock = Clock(datetime(2026, 10, 5, 9, 30))
    me = Person(qapp, place, clock)
    read_the_catalogue(me)
    take_somebody_in(me)
    add_paper_level_and_note(me)
    refer(me)
    follow_up(me)
    issue_the_month(me)
    keep_a_draft_over_the_lock(me)
    me.leave()
    restore_a_copy(place, clock)


def read_the_catalogue(me: Person) -> None:
    # what is typed before a page has come is lost with the one that goes
    me.press("Ctrl+3")
    me.press("Space")
    me.press("Ctrl+Return")
    assert len(offers.current(me.file).listed) == 2


def take_somebody_in(me: Person) -> None:
    me.press("Ctrl+N")
    write("MUSTER")
    press(me.window, "Return")
    write("Amira")
    press(me.window, "Return", "Return")
    write("12.3.03")
    me.press("Ctrl+Return")
    assert only(me).state == CaseState.PROSPECT
    me.do("Fall eröffnen")
    me.tab_to("Trotz Lücken eröffnen, weil")
    write("Die Einwilligung wird nachgereicht")
    me.press("Ctrl+Return")
    assert only(me).state == CaseState.OPEN


def add_paper_level_and_note(me: Person) -> None:
    me.press("Alt+3")
    me.do("Neues Papier")
    write("Aufenthaltsgestattung")
    press(me.window, "Tab")
    me.tab_to("Gültig bis")
    write("+20")
    me.press("Ctrl+Return", "Alt+4")
    me.do("Neuer Deutschstand")
    write("A2")
    me.press("Ctrl+Return", "Ctrl+Shift+N")
    write("Möchte den Hauptschulabschluss nachholen.")
    me.press("Ctrl+Return")
    record = clients.page(me.file, only(me).client_id)
    assert [paper.valid_to for paper in record.papers] == [datetime(2026, 10, 25).date()]
    assert [level.oral for level in record.levels] == ["a2"]
    assert [contact.text for contact in record.contacts] == ["Möchte den Hauptschulabschluss nachholen."]


def refer(me: Person) -> None:
    me.press("Ctrl+M")
    write("AN-1")
    me.press("Down", "Return")
    me.tab_to("nterschrieben")
    press(me.window, "Space")
    me.press("Ctrl+Return")
    assert states(me) == [ReferralState.SENT]
    me.clock.moment = datetime(2026, 10, 8, 11, 0)
    me.press("Ctrl+1", "Ctrl+4")
    me.do("Zugesagt")
    assert states(me) == [ReferralState.CONFIRMED]
    me.clock.moment = datetime(2026, 10, 13, 8, 15)
    me.press("Ctrl+1", "Ctrl+4")
    me.do("Angetreten")
    assert states(me) == [ReferralState.STARTED]
    me.clock.moment = datetime(2026, 10, 30, 16, 0)
    me.press("Ctrl+1", "Ctrl+4")
    me.do("Beendet mit Abschluss")
    me.do("Eintragen")
    assert states(me) == [ReferralState.COMPLETED]


def follow_up(me: Person) -> None:
    me.clock.moment = datetime(2026, 11, 3, 9, 0)
    me.press("Ctrl+1")
    waiting = today.page(me.file).lines
    assert waiting
    for _line in waiting:
        me.press("Space")
    assert today.page(me.file).lines == ()


def issue_the_month(me: Person) -> None:
    me.press("Ctrl+5")
    me.press("Alt+W")
    me.press("Alt+W")
    me.press("Alt+W")
    written = sorted(path.suffix for path in (me.place / "meldungen").iterdir())
    assert written == [".csv", ".json", ".pdf", ".xlsx"]
    assert b"MUSTER" not in next((me.place / "meldungen").glob("*.json")).read_bytes()


def keep_a_draft_over_the_lock(me: Person) -> None:
    me.press("Ctrl+N")
    write("MUSTER, halb geschr")
    me.lock_and_come_back()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit) and field.text() == "MUSTER, halb geschr"
    write("ieben")
    assert field.text().endswith("halb geschrieben")


def restore_a_copy(place: Path, clock: Clock) -> None:
    file = keys.unlock(place / stages.FOLDER, demo.PASSPHRASE, clock=clock)
    copy = place / "sicherung.kdsicherung"
    backup.make(file, copy)
    file.close()
    backup.restore(backup.look(copy, password=demo.PASSPHRASE), place / "zurueck.klientendatei")
    again = keys.unlock(place / "zurueck.klientendatei", demo.PASSPHRASE, clock=clock)
    assert [line.name for line in people.lines(again)] == ["MUSTER, Amira"]
    assert [line.state for line in referrals.lines(again)] == [ReferralState.COMPLETED]
    again.close()


def only(me: Person) -> people.ClientLine:
    (line,) = people.lines(me.file)
    return line


def states(me: Person) -> list[str]:
    return [line.state for line in referrals.lines(me.file)]
