"""The tokens in force: colours, zoom, fonts, palette, style sheet, Qt's own language. All that is seen asks here."""

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app import resources
from app.settings import Settings
from app.ui.sheet import TEMPLATE
from app.ui.tokens import BASE, DARK, LIGHT, RADIUS, TYPE

WIDE_LETTERS = 90
ZOOMS = tuple(n / 10 for n in range(8, 21))
SHEET_ICONS = {"check": "on_accent", "chevron-down": "text2", "x": "text2"}
# every size the template asks for; a missing one is a KeyError when the sheet is filled
_PIXELS = (2, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24)

_Role = QPalette.ColorRole
_ROLES: Mapping[QPalette.ColorRole, str] = {
    _Role.Window: "page", _Role.WindowText: "text", _Role.Base: "surface", _Role.AlternateBase: "sunken",
    _Role.Text: "text", _Role.Button: "surface", _Role.ButtonText: "text", _Role.Highlight: "accent",
    _Role.HighlightedText: "on_accent", _Role.ToolTipBase: "text", _Role.ToolTipText: "surface",
    _Role.PlaceholderText: "muted", _Role.Link: "accent_text", _Role.LinkVisited: "secret_text", _Role.Mid: "line",
    _Role.Dark: "control", _Role.Light: "surface", _Role.Shadow: "shadow", _Role.Accent: "accent",
}


# a page of a table asks two hundred times per paint
@lru_cache(maxsize=256)
def _colour(value: str, alpha: int) -> QColor:
    colour = QColor(value)
    colour.setAlpha(alpha)
    return colour


class Theme:
    """Colour table, zoom, density and the width of the window in force; one instance, `T`, for the whole window."""

    def __init__(self) -> None:
        self.dark = False
        self.zoom = 1.0
        self.dense = False
        self.family = ""
        self.base = BASE
        self.window = 1366
        self.table: Mapping[str, str] = LIGHT

    def hex(self, token: str) -> str:
        """The colour of a token as `#RRGGBB`; an unknown token is a KeyError."""
        return self.table[token]

    def color(self, token: str, alpha: int = 255) -> QColor:
        """The colour of a token, alpha 0 to 255; not to be changed."""
        return _colour(self.table[token], alpha)

    @property
    def wide(self) -> bool:
        """Room for two columns, counted in letters: large text and a narrow window are one case (ui.md § 3)."""
        return self.window / (self.base * self.zoom) >= WIDE_LETTERS

    def px(self, n: float) -> int:
        """A size that holds text: grows with the zoom. Device-independent pixels at 100 %."""
        return round(n * self.zoom * self.base / BASE)

    def sp(self, n: float) -> int:
        """Empty space: grows by about a third of the zoom, so that 200 % text still fits a small screen."""
        return round(n * (1 + (self.zoom - 1) * 0.35))

    def row(self, n: float) -> int:
        """Height of a row: as `px`, 6 less in the dense setting."""
        return self.px(n - 6 if self.dense else n)

    def font(self, role: str = "body") -> QFont:
        """The font of a type role in the present zoom."""
        size, weight = TYPE[role]
        font = QFont(self.family) if self.family else QFont()
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        return font

    def radius(self, name: str) -> int:
        """Corner radius of a shape: tag, control, banner or card."""
        return RADIUS[name]


T = Theme()
# icons are cached by colour, so they must hear of a change before anything is drawn
_on_change: list[Callable[[], None]] = []
_translator: QTranslator | None = None
_system_palette: QPalette | None = None


def on_change(call: Callable[[], None]) -> None:
    """Runs `call` after each change of theme or zoom; for caches of drawn things."""
    _on_change.append(call)


def palette() -> QPalette:
    """The palette feeds Fusion, native menus, item views and everything the sheet forgets."""
    result = QPalette()
    for role, token in _ROLES.items():
        result.setColor(role, T.color(token))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, T.color("disabled"))
    return result


def stylesheet() -> str:
    """The one style sheet, filled from the tokens in force."""
    values = dict(T.table)
    for role, (size, weight) in TYPE.items():
        values[f"f_{role}"] = f"font-size: {T.px(size)}px; font-weight: {weight};"
    for n in _PIXELS:
        values[f"p{n}"] = f"{T.px(n)}px"
    # a focused field has a border one pixel wider, so its padding is one pixel less: the text stays where it was
    values["p5m"], values["p8m"] = f"{T.px(5) - 1}px", f"{T.px(8) - 1}px"
    for name, radius in RADIUS.items():
        values[f"r_{name}"] = f"{radius}px"
    # one pixel more than half the height and Qt draws square corners
    values["r_chip"] = f"{(T.px(18) + 2 * T.px(2) + 2) // 2 - 1}px"
    folder = "dark" if T.dark else "light"
    for icon in SHEET_ICONS:
        values[f"file_{icon.replace('-', '_')}"] = resources.path("icons", "sheet", folder, f"{icon}.svg").as_posix()
    return TEMPLATE.format_map(values)


def high_contrast(system: QPalette) -> Mapping[str, str]:
    """A third colour column made from the system's own palette; signs and layout stay as they are."""
    def name(role: QPalette.ColorRole) -> str:
        return system.color(role).name()

    ground, ink = name(_Role.Base), name(_Role.Text)
    marked, on_marked = name(_Role.Highlight), name(_Role.HighlightedText)
    table = dict.fromkeys(LIGHT, ink)
    grounds = ("page", "sidebar", "surface", "sunken", "hover", "selected", "accent_soft", "mark", "chart_track")
    table.update(dict.fromkeys((*grounds, *(token for token in LIGHT if token.endswith("_soft"))), ground))
    table.update(dict.fromkeys(("accent", "accent_hover", "accent_down"), marked))
    return table | {"on_accent": on_marked, "toast_link": ground}


def wants_high_contrast(app: QApplication) -> bool:
    """True when the system asks for more contrast."""
    # in one expression the hints are gone before their child is asked (PySide6 6.11)
    hints = app.styleHints()
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def system_is_dark(app: QApplication) -> bool:
    """True when the system asks for the dark theme."""
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def system_zoom() -> float:
    """The text size of the system as a first value of the zoom, 0.8 to 2.0; Qt does not see Windows' own slider."""
    # elsewhere the text size is part of the font that the platform names
    if sys.platform != "win32":
        return 1.0
    store = QSettings(r"HKEY_CURRENT_USER\Software\Microsoft\Accessibility", QSettings.Format.NativeFormat)
    percent = store.value("TextScaleFactor", 100)
    return nearest_zoom(int(str(percent)) / 100)


def nearest_zoom(wanted: float) -> float:
    """The step of the zoom nearest to `wanted`, 0.8 to 2.0."""
    return min(ZOOMS, key=lambda step: abs(step - wanted))


def use_language(app: QApplication, language: str = "de") -> None:
    """Qt's own texts (menus of fields, file dialogs), numbers and dates in `language` (de or en)."""
    global _translator
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany) if language == "de"
                       else QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    if _translator is not None:
        app.removeTranslator(_translator)
    _translator = QTranslator(app)
    if _translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(_translator)


def apply(app: QApplication, dark: bool, zoom: float, dense: bool = False) -> None:
    """Puts theme and zoom in force. The order matters: the sheet reads palette and font when it is set (ui.md § 11)."""
    global _system_palette
    # after the first call the palette of the application is our own
    if _system_palette is None:
        _system_palette = QPalette(app.palette())
    T.dark, T.zoom, T.dense = dark, nearest_zoom(zoom), dense
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    T.family = system.family()
    T.base = max(BASE, system.pixelSize(), round(system.pointSizeF() * app.primaryScreen().logicalDotsPerInch() / 72))
    T.table = high_contrast(_system_palette) if wants_high_contrast(app) else DARK if dark else LIGHT
    sheet = stylesheet()
    # Qt would restyle every living widget for a look that is in force already
    if app.styleSheet() == sheet and app.palette() == palette():
        return
    for call in _on_change:
        call()
    app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(T.font("body"))
    app.setStyleSheet(sheet)


def apply_settings(app: QApplication, settings: Settings) -> None:
    """Puts theme, text size and density in force as set; an own choice also darkens the title bar on Windows."""
    schemes = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}
    scheme = schemes.get(settings.theme, Qt.ColorScheme.Unknown)
    app.styleHints().setColorScheme(scheme)
    dark = system_is_dark(app) if settings.theme == "system" else settings.theme == "dark"
    apply(app, dark, settings.zoom or system_zoom(), settings.density == "dense")
