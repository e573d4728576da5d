"""Design tokens as plain values: colours, type roles, radii, contrast owed. No Qt here, no colour elsewhere."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIGHT: Final[Mapping[str, str]] = MappingProxyType({
    "page": "#F7F8FA", "sidebar": "#ECEFF4", "surface": "#FFFFFF", "sunken": "#F1F3F7",
    "hover": "#EEF1F6", "selected": "#E6EAFB", "line": "#E0E4EB", "control": "#7F8897",
    "text": "#1A2030", "text2": "#454E5F", "muted": "#5A6373", "disabled": "#8D95A3",
    "accent": "#3F4FBF", "accent_hover": "#3442A6", "accent_down": "#2B378C", "on_accent": "#FFFFFF",
    "accent_soft": "#E6EAFB", "accent_text": "#3442A6", "focus": "#2B3AA6",
    "ok": "#1E8449", "ok_soft": "#E3F3E9", "ok_text": "#14603A",
    "warn": "#B06A00", "warn_soft": "#FBF0DA", "warn_text": "#744700",
    "bad": "#C4302B", "bad_soft": "#FBE9E7", "bad_text": "#9C1F1B",
    "info": "#2673B0", "info_soft": "#E5F0F9", "info_text": "#1A5585",
    "secret": "#7A4BB0", "secret_soft": "#F1EAF9", "secret_text": "#63379A",
    "chart1": "#3F4FBF", "chart2": "#2A8C82", "chart3": "#B06A00", "chart4": "#9A6BB8", "chart_track": "#E6E9F0",
    "mark": "#FFE9A8", "toast_link": "#FFE9A8", "shadow": "#1A2030", "dim": "#1A2030",
})
DARK: Final[Mapping[str, str]] = MappingProxyType({
    "page": "#16181D", "sidebar": "#111318", "surface": "#1D2027", "sunken": "#181B21",
    "hover": "#262A33", "selected": "#2A3156", "line": "#2E333D", "control": "#788294",
    "text": "#E9EBEF", "text2": "#BDC3CE", "muted": "#9CA4B2", "disabled": "#6B7382",
    "accent": "#8E9CFF", "accent_hover": "#A3AEFF", "accent_down": "#7A89F0", "on_accent": "#0F1330",
    "accent_soft": "#2A3156", "accent_text": "#B3BDFF", "focus": "#C3CBFF",
    "ok": "#4DB87E", "ok_soft": "#17322A", "ok_text": "#86DBAA",
    "warn": "#DB9D3C", "warn_soft": "#382B15", "warn_text": "#F2C377",
    "bad": "#F0736A", "bad_soft": "#41211F", "bad_text": "#FFA59D",
    "info": "#539FDB", "info_soft": "#18304A", "info_text": "#8CC7F7",
    "secret": "#AB85DE", "secret_soft": "#31254A", "secret_text": "#CDB0F3",
    "chart1": "#8E9CFF", "chart2": "#4FB8AC", "chart3": "#DB9D3C", "chart4": "#BF95DC", "chart_track": "#2A2F39",
    "mark": "#5C4A12", "toast_link": "#2B378C", "shadow": "#000000", "dim": "#000000",
})
KINDS: Final = ("ok", "warn", "bad", "info", "secret")

# (foreground, the grounds it stands on, least ratio of WCAG 2.2): the test walks every pair in both themes
CONTRAST: Final[tuple[tuple[str, tuple[str, ...], float], ...]] = (
    ("text", ("page", "surface", "sidebar", "sunken", "hover", "selected", "mark"), 4.5),
    ("text2", ("page", "surface", "sidebar", "sunken", "hover", "selected"), 4.5),
    ("muted", ("page", "surface", "sidebar", "sunken", "hover", "selected"), 4.5),
    ("accent_text", ("page", "surface", "accent_soft", "sidebar", "hover"), 4.5),
    ("on_accent", ("accent", "accent_hover", "accent_down"), 4.5),
    *((f"{kind}_text", (f"{kind}_soft", "surface", "page"), 4.5) for kind in KINDS),
    ("surface", ("text",), 4.5),
    ("toast_link", ("text",), 4.5),
    ("warn_text", ("selected",), 4.5),
    ("control", ("page", "surface", "sunken"), 3.0),
    ("accent", ("page", "surface", "sidebar", "chart_track"), 3.0),
    ("focus", ("page", "surface", "sidebar", "selected"), 3.0),
    *((kind, ("page", "surface", f"{kind}_soft"), 3.0) for kind in KINDS),
    *((f"chart{n}", ("surface",), 3.0) for n in (1, 2, 3, 4)),
)

# role: (pixels at 100 %, weight); only 400 and 600, because Segoe UI of Windows 10 has nothing between
TYPE: Final[Mapping[str, tuple[int, int]]] = MappingProxyType({
    "caption": (12, 400), "label": (12, 600), "body": (13, 400), "strong": (13, 600), "lead": (15, 600),
    "title": (20, 600), "number": (24, 600), "display": (26, 600),
})
# body text at 100 %: the system may ask for more, never for less
BASE: Final = 13
RADIUS: Final[Mapping[str, int]] = MappingProxyType({"tag": 4, "control": 6, "banner": 8, "card": 10})

# signs that stand for a status when a component names none of its own
STATUS_ICON: Final[Mapping[str, str]] = MappingProxyType({
    "ok": "circle-check", "warn": "clock", "bad": "circle-alert", "info": "info", "secret": "eye-off",
    "plain": "circle-dot",
})


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of a colour `#RRGGBB` (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
