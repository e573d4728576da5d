"""A quarter hour of casework by keyboard on the whole caseload, without its pauses: how long the window stood still."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, QTimer

from app.store.queries import clients
from app.ui.office import Office
from tests.benchmarks import caseload
from tests.benchmarks.caseload import Run
from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.shown import application, office_of, rest
from tests.stage import press, write

STILL = 50.0
# persons worked on one after the other, as many as fit into a quarter hour with little to do for each
PERSONS = 6


@dataclass(slots=True)
class Watch:
    """The longest wait of a timer of one millisecond, act by act."""

    office: Office
    waits: list[tuple[str, float]] = field(default_factory=list)
    last: float = 0.0
    longest: float = 0.0

    def beat(self) -> None:
        """The timer came."""
        now = time.perf_counter()
        self.longest = max(self.longest, now - self.last)
        self.last = now

    def press(self, what: str, *names: str) -> None:
        """Keys, and everything that follows them."""
        self.act(what, lambda: press(self.office.window, *names))

    def write(self, what: str, text: str) -> None:
        """Letters, each an act of its own."""
        for letter in text:
            self.act(what, lambda letter=letter: write(letter))

    def act(self, what: str, call: Callable[[], object]) -> None:
        """One act; the window is calm afterwards."""
        self.last, self.longest = time.perf_counter(), 0.0
        call()
        rest(lambda: not self.office.window.desk.tasks.busy, 60)
        self.beat()
        self.waits.append((what, self.longest * 1000))


def quarter(run: Run) -> list[Figure]:
    """Every act of the quarter hour, and each kind of act of which one took longer than the rule allows."""
    with caseload.copy(run) as file:
        office = office_of(application(), file)
        office.show()
        rest(lambda: file.checkup.verdict is not None)
        with _watched(office) as watch:
            names = [line.name.split(", ")[-1] for line in clients.lines(file)[::run.clients // PERSONS]][:PERSONS]
            _morning(watch)
            for n, name in enumerate(names):
                _somebody(watch, name, n)
            _newcomer(watch)
            _evening(watch)
        office.window.hide()
        office.window.desk.tasks.end()
    waits = watch.waits
    over = {what: [wait for one, wait in waits if one == what] for what, wait in waits if wait > STILL}
    every = Figure(name=f"Window stands still in a scripted quarter hour, {len(waits)} acts", unit="ms",
                   samples=[wait for _what, wait in waits], target=Target(of="worst", limit=STILL))
    return [every, *(Figure(name=f"of these: {what}", unit="ms", samples=times) for what, times in over.items())]


@contextmanager
def _watched(office: Office) -> Iterator[Watch]:
    watch, timer = Watch(office), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(watch.beat)
    timer.start(1)
    yield watch
    timer.stop()


def _morning(me: Watch) -> None:
    me.press("Heute, down the list", "Down")
    me.press("Heute, down the list", "Down")
    me.press("a follow-up finished", "Space")
    me.press("a follow-up put off", "1")
    me.press("undone", "Ctrl+Z")
    me.press("Klienten opened", "Ctrl+2")


def _somebody(me: Watch, name: str, n: int) -> None:
    me.press("Klienten opened", "Ctrl+2")
    me.press("into the search", "Ctrl+F")
    me.write("a letter of the search", name[:6])
    me.press("into the list", "Down")
    me.press("a person opened", "Return")
    me.press("a note begun", "Ctrl+Shift+N")
    me.write("a letter of a note", f"Gespräch Nr. {n}, Schule")
    me.press("a note saved", "Ctrl+Return")
    for tab in (2, 3, 5, 1):
        me.press(f"part {tab} of the page", f"Alt+{tab}")
    if n % 2:
        me.press("a fact confirmed", "Ctrl+Period")
    me.press("a follow-up begun", "Ctrl+D")
    me.write("a letter of a follow-up", "Rückruf")
    me.press("a follow-up saved", "Return", "Return")
    me.press("back to the list", "Escape")


def _newcomer(me: Watch) -> None:
    me.press("the intake opened", "Ctrl+N")
    me.write("a letter of the intake", "MUSTER")
    me.press("a field of the intake left", "Return")
    me.write("a letter of the intake", "Amira")
    me.press("a field of the intake left", "Return", "Return")
    me.write("a letter of the intake", "12.3.03")
    me.press("somebody taken in", "Ctrl+Return")
    me.press("undone", "Ctrl+Z")


def _evening(me: Watch) -> None:
    me.press("the palette", "Ctrl+K")
    me.write("a letter in the palette", "vermitt")
    me.press("the palette left", "Escape")
    for page, keys in (("Angebote", "Ctrl+3"), ("Vermittlung", "Ctrl+4"), ("Monatsmeldung", "Ctrl+5"),
                       ("Heute", "Ctrl+1")):
        me.press(f"{page} opened", keys)
