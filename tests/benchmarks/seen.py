"""When a program that is asked nothing shows its window: the screen itself is watched, not the program. X11 only."""

import ctypes
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# Points of a window of 1366×768 in the corner of a screen whose ground is black: its ground and its middle.
POINTS = ((40, 40), (683, 384), (1300, 700))
PAUSE = 0.002  # seconds between two looks
PATIENCE = 60.0
_ALL_PLANES, _ZPIXMAP = ctypes.c_ulong(-1), 2


class Screen:
    """The X server of DISPLAY; as a context, its connection ends with it."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        for name, result in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultRootWindow", ctypes.c_ulong),
                             ("XGetImage", ctypes.c_void_p), ("XGetPixel", ctypes.c_ulong)):
            getattr(self._x, name).restype = result
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        assert self._display, f"no X server at {os.environ.get('DISPLAY')!r}"
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_error: object) -> None:
        self._x.XCloseDisplay(self._display)

    def pixel(self, x: int, y: int) -> int:
        """The colour at that place, 0 for black."""
        image = ctypes.c_void_p(self._x.XGetImage(self._display, self._root, x, y, 1, 1, _ALL_PLANES, _ZPIXMAP))
        colour = int(self._x.XGetPixel(image, 0, 0)) & 0xFFFFFF
        self._x.XDestroyImage(image)
        return colour

    def is_dark(self) -> bool:
        """Whether one of the points is still black."""
        return any(self.pixel(x, y) == 0 for x, y in POINTS)


def painted_after(command: Sequence[str | Path], environment: Mapping[str, str]) -> float:
    """Milliseconds from the start of a program to its window on the screen; the program is ended then.

    AssertionError where it ends by itself, or shows nothing within a minute.
    """
    with Screen() as screen:
        while not screen.is_dark():  # the window before this one goes
            time.sleep(PAUSE)
        begun = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], env=dict(environment))
        try:
            while screen.is_dark():
                assert process.poll() is None, f"ended with {process.returncode} before it showed a window"
                assert time.monotonic() - begun < PATIENCE, "no window"
                time.sleep(PAUSE)
            return (time.monotonic() - begun) * 1000
        finally:
            process.kill()
            process.wait()
