"""The frame of every print: pages, escaping, fixed metadata, MUSTER, and the same bytes each time."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.documents import pdf
from tests.documents.printed import copied, drawn, pages_of

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
    folder = ROOT / "resources" / "fonts"
    scripts = ("", "Arabic", "Armenian", "Ethiopic", "Georgian", "Hebrew")
    assert {path.name for path in folder.iterdir()} == {"OFL-NotoSans.txt"} | {
        f"NotoSans{script}-{weight}.ttf" for script in scripts for weight in ("Regular", "Bold")}
    licence = (folder / "OFL-NotoSans.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert all(f"Noto Sans {script}".strip() + " Regular and Bold" in licence for script in scripts)


def test_a_name_of_another_script_stands_in_tables_and_sentences_of_german() -> None:
    content = pdf.document(lambda: [
        pdf.lines(("Wer", "Was"), [("محمد (12)", "Brief an محمد (12), heute")], (60, 60)),
        pdf.figures([("ሙስተር", "3")]), pdf.paragraph("Für محمد."),
    ], title="T", head="H")
    # Drawn from left to right: the brackets open to the left of the number, the name stands right of them.
    line = "".join(drawn(content))
    assert "(12) ﺪﻤﺤﻣ" in line and "Brief an (12) ﺪﻤﺤﻣ, heute" in line
    assert {"محمد", "(12)", "ሙስተር", "محمد."} <= set(copied(content)[0].split())


def test_a_row_higher_than_a_page_is_cut_and_a_lower_one_kept_whole() -> None:
    long = " ".join(["Wort"] * 1500)
    content = pdf.document(lambda: [pdf.lines(("A", "B"), [("kurz", long)], (20, 60))], title="T", head="H")
    assert pages_of(content) > 2 and sum(page.count("Wort") for page in copied(content)) == 1500


def test_a_page_lies_where_it_is_asked_for_and_the_foot_is_the_one_given() -> None:
    content = pdf.document(lambda: [pdf.gap(1)], title="T", head="H", wide=True, foot=pdf.numbered("K-0001"))
    assert b"841.8898 595.2756" in content and drawn(content)[-2:] == ["K-0001", "Seite 1 von 1"]
