"""Text modules: what is typed finds them, placeholders are filled, gaps stay visible."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.text_module import (
    SHORT_TAKEN,
    SHORT_WRONG,
    TEXT_MISSING,
    TextModule,
    checked,
    delivered,
    fill,
    matching,
    on_offer,
    typed_short,
)

OWN = TextModule(id="1", short="bus", title="Buskarte", text="Buskarte für {name} bestellt.")
WORDS = st.text("abcäöü {}[]\n", max_size=12)
NAMES = st.sampled_from(("name", "datum", "termin", "unbekannt"))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text("abc \n[]", max_size=6), NAMES), max_size=5), st.dictionaries(NAMES, WORDS))
def test_every_placeholder_is_filled_or_stands_as_a_gap_that_is_named(
    parts: list[tuple[str, str]], values: dict[str, str],
) -> None:
    filled = fill("".join(f"{text}{{{name}}}" for text, name in parts), values)
    assert filled.text == "".join(text + (values.get(name) or f"[{name}]") for text, name in parts)
    gaps = [f"[{name}]" for _text, name in parts if not values.get(name)]
    assert [filled.text[at:at + length] for at, length in filled.gaps] == gaps


@settings(max_examples=50)
@given(st.text("abc{}[]\n ", max_size=20))
def test_text_without_placeholders_comes_out_as_it_was(text: str) -> None:
    whole = re.sub(r"\{[^{}\n]*\}", "", text)
    while whole != text:
        text, whole = whole, re.sub(r"\{[^{}\n]*\}", "", whole)
    assert fill(text, {}).text == text


@pytest.mark.parametrize(("before", "typed"), [
    ("/erst", "erst"), ("Heute. /", ""), ("Zeile\n/äm", "äm"), ("3/4", None), ("/erst ", None), ("km/h", None)])
def test_a_slash_counts_at_the_beginning_of_a_word_only(before: str, typed: str | None) -> None:
    assert typed_short(before) == typed


def test_the_short_word_itself_comes_before_its_beginning_and_the_title() -> None:
    found = matching(delivered(), "ter")
    assert [module.short for module in found][:1] == ["termin"]
    assert matching([OWN, replace(OWN, short="bu", title="x")], "bu")[0].short == "bu"
    assert [module.short for module in matching(delivered(), "telefonat")] == ["abh"]
    assert matching(delivered(), "gibtesnicht") == ()
    assert len(matching(delivered(), "")) == len(delivered())


def test_an_own_module_takes_the_place_of_a_delivered_one() -> None:
    mine = replace(OWN, short="erst", title="Mein Erstgespräch")
    offered = on_offer([mine])
    assert offered[0] == mine and len(offered) == len(delivered())
    assert [module.id for module in offered if module.short == "erst"] == ["1"]


def test_the_delivered_modules_can_be_typed_and_say_nothing_of_illness() -> None:
    assert len(delivered()) >= 12
    assert len({module.short for module in delivered()}) == len(delivered())
    for module in delivered():
        assert checked(module, ()) == module and typed_short(f"/{module.short}") == module.short
        assert not re.search(r"(?i)diagnos|krank|trauma|psych|religi|!", module.title + module.text)


@pytest.mark.parametrize(("changed", "why"), [
    ({"short": "a"}, SHORT_WRONG), ({"short": "zwei Wörter"}, SHORT_WRONG), ({"text": " "}, TEXT_MISSING),
    ({"short": "Bus", "id": "2"}, SHORT_TAKEN)])
def test_a_module_that_cannot_be_typed_or_used_is_refused(changed: dict[str, str], why: str) -> None:
    with pytest.raises(UserError) as refused:
        checked(replace(OWN, **changed), [OWN])
    assert refused.value.msgid == why


def test_a_module_is_kept_in_tidy_words() -> None:
    assert checked(replace(OWN, short="/BUS", title=" ", text=" x "), [OWN]) == TextModule(
        id="1", short="bus", title="/BUS", text="x")
