"""Invitations: one page each, both languages, what is missing said, nothing that belongs to nobody else."""

from dataclasses import replace
from datetime import date, time

import pytest

from app.documents import words
from app.documents.letters import Invitation, invitations_pdf, missing_languages
from tests.documents.printed import copied, drawn, pages_of

ON = date(2026, 11, 3)
LETTER = Invitation(language="ara", name="محمد (12)", number="K-0042", day=date(2026, 11, 10), at=time(10, 30),
                    place="Rathaus, Zimmer 4", office="Stadt Musterstadt", contact="0221 123-45", about="Sprachkurs A1")


def printed(*letters: Invitation, muster: bool = False) -> bytes:
    return invitations_pdf(letters, office="Stadt Musterstadt", on=ON, muster=muster)


def test_an_arabic_letter_says_everything_in_both_languages() -> None:
    content = printed(LETTER)
    page, line = copied(content)[0], "".join(drawn(content))
    for word in ("Einladung zum Gespräch", "Guten Tag (12) محمد,", "Dienstag, 10.11.2026", "10:30 Uhr", "دعوة إلى لقاء",
                 "مرحبا محمد (12)،", "الثلاثاء 10.11.2026", "Rathaus, Zimmer 4"):
        assert word in page
    assert page.count("Sprachkurs A1") == 2 and line.count("K-0042") == 3
    # Drawn from the left: the end of the sentence, the number in its own order, the beginning.
    assert ".ﺮﺧﺁ ﺎﻣﻮﻳ ﺪﺠﻨﺳ .0221 123-45 :ﺎﻨﺑ ﺍﻮﻠﺼﺗﺍ" in line


def test_every_language_fills_exactly_one_page_for_its_reader() -> None:
    letters = [replace(LETTER, language=language, number=f"K-{n:04}") for n, language in enumerate(words.languages())]
    content = printed(*letters)
    assert pages_of(content) == len(letters) >= 10
    for letter, page in zip(letters, copied(content), strict=True):
        title = words.known_words(letter.language).invitation["title"]
        assert title in page and "Einladung zum Gespräch" in page and letter.number in page
        assert "Seite" not in page and "Vorlage" not in page
    assert missing_languages(letters) == ()


def test_a_language_without_words_gets_english_and_says_so() -> None:
    letters = [replace(LETTER, language=code) for code in ("ckb", "mnk", "ckb", "unknown", "deu")]
    pages = copied(printed(*letters))
    assert missing_languages(letters) == ("Mandinka", "Sorani")
    assert "Invitation to a meeting" in pages[0] and "Für die Sprache „Sorani“ gibt es noch keine Vorlage" in pages[0]
    assert "Invitation to a meeting" in pages[3] and "Die Sprache der Person ist nicht bekannt" in pages[3]
    assert "Invitation" not in pages[4] and pages[4].count("Gespräch") == 2


def test_a_day_that_is_open_is_said_and_what_is_empty_left_out() -> None:
    page = copied(printed(replace(LETTER, language="eng", day=None, at=None, contact="", about="")))[0]
    assert page.count("noch offen") == 2 and page.count("not fixed yet") == 2
    assert "Thema" not in page and "Call us" not in page and "Rufen" not in page


def test_much_text_is_made_smaller_and_stays_on_its_page() -> None:
    content = printed(replace(LETTER, about="Sprachkurs " * 300), replace(LETTER, name="MUSTER" * 40, number="K-0043"))
    assert pages_of(content) == 2
    assert copied(content)[0].count("Sprachkurs") == 600 and "K-0043" in copied(content)[1]


def test_the_title_names_nobody_and_training_letters_carry_muster() -> None:
    content = printed(LETTER, muster=True)
    assert b"/Title (Einladung)" in content and "MUSTER" in drawn(content)
    assert content == printed(LETTER, muster=True) != printed(LETTER)


def test_nobody_to_invite_is_a_defect() -> None:
    with pytest.raises(ValueError, match="no letter"):
        printed()
