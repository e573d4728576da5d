"""Which font has a letter, and that the joined shapes of Arabic letters exist, are drawn and are copied as letters."""

import pytest

from app.documents import fonts, pdf
from tests.documents.printed import copied


@pytest.mark.parametrize(("char", "family"), [
    ("ß", "NotoSans"), ("Ж", "NotoSans"), ("ẹ", "NotoSans"), ("م", "NotoSansArabic"), ("ښ", "NotoSansArabic"),
    ("؟", "NotoSansArabic"), ("ሰ", "NotoSansEthiopic"), ("ש", "NotoSansHebrew"), ("Հ", "NotoSansArmenian"),
    ("გ", "NotoSansGeorgian"),
])
def test_a_letter_comes_from_the_font_that_has_it(char: str, family: str) -> None:
    assert fonts.font_of(char, bold=False) == family
    assert fonts.font_of(char, bold=True) == f"{family}-Bold"


def test_what_no_font_has_is_said() -> None:
    assert fonts.font_of("漢", bold=False) == "" == fonts.font_of("🙂", bold=True)
    assert fonts.font_of(fonts.REPLACEMENT, bold=False) == fonts.REGULAR


def test_letters_take_the_shape_their_neighbours_give_them() -> None:
    assert fonts.joined("محمد") == "ﻣﺤﻤﺪ"
    assert fonts.joined("می\u200cخواهم")[:3] == "ﻣﯽ\u200c"
    assert fonts.joined("سَلام") == fonts.joined("سلام")
    assert fonts.joined("MUSTER 12") == "MUSTER 12"


@pytest.mark.parametrize("letter", "ټځڅښګڼڵێ")
def test_letters_without_shapes_in_unicode_are_joined_on_both_sides(letter: str) -> None:
    for name in ("NotoSansArabic", "NotoSansArabic-Bold"):
        shapes = fonts.drawable(fonts.joined(f"ب{letter}{letter}{letter}ب"))[1:-1]
        assert len(set(shapes)) == 1 and shapes[0] != letter
        assert fonts.font_of(shapes[0], bold=name.endswith("Bold")) == name
    ends = fonts.drawable(fonts.joined(f"{letter}{letter}"))
    assert ends[0] != ends[1] and letter not in ends


@pytest.mark.parametrize("letter", "ډړږۍڕە")
def test_letters_that_join_to_one_side_end_the_joining(letter: str) -> None:
    shown = fonts.drawable(fonts.joined(f"ب{letter}ب"))
    assert shown[0] == "ﺑ" and shown[1] != letter and shown[2] == "ﺏ"


def test_a_joined_letter_is_copied_as_itself() -> None:
    words = "ښځه ګرځي، موږ ټول ډېر ښه یو"
    content = pdf.document(lambda: [pdf.own(words), pdf.own(words, "title")], title="T", head="H")
    assert copied(content)[0].count("ښځه ګرځي، موږ ټول ډېر ښه یو") == 2
