"""The drawn pages of the handbook are those of their text, and the Kryptokonzept is as short as it promises."""

import re

import pytest

from app import resources
from installer.handbook import FOLDER, drawn

PAGES = sorted(resources.path(FOLDER).glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_drawn_page_of_the_handbook_is_that_of_its_text(page):
    assert page.with_suffix(".pdf").read_bytes() == drawn(page)


def test_the_kryptokonzept_has_two_pages():
    assert len(re.findall(rb"/Type /Page\b", resources.path(FOLDER, "kryptokonzept.pdf").read_bytes())) == 2
