"""What the page Monatsmeldung says of the records behind a month, with the way to what can be mended."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.i18n import _, number
from app.ui.components import titled_card
from app.ui.controls import button, label
from app.ui.export_work import Quality
from app.ui.layouts import column
from app.ui.page_parts import Slot
from app.ui.quality_words import counted
from app.usecases.data_quality import Effect


class QualityCard(QWidget):
    """Says how much there is to mend; before it is known it says that it is being looked for."""

    def __init__(self, go: Callable[[], object], quality: Quality | None) -> None:
        super().__init__()
        self._said = label(" ", wrap=True)
        self._open = button(_("Angaben prüfen"), icon="list-filter", call=go)
        self._warn = Slot()
        self.setLayout(column(titled_card(_("Angaben in den Akten"), self._said, self._warn, icon="list-filter",
                                          action=self._open), gap=0))
        self.show_quality(quality)

    def show_quality(self, quality: Quality | None) -> None:
        """Shows what was found."""
        if quality is None:
            self._said.setText(_("Die Akten werden durchgesehen …"))
            return
        n = len(quality.findings)
        self._said.setText(counted(quality.findings) or _("Nichts widerspricht sich, nichts fehlt."))
        self._open.setText(_("Angaben prüfen ({n})").format(n=number(n)) if n else _("Angaben prüfen"))
        refused = any(one.effect == Effect.REFUSES for one in quality.findings)
        self._warn.put(label(_("Solange etwas die Meldung verhindert, lässt sich der Monat nicht ausgeben."),
                             "warn", wrap=True) if refused else None)
