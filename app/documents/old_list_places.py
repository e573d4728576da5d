"""What a country, a language or a commune is called in an older client list, as codes. Nothing here knows a column or a
file; a word that is not known is refused, never guessed."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from app import resources
from app.documents.old_list_words import SHOWN, Reading, is_blank, not_known
from app.domain.codes import code_list
from app.domain.errors import N_, UserError
from app.domain.names import folded

NO_COMMUNE = N_("„{text}“ ist keine Gemeinde in Nordrhein-Westfalen. Schreiben Sie ihren Namen aus oder ihren "
                "Gemeindeschlüssel mit acht Ziffern.")
SEVERAL_COMMUNES = N_("„{text}“ kann mehreres heißen: {choices}. Schreiben Sie den Namen aus.")

_ENDING = re.compile(r"(?:[a-z]{0,5}(?:isch(?:e[mnrs]?)?|er|e|en|in|innen|t|n|a|i|ia|an|ei|o|land|sch|sche))?")


@cache
def _nations() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Whole words (labels, English names, ISO codes) and beginnings of adjectives and of names of people."""
    names = {folded(code.label): code.id for code in code_list("nationality").active()}
    stems = []
    with resources.path("words", "nationality.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            names.update(dict.fromkeys(map(folded, [*row["iso"].split(), *row["names"].split("|")]), row["code"]))
            stems += [(stem, row["code"]) for stem in row["stems"].split()]
    names.pop("", None)
    # The longest first: „nigerianisch“ is not of Niger.
    return names, tuple(sorted(stems, key=lambda entry: -len(entry[0])))


def _nation(text: str) -> str:
    names, stems = _nations()
    plain = folded(text)
    if plain in names:
        return names[plain]
    joined = plain.replace(" ", "")
    return next((code for stem, code in stems if joined.startswith(stem) and _ENDING.fullmatch(joined[len(stem):])), "")


def nationalities(text: str, _today: date) -> Reading:
    """Countries by name, adjective or ISO code; several are separated by commas, strokes or „und“."""
    parts = [text] if _nation(text) else re.split(r"[,;/&+\n]| und | and ", text)
    codes = [_nation(part) for part in parts if not is_blank(part)]
    if not any(codes):
        raise not_known(text)
    return Reading(values={"nationalities": tuple(dict.fromkeys(filter(None, codes)))}, whole=all(codes))


_LANGUAGES = {
    "arabic": "ara", "farsi": "fas", "persian": "fas", "pashto": "pus", "paschto": "pus", "paschtunisch": "pus",
    "kurmanci": "kmr", "kurmanji": "kmr", "kurmanci kurdisch": "kmr", "tigrinja": "tir", "tigrigna": "tir",
    "somalisch": "som", "french": "fra", "english": "eng", "turkish": "tur", "mandingo": "mnk", "malinke": "mnk",
    "fulani": "ful", "fulfulde": "ful", "peul": "ful", "pulaar": "ful", "albanian": "sqi", "russian": "rus",
    "ukrainian": "ukr", "bengali": "ben", "bangla": "ben", "german": "deu", "georgian": "kat", "armenian": "hye",
    "spanish": "spa", "portuguese": "por", "serbian": "srp", "swahili": "swa", "kisuaheli": "swa", "suaheli": "swa",
    "oromiffa": "orm", "punjabi": "pan", "zazaki": "diq", "romanes": "rmy",
}


@cache
def _languages() -> Mapping[str, str]:
    names = dict(_LANGUAGES)
    for code in code_list("language").active():
        names.update({folded(word): code.id for word in (code.label, *re.split(r"[()]", code.label))})
    return {name: code for name, code in names.items() if name}


def _language(text: str) -> str:
    plain, names = folded(text), _languages()
    begun = {code for name, code in names.items() if len(plain) > 3 and name.startswith(plain)}
    return names.get(plain) or (begun.pop() if len(begun) == 1 else "")


def contact_language(text: str, _today: date) -> Reading:
    """A language by its name or the beginning of it; of several the first that is known."""
    parts = [text] if _language(text) else [part for part in re.split(r"[,;/&+\n(]| und | oder ", text) if part.strip()]
    codes = [_language(part.strip(" )")) for part in parts]
    if not any(codes):
        raise not_known(text)
    return Reading(values={"contact_language": next(filter(None, codes))}, whole=len(codes) == 1)


_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _place(text: str) -> str:
    """The form names of places are compared in: without postcode, „Stadt“ and brackets."""
    plain = folded(re.sub(r"\(.*?\)", " ", text))
    return " ".join(re.sub(r"\b(?:d )?\d{5}\b|\b(?:stadt|gemeinde|kreisstadt)\b", " ", plain).split())


@cache
def _communes() -> Mapping[str, str]:
    """Each commune by its name, and by the name written without umlauts."""
    labels = {code.label: code.id for code in code_list("commune").active()}
    return {_place(spelled): code for label, code in labels.items()
            for spelled in (label, label.lower().translate(_TRANSCRIBED))}


def commune(text: str, _today: date) -> Reading:
    """A commune of NRW by its key or name, also with postcode or district (Köln-Ehrenfeld), or the beginning of it."""
    key = re.sub(r"\s", "", text)
    # Excel takes the zero from a key that is not stored as text.
    if (key := f"0{key}" if re.fullmatch(r"\d{7}", key) else key) in code_list("commune"):
        return Reading(values={"ags": key})
    communes, place = _communes(), _place(text)
    if place in communes:
        return Reading(values={"ags": communes[place]})
    found = {code for name, code in communes.items() if f" {place}" in f" {name}"} if len(place) > 2 else set()
    if not found:
        # The longest name the text begins with: what follows is a district.
        begun = [name for name in communes if place.startswith(f"{name} ")]
        found = {communes[name] for name in sorted(begun, key=len)[-1:]}
    if not found:
        raise UserError(NO_COMMUNE, text=text[:SHOWN])
    if len(found) > 1:
        labels = sorted(code_list("commune").label(code) for code in found)
        raise UserError(SEVERAL_COMMUNES, text=text[:SHOWN], choices=", ".join(labels[:5] + ["…"] * (len(labels) > 5)))
    return Reading(values={"ags": found.pop()})
