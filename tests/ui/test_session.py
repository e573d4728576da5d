"""What the system says of its session: logind on a bus of its own, and Windows by fed messages."""

import ctypes
import shutil
import sys
from ctypes import wintypes

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.session import SessionWatch
from app.ui.session_watch import session_watch
from app.ui.session_windows import GENERIC, PBT_APMSUSPEND, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE, WindowsWatch
from tests.ui.looks import settle

needs_a_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon here")
if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection

    from app.ui import session_linux
    from app.ui.session_linux import LoginWatch
    from tests.ui.logind import Bus, Login


def heard(watch: SessionWatch) -> list[str]:
    """What a watch says from now on."""
    told: list[str] = []
    watch.locked.connect(lambda: told.append("locked"))
    watch.sleeping.connect(lambda: told.append("sleeping"))
    return told


@pytest.fixture(scope="module")
def address():
    """The address of a bus of its own."""
    bus = Bus()
    yield bus.address
    bus.close()


@pytest.fixture
def login(qapp, address):
    """Starts logind on that bus."""
    made: list[Login] = []

    def start(**how) -> Login:
        made.append(Login(address, **how))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.fixture
def watch(qapp, address):
    """A watch that has started and found its session."""
    parent = QObject()
    one = LoginWatch(parent, QDBusConnection.connectToBus(address, "window"))
    yield one
    one.stop()
    QDBusConnection.disconnectFromBus("window")


@needs_a_bus
def test_the_computer_waits_with_sleep_until_the_file_is_locked(login, watch, qtbot, monkeypatch):
    monkeypatch.setattr(session_linux, "HELD_MS", 30)
    service, told = login(), heard(watch)
    watch.start()
    qtbot.waitUntil(lambda: service.delays == 1)
    assert ("Inhibit", ["sleep", "Klientendatei", "Die Klientendatei wird vor dem Ruhezustand gesperrt.", "delay"]) \
        in service.asked
    held: list[int] = []
    watch.sleeping.connect(lambda: held.append(service.delays))
    service.sleep(True)
    qtbot.waitUntil(lambda: told == ["sleeping"])
    assert held == [1]
    qtbot.waitUntil(lambda: service.delays == 0)
    service.sleep(False)
    qtbot.waitUntil(lambda: service.delays == 1)
    assert told == ["sleeping"]


@needs_a_bus
@pytest.mark.parametrize("new", [True, False])
def test_a_locked_session_is_heard_whoever_locks_it(login, watch, qtbot, new):
    service, told = login(new=new), heard(watch)
    watch.start()
    qtbot.waitUntil(lambda: bool(watch._session) and watch.holds)
    service.lock_session()
    qtbot.waitUntil(lambda: told == ["locked"])
    service.hint(True)
    qtbot.waitUntil(lambda: told == ["locked", "locked"])
    service.hint(False)
    qtbot.waitUntil(lambda: [name for name, _values in service.asked].count("Get") == 2)
    settle()
    assert told == ["locked", "locked"]


@needs_a_bus
def test_after_the_end_nothing_is_held_and_nothing_is_heard(login, watch, qtbot):
    service, told = login(), heard(watch)
    watch.start()
    qtbot.waitUntil(lambda: bool(watch._session) and service.delays == 1)
    watch.stop()
    qtbot.waitUntil(lambda: service.delays == 0)
    service.sleep(True)
    service.lock_session()
    settle()
    assert told == []


@needs_a_bus
def test_without_logind_the_watch_stays_quiet(watch, qtbot):
    watch.start()
    for _turn in range(5):
        settle()
    assert not watch.holds


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no bus")
def test_without_a_bus_and_with_one_in_the_net_nothing_is_opened(qapp, monkeypatch):
    nowhere = LoginWatch(qapp, QDBusConnection("nowhere"))
    nowhere.start()
    assert nowhere._bus is None
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/run/dbus/x;tcp:host=example.org,port=1")
    assert session_linux.system_bus() is None


class Terminal:
    """The functions of wtsapi32, writing down what they are asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def WTSRegisterSessionNotification(self, window, which: int) -> None:
        self.asked.append(("register", window.value, which))

    def WTSUnRegisterSessionNotification(self, window) -> None:
        self.asked.append(("unregister", window.value))


def test_windows_says_by_message_that_the_session_is_left_or_the_computer_sleeps(qtbot):
    window, terminal = QWidget(), Terminal()
    qtbot.addWidget(window)
    watch = WindowsWatch(window, lambda: terminal)
    told = heard(watch)
    watch.start()
    feed = watch._messages.nativeEventFilter
    for number, value, kind in ((WM_WTSSESSION_CHANGE, 0x7, GENERIC), (WM_WTSSESSION_CHANGE, 0x8, GENERIC),
                                (WM_POWERBROADCAST, PBT_APMSUSPEND, GENERIC), (WM_POWERBROADCAST, 0x12, GENERIC),
                                (WM_POWERBROADCAST, PBT_APMSUSPEND, b"xcb_generic_event_t"), (0x0F, 0x7, GENERIC)):
        message = wintypes.MSG(message=number, wParam=value)
        assert feed(kind, ctypes.addressof(message)) == (False, 0)
    assert told == ["locked", "sleeping"]
    watch.stop()
    watch.stop()
    handle = int(window.winId())
    assert terminal.asked == [("register", handle, 0), ("unregister", handle)]


def test_this_system_has_a_watch_that_can_be_started_anywhere(qtbot, monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    window = QWidget()
    qtbot.addWidget(window)
    watch = session_watch(window)
    watch.start()
    watch.stop()
    assert isinstance(watch, SessionWatch)
