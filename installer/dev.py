"""Makes a checkout ready and runs or tests it (setup | run | test); it uses the standard library alone."""

import hashlib
import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Checked before anything else: below this line stands what older versions cannot read at run time.
LEAST_PYTHON = (3, 11)
if sys.version_info < LEAST_PYTHON:
    sys.exit(f"This needs Python 3.11 or newer; {sys.executable} is Python {platform.python_version()}.")

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "ready"
DEMO = ROOT / "build" / "demo"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# Debian's package for each library Qt may miss. Qt's own message about xcb-cursor0 is a guess, so ldd is asked.
PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libGLX.so": "libglx0",
    "libOpenGL.so": "libopengl0",
    "libX11-xcb.so": "libx11-xcb1",
    "libX11.so": "libx11-6",
    "libdbus-1.so": "libdbus-1-3",
    "libfontconfig.so": "libfontconfig1",
    "libfreetype.so": "libfreetype6",
    "libglib-2.0.so": "libglib2.0-0",
    "libgthread-2.0.so": "libglib2.0-0",
    "libwayland-client.so": "libwayland-client0",
    "libwayland-cursor.so": "libwayland-cursor0",
    "libwayland-egl.so": "libwayland-egl1",
    "libxcb-cursor.so": "libxcb-cursor0",
    "libxcb-icccm.so": "libxcb-icccm4",
    "libxcb-image.so": "libxcb-image0",
    "libxcb-keysyms.so": "libxcb-keysyms1",
    "libxcb-randr.so": "libxcb-randr0",
    "libxcb-render-util.so": "libxcb-render-util0",
    "libxcb-render.so": "libxcb-render0",
    "libxcb-shape.so": "libxcb-shape0",
    "libxcb-shm.so": "libxcb-shm0",
    "libxcb-sync.so": "libxcb-sync1",
    "libxcb-util.so": "libxcb-util1",
    "libxcb-xfixes.so": "libxcb-xfixes0",
    "libxcb-xkb.so": "libxcb-xkb1",
    "libxcb.so": "libxcb1",
    "libxkbcommon-x11.so": "libxkbcommon-x11-0",
    "libxkbcommon.so": "libxkbcommon0",
}
QT_FILES = (
    "QtWidgets.abi3.so",
    "QtSvg.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/platforms/libqxcb.so",
)


class SetupStopped(Exception):
    """Set-up cannot go on; the text tells the developer what to do."""


def say(text: str) -> None:
    """Flushed at once, because the programs started from here write to the same console."""
    print(text, flush=True)


def command_environment() -> dict[str, str]:
    """The caller's environment without what would lead Python past the virtual environment."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}


def call(*command: str | Path) -> int:
    """Runs a program of the virtual environment in the checkout and returns its exit status."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, env=command_environment(), check=False).returncode


def expected_stamp() -> str:
    """What the environment was made from: the lock, this Python, this machine type."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} {platform.python_implementation()} {platform.python_version()} {platform.machine()}\n"


def is_ready() -> bool:
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == expected_stamp()


def privileged() -> list[str] | None:
    """The words that put before a command make it run as root; None where that needs a password."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and not subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode:
        return sudo
    return None


def wide_path() -> str:
    """The caller's PATH and the folders of the system's own programs, which a bare one may lack."""
    return f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"


def install_packages(packages: Iterable[str]) -> None:
    """Installs system packages where that is permitted; otherwise stops with the one line that does it."""
    line = f"apt-get install --no-install-recommends {' '.join(sorted(set(packages)))}"
    prefix = privileged() if shutil.which("apt-get") else None
    if prefix is None:
        raise SetupStopped(f"System packages are missing. Install them as root, then start again:\n{line}")
    say(f"Installing system packages: {line}")
    apt = [*prefix, "env", f"PATH={wide_path()}", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    # A failed update is no reason to stop: the lists may be good enough, and the installation tells.
    subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL, check=False)
    if subprocess.run([*apt, *shlex.split(line)[1:]], stdout=subprocess.DEVNULL, check=False).returncode:
        raise SetupStopped(f"apt-get could not install what is missing. Install it as root, then start again:\n{line}")


def missing_libraries() -> list[str]:
    """Names of the shared libraries Qt was built against and this Linux lacks, as ldd says."""
    qt = next(VENV.glob("lib/python*/site-packages/PySide6"))
    ldd = subprocess.run(["ldd", *(qt / name for name in QT_FILES)], capture_output=True, text=True, check=False)
    return sorted(set(re.findall(r"(\S+) => not found", ldd.stdout)))


def provide_libraries() -> None:
    """Makes sure that Qt finds its system libraries; only Linux leaves them to the distribution."""
    missing = missing_libraries()
    unknown = [name for name in missing if name.split(".so")[0] + ".so" not in PACKAGES]
    if unknown:
        raise SetupStopped(f"Qt needs these libraries, and this script knows no package for them: {' '.join(unknown)}")
    if missing:
        install_packages(PACKAGES[name.split(".so")[0] + ".so"] for name in missing)
    still = missing_libraries() if missing else []
    if still:
        raise SetupStopped(f"Qt still does not find these libraries: {' '.join(still)}")


def make_environment() -> None:
    """Makes the virtual environment anew from the lock; the stamp comes last, so a broken attempt is repeated."""
    # Debian leaves out ensurepip until python3-venv is installed.
    if importlib.util.find_spec("ensurepip") is None:
        install_packages(["python3-venv"])
    say("Making the virtual environment in .venv …")
    if call(sys.executable, "-m", "venv", "--clear", VENV):
        raise SetupStopped("Python could not make the virtual environment.")
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install")
    if call(PYTHON, *pip, "--require-hashes", "--only-binary", ":all:", "-r", LOCK):
        raise SetupStopped("pip could not install requirements.lock; its message stands above.")
    if sys.platform == "linux":
        provide_libraries()
    STAMP.write_text(expected_stamp(), encoding="utf-8")
    say("Ready.")


def ensure_ready() -> None:
    """Makes the checkout ready if its lock or the Python changed since the last time; otherwise only looks."""
    if not is_ready():
        make_environment()


def has_display() -> bool:
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def run_demo() -> int:
    """The demo from beginning to end in the console, then the window on its case file."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.parent.mkdir(exist_ok=True)
    status = call(PYTHON, "-m", "app", "demo", DEMO)
    if status:
        return status
    case_file = DEMO / "muster.klientendatei"
    if has_display():
        return call(PYTHON, "-m", "app", case_file)
    say(f"There is no display, so the window on {case_file.relative_to(ROOT)} stays closed.")
    return 0


def run_tests(arguments: Iterable[str]) -> int:
    # in the order of the folders: by number of tests the few long ones would come last, for one worker alone
    return call(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *arguments)


def main(words: list[str]) -> int:
    command, rest = words[:1], words[1:]
    if command not in (["setup"], ["run"], ["test"]) or (rest and command != ["test"]):
        say("usage: python3 installer/dev.py setup | run | test [pytest arguments]")
        return 2
    try:
        ensure_ready()
    except SetupStopped as stop:
        say(str(stop))
        return 1
    if command == ["run"]:
        return run_demo()
    return run_tests(rest) if command == ["test"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
