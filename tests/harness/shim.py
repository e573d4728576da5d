"""Compiles and loads shim.c: every n-th call refused by the disk, and power cuts rebuilt from recorded writes.

The shim must be there before the first file is opened, so each run happens in a process of its own (Linux with gcc).
"""

import ctypes
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from app.domain.errors import UserError
from app.store import casefile, connection
from app.store.queries import clients
from tests.harness import acts
from tests.harness.cut import images

SOURCE = Path(__file__).with_name("shim.c")
ACTS = 5


def missing() -> str:
    """Why the shim cannot be used on this machine, "" where it can."""
    if not sys.platform.startswith("linux"):
        return "the shim needs Linux"
    return "" if shutil.which("gcc") else "the shim needs gcc"


def faults(folder: Path, times: int, rng: random.Random) -> dict[str, int]:
    """Refuses single calls and all from one on, ``times`` in all; nothing acknowledged is lost, every refusal told."""
    return _in_own_process("faults", folder, times, rng)


def cuts(folder: Path, times: int, rng: random.Random) -> dict[str, int]:
    """Rebuilds ``times`` images of a power cut at random moments of real writes and opens each."""
    return _in_own_process("cuts", folder, times, rng)


def _in_own_process(what: str, folder: Path, times: int, rng: random.Random) -> dict[str, int]:
    with tempfile.TemporaryDirectory(prefix="klientendatei-shim-") as made:
        library = Path(made) / "shim.so"
        subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"], check=True)
        command = [sys.executable, "-m", "tests.harness.shim", what, str(folder), str(times), str(rng.random()),
                   str(len(connection.BEFORE_KEY))]
        done = subprocess.run(command, env={**os.environ, "LD_PRELOAD": str(library)}, capture_output=True, text=True,
                              check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    figure: dict[str, int] = json.loads(done.stdout)
    return figure


def _faults(folder: Path, times: int, rng: random.Random, shim: ctypes.CDLL) -> dict[str, int]:
    secret, told = acts.new(folder), 0
    pattern = Path(shutil.copytree(folder, folder.with_name("muster")))
    total = _session(folder, secret, shim, 0, False, 0)[2]
    # with enough times each call is refused once; fewer are spread over all of them
    step = max(1.0, total / max(1, times // 2))
    for number in range(times):
        shutil.rmtree(folder)
        shutil.copytree(pattern, folder)
        place, sticky = 1 + int((number // 2 * step + rng.random() * step) % total), bool(number % 2)
        refusal = (errno.EIO, errno.ENOSPC)[number // 2 % 2]
        kept, refused, _calls = _session(folder, secret, shim, place, sticky, refusal)
        told += len(refused)
        found = acts.numbers(folder, secret)
        where = f"call {place} of {total}, {'sticky' if sticky else 'once'}, {errno.errorcode[refusal]}"
        assert set(kept) <= set(found), f"{where}: acknowledged {kept}, found {found}"
        assert len(set(found)) == len(found), f"{where}: doubles in {found}"
        # only while the disk refuses everything can nobody say whether the last act stands
        assert sticky or not set(refused) & set(found), f"{where}: told as not saved {refused}, found {found}"
    return {"calls in a session": total, "refusals": times, "sentences": told}


def _session(folder: Path, secret: bytes, shim: ctypes.CDLL, place: int, sticky: bool,
             refusal: int) -> tuple[list[int], list[int], int]:
    """Opens, acts and closes in a child while a call is refused: acts acknowledged, acts told as failed, calls made."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os._exit(_child(folder, secret, shim, (place, sticky, refusal), writing))
    os.close(writing)
    with os.fdopen(reading) as pipe:
        result = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0, f"call {place}: {status} {result}"
    kept, refused, calls = json.loads(result)
    return kept, refused, calls


def _child(folder: Path, secret: bytes, shim: ctypes.CDLL, refusal: tuple[int, bool, int], writing: int) -> int:
    kept: list[int] = []
    refused: list[int] = []
    shim.shim_watch(str(folder).encode())
    shim.shim_refuse(*refusal)
    try:
        file = casefile.unlock(folder, secret, clock=acts.clock)
        case_id = clients.lines(file)[0].case_id
        for number in range(1, ACTS + 1):
            try:
                acts.act(file, case_id, number)
                kept.append(number)
            except UserError:
                refused.append(number)
        file.close()
    except UserError:
        refused.append(0)
    os.write(writing, json.dumps([kept, refused, shim.shim_calls()]).encode())
    return 0


def _cuts(folder: Path, times: int, rng: random.Random, shim: ctypes.CDLL) -> dict[str, int]:
    secret, record = acts.new(folder), folder.with_name("aufzeichnung")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    pid = os.fork()
    if pid == 0:
        recording = os.open(record, os.O_WRONLY | os.O_CREAT, 0o600)
        shim.shim_watch(str(folder).encode())
        shim.shim_record(recording)
        file = casefile.unlock(folder, secret, clock=acts.clock)
        acts.write(file, 0, shim.shim_acknowledged, upto=4 * ACTS)
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    assert status == 0
    image = folder.with_name("abbild.klientendatei")
    for acknowledged, content in images(record.read_bytes(), before, times, rng):
        shutil.rmtree(image, ignore_errors=True)
        image.mkdir()
        for name, data in content.items():
            (image / name).write_bytes(data)
        found = acts.numbers(image, secret)
        assert found == list(range(1, len(found) + 1)), found
        assert acknowledged <= len(found) <= acknowledged + 1, f"acknowledged {acknowledged}, found {found}"
    return {"images": times, "acts": 4 * ACTS}


if __name__ == "__main__":
    _what, _folder, _times, _seed, _pragmas = sys.argv[1:]
    connection.BEFORE_KEY = connection.BEFORE_KEY[:int(_pragmas)]
    _run = {"faults": _faults, "cuts": _cuts}[_what]
    print(json.dumps(_run(Path(_folder), int(_times), random.Random(_seed), ctypes.CDLL(None))))
