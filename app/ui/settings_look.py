"""Darstellung: light or dark, text size, density, menu bar – of this computer, in force at once."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _, percent
from app.ui.components import setting_line
from app.ui.controls import Chip, button, label
from app.ui.layouts import card, divider
from app.ui.settings_part import Look, Part
from app.ui.theme import ZOOMS, T


class LookPart(Part):
    """Each change builds the page anew, so the control that was used is remembered by its name."""

    used = ""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._controls: dict[str, QPushButton] = {}
        settings = look.settings
        self._smaller = self._keep("smaller", button(_("Kleiner"), "", "minus", partial(self._zoom, "smaller", -1)))
        self._larger = self._keep("larger", button(_("Größer"), "", "plus", partial(self._zoom, "larger", 1)))
        self._smaller.setEnabled(T.zoom > ZOOMS[0])
        self._larger.setEnabled(T.zoom < ZOOMS[-1])
        lines = (
            (_("Erscheinungsbild"), _("Ändert nur die Anzeige auf diesem Gerät."),
             self._chips("theme", settings.theme, (("system", _("wie das System"), ""), ("light", _("hell"), "sun"),
                                                   ("dark", _("dunkel"), "moon")))),
            (_("Schriftgröße"),
             _("Auch mit Strg + und Strg −. Alles bleibt erreichbar, nichts wird abgeschnitten."),
             [self._smaller, label(percent(T.zoom), "strong"), self._larger]),
            (_("Zeilenabstand in Listen"), _("Eng zeigt auf kleinen Bildschirmen drei Zeilen mehr."),
             self._chips("density", settings.density, (("normal", _("normal"), ""), ("dense", _("eng"), "")))),
            (_("Menüleiste"), _("Sonst erscheint sie, wenn Sie Alt oder F10 drücken."),
             self._chips("menu_bar", settings.menu_bar, ((False, _("nur mit Alt"), ""), (True, _("immer"), "")))),
        )
        items: list[QWidget] = [label(_("Darstellung"), "lead")]
        for name, what, controls in lines:
            items += [setting_line(name, what, *controls), divider()]
        self.show_cards(card(*items[:-1], gap=8))

    def _keep(self, key: str, control: QPushButton) -> QPushButton:
        self._controls[key] = control
        return control

    def _chips(self, attribute: str, now: object, options: tuple[tuple[object, str, str], ...]) -> list[QWidget]:
        chips: list[QWidget] = []
        for value, word, icon in options:
            chip = Chip(word, value == now, icon)
            chip.clicked.connect(partial(self._choose, attribute, value))
            self._keep(f"{attribute}.{value}", chip)
            chips.append(chip)
        return chips

    def _choose(self, attribute: str, value: object, _on: bool = False) -> None:
        LookPart.used = f"{attribute}.{value}"
        self._look.change_settings(**{attribute: value})

    def _zoom(self, key: str, steps: int) -> None:
        LookPart.used = key
        self._look.zoom(steps)

    def first_focus(self) -> QWidget | None:
        """The control used last, so that „Größer“ can be pressed again."""
        key, LookPart.used = LookPart.used, ""
        return self._controls.get(key)
