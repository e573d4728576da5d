"""The words of the window: every marked text keeps the rules of the design, and no text goes unmarked."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"
MARKS = {"_", "N_", "ngettext"}
# a widget's words: the calls that show their first argument
SHOWN = {"label", "button", "tool", "Chip", "SectionTitle", "PageHeader", "titled_card", "StatusPill", "key_hint"}
FORBIDDEN = {
    r"!": "no exclamation mark",
    r"(?i)\bbitte\b": "no „bitte“",
    r"(?i)passw[oö]rt": "Kennwort",
    r"(?i)erfolgreich": "the deed itself",
    r"Fehler:": "what happened, what is safe, what to do",
    r"(?i)\breminder\b|\berinnerung": "Wiedervorlage",
    r"(?i)\bexport|\bimport(?!ant)": "Monatsmeldung, einlesen",
    r"\.\.\.": "…",
    r"(?<=\w) - (?=\w)": "–",
    r"(?i)fuer\b|ueber|koenn|moegl|waehl|loesch|aender|oeffn|pruef|gueltig|schluess": "real umlauts",
    r"(?i)\bdu\b|\bdich\b|\bdir\b|\bdein": "Sie",
    r"(?i)\bkund(e|in|en)\b|\bprobandin|\bteilnehmerdatei": "Klient",
    r"(?i)sind sie sicher": "the deed and its consequence",
    r"(?i)ungültige eingabe|keine einträge|keine daten\b|\bn/a\b": "what belongs here",
    r"^\s|  |(?<!:)\s$": "no stray blanks; a question on the console ends with one",
}
ENGLISH = re.compile(
    r"(?i)\b(the|and|not|with|your|please|error|warning|cancel|save|open|close|file|folder|search|settings|unknown|"
    r"failed|return|enter|delete|loading|login|reset|update|default|invalid|missing|unlock|locked|client|case)\b")
CAPITALS = {"OK", "Ok"}


@cache
def named_calls() -> list[tuple[str, str, ast.Call]]:
    """(file, name, call) of every call written as ``name(...)``; the whole program is parsed once for all tests."""
    return [(str(path.relative_to(APP)), node.func.id, node) for path in sorted(APP.rglob("*.py"))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]


@cache
def marked() -> list[tuple[str, str]]:
    """(place, text) of every literal handed to `_`, `N_` or `ngettext`."""
    return [(f"{path}:{call.lineno}", arg.value) for path, call in _calls(MARKS) for arg in call.args[:2]
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def test_there_are_texts_to_look_at() -> None:
    assert len(marked()) > 900
    assert any(text == "Neue Person" for _place, text in marked())


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_text_uses_a_word_the_house_does_not_use(pattern: str) -> None:
    wrong = [f"{place}: {text}" for place, text in marked() if re.search(pattern, text)]
    assert wrong == [], FORBIDDEN[pattern]


def test_no_english_is_left_over() -> None:
    wrong = [f"{place}: {text}" for place, text in marked()
             if ENGLISH.search(re.sub(r"\{.*?\}", "", text)) or text in CAPITALS]
    assert wrong == []


def test_labels_end_without_a_colon_and_quotes_are_german() -> None:
    wrong = [f"{place}: {text}" for place, text in marked()
             if text.endswith(":") or text.count("„") != text.count("“") or re.search(r"(?<=\s)\"\w", text)]
    assert wrong == []


def test_every_placeholder_of_a_plural_is_in_both_forms() -> None:
    wrong = []
    for path, call in _calls({"ngettext"}):
        one, many = (arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant))
        if set(re.findall(r"\{(\w+)", str(many))) - set(re.findall(r"\{(\w+)", str(one))) - {"n", "count"}:
            wrong.append(f"{path}:{call.lineno}: {one} / {many}")
    assert wrong == []


def test_no_widget_shows_words_that_cannot_be_translated() -> None:
    wrong = []
    for path, call in _calls(SHOWN):
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and re.search(r"[A-Za-zÄÖÜäöüß]{2}", str(first.value)) \
                and not (isinstance(call.func, ast.Name) and call.func.id == "tool"):
            wrong.append(f"{path}:{call.lineno}: {first.value}")
    assert wrong == []


def _calls(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    return ((path, call) for path, name, call in named_calls() if name in names)
