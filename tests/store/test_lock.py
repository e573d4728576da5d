"""One instance: a second opening says in one sentence where the file is open; a dead process leaves no lock."""

import platform
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.store.casefile import CaseFile
from app.store.lock import ELSEWHERE, IN_USE, NAME, NO_PLACE, FolderLock, refuse_open
from tests.casefiles import Opener, refusal

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from app.store.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[bytes]:
    """Another process that has the folder open until its input ends."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def let_go(process: subprocess.Popen[bytes], *, kill: bool = False) -> None:
    if kill:
        process.kill()
    process.communicate()


def test_a_file_open_in_another_process_is_refused_with_the_place(opener: Opener) -> None:
    process = holder(opener.folder)
    try:
        before = (opener.folder / "daten.db").read_bytes()
        with pytest.raises(UserError, match=rf"schon geöffnet \({platform.node()}, Prozess {process.pid}\)") as refused:
            opener()
        assert refused.value.msgid == IN_USE
        assert (opener.folder / "daten.db").read_bytes() == before
    finally:
        let_go(process)
    assert opener().meta("ags") == "05315000"


def test_a_killed_process_leaves_no_lock(opener: Opener) -> None:
    let_go(holder(opener.folder), kill=True)
    assert (opener.folder / NAME).exists()
    assert opener().meta("ags") == "05315000"


OPEN_AND_WRITE = """
import sys
from datetime import datetime
from pathlib import Path
from app.store import casefile
file = casefile.unlock(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), clock=datetime.now)
file.checkup.start()
file.set_meta(office="Neues Amt")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_program_leaves_a_file_that_opens_without_a_question(opener: Opener) -> None:
    process = subprocess.Popen([sys.executable, "-c", OPEN_AND_WRITE, str(opener.folder), opener.secret.hex()],
                               cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    assert refusal(opener) == IN_USE
    let_go(process, kill=True)
    file = opener()
    assert (file.meta("office"), file.standing.older) == ("Neues Amt", None)


def test_a_second_opening_in_the_same_process_is_refused_too(opener: Opener) -> None:
    file = opener()
    assert refusal(opener) == IN_USE
    file.close()
    assert opener().meta("ags") == "05315000"


def test_any_thread_may_close_what_another_has_opened(opener: Opener) -> None:
    opened: list[CaseFile] = []
    thread = threading.Thread(target=lambda: opened.append(opener()))
    thread.start()
    thread.join()
    opened[0].close()
    assert opener().meta("ags") == "05315000"


def test_an_unreadable_note_of_the_holder_is_called_elsewhere(tmp_path: Path) -> None:
    held = FolderLock(tmp_path)
    held.acquire()
    (tmp_path / NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match=ELSEWHERE):
        FolderLock(tmp_path).acquire()
    held.release()


def test_a_folder_that_cannot_be_locked_is_told_to_be_unwritable(opener: Opener) -> None:
    (opener.folder / NAME).unlink(missing_ok=True)
    (opener.folder / NAME).mkdir()
    assert refusal(opener) == NO_PLACE
    refuse_open(opener.folder)


def test_only_an_open_folder_is_refused(tmp_path: Path) -> None:
    refuse_open(tmp_path)
    held = FolderLock(tmp_path)
    held.acquire()
    assert refusal(lambda: refuse_open(tmp_path)) == IN_USE
    held.release()
    refuse_open(tmp_path)
    FolderLock(tmp_path).acquire()
