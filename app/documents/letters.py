"""Invitations to an appointment, German and the language of the person on one page. Says nothing of residence, health
or the programme: an envelope is opened by others too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from app.documents import pdf
from app.documents.scripts import set_apart
from app.documents.words import ENGLISH, GERMAN, NOT_KNOWN, Words, known_words, words_in
from app.domain.codes import code_list
from app.domain.dates import german

TITLE = "Einladung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One letter. ``language`` is an id of `language.csv`, ``number`` that of the file (``K-0042``); ``contact`` is
    whom to call, with the telephone number; ``about`` is printed as typed. What is empty is left out."""

    language: str
    name: str
    number: str
    day: date | None
    at: time | None
    place: str
    office: str
    contact: str
    about: str = ""


def invitations_pdf(letters: Sequence[Invitation], *, office: str, on: date, muster: bool = False) -> bytes:
    """One A4 page a letter, in their order; ValueError for none.

    A language without words gets German and English, and the sheet says so. Equal input gives equal bytes.
    """
    if not letters:
        raise ValueError("no letter to print")
    # Each page goes to somebody else, so it does not count the others.
    return pdf.document(lambda: _story(letters), title=TITLE, head=f"{office} · {TITLE} · {german(on)}", muster=muster,
                        foot=lambda page, _pages: (letters[page - 1].number, ""))


def missing_languages(letters: Sequence[Invitation]) -> tuple[str, ...]:
    """The German names of the languages in these letters that have no words yet, in alphabetical order."""
    missing = {letter.language for letter in letters if words_in(letter.language) is None} - NOT_KNOWN
    return tuple(sorted(code_list("language").label(language) for language in missing))


def _story(letters: Sequence[Invitation]) -> list[pdf.Part]:
    parts: list[pdf.Part] = []
    for letter in letters:
        parts += ([pdf.next_page()] if parts else []) + [pdf.one_page(_page(letter))]
    return parts


def _page(letter: Invitation) -> list[pdf.Part]:
    parts = _half(letter, known_words(GERMAN))
    if letter.language != GERMAN:
        second = words_in(letter.language) or known_words(ENGLISH)
        parts += [pdf.gap(5), pdf.rule(), pdf.gap(5), *_half(letter, second)]
    remark = _remark(letter)
    return parts + ([pdf.gap(5), pdf.rule(), pdf.gap(2), pdf.paragraph(remark, "caption")] if remark else [])


def _half(letter: Invitation, words: Words) -> list[pdf.Part]:
    said, to_left = words.invitation, words.to_left
    called = said["cannot"].format(contact=set_apart(letter.contact)) if letter.contact else ""
    facts = ((said["day"], words.day(letter.day)), (said["time"], words.time(letter.at)), (said["place"], letter.place),
             (said["about"], letter.about), (said["number"], letter.number))
    texts = (said["bring"], called, said["closing"], letter.office)
    return [
        pdf.own(said["title"], "title", to_left), pdf.gap(2),
        pdf.own(said["greeting"].format(name=set_apart(letter.name)), "body", to_left), pdf.gap(1),
        pdf.own(said["text"], "body", to_left), pdf.gap(3),
        pdf.facts([fact for fact in facts if fact[1]], to_left), pdf.gap(3),
        *(part for text in texts if text for part in (pdf.own(text, "body", to_left), pdf.gap(2))),
    ]


def _remark(letter: Invitation) -> str:
    if words_in(letter.language) is not None:
        return ""
    if letter.language in NOT_KNOWN:
        return "Die Sprache der Person ist nicht bekannt. Dieser Brief ist deshalb auf Deutsch und Englisch."
    name = code_list("language").label(letter.language)
    return f"Für die Sprache „{name}“ gibt es noch keine Vorlage. Dieser Brief ist deshalb auf Deutsch und Englisch."
