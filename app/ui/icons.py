"""Lucide signs, recoloured by token and drawn as vectors at the density of the screen. Files: resources/icons."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import resources
from app.ui.theme import T, on_change

# a little lighter than the 2 of the files, which looks heavy at 16 px
STROKE = 1.9


@lru_cache(maxsize=400)
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    svg = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(svg.replace('stroke-width="2"', f'stroke-width="{stroke}"').encode()))


on_change(_renderer.cache_clear)


def draw(p: QPainter, name: str, rect: QRectF, token: str = "text2", stroke: float = STROKE) -> None:
    """Paints a sign straight into `rect`: sharp at every scale factor, no pixmap in between."""
    _renderer(name, T.hex(token), stroke).render(p, rect)


# a sign is drawn once for all its colours: reading and drawing it takes ten times as long as dyeing it
@lru_cache(maxsize=200)
def _shape(name: str, size: int, ratio: float, gap: int) -> QPixmap:
    result = QPixmap(QSize(size + gap, size) * ratio)
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    p = QPainter(result)
    _renderer(name, "black", STROKE).render(p, QRectF(0, 0, size, size))
    p.end()
    return result


# the heads of a table ask for theirs at every key
@lru_cache(maxsize=200)
def pixmap(name: str, token: str = "text2", size: int = 16, ratio: float = 2.0, gap: int = 0) -> QPixmap:
    """The sign as a pixmap of `size` pixels; `gap` adds room at the right, because sheets cannot set it."""
    result = QPixmap(_shape(name, size, ratio, gap))
    p = QPainter(result)
    p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    p.fillRect(QRectF(0, 0, size + gap, size), T.color(token))
    p.end()
    return result


on_change(pixmap.cache_clear)


def _ratios() -> tuple[float, ...]:
    """The scale factors of the screens there are; what no screen needs would cost each page two thirds of its signs."""
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})) or (1.0,)


def icon(name: str, token: str = "text2", size: int = 16, on: str = "", gap: int = 0) -> QIcon:
    """The sign as an icon of `size` pixels at 100 %, with a disabled form; `on` is the token of the checked form."""
    result = QIcon()
    pixels = T.px(size)
    # 125 % and 150 % are real fractions in Qt 6; a pixmap scaled there would blur
    for ratio in _ratios():
        result.addPixmap(pixmap(name, token, pixels, ratio, gap), QIcon.Mode.Normal, QIcon.State.Off)
        result.addPixmap(pixmap(name, "disabled", pixels, ratio, gap), QIcon.Mode.Disabled, QIcon.State.Off)
        if on:
            result.addPixmap(pixmap(name, on, pixels, ratio, gap), QIcon.Mode.Normal, QIcon.State.On)
    return result
