"""What the words in one cell of an older client list mean: names, dates, papers, levels, numbers. No column or file is
known here (countries, languages, communes: `old_list_places`); a word that is not known is refused, never guessed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.names import clean, folded
from app.domain.typed_dates import parse_birth, parse_due, parse_past

NOT_KNOWN = N_("„{text}“ ist hier nicht bekannt.")
NO_YEAR = N_("„{text}“ ist kein Datum mit Jahr, zum Beispiel 5.3.2001, 2001 oder ca. 2001.")
_BLANK = frozenset({"", "?", "??", "???", "n a", "na", "k a", "unbekannt", "nicht bekannt", "nicht erhoben",
                    "unknown"})
MAX_WORDS = 200  # characters of a cell that is read; what is longer is a story
SHOWN = 60  # characters of a cell repeated in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a cell says, by attribute; not ``whole`` if the cell says more than that."""

    values: Mapping[str, object]
    whole: bool = True


# Reads a cell with content on a given today; UserError where it says nothing that is known.
Reader = Callable[[str, date], Reading]


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, a question mark, „unbekannt“."""
    return folded(text) in _BLANK


def not_known(text: str) -> UserError:
    """The refusal of words that stand for nothing here."""
    return UserError(NOT_KNOWN, text=text[:SHOWN])


def as_text(attribute: str) -> Reader:
    """A reader of any text."""
    return lambda text, _today: Reading(values={attribute: clean(text)})


# --- names ------------------------------------------------------------------------------------------------------------

def full_name(text: str, _today: date) -> Reading:
    """„Familienname, Vorname“, „FAMILIENNAME Vorname“, or words whose order the list does not show."""
    family, comma, given = map(str.strip, clean(text).partition(","))
    words = family.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if comma:
        return Reading(values={name: text for name, text in (("family_name", family), ("given_name", given)) if text})
    if len(words) < 2:
        return Reading(values={"given_name": family})
    if 0 < len(capitals) < len(words):
        rest = " ".join(word for word in words if word not in capitals)
        return Reading(values={"family_name": " ".join(capitals), "given_name": rest})
    return Reading(values={"family_name": words[-1], "given_name": " ".join(words[:-1]), "order_known": False})


def family_name(text: str, today: date) -> Reading:
    """A family name, or both names with a comma between them."""
    return full_name(text, today) if "," in text else Reading(values={"family_name": clean(text)})


def aliases(text: str, _today: date) -> Reading:
    """Other names, separated by commas or strokes."""
    return Reading(values={"aliases": tuple(filter(None, map(clean, re.split(r"[,;/\n]", text))))})


# --- dates ------------------------------------------------------------------------------------------------------------

_MAX_DATE = 40  # characters
_AROUND = re.compile(r"^(?:geb(?:oren)?\.?(?: am)?|\*|(?:gültig )?bis(?: zum)?|seit|am|vom)\s*|"
                     r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?: uhr)?$", re.IGNORECASE)
_DOUBTFUL = re.compile(r"(.*[\d.])\s*(?:\(\?\)|\?|\(?(?:ca\.?|circa|geschätzt|gesch\.|fiktiv|unsicher)\)?)",
                       re.IGNORECASE)
# A list is no place for „morgen“ or „23.1.“: without a year typed, the one to come or gone would be guessed.
_WITH_YEAR = re.compile(r"\d{4}|(?:\d{1,2}|\?\?|xx)\W+(?:\d{1,2}|[a-zäöü]{3,}|\?\?|xx)\W+\d{2}\.?$|^\d{6}$",
                        re.IGNORECASE)


def _date_text(text: str, today: date) -> str:
    plain = _AROUND.sub("", " ".join(text.split())).strip()
    bare_year = re.fullmatch(r"\D*(\d{4})\D*", plain)
    impossible = bare_year is not None and not 1900 <= int(bare_year[1]) <= today.year + 30
    if len(plain) > _MAX_DATE or not _WITH_YEAR.search(plain) or impossible:
        raise UserError(NO_YEAR, text=text[:SHOWN])
    doubtful = _DOUBTFUL.fullmatch(plain)
    return f"ca. {doubtful[1].strip()}" if doubtful else plain


def partial_date(attribute: str) -> Reader:
    """A day, month or year up to today, perhaps estimated: ``01.01.99``, ``ca. 1999``, ``01.01.1999?``, ``5/2001``."""
    return lambda text, today: Reading(values={attribute: parse_birth(_date_text(text, today), today)})


def first_contact(text: str, today: date) -> Reading:
    """A day up to today."""
    return Reading(values={"first_contact": parse_past(_date_text(text, today), today)})


def paper_valid_to(text: str, today: date) -> Reading:
    """A day, past or to come."""
    return Reading(values={"paper_valid_to": parse_due(_date_text(text, today), today)})


# --- words that are codes ---------------------------------------------------------------------------------------------

Words = Sequence[tuple[str, str]]  # patterns for folded text, the first that is found counts
_SMALL_WORDS = re.compile(r"\b(?:an|aus|bei|das|dem|den|der|des|die|durch|eine?|eine[mr]|fur|im|in|mit|nach|uber|und|"
                          r"vom|von|zum|zur)\b|\W")


def _code(text: str, codes: str, words: Words, said_besides: str = "") -> tuple[str, bool]:
    """The code of a list by its label, its id or other words for it, and whether that is all the text says."""
    plain = folded(text)
    for code in code_list(codes).active():
        if plain in (folded(code.label), code.id):
            return code.id, True
    for pattern, code_id in words:
        if found := re.search(pattern, plain):
            rest = plain[:found.start()] + " " + plain[found.end():]
            rest = re.sub(said_besides, " ", rest) if said_besides else rest
            return code_id, not _SMALL_WORDS.sub("", rest)
    raise not_known(text)


def coded(attribute: str, codes: str, words: Words, said_besides: str = "") -> Reader:
    """A reader of one code of a list; ``said_besides`` are words that add nothing to it."""
    def read(text: str, _today: date) -> Reading:
        code, whole = _code(text, codes, words, said_besides)
        return Reading(values={attribute: code}, whole=whole)
    return read


sex = coded("sex", "sex", (
    (r"^(?:w|f|weibl\w*|fem\w*|frau|female|woman|madchen)$", "w"),
    (r"^(?:m|mannl\w*|male|mann|man|herr|junge|mask\w*)$", "m"),
    (r"^(?:d|div|divers\w*|nicht binar|nonbinary)$", "d"), (r"^(?:x|keine angabe)$", "x")))
interpreter = coded("interpreter", "interpreter", (
    (r"^(?:nein|no|n|kein\w*|nicht\b.*|ohne)\b", "none"), (r"\b(?:telefon\w*|video\w*|remote)", "remote"),
    (r"\b(?:freund\w*|bruder|schwester|mutter|vater|familie\w*|bekannt\w*|ehrenamt\w*|mitbewohner\w*|kind\w*)", "lay"),
    (r"^(?:ja|j|yes|y|x)\b|\b(?:dolmetsch\w*|benotigt|notig|erforderlich|sprachmittl\w*|interpreter)", "professional")),
    r"\b(?:dolmetsch\w*|benotigt|notig|erforderlich|ubersetzt)\b")
access_route = coded("access_route", "access_route", (
    (r"\bki\b|integrationszentrum", "ki"), (r"\bjmd\b|jugendmigration\w*", "jmd"),
    (r"\bmbe\b|migrationsberat\w*", "mbe"), (r"fluchtlingsberat\w*|asylberat\w*", "refugee_counselling"),
    (r"job ?center|^jc$", "jobcenter"), (r"agentur\w*|arbeitsamt|^ba$", "employment_agency"),
    (r"auslander\w*|\babh\b|\bzab\b", "immigration_office"), (r"sozialamt|sozialer dienst", "social_office"),
    (r"jugendamt", "youth_office"), (r"coach\w*", "coach"),
    (r"sprachschul\w*|sprachkurs\w*|\bvhs\b|volkshochschul\w*", "language_school"),
    (r"\w*schule|berufskolleg", "school"), (r"ehrenamt\w*|\w*initiative", "volunteers"),
    (r"internet|facebook|instagram|website|homepage|flyer", "internet"),
    (r"freund\w*|bekannt\w*|familie|empfehl\w*|mundpropaganda|bruder|schwester", "recommendation"),
    (r"aufsuchend|unterkunft|streetwork|heim", "outreach"), (r"selbst\w*|eigeninitiative|selber", "self")))
_HOUSING: Words = (
    (r"\beae\b|erstaufnahme\w*", "land_eae"), (r"\bzue\b|zentrale unterbringung\w*", "land_zue"),
    (r"\bnotunterkunft\w*", "land_emergency"),
    (r"dezentral\w*|wohnung der (?:kommune|stadt|gemeinde)", "municipal_flat"),
    (r"\bgu\b|gemeinschaftsunterkunft|sammelunterkunft|(?:wohn|ubergangs|fluchtlings)heim|^heim$", "municipal_shared"),
    (r"jugendhilfe|wohngruppe", "youth_welfare"), (r"obdachlos|wohnungslos|ohne (?:festen )?wohn\w*", "homeless"),
    (r"familie|bekannte\w*|freunde\w*|verwandte\w*|eltern", "with_family"),
    (r"^(?:eigene |privat ?|miet)?wohnung$|^privat$", "own_flat"))
accommodation = coded("accommodation", "accommodation", _HOUSING)


def shelter(text: str, today: date) -> Reading:
    """The name of a shelter; „GU“ or „eigene Wohnung“ alone is a kind of housing, and the kind in a name counts too."""
    name = {"shelter": clean(text)}
    try:
        kind = accommodation(text, today)
    except UserError:
        return Reading(values=name)
    return kind if kind.whole else Reading(values={**name, **kind.values})


_PARAGRAPHS: Words = (
    (r"\bausbildungsduldung|\b60\s?c\b", "toleration_60c"), (r"\bbeschaftigungsduldung|\b60\s?d\b", "toleration_60d"),
    (r"\bduldung light|\b60\s?b\b", "toleration_60b"), (r"\b60\s?a\b", "toleration_60a"),
    (r"\b104\s?c\b|chancen ?aufenthalt\w*", "permit_104c"),
    (r"\b25\s?a\b", "permit_25a"), (r"\b25\s?b\b", "permit_25b"),
    (r"\b16\s?g\b", "permit_16g"), (r"\b19\s?d\b", "permit_19d"),
    (r"\b25\W*(?:abs\w*)?\W*(?:5|v)\b", "permit_25_5"),
    (r"\b25\W*(?:abs\w*)?\W*(?:3|iii)\b|abschiebungsverbot", "permit_25_3"),
    (r"\b25\W*(?:abs\w*)?\W*(?:1|2|i|ii)\b|subsidiar\w*|asylberechtigt\w*|fluchtlingseigenschaft|"
     r"anerkannte\w*|^anerkannt", "permit_25_1_2"),
    (r"\b24\b|vorubergehender schutz", "permit_24"), (r"\b63\s?a\b|\bbuma\b|ankunftsnachweis", "arrival_proof"),
    (r"\b81\b|fiktions?\w*", "fiction"), (r"\w*gestattung|gestattet\w*|\b55\b", "asylum_permission"),
    (r"\w*duldung|geduldet\w*", "toleration_60a"),
    (r"aufenthaltserlaubnis|aufenthaltstitel|^ae\b|niederlassungserlaubnis", "permit_other"),
    (r"grenzubertritt\w*|\bgub\b|ohne papiere?|kein papier|ungeklart", "none_unclear"))
paper_kind = coded("paper_kind", "residence_kind", _PARAGRAPHS, (
    r"\b(?:aufenthalts|ausbildungs|beschaftigungs)?(?:duldung|gestattung|erlaubnis|titel)\b|\bae\b|\bgeduldet\w*|\baufenthg\b|"
    r"\basylg\b|\babs(?:atz)?\b|\bs(?:atz)? ?\d\b|\bgema?ss?\b|\bgem\b|\bschutz\b|\bfluchtlinge?\b|§"))
_LEVELS: Words = (
    *((rf"\b{level}(?: ?[12+]\b)?\+?", level) for level in ("a1", "a2", "b1", "b2", "c1", "c2")),
    (r"alpha\w*", "alpha"), (r"^(?:kein\w*|null|nichts)\b|^0$", "0"))
_oral = coded("german", "cefr", _LEVELS, r"\b(?:niveau|ger|kurs|ca|deutsch\w*)\b")


def german(text: str, today: date) -> Reading:
    """The oral level; of several the first one written, and the cell says more than that."""
    first = re.search(r"\b[abc][12]\b", folded(text))
    reading = _oral(first[0] if first else text, today)
    return Reading(values=reading.values, whole=reading.whole and _oral(text, today) == reading)


# --- how a person is reached ------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"\+?\(?\d[\d ()/.\-–]{4,}\d")
_MAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
# Excel takes the zero from a mobile number that is not stored as text.
_WITHOUT_ZERO = re.compile(r"1[567]\d{8,9}")


def phone(text: str, _today: date) -> Reading:
    """A telephone number, of several the first."""
    found = _NUMBER.search(text)
    if found is None:
        raise not_known(text)
    number = clean(found[0])
    rest = re.sub(r"(?i)\b(?:tel|telefon|handy|mobil|mob)\b[.:]?", "", text.replace(found[0], "", 1))
    return Reading(values={"phone": f"0{number}" if _WITHOUT_ZERO.fullmatch(number) else number},
                   whole=not rest.strip())


def mail(text: str, _today: date) -> Reading:
    """A mail address, of several the first."""
    found = _MAIL.search(text)
    if found is None:
        raise not_known(text)
    return Reading(values={"mail": found[0]}, whole=found[0] == text.strip())
