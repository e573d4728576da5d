"""How the program looks to Windows: icon and version, as installer/app.spec gives them to PyInstaller. No wine here."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from installer import dev

DRAWING = dev.ROOT / "resources" / "pictures" / "klientendatei.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
GERMAN, UNICODE = 0x0407, 1200


def icon(target: Path) -> Path:
    """Draws the program's icon in all sizes that Windows asks for into one .ico of PNG pictures."""
    drawing = QSvgRenderer(str(DRAWING))
    if not drawing.isValid():  # Qt would draw nothing and say so on the console alone
        raise dev.SetupStopped(f"{DRAWING.relative_to(dev.ROOT)} cannot be drawn.")
    pictures = [_png(drawing, size) for size in SIZES]
    head, place = struct.pack("<HHH", 0, 1, len(pictures)), 6 + 16 * len(pictures)
    for size, picture in zip(SIZES, pictures, strict=True):
        # one byte for width and height: 256 is written as 0
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(head + b"".join(pictures))
    return target


def _png(drawing: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(content.data())


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """``0.1.0`` as Windows counts versions; ValueError for anything that is not three numbers."""
    first, second, third = (int(part) for part in version.split("."))
    return first, second, third, 0


def version_text(version: str) -> str:
    """What the properties of the .exe show, in the words PyInstaller reads."""
    numbers = four_numbers(version)
    said = {"ProductName": "Klientendatei", "FileDescription": "Klientendatei", "CompanyName": "Klientendatei",
            "LegalCopyright": "EUPL-1.2", "ProductVersion": version, "FileVersion": version}
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in said.items())
    return (f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0, OS=0x40004, "
            f"fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('{GERMAN:04x}{UNICODE:04x}', "
            f"[{strings}])]), VarFileInfo([VarStruct('Translation', [{GERMAN}, {UNICODE}])])])\n")


def of_program(version: str, work: Path) -> dict[str, str]:
    """Icon and version for PyInstaller's EXE, written below ``work``."""
    resource = work / "version.txt"
    resource.parent.mkdir(parents=True, exist_ok=True)
    resource.write_text(version_text(version), encoding="utf-8")
    return {"icon": str(icon(work / "klientendatei.ico")), "version": str(resource)}
