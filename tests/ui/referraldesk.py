"""The page Vermittlung on a file with a catalogue and a person; what its tests share. No tests here."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
)

from app.domain.referral import ReferralState
from app.store.casefile import CaseFile
from app.store.queries import referral as referral_query
from app.ui.controls import Chip
from app.ui.referral_page import ReferralPage
from app.ui.referral_rows import ReferralList
from app.ui.window import Window
from app.usecases import referral
from tests.ui import office
from tests.ui.looks import settle
from tests.ui.office import Away, Clock, key, named, take_catalogue

S = ReferralState


@pytest.fixture
def file(file: CaseFile) -> CaseFile:
    take_catalogue(file)
    return file


@pytest.fixture
def amira(file: CaseFile, clock: Clock) -> str:
    return office.person(file, clock, "Amira")


@pytest.fixture
def course(file: CaseFile) -> str:
    return office.offering(file, "Coaching für Frauen")


@pytest.fixture
def open_page(on_pages: Callable[..., Window], file: CaseFile, away: Away) -> Callable[..., Window]:
    def opened(zoom: float = 1.0, size: tuple[int, int] = (1366, 768), **where: object) -> Window:
        window = on_pages({"referral": lambda shell: ReferralPage(shell, file), "client": lambda _shell: away},
                          zoom=zoom, size=size)
        window.desk.go("referral", **where)
        settle()
        office.work_done(window)
        return window

    return opened


def sent(file: CaseFile, case_id: str, course: str) -> str:
    return referral.begin(file, case_id, course, on=date(2026, 10, 5), consent_given=True)


def states(file: CaseFile, referral_id: str) -> list[tuple[str, date, str]]:
    return [(step.state, step.on, step.reason) for step in referral_query.page(file, referral_id).steps]


def fill(window: Window, name: str, text: str) -> None:
    field = named(window, QLineEdit, name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    settle()


def choose(window: Window, chip: str) -> None:
    named(window, Chip, chip).setFocus()
    key(Qt.Key.Key_Space)


def listed(window: Window) -> ReferralList:
    office.work_done(window)
    return next(one for one in window.findChildren(ReferralList) if one.isVisible())
