"""Attachments (Anlagen): what is known of a scan or photo, and which files may become one – by content, never by name.
Its bytes stay in the store until somebody looks at them; opening a PDF to look is not done here."""

import hashlib
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import N_, UserError
from app.domain.identity import new_id
from app.domain.names import clean

PDF, JPEG, PNG = "pdf", "jpeg", "png"
# A signed contract scanned at 300 dpi in colour has 1 MB a page; 20 MB are written in 0.2 s, and every backup
# carries them again.
MOST_BYTES = 20 * 1024 * 1024
# Four bytes a pixel while it is looked at: 200 MB. A4 at 600 dpi has 35 million, a telephone's photo 12.
MOST_PIXELS = 50_000_000
NAME_LENGTH = 200
SUFFIXES = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}

EMPTY = N_("„{name}“ ist leer. Es wurde nichts aufgenommen, die Datei ist unverändert. "
           "Scannen oder speichern Sie sie noch einmal.")
TOO_LARGE = N_("„{name}“ ist größer als 20 MB. Es wurde nichts aufgenommen, die Datei ist unverändert. "
               "Scannen Sie mit 200 oder 300 dpi, oder teilen Sie die Datei.")
OTHER_KIND = N_("„{name}“ ist nach ihrem Inhalt weder PDF noch JPEG noch PNG. Es wurde nichts aufgenommen, die Datei "
                "ist unverändert. Speichern Sie das Schriftstück als PDF oder das Foto als JPEG.")
INCOMPLETE = N_("„{name}“ ist beschädigt oder unvollständig. Es wurde nichts aufgenommen, die Datei ist unverändert. "
                "Lassen Sie sich die Datei noch einmal geben oder scannen Sie neu.")
TOO_MANY_PIXELS = N_("„{name}“ hat mehr als 50 Millionen Bildpunkte. Es wurde nichts aufgenommen, die Datei ist "
                     "unverändert. Scannen Sie mit 200 oder 300 dpi, oder verkleinern Sie das Bild.")
NAME_MISSING = N_("Es fehlt ein Name. Die Anlage heißt weiter wie bisher. Ein Wort genügt, zum Beispiel „Ausweis“.")

_PNG_START, _JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_MOST_SEGMENTS = 2000  # before the size of a JPEG; a photo has some twenty
# Start of frame, in all its kinds: everything from C0 to CF but tables and arithmetic conditioning.
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of a client; ``kind`` was read from its content (``pdf``, ``jpeg``, ``png``), ``size`` is in bytes.

    ``name`` is what the person calls it, at first the name the file had; ``sha256`` (hex) recognises a second copy.
    """

    id: str
    client_id: str
    name: str
    kind: str
    size: int
    sha256: str
    added_at: datetime


def taken(client_id: str, name: str, content: bytes, now: datetime) -> Attachment:
    """The attachment a file becomes; raises UserError for one that is none. ``name`` is the file's own."""
    tidy = name_of_file(name)
    return Attachment(id=new_id(), client_id=client_id, name=tidy, kind=recognised(tidy, content), size=len(content),
                      sha256=hashlib.sha256(content).hexdigest(), added_at=now)


def recognised(name: str, content: bytes) -> str:
    """The kind of a file by its content: PDF (ISO 32000), JPEG (ISO 10918), PNG (ISO 15948).

    Raises UserError that names ``name``: empty, too large, of another kind, cut off, or too many pixels.
    """
    if not content:
        raise UserError(EMPTY, name=name)
    if len(content) > MOST_BYTES:
        raise UserError(TOO_LARGE, name=name)
    kind = _by_start(content)
    if kind is None:
        raise UserError(OTHER_KIND, name=name)
    measured = _MEASURES[kind](content)
    if measured is None:
        raise UserError(INCOMPLETE, name=name)
    if measured[0] * measured[1] > MOST_PIXELS:
        raise UserError(TOO_MANY_PIXELS, name=name)
    return kind


def _by_start(content: bytes) -> str | None:
    if content.startswith(_PNG_START):
        return PNG
    if content.startswith(_JPEG_START):
        return JPEG
    # Readers look for the mark in the first 1,024 bytes; whatever stands before it could make the file a program.
    return PDF if content[:64].lstrip(b"\xef\xbb\xbf\0\t\n\f\r ").startswith(b"%PDF-") else None


def _measured_pdf(content: bytes) -> tuple[int, int] | None:
    """No pixels: pages are drawn as large as the screen needs them."""
    whole = content.rfind(b"%%EOF") > content.rfind(b"startxref") > 0
    return (0, 0) if whole else None


def _measured_png(content: bytes) -> tuple[int, int] | None:
    """Width and height from the header chunk, if its checksum holds and the end chunk is there."""
    head = content[8:33]
    if len(head) < 25 or head[:8] != b"\0\0\0\x0dIHDR" or content.rfind(b"IEND") < 33:
        return None
    width, height, crc = struct.unpack(">II5xI", head[8:])
    return (width, height) if width and height and zlib.crc32(head[4:21]) == crc else None


def _measured_jpeg(content: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header, if picture data and an end follow it."""
    at = 2
    for _segment in range(_MOST_SEGMENTS):
        while content[at:at + 2] == b"\xff\xff":
            at += 1
        if len(content) < at + 9 or content[at] != 0xFF:
            return None
        marker, length = content[at + 1], int.from_bytes(content[at + 2:at + 4])
        if marker in _SIZE_MARKERS:
            height, width = struct.unpack(">HH", content[at + 5:at + 9])
            data = content.find(b"\xff\xda", at)
            return (width, height) if width and height and content.rfind(b"\xff\xd9") > data > 0 else None
        if length < 2 or not 0xC0 <= marker <= 0xFE or 0xD0 <= marker <= 0xDA:
            return None
        at += 2 + length
    return None


_MEASURES: dict[str, Callable[[bytes], tuple[int, int] | None]] = {
    PDF: _measured_pdf, JPEG: _measured_jpeg, PNG: _measured_png}


def name_of_file(name: str) -> str:
    """The last part of a file's name as it may be stored and shown: NFC, no control, bidi or path characters."""
    return _short(re.split(r"[/\\]", name)[-1]) or "Anlage"


def checked_name(typed: str) -> str:
    """A name somebody typed; separators become a dash („Bescheid 3/26“). Raises UserError for none."""
    name = _short(re.sub(r"[/\\]+", "-", typed))
    if not name:
        raise UserError(NAME_MISSING)
    return name


def _short(name: str) -> str:
    return clean(_NOT_IN_NAMES.sub("", clean(name)))[:NAME_LENGTH].strip(" .")


def file_name(attachment: Attachment) -> str:
    """What the file is called outside: its name with the suffix of its content, whatever suffix it came with."""
    # cut for file systems that count bytes: 255, and a letter takes up to four
    stem, suffixes = attachment.name[:60].rstrip(" ."), SUFFIXES[attachment.kind]
    return attachment.name if attachment.name.lower().endswith(suffixes) and stem == attachment.name \
        else stem + suffixes[0]
