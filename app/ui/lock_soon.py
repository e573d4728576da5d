"""The strip that counts down before the file locks itself. It counts nothing itself: idle.py tells it."""

from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext
from app.ui.controls import announce, button
from app.ui.toast import Strip

STAYS_MS = 2500


class LockSoon(Strip):
    """Shown for the last half minute; any key and any move of the mouse ends it."""

    def __init__(self, window: QWidget) -> None:
        self._go_on = button(_("Weiter arbeiten"), "toast", call=lambda: self.hide())
        super().__init__(window, self._go_on)
        self._counting = False

    def count(self, seconds: int) -> None:
        """Says how many seconds are left; a reader hears it once and not every second."""
        text = ngettext("In {n} Sekunde wird gesperrt. Was Sie getippt haben, bleibt.",
                        "In {n} Sekunden wird gesperrt. Was Sie getippt haben, bleibt.", seconds).format(n=seconds)
        if not self._counting:
            announce(self, text)
        self._counting = True
        self._timer.stop()
        self.put(text)

    def stay(self) -> None:
        """Somebody is there. The strip stays a moment: gone at once, a click on it would hit what lies below."""
        if self._counting:
            self._counting = False
            self.put(_("Es wird nicht gesperrt."))
            self._timer.start(STAYS_MS)
