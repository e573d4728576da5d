"""The program has no way to a network: neither what it imports nor what it and its children ask the kernel for."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.usecases.demo import PASSPHRASE
from tests.harness import life, traced, window

ROOT = Path(__file__).resolve().parents[1]
PYTHON_OF_NETWORKS = {
    "_socket", "_ssl", "aiohttp", "asyncio", "asyncore", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib",
    "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "wsgiref", "xmlrpc",
    "urllib.request", "urllib.error", "urllib.response", "multiprocessing.connection", "multiprocessing.managers",
}
# QtDBus is used: it talks over local sockets with the desktop, which says when the screen is locked
QT_OF_NETWORKS = {"QtBluetooth", "QtHttpServer", "QtNetwork", "QtNetworkAuth", "QtWebEngineCore", "QtWebSockets"}
IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|.*)|import[ \t]+(.*))", re.MULTILINE)
NOT_TRACED = traced.missing()
NO_WINDOW = traced.missing("Xvfb", "xdotool")
NO_NAMESPACE = traced.missing_namespace()
CONNECTS = "import socket; s = socket.socket(); s.settimeout(1); s.connect_ex(('127.0.0.1', 9))"


def imports(source: str) -> Iterator[str]:
    """Every module a file imports, and each step above it: ``urllib.request`` is also ``urllib``."""
    for match in IMPORT.finditer(source):
        module, names, modules = match.groups()
        words = re.findall(r"[\w.]+", re.sub(r"\bas\s+\w+", "", names or modules))
        for name in (f"{module}.{word}" for word in words) if module else words:
            steps = name.split(".")
            yield from (".".join(steps[:count]) for count in range(1, len(steps) + 1))


def environment(home: Path) -> dict[str, str]:
    """The usual one with a home of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_"))} | {
        "HOME": str(home), "PYTHONPATH": str(ROOT)}


def test_no_module_imports_what_leads_to_a_network() -> None:
    files = sorted((ROOT / "app").rglob("*.py"))
    refused = PYTHON_OF_NETWORKS | {f"PySide6.{name}" for name in QT_OF_NETWORKS}
    found = [(path.relative_to(ROOT).as_posix(), name) for path in files
             for name in imports(path.read_text(encoding="utf-8")) if name in refused]
    assert len(files) > 200 and found == []


def test_an_import_that_leads_to_a_network_would_be_found() -> None:
    source = "import os, urllib.request as u\nfrom PySide6 import (\n  QtCore,\n  QtNetwork)\n  from http import client"
    assert {"urllib.request", "PySide6.QtNetwork", "http", "http.client", "os"} <= set(imports(source))


@pytest.mark.parametrize("line", [
    "7 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EPERM (Operation not permitted)",
    "7 connect(3, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0)}, 28 <unfinished ...>",
    '7 sendto(3, "\\0\\1", 2, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 2',
    "7 bind(4, {sa_family=AF_PACKET, sll_protocol=htons(ETH_P_ALL)}, 20) = 0",
])
def test_a_way_out_of_the_machine_is_told_from_a_socket_within_it(line: str) -> None:
    within = ('7 connect(3, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X87"}, 21) = 0\n'
              '7 sendto(3, "AF_INET", 7, 0, NULL, 0) = 7\n7 recvfrom(3, "", 8, 0, NULL, NULL) = 0\n'
              '8 execve("/usr/bin/true", ["true", "AF_INET"], 0x7ffd /* 3 vars */) = 0\n')
    assert traced.ways_out(within) == []
    assert traced.ways_out(f"{within}{line}\n") == [line]


@pytest.mark.skipif(bool(NOT_TRACED), reason=NOT_TRACED or "-")
def test_a_child_that_connects_is_found(tmp_path: Path) -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CONNECTS!r}])"
    told = traced.run([sys.executable, "-S", "-c", child], tmp_path / "trace")
    assert [line.split("(")[0].split()[-1] for line in traced.ways_out(told)] [:2] == ["socket", "connect"]


@pytest.mark.skipif(bool(NOT_TRACED), reason=NOT_TRACED or "-")
def test_the_self_test_of_all_parts_asks_for_no_network(tmp_path: Path) -> None:
    told = traced.run([*life.SOURCE, "--selftest"], tmp_path / "trace", environment(tmp_path))
    assert "execve(" in told and traced.ways_out(told) == []


@pytest.mark.long
@pytest.mark.skipif(bool(NOT_TRACED), reason=NOT_TRACED or "-")
def test_the_whole_life_of_a_file_asks_for_no_network_in_any_process(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.harness.life", str(tmp_path / "file")]
    told = traced.run(program, tmp_path / "trace", environment(tmp_path))
    # the processes that solve and that read a spreadsheet were there, and were followed
    assert '"--bounds"' in told and '"--read-table"' in told
    assert traced.ways_out(told) == []


@pytest.mark.long
@pytest.mark.skipif(bool(NO_WINDOW), reason=NO_WINDOW or "-")
def test_the_window_and_its_pages_ask_for_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", "")
    around = environment(tmp_path)
    demo = [*life.SOURCE, "demo", str(tmp_path / "file"), "--clients", "8", "--months", "2", "--json"]
    subprocess.run(demo, env=around, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    program = [*life.SOURCE, str(tmp_path / "file" / "muster.klientendatei")]
    assert window.walk(traced.command(tmp_path / "trace", program), around) == len(window.PAGES)
    told = (tmp_path / "trace").read_text(encoding="utf-8", errors="replace")
    assert "sa_family=AF_UNIX" in told, "the way to the screen, by which the trace proves that it sees sockets"
    assert traced.ways_out(told) == []
    assert PASSPHRASE not in told


@pytest.mark.long
@pytest.mark.skipif(bool(NO_NAMESPACE), reason=NO_NAMESPACE or "-")
def test_the_whole_life_of_a_file_passes_without_any_network(tmp_path: Path) -> None:
    without = ["unshare", "--net", sys.executable]
    refused = subprocess.run([*without, "-c", f"{CONNECTS.replace('connect_ex', 'connect')}"], capture_output=True,
                             text=True, check=False)
    assert "Network is unreachable" in refused.stderr
    done = subprocess.run([*without, "-m", "tests.harness.life", str(tmp_path / "file")], env=environment(tmp_path),
                          cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
