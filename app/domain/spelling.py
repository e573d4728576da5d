"""Two spellings of one name: how far the sounds of two words lie from each other, and by what words are found that may
be one name. Standard library only."""

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from app.domain.sounds import (
    AA,
    DJ,
    DZ,
    EE,
    II,
    KS,
    OO,
    SH,
    TS,
    TSH,
    UU,
    VOWELS,
    ZAI,
    ZH,
    B,
    D,
    F,
    G,
    H,
    J,
    K,
    M,
    N,
    P,
    S,
    Sounds,
    T,
    V,
    X,
    Z,
    coarse,
    is_arabic,
    readings,
)

_NEAR: Sequence[int] = (
    K | G, K | X, X | H, T | D, B | P, F | V, B | V, S | TS, SH | TSH, DJ | ZH, DJ | DZ, Z | DZ, TS | TSH, TS | Z,
    K | KS, D | DZ, D | DJ,
)
_VOWEL_COST = {AA | EE: .2, EE | II: .2, OO | UU: .15, AA | OO: .55, AA | UU: .7, AA | II: .7, EE | OO: .6,
               II | OO: .7, II | UU: .7, EE | UU: .5}
# Beyond ten nothing but soft costs fits: what is dearer is another letter.
_HARD, _TOO_FAR = 10.0, 20.0
# How much two spellings of one name may cost: by their length, at least, at most, and where one has no vowels.
_VARIANT_SHARE, _VARIANT_LEAST, _VARIANT_MOST, _BARE_MOST = .13, .45, .85, .7
# AA slip of the finger: one letter or some vowels more than that, in words long enough; and what is only near.
_SLIP_VOWELS, _SLIP_REST, _SLIP_LENGTH, _LOOSE = .2, .35, 5, .7
_BEGINNING, _FULL = .2, 6

# Names by which people are called that are no beginning of the full one.
CALLED = {"sascha": "aleksandr", "sasha": "aleksandr", "katja": "katerina", "katya": "katerina", "tanja": "tatiana",
          "tanya": "tatiana", "mischa": "mikhail", "misha": "mikhail", "natascha": "natalia", "natasha": "natalia",
          "dima": "dmitri", "wolodja": "wladimir", "kolja": "nikolai", "jura": "yuri", "med": "mohammad",
          "memo": "mehmet", "abdi": "abdrahman", "doudou": "mamadou"}


class Level(IntEnum):
    """How like two words are; the lower the better."""

    SAME = 0
    VARIANT = 1
    SHORT = 2
    SLIP = 3
    LOOSE = 4


def level(one: str, two: str) -> Level | None:
    """How like two words of names are, None where they are two names."""
    return Level.SAME if one == two else _level(one, two) if one < two else _level(two, one)


@lru_cache(maxsize=100_000)
def _level(one: str, two: str) -> Level | None:
    found = _by_sound(one, two)
    if found != Level.VARIANT and (_shortened(one, two) or _shortened(two, one)):
        return Level.SHORT
    if found in (None, Level.LOOSE) and (one in CALLED) != (two in CALLED):
        full = _by_sound(CALLED.get(one, one), CALLED.get(two, two))
        return Level.SHORT if full == Level.VARIANT else found
    if found in (None, Level.SLIP, Level.LOOSE) and (_begins(one, two) or _begins(two, one)):
        return Level.SHORT
    return found


def _by_sound(one: str, two: str) -> Level | None:
    bare = is_arabic(one) != is_arabic(two)
    found = [like for a in readings(one) for b in readings(two) if _possible(a, b, bare)
             and (like := _judged(_cost(a, b, bare), min(len(a), len(b)), max(len(a), len(b)), bare)) is not None]
    return min(found, default=None)


def _possible(one: Sounds, two: Sounds, bare: bool) -> bool:
    """Rules most words out before the costly comparison: by letters the other has nothing for."""
    (must, has), (must_too, has_too) = _needs(one), _needs(two)
    if not one or not two:
        return False
    strange = max(sum(not sound & has_too for sound in must), sum(not sound & has for sound in must_too))
    return strange == 0 or (strange == 1 and not bare and max(len(one), len(two)) >= _SLIP_LENGTH)


@lru_cache(maxsize=20_000)
def _needs(sounds: Sounds) -> tuple[tuple[int, ...], int]:
    """What each letter that cannot be missing may be read as, and all that the letters stand for."""
    has = 0
    for sound in sounds:
        has |= sound
    return tuple(_readable(sound) for i, sound in enumerate(sounds)
                 if _left_out(sound, False, _place(i, sounds)) >= _HARD), has


@lru_cache(maxsize=1024)
def _readable(sound: int) -> int:
    found = sound
    for near in _NEAR:
        if sound & near:
            found |= near
    for one, other in ((M, N), (N, M), (J, II), (V, UU | OO), (ZAI, Z)):
        if sound & one:
            found |= other
    return found


def _begins(short: str, full: str) -> bool:
    """Naqib for Naqeebullah, Marie for Mariama: the beginning, spelled otherwise."""
    sounds, whole = readings(short)[0], readings(full)[0]
    if not 3 <= len(sounds) <= len(whole) - 2 or is_arabic(short) or is_arabic(full):
        return False
    if not any(key.startswith(begun) for key in coarse(whole) for begun in coarse(sounds)):
        return False
    return any(_cost(sounds, whole[:n], False) <= _BEGINNING for n in (len(sounds), len(sounds) + 1)
               if n <= len(whole) - 2)


def _judged(cost: float, least: int, length: int, bare: bool) -> Level | None:
    hard, soft = divmod(cost, _HARD)
    most = _BARE_MOST if bare else max(_VARIANT_LEAST, min(_VARIANT_MOST, _VARIANT_SHARE * length))
    if hard == 0 and soft <= most:
        return Level.VARIANT
    if least >= _SLIP_LENGTH and not bare and soft <= (most + _SLIP_VOWELS, _SLIP_REST, -1)[min(int(hard), 2)]:
        return Level.SLIP
    near = soft <= most + _LOOSE if hard == 0 else hard == 1 and soft <= _LOOSE and length >= _SLIP_LENGTH
    return Level.LOOSE if near and not bare else None


def _shortened(short: str, full: str) -> bool:
    """Moh., Md., Gh., Naqib for Naqibullah, Emeka for Chukwuemeka: the beginning, the consonants alone, or the end."""
    if not len(short) < len(full) or is_arabic(short) != is_arabic(full):
        return False
    if len(short) == 1:
        return full.startswith(short)
    if short[0] == full[0] and not set(short) & set("aeiouy") and len(short) <= 4:
        letters = iter(full)
        return all(letter in letters for letter in short)
    return (len(short) >= 3 and len(full) - len(short) >= 2 and full.startswith(short)) or (
        len(short) >= 5 and len(full) - len(short) >= 4 and full.endswith(short))


def _cost(one: Sounds, two: Sounds, bare: bool) -> float:
    """The cheapest way from one to the other: letters taken for each other, left out, or exchanged with the next."""
    if bare:
        one, two = (_unended(word) for word in (one, two))
    out_one, out_two = _outs(one, bare), _outs(two, bare)
    before: list[float] = []
    row = [0.0]
    for cost in out_two:
        row.append(row[-1] + cost)
    last = 0
    for i, sound in enumerate(one):
        above, row, out = row, [row[0] + out_one[i]], out_one[i]
        least = left = row[0]
        # written out, because this loop is where the finder spends its time
        for j, other in enumerate(two):
            best = above[j] + _taken(sound, other, bare)
            if above[j + 1] + out < best:
                best = above[j + 1] + out
            if left + out_two[j] < best:
                best = left + out_two[j]
            if i and j and sound == two[j - 1] and other == last and before[j - 1] + _HARD < best:
                best = before[j - 1] + _HARD
            row.append(best)
            left = best
            if best < least:
                least = best
        if least >= _TOO_FAR:
            return _TOO_FAR
        before, last = above, sound
    return row[-1] + (0 if bare else _endings(one[-1:], two[-1:]))


def _unended(word: Sounds) -> Sounds:
    return (*word[:-1], Z, AA | II) if word[-1:] == (ZAI,) else word


@lru_cache(maxsize=40_000)
def _outs(word: Sounds, bare: bool) -> tuple[float, ...]:
    return tuple(_left_out(sound, bare, _place(i, word)) for i, sound in enumerate(word))


def _place(i: int, word: Sounds) -> int:
    return -1 if i == 0 else int(i == len(word) - 1)


def _endings(one: Sounds, two: Sounds) -> float:
    """Karim and Karimi or Karima, Ahmad and Ahmadi, Reza and Rezai are two names."""
    if AA in (one[0], two[0]) and bool(one[0] & VOWELS) != bool(two[0] & VOWELS):
        return .5
    if bool(one[0] & II) == bool(two[0] & II):
        return 0.0
    other = two[0] if one[0] & II else one[0]
    if other & VOWELS:
        return .4 if other & VOWELS == AA else 0.0
    return .7


@lru_cache(maxsize=4096)
def _left_out(sound: int, bare: bool, place: int) -> float:
    if sound & VOWELS == sound:
        several = sound.bit_count() > 1
        if bare:
            return .03 if sound == VOWELS or not several else .3 if sound & II and sound & EE else .75
        return .6 if place < 0 else (.45 if several else .35)
    if sound & H and not sound & (K | G | X):
        return .1 if place > 0 else .3 if place == 0 else .5
    if sound & (J | V) and place >= 0:
        return .2 if place > 0 else .4
    return _HARD


@lru_cache(maxsize=4096)
def _taken(one: int, two: int, bare: bool) -> float:
    """What it costs to read one sound for another."""
    if one == two:
        return 0.0
    vowels = (one | two) & VOWELS == (one | two)
    if one & two:
        return .15 if vowels and not bare else .05
    if vowels:
        if bare:
            return .8
        several = .15 * (one.bit_count() > 1 or two.bit_count() > 1)
        return several + min(_VOWEL_COST[a | b] for a in _bits(one) for b in _bits(two))
    if any(one & near and two & near for near in _NEAR):
        return .3
    if (one | two) & (M | N) == M | N:
        return .5
    for half, other in ((one, two), (two, one)):
        if (half & II and other & J) or (half & (UU | OO) and other & V):
            return .2
    return _HARD


def _bits(sound: int) -> list[int]:
    return [1 << n for n in range(5) if sound & 1 << n]


@lru_cache(maxsize=20_000)
def keys(word: str) -> frozenset[str]:
    """What two words have in common that may be one name: whole for variants, less a letter for slips, a beginning."""
    whole = {key for form in {word, CALLED.get(word, word)} for sounds in readings(form) for key in coarse(sounds)}
    length = max(len(sounds) for sounds in readings(word))
    found = set(whole)
    for key in whole:
        # who is long enough begins with the short ones, who is short enough begins the long ones
        found.update(f"{mark}{key[:2]}" for mark, fits in (("^", length >= _FULL), ("<", length < _FULL)) if fits)
        if length >= _SLIP_LENGTH and len(key) > 1:
            found.update(f"~{key[:i]}{rest}{key[i + 1:]}" for i in range(len(key)) for rest in ("", "."))
            found.add(f"~{key}")
    return frozenset(found)


def looked_for(word: str) -> frozenset[str]:
    """The keys under which the words are found that may be this one."""
    turned = {"^": "<", "<": "^"}
    return frozenset(turned.get(key[:1], key[:1]) + key[1:] for key in keys(word))
