"""What a program asks the kernel for of a network, as strace tells it, in it and in every process it starts."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# Sockets between processes of one machine (X11, D-Bus, the name service's cache) and to the kernel itself; every other
# family leads out of the machine: AF_INET, AF_INET6, AF_PACKET, AF_BLUETOOTH, AF_VSOCK …
WITHIN = ("AF_UNIX", "AF_LOCAL", "AF_NETLINK", "AF_UNSPEC")
_FAMILY = re.compile(r"\b[AP]F_[A-Z0-9]+\b")
_TEXT = re.compile(r'"(?:\\.|[^"\\])*"')  # what was sent: it may hold anything


def command(trace: Path, program: Sequence[str | Path]) -> list[str]:
    """``program`` under strace; besides the calls of a network the programs it starts are written down."""
    # seccomp lets every other call pass at full speed
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "128", "-e", "trace=%network,execve", "-e", "signal=none"]
    return [*strace, "-o", str(trace), "--", *map(str, program)]


def ways_out(trace: str) -> list[str]:
    """The calls that name a way out of the machine; unfinished ones too, and those that were refused."""
    found = []
    for line in trace.splitlines():
        if " execve(" not in line and set(_FAMILY.findall(_TEXT.sub('""', line))) - set(WITHIN):
            found.append(line)
    return found


def run(program: Sequence[str | Path], trace: Path, environment: Mapping[str, str] | None = None) -> str:
    """Runs it to its end and gives the trace; AssertionError with what it said where it fails."""
    done = subprocess.run(command(trace, program), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return trace.read_text(encoding="utf-8", errors="replace")


def missing(*more: str) -> str:
    """Why nothing can be traced here, as a reason to skip; "" where it can. ``more``: programs a test needs besides."""
    if sys.platform != "linux":
        return "only Linux has strace"
    lacking = [name for name in ("strace", *more) if not shutil.which(name)]
    if lacking:
        return f"{' and '.join(lacking)} is not installed"
    tried = subprocess.run(command(Path("/dev/null"), ["true"]), capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"ptrace is refused here: {tried.stderr.strip()[-100:]}"


def missing_namespace() -> str:
    """Why no process can be started without any network here, as a reason to skip; "" where one can."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return "unshare is not installed"
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"no namespace without a network here: {tried.stderr.strip()[-100:]}"
