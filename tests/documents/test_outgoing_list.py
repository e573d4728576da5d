"""The printed register: one line an entry, persons by their number, the same bytes for the same register."""

from datetime import datetime

from app.documents import outgoing_list
from app.domain.outgoing import Outgoing
from tests.documents.printed import copied, drawn, pages_of

NOW = datetime(2026, 11, 3, 14, 3)


def entry(n: int, kind: str = "attachment", **more: str) -> Outgoing:
    return Outgoing(id=str(n), at=datetime(2026, 11, 2, 9, n % 60), kind=kind, **{
        "subject": f"Blatt {n}", "recipient": "Jobcenter", **more})


def printed(*lines: tuple[Outgoing, int | None], kind: str = "") -> bytes:
    return outgoing_list.draw_pdf(lines, office="Amt Musterstadt", kind=kind, now=NOW)


def test_an_entry_says_when_what_for_whom_and_the_number_of_the_file() -> None:
    words = drawn(printed((entry(5), 42), (entry(6, "backup", recipient=""), None)))
    for word in ("02.11.2026 09:05", "Anlage", "Blatt 5", "Jobcenter", "K-0042", "Sicherung", "Blatt 6"):
        assert word in words
    assert sum(word.startswith("K-") for word in words) == 1
    assert "Amt Musterstadt · Ausgang · 03.11.2026" in words


def test_the_head_stands_on_every_page_and_markup_stays_text() -> None:
    content = printed(*((entry(n, subject="<b>a & b</b>"), None) for n in range(90)))
    assert pages_of(content) > 2
    assert drawn(content).count("Für wen") == pages_of(content)
    assert "</b>" in "".join(drawn(content))


def test_an_arabic_name_is_joined_and_keeps_its_brackets() -> None:
    content = printed((entry(1, subject="Brief", recipient="محمد (12)"), 7))
    assert "(12) ﺪﻤﺤﻣ" in "".join(drawn(content)) and {"محمد", "(12)"} <= set(copied(content)[0].split())


def test_a_filter_is_named_and_nothing_is_said_to_be_nothing() -> None:
    assert "Ausgang: Sicherung" in drawn(printed(kind="backup"))
    assert "Noch nichts." in drawn(printed())
    assert printed((entry(1), 1)) == printed((entry(1), 1))
