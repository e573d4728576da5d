"""Pages of PDFs drawn in memory: sizes, refusals, hostile files, no trace on the disk."""

import io
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from app.documents import pdf_pages
from app.domain.errors import UserError
from tests.attached import pdf
from tests.casefiles import refusal

LETTER = pdf(3)
ROOM = (200.0, 200.0)


@dataclass
class Drawn:
    """A page and how large it was made."""

    width: int = 0
    height: int = 0
    pixels: bytearray = field(default_factory=bytearray)

    def sheet(self, width: int, height: int) -> bytearray:
        """The memory it is drawn in."""
        self.width, self.height, self.pixels = width, height, bytearray(4 * width * height)
        return self.pixels


def drawn(name: str, content: bytes, index: int, room: tuple[float, float], **more: Any) -> Drawn:
    """A page, drawn."""
    made = Drawn()
    pdf_pages.draw(name, content, index, made.sheet, room, **more)
    return made


def own_size(width: float, height: float) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    canvas.drawString(1, 1, "MUSTER")
    canvas.save()
    return out.getvalue()


def test_pages_are_counted_and_drawn_to_fit() -> None:
    assert pdf_pages.pages("a", LETTER) == 3
    page = drawn("a", LETTER, 0, (300, 700))
    assert (page.width, page.height) == (300, round(300 * 842 / 595))
    assert len(page.pixels) == 4 * page.width * page.height
    assert 0 < page.pixels.count(b"\0\0\0") < page.pixels.count(b"\xff\xff\xff")
    larger = drawn("a", LETTER, 0, (300, 700), zoom=2)
    assert larger.width == 600
    assert drawn("a", LETTER, 1, (300, 700)).pixels != page.pixels


def test_a_filled_field_is_seen() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 200))
    canvas.drawString(5, 5, ".")
    canvas.acroForm.textfield(value="MUSTER", x=10, y=80, width=180, height=60, fontSize=30, borderWidth=0)
    canvas.showPage()
    canvas.save()
    dark = sum(blue < 90 for blue in drawn("a", out.getvalue(), 0, ROOM).pixels[::4])
    assert dark > 100


def test_a_password_and_a_broken_file_are_told_apart() -> None:
    assert refusal(lambda: pdf_pages.pages("a", pdf(password="geheim"))) == pdf_pages.LOCKED
    for broken in (b"", b"%PDF-1.4\n", LETTER[: len(LETTER) // 2], b"\0" * 5000):
        assert refusal(lambda b=broken: pdf_pages.pages("a", b)) == pdf_pages.BROKEN


@pytest.mark.parametrize("size", [(14_400_000, 10), (10, 14_400_000), (0.001, 0.001), (200_000, 200_000)])
def test_a_page_of_any_size_costs_no_more_than_the_screen(size: tuple[float, float]) -> None:
    try:
        page = drawn("a", own_size(*size), 0, (1000, float("inf")), zoom=8)
        assert page.width * page.height <= pdf_pages.MOST_PIXELS * 1.01
    except UserError as refused:
        assert refused.msgid == pdf_pages.NOT_DRAWN


def test_a_page_that_is_not_there_or_was_stopped_is_a_sentence() -> None:
    assert refusal(lambda: drawn("a", LETTER, 3, ROOM)) == pdf_pages.NOT_DRAWN
    assert refusal(lambda: drawn("a", LETTER, 0, ROOM, stop=lambda: True)) == pdf_pages.NOT_DRAWN


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "SECONDS", -1.0)
    assert refusal(lambda: drawn("a", LETTER, 0, ROOM)) == pdf_pages.NOT_DRAWN


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LETTER) - 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8))
def test_a_mutated_pdf_is_drawn_or_refused(changes: list[tuple[int, bytes]]) -> None:
    mutated = bytearray(LETTER)
    for place, put in changes:
        mutated[place:place + len(put)] = put
    try:
        for index in range(min(3, pdf_pages.pages("a", bytes(mutated)))):
            drawn("a", bytes(mutated), index, (60, 60))
    except UserError as refused:
        assert refused.msgid in (pdf_pages.BROKEN, pdf_pages.LOCKED, pdf_pages.NOT_DRAWN)


def test_several_threads_draw_one_after_the_other() -> None:
    sizes: list[int] = []
    threads = [threading.Thread(target=lambda: sizes.append(len(drawn("a", LETTER, 0, ROOM).pixels)))
               for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(sizes)) == 1 and len(sizes) == 6


def test_drawing_works_where_not_one_byte_may_be_written(tmp_path: Path) -> None:
    """In a process of its own that may write no file at all, with a temporary folder of its own, which stays empty."""
    command = ("import sys\n"
               "from app.documents import pdf_pages\n"
               "content = sys.stdin.buffer.read()\n"
               "try:\n"
               "    import resource\n"
               "    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
               "except ImportError:\n"
               "    pass  # Windows knows no such limit; the folder is watched there too\n"
               "assert pdf_pages.pages('a', content) == 3\n"
               "pdf_pages.draw('a', content, 2, lambda width, height: bytearray(4 * width * height), (300, 300))\n")
    own = {name: str(tmp_path) for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME")}
    ended = subprocess.run([sys.executable, "-B", "-c", command], input=LETTER, env=os.environ | own, check=False,
                           capture_output=True, cwd=Path(__file__).parents[2])
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert list(tmp_path.rglob("*")) == []
