"""Ten persons, ten languages, one file: each gets the own words, in letters that can be read and copied."""

import re
from datetime import time
from pathlib import Path

import pypdfium2

from app.documents import words
from app.store.casefile import CaseFile
from app.store.queries import clients
from app.store.queries import outgoing as register
from app.usecases import bulk, bulk_letters
from app.usecases.bulk_letters import Appointment
from tests.casefiles import after, taken_in
from tests.documents.printed import copied, pages_of

TEN = ("ara", "eng", "fra", "kmr", "prs", "pus", "rus", "som", "tir", "tur")
FACES = re.compile(rb"/BaseFont /[A-Z]{6}\+(\w+)")


def test_ten_persons_get_ten_letters_in_ten_languages_in_one_file(file: CaseFile, tmp_path: Path) -> None:
    for language in TEN:
        taken_in(file, given_name=f"Eins {language}", contact_language=language)
    lines, target = clients.lines(file), tmp_path / "einladungen.pdf"
    assert len(bulk.for_letter(lines).takes) == 10 and bulk_letters.missing_languages(lines) == ()
    bulk_letters.write_pdf(file, lines, Appointment(day=after(7), at=time(10, 30), place="Amt"), target)
    content = target.read_bytes()
    assert pages_of(content) == 10 and len(register.lines(file)) == 10
    for line, page in zip(lines, copied(content), strict=True):
        said = words.known_words(line.language)
        assert said.invitation["title"] in page and "Einladung zum Gespräch" in page
        assert f"K-{line.number:04d}" in page and "30.11.2026" in page
        others = {words.known_words(one).invitation["title"] for one in TEN if one != line.language}
        assert not any(other in page for other in others - {said.invitation["title"]})


def test_every_letter_brings_its_fonts_and_none_is_drawn_with_boxes(file: CaseFile, tmp_path: Path) -> None:
    for language in TEN:
        taken_in(file, given_name="Amira", contact_language=language)
    target = tmp_path / "einladungen.pdf"
    bulk_letters.write_pdf(file, clients.lines(file), Appointment(day=after(7)), target)
    content = target.read_bytes()
    faces = {face.decode() for face in FACES.findall(content)}
    assert any("Arab" in face for face in faces) and any("Ethiopic" in face for face in faces)
    assert content.count(b"/FontFile2") >= len(faces)
    with pypdfium2.PdfDocument(target) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert not any("\ufffd" in text or "\ufffe" in text for text in texts)
