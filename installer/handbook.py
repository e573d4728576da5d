"""Draws the pages of the handbook, resources/handbuch/*.md, as PDF beside them: `python -m installer.handbook`.

Knows just the Markdown those pages use: headings, paragraphs, lists with -, tables, **strong** words, pictures.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from app import resources
from app.documents import pdf

FOLDER = "handbuch"
NAME_MM, TEXT_MM = 45, 120
PICTURE = re.compile(r"!\[(?P<words>[^]]*)\]\((?P<file>[^)]+)\)")
PICTURE_MM = 150


def parts(source: str) -> Iterator[pdf.Part]:
    """What is below the title, block by block."""
    for block in source.strip().split("\n\n")[1:]:
        rows = block.splitlines()
        if block.startswith("## "):
            yield pdf.gap(1.2)
            yield pdf.paragraph(block[3:], "heading")
        elif found := PICTURE.fullmatch(block):
            yield pdf.together([pdf.picture(resources.path(FOLDER, found["file"]), PICTURE_MM),
                                pdf.paragraph(found["words"], "caption"), pdf.gap(2)])
        elif block.startswith("|"):
            head, _rule, *body = ([cell.strip() for cell in row.strip("|").split("|")] for row in rows)
            yield pdf.lines(head, body, (NAME_MM, TEXT_MM))
            yield pdf.gap(1.2)
        else:
            for row in rows if block.startswith("- ") else [block]:
                yield pdf.paragraph(("– " + row[2:] if row.startswith("- ") else row).replace("**", ""), "note")


def drawn(page: Path) -> bytes:
    """One page of the handbook as PDF; equal text gives equal bytes."""
    source = page.read_text(encoding="utf-8")
    title = source.splitlines()[0].removeprefix("# ")
    return pdf.document(lambda: [pdf.paragraph(title, "title"), *parts(source)], title=title, head="Klientendatei")


def main() -> int:
    """Draws every page anew."""
    for page in sorted(resources.path(FOLDER).glob("*.md")):
        page.with_suffix(".pdf").write_bytes(drawn(page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
