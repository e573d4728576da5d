"""The Teilhabeplan on paper: goals and steps whole, the head on every page, both languages, room to sign."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.documents.plan_sheet import PlanSheet, SheetGoal, SheetStep, plan_sheet_pdf
from tests.documents.printed import copied, drawn, pages_of

ON = date(2026, 11, 3)
STEP = SheetStep(title="Bei der VHS anmelden", who="محمد (12) und Beratung", due=date(2026, 12, 1), state="offen")
GOAL = SheetGoal(title="Deutsch lernen", area="Sprache", steps=(STEP,))


def printed(*goals: SheetGoal, **more: Any) -> bytes:
    sheet = PlanSheet(name="محمد (12)", number="K-0042", agreed_on=ON, review_on=date(2027, 2, 3), version=2,
                      goals=goals)
    return plan_sheet_pdf(replace(sheet, **more), office="Stadt Musterstadt", on=ON)


def test_goals_steps_and_dates_are_printed_with_room_for_two_signatures() -> None:
    content = printed(GOAL, language="ara")
    page = copied(content)[0]
    for word in ("Stadt Musterstadt · Teilhabeplan, Fassung 2 · 03.11.2026", "Deutsch lernen", "Bei der VHS anmelden",
                 "01.12.2026", "offen", "Wir sprechen wieder am 03.02.2027", "Für (12) محمد", "K-0042",
                 "Seite 1 von 1"):
        assert word in page
    assert page.count("Unterschrift") == 2 and page.count("محمد") == 3 == page.count("(12)")
    assert "Schritt · ﺓﻮﻄﺨﻟﺍ" in "".join(drawn(content)) and "الهدف" in page
    assert "(12) ﺪﻤﺤﻣ und" in "".join(drawn(content))


def test_three_pages_keep_every_word_and_the_head() -> None:
    long = SheetStep(title="Lange Sätze wandern weiter. " * 12, who="Beratung", due=None, state="erledigt")
    content = printed(*[SheetGoal(title=f"Ziel {n}", area="Arbeit", steps=(long,) * 3) for n in range(5)],
                      note="Zeile eins\nZeile zwei " + "und mehr " * 300, language="tir")
    pages = copied(content)
    assert len(pages) >= 3 and sum(page.count("wandern") for page in pages) == 5 * 3 * 12
    assert sum(page.count("und mehr") for page in pages) == 300
    for number, page in enumerate(pages, 1):
        assert page.startswith("Stadt Musterstadt · Teilhabeplan") and f"Seite {number} von {len(pages)}" in page
    assert "ዕላማ" in pages[0] and "offen" in pages[0]


def test_a_step_longer_than_a_page_and_a_name_of_sixty_letters_are_whole() -> None:
    name = "MUSTERMANNHAUSEN" * 4
    content = printed(replace(GOAL, steps=(replace(STEP, title="Wort " * 1500),)), name=name)
    assert sum(page.count("Wort") for page in copied(content)) == 1500
    assert name in "".join(drawn(content))


def test_a_plan_without_goals_or_steps_says_so() -> None:
    assert "Noch kein Ziel vereinbart." in copied(printed(review_on=None))[0]
    goal = SheetGoal(title="کار می‌خواهم", area="Arbeit", steps=(), result="Ja\nNein")
    page = copied(printed(goal, language="ckb"))[0]
    assert "Noch kein Schritt vereinbart." in page and "Ergebnis Ja Nein" in page
    assert "·" not in page.split("2026", 1)[1]


def test_the_same_plan_gives_the_same_bytes_and_german_alone_has_one_heading() -> None:
    assert printed(GOAL) == printed(GOAL)
    assert pages_of(printed(GOAL, language="deu")) == 1 and "Ziel · " not in copied(printed(GOAL, language="deu"))[0]
