"""A Windows to try things in: a wine prefix below build/, with stand-ins for the few functions wine 8 lacks.

What is put into the prefix stays in it; nothing of it is ever shipped.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from installer import dev

WORK = dev.ROOT / "build" / "windows"
STUBS = Path(__file__).parent / "stubs"
LIBRARIES = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
COMPILER, SYMBOLS, DUMP = (f"x86_64-w64-mingw32-{tool}" for tool in ("gcc", "nm", "objdump"))
TOOLS = {"wine": "wine64", COMPILER: "gcc-mingw-w64-x86-64", DUMP: "binutils-mingw-w64-x86-64"}
# Parts of complex numbers that numpy asks for at once and wine 8 leaves out, as machine code of the Windows x64 calls.
COMPLEX_PARTS = {
    "crealf": "660f6ec1c3", "cimagf": "48c1e920660f6ec1c3", "creal": "f20f1001c3", "creall": "f20f1001c3",
    "cimag": "f20f104108c3", "cimagl": "f20f104108c3",
}
BUILTIN_MARK = slice(0x40, 0x60)  # wine's own sign in a library, which makes it prefer the one on the machine
OVERRIDES = "mscoree=;mshtml=;winemenubuilder.exe=d;ucrtbase=n"


def missing() -> str:
    """"" or the sentence which programs this machine lacks."""
    absent = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    return f"These packages are missing: {' '.join(absent)}." if absent else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wine:
    """One prefix; `display` is empty where no window is meant to open."""

    prefix: Path
    display: str = ""

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    @property
    def environment(self) -> dict[str, str]:
        """The caller's, without its home: wine links documents and writes menus into that."""
        own = {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES,
               "HOME": str(self.prefix), "DISPLAY": self.display}
        return {**os.environ, **own}

    def call(self, *words: str | Path, given: str = "", seconds: int = 900) -> subprocess.CompletedProcess[str]:
        """Runs a Windows program to its end; wine 8 needs its output piped, and files are named as Windows does."""
        command = ["wine", *(self.path(word) if isinstance(word, Path) else word for word in words)]
        return subprocess.run(command, env=self.environment, input=given, capture_output=True, text=True,
                              encoding="utf-8", errors="replace", timeout=seconds, check=False, cwd=dev.ROOT)

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Starts a Windows program and comes back at once."""
        command = ["wine", *(self.path(word) if isinstance(word, Path) else word for word in words)]
        return subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, cwd=dev.ROOT)

    def path(self, place: Path) -> str:
        """How Windows names a file or folder: on drive C within the prefix, on Z elsewhere."""
        if place.is_relative_to(self.drive):
            return "C:\\" + str(place.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(place.resolve()).replace("/", "\\")

    def here(self, place: str) -> Path:
        """The file on this machine that Windows names ``C:\\…``."""
        return self.drive.joinpath(*place.removeprefix("C:\\").split("\\"))

    def stop(self) -> None:
        """Ends whatever still runs in this prefix, and in no other."""
        subprocess.run(["wineserver", "-k"], env=self.environment, capture_output=True, check=False)
        subprocess.run(["wineserver", "-w"], env=self.environment, capture_output=True, check=False)


@contextmanager
def clean(prefix: Path, display: str = "") -> Iterator[Wine]:
    """A prefix made anew as a Windows 10 with the stand-ins; at the end what runs in it is ended, and it is deleted."""
    shutil.rmtree(prefix, ignore_errors=True)
    prefix.mkdir(parents=True)
    wine = Wine(prefix=prefix, display=display)
    plain = {**wine.environment, "WINEDLLOVERRIDES": OVERRIDES.removesuffix(";ucrtbase=n")}
    try:
        for words in (["wineboot", "-i"], ["wine", "winecfg", "-v", "win10"], ["wineserver", "-w"]):
            subprocess.run(words, env=plain, stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=True)
        system = wine.drive / "windows" / "system32"
        for name, options in LIBRARIES.items():
            files = ("-o", system / f"{name}.dll", STUBS / f"{name}.c")
            subprocess.run([COMPILER, "-shared", "-Os", "-s", *files, *options], check=True)
        add_complex_parts(system / "ucrtbase.dll")
        yield wine
    finally:
        wine.stop()
        shutil.rmtree(prefix, ignore_errors=True)


def add_complex_parts(library: Path) -> None:
    """Writes the six functions over the places where wine's own library gives up, in the prefix's copy of it."""
    symbols = subprocess.run([SYMBOLS, library], capture_output=True, text=True, check=True).stdout
    sections = subprocess.run([DUMP, "-h", library], capture_output=True, text=True, check=True).stdout
    text = re.search(r"\.text +\w+ +(\w+) +\w+ +(\w+)", sections)
    if text is None:
        raise dev.SetupStopped("wine's ucrtbase.dll has no code to add to.")
    address, offset = int(text[1], 16), int(text[2], 16)
    content = bytearray(library.read_bytes())
    for name, code in COMPLEX_PARTS.items():
        stub = re.search(rf"^(\w+) T __wine_stub_{name}$", symbols, re.MULTILINE)
        if stub is not None:  # a newer wine has it
            at = int(stub[1], 16) - address + offset
            content[at:at + len(code) // 2] = bytes.fromhex(code)
    content[BUILTIN_MARK] = bytes(BUILTIN_MARK.stop - BUILTIN_MARK.start)
    library.write_bytes(content)
