"""Pages of attachments as images, made in the worker from bytes in memory: PDF through PDFium, photos through Qt.
No widgets, and no file: nothing here knows a path."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from app.documents import pdf_pages
from app.domain.attachment import PDF, Attachment
from app.domain.errors import UserError

# Qt's own limit for one image, in MB: what the rules let in (50 million points) needs 200.
MOST_MEGABYTES = 256
Room = tuple[float, float]
Stop = Callable[[], bool]
Buffer = bytes | bytearray | memoryview


def pages(attachment: Attachment, content: bytes) -> int:
    """How many pages there are to look at; a photo is one."""
    return pdf_pages.pages(attachment.name, content) if attachment.kind == PDF else 1


def page(attachment: Attachment, content: bytes, index: int, room: Room, zoom: float, stop: Stop) -> QImage:
    """One page as large as fits into ``room`` (pixels of the screen), times ``zoom``; raises UserError."""
    if attachment.kind != PDF:
        return _photo(attachment.kind, content, room, zoom)
    made: list[QImage] = []

    def sheet(width: int, height: int) -> Buffer:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        if image.isNull():
            raise MemoryError
        made.append(image)
        return image.bits()

    pdf_pages.draw(attachment.name, content, index, sheet, room, zoom, stop)
    return made[0]


def _photo(kind: str, content: bytes, room: Room, zoom: float) -> QImage:
    """The photo the way up its camera says; larger than it is only by zooming."""
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    held = QBuffer()
    # the constructor would only point at bytes that Python frees at once
    held.setData(QByteArray(content))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(held, QByteArray(kind.encode()))
    # the kind was read from the content; Qt must not try its other formats on it
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise UserError(pdf_pages.NOT_DRAWN)
    reader.setScaledSize(_scaled(size, room if _upright(reader) else (room[1], room[0]), zoom))
    image = reader.read()
    if image.isNull():
        raise UserError(pdf_pages.NOT_DRAWN)
    # as the screen wants it, so that nothing is left to convert in the window's own thread
    formats = QImage.Format
    return image.convertToFormat(formats.Format_ARGB32_Premultiplied if image.hasAlphaChannel()
                                 else formats.Format_RGB32)


def _upright(reader: QImageReader) -> bool:
    turned = QImageIOHandler.Transformation.TransformationRotate90
    return not reader.transformation() & turned


def _scaled(size: QSize, room: Room, zoom: float) -> QSize:
    fit = min(room[0] / size.width(), room[1] / size.height(), 1.0) * zoom
    fit = min(fit, (pdf_pages.MOST_PIXELS / size.width() / size.height()) ** 0.5)
    return QSize(max(1, round(size.width() * fit)), max(1, round(size.height() * fit)))
