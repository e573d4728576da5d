"""What a bundle asks of the Linux it is installed on: the Debian packages of the libraries it does not bring along."""

import re
import subprocess
from pathlib import Path

from installer import dev

# the names under which the C library is asked for
LIBC = {"ld-linux-x86-64.so", "ld-linux-aarch64.so", "libc.so", "libdl.so", "libm.so", "libpthread.so", "librt.so",
        "libutil.so"}
# The bundle may bring the library on the left; the data it reads at run time it does not bring.
DATA_OF = {"libfontconfig.so": "fontconfig-config", "libX11.so": "libx11-data", "libxkbcommon.so": "xkb-data"}
_NEEDED = re.compile(r"^ +NEEDED +(\S+)", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_([0-9]+)\.([0-9]+)\b")


def programs(bundle: Path) -> list[Path]:
    """All programs and libraries below the bundle, without symbolic links, in a fixed order."""
    found = []
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def depends(bundle: Path) -> list[str]:
    """The line Depends of the package, word by word; SetupStopped for a library no package is known for."""
    files = programs(bundle)
    if not files:
        raise dev.SetupStopped(f"{bundle.name} holds no program for Linux.")
    # One call for all: objdump puts the name of each file above what it says.
    said = subprocess.run(["objdump", "-p", *files], capture_output=True, text=True, check=True).stdout
    brought = {_stem(path.name) for path in bundle.rglob("*.so*")}
    return packages({_stem(name) for name in _NEEDED.findall(said)}, brought, newest_glibc(said))


def packages(needed: set[str], brought: set[str], glibc: tuple[int, int]) -> list[str]:
    """Debian's packages for what is needed and not brought along, and for the data of what is."""
    missing = needed - brought - LIBC
    unknown = missing - dev.PACKAGES.keys()
    if unknown:
        raise dev.SetupStopped("The bundle needs these libraries, and installer/dev.py knows no package for them: "
                               + " ".join(sorted(unknown)))
    words = {dev.PACKAGES[name] for name in missing} | {DATA_OF[name] for name in brought & DATA_OF.keys()}
    return [f"libc6 (>= {glibc[0]}.{glibc[1]})", *sorted(words)]


def newest_glibc(said: str) -> tuple[int, int]:
    """The newest version of the C library that objdump names: with an older one the loader refuses the program."""
    return max(((int(one), int(two)) for one, two in _GLIBC.findall(said)), default=(2, 0))


def _stem(name: str) -> str:
    """``libGL.so`` for ``libGL.so.1``: tables are written without the versions."""
    return name.split(".so")[0] + ".so"
