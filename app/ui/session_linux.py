"""Linux: logind says over the local system bus that the session was locked or the computer goes to sleep. A closed lid
comes as sleep. Without a bus or without logind it stays quiet."""

import os
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import SLOT, QObject, QTimer, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusError,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

from app.i18n import _
from app.ui.session import SessionWatch

LOGIND = "org.freedesktop.login1"
MANAGER = (LOGIND, "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
SESSION = "org.freedesktop.login1.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"
# logind waits five seconds at most; longer than a lock takes it must not be held up
HELD_MS = 2000


def system_bus() -> QDBusConnection | None:
    """The system bus, None where its address leaves this computer: no socket but a local one is ever opened."""
    places = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "unix:").split(";")
    return QDBusConnection.systemBus() if all(place.startswith("unix:") for place in places if place) else None


class LoginWatch(SessionWatch):
    """Holds a delay lock of logind, so that the computer sleeps only after the file is locked.

    The lock is a descriptor that no new program inherits: the restart into the unlock page gives it back at the very
    moment in which the memory with the key is gone.
    """

    def __init__(self, parent: QObject, bus: QDBusConnection | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._session = ""
        self._delay: QDBusUnixFileDescriptor | None = None

    @property
    def holds(self) -> bool:
        """True while the computer would wait for this program before it sleeps."""
        return self._delay is not None

    def start(self) -> None:
        """Listens to logind and asks for the delay; every answer comes later."""
        self._bus = self._bus or system_bus()
        if self._bus is None or not self._bus.isConnected():
            self._bus = None
            return
        self._bus.connect(*MANAGER, "PrepareForSleep", self, _slot("prepare(bool)"))
        self._ask("GetSession", ("auto",), "found(QDBusObjectPath)", "ask_by_process(QDBusError)")
        self._ask_delay()

    def stop(self) -> None:
        """Lets the computer sleep without asking this program."""
        self._delay = None
        if self._bus is not None:
            self._bus.disconnect(*MANAGER, "PrepareForSleep", self, _slot("prepare(bool)"))
            self._listen(False)
            self._bus = None

    def _ask(self, method: str, values: Sequence[object], answered: str, refused: str = "refused(QDBusError)") -> None:
        assert self._bus is not None
        call = QDBusMessage.createMethodCall(*MANAGER, method)
        call.setArguments(list(values))
        self._bus.callWithCallback(call, self, _slot(answered), _slot(refused))

    def _ask_delay(self) -> None:
        if self._bus is not None and self._delay is None:
            why = _("Die Klientendatei wird vor dem Ruhezustand gesperrt.")
            self._ask("Inhibit", ("sleep", _("Klientendatei"), why, "delay"), "delayed(QDBusUnixFileDescriptor)")

    def _listen(self, on: bool) -> None:
        """Screen lockers either ask logind to lock or lock by themselves and then tell it; both count."""
        if self._bus is None or not self._session:
            return
        act = self._bus.connect if on else self._bus.disconnect
        act(LOGIND, self._session, SESSION, "Lock", self, _slot("lock()"))
        act(LOGIND, self._session, PROPERTIES, "PropertiesChanged", self, _slot("changed(QDBusMessage)"))

    @Slot(QDBusObjectPath)
    def found(self, path: QDBusObjectPath) -> None:
        """The session this program runs in."""
        self._session = path.path()
        self._listen(True)

    @Slot(QDBusError)
    def ask_by_process(self, _error: QDBusError) -> None:
        """An older logind knows no „auto“."""
        if self._bus is not None:
            self._ask("GetSessionByPID", (0,), "found(QDBusObjectPath)")

    @Slot(QDBusError)
    def refused(self, _error: QDBusError) -> None:
        """No logind, or it wants no delay: the clocks notice afterwards."""

    @Slot(QDBusUnixFileDescriptor)
    def delayed(self, descriptor: QDBusUnixFileDescriptor) -> None:
        """The delay was granted; it lasts as long as its descriptor."""
        if self._bus is not None:
            self._delay = descriptor

    @Slot(bool)
    def prepare(self, begins: bool) -> None:
        """The computer is about to sleep, or has woken up."""
        if not begins:
            self._ask_delay()
            return
        self.sleeping.emit()
        # whoever heard it may have refused; then the computer sleeps all the same
        QTimer.singleShot(HELD_MS, self, self._let_sleep)

    def _let_sleep(self) -> None:
        self._delay = None

    @Slot()
    def lock(self) -> None:
        """Somebody asked for the session to be locked."""
        self.locked.emit()

    @Slot(QDBusMessage)
    def changed(self, _message: QDBusMessage) -> None:
        """Something about the session changed: asks whether it is locked now."""
        if self._bus is not None:
            call = QDBusMessage.createMethodCall(LOGIND, self._session, PROPERTIES, "Get")
            call.setArguments([SESSION, "LockedHint"])
            self._bus.callWithCallback(call, self, _slot("hinted(QDBusVariant)"), _slot("refused(QDBusError)"))

    @Slot(QDBusVariant)
    def hinted(self, hint: QDBusVariant) -> None:
        """Whether the screen is locked."""
        if hint.variant() is True:
            self.locked.emit()


def _slot(signature: str) -> Any:
    # typed as bytes, but PySide takes nothing else than the text
    return SLOT(signature)
