"""The printed questions: in their groups, a box and a line each, over pages."""

from datetime import date

from app.documents.question_sheet import Question, question_sheet_pdf
from tests.documents.printed import copied, drawn, pages_of

ON = date(2026, 11, 3)


def printed(*questions: Question) -> bytes:
    return question_sheet_pdf("محمد (12)", "K-0042", questions, office="Stadt Musterstadt", on=ON)


def test_questions_stand_under_their_group_with_what_is_known() -> None:
    known = Question(text="Gilt die Nummer noch?", answer_hint="zuletzt 0221 12", group="Stimmt das noch?")
    page = copied(printed(known, Question(text="Wo wohnt محمد?", group="Lücken"),
                          Question(text="<b>Wann?</b>")))[0]
    assert "Gespräch mit (12) محمد" in page
    assert page.index("Stimmt das noch?") < page.index("Gilt die Nummer noch?") < page.index("zuletzt 0221 12")
    assert page.index("Lücken") < page.index("Wo wohnt محمد?") < page.index("<b>Wann?</b>")


def test_many_questions_go_over_pages_and_none_is_lost() -> None:
    content = printed(*[Question(text=f"Frage {n}?", group=f"G{n // 20}") for n in range(45)])
    assert pages_of(content) > 2 and sum(page.count("Frage ") for page in copied(content)) == 45
    assert drawn(content).count("K-0042") == pages_of(content) and b"/Title (Fragen" in content


def test_nothing_open_is_said_and_a_question_longer_than_a_page_printed() -> None:
    assert "Zurzeit ist nichts offen." in copied(printed())[0]
    content = printed(Question(text="Wort " * 2500))
    assert sum(page.count("Wort") for page in copied(content)) == 2500
