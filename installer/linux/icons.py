"""Draws the icon in the sizes of desktops that show no SVG; runs in the virtual environment, because Qt draws it."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def draw(svg: Path, size: int, target: Path) -> None:
    """Writes ``svg`` as a square PNG of ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    if not image.save(str(target)):
        raise OSError(f"{target.name} could not be written")


if __name__ == "__main__":
    for word in sys.argv[3:]:
        place = Path(sys.argv[2]) / f"{word}x{word}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        draw(Path(sys.argv[1]), int(word), place / f"{Path(sys.argv[1]).stem}.png")
