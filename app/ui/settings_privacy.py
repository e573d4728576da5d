"""The card „Bildschirmaufnahme“ in Sperren und Kennwort: whether pictures of the screen may show this program."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.ui import capture
from app.ui.components import setting_line
from app.ui.controls import Chip, label
from app.ui.layouts import card
from app.ui.settings_part import Look


def capture_card(look: Look) -> QWidget:
    """Two chips where the system can do it; elsewhere the sentence that it cannot."""
    title = label(_("Bildschirmaufnahme"), "lead")
    if not capture.is_possible():
        return card(title, label(
            _("Dieses System bietet Programmen nicht an, sich von Bildschirmfotos, Aufzeichnungen und geteilten "
              "Bildschirmen auszunehmen. Unter Windows geht das. Teilen Sie den Bildschirm nur ohne dieses Fenster."),
            "muted", wrap=True), gap=10)

    def choose(hidden: bool, _on: bool = False) -> None:
        look.change_settings(hide_from_capture=hidden)

    chips: list[QWidget] = []
    for hidden, word in ((True, _("ausgeschlossen")), (False, _("erlaubt"))):
        chip = Chip(word, look.settings.hide_from_capture == hidden)
        chip.clicked.connect(partial(choose, hidden))
        chips.append(chip)
    return card(title, setting_line(
        _("Fenster in Aufnahmen"),
        _("Ausgeschlossen zeigt jede Aufnahme und jeder geteilte Bildschirm an dieser Stelle nichts."), *chips), gap=10)
