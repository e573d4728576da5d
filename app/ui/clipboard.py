"""Copied text: marked so that no history keeps it, taken back after half a minute, at lock and at the end.
Every text copied from the window may hold client data, so all of it is treated alike."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

SECONDS = 30
_WINDOWS = 'application/x-qt-windows-mime;value="{name}"'
# what the histories of KDE and of Windows, and the copying between computers of Windows, leave alone
MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): b"\1\0\0\0",
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): b"\0\0\0\0",
    _WINDOWS.format(name="CanUploadToCloudClipboard"): b"\0\0\0\0",
}
_KNOWN = next(iter(MARKS))
_PLACES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardGuard(QObject):
    """Follows the clipboard and, where the system has one, the text last selected."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QApplication.clipboard()
        self._clipboard.changed.connect(self._changed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.clear)

    def _ours(self, place: QClipboard.Mode) -> bool:
        return self._clipboard.ownsClipboard() if place == QClipboard.Mode.Clipboard else \
            self._clipboard.supportsSelection() and self._clipboard.ownsSelection()

    def _changed(self, place: QClipboard.Mode) -> None:
        if place not in _PLACES or not self._ours(place):
            return
        found = self._clipboard.mimeData(place)
        if found is None or not found.formats():
            return
        if not found.hasFormat(_KNOWN):
            self._clipboard.setMimeData(marked(found), place)
        self._timer.start()

    def clear(self) -> None:
        """Takes back what was copied here; what another program copied since stays."""
        self._timer.stop()
        for place in _PLACES:
            if self._ours(place):
                self._clipboard.clear(place)


def marked(data: QMimeData) -> QMimeData:
    """The same content with the marks."""
    copy = QMimeData()
    for kind in data.formats():
        copy.setData(kind, data.data(kind))
    for kind, value in MARKS.items():
        copy.setData(kind, value)
    return copy
