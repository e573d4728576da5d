"""The drawn pages of the handbook are those of their text, and the Kryptokonzept is as short as it promises."""

import re

import pytest

from app import resources
from app.domain import rules
from installer import handbook_rules
from installer.handbook import FOLDER, drawn

PAGES = sorted(resources.path(FOLDER).glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_drawn_page_of_the_handbook_is_that_of_its_text(page):
    assert page.with_suffix(".pdf").read_bytes() == drawn(page)


def test_the_kryptokonzept_has_two_pages():
    assert len(re.findall(rb"/Type /Page\b", resources.path(FOLDER, "kryptokonzept.pdf").read_bytes())) == 2


def test_the_rules_in_the_handbook_are_those_the_program_counts_by():
    source = handbook_rules.page().read_text(encoding="utf-8")
    assert handbook_rules.written(source) == source
    for rule in rules.latest():
        (line,) = (row for row in source.splitlines() if row.startswith(f"| {rule.label_de} |"))
        assert rule.law[1:] in line and rule.text in line
        assert all(f"{days}" in line for days in rule.warn_days)
