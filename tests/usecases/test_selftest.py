"""The test every installer has to pass: all parts at work, or the name of the one that is missing."""

import sys

import pytest

from app import VERSION
from app.documents import pdf_pages
from app.domain.errors import UserError
from app.usecases import selftest
from app.usecases.selftest import BROKEN

PARTS = ["Codelisten", "FTS5", "HiGHS", "PDF", "PDFium", "Qt", "SQLCipher"]


def test_every_part_works_and_is_named() -> None:
    found = selftest.run(lambda: "Abbrechen")
    assert (found["version"], found["parts"]) == (VERSION, PARTS)
    assert found["cipher"]


@pytest.mark.parametrize(("text", "pages", "part"), [("Cancel", 1, "Qt"), ("Abbrechen", 0, "PDFium")])
def test_a_part_that_does_not_work_is_named(text: str, pages: int, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "pages", lambda _name, _content: pages)
    with pytest.raises(UserError) as refused:
        selftest.run(lambda: text)
    assert (refused.value.msgid, refused.value.values) == (BROKEN, {"part": part})


def test_a_module_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "app.documents.pdf_code", None)  # type: ignore[arg-type]
    with pytest.raises(UserError) as refused:
        selftest.run(lambda: "Abbrechen")
    assert (refused.value.msgid, refused.value.values) == (BROKEN, {"part": "app.documents.pdf_code"})
