"""kill -9 at random moments of real writes, in forked children; what was acknowledged must be there afterwards."""

import os
import random
import signal
import time
from pathlib import Path

from app.store import casefile
from tests.harness import acts


def kills(folder: Path, times: int, rng: random.Random) -> int:
    """Kills ``times`` writers and verifies after each; returns the number of acts that were acknowledged in all."""
    secret = acts.secret_of(folder) if folder.exists() else acts.new(folder)
    since = max(acts.numbers(folder, secret), default=0)
    begin = since
    for _time in range(times):
        acknowledged = _one(folder, secret, since, rng)
        since = acts.verify(folder, secret, since, acknowledged)
    return since - begin


def _one(folder: Path, secret: bytes, since: int, rng: random.Random) -> int:
    """The last number acknowledged by a writer that was killed somewhere in the act after a random number of acts."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        file = casefile.unlock(folder, secret, clock=acts.clock)
        os.write(writing, b"0\n")
        acts.write(file, since, lambda number: os.write(writing, b"%d\n" % number))
        os._exit(3)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        for _line in range(1 + rng.randrange(6)):
            said = pipe.readline()
        # an act takes some ten milliseconds; the kill falls anywhere in the next one
        time.sleep(rng.uniform(0.0, 0.03))
        os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), "the writer ended by itself"
        lines = [int(line) for line in (said + pipe.read()).split()]
    assert lines, "the writer never opened the file"
    return max(lines[-1], since)
