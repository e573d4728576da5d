"""The slip of an appointment, to take along: day, time, place in the language of the person, German beside each. It
names neither the person nor the office, and nothing of residence, health or the programme: others see it too."""

from dataclasses import dataclass
from datetime import date, time

from app.documents import pdf
from app.documents.scripts import set_apart
from app.documents.words import ENGLISH, GERMAN, NOT_KNOWN, Words, known_words, words_in
from app.domain.codes import code_list

TITLE = "Termin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What stands on it: ``language`` is an id of `language.csv`, ``number`` that of the file (``K-0042``).

    ``place`` and ``whom`` are printed as typed, ``contact`` is whom to call, with the number. What is empty is left
    out.
    """

    language: str
    number: str
    day: date
    at: time | None = None
    place: str = ""
    whom: str = ""
    contact: str = ""


def slip_pdf(slip: Slip, *, muster: bool = False) -> bytes:
    """One A4 page. A language without words gets English beside the German, and the slip says so.

    Its head bears no date: the only day on the slip is that of the appointment.
    """
    return pdf.document(lambda: [pdf.one_page(_story(slip))], title=TITLE, head=TITLE,
                        foot=lambda _page, _pages: (slip.number, ""), muster=muster)


def _story(slip: Slip) -> list[pdf.Part]:
    in_german = known_words(GERMAN)
    own = words_in(slip.language) or known_words(ENGLISH)
    parts = [_heads(own, in_german), pdf.gap(3), pdf.rule(), pdf.gap(3)]
    for beside, words in zip(_facts(slip, own), _facts(slip, in_german), strict=True):
        parts += [*_pair(own, beside, words), pdf.gap(3)]
    if slip.contact:
        parts += [pdf.rule(), pdf.gap(3)]
        for one in (own, in_german) if own is not in_german else (in_german,):
            said = one.invitation["cannot"].format(contact=set_apart(slip.contact))
            parts += [pdf.own(said, "body", one.to_left), pdf.gap(2)]
    remark = _remark(slip)
    return parts + ([pdf.gap(3), pdf.paragraph(remark, "caption")] if remark else [])


def _facts(slip: Slip, words: Words) -> list[tuple[str, str]]:
    """Label and value in one language; the same lines in every one of them."""
    said = words.invitation
    facts = [(said["day"], words.day(slip.day)), (said["time"], words.time(slip.at)), (said["place"], slip.place),
             (words.slip["whom"], slip.whom), (said["number"], slip.number)]
    return [(label, value) for label, value in facts if value]


def _heads(own: Words, in_german: Words) -> pdf.Part:
    if own is in_german:
        return pdf.paragraph(own.slip["title"], "title")
    titles = [pdf.own(words.slip["title"], "title", words.to_left) for words in (own, in_german)]
    return _beside(own, titles[:1], titles[1:])


def _pair(own: Words, beside: tuple[str, str], words: tuple[str, str]) -> list[pdf.Part]:
    said: list[pdf.Part] = [pdf.paragraph(words[0], "label"), pdf.paragraph(set_apart(words[1]), "lead")]
    if own.language == GERMAN:
        return said
    first = [pdf.own(beside[0], "label", own.to_left), pdf.own(set_apart(beside[1]), "lead", own.to_left)]
    return [_beside(own, first, said)]


def _beside(own: Words, first: list[pdf.Part], second: list[pdf.Part]) -> pdf.Part:
    """The person's language stands where its reading begins."""
    return pdf.side_by_side(*((second, first) if own.to_left else (first, second)))


def _remark(slip: Slip) -> str:
    if words_in(slip.language) is not None:
        return ""
    if slip.language in NOT_KNOWN:
        return "Die Sprache der Person ist nicht bekannt. Dieser Zettel ist deshalb auf Deutsch und Englisch."
    name = code_list("language").label(slip.language)
    return f"Für die Sprache „{name}“ gibt es noch keine Vorlage. Dieser Zettel ist deshalb auf Deutsch und Englisch."
