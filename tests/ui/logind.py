"""A bus of its own with a logind that obeys a test: sessions, sleep, delays. In the process of the test; no pytest."""

import os
import select
import subprocess
from typing import Any

from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
    QDBusVirtualObject,
)

from app.ui.session_linux import LOGIND, MANAGER, PROPERTIES, SESSION

PATH = "/org/freedesktop/login1/session/_31"


class _Answers(QDBusVirtualObject):
    def __init__(self, login: "Login") -> None:
        super().__init__()
        self._login = login

    def introspect(self, path: str) -> str:
        """Nothing is told of itself (Qt)."""
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Answers what `Login.answer` says (Qt)."""
        values = self._login.answer(message.member(), message.arguments())
        if values is None:
            return False
        # with `createReply(values)` they would arrive as one list
        reply = message.createReply()
        reply.setArguments(values)
        return connection.send(reply)


class Login:
    """The service. `new` False answers only the older question for the session."""

    def __init__(self, address: str, *, new: bool = True) -> None:
        self._new = new
        self.locked = False
        self.asked: list[tuple[str, list[Any]]] = []
        self._ends: list[int] = []
        self._object = _Answers(self)
        self.bus = QDBusConnection.connectToBus(address, "logind")
        self.bus.registerVirtualObject("/org/freedesktop/login1", self._object,
                                       QDBusConnection.VirtualObjectRegisterOption.SubPath)
        assert self.bus.registerService(LOGIND)

    def answer(self, method: str, values: list[Any]) -> list[Any] | None:
        """The values of a reply, None for a method it does not have."""
        self.asked.append((method, values))
        if method == "Inhibit":
            end, given = os.pipe()
            self._ends.append(end)
            descriptor = QDBusUnixFileDescriptor(given)
            os.close(given)
            return [descriptor]
        if method == "Get":
            return [QDBusVariant(self.locked)]
        if method == ("GetSession" if self._new else "GetSessionByPID"):
            return [QDBusObjectPath(PATH)]
        return None

    @property
    def delays(self) -> int:
        """How many delays were given out and not given back."""
        return sum(not select.select([end], [], [], 0)[0] for end in self._ends)

    def _signal(self, path: str, interface: str, name: str, *values: object) -> None:
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(list(values))
        self.bus.send(message)

    def sleep(self, begins: bool) -> None:
        """The computer is about to sleep, or has woken up."""
        self._signal(MANAGER[1], MANAGER[2], "PrepareForSleep", begins)

    def lock_session(self) -> None:
        """As `loginctl lock-session`."""
        self._signal(PATH, SESSION, "Lock")

    def hint(self, locked: bool) -> None:
        """A screen locker says that it has locked or unlocked."""
        self.locked = locked
        self._signal(PATH, PROPERTIES, "PropertiesChanged", SESSION, {"LockedHint": locked}, [])

    def close(self) -> None:
        """Leaves the bus."""
        self.bus.unregisterService(LOGIND)
        self.bus.unregisterObject("/org/freedesktop/login1", QDBusConnection.UnregisterMode.UnregisterTree)
        QDBusConnection.disconnectFromBus("logind")
        for end in self._ends:
            os.close(end)


class Bus:
    """A bus daemon on a local socket, ended by `close`."""

    def __init__(self) -> None:
        self._daemon = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()

    def close(self) -> None:
        """Ends it."""
        self._daemon.terminate()
        self._daemon.communicate()
