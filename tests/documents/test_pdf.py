"""The frame of every print: pages, escaping, fixed metadata, MUSTER, and the same bytes each time."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.documents import pdf
from tests.documents.printed import drawn, pages_of

ROOT = Path(__file__).parents[2]
PRINTS = ("import sys; from app.documents import pdf; sys.stdout.buffer.write(pdf.document("
          "lambda: [pdf.paragraph('Größe', 'title'), pdf.bars([('a', 5), ('b', 0)])], title='T', head='H'))")


def printed(*texts: str, muster: bool = False) -> bytes:
    return pdf.document(lambda: [pdf.paragraph(text) for text in texts], title="Probe", head="Kopf", muster=muster)


def test_every_page_says_which_of_how_many_it_is() -> None:
    content = printed(*["Zeile"] * 120)
    assert pages_of(content) == 3
    assert [text for text in drawn(content) if text.startswith("Seite")] == [f"Seite {n} von 3" for n in (1, 2, 3)]


@pytest.mark.parametrize("name", ["<b>MUSTER</b>", "A & B", "<img src='x'/>", "&lt;", "</para>", "1 < 2 > 0"])
def test_markup_in_a_text_is_printed_as_it_is(name: str) -> None:
    # Every escaped letter is drawn as a piece of its own.
    assert "".join(drawn(printed(name))).endswith(f"Seite 1 von 1{name}")


def test_control_characters_are_printed_as_blanks() -> None:
    assert "MUSTER Ali" in drawn(printed("MUSTER\x00Ali"))


def test_a_long_word_without_blanks_is_kept_whole_over_lines() -> None:
    word = "MUSTER" * 60
    assert word in "".join(drawn(printed(word)))


def test_two_programs_print_the_same_bytes() -> None:
    runs = [subprocess.run([sys.executable, "-c", PRINTS], cwd=ROOT, capture_output=True, check=True,
                           env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")]
    assert runs[0].startswith(b"%PDF") and runs[0] == runs[1]


def test_title_and_language_are_set_and_nobody_and_no_clock_is_in_it() -> None:
    content = printed("Text")
    assert b"/Lang (de-DE)" in content and b"/Title (Probe)" in content and b"/DisplayDocTitle true" in content
    assert b"/Author ()" in content and b"/CreationDate (D:20000101000000+00'00')" in content


def test_training_prints_carry_muster_on_every_page() -> None:
    assert drawn(printed(*["Zeile"] * 120, muster=True)).count("MUSTER") == 3
    assert "MUSTER" not in drawn(printed("Zeile"))


def test_bars_print_their_figures_and_hold_when_all_are_zero() -> None:
    texts = drawn(pdf.document(lambda: [pdf.bars([("Duldung", 0), ("unklar", 0)])], title="T", head="H"))
    assert texts.count("0") == 2 and "Duldung" in texts


def test_the_fonts_are_shipped_with_their_licence() -> None:
    files = sorted(path.name for path in (ROOT / "resources" / "fonts").iterdir())
    assert files == ["NotoSans-Bold.ttf", "NotoSans-Regular.ttf", "OFL-NotoSans.txt"]
    assert "SIL OPEN FONT LICENSE" in (ROOT / "resources" / "fonts" / "OFL-NotoSans.txt").read_text(encoding="utf-8")
