"""The recovery code: there and back, as people type it, and what is said about a slip."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.vault.errors import WrongSecret
from app.vault.recovery import ALPHABET, code_of, secret_of

SECRETS = st.binary(min_size=20, max_size=20)


@given(SECRETS)
def test_a_code_has_nine_groups_of_four_and_comes_back(secret: bytes) -> None:
    code = code_of(secret)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 9
    assert set("".join(groups)) <= set(ALPHABET)
    assert secret_of(code) == secret


def test_the_form_of_the_code_never_changes() -> None:
    assert code_of(bytes(20)).startswith("0000-" * 8)
    assert code_of(b"\xff" * 20).startswith("ZZZZ-" * 8)
    assert secret_of(code_of(bytes(range(20)))) == bytes(range(20))


@given(SECRETS, st.sampled_from(["", " ", "-", " - ", "–", "\n", "."]), st.randoms())
def test_case_separators_and_the_letters_o_i_l_do_not_matter(secret: bytes, separator: str, chance: object) -> None:
    look_alikes = {"0": "0Oo", "1": "1IiLl"}
    typed = [
        chance.choice(look_alikes.get(character, character + character.lower()))  # type: ignore[attr-defined]
        for character in code_of(secret).replace("-", "")
    ]
    groups = ["".join(typed[start : start + 4]) for start in range(0, 36, 4)]
    assert secret_of(separator.join(groups)) == secret


@given(SECRETS, st.integers(0, 35), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_and_its_group_named(secret: bytes, place: int, character: str) -> None:
    text = code_of(secret).replace("-", "")
    assume(text[place] != character)
    with pytest.raises(WrongSecret) as refusal:
        secret_of(text[:place] + character + text[place + 1 :])
    # Once in a thousand a second group would explain it as well; then none is named.
    assert refusal.value.values in ({"group": place // 4 + 1}, {})


def test_two_wrong_groups_are_found_and_none_is_named() -> None:
    wrong = "7777" + code_of(b"muster-muster-muster")[4:-4] + "7777"
    with pytest.raises(WrongSecret) as refusal:
        secret_of(wrong)
    assert refusal.value.values == {}
    assert "alle neun" in str(refusal.value)


def test_a_foreign_character_names_its_group() -> None:
    groups = code_of(b"muster-muster-muster").split("-")
    groups[4] = "U" + groups[4][1:]
    for separator in ("-", ""):
        with pytest.raises(WrongSecret) as refusal:
            secret_of(separator.join(groups))
        assert refusal.value.values == {"group": 5}


def test_a_short_or_long_group_is_named_where_the_groups_are_kept() -> None:
    groups = code_of(b"muster-muster-muster").split("-")
    short = [*groups[:2], groups[2][:3], *groups[3:]]
    with pytest.raises(WrongSecret) as refusal:
        secret_of("-".join(short))
    assert refusal.value.values == {"group": 3, "count": 3}
    with pytest.raises(WrongSecret) as refusal:
        secret_of("".join(short))
    assert refusal.value.values == {"count": 35}


def test_a_foreign_character_after_a_short_group_names_the_group_as_typed() -> None:
    groups = code_of(b"muster-muster-muster").split("-")
    groups[0], groups[1] = groups[0][:3], "U" + groups[1][1:]
    with pytest.raises(WrongSecret) as refusal:
        secret_of("-".join(groups))
    assert refusal.value.values == {"group": 2}


@given(st.text(max_size=60))
def test_anything_typed_is_either_a_code_or_a_sentence(typed: str) -> None:
    with pytest.raises(WrongSecret) as refusal:
        secret_of(typed)
    assert "An den Daten wurde nichts verändert." in str(refusal.value)
