"""The only door to PDFium: opens a PDF in memory and draws its pages; no file, no script, no network. Loaded on first
use. In this process, not in a child: this build has no JavaScript and no XFA, drawing stops at a deadline, and what
a crash of the library could take along is only the page being looked at – every act is committed before."""

import ctypes
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from app.domain.errors import N_, UserError

LOCKED = N_("„{name}“ ist mit einem Kennwort geschützt und lässt sich nicht öffnen. Es wurde nichts aufgenommen, die "
            "Datei ist unverändert. Öffnen Sie sie dort, wo sie herkommt, und speichern Sie sie ohne Kennwort.")
BROKEN = N_("„{name}“ lässt sich nicht als PDF lesen. Es wurde nichts verändert. "
            "Lassen Sie sich die Datei noch einmal geben oder scannen Sie neu.")
NOT_DRAWN = N_("Diese Seite lässt sich nicht zeigen. Die Anlage ist unverändert. "
               "Sehen Sie die anderen Seiten an, oder geben Sie die Anlage aus und öffnen Sie sie mit einem anderen "
               "Programm.")
MOST_PAGES = 2000
MOST_PIXELS = 12_000_000  # 48 MB while it is drawn: A4 at 350 dpi
SECONDS = 8.0
Stop = Callable[[], bool]
# Gives the memory a page of that width and height is drawn in: 32 bits a pixel as blue, green, red, unused, lines
# without gaps between them. The caller's own, because every copy of 48 MB would be felt in the window.
Sheet = Callable[[int, int], Any]
# PDFium may be entered by one thread at a time.
_ENTERED = threading.Lock()


@cache
def _pdfium() -> Any:
    # 50 ms and 8 MB that nobody needs who looks at no PDF
    import pypdfium2

    return pypdfium2


def pages(name: str, content: bytes) -> int:
    """How many pages a PDF has; raises UserError for one that is protected, broken, empty or endless."""
    with _opened(name, content) as document:
        count = len(document)
    if not 0 < count <= MOST_PAGES:
        raise UserError(BROKEN, name=name)
    return count


def draw(name: str, content: bytes, index: int, sheet: Sheet, room: tuple[float, float], zoom: float = 1.0,
         stop: Stop = lambda: False) -> None:
    """Draws one page on ``sheet``, as large as fits into ``room`` (pixels), times ``zoom``; smaller where that would
    cost too much memory.

    ``stop`` is asked while it draws. Raises UserError where the page cannot be drawn or takes over eight seconds.
    """
    with _opened(name, content) as document:
        try:
            page = document[index]
            width, height = _size(page.get_size(), room, zoom)
            memory = (ctypes.c_ubyte * (4 * width * height)).from_buffer(sheet(width, height))
            _draw(document, page, memory, width, height, stop)
        except (_pdfium().PdfiumError, ValueError, IndexError, MemoryError):
            raise UserError(NOT_DRAWN) from None


def _size(size: tuple[float, float], room: tuple[float, float], zoom: float) -> tuple[int, int]:
    """Width and height in pixels; a page may call itself endlessly large, or nothing at all."""
    width, height = size
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise UserError(NOT_DRAWN)
    scale = min(room[0] / width, room[1] / height) * zoom
    scale = min(scale, math.sqrt(MOST_PIXELS / width / height))
    wanted = max(1, round(width * scale)), max(1, round(height * scale))
    # a page that is all edge would still be a line of a million pixels
    if max(wanted) > MOST_PIXELS // 1000:
        raise UserError(NOT_DRAWN)
    return wanted


def _draw(document: Any, page: Any, memory: Any, width: int, height: int, stop: Stop) -> None:
    """The page on white paper, with notes and what was filled into its fields."""
    pdfium = _pdfium()
    raw, until = pdfium.raw, time.monotonic() + SECONDS
    bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx, buffer=memory)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    pause = raw.IFSDK_PAUSE(version=1)
    pdfium.internal.set_callback(pause, "NeedToPauseNow", lambda _pause: stop() or time.monotonic() > until)
    where = (bitmap, page, 0, 0, width, height, 0, raw.FPDF_ANNOT)
    status = raw.FPDF_RenderPageBitmap_Start(*where, pause)
    raw.FPDF_RenderPage_Close(page)
    if status != raw.FPDF_RENDER_DONE:
        raise UserError(NOT_DRAWN)
    if document.formenv:
        raw.FPDF_SetFormFieldHighlightAlpha(document.formenv, 0)
        raw.FPDF_FFLDraw(document.formenv, *where)


@contextmanager
def _opened(name: str, content: bytes) -> Iterator[Any]:
    """The document, closed again before another thread may enter."""
    with _ENTERED:
        pdfium, document = _pdfium(), None
        try:
            try:
                document = pdfium.PdfDocument(content)
                document.init_forms()
            except pdfium.PdfiumError as error:
                locked = error.err_code == pdfium.raw.FPDF_ERR_PASSWORD
                raise UserError(LOCKED if locked else BROKEN, name=name) from None
            yield document
        finally:
            if document is not None:
                document.close()
