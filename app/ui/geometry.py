"""Where a window comes: as it was left; the first time in the size of its pages, or all over a small screen."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QWidget

SIZE = QSize(1366, 768)
# what a desktop keeps for the frame and the title of a window, and for a bar that it may not tell of (Wayland)
AROUND = QSize(20, 80)


def put(window: QWidget, kept: str) -> None:
    """Gives a window of `SIZE` that is not shown yet its place; ``kept`` is what `of` gave, "" for nothing."""
    if kept:
        window.restoreGeometry(QByteArray.fromHex(kept.encode("ascii")))
    elif not has_room(window.screen().availableSize()):
        window.setWindowState(Qt.WindowState.WindowMaximized)


def of(window: QWidget) -> str:
    """Where a window is, in the words of Qt, as hex."""
    return bytes(window.saveGeometry().toHex().data()).decode("ascii")


def has_room(free: QSize) -> bool:
    """Whether a window of that size can be seen down to its last button; a laptop of 1366 × 768 has none."""
    needed = SIZE + AROUND
    return free.width() >= needed.width() and free.height() >= needed.height()
