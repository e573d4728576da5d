"""The built program has no way to a network: neither the files that would lead there nor a call of the kernel."""

import os
import re
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

from app.usecases.demo import PASSPHRASE
from tests.harness import traced

pytestmark = pytest.mark.frozen

PROGRAM = Path(os.environ.get("KLIENTENDATEI_PROGRAM", ""))
NOT_TRACED = traced.missing()
# sockets themselves come with asyncio, which SQLAlchemy imports, and HTTP with Python's XML; neither has TLS here
LEFT_OUT = re.compile(
    r"(_?ssl|ftplib|imaplib|poplib|smtplib|telnetlib|nntplib|xmlrpc|wsgiref|PySide6\.QtNetwork\w*)(\..*)?")
FILES_LEFT_OUT = re.compile(r"network|libssl|\b_ssl\.|qtls|openssl.*backend", re.IGNORECASE)


def test_no_file_of_the_bundle_leads_to_a_network() -> None:
    names = [path.name for path in PROGRAM.parent.rglob("*") if path.is_file() and path.suffix != ".txt"]
    assert len(names) > 100
    assert [name for name in names if FILES_LEFT_OUT.search(name)] == []


def test_no_module_of_the_bundle_speaks_a_protocol_of_networks_that_needs_tls() -> None:
    archive = CArchiveReader(str(PROGRAM.resolve()))
    modules = archive.open_embedded_archive(next(name for name in archive.toc if name.endswith(".pyz"))).toc
    assert "app.usecases.intake" in modules
    assert [name for name in modules if LEFT_OUT.fullmatch(name)] == []


@pytest.mark.skipif(bool(NOT_TRACED), reason=NOT_TRACED or "-")
def test_it_plays_its_months_and_asks_for_no_network_in_any_process(tmp_path: Path) -> None:
    around = {"HOME": str(tmp_path), "PATH": os.defpath}
    demo = [str(PROGRAM), "demo", str(tmp_path / "file"), "--clients", "8", "--months", "2"]
    told = traced.run([str(PROGRAM), "--selftest"], tmp_path / "first", around)
    told += traced.run(demo, tmp_path / "second", around)
    assert '"--bounds"' in told and PASSPHRASE not in told
    assert traced.ways_out(told) == []
