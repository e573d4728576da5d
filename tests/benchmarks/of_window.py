"""What a person waits for in the open window: search, unlock, opening a client; and where the window stands still."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.store import casefile
from app.store.queries import clients, today
from app.ui.office import Office
from app.ui.table import TableView
from app.usecases import casework, followup
from tests.benchmarks import caseload, raw
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.shown import application, office_of, painted, rest, standstill

# names in two spellings, a number, the tail of a telephone number, a birth date, a shelter, words of notes
WORDS = ("muster", "amira", "lukasz", "Øystein", "muhammed ali", "0042", "K-1700", "2345", "1503", "hafen",
         "zeugnis", "ausländerbehörde", "praktikum")
UNLOCKS, OPENED, EVERY = 7, 80, 37
# more persons than the largest site has show how it grows
USUAL = 3000
STANDSTILL = Target(of="worst", limit=50)


def search(run: Run) -> list[Figure]:
    """Every keystroke of the words, each typed into the empty field; the first round warms up and is not counted.

    Persons are found in memory and only notes in the file, so there is no bare limit of the same work.
    """
    office = _opened(run)
    field, table = _clients_page(office)
    # begun with the window, over in seconds; of ten times the data it would be measured along
    rest(lambda: office.file.checkup.verdict is not None)
    ours: list[float] = []
    for counted in (False, True):
        for word in WORDS:
            spent = [painted(office.window, partial(_type, field, letter)) for letter in word]
            ours += spent if counted else []
            assert field.text() == word and table.lines_model.rowCount(), f"nobody found for {word}"
            field.clear()
            rest()
    _closed(office)
    # one frame of a screen; at ten times the data two
    return [Figure(name="Search, each keystroke to painted rows", unit="ms", samples=ours,
                   target=Target(of="p95", limit=16 if run.clients <= USUAL else 32))]


def sort(run: Run) -> list[Figure]:
    """Each head of the whole list of persons clicked twice; the order before becomes the second key."""
    office = _opened(run)
    _field, table = _clients_page(office)
    rest(lambda: office.file.checkup.verdict is not None)
    ours = [painted(office.window, partial(table.toggle_sort, column))
            for _time in range(3) for column in range(len(table.lines_model.columns)) for _twice in range(2)]
    _closed(office)
    return [Figure(name="Sort the list, click to painted rows", unit="ms", samples=ours,
                   target=Target(of="p95", limit=50) if run.clients <= USUAL else None)]


def unlock(run: Run) -> list[Figure]:
    """From the known secret to the painted Heute; the key derivation, slow on purpose, is left out."""
    app = application()
    with caseload.closed(run) as (folder, secret):
        ours, bare = [], []
        for _ in range(UNLOCKS + 1):
            begun = time.perf_counter()
            office = office_of(app, casefile.unlock(folder, secret, clock=lambda: caseload.NOW))
            before = (time.perf_counter() - begun) * 1000
            ours.append(before + painted(office.window, office.show))
            begun = time.perf_counter()
            connection = raw.connected(office.file)
            connection.execute("SELECT count(*) FROM client").fetchone()
            bare.append((time.perf_counter() - begun) * 1000)
            connection.close()
            _closed(office)
    return [Figure(name="Unlock, without key derivation, to painted Heute", unit="ms", samples=ours[1:], bare=bare[1:],
                   bare_words="open, SELECT count(*)")]


def client(run: Run) -> list[Figure]:
    """Clients far from each other, opened one after the other from the list."""
    office = _opened(run)
    _clients_page(office)
    lines = clients.lines(office.file)[::EVERY][:OPENED]
    connection = raw.connected(office.file)
    ours, bare = [], []
    for line in lines:
        with raw.heard() as statements:
            ours.append(painted(office.window, partial(office.window.desk.open_client, line.client_id)))
        reads = [one for one in statements if one.sql.lstrip().startswith("SELECT")]
        begun = time.perf_counter()
        raw.repeat(connection, reads)
        bare.append((time.perf_counter() - begun) * 1000)
        office.window.desk.go("clients")
        rest()
    connection.close()
    _closed(office)
    return [Figure(name="Open a client to the painted page", unit="ms", samples=ours[1:], bare=bare[1:],
                   bare_words="the same SELECTs")]


def still(run: Run) -> list[Figure]:
    """The longest time the event loop stood in acts on the whole caseload; on a copy, because some of them write."""
    with caseload.copy(run) as file:
        office = office_of(application(), file)
        office.show()
        rest()
        go, acts = office.window.desk.go, dict[str, list[float]]()

        def act(name: str, call: Callable[[], Any], until: Callable[[], object] = lambda: True) -> None:
            acts.setdefault(name, []).append(standstill(call, until))

        act("Klienten opened for the first time", partial(go, "clients"), lambda: _rows(office) > 0)
        someone = clients.lines(file)[run.clients // 2].client_id
        for n in range(5):
            change = partial(casework.change_client, file, someone)
            act("a field saved and the list of Klienten refreshed", partial(change, phone=f"0150 77700{n}"))
        act("a client opened for the first time", partial(office.window.desk.open_client, someone))
        for n in range(5):
            act("a field saved on the page of a client", partial(change, phone=f"0150 88800{n}"))
        act("Klienten opened again after that", partial(go, "clients"))
        act("Heute opened again after that", partial(go, "today"))
        for line in today.page(file).lines[:5]:
            act("a follow-up finished on Heute", partial(followup.finish, file, line.follow_up_id))
        for page in ("offers", "referral", "export", "settings", "intake"):
            act(f"{page.capitalize()} opened for the first time", partial(go, page))
        _closed(office)
    return [Figure(name=f"Window stands still: {name}", unit="ms", samples=samples, target=STANDSTILL)
            for name, samples in acts.items()]


def _opened(run: Run) -> Office:
    office = office_of(application(), caseload.opened(run.clients, run.contacts))
    office.show()
    rest()
    return office


def _closed(office: Office) -> None:
    # not left as a person leaves it: that would keep the page shown, and the next office would not begin on Heute
    office.window.hide()
    office.window.desk.tasks.end()
    office.file.close()
    # here and now: the garbage collector may run in the worker, where no timer of this thread can be ended
    office.window.deleteLater()
    office.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    rest()


def _clients_page(office: Office) -> tuple[QLineEdit, TableView[Any]]:
    office.window.desk.go("clients")
    rest(lambda: _rows(office) > 0)
    inside = office.window.desk.pages.currentWidget()
    return inside.findChildren(QLineEdit)[0], inside.findChildren(TableView)[0]


def _rows(office: Office) -> int:
    tables = office.window.desk.pages.currentWidget().findChildren(TableView)
    return tables[0].lines_model.rowCount() if tables else 0


def _type(field: QLineEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
