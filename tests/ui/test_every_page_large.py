"""What holds on every page at 200 %: the columns stand under each other, the words are longer, the window is dark."""

import gettext
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from tests import gfs
from tests import stage as stages
from tests.ui.survey import Survey, walk
from tests.ui.walk import gfs_places, places, prepare

PADDING = " etwas länger gesagt als sonst, damit jedes Wort Platz braucht"


class _Lengthened(gettext.NullTranslations):
    """A language in which everything takes about 40 % more room."""

    def gettext(self, message: str) -> str:
        return message + PADDING[:max(2, round(0.4 * len(message)))].rstrip()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(scope="module")
def large(qapp: QApplication, muster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """All pages at 200 %, dark, in a language with longer words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i18n, "_catalogue", _Lengthened())
        place = stages.copied(muster, tmp_path_factory.mktemp("large"))
        stage = stages.open_stage(qapp, place, zoom=2.0, dark=True)
        prepare(stage)
        found = walk(stage, places, Survey())
        stage.close()
        issuing = stages.open_stage(qapp, gfs.make(tmp_path_factory.mktemp("gfs")), zoom=2.0, dark=True)
        walk(issuing, partial(gfs_places, gfs.fill(issuing)), found)
        issuing.close()
    yield found


def test_every_page_has_something_to_show(large: Survey) -> None:
    assert large.bare == []


def test_nothing_is_cut_on_any_page_in_the_dark_in_a_language_with_longer_words(large: Survey) -> None:
    assert large.unfit == []


def test_tab_reaches_everything_on_every_page_shows_where_it_is_and_comes_back(large: Survey) -> None:
    assert large.round == []


def test_the_keyboard_is_never_out_of_sight(large: Survey) -> None:
    assert large.lost == []


def test_every_control_has_a_name_and_a_role(large: Survey) -> None:
    assert large.nameless == []


def test_no_page_asks_the_store_again_for_each_row(large: Survey) -> None:
    assert large.asked == []
