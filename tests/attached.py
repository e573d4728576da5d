"""Files that may become attachments, made in memory: letters as PDF, photos as JPEG and PNG. No pytest here."""

from io import BytesIO

from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas


def pdf(pages: int = 1, password: str = "") -> bytes:
    """A letter with so many pages, protected where a password is given."""
    out = BytesIO()
    lock = pdfencrypt.StandardEncryption(password, ownerPassword="MUSTER") if password else None
    canvas = Canvas(out, pagesize=(595, 842), encrypt=lock, invariant=1)
    for n in range(pages):
        canvas.setFont("Helvetica", 40)
        canvas.drawString(72, 700, f"Seite {n + 1} MUSTER")
        canvas.rect(50, 50, 495, 742)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), turned: bool = False) -> bytes:
    """A photo, red at its left and blue at its right; ``turned`` as a telephone held upright stores it."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, *size))
    out = BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    image.save(out, kind, exif=exif)
    return out.getvalue()
