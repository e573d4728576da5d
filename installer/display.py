"""A screen nobody sees (Xvfb), and what stands on it: the windows there, and whether anything was painted."""

import contextlib
import os
import re
import signal
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installer import dev

# letters are smoothed: a page with text has hundreds of colours, an empty window one or two
LEAST_COLOURS = 50
_WINDOW = re.compile(r'^ +0x[0-9a-f]+ "(.*)": \("(\S*)" "(\S*)"\) +(\d+)x(\d+)\+', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of a program: its title, the name desktops match with StartupWMClass, its size in pixels."""

    title: str
    instance: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One running Xvfb: its display and the file that holds its pixels."""

    display: str
    pixels: Path

    def windows(self) -> list[Window]:
        """The windows of programs, whatever hides them."""
        tree = subprocess.run(["xwininfo", "-root", "-tree", "-display", self.display],
                              capture_output=True, text=True, check=False).stdout
        return [Window(title=title, instance=instance, width=int(width), height=int(height))
                for title, instance, _, width, height in _WINDOW.findall(tree)]

    def colours(self) -> int:
        """How many colours the screen shows; 1 means that nothing was painted."""
        return colours_of(self.pixels.read_bytes())

    def wait_for(self, title: str, process: subprocess.Popen[bytes], said: Path,
                 seconds: float = 60) -> Window:
        """The window with that title once it is painted; SetupStopped when the program ends or time runs out, with
        the end of what it said."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            found = [one for one in self.windows() if one.title.startswith(title) and one.width > 100]
            if found and self.colours() >= LEAST_COLOURS:
                return found[0]
            if process.poll() is not None:
                break
            time.sleep(0.02)
        state = "still runs" if process.poll() is None else f"ended with exit status {process.returncode}"
        tail = said.read_text(encoding="utf-8", errors="replace")[-1000:]
        raise dev.SetupStopped(f"No painted window “{title}” in {seconds:.0f} seconds; the program {state}.\n{tail}")

    def wait_for_none(self, seconds: float = 10) -> None:
        """Until no window is left; SetupStopped when one stays although its program was ended."""
        ends = time.monotonic() + seconds
        while self.windows():
            if time.monotonic() > ends:
                raise dev.SetupStopped(f"A window of the program still stands {seconds:.0f} seconds after its end.")
            time.sleep(0.05)


def colours_of(dump: bytes) -> int:
    """The number of colours in a screen dump of X (XWD) with 32 bits for each pixel."""
    header, colours = struct.unpack_from(">I", dump)[0], struct.unpack_from(">I", dump, 76)[0]
    # each entry of the table of colours takes twelve bytes
    pixels = memoryview(dump)[header + 12 * colours:]
    return len(set(pixels[: len(pixels) // 4 * 4].cast("I")))


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """A screen of its own with 1366 × 768 pixels, on the first free number."""
    with tempfile.TemporaryDirectory() as place:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-fbdir", place, "-ac",
                   "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            display = number.readline().strip()
        try:
            if not display:
                raise dev.SetupStopped("Xvfb did not start.")
            yield Screen(display=f":{display}", pixels=Path(place) / "Xvfb_screen0")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
